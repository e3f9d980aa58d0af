//! Files of one crate that need each other in a circle, so that none can be understood, or moved, by itself.
//!
//! A file needs another if it names something that is defined there, by whatever re-export. Declaring a module,
//! re-exporting and importing a module's name need nothing. Tests are left out.
//!
//! A module and those inside it are one unit: they may need each other both ways. Children of a Rust module see all that
//! it defines, private items too, and are where its longer parts move to; a file between them only to break such a circle
//! would make neither easier to understand. So what is found are circles of modules that stand beside each other.

mod modules;
mod references;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::tidy::finding::Finding;
use crate::tidy::tree::Tree;
use modules::Modules;

/// Which file needs which, and the first line that says so.
type Edges = BTreeMap<String, BTreeMap<String, usize>>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let roots = tree.rust().map(|(path, _)| path);
    let roots = roots.filter(|path| path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs"));
    roots.flat_map(|root| circles(&edges(&Modules::read(tree, root)))).collect()
}

fn edges(modules: &Modules) -> Edges {
    let mut edges = Edges::new();
    for (index, module) in modules.all.iter().enumerate() {
        for reference in &module.references {
            let Some(target) = modules.definer(index, &reference.path) else { continue };
            if modules.is_inside(index, target) || modules.is_inside(target, index) {
                continue;
            }
            let target = &modules.all[target].file;
            if *target != module.file {
                let line = edges
                    .entry(module.file.clone())
                    .or_default()
                    .entry(target.clone())
                    .or_insert(reference.line);
                *line = reference.line.min(*line);
            }
        }
    }
    edges
}

/// A finding for each largest set of files that all need each other.
fn circles(edges: &Edges) -> Vec<Finding> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        edges.keys().map(|file| (file.as_str(), reached_from(edges, file))).collect();
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for (file, mut circle) in reached.clone() {
        circle.retain(|other| reached.get(other).is_some_and(|back| back.contains(file)));
        if !circle.is_empty() && told.insert(circle.clone()) {
            findings.push(finding(edges, &circle));
        }
    }
    findings
}

fn reached_from<'a>(edges: &'a Edges, file: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        let needed = edges.get(file).into_iter().flat_map(BTreeMap::keys);
        next.extend(needed.map(String::as_str).filter(|needed| reached.insert(*needed)));
    }
    reached
}

fn finding(edges: &Edges, circle: &BTreeSet<&str>) -> Finding {
    let mut what =
        format!("{} files need each other in a circle: move what they share below them", circle.len());
    let mut first = None;
    for file in circle {
        for (needed, line) in
            edges.get(*file).into_iter().flatten().filter(|(needed, _)| circle.contains(needed.as_str()))
        {
            first.get_or_insert((*file, *line));
            _ = write!(what, "\n    {file}:{line} → {needed}");
        }
    }
    let (path, line) = first.unwrap_or_default();
    Finding { path: path.to_owned(), line, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edges of the circles in a crate, in short.
    fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> =
            files.iter().map(|(path, text)| (format!("crates/x/src/{path}"), *text)).collect();
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let found = check(&Tree::from_files(&files));
        let edges = found.iter().flat_map(|finding| finding.what.lines().skip(1).collect::<Vec<_>>());
        edges.map(|edge| edge.trim().replace("crates/x/src/", "")).collect()
    }

    #[test]
    fn two_files_that_use_each_other_are_a_circle() {
        let found = check(&Tree::from_files(&[
            ("crates/x/src/lib.rs", "mod a;\nmod b;"),
            ("crates/x/src/a.rs", "use crate::b::B;\npub struct A;"),
            ("crates/x/src/b.rs", "\npub struct B(super::a::A);"),
        ]));
        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "crates/x/src/a.rs:1: 2 files need each other in a circle: move what they share below them\n    \
                crates/x/src/a.rs:1 → crates/x/src/b.rs\n    crates/x/src/b.rs:2 → crates/x/src/a.rs"
            ]
        );
    }

    #[test]
    fn a_longer_circle_is_one_finding_and_files_beside_it_are_not_in_it() {
        let found = circles_of(&[
            ("lib.rs", "mod a; mod b; mod c; mod d;"),
            ("a.rs", "use crate::{b::B, d::D};\npub struct A;"),
            ("b.rs", "pub fn b() { crate::c::c() }\npub struct B;"),
            ("c.rs", "use super::a;\npub fn c() { let _ = a::A; }"),
            ("d.rs", "pub struct D;"),
        ]);
        assert_eq!(found, ["a.rs:1 → b.rs", "b.rs:1 → c.rs", "c.rs:2 → a.rs"]);
    }

    #[test]
    fn a_name_leads_to_where_it_is_defined_through_every_re_export() {
        let found = circles_of(&[
            ("lib.rs", "mod a; mod b;\npub use a::Renamed as Inner; pub use b::*;"),
            ("a/mod.rs", "mod deep;\npub(crate) use deep::Deep as Renamed;"),
            ("a/deep.rs", "use crate::B;\npub struct Deep;"),
            ("b.rs", "use crate::Inner;\npub struct B;"),
        ]);
        assert_eq!(found, ["a/deep.rs:1 → b.rs", "b.rs:1 → a/deep.rs"]);
    }

    #[test]
    fn a_parent_that_only_declares_and_re_exports_is_in_no_circle() {
        let found = circles_of(&[
            ("lib.rs", "pub mod a;\npub use a::A;"),
            ("a/mod.rs", "mod b; mod c;\npub use b::A; pub(super) use c::C;"),
            ("a/b.rs", "use super::c;\nuse crate::a::C;\npub struct A(c::C);"),
            ("a/c.rs", "pub struct C;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_module_and_those_inside_it_may_need_each_other() {
        let found = circles_of(&[
            ("lib.rs", "mod a;\npub struct Root;\nfn f() { a::b::deep::h() }"),
            ("a.rs", "pub mod b;\npub struct A;\nfn f() { b::g() }"),
            ("a/b.rs", "pub mod deep;\nuse super::*;\npub fn g() { let _: A; }"),
            ("a/b/deep.rs", "use crate::{Root, a::A};\npub fn h() {}"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn modules_inside_one_that_need_each_other_are_in_a_circle_without_it() {
        let found = circles_of(&[
            ("lib.rs", "mod a;"),
            ("a.rs", "mod b;\nmod c;\npub struct A;\nfn f() { b::g() }"),
            ("a/b.rs", "use super::A;\npub fn g() { super::c::h() }"),
            ("a/c.rs", "use super::A;\npub fn h() { super::b::g() }"),
        ]);
        assert_eq!(found, ["a/b.rs:2 → a/c.rs", "a/c.rs:2 → a/b.rs"]);
    }

    #[test]
    fn names_in_macros_count() {
        let found = circles_of(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "pub fn a() { print!(\"{}\", [crate::b::b()]) }"),
            ("b.rs", "use crate::a::a;\npub fn b() {}"),
        ]);
        assert_eq!(found, ["a.rs:1 → b.rs", "b.rs:1 → a.rs"]);
    }

    #[test]
    fn what_a_macro_defines_belongs_to_the_file_that_calls_it() {
        let found = circles_of(&[
            ("lib.rs", "mod a; mod b;\npub use a::Id;"),
            ("a.rs", "id!(Id);\nuse crate::b::B;"),
            ("b.rs", "use crate::Id;\npub struct B;"),
        ]);
        assert_eq!(found, ["a.rs:2 → b.rs", "b.rs:1 → a.rs"]);
    }

    #[test]
    fn tests_other_crates_and_names_alike_are_left_out() {
        let found = circles_of(&[
            ("lib.rs", "mod a; mod b; mod std_like;"),
            (
                "a.rs",
                "use crate::b::B;\npub struct A;\n#[cfg(test)]\nmod tests;\npub(super) fn b(b: ::b::B) {}",
            ),
            ("a/tests.rs", "use super::*;\nuse crate::b::B;"),
            (
                "b.rs",
                "use a::b;\npub struct B;\n#[cfg(test)]\nmod tests { use crate::a::A; }\n#[test]\nfn t() { crate::a::A; }",
            ),
            ("std_like.rs", "use std_like::std_like;\nuse std::fmt;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
