//! What is near a text that nothing has, and foreign texts fit for a message.

/// Values named in place of one that is not there.
pub(crate) const NAMED: usize = 3;
/// Words that are alike have at least so much in common, by Jaro and Winkler's measure.
const ALIKE_MIN: f64 = 0.84;
/// Letters of a value that an error shows.
const SHOWN_CHARS: usize = 60;

/// The values that are most like a text, in quotes.
pub(crate) fn near(text: &str, values: &[String]) -> Vec<String> {
    let typed = text.trim().to_lowercase();
    let likeness = |value: &String| {
        let value = value.to_lowercase();
        let is_word = |text: &str| text.chars().count() > 2;
        let holds = |text: &str, part: &str| is_word(part) && text.contains(part);
        if holds(&value, &typed) || holds(&typed, &value) {
            return 1.0;
        }
        strsim::jaro_winkler(&typed, &value)
    };
    let mut near: Vec<(f64, &String)> = values.iter().map(|value| (likeness(value), value)).collect();
    near.retain(|(likeness, _)| *likeness >= ALIKE_MIN);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(NAMED).map(|(_, value)| format!("'{}'", shown(value))).collect()
}

/// Values in quotes.
pub(crate) fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("'{}'", shown(value))).collect::<Vec<_>>().join(", ")
}

/// A foreign text, fit for a message.
pub(crate) fn shown(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN_CHARS).collect();
    if text.chars().count() > SHOWN_CHARS { plain + "…" } else { plain }
}
