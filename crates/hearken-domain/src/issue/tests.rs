use super::*;

fn told(address: &str) -> (Tracker, String, String, String) {
    let read = IssueAddress::read(address).unwrap();
    (read.tracker(), read.project().to_owned(), read.key().to_owned(), read.reference())
}

#[test]
fn an_address_says_which_tracker_project_and_issue_it_is_of() {
    use Tracker::{Github, Gitlab, Jira, JiraServer, Linear, Other};
    for (address, tracker, project, key, reference) in [
        ("https://github.com/acme/app/issues/12", Github, "acme/app", "12", "acme/app#12"),
        ("HTTPS://GitHub.com/acme/app/issues/12#issuecomment-7", Github, "acme/app", "12", "acme/app#12"),
        ("https://github.acme.example/web/app/issues/3", Github, "web/app", "3", "web/app#3"),
        ("https://gitlab.com/acme/app/-/issues/12", Gitlab, "acme/app", "12", "acme/app#12"),
        ("https://gitlab.com/acme/issues/issues/12", Gitlab, "acme/issues", "12", "acme/issues#12"),
        ("https://code.acme.example:8443/a/b/c/-/work_items/5", Gitlab, "a/b/c", "5", "a/b/c#5"),
        ("https://acme.atlassian.net/browse/PROJ-7", Jira, "PROJ", "PROJ-7", "PROJ-7"),
        (
            "https://acme.atlassian.net/jira/software/projects/P2/boards/1?selectedIssue=P2-9",
            Jira,
            "P2",
            "P2-9",
            "P2-9",
        ),
        (
            "https://issues.acme.example/jira/browse/pay_x-70?focusedId=1",
            JiraServer,
            "PAY_X",
            "PAY_X-70",
            "PAY_X-70",
        ),
        ("https://linear.app/acme/issue/ENG-42/say-the-fee", Linear, "ENG", "ENG-42", "ENG-42"),
        (
            "https://bugs.example/show_bug.cgi?id=7",
            Other,
            "bugs.example",
            "bugs.example/show_bug.cgi?id=7",
            "bugs.example/show_bug.cgi?id=7",
        ),
        ("https://github.com/acme/app", Other, "github.com", "github.com/acme/app", "github.com/acme/app"),
    ] {
        assert_eq!(told(address), (tracker, project.into(), key.into(), reference.into()), "{address}");
    }
}

#[test]
fn what_is_no_address_of_the_web_is_refused_and_shown_harmlessly() {
    for typed in [
        "javascript:alert(1)",
        "acme/app#12",
        "https://",
        "https:///x",
        "https://ann@github.com/acme/app/issues/1",
        "https://github.com/a b",
        "https://github.com/a\"onclick=x",
        "https://github.com/a\\",
        "ftp://github.com/acme/app/issues/1",
        "",
        "https://x/\u{1b}[2J",
    ] {
        let told = IssueAddress::read(typed).unwrap_err().to_string();
        assert!(
            told.ends_with("is not the address of an issue; give one that begins with https://"),
            "{told}"
        );
        assert!(!told.contains('\u{1b}'));
    }
    assert!(IssueAddress::read(&format!("https://x.example/{}", "a".repeat(500))).is_err());
}

#[test]
fn two_ways_to_write_an_address_lead_to_one_issue() {
    let same = |a: &str, b: &str| IssueAddress::read(a).unwrap().is_same(&IssueAddress::read(b).unwrap());
    assert!(same("https://github.com/Acme/app/issues/12", "http://github.com/acme/App/issues/12#c"));
    assert!(same("https://gitlab.com/a/b/issues/1", "https://gitlab.com/a/b/-/work_items/1"));
    assert!(same("https://linear.app/a/issue/ENG-1/x", "https://linear.app/a/issue/eng-1"));
    assert!(same("https://t.example/7/", "https://t.example/7"));
    assert!(!same("https://github.com/acme/app/issues/12", "https://github.com/acme/app/issues/1"));
    assert!(!same("https://github.com/acme/app/issues/1", "https://github.com/acme/web/issues/1"));
    assert!(!same("https://a.atlassian.net/browse/P-1", "https://b.atlassian.net/browse/P-1"));
}

#[test]
fn a_new_issue_of_the_same_project_opens_with_title_and_body_where_the_tracker_takes_them() {
    let form = |address: &str, body: &str| IssueAddress::read(address).unwrap().new_issue("a & b", body);
    let github = form("https://github.com/acme/app/issues/12", "x\ny").unwrap();
    assert_eq!(github.address, "https://github.com/acme/app/issues/new?title=a%20%26%20b&body=x%0Ay");
    assert!(github.has_body);
    let gitlab = form("https://gitlab.com/a/b/-/issues/1", "x").unwrap().address;
    assert_eq!(
        gitlab,
        "https://gitlab.com/a/b/-/issues/new?issue%5Btitle%5D=a%20%26%20b&issue%5Bdescription%5D=x"
    );
    let linear = form("https://linear.app/acme/issue/ENG-42/x", "x").unwrap().address;
    assert_eq!(linear, "https://linear.app/acme/team/ENG/new?title=a%20%26%20b&description=x");
    let long = form("https://github.com/acme/app/issues/12", &"ü".repeat(5_000)).unwrap();
    assert_eq!((long.has_body, long.address.len() < 100), (false, true));
    let jira = form("https://j.example/jira/browse/P-1", "x").unwrap();
    assert_eq!(jira.address, "https://j.example/jira/secure/CreateIssue!default.jspa");
    assert_eq!(form("https://bugs.example/7", "x"), None);
}
