//! How values from outside, sizes and lists of columns are written in messages to people.

use hearken_domain::counted;

/// A value from outside as it may stand in a message: one line, no control characters, cut at `chars_max`.
pub(crate) fn shown(value: &str, chars_max: usize) -> String {
    let mut shown: String = value
        .chars()
        .map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c })
        .take(chars_max)
        .collect();
    if value.chars().nth(chars_max).is_some() {
        shown.push('…');
    }
    shown
}

/// A number of bytes as people read it.
pub(crate) fn bytes_shown(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return counted(bytes, "byte");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if value.fract() == 0.0 {
        format!("{value:.0} {}", UNITS[unit])
    } else {
        format!("{value:.1} {}", UNITS[unit])
    }
}

/// The names of columns, separated by commas; of many, the first 40 and how many more there are.
pub(crate) fn columns_shown<'c>(columns: impl IntoIterator<Item = &'c str>) -> String {
    const SHOWN: usize = 40;
    let names: Vec<&str> = columns.into_iter().collect();
    let mut parts: Vec<String> = names.iter().take(SHOWN).map(|name| shown(name, 60)).collect();
    if names.len() > SHOWN {
        parts.push(format!("and {} more", names.len() - SHOWN));
    }
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// Letters that show nothing: zero-width ones, marks of writing direction, the byte-order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
