//! By what an opportunity was moved, in words.

use hearken_domain::{IssueAddress, IssueNews, TrackerFact, Verbatim};
use hearken_store::HeldText;

/// “the tracker says acme/app#12 is closed, as of 3 Mar 2026”
pub(crate) fn says(fact: &TrackerFact<HeldText>) -> Verbatim {
    let day = fact.at.strftime("%-d %b %Y");
    let address = fact.issue.as_ref().and_then(|issue| IssueAddress::read(issue.text.as_deref()?).ok());
    let named = match (&fact.issue, address) {
        (None, _) => "it by its id".to_owned(),
        (Some(_), Some(address)) => address.reference(),
        (Some(_), None) => "[erased]".to_owned(),
    };
    Verbatim::redacted(match (&fact.commit, fact.news) {
        (Some(commit), news) => {
            let short: String = commit.chars().take(9).collect();
            let does = if news == IssueNews::Closed { "closes" } else { "names" };
            format!("commit {short} of {day} {does} {named}")
        }
        (None, news) => {
            let stands = match news {
                IssueNews::Begun => "was begun",
                IssueNews::Closed => "was closed",
                IssueNews::Dropped => "was closed without being solved",
                IssueNews::Reopened => "was opened again",
            };
            format!("the tracker says {named} {stands}, as it stood on {day}")
        }
    })
}
