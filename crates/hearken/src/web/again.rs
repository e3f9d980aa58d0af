//! A form that could not be taken, once more with everything that was filled in, on the page that says why: whoever typed
//! something never types it twice.

use askama::Template;
use hearken_domain::FilterField;

use crate::web::legible;

/// Characters of a value that a message quotes at least.
const QUOTED: usize = 30;

/// The form.
#[derive(Debug, Template)]
#[template(path = "_again.html")]
pub struct Again {
    /// Where it is posted to; a form that only asks is sent to its own address.
    post_to: Option<String>,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    name: String,
    label: String,
    value: String,
    /// Shown to be changed; others are sent along as they were.
    shown: bool,
    wrong: bool,
    /// It has several lines.
    is_long: bool,
}

impl Again {
    /// What a page was asked for, of which the parameter `wrong` cannot be understood.
    pub fn asked<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>, wrong: &str) -> Self {
        Self { post_to: None, fields: fields(pairs, |_| true, wrong) }
    }

    /// What was posted to `post_to`, of which a person typed some.
    pub fn posted<'p>(
        post_to: impl Into<String>,
        pairs: impl Iterator<Item = (&'p str, &'p str)>,
        typed: &[&str],
    ) -> Self {
        let mut fields = fields(pairs, |name| typed.contains(&name), "");
        // A field that was left empty did not come, and is there again all the same.
        let there = |name: &&str| fields.iter().any(|field| field.name == *name);
        let empty: Vec<&str> = typed.iter().copied().filter(|name| !there(name)).collect();
        fields.extend(empty.into_iter().map(|name| field((name, ""), true, false)));
        Self { post_to: Some(post_to.into()), fields }
    }

    /// Marks the field that `message` speaks of: whose value it quotes, or which it calls empty by its name; else the only one.
    pub fn marked(mut self, message: &str) -> Self {
        let mut shown: Vec<&mut Field> = self.fields.iter_mut().filter(|field| field.shown).collect();
        if let [field] = shown.as_mut_slice() {
            field.wrong = true;
        }
        for field in shown {
            let beginning: String = field.value.chars().take(QUOTED).collect();
            let quoted = match beginning.len() {
                0 => format!("'{}'", field.name),
                // A long value is quoted by its beginning.
                length if length < field.value.len() => format!("'{beginning}"),
                _ => format!("'{beginning}'"),
            };
            field.wrong |= message.contains(&quoted);
        }
        self
    }

    /// Whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        !self.fields.iter().any(|field| field.shown)
    }
}

fn fields<'p>(
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    shown: impl Fn(&str) -> bool,
    wrong: &str,
) -> Vec<Field> {
    pairs.map(|(name, value)| field((name, value), shown(name), name == wrong)).collect()
}

fn field((name, value): (&str, &str), shown: bool, wrong: bool) -> Field {
    let is_long = value.contains('\n');
    Field { label: label(name), shown, wrong, is_long, name: name.to_owned(), value: value.to_owned() }
}

fn label(name: &str) -> String {
    match name.parse::<FilterField>() {
        Ok(field) => field.definition().label.to_owned(),
        Err(_) if name == "q" => "Words".to_owned(),
        // What a form of ours calls them.
        Err(_) if name == "words" => "They try to".to_owned(),
        Err(_) if name == "field" => "What".to_owned(),
        Err(_) if name == "value" => "What it is".to_owned(),
        Err(_) => {
            let words = name.replace('_', " ");
            let mut letters = words.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_was_typed_comes_back_and_the_rest_is_sent_along() {
        let pairs = [("command", "rename-theme"), ("theme", "T-3"), ("name", "<b> x"), ("seen", "7")];
        let html = Again::posted("/commands", pairs.into_iter(), &["name"]).render().unwrap();
        assert!(html.contains("action=\"/commands\"") && html.contains("method=\"post\""), "{html}");
        assert!(html.contains("type=\"text\" name=\"name\" value=\"&#60;b&#62; x\""), "{html}");
        assert!(html.contains("type=\"hidden\" name=\"theme\" value=\"T-3\""), "{html}");
        let pairs = [("since", "soon"), ("product", "A"), ("q", "x")];
        let html = Again::asked(pairs.into_iter(), "since").render().unwrap();
        assert!(html.contains("name=\"since\" value=\"soon\" aria-invalid=\"true\""), "{html}");
        assert!(html.contains("name=\"product\" value=\"A\"") && !html.contains("action="), "{html}");
        assert!(Again::posted("/commands", [("command", "pin-theme")].into_iter(), &[]).is_empty());
    }

    #[test]
    fn the_field_that_the_message_speaks_of_is_marked_and_one_left_empty_is_there_again() {
        let pairs = [("command", "set-rate"), ("currency", "USD"), ("into", "XX")];
        let again = Again::posted("/commands", pairs.into_iter(), &["currency", "into", "rate"]);
        let html = again.marked("'XX' is not a valid currency").render().unwrap();
        assert!(html.contains("name=\"into\" value=\"XX\" aria-invalid"), "{html}");
        assert!(
            html.contains("name=\"rate\" value=\"\"") && html.matches("aria-invalid").count() == 1,
            "{html}"
        );
        let again = Again::posted("/commands", pairs.into_iter(), &["currency", "into", "rate"]);
        let html = again.marked("'rate' is empty").render().unwrap();
        assert!(html.contains("name=\"rate\" value=\"\" aria-invalid"), "{html}");
    }
}
