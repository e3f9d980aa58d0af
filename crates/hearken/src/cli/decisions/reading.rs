//! Reading the form of a decision: every line has its meaning, or is told with its number.

use std::mem::take;

use hearken_app::actions::decisions::draft::{DraftDissent, DraftOption};

use crate::cli::decisions::form::{Form, FormError};

const FIELDS: [&str; 14] = [
    "Decision", "Version", "Rests on", "Filter", "Question", "Option", "Cost", "Effect", "Chosen", "Because",
    "Dissent", "Why", "Unless", "Review",
];

/// A field with where it began.
struct Field {
    name: &'static str,
    line: usize,
    text: String,
}

/// Reads a form: its first line that cannot be read is the error.
pub fn read(text: &str) -> Result<Form, FormError> {
    let mut reader = Reader::default();
    for field in fields(text)? {
        reader.take(field)?;
    }
    reader.finish()
}

fn error(line: usize, reason: impl Into<String>) -> FormError {
    FormError { line, reason: reason.into() }
}

fn fields(text: &str) -> Result<Vec<Field>, FormError> {
    let mut fields: Vec<Field> = Vec::new();
    for (n, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line.trim_end())) {
        if line.starts_with('#') {
            continue;
        }
        let goes_on = line.starts_with([' ', '\t']) || line.is_empty();
        if !goes_on && let Some(name) = field_name(n, line)? {
            let text = line.split_once(':').map_or("", |(_, text)| text.trim()).to_owned();
            fields.push(Field { name, line: n, text });
            continue;
        }
        let Some(current) = fields.last_mut() else {
            if line.trim().is_empty() {
                continue;
            }
            return Err(error(n, "this stands before any field; the first is a question: Question: …"));
        };
        current.text.push('\n');
        current.text.push_str(line.strip_prefix("  ").unwrap_or(line));
    }
    for field in &mut fields {
        field.text = field.text.trim().to_owned();
    }
    Ok(fields)
}

/// The field that a line begins; `None` where it goes on with the text above.
fn field_name(n: usize, line: &str) -> Result<Option<&'static str>, FormError> {
    let Some((name, _)) = line.split_once(':') else { return Ok(None) };
    let name = name.trim();
    if let Some(known) = FIELDS.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(Some(known));
    }
    let is_word = name.chars().all(|c| c.is_alphabetic() || c == ' ') && name.split(' ').count() <= 2;
    match is_word && !name.is_empty() {
        true => Err(error(
            n,
            format!(
                "'{name}' is no field; there are {}. Begin the line with a blank where it goes on with the text above",
                FIELDS.join(", ")
            ),
        )),
        false => Ok(None),
    }
}

#[derive(Default)]
struct Reader {
    form: Form,
    seen: Vec<&'static str>,
    /// Options with where each began, the empty ones, too: they are counted where one is chosen.
    options: Vec<(usize, DraftOption)>,
    dissent: Vec<(usize, DraftDissent)>,
    chosen: Option<(usize, u64)>,
}

impl Reader {
    fn take(&mut self, field: Field) -> Result<(), FormError> {
        let Field { name, line, text } = field;
        let several = ["Filter", "Option", "Cost", "Effect", "Dissent", "Why", "Rests on"];
        if !several.contains(&name) && self.seen.contains(&name) {
            return Err(error(line, format!("'{name}' stands there twice")));
        }
        self.seen.push(name);
        let some = (!text.is_empty()).then(|| text.clone());
        match name {
            "Decision" => self.form.decision = parsed(line, some.as_deref())?,
            "Version" => self.form.version = parsed(line, some.as_deref())?,
            "Rests on" => self.rests_on(line, &text)?,
            "Filter" => self.form.filter.extend(some),
            "Question" => self.form.question = text,
            "Option" => self.options.push((line, DraftOption { words: text, ..DraftOption::default() })),
            "Cost" | "Effect" => {
                let missing = || error(line, format!("'{name}' stands below no option"));
                let (_, option) = self.options.last_mut().ok_or_else(missing)?;
                let place = if name == "Cost" { &mut option.cost } else { &mut option.effect };
                if place.is_some() {
                    return Err(error(line, format!("'{name}' of one option stands there twice")));
                }
                *place = some;
            }
            "Chosen" => self.chosen = chosen(line, &text)?,
            "Because" => self.form.because = text,
            "Dissent" => self.dissent.push((line, DraftDissent { who: text, ..DraftDissent::default() })),
            "Why" => {
                let missing = || error(line, "'Why' stands below no dissent");
                let (_, one) = self.dissent.last_mut().ok_or_else(missing)?;
                if !one.why.is_empty() {
                    return Err(error(line, "'Why' of one dissent stands there twice"));
                }
                one.why = text;
            }
            "Unless" => self.form.unless = text,
            _ => self.form.review = review(line, some.as_deref())?,
        }
        Ok(())
    }

    fn rests_on(&mut self, line: usize, text: &str) -> Result<(), FormError> {
        for id in text.split([' ', ',', '\n', '\t']).filter(|id| !id.is_empty()) {
            match id.parse() {
                Ok(theme) if !id.starts_with(['O', 'o']) => self.form.themes.push(theme),
                _ => {
                    let told = |_| {
                        error(
                            line,
                            format!("'{id}' is neither a theme such as T-3 nor an opportunity such as O-1"),
                        )
                    };
                    self.form.opportunities.push(id.parse().map_err(told)?);
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Form, FormError> {
        let mut number = 0;
        let mut choice = None;
        for (n, (line, option)) in take(&mut self.options).into_iter().enumerate() {
            let is_chosen = self.chosen.is_some_and(|(_, chosen)| chosen == n as u64 + 1);
            if option == DraftOption::default() {
                continue;
            }
            if option.words.is_empty() {
                return Err(error(line, "this option does not say what would be done"));
            }
            number += 1;
            choice = if is_chosen { Some(number) } else { choice };
            self.form.options.push(option);
        }
        if let (Some((line, chosen)), None) = (self.chosen, choice) {
            return Err(error(line, format!("there is no option {chosen}")));
        }
        self.form.choice = choice;
        for (line, one) in take(&mut self.dissent) {
            match (one.who.is_empty(), one.why.is_empty()) {
                (true, true) => {}
                (true, false) => return Err(error(line, "this does not say who disagrees")),
                (false, true) => {
                    return Err(error(line, "below this stands no 'Why': say why they disagree"));
                }
                (false, false) => self.form.dissent.push(one),
            }
        }
        Ok(self.form)
    }
}

fn parsed<T: std::str::FromStr<Err: ToString>>(
    line: usize,
    text: Option<&str>,
) -> Result<Option<T>, FormError> {
    text.map(|text| text.parse().map_err(|told: T::Err| error(line, told.to_string()))).transpose()
}

fn chosen(line: usize, text: &str) -> Result<Option<(usize, u64)>, FormError> {
    match text {
        "" | "0" | "none" => Ok(None),
        text => {
            let told = |_| error(line, format!("'{text}' is no number of an option: count from 1"));
            Ok(Some((line, text.parse().map_err(told)?)))
        }
    }
}

fn review(line: usize, text: Option<&str>) -> Result<Option<hearken_domain::Date>, FormError> {
    let told = |text: &str| error(line, format!("'{text}' is no day; one is written like 2027-05-01"));
    text.map(|text| text.parse().map_err(|_| told(text))).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Form {
        let option = |words: &str, cost: Option<&str>| DraftOption {
            words: words.to_owned(),
            cost: cost.map(str::to_owned),
            effect: None,
        };
        Form {
            themes: vec![hearken_domain::ThemeId(3)],
            opportunities: vec![hearken_domain::OpportunityId(1)],
            filter: vec!["segment=Large".to_owned()],
            question: "Do we drop the fee?".to_owned(),
            options: vec![
                option("Keep it", None),
                option("Drop it", Some("two weeks\n# and a release\n\nCost: low")),
            ],
            choice: Some(2),
            because: "they leave".to_owned(),
            dissent: vec![DraftDissent { who: "Ann".to_owned(), why: "too early".to_owned() }],
            unless: "nobody speaks of it".to_owned(),
            review: Some("2027-05-01".parse().unwrap()),
            ..Form::default()
        }
    }

    #[test]
    fn what_is_written_reads_back_whatever_stands_in_a_text() {
        assert_eq!(read(&whole().write(None)), Ok(whole()));
        assert_eq!(read(&Form::default().write(None)), Ok(Form::default()), "an empty one is empty");
    }

    #[test]
    fn a_form_that_cannot_be_read_tells_the_line_and_why() {
        for (text, told) in [
            ("Do we?\n", "line 1: this stands before any field"),
            ("Question: a\nCots: 3\n", "line 2: 'Cots' is no field; there are Decision"),
            ("# x\nCost: 3\n", "line 2: 'Cost' stands below no option"),
            ("Why: because\n", "line 1: 'Why' stands below no dissent"),
            ("Question: a\n\nQuestion: b\n", "line 3: 'Question' stands there twice"),
            ("Option: a\nChosen: 2\n", "line 2: there is no option 2"),
            ("Option: a\nChosen: a\n", "line 2: 'a' is no number of an option"),
            ("Option:\nCost: much\n", "line 1: this option does not say what would be done"),
            ("Dissent: Ann\n", "line 1: below this stands no 'Why'"),
            ("Review: soon\n", "line 1: 'soon' is no day"),
            ("Rests on: T-3, S-4\n", "line 1: 'S-4' is neither a theme"),
            ("Version: x\n", "line 1: "),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.starts_with(told), "{text:?}: {error}");
        }
    }

    #[test]
    fn options_left_empty_are_passed_over_and_the_chosen_one_is_counted_as_it_is_seen() {
        let form = read("Question: a\nOption:\nOption: b\nChosen: 2\n").unwrap();
        assert_eq!((form.options.len(), form.choice), (1, Some(1)));
        let form = read("question: a\nand so on, 3: b\n").unwrap();
        assert_eq!(form.question, "a\nand so on, 3: b");
    }
}
