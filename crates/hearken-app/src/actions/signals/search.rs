//! Search by words and by meaning together.
//!
//! Each of the two gives a ranking; they are joined by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), which
//! needs no scale in common. Signals under the filter, newest first, where no words are given.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_domain::{FilterField, Signal, SignalFilter, SignalId, ThemeId, Verbatim};
use hearken_store::{Vectors, WordQuery, Words};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{Facets, SignalCard, signal_cards};
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// How much the first ranks count over later ones; the constant of the paper.
const FUSION_K: f64 = 60.0;
/// Signals taken from each ranking.
const RANKED: usize = 200;
/// A signal found by meaning alone must be at least so near.
const SIMILARITY_MIN: f32 = 0.45;
/// Characters of a snippet.
const SNIPPET_CHARS: usize = 240;
/// Nobody pages further than this.
pub const OFFSET_MAX: usize = 1000;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchQuery {
    /// As typed: all words, "phrases", -without.
    pub words: String,
    /// Only signals that this lets through.
    pub filter: SignalFilter,
    /// Only signals of this theme.
    pub theme: Option<ThemeId>,
    /// Only signals without a theme; `theme` says nothing then.
    pub unsorted: bool,
    /// Signals on a page.
    pub limit: usize,
    /// Signals to pass over, at most [`OFFSET_MAX`].
    pub offset: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchResults {
    /// As typed.
    pub words: String,
    /// The signals, best first.
    pub hits: Vec<Hit>,
    /// Signals that have the words.
    pub matches: u64,
    /// Whether a further page has more.
    pub more: bool,
    /// Milliseconds it took.
    pub took_ms: f64,
    /// What can be filtered by.
    pub facets: Facets,
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

/// What found a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = FoundBy)] // the code has a Found of its own
pub enum Found {
    /// The words stand in it.
    Words,
    /// It means something alike.
    #[serde(rename = "meaning")]
    Embedding,
    /// Both.
    Both,
}

/// Characters of a search.
pub const WORDS_MAX: usize = 1_000;

/// Searches.
///
/// # Errors
/// The offset is too large, or any failure of the store.
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
    let among = theme.map(|theme| view.store().themes().members(theme)).transpose()?;
    let among: Option<HashSet<SignalId>> = among.map(|ids| ids.into_iter().collect());
    let (ranked, matches) = match query.words.trim().is_empty() {
        true => newest(view, query, theme)?,
        false => fused(view, query, among.as_ref())?,
    };
    let more = ranked.len() > query.offset + query.limit;
    let shown: Vec<&Ranked> = ranked.iter().skip(query.offset).take(query.limit).collect();
    let signals =
        view.store().signals().several(&shown.iter().map(|ranked| ranked.signal).collect::<Vec<_>>())?;
    let cards = signal_cards(view, &signals)?;
    let hits = signals.iter().zip(cards).filter_map(|(signal, card)| {
        let ranked = shown.iter().find(|ranked| ranked.signal == signal.id)?;
        let snippet = snippet(&query.words, signal);
        Some(Hit { signal: card, snippet, by: ranked.by, score: ranked.score })
    });
    Ok(SearchResults {
        words: query.words.clone(),
        hits: hits.collect(),
        matches,
        more,
        took_ms: started.elapsed().as_secs_f64() * 1000.0,
        facets: Facets::of_everything(view)?,
    })
}

/// The nearest `count` vectors that `keep` lets through, nearest first, with their cosines.
pub fn nearest(
    vectors: &Vectors,
    to: &Vector,
    count: usize,
    keep: impl Fn(SignalId) -> bool,
) -> Vec<(SignalId, f32)> {
    let cosines = hearken_analysis::embedding::similarities(to, vectors.rows());
    let mut order: Vec<u32> =
        (0..cosines.len() as u32).filter(|&row| keep(vectors.id(row as usize))).collect();
    let by_cosine = |a: &u32, b: &u32| cosines[*b as usize].total_cmp(&cosines[*a as usize]).then(a.cmp(b));
    if order.len() > count {
        order.select_nth_unstable_by(count, by_cosine);
        order.truncate(count);
    }
    order.sort_unstable_by(by_cosine);
    order.into_iter().map(|row| (vectors.id(row as usize), cosines[row as usize])).collect()
}

struct Ranked {
    signal: SignalId,
    by: Found,
    score: f64,
}

fn newest(
    view: &View,
    query: &SearchQuery,
    theme: Option<Option<ThemeId>>,
) -> Result<(Vec<Ranked>, u64), AppError> {
    let (count, _) = view.store().signals().span(&query.filter, theme)?;
    let page = view.store().signals().page(&query.filter, theme, None, query.offset + query.limit + 1)?;
    let ranked = page.signals.iter().map(|signal| Ranked { signal: signal.id, by: Found::Words, score: 0.0 });
    Ok((ranked.collect(), count))
}

fn fused(
    view: &View,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
) -> Result<(Vec<Ranked>, u64), AppError> {
    let wanted = (query.offset + query.limit + 1).max(RANKED);
    let (by_words, near) = std::thread::scope(|scope| {
        // One thread at a time can read the log, so that the other has only the vectors.
        let vectors = view.vectors();
        let near = scope.spawn(move || by_embedding(vectors?, query, among, wanted));
        (by_words(view, query, among, wanted), near.join())
    });
    let (by_words, matches) = by_words?;
    let mut by_embedding = near.unwrap_or_else(|panic| std::panic::resume_unwind(panic)).unwrap_or_default();
    if !query.filter.is_empty() {
        let passing = view.store().signals().passing(&by_embedding, &query.filter)?;
        let passing: HashSet<SignalId> = passing.into_iter().collect();
        by_embedding.retain(|id| passing.contains(id));
    }
    let mut ranked: BTreeMap<SignalId, Ranked> = BTreeMap::new();
    for (found, ranking) in [(Found::Words, by_words), (Found::Embedding, by_embedding)] {
        for (rank, signal) in ranking.into_iter().enumerate() {
            let score = 1.0 / (FUSION_K + rank as f64 + 1.0);
            ranked
                .entry(signal)
                .and_modify(|ranked| {
                    ranked.by = Found::Both;
                    ranked.score += score;
                })
                .or_insert(Ranked { signal, by: found, score });
        }
    }
    let mut ranked: Vec<Ranked> = ranked.into_values().collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.signal.cmp(&a.signal)));
    Ok((ranked, matches))
}

fn by_words(
    view: &View,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
    wanted: usize,
) -> Result<(Vec<SignalId>, u64), AppError> {
    let Some(words) = view.words() else { return Ok((Vec::new(), 0)) };
    let mut sources = Vec::new();
    for name in query.filter.texts(FilterField::Source) {
        sources.extend(view.store().sources().id(name)?);
    }
    let word_query = WordQuery {
        words: query.words.clone(),
        prefix: true,
        filter: query.filter.clone(),
        sources,
        among: among.cloned(),
    };
    let found = words.search(&word_query, wanted);
    if found.is_err() {
        view.doubt_views();
    }
    let (hits, matches) = found?;
    Ok((hits.into_iter().map(|hit| hit.signal).collect(), matches))
}

/// The signals nearest to the words, whether or not the filter lets them through; `None` where they are not asked for by
/// what they mean.
fn by_embedding(
    vectors: &Vectors,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
    wanted: usize,
) -> Option<Vec<SignalId>> {
    // Exact wishes are about words: a phrase, or a word that must be absent.
    if query.words.contains('"') || query.words.split_whitespace().any(|word| word.starts_with('-')) {
        return None;
    }
    let vector = EmbeddingTable::builtin().embed(&query.words);
    if vector.is_empty() {
        return None;
    }
    // A filter takes some of the nearest away again, so look further then.
    let reach = if query.filter.is_empty() { wanted } else { wanted * 10 };
    let near = nearest(vectors, &vector, reach, |id| among.is_none_or(|among| among.contains(&id)));
    let sure = near.into_iter().filter(|(_, similarity)| *similarity >= SIMILARITY_MIN);
    Some(sure.map(|(id, _)| id).collect())
}

fn snippet(words: &str, signal: &Signal) -> Vec<Piece> {
    let pieces = Words::snippet(words, true, signal.verbatim.as_str(), SNIPPET_CHARS);
    pieces.into_iter().map(|(text, marked)| Piece { text: Verbatim::redacted(text), marked }).collect()
}
