//! Holds evidence against the repository: every quoted word stands at that file and line in that revision, every named
//! commit touches that file, every frame and mention stands in the report.

use hearken_code::{Evidence, Index, Located, Repository};
use serde_json::json;

/// Reasons, and those that did not hold.
#[derive(Default)]
pub(super) struct Checked {
    reasons: usize,
    links: usize,
    bare_links: usize,
    wrong: usize,
    first_wrong: Option<String>,
}

impl Checked {
    pub fn add(&mut self, other: &Self) {
        self.reasons += other.reasons;
        self.links += other.links;
        self.bare_links += other.bare_links;
        self.wrong += other.wrong;
        self.first_wrong = self.first_wrong.take().or_else(|| other.first_wrong.clone());
    }

    pub fn row(&self) -> serde_json::Value {
        json!({
            "links": self.links, "links_without_any": self.bare_links, "reasons": self.reasons, "wrong": self.wrong,
            "first_wrong": self.first_wrong,
        })
    }
}

pub(super) fn check(
    repository: &Repository,
    index: &Index,
    report: &str,
    links: &[Located],
) -> anyhow::Result<Checked> {
    let mut checked = Checked::default();
    for link in links {
        let content = repository.file_at(index.commit(), &link.path)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&content);
        let lines: Vec<&str> = text.lines().collect();
        let line = |number: u32| lines.get(number as usize - 1).copied().unwrap_or_default();
        checked.links += 1;
        checked.bare_links += usize::from(link.evidence.is_empty());
        for reason in &link.evidence {
            let holds = match reason {
                Evidence::Frame { frame, .. } => report.contains(frame.as_str()),
                Evidence::Named { mention } => report.contains(mention.as_str()),
                Evidence::Definition { name, line: evidence_line } => {
                    line(*evidence_line).contains(name.as_str())
                }
                Evidence::Message { text, line: evidence_line } => {
                    line(*evidence_line).contains(text.as_str())
                }
                Evidence::Words { words, line: evidence_line } => {
                    !words.is_empty() && words.iter().all(|word| line(*evidence_line).contains(word.as_str()))
                }
                Evidence::Path { words } => words.iter().all(|word| link.path.contains(word.as_str())),
                // git itself is asked, not the index: the file, under its name of then, differs from the commit's parent.
                Evidence::NamedCommit { mention, id, .. } | Evidence::NamedIssue { mention, id, .. } => {
                    let names = index.names(&link.path);
                    let changed = repository.changed_files(id)?;
                    // What a merge changed is not told by it alone.
                    mention.as_ref().is_none_or(|mention| report.contains(mention.as_str()))
                        && (changed.is_empty() || changed.iter().any(|file| names.contains(file)))
                }
                Evidence::Commit { id, .. } | Evidence::Changed { commit: id, .. } => {
                    let names = index.names(&link.path);
                    repository.changed_files(id)?.iter().any(|file| names.contains(file))
                }
                Evidence::Reports { ids } => !ids.is_empty(),
            };
            checked.reasons += 1;
            if !holds {
                checked.wrong += 1;
                checked.first_wrong.get_or_insert_with(|| format!("{}: {reason:?}", link.path));
            }
        }
        for span in &link.spans {
            let fits = span.first_line >= 1
                && span.first_line <= span.last_line
                && span.last_line as usize <= lines.len();
            checked.reasons += 1;
            if !fits {
                checked.wrong += 1;
                checked
                    .first_wrong
                    .get_or_insert_with(|| format!("{}: {span:?} of {} lines", link.path, lines.len()));
            }
        }
    }
    Ok(checked)
}
