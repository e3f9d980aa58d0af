//! How the signals of a theme read: which share of them says what, in which mood, and how bad its pain points are.

use hearken_domain::{Says, Sentiment, Severity, SignalFilter, ThemeId};
use hearken_store::Field;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{Facet, facet};
use crate::error::AppError;
use crate::view::View;
use crate::wording;

/// A theme of whose signals no more than this share says the same is mixed.
const MIXED_MAX: f64 = 2.0 / 3.0;

/// How the signals of a theme read. Those that were not read yet are in none of the counts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemeReads {
    /// How many of its signals were read.
    pub signals: u64,
    /// Which say what, most first.
    pub says: Vec<ReadShare<Says>>,
    /// Which are in which mood, from negative to positive.
    pub sentiment: Vec<ReadShare<Sentiment>>,
    /// How bad its pain points are, the worst first; shares are of these.
    pub severity: Vec<ReadShare<Severity>>,
    /// Whether no more than two thirds of them say the same.
    pub mixed: bool,
    /// The first two in words; nothing where none was read.
    pub told: Option<String>,
}

/// Signals of a theme that read the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ReadShare<V: ToSchema> {
    /// What they read as.
    pub value: V,
    /// How many.
    pub signals: u64,
    /// 0 to 1.
    pub share: f64,
}

/// How the signals of a theme read under a filter.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn reads(
    view: &View,
    filter: &SignalFilter,
    theme: Option<Option<ThemeId>>,
) -> Result<ThemeReads, AppError> {
    let counted = |field| facet(view, field, filter, theme);
    let mut says = shares(&Says::ALL, Says::as_str, &counted(Field::Says)?);
    let sentiment = shares(&Sentiment::ALL, Sentiment::as_str, &counted(Field::Sentiment)?);
    let severity = shares(&Severity::ALL, Severity::as_str, &counted(Field::Severity)?);
    says.sort_by_key(|one| std::cmp::Reverse(one.signals));
    let mixed = says.first().is_some_and(|most| most.share <= MIXED_MAX);
    let told = told(&says, mixed);
    Ok(ThemeReads {
        signals: says.iter().map(|one| one.signals).sum(),
        says,
        sentiment,
        severity,
        mixed,
        told,
    })
}

/// What they say in words.
fn told(says: &[ReadShare<Says>], mixed: bool) -> Option<String> {
    let each: Vec<(Says, f64)> = says.iter().map(|one| (one.value, one.share)).collect();
    wording::reads::told(&each, mixed)
}

/// The values that any signal has, in the order of all.
fn shares<V: ToSchema + Copy>(
    all: &[V],
    word: fn(V) -> &'static str,
    counted: &[Facet],
) -> Vec<ReadShare<V>> {
    let sum: u64 = counted.iter().map(|facet| facet.signals).sum();
    let share = |value: &V| {
        let signals = counted.iter().find(|facet| facet.value.as_str() == word(*value))?.signals;
        Some(ReadShare { value: *value, signals, share: signals as f64 / sum.max(1) as f64 })
    };
    all.iter().filter_map(share).collect()
}

#[cfg(test)]
mod tests {
    use hearken_domain::Verbatim;

    use super::*;

    #[test]
    fn shares_are_told_with_the_largest_first_and_say_where_they_are_mixed() {
        let facet = |(value, signals): &(&str, u64)| Facet {
            value: Verbatim::redacted((*value).to_owned()),
            signals: *signals,
        };
        let told = |counts: &[(&str, u64)]| {
            let counted: Vec<Facet> = counts.iter().map(facet).collect();
            let mut says = shares(&Says::ALL, Says::as_str, &counted);
            says.sort_by_key(|one| std::cmp::Reverse(one.signals));
            let mixed = says.first().is_some_and(|most| most.share <= MIXED_MAX);
            super::told(&says, mixed).unwrap_or_default()
        };
        assert_eq!(
            told(&[("pain-point", 82), ("request", 11), ("none", 7)]),
            "82% pain points, 11% requests, 7% none of these"
        );
        assert_eq!(
            told(&[("request", 50), ("praise", 49), ("none", 1)]),
            "mixed: 50% requests, 49% praise, 1% none of these"
        );
        assert_eq!(told(&[("question", 1_999), ("praise", 1)]), "over 99% questions, under 1% praise");
        assert_eq!(told(&[]), "");
    }
}
