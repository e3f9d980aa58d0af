//! Counting what can be filtered by: beside each value stands what choosing it would show. Nothing narrowed, everything is
//! counted; else the newest signals are looked at, in one scan.

use hearken_domain::{Aside, Comparison, SignalFilter, SignalId, ThemeId, Verbatim};
use hearken_store::{Among, Field, FieldCount, WordQuery};

use crate::actions::cards::{Facet, Facets};
use crate::actions::segments::list::segment_names;
use crate::error::AppError;
use crate::view::View;

/// Values of a field.
const VALUES_MAX: usize = 50;
/// Signals that are looked at under a filter.
const SCAN_MAX: usize = 100_000;

impl Facets {
    /// What there is to filter by among signals of some themes under a filter and, where there are words, that have them.
    /// Signals that were found by their meaning alone are not counted.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn under(view: &View, filter: &SignalFilter, among: &Among, words: &str) -> Result<Self, AppError> {
        let filter = &view.up_to_then(filter);
        let words = words.trim();
        view.facets(&format!("{filter:?} {among:?} {words}"), || {
            if filter.is_empty() && words.is_empty() {
                match among {
                    Among::Everything => return Self::exactly(view, None),
                    Among::Unsorted => return Self::exactly(view, Some(None)),
                    Among::Theme(theme) => return Self::exactly(view, Some(Some(*theme))),
                    Among::Themes(_) => {}
                }
            }
            let having = if words.is_empty() { None } else { Some(having(view, filter, words)?) };
            let too_many = having.as_ref().is_some_and(|having| having.len() > SCAN_MAX);
            let ids = having.as_deref().map(|ids| &ids[..ids.len().min(SCAN_MAX)]);
            let rollup = view.store().rollup();
            let mut counted = rollup.facets(filter, among, ids, (SCAN_MAX, VALUES_MAX))?;
            let mut of = |field| facets(counted.fields.remove(&field).unwrap_or_default());
            Ok(Self {
                log_position: view.store().log().position()?.0,
                sources: of(Field::Source),
                products: of(Field::Product),
                languages: of(Field::Language),
                labels: of(Field::Label),
                states: of(Field::State),
                statuses: of(Field::Status),
                says: of(Field::Says),
                sentiments: of(Field::Sentiment),
                severities: of(Field::Severity),
                asides: of(Field::Is),
                segments: segment_names(view)?,
                ratings: of(Field::Rating),
                newest: (counted.more || too_many).then_some(SCAN_MAX as u64),
            })
        })
    }

    fn exactly(view: &View, theme: Option<Option<ThemeId>>) -> Result<Self, AppError> {
        let everything = SignalFilter::default();
        let count = |field| facet(view, field, &everything, theme);
        Ok(Self {
            log_position: view.store().log().position()?.0,
            newest: None,
            sources: count(Field::Source)?,
            products: count(Field::Product)?,
            languages: count(Field::Language)?,
            labels: count(Field::Label)?,
            states: count(Field::State)?,
            statuses: count(Field::Status)?,
            says: count(Field::Says)?,
            sentiments: count(Field::Sentiment)?,
            severities: count(Field::Severity)?,
            asides: if theme.is_none() { asides(view)? } else { Vec::new() },
            segments: segment_names(view)?,
            ratings: count(Field::Rating)?,
        })
    }
}

fn asides(view: &View) -> Result<Vec<Facet>, AppError> {
    let counts = view.store().asides().counts(None)?;
    let both = [(Aside::Campaign, counts.campaign), (Aside::Spam, counts.spam)];
    let facet = |(aside, signals): (Aside, u64)| Facet {
        value: Verbatim::redacted(aside.as_str().to_owned()),
        signals,
    };
    Ok(both.into_iter().filter(|(_, signals)| *signals > 0).map(facet).collect())
}

/// Signals within the filter's bounds in time that have the words, newest first.
fn having(view: &View, filter: &SignalFilter, words: &str) -> Result<Vec<SignalId>, AppError> {
    let Some(index) = view.words() else { return Ok(Vec::new()) };
    let times = filter.keeping(|field| matches!(field.comparison(), Comparison::Since | Comparison::Until));
    let query = WordQuery { words: words.to_owned(), filter: times, ..WordQuery::default() };
    let mut found = index.matches(&query).inspect_err(|_| view.doubt_views())?;
    found.sort_unstable_by_key(|found| found.newest_first());
    Ok(found.into_iter().map(|found| found.signal).collect())
}

/// The most frequent values of one field.
///
/// # Errors
/// Any failure of the store.
pub fn facet(
    view: &View,
    field: Field,
    filter: &SignalFilter,
    theme: Option<Option<ThemeId>>,
) -> Result<Vec<Facet>, AppError> {
    Ok(facets(view.store().rollup().count_by(field, filter, theme, VALUES_MAX)?))
}

fn facets(counts: Vec<FieldCount>) -> Vec<Facet> {
    counts
        .into_iter()
        .map(|count| Facet { value: Verbatim::redacted(count.value), signals: count.signals })
        .collect()
}
