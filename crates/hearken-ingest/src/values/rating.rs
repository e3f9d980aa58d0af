//! Stars and scores as sources write them.

/// Reads `4`, `4.5`, `4,5`, `4/5`, `4 out of 5`, `4 stars`, `★★★★☆`. What is not a rating is not an error: it stays a field.
pub(crate) fn parse_rating(value: &str) -> Option<f64> {
    let value = value.trim();
    let stars = value.chars().filter(|c| matches!(c, '★' | '⭐')).count();
    if stars > 0 && value.chars().all(|c| matches!(c, '★' | '⭐' | '☆' | ' ' | '\u{fe0f}')) {
        return Some(stars as f64);
    }
    let end =
        value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let number: f64 = number.replace(',', ".").parse().ok()?;
    (is_unit(unit) && number.abs() <= 1000.0).then_some(number)
}

fn is_unit(unit: &str) -> bool {
    let unit = unit.trim().to_ascii_lowercase();
    let scale =
        unit.strip_prefix('/').or_else(|| unit.strip_prefix("out of")).or_else(|| unit.strip_prefix("of "));
    match scale {
        Some(scale) => parse_scale(scale.trim()),
        None => matches!(unit.as_str(), "" | "star" | "stars" | "star(s)" | "%" | "★" | "⭐" | "points"),
    }
}

fn parse_scale(scale: &str) -> bool {
    let number = scale.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    number.parse::<f64>().is_ok_and(|scale| scale > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_read_in_the_shapes_people_write_them() {
        let shapes = [
            ("4", 4.0),
            (" 4.5 ", 4.5),
            ("4,5", 4.5),
            ("4/5", 4.0),
            ("8 out of 10", 8.0),
            ("-1", -1.0),
            ("0", 0.0),
        ];
        for (value, rating) in shapes {
            assert_eq!(parse_rating(value), Some(rating), "{value}");
        }
        for value in ["4 stars", "★★★★", "★★★★☆", "⭐⭐⭐⭐", "4 Stars", "4★", "4.0 out of 5 stars"]
        {
            assert_eq!(parse_rating(value), Some(4.0), "{value}");
        }
    }

    #[test]
    fn what_is_not_a_rating_gives_none() {
        for value in ["", "good", "4 apples", "/5", "1,2,3", "NaN", "inf", "2024-01-01", "4/zero", "123456"] {
            assert_eq!(parse_rating(value), None, "{value}");
        }
    }
}
