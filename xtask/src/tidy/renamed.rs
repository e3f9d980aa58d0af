//! Names that were given up and come back.
//!
//! `docs/renamed.tsv` has a line a name: the old one, a tab, the new one, and optionally a tab and the beginning of the
//! paths in which the old one is given up. Comments and strings may still speak of it. What stands after a `.` is passed
//! over: it may be another crate's method, and where it is ours, its definition is found.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::finding::Finding;
use super::tree::{Tree, rows};

const TABLE: &str = "docs/renamed.tsv";

struct Renamed<'a> {
    new: &'a str,
    /// The beginning of the paths where it holds; empty for everywhere.
    place: &'a str,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut table = BTreeMap::<&str, Vec<Renamed>>::new();
    for (line, row) in rows(tree.text(TABLE).unwrap_or_default()) {
        match row[..] {
            [old, new] => table.entry(old).or_default().push(Renamed { new, place: "" }),
            [old, new, place] => table.entry(old).or_default().push(Renamed { new, place }),
            _ => findings.push(Finding {
                path: TABLE.to_owned(),
                line,
                what: "not an old name, a tab and a new one, with or without a tab and a path: put it so"
                    .to_owned(),
            }),
        }
    }
    for (path, file) in tree.rust() {
        each_identifier(file.text.parse().unwrap_or_default(), &mut |identifier| {
            let name = identifier.to_string();
            let renamed = table.get(name.trim_start_matches("r#")).map_or(&[][..], Vec::as_slice);
            findings.extend(renamed.iter().filter(|renamed| path.starts_with(renamed.place)).map(
                |renamed| {
                    let line = identifier.span().start().line;
                    Finding {
                        path: path.to_owned(),
                        line,
                        what: format!("`{name}` was given up: say `{}`", renamed.new),
                    }
                },
            ));
        });
    }
    findings
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
        let tree = Tree::of(&[(TABLE, table), (path, code)]);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_that_was_given_up_is_found_in_macros_too() {
        let found =
            found("fold\tdeduplicate\n", "crates/a/src/a.rs", "fn a() {\n    print!(\"{}\", r#fold());\n}");
        assert_eq!(found, ["crates/a/src/a.rs:2: `r#fold` was given up: say `deduplicate`"]);
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
    fn a_line_that_is_no_row_is_a_finding() {
        let found = found("# old, new\nfold\n", "crates/a/src/a.rs", "");
        assert!(found[0].starts_with("docs/renamed.tsv:2: not an old name"));
    }
}
