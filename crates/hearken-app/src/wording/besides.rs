//! How many speak of a theme besides, beside the count that they are not in.

/// "3 more speak of it besides"; nothing where nobody does.
pub(crate) fn more(signals: u64) -> Option<String> {
    match signals {
        0 => None,
        1 => Some("1 more speaks of it besides".to_owned()),
        some => Some(format!("{some} more speak of it besides")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_speaks_and_several_speak_and_of_nobody_nothing_is_said() {
        let said = [0, 1, 3].map(more);
        assert_eq!(said[0], None);
        assert_eq!(said[1].as_deref(), Some("1 more speaks of it besides"));
        assert_eq!(said[2].as_deref(), Some("3 more speak of it besides"));
    }
}
