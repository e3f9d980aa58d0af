//! Numbers that are not whole, and ranges of them, as people read them.

use hearken_domain::Range;

/// Whole from a hundred on, else with no more places than it takes.
pub fn decimal(value: f64) -> String {
    let text = match value.abs() {
        large if large >= 100.0 => return format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A range as it is written: “2..3..8”; one number where it is one.
pub fn range(range: &Range) -> String {
    match range.low == range.high {
        true => decimal(range.likely),
        false => format!("{}..{}..{}", decimal(range.low), decimal(range.likely), decimal(range.high)),
    }
}

/// A range as it is read: “3 (2 to 8)”.
pub fn between(range: &Range) -> String {
    match range.low == range.high {
        true => decimal(range.likely),
        false => format!("{} ({} to {})", decimal(range.likely), decimal(range.low), decimal(range.high)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_as_many_places_as_it_takes() {
        let shown = [0.0, 0.25, 0.5, 2.0, 9.996, 12.34, 99.0, 1234.5].map(decimal);
        assert_eq!(shown, ["0", "0.25", "0.5", "2", "10", "12.3", "99", "1234"]);
        let several = Range { low: 2.0, likely: 3.5, high: 8.0 };
        assert_eq!((range(&several).as_str(), between(&several).as_str()), ("2..3.5..8", "3.5 (2 to 8)"));
        let one = Range { low: 2.0, likely: 2.0, high: 2.0 };
        assert_eq!((range(&one).as_str(), between(&one).as_str()), ("2", "2"));
    }
}
