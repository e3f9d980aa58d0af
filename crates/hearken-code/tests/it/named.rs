//! Commits and issues that a report names lead to the files that they touched, and the reason is said.

use hearken_code::{Common, Evidence, Index, Located, Naming, Numbers, Past, Report, Repository};

use crate::git::Git;
use crate::shop::{FEES, LOGIN, Shop, commit, history, index};

/// The id of the commit that touched a file with this subject.
fn id(index: &Index, path: &str, subject: &str) -> String {
    index.changes(path).into_iter().find(|change| change.subject == subject).unwrap().commit
}

fn named(found: &[Located], path: &str) -> Option<Evidence> {
    let mut evidence = found.iter().find(|link| link.path == path)?.evidence.iter();
    evidence
        .find(|reason| matches!(reason, Evidence::NamedCommit { .. } | Evidence::NamedIssue { .. }))
        .cloned()
}

#[test]
fn a_commit_that_is_named_leads_to_its_files_in_full_and_abbreviated() {
    let shop = Shop::new();
    let full = id(&shop.index(), "shop/login.py", "Sign in with a password");
    for hash in [full.as_str(), &full[..7], &full[..12].to_uppercase()] {
        let found = shop.locate(&format!("Something looks odd\nsee commit {hash}, please"));
        assert_eq!(found[0].path, "shop/login.py");
        assert!(
            matches!(named(&found, "shop/login.py"), Some(Evidence::NamedCommit { id, subject, named: Naming::Such, .. })
                if id == full && subject == "Sign in with a password"),
            "{found:#?}"
        );
    }
}

#[test]
fn where_a_bisection_says_it_began_comes_before_all_that_the_words_say() {
    let shop = Shop::new();
    let hash = id(&shop.index(), "shop/login.py", "Sign in with a password");
    let words = "Late fee charged twice\nlate_fee in shop/fees.py: this late fee cannot be waived, waive the late fee";
    assert_eq!(shop.locate(words)[0].path, "shop/fees.py");
    let found = shop.locate(&format!("{words}\n{} is the first bad commit", &hash[..10]));
    assert_eq!(found[0].path, "shop/login.py", "{found:#?}");
    assert!(
        matches!(&found[0].evidence[0], Evidence::NamedCommit { named: Naming::Cause, mention: Some(mention), .. }
        if mention.as_str().ends_with("is the first bad commit"))
    );
}

#[test]
fn an_issue_leads_to_the_commits_that_name_it_and_one_of_another_repository_does_not() {
    let shop = Shop::new();
    let found = shop.locate("Odd sums\nthis is like #12 again");
    assert!(
        matches!(named(&found, "shop/fees.py"), Some(Evidence::NamedIssue { closes: true, .. })),
        "{found:#?}"
    );
    let common = Common::new(&["shop"], []);
    let address = |owner: &str| {
        let text = format!("Odd sums\nsee https://example.com/acme/{owner}/issues/12 again");
        let report = Report { common: Some(&common), ..Report::text(&text) };
        shop.index().locate(&shop.repository, &report, &Past::default(), 5).unwrap()
    };
    assert!(named(&address("shop"), "shop/fees.py").is_some());
    assert!(named(&address("till"), "shop/fees.py").is_none());
    let said = |text: &str, numbers| {
        let report = Report { numbers, ..Report::text(text) };
        shop.index().locate(&shop.repository, &report, &Past::default(), 5).unwrap()
    };
    for (text, numbers, leads) in [
        ("Odd sums\nin my order #12 again", Numbers::Said, false),
        ("Odd sums\nlike issue 12 again", Numbers::Said, true),
        ("Odd sums\nlike issue 12 again", Numbers::Addressed, false),
    ] {
        assert_eq!(named(&said(text, numbers), "shop/fees.py").is_some(), leads, "{text}");
    }
    assert!(named(&shop.locate("Odd sums\nlike #99 again"), "shop/fees.py").is_none(), "no commit names it");
}

#[test]
fn an_issue_of_the_tracker_leads_to_the_commit_that_closes_it() {
    let shop = Shop::new();
    let report = Report { number: Some(12), ..Report::text("Odd sums everywhere in the shop") };
    let found = shop.index().locate(&shop.repository, &report, &Past::default(), 5).unwrap();
    assert!(
        matches!(
            named(&found, "shop/fees.py"),
            Some(Evidence::NamedIssue { mention: None, closes: true, .. })
        ),
        "{found:#?}"
    );
}

#[test]
fn a_hash_that_no_commit_has_leads_nowhere() {
    let shop = Shop::new();
    for hash in ["0123abcd", "0123456789abcdef0123456789abcdef01234567"] {
        assert!(named(&shop.locate(&format!("Odd\nsince commit {hash}")), "shop/login.py").is_none());
    }
}

#[test]
fn a_commit_of_another_branch_and_a_merge_are_looked_up_in_the_repository() {
    let Some(git) = Git::new(&[]) else { return };
    let ada = ("Ada", "ada@example.com");
    git.commit(ada.0, ada.1, b"Charge late fees", &[("shop/fees.py", FEES), ("shop/login.py", LOGIN)]);
    git.run("shop", &["checkout", "-q", "-b", "release"]);
    git.commit(ada.0, ada.1, b"Hot fix", &[("shop/login.py", &format!("{LOGIN}# hot\n"))]);
    let hot = git.answer("shop", &["rev-parse", "HEAD"]);
    git.run("shop", &["checkout", "-q", "main"]);
    git.commit(ada.0, ada.1, b"More fees", &[("shop/fees.py", &format!("{FEES}# more\n"))]);
    let repository = Repository::open(&git.path("shop")).unwrap();
    let locate = |hash: &str| {
        let text = format!("Something looks odd\nregressed in {hash}");
        let known = index(&repository, &git.path("index"));
        known.locate(&repository, &Report::text(&text), &Past::default(), 5).unwrap()
    };
    assert!(named(&locate(&hot[..9]), "shop/login.py").is_some());
    git.run(
        "shop",
        &[
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.com",
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "Merge it",
            "release",
        ],
    );
    let merge = git.answer("shop", &["rev-parse", "HEAD"]);
    let found = locate(&merge[..9]);
    assert!(
        matches!(named(&found, "shop/login.py"), Some(Evidence::NamedCommit { subject, .. }) if subject == "Merge it"),
        "{found:#?}"
    );
}

#[test]
fn where_a_clone_ends_or_lacks_folders_a_commit_leads_nowhere_and_nothing_fails() {
    let Some(git) = Git::new(&[]) else { return };
    let ada = ("Ada", "ada@example.com");
    git.commit(ada.0, ada.1, b"Charge late fees", &[("shop/fees.py", FEES)]);
    let before = git.answer("shop", &["rev-parse", "HEAD"]);
    git.commit(ada.0, ada.1, b"Sign in", &[("shop/login.py", LOGIN)]);
    let last = git.answer("shop", &["rev-parse", "HEAD"]);
    git.run("shop", &["config", "uploadpack.allowFilter", "true"]);
    let url = git.url("shop");
    for (name, how) in [("shallow", "--depth=1"), ("partial", "--filter=tree:0")] {
        git.run(".", &["clone", "-q", how, &url, name]);
        git.run(name, &["remote", "set-url", "origin", "file:///nowhere"]);
        let repository = Repository::open(&git.path(name)).unwrap();
        let known = index(&repository, &git.path("index"));
        let text = format!("your password was not accepted\nregressed in {before} or {last}");
        let found = known.locate(&repository, &Report::text(&text), &Past::default(), 5).unwrap();
        assert_eq!(found[0].path, "shop/login.py", "{name}");
        assert!(named(&found, "shop/login.py").is_none(), "{name}: {found:#?}");
        std::fs::remove_file(git.path("index")).unwrap();
    }
}

#[test]
fn placeholders_and_the_projects_name_are_quoted_in_no_evidence() {
    let more = commit(
        "2024-03-01T10:00:00Z",
        "Send mail",
        &[(
            "shop/email.py",
            Some("def email(name):\n    \"\"\"An email by name of acme.\"\"\"\n    return name\n"),
        )],
    );
    let shop = Shop::with_commits([history(), vec![more]].concat());
    let common = Common::new(&["acme"], []);
    let text = "[email 1] was charged a late fee\nwrites [name 2] of acme, [email 1]";
    let report = Report { common: Some(&common), ..Report::text(text) };
    let found = shop.index().locate(&shop.repository, &report, &Past::default(), 5).unwrap();
    assert_eq!(found[0].path, "shop/fees.py");
    assert!(!found.iter().any(|link| link.path == "shop/email.py"), "{found:#?}");
}
