//! Guessing roles: a name proposes, the values decide.

use std::collections::HashSet;

use hearken_domain::Kind;

use super::{SampledColumn, names};
use crate::values::{DateOrder, is_serial, parse_date, parse_rating, state_of};
use crate::{Mapping, Role};

/// Roles in the order in which they choose their column, text first.
const ORDER: [Role; 16] = [
    Role::Text,
    Role::At,
    Role::Rating,
    Role::Id,
    Role::Title,
    Role::AuthorEmail,
    Role::AuthorId,
    Role::Author,
    Role::Url,
    Role::Product,
    Role::Version,
    Role::Language,
    Role::Labels,
    Role::State,
    Role::Status,
    Role::Kind,
];

/// The mapping `given`, with a column for each other role that one fits.
pub(crate) fn guess(sampled: &[SampledColumn], given: &Mapping) -> Mapping {
    let mut mapping = given.clone();
    for role in ORDER {
        if mapping.get(role).is_some() {
            continue;
        }
        let taken: HashSet<&str> = mapping.iter().map(|(_, column)| column).collect();
        let free = || sampled.iter().filter(|column| !taken.contains(column.name.as_str()));
        let named = free()
            .filter(|column| fits(role, column))
            .filter_map(|column| names::rank(role, &column.name).map(|rank| (rank, column)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, column)| column);
        let found = match role {
            Role::Text => text(named, free()),
            Role::At => {
                named.or_else(|| free().find(|column| all_dates(column))).or_else(|| named_in_vain(free()))
            }
            _ => named,
        };
        if let Some(column) = found {
            let name = column.name.clone();
            mapping.set(role, name);
        }
    }
    mapping
}

/// The column that holds times by its whole name, though few of its values can be read: its items are then said to be
/// undated, with examples.
fn named_in_vain<'s>(free: impl Iterator<Item = &'s SampledColumn>) -> Option<&'s SampledColumn> {
    let ranked = free.filter_map(|column| names::rank(Role::At, &column.name).map(|rank| (rank, column)));
    let whole = ranked.filter(|(rank, column)| *rank < names::INNER && words(column) < 8.0);
    whole.min_by_key(|(rank, _)| *rank).map(|(_, column)| column)
}

/// The column whose name says so, unless it holds single words while another holds prose.
fn text<'s>(
    named: Option<&'s SampledColumn>,
    free: impl Iterator<Item = &'s SampledColumn>,
) -> Option<&'s SampledColumn> {
    let wordiest = free
        .filter(|column| fits(Role::Text, column) && share(column, is_address) < 0.5)
        .filter(|column| !names::is_of_others(&column.name))
        .map(|column| (words(column), column))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match (named, wordiest) {
        (Some(named), Some((most, wordiest))) if words(named) < 2.0 && most >= 8.0 => Some(wordiest),
        (Some(named), _) => Some(named),
        (None, Some((most, wordiest))) if most >= 2.5 => Some(wordiest),
        (None, _) => None,
    }
}

/// Whether the values can be what the role says. A column without values can be anything its name says.
fn fits(role: Role, column: &SampledColumn) -> bool {
    if column.values.is_empty() {
        return true;
    }
    let date =
        |value: &str| parse_date(value, DateOrder::MonthFirst).or(parse_date(value, DateOrder::DayFirst));
    match role {
        Role::Text => share(column, |v| parse_rating(v).is_none() && date(v).is_none() && !is_list(v)) > 0.5,
        // A few numbers in the range of a spreadsheet's days are no dates yet.
        Role::At => {
            let least = if column.values.iter().any(|value| is_serial(value)) { 0.9 } else { 0.5 };
            share(column, |v| date(v).is_some_and(|at| at.as_second() > 0)) >= least
        }
        Role::Rating => share(column, |v| parse_rating(v).is_some()) >= 0.5,
        Role::Url => share(column, is_address) >= 0.5,
        Role::AuthorEmail => share(column, |v| v.contains('@')) >= 0.5,
        Role::Author => share(column, |v| v.contains('@') && v.contains('.')) < 0.5 && words(column) < 6.0,
        Role::Kind => share(column, |v| v.parse::<Kind>().is_ok()) >= 0.5,
        Role::Language => share(column, |v| v.len() <= 16) >= 0.9,
        Role::Product | Role::Version | Role::Labels => words(column) < 10.0,
        // Many things have a state or a status: a delivery, a person's address.
        Role::State => share(column, |v| state_of(v).is_some()) >= 0.9,
        Role::Status => share(column, |v| state_of(v).is_some()) >= 0.5,
        Role::Title => words(column) < 30.0,
        // What repeats is not an id: taking it for one would make items overwrite each other.
        Role::Id => column.values.iter().collect::<HashSet<_>>().len() == column.values.len(),
        Role::AuthorId | Role::Ignore => true,
    }
}

/// Dates by their shape alone. Bare numbers are not enough: they count many things.
fn all_dates(column: &SampledColumn) -> bool {
    let dated = |value: &str| {
        value.bytes().any(|b| !b.is_ascii_digit() && !matches!(b, b'.' | b','))
            && (parse_date(value, DateOrder::MonthFirst).is_some()
                || parse_date(value, DateOrder::DayFirst).is_some())
    };
    !column.values.is_empty() && share(column, dated) >= 0.8
}

/// Records that a field holds as JSON are nobody's words.
fn is_list(value: &str) -> bool {
    ["[{", "{\"", "[["].iter().any(|start| value.starts_with(start))
}

fn is_address(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

fn share(column: &SampledColumn, is: impl Fn(&str) -> bool) -> f64 {
    let count = column.values.iter().filter(|value| is(value)).count();
    count as f64 / column.values.len().max(1) as f64
}

/// Words a value on average. Where words are not spaced, three letters beyond ASCII count as one.
fn words(column: &SampledColumn) -> f64 {
    let count = |value: &String| {
        let spaced = value.split_whitespace().count();
        let dense = value.chars().filter(|c| *c > '\u{2e80}').count() / 3;
        spaced.max(dense)
    };
    column.values.iter().map(count).sum::<usize>() as f64 / column.values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(columns: &[(&str, &[&str])]) -> String {
        let sampled: Vec<SampledColumn> = columns
            .iter()
            .map(|(name, values)| SampledColumn {
                name: (*name).to_owned(),
                values: values.iter().map(|v| (*v).to_owned()).collect(),
            })
            .collect();
        guess(&sampled, &Mapping::default()).to_string()
    }

    #[test]
    fn columns_are_known_by_the_names_that_sources_give_them() {
        let columns: [(&str, &[&str]); 8] = [
            ("Review ID", &["r1", "r2"]),
            ("Submit Date", &["2024-01-05", "2024-01-06"]),
            ("Review Text", &["It crashes all the time", "Love it"]),
            ("Star Rating", &["1", "5"]),
            ("user.name", &["Ann", "Bob"]),
            ("E-Mail", &["ann@example.com", "bob@example.com"]),
            ("App Version", &["1.0", "1.1"]),
            ("Country", &["DE", "US"]),
        ];
        let expected = "text=\"Review Text\",at=\"Submit Date\",author=user.name,author-email=E-Mail,id=\"Review ID\",\
                        rating=\"Star Rating\",version=\"App Version\",labels=Country";
        assert_eq!(guessed(&columns), expected);
    }

    #[test]
    fn a_state_and_a_status_are_known_by_their_values_too() {
        let words: (&str, &[&str]) = ("body", &["It crashes all the time", "Cannot log in"]);
        let guessed = |name, values: &[&str]| guessed(&[words, (name, values)]);
        assert_eq!(guessed("state", &["opened", "closed"]), "text=body,state=state");
        assert_eq!(guessed("state.type", &["backlog", "canceled"]), "text=body,state=state.type");
        assert_eq!(guessed("State", &["CA", "TX"]), "text=body");
        assert_eq!(guessed("Status", &["Solved", "Waiting on the moon"]), "text=body,status=Status");
        assert_eq!(guessed("status", &["delivered", "lost"]), "text=body");
        assert_eq!(guessed("Tags", &["ios", "ios, pay"]), "text=body,labels=Tags");
    }

    #[test]
    fn without_distinctive_names_prose_is_the_text_and_dates_are_the_time() {
        let columns: [(&str, &[&str]); 3] = [
            ("column 1", &["billing", "login"]),
            ("column 2", &["03/14/2024", "03/15/2024"]),
            ("column 3", &["I was charged twice for one order", "The login page is blank"]),
        ];
        assert_eq!(guessed(&columns), "text=\"column 3\",at=\"column 2\"");
    }

    #[test]
    fn a_name_is_not_believed_against_its_values() {
        let columns: [(&str, &[&str]); 3] = [
            ("comments", &["3", "17"]),
            ("body", &["It crashes all the time", "Cannot log in"]),
            ("id", &["app", "app"]),
        ];
        assert_eq!(guessed(&columns), "text=body");
    }

    #[test]
    fn a_column_of_times_by_its_name_is_one_even_if_they_cannot_be_read_unless_another_can() {
        let words: (&str, &[&str]) = ("body", &["It crashes all the time", "Cannot log in"]);
        let vain: (&str, &[&str]) = ("Created", &["il y a 3 jours", "hier"]);
        assert_eq!(guessed(&[words, vain]), "text=body,at=Created");
        assert_eq!(guessed(&[words, vain, ("x", &["2024-01-05", "2024-01-06"])]), "text=body,at=x");
        assert_eq!(guessed(&[words, ("meta.created", &["soon", "later"])]), "text=body");
    }

    #[test]
    fn days_as_a_spreadsheet_counts_them_are_dates_where_the_whole_column_has_them() {
        let words: (&str, &[&str]) = ("body", &["It crashes all the time", "Cannot log in"]);
        let days: (&str, &[&str]) = ("Submit Date", &["45581", "45582.75"]);
        assert_eq!(guessed(&[words, days]), "text=body,at=\"Submit Date\"");
        assert_eq!(guessed(&[words, ("x", &["45581", "45582"])]), "text=body");
    }

    #[test]
    fn a_column_of_single_words_gives_way_to_one_of_prose() {
        let columns: [(&str, &[&str]); 2] = [
            ("feedback", &["negative", "positive"]),
            (
                "what happened",
                &["I was charged twice for one order last week", "The page stays blank whatever I try to do"],
            ),
        ];
        assert!(guessed(&columns).starts_with("text=\"what happened\""));
    }

    #[test]
    fn what_others_said_and_lists_of_records_are_not_taken_for_the_customers_words() {
        let prose: &[&str] = &["It crashes all the time", "Cannot log in"];
        for name in ["Developer Reply", "reply.text", "agentComment", "response.body", "Assignee notes"] {
            assert_eq!(guessed(&[(name, prose), ("x", &["1", "2"])]), "", "{name}");
        }
        assert_eq!(guessed(&[("reply.text", prose), ("review.text", prose)]), "text=review.text");
        assert_eq!(guessed(&[("content", &["[{\"id\":1,\"text\":\"a b c d\"}]"])]), "");
        assert_eq!(guessed(&[("text", prose), ("assignee.name", &["Bob", "Bo"])]), "text=text");
    }

    #[test]
    fn nothing_is_guessed_to_be_text_where_there_are_only_numbers() {
        assert_eq!(guessed(&[("a", &["1", "2"]), ("b", &["3", "4"])]), "");
    }
}
