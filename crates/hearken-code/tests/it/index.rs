//! What an index knows, and how it is brought up to date.

use hearken_code::{Index, Past, PastReport, Report, Repository, Role};

use crate::shop::{FEES, REPORT, Shop, at, commit, history, index};

#[test]
fn a_file_keeps_its_past_under_its_earlier_name() {
    let index = Shop::new().index();
    let subjects: Vec<String> =
        index.changes("shop/fees.py").into_iter().map(|change| change.subject).collect();
    assert_eq!(subjects, ["Call the fees fees", "Charge late fees"]);
    let authors = index.authors("shop/fees.py", at("2024-01-31T00:00:00Z")..=at("2030-01-01T00:00:00Z"));
    assert_eq!((authors[0].email.as_str(), authors[0].commits), ("ada@example.com", 1));
    assert!(index.changes("no/such.py").is_empty());
    let within = |last: &str| index.changes_within(at("2024-01-01T00:00:00Z")..=at(last));
    assert_eq!(
        within("2024-01-31T00:00:00Z"),
        [("CODEOWNERS", 1), ("shop/fees.py", 1), ("shop/login.py", 1)]
            .map(|(path, times)| (path.to_owned(), times))
    );
    assert!(within("2024-02-28T00:00:00Z").contains(&("shop/fees.py".to_owned(), 2)));
}

#[test]
fn files_have_a_language_a_role_and_a_component_with_its_owners() {
    let index = Shop::new().index();
    let test = index.find("tests/test_fees.py").unwrap();
    assert_eq!((test.language, test.role), (Some("Python"), Role::Test));
    let fees = index.find("shop/fees.py").unwrap();
    let component = &index.components()[fees.component];
    assert_eq!(
        (component.name.as_str(), component.owners.as_slice()),
        ("shop", ["@shop".to_owned()].as_slice())
    );
    assert_eq!(fees.lines as usize, FEES.lines().count());
}

#[test]
fn a_commit_that_says_which_issue_it_closes_is_known_by_it() {
    let closing = Shop::new().index().closing();
    assert_eq!(closing.len(), 1);
    assert_eq!(
        (closing[0].number, closing[0].files.as_slice()),
        (12, ["shop/fees.py".to_owned()].as_slice())
    );
}

#[test]
fn an_update_reads_only_what_is_new_and_equals_an_index_made_at_once() {
    let shop = Shop::new();
    let (whole, stepwise) = (shop.dir.path().join("whole"), shop.file());
    let first = Index::update(&shop.repository, Some("HEAD~2"), &stepwise, &|_| {}).unwrap();
    assert_eq!((first.files_read, first.commits_read), (3, 2));
    let second = Index::update(&shop.repository, None, &stepwise, &|_| {}).unwrap();
    assert_eq!((second.files_read, second.commits_read, second.unchanged), (2, 2, false));
    let third = Index::update(&shop.repository, None, &stepwise, &|_| {}).unwrap();
    assert!(third.unchanged && third.files == second.files && third.commits == 4);
    Index::update(&shop.repository, None, &whole, &|_| {}).unwrap();
    assert_eq!(std::fs::read(stepwise).unwrap(), std::fs::read(whole).unwrap());
}

#[test]
fn a_rewritten_history_leaves_nothing_of_the_old_one() {
    let shop = Shop::new();
    shop.index();
    let mut other = history();
    other.truncate(1);
    other.push(commit("2024-03-01T10:00:00Z", "Fees, rewritten", &[("shop/costs.py", Some(FEES))]));
    let rewritten = Shop::with_commits(other);
    let index = index(&rewritten.repository, &shop.file());
    assert_eq!(index.commit_count(), 2);
    assert!(index.find("shop/fees.py").is_none() && index.find("shop/costs.py").is_some());
}

#[test]
fn only_what_lies_before_the_indexed_commit_is_known() {
    let shop = Shop::new();
    Index::update(&shop.repository, Some("HEAD~2"), &shop.file(), &|_| {}).unwrap();
    let index = Index::open(&shop.file()).unwrap();
    assert!(index.find("shop/fees.py").is_none());
    assert!(index.closing().is_empty());
    assert_eq!(index.commit_time(), at("2024-01-05T10:00:00Z"));
}

#[test]
fn past_reports_vote_for_the_files_that_fixed_them_and_only_those_known_before() {
    let shop = Shop::new();
    let index = shop.index();
    let files = ["shop/login.py".to_owned()];
    let report = PastReport {
        id: "#7",
        text: "zebra crossing is striped",
        files: &files,
        at: at("2024-02-01T00:00:00Z"),
    };
    let past = Past::new([report]);
    let best = |at| {
        index
            .rank(&Report { at, ..Report::text("striped zebra") }, &past, 1)
            .first()
            .map(|(path, _)| (*path).to_owned())
    };
    assert_eq!(best(None).as_deref(), Some("shop/login.py"));
    assert_eq!(best(Some(at("2024-01-01T00:00:00Z"))), None);
}

#[test]
fn a_report_finds_the_code_before_its_tests() {
    let shop = Shop::new();
    let found = shop.locate(REPORT);
    assert_eq!(found[0].path, "shop/fees.py");
    assert!(found.iter().position(|link| link.path == "tests/test_fees.py") > Some(0));
}

#[test]
fn an_index_file_that_is_cut_off_or_of_another_version_is_refused_and_rebuilt() {
    let shop = Shop::new();
    shop.index();
    let whole = std::fs::read(shop.file()).unwrap();
    let mut other = whole.clone();
    other[8] = 99;
    for damaged in [&whole[..whole.len() / 2], &whole[..20], b"", other.as_slice()] {
        std::fs::write(shop.file(), damaged).unwrap();
        assert!(Index::open(&shop.file()).unwrap_err().to_string().contains("cannot be used"));
        assert!(!Index::update(&shop.repository, None, &shop.file(), &|_| {}).unwrap().unchanged);
        assert_eq!(std::fs::read(shop.file()).unwrap(), whole);
    }
}

#[test]
fn a_damaged_index_file_never_makes_a_reader_panic() {
    let shop = Shop::new();
    shop.index();
    let whole = std::fs::read(shop.file()).unwrap();
    let repository = Repository::open(&shop.path()).unwrap();
    for offset in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[offset] ^= 0xff;
        std::fs::write(shop.file(), &damaged).unwrap();
        if let Ok(index) = Index::open(&shop.file()) {
            let _ = index.locate(&repository, &Report::text(REPORT), &Past::default(), 5);
            let _ = (index.files(), index.changes("shop/fees.py"), index.closing());
        }
    }
}
