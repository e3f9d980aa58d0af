//! The small numbers that stand for what is read: each value's place among all, counted from 1.

use hearken_domain::{FilterField, Says, Sentiment, Severity};

/// What has a number.
pub(crate) trait Numbered: Copy + PartialEq + 'static {
    const VALUES: &'static [Self];
}

impl Numbered for Says {
    const VALUES: &'static [Self] = &Self::ALL;
}

impl Numbered for Sentiment {
    const VALUES: &'static [Self] = &Self::ALL;
}

impl Numbered for Severity {
    const VALUES: &'static [Self] = &Self::ALL;
}

pub(super) fn to_number<V: Numbered>(value: V) -> u8 {
    V::VALUES.iter().position(|other| *other == value).map_or(0, |at| at as u8 + 1)
}

/// The value of a number; one that nothing has is the last.
pub(crate) fn from_number<V: Numbered>(number: u8) -> V {
    let last = V::VALUES.len() - 1;
    V::VALUES[usize::from(number.saturating_sub(1)).min(last)]
}

/// The number of a field's value as it is typed in a filter; 0, which nothing has, for any other word.
pub(crate) fn number_of(field: FilterField, word: &str) -> u8 {
    match field {
        FilterField::Says => word.parse().map_or(0, to_number::<Says>),
        FilterField::Sentiment => word.parse().map_or(0, to_number::<Sentiment>),
        FilterField::Severity => word.parse().map_or(0, to_number::<Severity>),
        _ => 0,
    }
}

/// How sure something is, as it is stored.
pub(super) fn to_thousandths(share: f64) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u16
}

pub(super) fn from_thousandths(thousandths: u16) -> f64 {
    f64::from(thousandths) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_its_number_and_no_word_has_one_that_is_none() {
        for says in Says::ALL {
            assert_eq!(from_number::<Says>(to_number(says)), says);
            assert_eq!(number_of(FilterField::Says, says.as_str()), to_number(says));
        }
        assert_eq!(to_number(Says::PainPoint), 1, "migrations and statements have the numbers in them");
        assert_eq!(
            (to_number(Says::None), to_number(Sentiment::Positive), to_number(Severity::Annoyed)),
            (5, 3, 3)
        );
        assert_eq!(number_of(FilterField::Says, "' OR 1=1 --"), 0);
        assert_eq!(from_thousandths(to_thousandths(0.8125)), 0.813);
    }
}
