//! What speaks for a link into the code, in a sentence that can be checked.

use hearken_code::{Evidence, Naming};
use hearken_domain::{Verbatim, counted, excerpt};

use crate::actions::cards::abbreviated;

/// Why the file at `path` may be behind it.
pub(crate) fn says(evidence: &Evidence, path: &str) -> Verbatim {
    Verbatim::redacted(sentence(evidence, path))
}

fn sentence(evidence: &Evidence, path: &str) -> String {
    match evidence {
        Evidence::Frame { frame, line: Some(line) } => {
            format!("the stack trace passes {path}:{line} (“{}”)", short(frame.as_str()))
        }
        Evidence::Frame { frame, line: None } => {
            format!("the stack trace passes here (“{}”)", short(frame.as_str()))
        }
        Evidence::Named { mention } => format!("it is named: “{}”", short(mention.as_str())),
        Evidence::Definition { name, line } => format!("“{}” is defined at {path}:{line}", short(name)),
        Evidence::Message { text, line } => {
            format!("users see “{}”, which stands in {path}:{line}", short(text))
        }
        Evidence::Words { words, line } => match words.as_slice() {
            [word] => format!("the word “{}” stands in {path}:{line}", short(word)),
            words => format!("the words {} stand in {path}:{line}", quoted(words)),
        },
        Evidence::Path { words } => format!("its path says {}", quoted(words)),
        Evidence::Commit { id, subject, at, words } => {
            let shared =
                if words.is_empty() { String::new() } else { format!(", which also says {}", quoted(words)) };
            format!(
                "commit {} of {} changed it: “{}”{shared}",
                abbreviated(id),
                at.strftime("%Y-%m-%d"),
                short(subject)
            )
        }
        Evidence::NamedCommit { mention, id, subject, at, named } => {
            let quoted = mention
                .as_ref()
                .map_or_else(String::new, |mention| format!(" (“{}”)", short(mention.as_str())));
            let how = match named {
                Naming::Cause => "the report says that it began with",
                Naming::Such => "the report names",
                Naming::Build => "the report is of a build of",
            };
            format!("{how} commit {}{quoted}, which changed it: {}", abbreviated(id), dated(subject, *at))
        }
        Evidence::NamedIssue { mention, id, subject, at, closes } => {
            let does = if *closes { "closes" } else { "mentions" };
            let issue = match mention {
                Some(mention) => format!("“{}”, which the report names", short(mention.as_str())),
                None => "this very issue".to_owned(),
            };
            format!("commit {} {does} {issue}, and changed it: {}", abbreviated(id), dated(subject, *at))
        }
        Evidence::Reports { ids } => match ids.len() {
            1 => format!("a similar report was fixed here ({})", ids.join(", ")),
            count => {
                let named = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
                format!(
                    "{count} similar reports were fixed here ({named}{})",
                    if count > NAMED { ", …" } else { "" }
                )
            }
        },
        Evidence::Changed { commit, days } => {
            let when = match days {
                0 => "on the same day".to_owned(),
                1 => "a day before".to_owned(),
                days => format!("{} before", counted(u64::from(*days), "day")),
            };
            format!("changed {when} (commit {})", abbreviated(commit))
        }
    }
}

/// What a commit says, and when.
fn dated(subject: &str, at: hearken_domain::Timestamp) -> String {
    format!("“{}” of {}", short(subject), at.strftime("%Y-%m-%d"))
}

/// Similar reports that a sentence names.
const NAMED: usize = 3;
/// Words that a sentence quotes.
const WORDS: usize = 6;
const QUOTED_CHARS: usize = 80;

fn quoted(words: &[String]) -> String {
    let words: Vec<String> = words.iter().take(WORDS).map(|word| format!("“{}”", short(word))).collect();
    words.join(", ")
}

fn short(text: &str) -> String {
    excerpt(text, QUOTED_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_reason_reads_as_a_sentence_that_can_be_checked() {
        let at = "2024-03-05T12:00:00Z".parse().unwrap();
        let id = "0123456789abcdef0123456789abcdef01234567".to_owned();
        let sentences: Vec<String> = [
            Evidence::Words { words: words(&["card", "declined"]), line: 41 },
            Evidence::Message { text: "Your card was declined".into(), line: 12 },
            Evidence::Commit { id: id.clone(), subject: "Retry once".into(), at, words: words(&["retry"]) },
            Evidence::NamedCommit {
                mention: Some(Verbatim::redacted("first bad commit: 0123456".to_owned())),
                id: id.clone(),
                subject: "Retry once".into(),
                at,
                named: Naming::Cause,
            },
            Evidence::NamedIssue {
                mention: None,
                id: id.clone(),
                subject: "Retry once".into(),
                at,
                closes: true,
            },
            Evidence::Reports { ids: words(&["S-1", "S-2", "S-3", "S-4"]) },
            Evidence::Changed { commit: id, days: 6 },
        ]
        .into_iter()
        .map(|evidence| says(&evidence, "src/pay.rs").into_string())
        .collect();
        assert_eq!(
            sentences,
            [
                "the words “card”, “declined” stand in src/pay.rs:41",
                "users see “Your card was declined”, which stands in src/pay.rs:12",
                "commit 012345678 of 2024-03-05 changed it: “Retry once”, which also says “retry”",
                "the report says that it began with commit 012345678 (“first bad commit: 0123456”), which changed it: “Retry once” of 2024-03-05",
                "commit 012345678 closes this very issue, and changed it: “Retry once” of 2024-03-05",
                "4 similar reports were fixed here (S-1, S-2, S-3, …)",
                "changed 6 days before (commit 012345678)",
            ]
        );
    }
}
