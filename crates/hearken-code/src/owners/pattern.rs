//! What a pattern of CODEOWNERS matches: for GitHub gitignore's rules, less what it does not have; for GitLab those of
//! Ruby's `File.fnmatch` on whole paths.

/// A pattern, cut at its slashes.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Whether it begins at the root; else at any depth.
    anchored: bool,
    /// Whether it ends with a slash: it matches what is in a folder, and no file.
    folder_only: bool,
    /// Whether what matches a folder matches what is in it, without a slash at its end.
    goes_into_folders: bool,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Name(String),
    Glob(Vec<Piece>),
    /// `**`: any number of folders, also none.
    Folders,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    One(char),
    /// `[a-c]`, `[!a]`
    OneOf {
        not: bool,
        ranges: Vec<(char, char)>,
    },
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
    /// Reads a pattern as GitHub does. What it does not have is a mistake, told in words.
    pub fn of_github(written: &str) -> Result<Self, String> {
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
        let parts = inner.split('/').map(|part| Part::parse(part, false)).collect::<Result<_, _>>()?;
        let anchored = written.starts_with('/') || inner.contains('/');
        Ok(Self { anchored, folder_only, goes_into_folders: true, parts })
    }

    /// Reads a pattern as GitLab does: only a slash at the beginning binds it to the root, and only one at the end makes
    /// it match what is in a folder.
    pub fn of_gitlab(written: &str) -> Result<Self, String> {
        let folder_only = written.ends_with('/');
        let inner = written.trim_start_matches('/').trim_end_matches('/');
        let mut parts: Vec<Part> =
            inner.split('/').map(|part| Part::parse(part, true)).collect::<Result<_, _>>()?;
        match parts.last() {
            _ if inner.is_empty() && written.is_empty() => return Err("there is no pattern".to_owned()),
            _ if inner.is_empty() => parts.clear(),
            // Two stars are any number of folders only where something is named in them.
            Some(Part::Folders) if !folder_only => {
                parts.pop();
                parts.push(Part::Glob(vec![Piece::Any]));
            }
            _ => {}
        }
        Ok(Self { anchored: written.starts_with('/'), folder_only, goes_into_folders: false, parts })
    }

    /// Whether it may match a file of its name.
    pub fn matches_files(&self) -> bool {
        !self.folder_only
    }

    /// Whether it may match what is in a folder of its name.
    pub fn matches_folders(&self) -> bool {
        self.folder_only || self.goes_into_folders
    }

    pub fn shape(&self) -> Shape {
        let names: Option<Vec<&str>> = self.parts.iter().map(Part::name).collect();
        match (names, self.parts.as_slice()) {
            (Some(names), [_, ..]) if self.anchored => Shape::Path(names.join("/")),
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
        // `docs/*` and `docs/**` are about what is within: of the first, only what is directly there, as with `/*`.
        let below_a_folder = self.anchored || self.parts.len() > 1;
        let one_level = below_a_folder
            && matches!(self.parts.last(), Some(Part::Glob(pieces)) if pieces == &[Piece::Any]);
        let within = matches!(self.parts.last(), Some(Part::Folders));
        let something = Part::Glob(vec![Piece::Any]);
        if self.folder_only || within {
            parts.push(&something);
        }
        if self.folder_only || (self.goes_into_folders && !one_level) {
            parts.push(&Part::Folders);
        }
        wildcards(&parts, &names, |part| matches!(part, Part::Folders), |part, name| part.matches(name))
    }
}

impl Part {
    fn parse(written: &str, with_ranges: bool) -> Result<Self, String> {
        if written == "**" {
            return Ok(Self::Folders);
        }
        let mut pieces = Vec::new();
        let mut chars = written.chars();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '[' if with_ranges => one_of(&mut chars)
                    .ok_or_else(|| format!("'[' of '{written}' is not closed: it matches nothing"))?,
                '\\' => Piece::One(chars.next().unwrap_or('\\')),
                '?' => Piece::AnyOne,
                '*' if pieces.last() == Some(&Piece::Any) => continue,
                '*' => Piece::Any,
                c => Piece::One(c),
            });
        }
        Ok(literal(&pieces).map_or(Self::Glob(pieces), Self::Name))
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
                        Piece::OneOf { not, ranges } => {
                            ranges.iter().any(|(first, last)| (first..=last).contains(&c)) != *not
                        }
                        Piece::AnyOne | Piece::Any => true,
                    },
                )
            }
            Self::Folders => true,
        }
    }
}

/// What stands between `[` and `]`; nothing where it is not closed.
fn one_of(chars: &mut std::str::Chars<'_>) -> Option<Piece> {
    let mut ahead = chars.clone();
    let mut next = || match ahead.next()? {
        '\\' => ahead.next().map(|c| (c, true)),
        c => Some((c, false)),
    };
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut not = false;
    let mut range_open = false;
    let mut first = true;
    loop {
        let (c, escaped) = next()?;
        match (c, ranges.last_mut()) {
            ('!' | '^', _) if first && !escaped => not = true,
            (']', _) if !escaped => break,
            ('-', Some(_)) if !escaped && !range_open => {
                range_open = true;
                first = false;
                continue;
            }
            (c, Some((_, last))) if range_open => *last = c,
            (c, _) => ranges.push((c, c)),
        }
        first = false;
        range_open = false;
    }
    if range_open {
        ranges.push(('-', '-'));
    }
    *chars = ahead;
    Some(Piece::OneOf { not, ranges })
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
        Pattern::of_github(pattern).unwrap().matches(path)
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

    #[test]
    fn a_pattern_matches_what_gitlab_says() {
        for (pattern, yes, no) in [
            ("*", "a/b/.c", ""),
            ("README.md", "docs/README.md", "docs/README.md/a"),
            ("/README.md", "README.md", "docs/README.md"),
            ("internal/README.md", "docs/internal/README.md", "internal/a/README.md"),
            ("/docs/", "docs/a/b", "src/docs/a"),
            ("lib/", "src/lib/a", "lib"),
            ("/docs", "docs", "docs/a"),
            ("/docs/*", "docs/.a", "docs/a/b"),
            ("/docs/*.md", "docs/a.md", "docs/b/a.md"),
            ("/docs/index.*", "docs/index.html", "docs/index"),
            ("/docs/*/a.md", "docs/b/a.md", "docs/a.md"),
            ("/docs/**/a.md", "docs/a.md", "src/docs/a.md"),
            ("/docs/**/a.md", "docs/b/c/a.md", ""),
            ("/docs/**", "docs/a", "docs/a/b"),
            ("docs/**/*", "x/docs/a/b", "docs"),
            ("**/generated/", "a/generated/b/c", "a/generated"),
            ("/", "a/b", ""),
            ("my\\ docs/", "my docs/a", "my"),
            ("\\#a.rb", "x/#a.rb", "a.rb"),
            ("/[a-c]x.rb", "bx.rb", "dx.rb"),
            ("/[!a-c]x.rb", "dx.rb", "bx.rb"),
            ("/[-_]x", "_x", "ax"),
            ("/\\[a\\].rb", "[a].rb", "a.rb"),
        ] {
            let matches = |path| Pattern::of_gitlab(pattern).unwrap().matches(path);
            assert!(matches(yes), "{pattern} and {yes}");
            assert!(no.is_empty() || !matches(no), "{pattern} and {no}");
        }
        assert!(Pattern::of_gitlab("/[a-x.rb").is_err());
    }
}
