//! Files and functions that are too long to be taken in at once, but for those that `exceptions.tsv` excuses.
//!
//! An exception is `path` or `path::function`, a tab, and the reason. One that is no longer needed is a finding too.

use std::collections::{BTreeMap, BTreeSet};

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::finding::Finding;
use super::tree::{Tree, rows};

const FILE_LINES_MAX: usize = 370;
const FUNCTION_LINES_MAX: usize = 70;
const EXCEPTIONS: &str = "xtask/src/tidy/exceptions.tsv";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut excused = BTreeMap::new();
    for (line, row) in rows(tree.text(EXCEPTIONS).unwrap_or_default()) {
        match row[..] {
            [name, reason] if !reason.is_empty() => _ = excused.insert(name, line),
            _ => findings.push(Finding {
                path: EXCEPTIONS.to_owned(),
                line,
                what: "not `path[::function]`, a tab and a reason: say why it may be long".to_owned(),
            }),
        }
    }
    let mut needed = BTreeSet::new();
    for (name, finding) in tree.rust().flat_map(|(path, file)| too_long(path, &file.text, &file.syntax)) {
        if excused.contains_key(name.as_str()) {
            needed.insert(name);
        } else {
            findings.push(finding);
        }
    }
    let unneeded = excused.iter().filter(|(name, _)| !needed.contains(**name));
    findings.extend(unneeded.map(|(name, &line)| Finding {
        path: EXCEPTIONS.to_owned(),
        line,
        what: format!("{name} is not too long, or not there: remove the exception"),
    }));
    findings
}

/// What is too long in a file, by the name under which it could be excused.
fn too_long(path: &str, text: &str, syntax: &syn::File) -> Vec<(String, Finding)> {
    let mut functions = Functions { path, too_long: Vec::new() };
    functions.visit_file(syntax);
    let mut too_long = functions.too_long;
    let lines = text.lines().count();
    if lines > FILE_LINES_MAX {
        let what = format!("{lines} lines, over {FILE_LINES_MAX}: cut the file by action");
        too_long.push((path.to_owned(), Finding { path: path.to_owned(), line: 1, what }));
    }
    too_long
}

struct Functions<'a> {
    path: &'a str,
    too_long: Vec<(String, Finding)>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.fn_token.span().start().line;
        let lines = block.brace_token.span.close().end().line - line + 1;
        if lines > FUNCTION_LINES_MAX {
            let name = &signature.ident;
            let what =
                format!("fn {name} has {lines} lines, over {FUNCTION_LINES_MAX}: take steps out of it");
            let finding = Finding { path: self.path.to_owned(), line, what };
            self.too_long.push((format!("{}::{name}", self.path), finding));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!("/// Doc.\nfn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::from_files(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_of_371_lines_is_too_long() {
        assert!(found(&[("crates/a/src/a.rs", &"//\n".repeat(370))]).is_empty());
        assert_eq!(
            found(&[("crates/a/src/a.rs", &"//\n".repeat(371))]),
            ["crates/a/src/a.rs:1: 371 lines, over 370: cut the file by action"]
        );
    }

    #[test]
    fn a_function_of_71_lines_is_too_long_wherever_it_stands() {
        let long = "crates/a/src/a.rs:2: fn long has 71 lines, over 70: take steps out of it";
        assert!(found(&[("crates/a/src/a.rs", &function(70))]).is_empty());
        assert_eq!(found(&[("crates/a/src/a.rs", &function(71))]), [long]);
        for around in ["impl A {", "trait A {", "mod tests {", "fn outer() {"] {
            let found = found(&[("crates/a/src/a.rs", &format!("{around}{}}}", function(71)))]);
            assert!(found.contains(&long.to_owned()), "{around}: {found:?}");
        }
    }

    #[test]
    fn an_exception_with_a_reason_excuses() {
        let files = [
            ("crates/a/src/a.rs", &*function(71)),
            (EXCEPTIONS, "crates/a/src/a.rs::long\tone long table\n"),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn an_exception_without_a_reason_or_without_need_is_a_finding() {
        let files = [
            ("crates/a/src/a.rs", "fn short() {}\n"),
            (EXCEPTIONS, "# why\ncrates/a/src/a.rs\tonce long\nb.rs\n"),
        ];
        let found = found(&files);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("exceptions.tsv:3: not `path[::function]`"));
        assert!(found[1].contains("exceptions.tsv:2: crates/a/src/a.rs is not too long"));
    }
}
