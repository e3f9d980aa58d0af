//! Numbers that are not whole, as people read them.

/// Whole from a hundred on, else with no more places than it takes.
pub fn decimal(value: f64) -> String {
    let text = match value.abs() {
        large if large >= 100.0 => return format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_as_many_places_as_it_takes() {
        let shown = [0.0, 0.25, 0.5, 2.0, 9.996, 12.34, 99.0, 1234.5].map(decimal);
        assert_eq!(shown, ["0", "0.25", "0.5", "2", "10", "12.3", "99", "1234"]);
    }
}
