//! Names as they are compared: by their letters and digits alone, in lower case.

/// Letters and digits of a name, in lower case.
pub(crate) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a list of words between blanks has the name.
pub(crate) fn listed(list: &str, name: &str) -> bool {
    let name = letters(name);
    !name.is_empty() && list.split(' ').any(|known| known == name)
}
