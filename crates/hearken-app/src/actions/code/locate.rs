//! From customers' words to the code: the files likely behind a theme, a signal or any text, why, and whom to ask.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Instant;

use hearken_code::symbols::Symbol;
use hearken_code::{Answer, Located, Repository, answered, combine};
use hearken_domain::{Link, RulingId, SignalFilter, SignalId, Subject, Timestamp};
use hearken_store::CodeLink;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{AnswerCard, EvidenceCard, LinkCard, Person};
use crate::actions::code::link::{LINKS_OF_THEME, of_theme, read};
use crate::actions::code::locator::Locator;
use crate::actions::customers::worth::{ThemesWorth, Worth, WorthCard};
use crate::code::{Code, no_repository};
use crate::error::AppError;
use crate::known::check_counts;
use crate::next_step::NextStep;
use crate::view::View;

/// Files whose owners and authors are asked.
const ASKED_FILES: usize = 3;
/// People named.
const PEOPLE_MAX: usize = 6;
/// An author is asked who changed a file within so many days.
pub const ACTIVE_DAYS: i64 = 180;
/// Signals of a theme that are located at once, where it was not linked yet.
const AT_ONCE: usize = 50;

/// What to locate, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct LocateRequest {
    /// A theme or signal, or any text.
    pub what: What,
    /// Only in this repository.
    pub repository: Option<String>,
    /// At most so many files.
    pub limit: usize,
}

/// What to locate.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// What is in the log.
    Subject(Subject),
    /// A text.
    Text(String),
}

/// Where words lead.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Found {
    /// What was located; `None` is a text.
    pub of: Option<Subject>,
    /// The customers whose words were located, and what they are worth; `None` of a text, and where no customer is known.
    pub customers: Option<WorthCard>,
    /// The files, best first; those that a person said yes to before all others.
    pub links: Vec<LinkCard>,
    /// Links that a person said no to.
    pub denied: Vec<DeniedCard>,
    /// The components of these files, best first.
    pub components: Vec<LinkedComponent>,
    /// Whom to ask: who owns the first files, then who changed them lately.
    pub ask: Vec<Person>,
    /// Milliseconds it took.
    pub took_ms: f64,
}

/// A link that a person said no to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeniedCard {
    /// Name of the repository.
    pub repository: String,
    /// The file.
    pub path: String,
    /// The function or type; `None` is the whole file.
    pub symbol: Option<String>,
    /// The answer.
    pub answer: AnswerCard,
}

/// A component that words lead to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkedComponent {
    /// Name of the repository.
    pub repository: String,
    /// The component.
    pub name: String,
    /// Who owns it.
    pub owners: Vec<String>,
    /// The scores of its files among the links, summed.
    pub score: f64,
}

/// Locates in every repository, or in one.
///
/// # Errors
/// There is no repository, or no such theme or signal, the text is empty, or any failure of the store.
pub fn locate(view: &View, request: &LocateRequest) -> Result<Found, AppError> {
    let started = Instant::now();
    let repositories = view.all_code(request.repository.as_deref())?;
    if repositories.is_empty() {
        return Err(no_repository());
    }
    let subject = match &request.what {
        What::Subject(subject) => Some(*subject),
        What::Text(text) if text.trim().is_empty() => {
            return Err(AppError::user("there is no text to locate").suggest(NextStep::GiveTextToLocate));
        }
        What::Text(_) => None,
    };
    let mut found = Found {
        of: subject,
        customers: None,
        links: Vec::new(),
        denied: Vec::new(),
        components: Vec::new(),
        ask: Vec::new(),
        took_ms: 0.0,
    };
    for code in &repositories {
        let files = match &request.what {
            What::Subject(subject) => links_of(view, code, *subject)?,
            What::Text(text) => Locator::new(view.store(), code)?.text(text, view.as_of()?, request.limit)?,
        };
        put_answered(view, code, subject, files, &mut found)?;
    }
    let yes = |link: &LinkCard| link.answer.is_some_and(|answer| answer.yes);
    found.links.sort_by(|a, b| yes(b).cmp(&yes(a)).then(b.score.total_cmp(&a.score)));
    found.links.truncate(request.limit);
    found.components = components(&repositories, &found.links);
    found.ask = ask(view, &repositories, &found.links)?;
    found.customers = subject.map(|subject| customers_of(view, subject)).transpose()?.flatten();
    found.took_ms = started.elapsed().as_secs_f64() * 1000.0;
    Ok(found)
}

/// The customers whose a theme or signal is; `None` where no customer is known at all.
fn customers_of(view: &View, subject: Subject) -> Result<Option<WorthCard>, AppError> {
    match subject {
        Subject::Signal(signal) => {
            let worth = Worth::read(view)?;
            worth.map(|worth| worth.of_signals(view, &[signal])).transpose()
        }
        Subject::Theme(theme) => {
            let filter = view.up_to_then(&SignalFilter::default());
            let signals = view.store().signals().span(&filter, Some(Some(theme)))?.0;
            Ok(ThemesWorth::read(view, &filter)?.map(|worth| worth.of_theme(theme, signals)))
        }
    }
}

/// Where a theme or signal leads: what linking found. A theme that was not linked yet, or a signal that was not chosen to
/// be, is located at once. Looking back, a theme leads where its signals of that time do.
fn links_of(view: &View, code: &Code, subject: Subject) -> Result<Vec<Located>, AppError> {
    match subject {
        Subject::Signal(signal) => {
            let missing =
                || AppError::not_found(format!("there is no signal {signal}"), NextStep::SearchSignals);
            let found = view.store().signals().get(signal)?.ok_or_else(missing)?;
            check_counts(view, &found)?;
            let kept = view.store().code_links().of_subject(&code.name, subject)?;
            kept_or_at_once(view, code, &kept, &[signal])
        }
        Subject::Theme(theme) => {
            let missing = || AppError::not_found(format!("there is no theme {theme}"), NextStep::ListThemes);
            view.store().themes().get(theme)?.ok_or_else(missing)?;
            let known = view.store().repositories().get(&code.name)?.filter(|known| known.linked.is_some());
            match known {
                Some(known) if view.looks_back() => {
                    of_theme(view.store(), &code.name, known.link_build, theme, Some(view.as_of()?))
                }
                Some(_) => {
                    let kept = view.store().code_links().of_subject(&code.name, subject)?;
                    kept.iter().map(read).collect()
                }
                None => {
                    let mut signals = view.store().themes().most_confident(Some(theme), AT_ONCE)?;
                    if view.looks_back() {
                        let then = view.up_to_then(&SignalFilter::default());
                        let counts = view.store().signals().passing(&signals, &then)?;
                        signals.retain(|signal| counts.contains(signal));
                    }
                    kept_or_at_once(view, code, &[], &signals)
                }
            }
        }
    }
}

/// What is kept; where that is nothing, what locating these signals finds now.
fn kept_or_at_once(
    view: &View,
    code: &Code,
    kept: &[CodeLink],
    signals: &[SignalId],
) -> Result<Vec<Located>, AppError> {
    if !kept.is_empty() || signals.is_empty() || code.repository().is_err() {
        return kept.iter().map(read).collect();
    }
    at_once(view, code, signals)
}

fn at_once(view: &View, code: &Code, signals: &[SignalId]) -> Result<Vec<Located>, AppError> {
    let locator = Locator::new(view.store(), code)?;
    let signals = view.store().signals().several(signals)?;
    let found: Vec<Vec<Located>> =
        signals.iter().map(|signal| locator.signal(signal)).collect::<Result<_, _>>()?;
    match <[Vec<Located>; 1]>::try_from(found) {
        Ok([only]) => Ok(only),
        Err(several) => Ok(combine(&several, LINKS_OF_THEME)),
    }
}

/// A link with its evidence in words.
fn card(code: &Code, repository: Option<&Repository>, found: Located) -> LinkCard {
    let component = code.component_of(&found.path).map(|component| component.name.clone());
    let text = repository.and_then(|repository| text_of(code, repository, &found.path));
    let evidence = found
        .evidence
        .into_iter()
        .map(|evidence| EvidenceCard::new(evidence, &found.path, text.as_deref()))
        .collect();
    LinkCard {
        repository: code.name.clone(),
        path: found.path,
        component,
        score: f64::from(found.score),
        places: found.spans,
        evidence,
        answer: None,
    }
}

/// Bytes of a file that lines are shown of.
const SHOWN_MAX: usize = 1 << 20;

/// What stands in a file at the indexed commit.
fn text_of(code: &Code, repository: &Repository, path: &str) -> Option<String> {
    let bytes = repository.file_at(code.index.commit(), path).ok().flatten()?;
    (bytes.len() <= SHOWN_MAX).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts links into `found` as people answered them.
fn put_answered(
    view: &View,
    code: &Code,
    subject: Option<Subject>,
    files: Vec<Located>,
    found: &mut Found,
) -> Result<(), AppError> {
    let answers = view.store().rulings().answers(&code.name)?;
    let answers = answers.iter().filter(|answer| Some(answer.link.of) == subject).map(answer_given);
    let repository = code.repository().ok();
    // Lines of links that were made at another commit may be others by now.
    let known = view.store().repositories().get(&code.name)?.and_then(|known| known.linked);
    let current = subject.is_none() || known.is_none_or(|made| made.commit == code.index.commit());
    let symbol_of = |path: &str, symbol: &str| {
        let symbols = code.symbols(repository.as_ref()?, path).ok()?;
        symbols.iter().find(|known| known.name == symbol).map(Symbol::span)
    };
    let answered = answered(files, answers, symbol_of);
    found.links.extend(answered.links.into_iter().map(|link| {
        let answer = link.yes().map(|ruling| AnswerCard { ruling, yes: true });
        LinkCard { answer, ..card(code, repository.as_ref().filter(|_| current), link.link) }
    }));
    found.denied.extend(answered.denied.into_iter().map(|answer| DeniedCard {
        repository: code.name.clone(),
        path: answer.path.to_owned(),
        symbol: answer.symbol.map(str::to_owned),
        answer: AnswerCard { ruling: answer.id, yes: false },
    }));
    Ok(())
}

/// A person's answer, as links are held against it.
pub fn answer_given(answer: &hearken_domain::Answer) -> Answer<'_, RulingId> {
    let Link { path, symbol, .. } = &answer.link;
    Answer { id: answer.ruling, path, symbol: symbol.as_deref(), yes: answer.yes }
}

fn components(repositories: &[std::sync::Arc<Code>], links: &[LinkCard]) -> Vec<LinkedComponent> {
    let mut found: Vec<LinkedComponent> = Vec::new();
    for link in links {
        let Some(code) = repositories.iter().find(|code| code.name == link.repository) else { continue };
        let Some(component) = code.component_of(&link.path) else { continue };
        match found.iter_mut().find(|known| known.repository == code.name && known.name == component.name) {
            Some(known) => known.score += link.score,
            None => found.push(LinkedComponent {
                repository: code.name.clone(),
                name: component.name.clone(),
                owners: component.owners.clone(),
                score: link.score,
            }),
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

fn ask(
    view: &View,
    repositories: &[std::sync::Arc<Code>],
    links: &[LinkCard],
) -> Result<Vec<Person>, AppError> {
    let (mut owners, mut authors) = (Vec::new(), Vec::new());
    for link in links.iter().take(ASKED_FILES) {
        let Some(code) = repositories.iter().find(|code| code.name == link.repository) else { continue };
        owners.extend(code.index.owners(&link.path).iter().map(|owner| Person::owner(owner, &link.path)));
        let changed_it = code.index.authors(&link.path, lately(view, code)?);
        authors.extend(changed_it.iter().map(|author| Person::author(author, &link.path)));
    }
    let mut people: BTreeMap<String, ()> = BTreeMap::new();
    let everybody = owners.into_iter().chain(authors);
    Ok(everybody.filter(|person| people.insert(person.who.clone(), ()).is_none()).take(PEOPLE_MAX).collect())
}

/// The time in which somebody must have changed something to be asked about it, and in which changes are counted: it ends
/// now, or when what is looked back to ends; it begins so many days before, counted back from the newest commit where that
/// is older.
///
/// # Errors
/// Any failure of the database.
pub fn lately(view: &View, code: &Code) -> Result<RangeInclusive<Timestamp>, AppError> {
    let as_of = view.as_of()?;
    let since = as_of.min(code.index.commit_time()) - jiff::SignedDuration::from_hours(24 * ACTIVE_DAYS);
    Ok(since..=if view.looks_back() { as_of } else { Timestamp::MAX })
}
