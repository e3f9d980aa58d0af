//! How the signals that a search finds are put in order: by words and by meaning together, or by time.
//!
//! Words and meaning each give a ranking; the two are joined by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009),
//! which needs no scale in common. By time only those are in order that have the words: how alike two meanings must be to
//! count is a matter of degree, and a list by time would hide it.

use std::collections::{BTreeMap, HashSet};

use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_domain::{FilterField, SignalId};
use hearken_store::{Among, Vectors, WordHit, WordMatch, WordQuery};

use crate::actions::signals::search_query::{Found, SearchQuery, SearchSort};
use crate::error::AppError;
use crate::view::View;

/// How much the first ranks count over later ones; the constant of the paper.
const FUSION_K: f64 = 60.0;
/// Signals taken from each ranking.
const RANKED: usize = 200;
/// A signal found by meaning alone must be at least so near.
const SIMILARITY_MIN: f32 = 0.45;

/// Signals in the order asked for, as far as they are shown and one more, and how many there are.
pub(super) struct Ranking {
    pub(super) ranked: Vec<Ranked>,
    /// Signals that have the words; without words, those under the filter.
    pub(super) matches: u64,
    /// All signals that have the words, where they are to be counted by theme.
    pub(super) to_count: Option<Vec<SignalId>>,
}

/// A signal with its place.
pub(super) struct Ranked {
    pub(super) signal: SignalId,
    pub(super) by: Found,
    pub(super) score: f64,
}

impl Ranked {
    pub(super) fn unscored(signal: SignalId) -> Self {
        Self { signal, by: Found::Words, score: 0.0 }
    }
}

/// Signals under the filter by time, where no words are given.
pub(super) fn by_time(
    view: &View,
    query: &SearchQuery,
    among: &Among,
    wanted: usize,
) -> Result<Ranking, AppError> {
    let signals = view.store().signals();
    let (matches, _) = signals.span(&query.filter, among.clone())?;
    let found = match query.sort {
        SearchSort::Oldest => signals.oldest(&query.filter, among.clone(), wanted)?,
        SearchSort::Relevance | SearchSort::Newest => {
            signals.page(&query.filter, among.clone(), None, wanted)?.signals
        }
    };
    let ranked = found.iter().map(|signal| Ranked::unscored(signal.id)).collect();
    Ok(Ranking { ranked, matches, to_count: None })
}

/// Signals that have the words, by time.
pub(super) fn with_words_by_time(
    view: &View,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
    wanted: usize,
) -> Result<Ranking, AppError> {
    let mut found = match view.words() {
        Some(words) => look(view, words.matches(&word_query(view, query, among)?))?,
        None => Vec::new(),
    };
    let to_count = (!query.typing).then(|| ids(&found));
    let matches = found.len() as u64;
    match query.sort {
        SearchSort::Oldest => found.sort_unstable_by_key(WordMatch::oldest_first),
        SearchSort::Relevance | SearchSort::Newest => found.sort_unstable_by_key(WordMatch::newest_first),
    }
    found.truncate(wanted);
    let ranked = found.iter().map(|found| Ranked::unscored(found.signal)).collect();
    Ok(Ranking { ranked, matches, to_count })
}

/// Signals that have the words, and those that mean alike, the best first.
pub(super) fn by_relevance(
    view: &View,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
    wanted: usize,
) -> Result<Ranking, AppError> {
    let wanted = wanted.max(RANKED);
    let (by_words, near) = std::thread::scope(|scope| {
        // One thread at a time can read the log, so that the other has only the vectors.
        let vectors = view.vectors();
        let near = scope.spawn(move || by_embedding(vectors?, query, among, wanted));
        (by_words(view, query, among, wanted), near.join())
    });
    let (by_words, matches, to_count) = by_words?;
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
    Ok(Ranking { ranked, matches, to_count })
}

/// The best signals that have the words, how many have them, and which those are where they are to be counted.
type ByWords = (Vec<SignalId>, u64, Option<Vec<SignalId>>);

fn by_words(
    view: &View,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
    wanted: usize,
) -> Result<ByWords, AppError> {
    let Some(words) = view.words() else { return Ok((Vec::new(), 0, None)) };
    let word_query = word_query(view, query, among)?;
    let best = |hits: Vec<WordHit>| hits.into_iter().map(|hit| hit.signal).collect();
    if query.typing {
        let (hits, matches) = look(view, words.search(&word_query, wanted))?;
        return Ok((best(hits), matches, None));
    }
    let (hits, all) = look(view, words.search_all(&word_query, wanted))?;
    Ok((best(hits), all.len() as u64, Some(ids(&all))))
}

fn word_query(
    view: &View,
    query: &SearchQuery,
    among: Option<&HashSet<SignalId>>,
) -> Result<WordQuery, AppError> {
    let mut sources = Vec::new();
    for name in query.filter.texts(FilterField::Source) {
        sources.extend(view.store().sources().id(name)?);
    }
    Ok(WordQuery {
        words: query.words.clone(),
        prefix: query.typing,
        at_least: None,
        filter: query.filter.clone(),
        sources,
        among: among.cloned(),
        read: view.store().readings().passing(&query.filter)?,
    })
}

/// What the text index found; one that cannot be read is looked at from end to end.
pub(crate) fn look<T>(view: &View, found: Result<T, hearken_store::StoreError>) -> Result<T, AppError> {
    if found.is_err() {
        view.doubt_views();
    }
    Ok(found?)
}

fn ids(found: &[WordMatch]) -> Vec<SignalId> {
    found.iter().map(|found| found.signal).collect()
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
