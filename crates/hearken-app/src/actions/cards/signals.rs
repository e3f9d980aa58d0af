//! Making signal cards out of signals, with their sources' and themes' names.

use std::collections::BTreeMap;

use hearken_domain::{Signal, SignalFilter, ThemeId};
use hearken_store::Field;

use crate::actions::cards::{Facet, Facets, Learning, SignalCard, ThemeLink};
use crate::app::{App, AppError};

/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 280;
/// Values of a facet.
const FACET_VALUES_MAX: usize = 50;

/// A card for each signal, in their order.
///
/// # Errors
/// Any failure of the store.
pub fn signal_cards(app: &App, signals: &[Signal]) -> Result<Vec<SignalCard>, AppError> {
    let sources = app.store().source_names()?;
    let ids: Vec<_> = signals.iter().map(|signal| signal.id).collect();
    let memberships = app.store().memberships(&ids)?;
    let mut names: BTreeMap<ThemeId, ThemeLink> = BTreeMap::new();
    for id in memberships.values().filter_map(|place| place.theme) {
        if let std::collections::btree_map::Entry::Vacant(entry) = names.entry(id)
            && let Some(theme) = app.store().theme(id)?
        {
            entry.insert(ThemeLink { id, name: theme.name });
        }
    }
    let card = |signal: &Signal| SignalCard {
        id: signal.id,
        kind: signal.kind,
        at: signal.at,
        source: sources.get(&signal.source).cloned().unwrap_or_default(),
        title: signal.title.as_ref().map(|title| title.as_str().to_owned()),
        excerpt: excerpt(signal.verbatim.as_str(), EXCERPT_CHARS),
        rating: signal.rating,
        product: signal.product.clone(),
        theme: memberships.get(&signal.id).and_then(|place| names.get(&place.theme?).cloned()),
    };
    Ok(signals.iter().map(card).collect())
}

/// The beginning of a text, cut at a word's end, white space folded.
pub fn excerpt(text: &str, chars: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        let gap = usize::from(length > 0);
        if gap == 1 && length + gap + word_length > chars {
            return short + " …";
        }
        if gap == 1 {
            short.push(' ');
        }
        if word_length > chars {
            short.extend(word.chars().take(chars));
            return short + "…";
        }
        short.push_str(word);
        length += gap + word_length;
    }
    short
}

impl Facets {
    /// The values of everything there is to filter by.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn of_everything(app: &App) -> Result<Self, AppError> {
        let count = |field| facet(app, field, &SignalFilter::default(), None);
        app.facets(|| {
            Ok(Self {
                sources: count(Field::Source)?,
                products: count(Field::Product)?,
                languages: count(Field::Language)?,
                ratings: count(Field::Rating)?,
            })
        })
    }
}

/// The most frequent values of one field.
///
/// # Errors
/// Any failure of the store.
pub fn facet(
    app: &App,
    field: Field,
    filter: &SignalFilter,
    theme: Option<Option<ThemeId>>,
) -> Result<Vec<Facet>, AppError> {
    let counts = app.store().count_by(field, filter, theme, FACET_VALUES_MAX)?;
    Ok(counts.into_iter().map(|count| Facet { value: count.value, signals: count.signals }).collect())
}

impl Learning {
    /// Where it stands now.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn now(app: &App) -> Result<Self, AppError> {
        if let Some((step, share)) = app.learning().get() {
            return Ok(Self::Running { step, share });
        }
        Ok(match app.store().last_learning()? {
            Some((at, signals)) => Self::Done { at, signals },
            None => Self::None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("they  charged\nme twice", 12), "they charged …");
        assert_eq!(excerpt("they charged", 12), "they charged");
        assert_eq!(excerpt(&"x".repeat(50), 10), format!("{}…", "x".repeat(10)));
        assert_eq!(excerpt(" \n ", 10), "");
    }
}
