//! Locating signals one by one: where the words of each lead in a repository, with what the log teaches about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearken_code::{Common, Located, Numbers, Past, PastReport, Report, Repository};
use hearken_domain::{Kind, Signal, SignalId, Subject, Timestamp};
use hearken_store::Snapshot;

use crate::code::{Code, Taught};
use crate::error::AppError;

/// Texts of fewer words say too little to be located.
const WORDS_MIN: usize = 4;
/// Links kept of a signal.
const OF_SIGNAL: usize = 5;
/// Signals of a source that tell what most of its signals say.
const OF_SOURCE: usize = 500;

/// Locates signals in one repository.
pub struct Locator<'a> {
    code: &'a Code,
    repository: Repository,
    taught: Arc<Taught>,
    /// Whether it is the only repository, so that a bare number can be of no other's issue.
    only: bool,
}

impl<'a> Locator<'a> {
    /// Opens a repository, and reads what the log teaches about it.
    ///
    /// # Errors
    /// The repository cannot be read, or any failure of the store.
    pub fn new(snapshot: &Snapshot, code: &'a Code) -> Result<Self, AppError> {
        let taught = code.taught(snapshot.log().position()?, || {
            Ok(Taught {
                past: past(snapshot, code)?,
                of_source: of_source(snapshot, code)?,
                common: Common::new(&[&code.name], []),
            })
        })?;
        let only = snapshot.repositories().all()?.len() == 1;
        Ok(Self { code, repository: code.repository()?, taught, only })
    }

    /// Where one signal leads; nowhere, where it says too little or nothing speaks for anything.
    ///
    /// # Errors
    /// The repository cannot be read.
    pub fn signal(&self, signal: &Signal) -> Result<Vec<Located>, AppError> {
        let text = report_text(signal);
        if text.split_whitespace().count() < WORDS_MIN {
            return Ok(Vec::new());
        }
        let of_tracker = |only| {
            let url = signal.url.as_ref().map(|url| url.as_str());
            let named = [url, signal.external_id.as_deref()].into_iter().flatten();
            named
                .filter(|_| signal.kind == Kind::Issue)
                .find_map(|text| issue_number(text, &self.code.name, only))
        };
        let numbers = match (signal.kind, self.only) {
            (Kind::Issue, true) => Numbers::Own,
            // Its address says that it is of this one.
            (Kind::Issue, false) if of_tracker(false).is_some() => Numbers::Own,
            (_, true) => Numbers::Said,
            (_, false) => Numbers::Addressed,
        };
        let report = Report {
            text: &text,
            at: Some(signal.at),
            common: Some(self.taught.of_source.get(&signal.source).unwrap_or(&self.taught.common)),
            number: of_tracker(self.only),
            numbers,
        };
        self.report(&report, OF_SIGNAL)
    }

    /// Where a text leads, at most `limit` files.
    ///
    /// # Errors
    /// The repository cannot be read.
    pub fn text(&self, text: &str, at: Timestamp, limit: usize) -> Result<Vec<Located>, AppError> {
        let numbers = if self.only { Numbers::Own } else { Numbers::Addressed };
        let report = Report { text, at: Some(at), common: Some(&self.taught.common), number: None, numbers };
        self.report(&report, limit)
    }

    fn report(&self, report: &Report<'_>, limit: usize) -> Result<Vec<Located>, AppError> {
        let mut found = self.code.index.locate(&self.repository, report, &self.taught.past, limit)?;
        found.retain(|found| !found.evidence.is_empty());
        Ok(found)
    }
}

/// What a signal says, its title on the first line.
pub fn report_text(signal: &Signal) -> String {
    match &signal.title {
        Some(title) => format!("{}\n{}", title.as_str(), signal.verbatim.as_str()),
        None => signal.verbatim.as_str().to_owned(),
    }
}

/// For each source, the words that most of its signals have.
fn of_source(
    snapshot: &Snapshot,
    code: &Code,
) -> Result<BTreeMap<hearken_domain::SourceId, Common>, AppError> {
    let mut of_source = BTreeMap::new();
    for source in snapshot.sources().names()?.into_keys() {
        let texts = snapshot.signals().newest_texts(source, OF_SOURCE)?;
        let texts: Vec<String> = texts
            .into_iter()
            .map(|(title, text)| title.map_or_else(|| text.clone(), |title| format!("{title}\n{text}")))
            .collect();
        of_source.insert(source, Common::new(&[&code.name], texts.iter().map(String::as_str)));
    }
    Ok(of_source)
}

/// Reports whose files are known: issues that a commit closes, and signals and themes that people said yes to.
///
/// # Errors
/// Any failure of the store.
fn past(snapshot: &Snapshot, code: &Code) -> Result<Past, AppError> {
    let mut known = closed_issues(snapshot, code)?;
    let rulings: BTreeMap<_, _> =
        snapshot.rulings().all()?.into_iter().map(|ruling| (ruling.id, ruling.at)).collect();
    for answer in snapshot.rulings().answers(&code.name)?.into_iter().filter(|answer| answer.yes) {
        let signals = match answer.link.of {
            Subject::Signal(signal) => vec![signal],
            Subject::Theme(theme) => {
                snapshot.themes().get(theme)?.map(|theme| theme.exemplars).unwrap_or_default()
            }
        };
        let at = rulings.get(&answer.ruling).copied().unwrap_or_default();
        let fixed = |signal| Fixed { signal, files: vec![answer.link.path.clone()], at };
        known.extend(signals.into_iter().map(fixed));
    }
    let mut texts = BTreeMap::new();
    for signal in snapshot.signals().several(&known.iter().map(|one| one.signal).collect::<Vec<_>>())? {
        texts.insert(signal.id, (signal.id.to_string(), report_text(&signal)));
    }
    let reports = known.iter().filter_map(|Fixed { signal, files, at }| {
        let (id, text) = texts.get(signal)?;
        Some(PastReport { id, text, files, at: *at })
    });
    Ok(Past::new(reports))
}

/// A signal whose files are known.
struct Fixed {
    signal: SignalId,
    files: Vec<String>,
    at: Timestamp,
}

/// Issues that a commit says it closes, with the files that it touched.
fn closed_issues(snapshot: &Snapshot, code: &Code) -> Result<Vec<Fixed>, AppError> {
    let closing = code.index.closing();
    if closing.is_empty() {
        return Ok(Vec::new());
    }
    let only = snapshot.repositories().all()?.len() == 1;
    let mut of_number: BTreeMap<u64, Vec<&hearken_code::Closing>> = BTreeMap::new();
    for closing in &closing {
        of_number.entry(closing.number).or_default().push(closing);
    }
    let mut found = Vec::new();
    for issue in snapshot.signals().issues()? {
        let number = [&issue.url, &issue.external_id]
            .into_iter()
            .flatten()
            .find_map(|text| issue_number(text, &code.name, only));
        for closing in number.and_then(|number| of_number.get(&number)).into_iter().flatten() {
            found.push(Fixed { signal: issue.signal, files: closing.files.clone(), at: closing.at });
        }
    }
    Ok(found)
}

/// The number of an issue by its address or id. Where there are several repositories, only an address that names this
/// one tells whose number it is.
fn issue_number(text: &str, repository: &str, only: bool) -> Option<u64> {
    match text.rsplit_once("/issues/") {
        Some((before, number)) => {
            let ours = before.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(repository));
            if only || ours { number.split(['#', '?', '/']).next()?.parse().ok() } else { None }
        }
        None if only => text.trim_start_matches('#').parse().ok(),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::issue_number;

    #[test]
    fn an_issue_s_number_counts_for_the_repository_that_its_address_names() {
        let address = "https://github.com/acme/Shop/issues/12";
        assert_eq!(issue_number(address, "shop", false), Some(12));
        assert_eq!(issue_number(address, "till", false), None);
        assert_eq!(issue_number(address, "till", true), Some(12), "there is no other it could be of");
        assert_eq!(issue_number("#7", "shop", true), Some(7));
        assert_eq!(issue_number("#7", "shop", false), None);
        assert_eq!(issue_number("order 7", "shop", true), None);
    }
}
