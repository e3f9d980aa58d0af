//! The address of an issue in a tracker, and what it says of the tracker, the project and the issue.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Bytes of an address.
const ADDRESS_MAX: usize = 500;
/// Bytes of an address with a body in it that every browser and tracker takes.
const FORM_MAX: usize = 7_000;

/// A tracker of issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tracker {
    /// GitHub, or a GitHub of one's own.
    Github,
    /// GitLab, or one of one's own.
    Gitlab,
    /// Jira at Atlassian.
    Jira,
    /// A Jira of one's own, which takes its own markup.
    JiraServer,
    /// Linear.
    Linear,
    /// Another tracker.
    Other,
}

impl Tracker {
    /// Those that a body can be written for.
    pub const ALL: [Self; 6] =
        [Self::Github, Self::Gitlab, Self::Jira, Self::JiraServer, Self::Linear, Self::Other];

    /// The word that commands and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Jira => "jira",
            Self::JiraServer => "jira-server",
            Self::Linear => "linear",
            Self::Other => "other",
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
            Self::Jira | Self::JiraServer => "Jira",
            Self::Linear => "Linear",
            Self::Other => "another tracker",
        }
    }

    /// Whether bodies of its issues are in Jira's own markup, and not in Markdown.
    pub fn takes_wiki_markup(self) -> bool {
        self == Self::JiraServer
    }
}

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Tracker {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|tracker| tracker.as_str() == given);
        known.ok_or_else(|| {
            let shown: String =
                given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
            format!("'{shown}' is not a valid tracker; there are github, gitlab, jira, jira-server, linear and other")
        })
    }
}

/// The address of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueAddress {
    address: String,
    tracker: Tracker,
    /// What stands before the project: scheme, host, and the path under which a tracker of one's own lies.
    base: String,
    project: String,
    key: String,
}

/// What is no address of an issue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not the address of an issue; give one that begins with https://")]
pub struct IssueAddressError(String);

impl IssueAddress {
    /// Reads the address of a page of the web that a person can follow, and nothing that runs.
    ///
    /// # Errors
    /// It is none.
    pub fn read(typed: &str) -> Result<Self, IssueAddressError> {
        let address = typed.trim();
        let shown = || address.chars().filter(|c| !c.is_control()).take(80).collect();
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '`');
        let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
            let starts = address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
            starts.then(|| (scheme, &address[scheme.len()..]))
        });
        let Some((scheme, rest)) = rest.filter(|_| address.len() <= ADDRESS_MAX && !address.contains(odd))
        else {
            return Err(IssueAddressError(shown()));
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let host = rest[..end].to_ascii_lowercase();
        let name = host.split(':').next().unwrap_or_default();
        if name.is_empty() || host.contains('@') {
            return Err(IssueAddressError(shown()));
        }
        let path = rest[end..].split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let origin = format!("{scheme}{host}");
        let known = linear(name, &parts)
            .or_else(|| gitlab(name, &parts))
            .or_else(|| github(name, &parts))
            .or_else(|| jira(name, &parts, &rest[end..]));
        let address = address.to_owned();
        Ok(match known {
            Some(Known { tracker, under, project, key }) => {
                Self { address, tracker, base: origin + &under, project, key }
            }
            None => {
                let tail = rest.trim_end_matches('/');
                Self { address, tracker: Tracker::Other, base: origin, project: host, key: tail.to_owned() }
            }
        })
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Which tracker it is of.
    pub fn tracker(&self) -> Tracker {
        self.tracker
    }

    /// The project: `acme/app`, `PROJ`; of another tracker its host.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Which issue of the project: `12`, `PROJ-7`.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// As people of that tracker write it: `acme/app#12`, `PROJ-7`.
    pub fn reference(&self) -> String {
        match self.tracker {
            Tracker::Github | Tracker::Gitlab => format!("{}#{}", self.project, self.key),
            Tracker::Jira | Tracker::JiraServer | Tracker::Linear => self.key.clone(),
            Tracker::Other => crate::excerpt(&self.key, 60),
        }
    }

    /// Whether two addresses lead to one issue.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        let without_scheme =
            |base: &str| base.split_once("://").map_or_else(String::new, |(_, rest)| rest.to_owned());
        self.tracker == other.tracker
            && same(&without_scheme(&self.base), &without_scheme(&other.base))
            && match self.tracker {
                Tracker::Other => self.key == other.key,
                _ => same(&self.project, &other.project) && same(&self.key, &other.key),
            }
    }

    /// The page of the tracker on which a new issue of the same project is written, with title and body where it takes them.
    pub fn new_issue(&self, title: &str, body: &str) -> Option<NewIssueForm> {
        let Self { base, project, .. } = self;
        let filled = |page: String, names: [&str; 2]| {
            let with_title = format!("{page}?{}={}", names[0], encoded(title));
            let whole = format!("{with_title}&{}={}", names[1], encoded(body));
            match whole.len() {
                ..=FORM_MAX => NewIssueForm { address: whole, has_body: true },
                _ => NewIssueForm { address: with_title, has_body: false },
            }
        };
        match self.tracker {
            Tracker::Github => Some(filled(format!("{base}/{project}/issues/new"), ["title", "body"])),
            Tracker::Gitlab => {
                let names = ["issue%5Btitle%5D", "issue%5Bdescription%5D"];
                Some(filled(format!("{base}/{project}/-/issues/new"), names))
            }
            Tracker::Linear => Some(filled(format!("{base}/team/{project}/new"), ["title", "description"])),
            // Its form takes a project by a number that no address tells.
            Tracker::Jira | Tracker::JiraServer => Some(NewIssueForm {
                address: format!("{base}/secure/CreateIssue!default.jspa"),
                has_body: false,
            }),
            Tracker::Other => None,
        }
    }
}

/// A page on which a new issue is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssueForm {
    /// Its address.
    pub address: String,
    /// Whether the body stands in it already; else it is to be pasted.
    pub has_body: bool,
}

struct Known {
    tracker: Tracker,
    /// The path under which the tracker lies.
    under: String,
    project: String,
    key: String,
}

/// `linear.app/{workspace}/issue/{KEY-7}/{words}`
fn linear(host: &str, parts: &[&str]) -> Option<Known> {
    let [workspace, "issue", key, ..] = parts else { return None };
    let team = team_of(key)?;
    (host == "linear.app").then(|| Known {
        tracker: Tracker::Linear,
        under: format!("/{workspace}"),
        project: team,
        key: key.to_ascii_uppercase(),
    })
}

/// `{host}/{group}/…/{project}/-/issues/{12}`, also as a work item; of GitLab's own host, and of hosts that are called so, without the dash.
fn gitlab(host: &str, parts: &[&str]) -> Option<Known> {
    let [project @ .., "issues" | "work_items", number] = parts else { return None };
    let project = match project {
        [project @ .., "-"] => project,
        _ if host == "gitlab.com" || host.starts_with("gitlab.") => project,
        _ => return None,
    };
    (project.len() >= 2 && is_number(number)).then(|| Known {
        tracker: Tracker::Gitlab,
        under: String::new(),
        project: project.join("/"),
        key: (*number).to_owned(),
    })
}

/// `github.com/{owner}/{repository}/issues/{12}`, and of hosts that are called so.
fn github(host: &str, parts: &[&str]) -> Option<Known> {
    let [owner, repository, "issues" | "pull", number] = parts else { return None };
    let ours = host == "github.com" || host == "www.github.com" || host.starts_with("github.");
    (ours && is_number(number)).then(|| Known {
        tracker: Tracker::Github,
        under: String::new(),
        project: format!("{owner}/{repository}"),
        key: (*number).to_owned(),
    })
}

/// `{host}/…/browse/{PROJ-7}`, and boards of Atlassian's with `selectedIssue=PROJ-7`.
fn jira(host: &str, parts: &[&str], path: &str) -> Option<Known> {
    let cloud = host.ends_with(".atlassian.net");
    let tracker = if cloud { Tracker::Jira } else { Tracker::JiraServer };
    if let [under @ .., "browse", key] = parts
        && let Some(project) = team_of(key)
    {
        let under = under.iter().map(|part| format!("/{part}")).collect();
        return Some(Known { tracker, under, project, key: key.to_ascii_uppercase() });
    }
    let selected = path.split(['?', '&', '#']).find_map(|part| part.strip_prefix("selectedIssue="))?;
    let project = team_of(selected).filter(|_| cloud)?;
    Some(Known { tracker, under: String::new(), project, key: selected.to_ascii_uppercase() })
}

/// The letters of a key such as `PROJ-7`.
fn team_of(key: &str) -> Option<String> {
    let (team, number) = key.rsplit_once('-')?;
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let team_fits = team.starts_with(|c: char| c.is_ascii_alphabetic()) && team.chars().all(word);
    (team_fits && is_number(number)).then(|| team.to_ascii_uppercase())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text as an address carries it.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
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
            (
                "https://github.com/acme/app",
                Other,
                "github.com",
                "github.com/acme/app",
                "github.com/acme/app",
            ),
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
}
