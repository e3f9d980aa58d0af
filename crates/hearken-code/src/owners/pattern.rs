//! What a pattern of CODEOWNERS matches: gitignore's rules, less what GitHub does not have.

/// A pattern, cut at its slashes.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Whether it begins at the root; else at any depth.
    anchored: bool,
    /// Whether it ends with a slash: it matches what is in a folder, and no file.
    pub folder_only: bool,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Name(String),
    Glob(Vec<Piece>),
    /// `**`: any number of folders, also none.
    Folders,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    One(char),
    /// `?`
    AnyOne,
    /// `*`
    Any,
}

/// What is simple about a pattern, so that it can be looked up.
pub(super) enum Shape {
    /// A path from the root, and what is below it.
    Path(String),
    /// A name at any depth, and what is below it.
    Name(String),
    /// Names that end so, from a dot on, at any depth.
    Ending(String),
    /// It begins in this folder of the root.
    Below(String),
    Any,
}

impl Pattern {
    /// Reads a pattern. What GitHub does not have is a mistake, told in words.
    pub fn parse(written: &str) -> Result<Self, String> {
        if written.starts_with('!') {
            return Err("'!' does not take owners away: write the pattern without an owner".to_owned());
        }
        if written.starts_with("\\#") {
            return Err(
                "'\\#' does not begin a pattern: GitHub knows no way to name a path that begins with #"
                    .to_owned(),
            );
        }
        if written.contains(['[', ']']) {
            return Err("'[' and ']' are not read as a range of characters: write a line for each".to_owned());
        }
        let folder_only = written.ends_with('/');
        let inner = written.trim_start_matches('/').trim_end_matches('/');
        if inner.is_empty() {
            return Err(format!("'{written}' matches nothing: write * for all files"));
        }
        let parts = inner.split('/').map(Part::parse).collect();
        Ok(Self { anchored: written.starts_with('/') || inner.contains('/'), folder_only, parts })
    }

    pub fn shape(&self) -> Shape {
        let names: Option<Vec<&str>> = self.parts.iter().map(Part::name).collect();
        match (names, self.parts.as_slice()) {
            (Some(names), _) if self.anchored => Shape::Path(names.join("/")),
            (_, [Part::Name(name)]) => Shape::Name(name.clone()),
            (_, [Part::Glob(pieces)]) if !self.anchored => ending(pieces).map_or(Shape::Any, Shape::Ending),
            (_, [Part::Name(first), ..]) if self.anchored => Shape::Below(first.clone()),
            _ => Shape::Any,
        }
    }

    /// Whether it matches a file, or a folder that the file is in.
    pub fn matches(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        let mut parts: Vec<&Part> = Vec::with_capacity(self.parts.len() + 3);
        if !self.anchored {
            parts.push(&Part::Folders);
        }
        parts.extend(&self.parts);
        // `docs/*` and `docs/**` are about what is within: of the first, only what is directly there.
        let one_level =
            matches!(self.parts.as_slice(), [_, .., Part::Glob(pieces)] if pieces == &[Piece::Any]);
        let within = matches!(self.parts.last(), Some(Part::Folders));
        let something = Part::Glob(vec![Piece::Any]);
        if self.folder_only || within {
            parts.push(&something);
        }
        if !one_level || self.folder_only {
            parts.push(&Part::Folders);
        }
        wildcards(&parts, &names, |part| matches!(part, Part::Folders), |part, name| part.matches(name))
    }
}

impl Part {
    fn parse(written: &str) -> Self {
        if written == "**" {
            return Self::Folders;
        }
        let mut pieces = Vec::new();
        let mut chars = written.chars();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '\\' => Piece::One(chars.next().unwrap_or('\\')),
                '?' => Piece::AnyOne,
                '*' if pieces.last() == Some(&Piece::Any) => continue,
                '*' => Piece::Any,
                c => Piece::One(c),
            });
        }
        literal(&pieces).map_or(Self::Glob(pieces), Self::Name)
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Name(expected) => expected == name,
            Self::Glob(pieces) => {
                let name: Vec<char> = name.chars().collect();
                wildcards(
                    pieces,
                    &name,
                    |piece| *piece == Piece::Any,
                    |piece, c| match piece {
                        Piece::One(expected) => expected == c,
                        _ => true,
                    },
                )
            }
            Self::Folders => true,
        }
    }
}

fn literal(pieces: &[Piece]) -> Option<String> {
    pieces.iter().map(|piece| if let Piece::One(c) = piece { Some(*c) } else { None }).collect()
}

/// `.rs` of `*.rs`
fn ending(pieces: &[Piece]) -> Option<String> {
    let (first, rest) = pieces.split_first()?;
    (*first == Piece::Any && rest.first() == Some(&Piece::One('.'))).then(|| literal(rest))?
}

/// Matches all of `items`, where some of `pattern` stand for any number of them: on a mismatch the last of those takes
/// one item more, which is enough, so that the time is at most the product of both lengths.
fn wildcards<P, I>(
    pattern: &[P],
    items: &[I],
    any: impl Fn(&P) -> bool,
    one: impl Fn(&P, &I) -> bool,
) -> bool {
    let (mut index, mut item) = (0, 0);
    let mut last_any = None;
    while item < items.len() {
        match pattern.get(index) {
            Some(part) if any(part) => {
                last_any = Some((index, item));
                index += 1;
            }
            Some(part) if one(part, &items[item]) => {
                index += 1;
                item += 1;
            }
            _ => match &mut last_any {
                Some((any_index, taken)) => {
                    *taken += 1;
                    (index, item) = (*any_index + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[index..].iter().all(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(path)
    }

    #[test]
    fn a_pattern_matches_what_github_says() {
        for (pattern, yes, no) in [
            ("*", "a/b/c", ""),
            ("*.js", "a/b.js", "a/b.jsx"),
            ("/build/logs/", "build/logs/deep/a", "src/build/logs/a"),
            ("docs/*", "docs/start.md", "docs/build-app/trouble.md"),
            ("apps/", "src/apps/a", "src/apps"),
            ("/docs/", "docs/a/b", "src/docs/a"),
            ("**/logs", "deploy/logs/a", "deploy/blogs/a"),
            ("/apps/github", "apps/github/a", "apps/githubs"),
            ("src/**/test", "src/a/b/test/c", "src/a/tests"),
            ("src/**/test", "src/test", "lib/src/test"),
            ("src/**", "src/a/b", "src"),
            ("/a?c", "abc", "ac"),
            ("a*d/e", "abcd/e", "abc/e"),
            ("Makefile", "a/Makefile", "a/makefile"),
            ("/*.rs", "a.rs", "a/b.rs"),
            ("*/a.rs", "b/a.rs", "c/b/a.rs"),
            ("ü?/x", "üß/x", "ü/x"),
        ] {
            assert!(matches(pattern, yes), "{pattern} and {yes}");
            assert!(no.is_empty() || !matches(pattern, no), "{pattern} and {no}");
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_longer_than_both_lengths() {
        let pattern = format!("/{}b", "**/*a*/".repeat(500));
        assert!(!matches(&pattern, &"aaaa/".repeat(500)));
    }
}
