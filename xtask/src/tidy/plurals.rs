//! Counts whose noun does not go with them: "1 items". Whoever writes a number before a noun has one function for it, so a
//! format string in which several follow a number is a finding; a number that is never one is a constant.

use super::finding::Finding;
use super::tree::{Tree, is_test_file};

/// What the product counts.
const NOUNS: [&str; 38] = [
    "signals",
    "items",
    "themes",
    "people",
    "persons",
    "files",
    "commits",
    "rows",
    "names",
    "lines",
    "days",
    "checks",
    "minutes",
    "components",
    "repositories",
    "records",
    "texts",
    "values",
    "bytes",
    "columns",
    "cells",
    "changes",
    "imports",
    "weeks",
    "sources",
    "revisions",
    "hours",
    "events",
    "jobs",
    "fields",
    "sentences",
    "repeats",
    "rejects",
    "contacts",
    "links",
    "rulings",
    "tags",
    "labels",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let product = |path: &str| path.starts_with("crates/") && !is_test_file(path);
    let rust = tree.rust().filter(|(path, _)| product(path)).map(|(path, file)| {
        let end = file.text.find("#[cfg(test)]\nmod tests").unwrap_or(file.text.len());
        (path, &file.text[..end])
    });
    let pages = tree.texts().filter(|(path, _)| product(path) && path.ends_with(".html"));
    let mut findings = Vec::new();
    for (path, text) in rust.chain(pages) {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for noun in NOUNS.into_iter().filter(|noun| counts_several(line, noun)) {
                let what =
                    format!("a number stands before `{noun}`, also where it is one: say it with `counted`");
                findings.push(Finding { path: path.to_owned(), line: index + 1, what });
            }
        }
    }
    findings
}

/// Whether a noun for several follows a number that is put in.
fn counts_several(line: &str, noun: &str) -> bool {
    line.match_indices(&format!("}} {noun}")).any(|(at, found)| {
        let after = line[at + found.len()..].chars().next();
        let name = line[..at].rsplit('{').next().unwrap_or_default();
        let is_constant = !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        !is_constant && !after.is_some_and(char::is_alphanumeric) && !name.starts_with('%')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&Tree::from_files(&[("crates/a/src/lib.rs", text)])).len()
    }

    #[test]
    fn a_number_before_a_noun_for_several_is_found() {
        assert_eq!(found("fn f() { format!(\"{count} signals\"); }"), 1);
        assert_eq!(found("fn f() { format!(\"{} of {} themes\", 1, 2); }"), 1);
        let page = "<p>{{ count }} files</p>";
        assert_eq!(check(&Tree::from_files(&[("crates/a/src/a.html", page)])).len(), 1);
    }

    #[test]
    fn constants_other_words_and_tests_are_let_be() {
        assert_eq!(found("fn f() { format!(\"at most {MAX} items\"); }"), 0);
        assert_eq!(found("fn f() { format!(\"{name} signalsmith\"); }"), 0);
        assert_eq!(found("fn f() { format!(\"{}\", counted(2, \"signal\")); }"), 0);
        assert_eq!(found("#[cfg(test)]\nmod tests { fn f() { format!(\"{n} rows\"); } }"), 0);
    }
}
