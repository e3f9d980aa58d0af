//! Ruling about themes and links: calling themes, merging, splitting, moving signals, pinning, ignoring, saying yes or no
//! to a link into the code, and undoing any of it.

use std::collections::BTreeMap;

use hearken_analysis::meaning::Vector;
use hearken_analysis::naming::{self, ClusterTexts};
use hearken_analysis::redact::Session;
use hearken_analysis::themes::{Settings, Text, Was, parts};
use hearken_domain::{Link, Ruled, Ruling, RulingId, SignalId, Subject, ThemeId, Timestamp};
use hearken_store::{Part, Rule};
use serde::{Deserialize, Serialize};
use tracing::info;

use crate::actions::cards::{ThemeLink, abbreviated, excerpt};
use crate::actions::data::catch_up::words_of;
use crate::app::{App, AppError};

/// Characters of a name.
const NAME_CHARS_MAX: usize = 80;
/// Themes merged, or signals moved, at once.
const MERGED_MAX: usize = 50;
const MOVED_MAX: usize = 1_000;
/// Telling signals kept for a part, and quoted of it.
const EXEMPLARS: usize = 7;
const QUOTES: usize = 3;
const QUOTE_CHARS: usize = 160;

/// A ruling as a person asks for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ruling", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RuleRequest {
    /// Call a theme so.
    Renamed {
        /// Which theme.
        theme: ThemeId,
        /// What to call it.
        name: String,
    },
    /// Make themes part of another.
    Merged {
        /// The theme that lives on.
        into: ThemeId,
        /// Those that become part of it.
        from: Vec<ThemeId>,
    },
    /// Make the parts of a theme themes of their own, as [`propose_split`] tells them.
    Split {
        /// Which theme.
        theme: ThemeId,
    },
    /// Put signals into a theme, or into none.
    Moved {
        /// Which signals.
        signals: Vec<SignalId>,
        /// Where they belong.
        to: Option<ThemeId>,
    },
    /// Keep a theme, however small it becomes.
    Pinned {
        /// Which theme.
        theme: ThemeId,
    },
    /// Leave a theme out of every list.
    Ignored {
        /// Which theme.
        theme: ThemeId,
    },
    /// Say yes to a link into the code.
    Linked {
        /// What leads there.
        of: Subject,
        /// Name of the repository; where there is only one, it is meant.
        repository: Option<String>,
        /// The file.
        path: String,
        /// The function or type, where only that is meant.
        symbol: Option<String>,
    },
    /// Say no to a link into the code.
    Unlinked {
        /// What leads there.
        of: Subject,
        /// Name of the repository; where there is only one, it is meant.
        repository: Option<String>,
        /// The file.
        path: String,
        /// The function or type, where only that is meant.
        symbol: Option<String>,
    },
}

/// A ruling with the names of its themes, as doors show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RulingCard {
    /// The ruling.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// What it says, in one sentence.
    pub says: String,
}

/// A part that a split would make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitPart {
    /// What it would be called.
    pub name: String,
    /// Signals in it.
    pub signals: u64,
    /// Some of its most telling words.
    pub quotes: Vec<String>,
    /// Whether it keeps the theme's id.
    pub keeps_id: bool,
}

/// Makes a ruling.
///
/// # Errors
/// What is ruled about is not there or lives no more, another ruling stands against it, or any failure of the store.
pub fn rule(app: &App, request: RuleRequest) -> Result<RulingCard, AppError> {
    let rule = match request {
        RuleRequest::Renamed { theme, name } => Rule::Rename(theme, clean_name(&name)?),
        RuleRequest::Merged { into, mut from } => {
            from.sort_unstable();
            from.dedup();
            at_most(from.len(), MERGED_MAX, "themes")?;
            Rule::Merge { into, from }
        }
        RuleRequest::Split { theme } => {
            let mut parts = split_parts(app, theme)?;
            if parts.len() < 2 {
                return Err(AppError::user(format!(
                    "{theme} is of one piece: there is nothing to split it by"
                ))
                .hint("move signals out of it one by one: hearken theme move S-17 --to T-4"));
            }
            parts.remove(0); // the largest keeps the id
            Rule::Split { theme, parts }
        }
        RuleRequest::Moved { mut signals, to } => {
            signals.sort_unstable();
            signals.dedup();
            at_most(signals.len(), MOVED_MAX, "signals")?;
            Rule::Move(signals, to)
        }
        RuleRequest::Pinned { theme } => Rule::Pin(theme),
        RuleRequest::Ignored { theme } => Rule::Ignore(theme),
        RuleRequest::Linked { of, repository, path, symbol } => {
            Rule::Answer(known_link(app, of, repository.as_deref(), path, symbol)?, true)
        }
        RuleRequest::Unlinked { of, repository, path, symbol } => {
            Rule::Answer(known_link(app, of, repository.as_deref(), path, symbol)?, false)
        }
    };
    let ruling = app.store().rule(rule, Timestamp::now())?;
    info!(ruling = %ruling.id, what = ruling.what.as_str(), "ruled");
    card(app, ruling)
}

/// A link to a place that is there.
fn known_link(
    app: &App,
    of: Subject,
    repository: Option<&str>,
    path: String,
    symbol: Option<String>,
) -> Result<Link, AppError> {
    let code = app.one_code(repository)?;
    if code.index.find(&path).is_none() {
        return Err(AppError::not_found(
            format!("{} has no file {path} in commit {}", code.name, abbreviated(code.index.commit())),
            "name it from the top of the repository; what was not committed is not known",
        ));
    }
    if let Some(symbol) = &symbol {
        let symbols = code.symbols(&code.repository()?, &path)?;
        if !symbols.iter().any(|known| known.name == *symbol) {
            return Err(AppError::not_found(
                format!("{path} has no function or type called '{symbol}'"),
                "leave #symbol out to mean the whole file",
            ));
        }
    }
    Ok(Link { of, repository: code.name.clone(), path, symbol })
}

/// Undoes a ruling.
///
/// # Errors
/// It is not there, was undone already, a later one rests on it, or any failure of the store.
pub fn undo_ruling(app: &App, id: RulingId) -> Result<RulingCard, AppError> {
    let ruling = app.store().undo_ruling(id, Timestamp::now())?;
    info!(ruling = %id, "undid a ruling");
    card(app, ruling)
}

/// All rulings, the last first.
///
/// # Errors
/// Any failure of the store.
pub fn list_rulings(app: &App) -> Result<Vec<RulingCard>, AppError> {
    let names = names(app)?;
    Ok(app.store().rulings()?.into_iter().map(|ruling| told(ruling, &names)).collect())
}

/// What a split of a theme would make of it, the largest part first; one part where it is of one piece.
///
/// # Errors
/// There is no such theme, or any failure of the store.
pub fn propose_split(app: &App, theme: ThemeId) -> Result<Vec<SplitPart>, AppError> {
    let parts = split_parts(app, theme)?;
    let parts = parts.into_iter().enumerate().map(|(number, part)| {
        let quoted = &part.exemplars[..part.exemplars.len().min(QUOTES)];
        let quotes = app.store().signals(quoted)?;
        Ok(SplitPart {
            name: part.name,
            signals: part.signals.len() as u64,
            quotes: quotes.iter().map(|signal| excerpt(signal.verbatim.as_str(), QUOTE_CHARS)).collect(),
            keeps_id: number == 0,
        })
    });
    parts.collect()
}

fn split_parts(app: &App, theme: ThemeId) -> Result<Vec<Part>, AppError> {
    let not_there =
        || AppError::not_found(format!("there is no theme {theme}"), "hearken themes lists those there are");
    app.store().theme(theme)?.ok_or_else(not_there)?;
    let members: Vec<SignalId> = app
        .store()
        .all_members()?
        .into_iter()
        .find(|(id, _)| *id == theme)
        .map_or(Vec::new(), |(_, signals)| signals);
    let signals = app.store().signals(&members)?;
    let words: Vec<String> = signals
        .iter()
        .map(|signal| words_of(signal.title.as_ref().map(|title| title.as_str()), signal.verbatim.as_str()))
        .collect();
    let vectors = app.vectors();
    let vector = |id: SignalId| vectors.as_ref()?.get(id).and_then(Vector::from_bytes);
    let texts: Vec<Text<'_>> = signals
        .iter()
        .zip(&words)
        .map(|(signal, text)| Text {
            id: signal.id.0,
            text,
            vector: vector(signal.id).unwrap_or(Vector::EMPTY),
            was: Was::Nowhere,
            rating: signal.rating,
            at_ms: signal.at.as_millisecond(),
        })
        .collect();
    let parts = parts(&texts, &Settings::default());
    let clusters: Vec<ClusterTexts<'_>> = parts
        .iter()
        .map(|part| ClusterTexts { texts: part.iter().map(|at| texts[*at as usize].text).collect() })
        .collect();
    let id = |at: &u32| SignalId(texts[*at as usize].id);
    let named = parts.iter().zip(naming::name(&clusters));
    Ok(named
        .map(|(part, name)| Part {
            kind: naming::kind(&texts, part),
            name: name.name,
            words: name.words,
            exemplars: naming::exemplars(&texts, part, EXEMPLARS).iter().map(id).collect(),
            signals: part.iter().map(id).collect(),
        })
        .collect())
}

/// What a person typed, redacted like everything that is kept.
fn clean_name(typed: &str) -> Result<String, AppError> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let name = typed.split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name = Session::new().field(&name);
    match name.chars().count() {
        0 => Err(AppError::user("a theme needs a name of at least one letter")),
        1..=NAME_CHARS_MAX => Ok(name),
        long => Err(AppError::user(format!(
            "the name is {long} characters long; at most {NAME_CHARS_MAX} are taken"
        ))),
    }
}

fn at_most(count: usize, most: usize, what: &str) -> Result<(), AppError> {
    match count {
        0 => Err(AppError::user(format!("say which {what}"))),
        count if count > most => {
            Err(AppError::user(format!("{count} {what} are more than the {most} taken at once")))
        }
        _ => Ok(()),
    }
}

fn names(app: &App) -> Result<BTreeMap<ThemeId, String>, AppError> {
    Ok(app.store().all_themes()?.into_iter().map(|theme| (theme.id, theme.name)).collect())
}

fn card(app: &App, ruling: Ruling) -> Result<RulingCard, AppError> {
    Ok(told(ruling, &names(app)?))
}

fn told(ruling: Ruling, names: &BTreeMap<ThemeId, String>) -> RulingCard {
    let name = |id: &ThemeId| match names.get(id) {
        Some(name) => format!("{id} ({name})"),
        None => id.to_string(),
    };
    let list = |ids: &[ThemeId]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let says = match &ruling.what {
        Ruled::Renamed { theme, name } => format!("{theme} is called {name}"),
        Ruled::Merged { into, from } => format!("{} became part of {}", list(from), name(into)),
        Ruled::Split { theme, born } => format!("{} was taken out of {}", list(born), name(theme)),
        Ruled::Moved { signals, to } => {
            let to = to.as_ref().map_or_else(|| "no theme".to_owned(), name);
            match signals.as_slice() {
                [signal] => format!("{signal} belongs to {to}"),
                more => format!("{} signals belong to {to}", more.len()),
            }
        }
        Ruled::Pinned { theme } => format!("{} stays", name(theme)),
        Ruled::Ignored { theme } => format!("{} is not shown", name(theme)),
        Ruled::Linked(link) => format!("{} leads to {} in {}", of(link, &name), place(link), link.repository),
        Ruled::Unlinked(link) => {
            format!("{} has nothing to do with {} in {}", of(link, &name), place(link), link.repository)
        }
    };
    RulingCard { ruling, says }
}

fn of(link: &Link, name: &dyn Fn(&ThemeId) -> String) -> String {
    match &link.of {
        Subject::Theme(theme) => name(theme),
        Subject::Signal(signal) => signal.to_string(),
    }
}

fn place(link: &Link) -> String {
    match &link.symbol {
        Some(symbol) => format!("{} ({symbol})", link.path),
        None => link.path.clone(),
    }
}

/// A theme's name and id, if it is there.
///
/// # Errors
/// Any failure of the store.
pub fn link(app: &App, id: ThemeId) -> Result<Option<ThemeLink>, AppError> {
    Ok(app.store().theme(id)?.map(|theme| ThemeLink { id, name: theme.name }))
}

/// The living themes, by name: what can be merged or moved to.
///
/// # Errors
/// Any failure of the store.
pub fn themes(app: &App) -> Result<Vec<ThemeLink>, AppError> {
    let themes = app.store().themes()?.into_iter();
    let mut links: Vec<ThemeLink> =
        themes.map(|theme| ThemeLink { id: theme.id, name: theme.name }).collect();
    links.sort_by_cached_key(|link| link.name.to_lowercase());
    Ok(links)
}
