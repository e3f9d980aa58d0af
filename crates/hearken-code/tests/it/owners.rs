//! Whose CODEOWNERS a repository has: told by where it lies, where it was cloned from, what it says, what lies beside it.

use crate::shop::{Shop, commit, index};

const SECTIONS: &str = "* @all\n[Pay] @pay\n/pay/\n";

/// Who owns `pay/a.py` beside these files, cloned from there.
fn owners(remote: Option<&str>, files: &[(&str, &str)]) -> String {
    let mut all = vec![("pay/a.py", Some("x = 1\n"))];
    all.extend(files.iter().map(|(path, text)| (*path, Some(*text))));
    let shop = Shop::with_commits(vec![commit("2024-01-01T00:00:00Z", "One", &all)]);
    if let Some(url) = remote {
        let config = shop.path().join(".git/config");
        let text = std::fs::read_to_string(&config).unwrap();
        std::fs::write(config, format!("{text}[remote \"origin\"]\n\turl = {url}\n")).unwrap();
    }
    let repository = hearken_code::Repository::open(&shop.path()).unwrap();
    index(&repository, &shop.file()).owners("pay/a.py").join(" ")
}

#[test]
fn the_place_where_it_lies_tells_the_service() {
    assert_eq!(owners(None, &[(".gitlab/CODEOWNERS", "/pay @file\n/pay/ @folder\n/pay @file\n")]), "@folder");
    assert_eq!(owners(None, &[(".github/CODEOWNERS", "/pay/ @folder\n/pay @both\n")]), "@both");
    assert_eq!(owners(None, &[(".gitlab/CODEOWNERS", "* @b\n"), ("docs/CODEOWNERS", "* @a\n")]), "@a");
    assert_eq!(owners(None, &[(".github/CODEOWNERS", "* @a\n"), ("CODEOWNERS", "* @b\n")]), "@a");
}

#[test]
fn the_host_that_it_was_cloned_from_tells_the_service_and_its_places() {
    let both = [(".github/CODEOWNERS", "* @hub\n"), (".gitlab/CODEOWNERS", "* @lab\n")];
    assert_eq!(owners(Some("git@github.com:shop/pay.git"), &both), "@hub");
    assert_eq!(owners(Some("https://gitlab.shop.example/pay.git"), &both), "@lab");
    assert_eq!(owners(Some("https://gitlab.com/pay.git"), &both[..1]), "@hub", "one is better than none");
    let root = [("CODEOWNERS", SECTIONS)];
    assert_eq!(
        owners(Some("https://github.com/shop/pay"), &root),
        "",
        "a line without owners takes them away there"
    );
    assert_eq!(owners(Some("https://gitlab.com/shop/pay"), &root), "@all @pay");
}

#[test]
fn what_it_says_tells_the_service_and_else_what_lies_beside_it() {
    assert_eq!(owners(None, &[("CODEOWNERS", SECTIONS)]), "@all @pay");
    let plain = ("CODEOWNERS", "/pay/ @folder\n/pay @both\n");
    assert_eq!(owners(None, &[plain]), "@both");
    assert_eq!(owners(None, &[plain, (".gitlab-ci.yml", "a: 1\n")]), "@folder");
    assert_eq!(
        owners(None, &[plain, (".gitlab-ci.yml", "a: 1\n"), (".github/dependabot.yml", "b: 1\n")]),
        "@both"
    );
}

#[test]
fn names_and_exclusions_of_gitlab_are_no_mistakes() {
    assert_eq!(
        owners(None, &[("CODEOWNERS", "/pay/ @org/sub/team @first.last\n")]),
        "@org/sub/team @first.last"
    );
    assert_eq!(owners(None, &[("CODEOWNERS", "* @all\n!/pay/\n")]), "");
}
