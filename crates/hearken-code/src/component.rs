//! Components: the owned parts of the code. A rule of CODEOWNERS makes one of the files that it decides about; the
//! files that no rule but a catch-all decides about belong to their folders. Where several rules decide about a file, a
//! section each, the one that names the innermost folder makes the component.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

mod folders;

use crate::owners::{Owners, Rule};
use folders::{Leaf, folders};

/// An owned part of the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The folder or file that it is, without slashes around it.
    pub name: String,
    /// Who owns it by CODEOWNERS; nobody where it is a folder that no rule names.
    pub owners: Vec<String>,
    /// Number of files.
    pub files: usize,
    /// Lines in all files.
    pub lines: u64,
}

/// A file, as components are made of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'a> {
    pub path: &'a str,
    pub lines: u32,
    /// Whether customers run it.
    pub product: bool,
    /// Whether it says what the package in its folder is called.
    pub manifest: bool,
}

/// The components of files, which ascend by path, and which each file belongs to; components ascend by name. `commits`
/// name the files by their index that each touched.
pub(crate) fn components(
    files: &[Member<'_>],
    owners: Option<&Owners>,
    commits: &[Vec<u32>],
) -> (Vec<Component>, Vec<u32>) {
    let rules: Vec<Option<String>> =
        files.iter().map(|file| owners.and_then(|owners| rule_name(owners, file.path))).collect();
    let ruled: BTreeSet<String> = rules.iter().flatten().cloned().collect();
    let leaves: Vec<Leaf<'_>> = files
        .iter()
        .zip(&rules)
        .map(|(file, rule)| Leaf {
            path: file.path,
            product: file.product,
            manifest: file.manifest,
            ruled: rule.is_some(),
        })
        .collect();
    let folders = folders(&leaves, commits);
    let names: Vec<String> = files
        .iter()
        .zip(rules)
        .map(|(file, rule)| rule.unwrap_or_else(|| folder_of(file.path, &folders).to_owned()))
        .collect();
    let mut found: BTreeMap<&str, Component> = BTreeMap::new();
    for (Member { path, lines, .. }, name) in files.iter().zip(&names) {
        let own = || owners.map(|owners| owners.owners_of(path)).unwrap_or_default();
        let component = found.entry(name).or_insert_with(|| Component {
            name: name.clone(),
            owners: own(),
            files: 0,
            lines: 0,
        });
        // Rules of other sections may be about some of its files only.
        if ruled.contains(name.as_str()) {
            let own = own();
            component.owners.retain(|owner| own.contains(owner));
        }
        component.files += 1;
        component.lines += u64::from(*lines);
    }
    let numbers: BTreeMap<&str, u32> = found.keys().copied().zip(0..).collect();
    let of_file = names.iter().map(|name| numbers[name.as_str()]).collect();
    (found.into_values().collect(), of_file)
}

/// What the rule that decides about `path` is called; `None` for rules that are no part of the tree, such as `*.js`.
fn rule_name(owners: &Owners, path: &str) -> Option<String> {
    let name = |rule: &Rule| {
        let name = rule.pattern.trim_matches('/').trim_end_matches("/**").trim_end_matches("/*");
        (!name.is_empty() && !name.contains(['*', '?', '['])).then(|| name.replace("\\ ", " "))
    };
    owners.rules_of(path).into_iter().filter_map(name).max_by_key(|name| name.matches('/').count())
}

/// The innermost of the folders that holds `path`; files at the top belong to `.`.
fn folder_of<'a>(path: &str, folders: &[&'a str]) -> &'a str {
    let holding =
        folders.iter().filter(|folder| path.strip_prefix(**folder).is_some_and(|rest| rest.starts_with('/')));
    holding.max_by_key(|folder| folder.len()).copied().unwrap_or(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::owners::Service;

    #[test]
    fn rules_make_components_and_what_only_a_catch_all_owns_belongs_to_its_folder() {
        let owners = Owners::parse("* @all\n/src/pay/ @money\n", Service::GitHub);
        let (found, of_file) = components(
            &members(&[("README.md", 3), ("src/pay/a.rs", 10), ("src/pay/b.rs", 5), ("src/ui/c.rs", 7)]),
            Some(&owners),
            &[],
        );
        let shape: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.owners.join(","), one.files, one.lines)).collect();
        assert_eq!(
            shape,
            [
                (".", "@all".to_owned(), 1, 3),
                ("src", "@all".to_owned(), 1, 7),
                ("src/pay", "@money".to_owned(), 2, 15)
            ]
        );
        assert_eq!(of_file, [0, 2, 2, 1]);
    }

    fn members<'a>(files: &[(&'a str, u32)]) -> Vec<Member<'a>> {
        files
            .iter()
            .map(|(path, lines)| Member { path, lines: *lines, product: true, manifest: false })
            .collect()
    }

    #[test]
    fn a_folder_that_holds_too_many_files_is_told_apart() {
        let mut paths: Vec<String> =
            (0..30).flat_map(|n| [format!("src/a/{n}.rs"), format!("src/b/{n}.rs")]).collect();
        paths.sort();
        let files: Vec<(&str, u32)> = paths.iter().map(|path| (path.as_str(), 1)).collect();
        let (found, _) = components(&members(&files), None, &[]);
        assert_eq!(
            found.iter().map(|one| (one.name.as_str(), one.files)).collect::<Vec<_>>(),
            [("src/a", 30), ("src/b", 30)]
        );
    }

    #[test]
    fn the_innermost_rule_of_several_sections_names_a_component_and_who_owns_all_of_it_owns_it() {
        let text = "* @all\n[Pay]\n/src/pay/ @money\n[Papers]\n/src/ @src\n*.md @papers\n";
        let owners = Owners::parse(text, Service::GitLab);
        let (found, _) =
            components(&members(&[("src/pay/README.md", 1), ("src/pay/a.rs", 1)]), Some(&owners), &[]);
        let shape: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.owners.join(" "), one.files)).collect();
        assert_eq!(shape, [("src/pay", "@all @money".to_owned(), 2)]);
    }
}
