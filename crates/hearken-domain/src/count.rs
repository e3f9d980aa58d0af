//! Numbers as sentences say them: in thousands, and with the right form of their noun. The one place that knows how a noun
//! becomes several, so that nothing ever counts "1 items".

/// A count, in thousands: "1,923".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count with its noun: "0 signals", "1 signal", "1,923 signals".
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {}", grouped(number), noun_for(number, noun))
}

/// The form of a noun that goes with a count: "signal" with 1, else "signals".
pub fn noun_for(number: u64, noun: &str) -> String {
    if number == 1 { noun.to_owned() } else { plural(noun) }
}

/// Several of a noun; of more words the last one changes, or the first where "of" follows it.
fn plural(noun: &str) -> String {
    if let Some((head, rest)) = noun.split_once(" of ") {
        return format!("{} of {rest}", plural(head));
    }
    let (before, last) = noun.rsplit_once(' ').map_or(("", noun), |(before, last)| (before, last));
    let several = match last {
        "person" => "people".to_owned(),
        _ if last.ends_with(['s', 'x']) || last.ends_with("ch") || last.ends_with("sh") => {
            format!("{last}es")
        }
        _ => match last.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
            _ => format!("{last}s"),
        },
    };
    if before.is_empty() { several } else { format!("{before} {several}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_in_thousands() {
        assert_eq!(
            ["0", "999", "1,000", "1,923", "12,345,678"],
            [0, 999, 1000, 1923, 12_345_678].map(grouped).each_ref().map(String::as_str)
        );
    }

    #[test]
    fn a_noun_goes_with_its_count() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "signal")), ["0 signals", "1 signal", "2 signals"]);
        assert_eq!([1, 3].map(|n| counted(n, "person")), ["1 person", "3 people"]);
        assert_eq!(counted(2, "repository"), "2 repositories");
        assert_eq!(counted(2, "day"), "2 days");
        assert_eq!(counted(2, "match"), "2 matches");
        assert_eq!(counted(2, "rejected item"), "2 rejected items");
        assert_eq!(counted(2, "row of themes"), "2 rows of themes");
    }
}
