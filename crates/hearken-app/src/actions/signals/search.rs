//! Search by words and by meaning together, the best first, or by words in the order of time. Signals under the filter where
//! no words are given.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::Instant;

use hearken_domain::{Signal, SignalId, ThemeId, Verbatim};
use hearken_store::{Among, Words};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::areas::find::among;
use crate::actions::cards::{Facets, SignalCard, ThemeLink, signal_cards};
use crate::actions::signals::one_row::{RankedRows, ranked_in_rows};
use crate::actions::signals::ranking::{Ranking, by_relevance, by_time, with_words_by_time};
use crate::error::AppError;
use crate::known::known_filter;
use crate::next_step::NextStep;
use crate::view::View;

pub use crate::actions::signals::search_query::{Found, OFFSET_MAX, SearchQuery, SearchSort};

/// Characters of a snippet.
const SNIPPET_CHARS: usize = 240;
/// Themes that matches are counted in.
const THEMES_MAX: usize = 10;

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchResults {
    /// As typed.
    pub words: String,
    /// The order of the signals: by time where there are no words.
    pub sort: SearchSort,
    /// The signals.
    pub hits: Vec<Hit>,
    /// Signals that have the words, under the filter; without words, all under the filter.
    pub matches: u64,
    /// How many of the signals that have the words have each theme for their own: all of them are counted, whether shown or not, and the
    /// ten themes with most are told. Those found by their meaning alone are not counted. Empty without words.
    pub themes: Vec<ThemeMatches>,
    /// Signals that have the words and no theme.
    pub unsorted: u64,
    /// Whether a further page has more.
    pub more: bool,
    /// Milliseconds it took.
    pub took_ms: f64,
    /// What can be filtered by.
    pub facets: Facets,
}

impl SearchResults {
    /// Signals that have the words and lie in themes that are not told.
    pub fn in_other_themes(&self) -> u64 {
        let told: u64 = self.themes.iter().map(|found| found.signals).sum();
        self.matches.saturating_sub(told + self.unsorted)
    }
}

/// Signals of one theme that have the words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemeMatches {
    /// The theme.
    pub theme: ThemeLink,
    /// How many.
    pub signals: u64,
}

/// A signal that was found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Hit {
    /// The signal.
    pub signal: SignalCard,
    /// A stretch of it with the words marked.
    pub snippet: Vec<Piece>,
    /// What found it.
    pub by: Found,
    /// Fused rank score; higher is better, and says nothing across queries.
    pub score: f64,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// The text.
    pub text: Verbatim,
    /// Whether it is what was looked for.
    pub marked: bool,
}

/// Characters of a search.
pub const WORDS_MAX: usize = 1_000;

/// Searches.
///
/// # Errors
/// The offset is too large, the theme, the area or what the filter names is not there, or any failure of the store.
pub fn search(view: &View, query: &SearchQuery) -> Result<SearchResults, AppError> {
    let started = Instant::now();
    if query.words.chars().count() > WORDS_MAX {
        return Err(AppError::user(format!("what is searched for has more than {WORDS_MAX} characters"))
            .suggest(NextStep::advice("a few words find it")));
    }
    if query.offset > OFFSET_MAX {
        return Err(AppError::user(format!("a search shows its first {OFFSET_MAX} signals only"))
            .suggest(NextStep::advice("narrow it by a filter or another word")));
    }
    let theme = match query.unsorted {
        true => Some(None),
        false => query.theme.map(Some),
    };
    let filter = view.up_to_then(&known_filter(view, &query.filter)?);
    let of_themes = among(view, theme, query.area.as_deref())?;
    let has_words = !query.words.trim().is_empty();
    let sort = if has_words || query.sort == SearchSort::Oldest { query.sort } else { SearchSort::Newest };
    let query = &SearchQuery { filter, sort, ..query.clone() };
    let among = if has_words { candidates(view, query, &of_themes)? } else { None };
    let rank = |wanted: usize| match sort {
        _ if !has_words => by_time(view, query, &of_themes, wanted),
        SearchSort::Relevance => by_relevance(view, query, among.as_ref(), wanted),
        SearchSort::Newest | SearchSort::Oldest => with_words_by_time(view, query, among.as_ref(), wanted),
    };
    let RankedRows { ranking, shown, more } = match query.in_rows {
        true => ranked_in_rows(view, query, &of_themes, rank)?,
        false => in_signals(query, rank(query.offset + query.limit + 1)?),
    };
    let Ranking { matches, to_count, .. } = ranking;
    let (themes, unsorted) = in_themes(view, to_count.as_deref().unwrap_or_default())?;
    let signals =
        view.store().signals().several(&shown.iter().map(|ranked| ranked.signal).collect::<Vec<_>>())?;
    let cards = signal_cards(view, &signals)?;
    let hits = signals.iter().zip(cards).filter_map(|(signal, card)| {
        let ranked = shown.iter().find(|ranked| ranked.signal == signal.id)?;
        let snippet = snippet(query, signal);
        Some(Hit { signal: card, snippet, by: ranked.by, score: ranked.score })
    });
    // Whoever is still typing is not shown what to filter by.
    let facets = match query.typing {
        true => Facets::default(),
        false => Facets::under(view, &query.filter, &of_themes, &query.words)?,
    };
    Ok(SearchResults {
        words: query.words.clone(),
        sort,
        hits: hits.collect(),
        matches,
        themes,
        unsorted,
        more,
        took_ms: started.elapsed().as_secs_f64() * 1000.0,
        facets,
    })
}

/// A page cut by signals.
fn in_signals(query: &SearchQuery, mut ranking: Ranking) -> RankedRows {
    let ranked = std::mem::take(&mut ranking.ranked);
    let more = ranked.len() > query.offset + query.limit;
    let shown = ranked.into_iter().skip(query.offset).take(query.limit).collect();
    RankedRows { ranking, shown, more }
}

/// The signals among which words are looked for: those of some themes, and of the customers that the filter names; `None` is
/// all.
fn candidates(
    view: &View,
    query: &SearchQuery,
    of_themes: &Among,
) -> Result<Option<HashSet<SignalId>>, AppError> {
    let of_customers = view.store().signals().of_customers(&query.filter)?;
    Ok(match (members(view, of_themes)?, of_customers) {
        (Some(members), Some(theirs)) => Some(members.intersection(&theirs).copied().collect()),
        (members, theirs) => members.or(theirs),
    })
}

/// Every signal of some themes; `None` is of all.
fn members(view: &View, among: &Among) -> Result<Option<HashSet<SignalId>>, AppError> {
    let themes: Vec<Option<ThemeId>> = match among {
        Among::Everything => return Ok(None),
        Among::Unsorted => vec![None],
        Among::Theme(theme) => vec![Some(*theme)],
        Among::Themes(themes) => themes.iter().copied().map(Some).collect(),
    };
    let mut members = HashSet::new();
    for theme in themes {
        members.extend(view.store().themes().members(theme)?);
    }
    Ok(Some(members))
}

/// How many of these signals lie in each theme, most first, and how many in none.
fn in_themes(view: &View, signals: &[SignalId]) -> Result<(Vec<ThemeMatches>, u64), AppError> {
    let mut counts = view.store().themes().counts_among(signals)?;
    let unsorted = counts.remove(&None).unwrap_or(0);
    let mut counts: Vec<(ThemeId, u64)> =
        counts.into_iter().filter_map(|(theme, signals)| Some((theme?, signals))).collect();
    counts.sort_by_key(|(theme, signals)| (Reverse(*signals), *theme));
    counts.truncate(THEMES_MAX);
    let mut themes = Vec::new();
    for (id, signals) in counts {
        let Some(theme) = view.store().themes().get(id)? else { continue };
        themes.push(ThemeMatches { theme: ThemeLink { id, name: theme.name }, signals });
    }
    Ok((themes, unsorted))
}

fn snippet(query: &SearchQuery, signal: &Signal) -> Vec<Piece> {
    let pieces = Words::snippet(&query.words, query.typing, signal.verbatim.as_str(), SNIPPET_CHARS);
    pieces.into_iter().map(|(text, marked)| Piece { text: Verbatim::redacted(text), marked }).collect()
}
