//! A form that could not be taken, once more with everything that was filled in, on the page that says why: whoever typed
//! something never types it twice.

use askama::Template;
use hearken_domain::FilterField;

use crate::web::legible;

/// The form.
#[derive(Debug, Template)]
#[template(path = "_again.html")]
pub struct Again {
    /// Where it is posted to; a form that only asks is sent to its own address.
    post_to: Option<&'static str>,
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
}

impl Again {
    /// What a page was asked for, of which the parameter `wrong` cannot be understood.
    pub fn asked<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>, wrong: &str) -> Self {
        Self { post_to: None, fields: fields(pairs, |_| true, wrong) }
    }

    /// What was posted to `post_to`, of which a person typed some.
    pub fn posted<'p>(
        post_to: &'static str,
        pairs: impl Iterator<Item = (&'p str, &'p str)>,
        typed: &[&str],
    ) -> Self {
        Self { post_to: Some(post_to), fields: fields(pairs, |name| typed.contains(&name), "") }
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
    let field = |(name, value): (&str, &str)| Field {
        label: label(name),
        shown: shown(name),
        wrong: name == wrong,
        name: name.to_owned(),
        value: value.to_owned(),
    };
    pairs.map(field).collect()
}

fn label(name: &str) -> String {
    match name.parse::<FilterField>() {
        Ok(field) => field.definition().label.to_owned(),
        Err(_) if name == "q" => "Words".to_owned(),
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
}
