//! CODEOWNERS by GitHub's rules: who owns a path, and which lines say nothing because they are mistaken.

mod pattern;

use rustc_hash::FxHashMap;

use pattern::{Pattern, Shape};

/// Where GitHub looks for the file; the first that is there counts.
pub const CODEOWNERS_PATHS: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/// GitHub reads nothing of a file from this size on.
const BYTES_MAX: usize = 3 << 20;

/// Who owns what, by one CODEOWNERS file.
#[derive(Debug, Default)]
pub struct Owners {
    /// The lines that say something, in order.
    pub rules: Vec<Rule>,
    /// The lines that GitHub skips, by number from 1, with the reason.
    pub mistakes: Vec<(u32, String)>,
    index: Index,
}

/// One line that says who owns what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its number, from 1.
    pub line: u32,
    /// The pattern as it is written.
    pub pattern: String,
    /// Users (`@anna`), teams (`@shop/pay`) and e-mail addresses; none: nobody owns what matches.
    pub owners: Vec<String>,
}

impl Owners {
    /// Reads a CODEOWNERS file. A mistaken line is named, and skipped as GitHub does.
    pub fn parse(text: &str) -> Self {
        let mut owners = Self::default();
        if text.len() >= BYTES_MAX {
            owners
                .mistakes
                .push((1, "the file is 3 MB or larger, so that GitHub reads nothing of it".to_owned()));
            return owners;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1..).zip(text.lines()) {
            match rule(number, line) {
                Ok(None) => {}
                Ok(Some((rule, pattern))) => {
                    owners.index.add(owners.rules.len(), pattern);
                    owners.rules.push(rule);
                }
                Err(reason) => owners.mistakes.push((number, reason)),
            }
        }
        owners
    }

    /// Who owns a file, by its path in the repository.
    pub fn owners_of(&self, path: &str) -> &[String] {
        self.rule_of(path).map_or(&[], |rule| &rule.owners)
    }

    /// The line that decides who owns a file: the last that matches.
    pub fn rule_of(&self, path: &str) -> Option<&Rule> {
        self.index.last(path.trim_start_matches('/')).and_then(|rule| self.rules.get(rule))
    }
}

/// What a line says; nothing where it is empty or a comment.
fn rule(number: u32, line: &str) -> Result<Option<(Rule, Pattern)>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (written, rest) = line.split_at(end_of_pattern(line));
    let pattern = Pattern::parse(written)?;
    let mut owners = Vec::new();
    for word in rest.split_whitespace() {
        if word.starts_with('#') {
            break;
        }
        if !is_owner(word) {
            return Err(format!(
                "'{word}' is not a valid owner: write @user, @organisation/team or an e-mail address"
            ));
        }
        owners.push(word.to_owned());
    }
    Ok(Some((Rule { line: number, pattern: written.to_owned(), owners }, pattern)))
}

/// The first space that no backslash escapes.
fn end_of_pattern(line: &str) -> usize {
    let mut escaped = false;
    for (offset, c) in line.char_indices() {
        if c.is_whitespace() && !escaped {
            return offset;
        }
        escaped = c == '\\' && !escaped;
    }
    line.len()
}

fn is_owner(word: &str) -> bool {
    let name = |name: &str, also: &[char]| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || also.contains(&c))
    };
    match word.strip_prefix('@') {
        Some(handle) => handle.split('/').count() <= 2 && handle.split('/').all(|part| name(part, &[])),
        None => word.rsplit_once('@').is_some_and(|(who, host)| {
            !who.is_empty()
                && !who.contains(['@', '/'])
                && name(host, &['.'])
                && host.trim_matches('.').contains('.')
        }),
    }
}

/// Rules by what their patterns name, so that few are tried on a path.
#[derive(Debug, Default)]
struct Index {
    /// Whole paths from the root, without wildcards.
    paths: FxHashMap<String, Last>,
    /// Names at any depth, without wildcards.
    names: FxHashMap<String, Last>,
    /// What names end with, from a dot on: `*.rs`.
    endings: FxHashMap<String, Last>,
    /// Patterns whose first folder is named.
    below: FxHashMap<String, Vec<(usize, Pattern)>>,
    /// All others.
    anywhere: Vec<(usize, Pattern)>,
}

/// The last rule that matches a folder of that name, and the last that matches a file.
#[derive(Debug, Default, Clone, Copy)]
struct Last {
    folder: Option<usize>,
    file: Option<usize>,
}

impl Index {
    fn add(&mut self, rule: usize, pattern: Pattern) {
        let folder_only = pattern.folder_only;
        let last = match pattern.shape() {
            Shape::Path(path) => self.paths.entry(path).or_default(),
            Shape::Name(name) => self.names.entry(name).or_default(),
            Shape::Ending(ending) => self.endings.entry(ending).or_default(),
            Shape::Below(folder) => return self.below.entry(folder).or_default().push((rule, pattern)),
            Shape::Any => return self.anywhere.push((rule, pattern)),
        };
        last.folder = Some(rule);
        if !folder_only {
            last.file = Some(rule);
        }
    }

    fn last(&self, path: &str) -> Option<usize> {
        let mut best = None;
        let mut start = 0;
        for part in path.split('/') {
            let end = start + part.len();
            let pick = |last: Option<&Last>| {
                last.and_then(|last| if end == path.len() { last.file } else { last.folder })
            };
            best = best.max(pick(self.paths.get(&path[..end]))).max(pick(self.names.get(part)));
            if !self.endings.is_empty() {
                for (dot, _) in part.match_indices('.') {
                    best = best.max(pick(self.endings.get(&part[dot..])));
                }
            }
            start = end + 1;
        }
        let first = path.split('/').next().unwrap_or(path);
        for patterns in [self.below.get(first), Some(&self.anywhere)].into_iter().flatten() {
            let later = patterns.iter().rev().take_while(|(rule, _)| best.is_none_or(|best| *rule > best));
            best =
                best.max(later.into_iter().find(|(_, pattern)| pattern.matches(path)).map(|(rule, _)| *rule));
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn owner(text: &str, path: &str) -> String {
        Owners::parse(text).owners_of(path).join(" ")
    }

    #[test]
    fn the_last_line_that_matches_decides() {
        let text = "* @all\n*.js @web\n/src/pay/ @shop/pay\n/src/pay/README.md docs@shop.example\n";
        assert_eq!(owner(text, "a/b/c.txt"), "@all");
        assert_eq!(owner(text, "src/cart/a.js"), "@web");
        assert_eq!(owner(text, "src/pay/deep/a.js"), "@shop/pay");
        assert_eq!(owner(text, "src/pay/README.md"), "docs@shop.example");
        let owners = Owners::parse(text);
        assert_eq!(
            owners.rule_of("src/pay/x.rs").map(|rule| (rule.line, rule.pattern.as_str())),
            Some((3, "/src/pay/"))
        );
    }

    #[test]
    fn a_pattern_without_owners_takes_them_away() {
        assert_eq!(owner("/apps/ @anna\n/apps/github\n", "apps/github/a.rb"), "");
        assert!(Owners::parse("/apps/ @anna\n/apps/github\n").rule_of("apps/github/a.rb").is_some());
        assert!(Owners::parse("/apps/ @anna").rule_of("lib/a.rb").is_none());
    }

    #[test]
    fn several_owners_and_comments_stand_on_a_line() {
        let text = "# all\n\n  *.rs  @anna @shop/pay\tben@shop.example # and nobody else @carla\n";
        assert_eq!(owner(text, "a.rs"), "@anna @shop/pay ben@shop.example");
        assert!(Owners::parse(text).mistakes.is_empty());
    }

    #[test]
    fn each_mistake_is_named_by_its_line_and_the_line_is_skipped() {
        let text = "*.a @anna\n!*.a @ben\n[ab].a @ben\n\\#x @ben\n*.a anna\n*.a @ben @\n*.a @shop/pay/x\n/ @ben\n*.a x@y @ben";
        let owners = Owners::parse(text);
        assert_eq!(
            owners.mistakes.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [2, 3, 4, 5, 6, 7, 8, 9]
        );
        assert_eq!(owners.owners_of("x.a"), ["@anna"]);
        for (reason, says) in
            owners.mistakes.iter().map(|(_, reason)| reason).zip(["'!'", "'['", "'\\#'", "'anna'"])
        {
            assert!(reason.contains(says), "{reason}");
        }
    }

    #[test]
    fn a_file_that_github_does_not_read_owns_nothing() {
        let owners = Owners::parse(&"* @anna\n".repeat(BYTES_MAX / 8));
        assert!(owners.rules.is_empty());
        assert_eq!(owners.mistakes.len(), 1);
    }

    #[test]
    fn a_file_with_marks_of_windows_is_read() {
        assert_eq!(owner("\u{feff}*.rs @anna\r\n/a/ @ben\r\n", "a/x.rs"), "@ben");
    }

    #[test]
    fn a_space_in_a_pattern_is_escaped() {
        assert_eq!(owner("/my\\ docs/ @anna", "my docs/a.md"), "@anna");
    }

    #[test]
    fn what_has_no_name_is_owned_by_nobody() {
        assert_eq!(owner("*.rs @anna", ""), "");
        assert_eq!(owner("", "a.rs"), "");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>(), path in any::<String>()) {
            Owners::parse(&text).owners_of(&path);
        }

        /// The index picks the rule that trying each pattern from the end would.
        #[test]
        fn the_index_agrees_with_trying_every_line(
            patterns in prop::collection::vec("/?(a|b|\\*|\\*\\*|a\\*|\\*\\.r|b\\.r|\\?)(/(a|b|\\*|\\*\\*|b\\.r)){0,3}/?", 1..12),
            path in "(a|b|ab|b\\.r)(/(a|b|ab|b\\.r)){0,4}",
        ) {
            let text: String = patterns.iter().map(|pattern| format!("{pattern} @anna\n")).collect();
            let owners = Owners::parse(&text);
            prop_assert!(owners.mistakes.is_empty());
            let tried = patterns.iter().rposition(|pattern| Pattern::parse(pattern).unwrap().matches(&path));
            prop_assert_eq!(owners.index.last(&path), tried);
        }
    }
}
