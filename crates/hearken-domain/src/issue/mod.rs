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
mod tests;
