//! Names that were given up and come back.
//!
//! `docs/renamed.tsv` has a line a name: the old one, a tab, the new one, and optionally a tab and the beginning of the
//! paths in which the old one is given up. A name stands alone (`fold`), or with what it belongs to (`themes::fold`,
//! `Step::Fold`, `Text.was`; of longer paths the last two names count). Comments and strings may still speak of it. What
//! stands after a `.` is passed over: it may be another crate's method, and where it is ours, its definition is found.

mod members;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::finding::Finding;
use super::tree::{RustFile, Tree, rows};

const TABLE: &str = "docs/renamed.tsv";

/// What a name belonged to, if it was given up only there, and the name.
type Old<'t> = (Option<&'t str>, &'t str);

struct Renamed<'t> {
    old: &'t str,
    new: &'t str,
    /// The beginning of the paths where it holds; empty for everywhere.
    path_start: &'t str,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let table = table(tree, &mut findings);
    for (path, file) in tree.rust() {
        for (old, line) in names(path, file) {
            let owner_and_name = (old.0.as_deref(), old.1.trim_start_matches("r#"));
            let given_up = table.get(&owner_and_name).map_or(&[][..], Vec::as_slice);
            for renamed in given_up.iter().filter(|renamed| path.starts_with(renamed.path_start)) {
                let what = format!("`{}` was given up: say `{}`", renamed.old, renamed.new);
                findings.push(Finding { path: path.to_owned(), line, what });
            }
        }
    }
    findings.dedup();
    findings
}

/// The names given up; a row that gives none up is a finding.
fn table<'t>(tree: &'t Tree, findings: &mut Vec<Finding>) -> BTreeMap<Old<'t>, Vec<Renamed<'t>>> {
    let mut table = BTreeMap::<Old<'_>, Vec<Renamed<'_>>>::new();
    for (line, row) in rows(tree.text(TABLE).unwrap_or_default()) {
        let (old, new, path_start) = match row[..] {
            [old, new] => (old, new, ""),
            [old, new, path_start] => (old, new, path_start),
            _ => ("", "", ""),
        };
        match parse(old) {
            Some(parsed) => table.entry(parsed).or_default().push(Renamed { old, new, path_start }),
            None => findings.push(Finding {
                path: TABLE.to_owned(),
                line,
                what: "not an old name, a tab and a new one, with or without a tab and a path: put it so"
                    .to_owned(),
            }),
        }
    }
    table
}

/// An old name as it is written: `name`, `owner::name` or `owner.name`.
fn parse(old: &str) -> Option<Old<'_>> {
    let parts: Vec<&str> = old.split("::").flat_map(|part| part.split('.')).collect();
    let is_identifier = |part: &&str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    match parts.as_slice() {
        parts if !parts.iter().all(is_identifier) => None,
        [.., owner, name] => Some((Some(owner), name)),
        [name] => Some((None, name)),
        [] => None,
    }
}

/// Every name in a file, alone and with what it belongs to, each with its line.
fn names(path: &str, file: &RustFile) -> Vec<((Option<String>, String), usize)> {
    let mut names = Vec::new();
    each_identifier(file.text.parse().unwrap_or_default(), &mut |identifier| {
        names.push(((None, identifier.to_string()), identifier.span().start().line));
    });
    let members = members::members(path, file);
    names.extend(members.into_iter().map(|member| ((Some(member.owner), member.name), member.line)));
    names
}

fn each_identifier(tokens: TokenStream, see: &mut impl FnMut(&Ident)) {
    let mut after_dot = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(identifier) if !after_dot => see(identifier),
            TokenTree::Group(group) => each_identifier(group.stream(), see),
            _ => {}
        }
        after_dot = matches!(token, TokenTree::Punct(sign) if sign.as_char() == '.');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(table: &str, path: &str, code: &str) -> Vec<String> {
        let tree = Tree::from_files(&[(TABLE, table), (path, code)]);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_that_was_given_up_is_found_in_macros_too() {
        let found =
            found("fold\tdeduplicate\n", "crates/a/src/a.rs", "fn a() {\n    print!(\"{}\", r#fold());\n}");
        assert_eq!(found, ["crates/a/src/a.rs:2: `fold` was given up: say `deduplicate`"]);
    }

    #[test]
    fn comments_strings_and_longer_names_may_contain_it() {
        let code = "//! fold\n/// fold\nfn folded() { /* fold */ print(\"fold\"); }";
        assert!(found("fold\tdeduplicate\n", "crates/a/src/a.rs", code).is_empty());
    }

    #[test]
    fn a_method_is_found_where_it_is_defined() {
        let code = "impl A {\n    fn fold(&self) {}\n}\nfn b() { a.fold(); [1].iter().fold(0, add); }";
        assert_eq!(
            found("fold\tdeduplicate\n", "crates/a/src/a.rs", code),
            ["crates/a/src/a.rs:2: `fold` was given up: say `deduplicate`"]
        );
    }

    #[test]
    fn a_name_may_be_given_up_in_one_place_only() {
        let table = "place\tembedding\tcrates/a/\n";
        assert_eq!(found(table, "crates/a/src/a.rs", "fn place() {}").len(), 1);
        assert!(found(table, "crates/b/src/a.rs", "fn place() {}").is_empty());
    }

    #[test]
    fn a_name_may_be_given_up_together_with_what_it_belongs_to() {
        let lines = |old: &str, path: &str, code: &str| -> Vec<String> {
            let lines = found(&format!("{old}\tnew\n"), path, code).into_iter();
            lines.map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect()
        };
        let defined = "pub fn fold() {}\npub fn other() {}";
        assert_eq!(lines("themes::fold", "crates/a/src/themes.rs", defined), ["crates/a/src/themes.rs:1"]);
        assert_eq!(lines("themes::fold", "crates/a/src/themes/mod.rs", defined).len(), 1);
        assert_eq!(lines("a_b::fold", "crates/a-b/src/lib.rs", defined).len(), 1);
        assert!(lines("themes::fold", "crates/a/src/names.rs", defined).is_empty());
        let used = "fn a() { print!(\"{}\", crate::themes::fold()); }";
        assert_eq!(lines("crate::themes::fold", "crates/a/src/a.rs", used), ["crates/a/src/a.rs:1"]);
        let types = "enum Step { Fold }\nstruct Text { was: u8 }\nimpl Text {\n fn fold(&self) {}\n}";
        for (old, line) in [("Step::Fold", 1), ("Text.was", 2), ("Text.fold", 4)] {
            assert_eq!(
                lines(old, "crates/a/src/a.rs", types),
                [format!("crates/a/src/a.rs:{line}")],
                "{old}"
            );
        }
        assert!(lines("Step.was", "crates/a/src/a.rs", types).is_empty());
    }

    #[test]
    fn a_line_that_gives_no_name_up_is_a_finding() {
        for row in ["fold", "made anew\trebuilt", "a::\tb", "\tb"] {
            let found = found(&format!("# old, new\n{row}\n"), "crates/a/src/a.rs", "");
            assert!(found[0].starts_with("docs/renamed.tsv:2: not an old name"), "{row}: {found:?}");
        }
    }
}
