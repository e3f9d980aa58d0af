//! What a source is called: after its file, unless a person names it, and always so that it can stand in a link.

use crate::error::AppError;
use crate::next_step::NextStep;

/// The file's name without its folder and extensions: `reviews.csv.gz` is `reviews`.
pub fn source_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.split('.').find(|part| !part.is_empty()).unwrap_or(name);
    if stem.is_empty() || stem == "-" { "pasted".to_owned() } else { stem.to_owned() }
}

/// Whether a name can be typed, shown and put into a link.
///
/// # Errors
/// [`AppError::User`] for a name that is empty, padded or too long, or has a slash or a control character.
pub fn check_source_name(name: &str) -> Result<(), AppError> {
    let plain = !name.trim().is_empty() && name.trim() == name && name.chars().count() <= 100;
    if plain && !name.chars().any(char::is_control) && !name.contains(['/', '\\']) {
        return Ok(());
    }
    Err(AppError::user("that is not a valid name of a source; give 1 to 100 characters, no slashes and no control characters")
        .suggest(NextStep::NameSource))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_after_its_file() {
        assert_eq!(source_name("reviews.csv.gz"), "reviews");
        assert_eq!(source_name("exports/2024 Q1.jsonl"), "2024 Q1");
        assert_eq!(source_name(".hidden.csv"), "hidden");
        assert_eq!(source_name("-"), "pasted");
    }

    #[test]
    fn a_source_name_that_cannot_stand_in_a_link_is_refused() {
        assert!(check_source_name("app reviews").is_ok());
        for bad in ["", " x", "a/b", "a\u{1b}[31m", &"x".repeat(101)] {
            assert!(check_source_name(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
