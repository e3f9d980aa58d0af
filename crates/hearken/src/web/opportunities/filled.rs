//! A form as it was filled in, where it could not be taken: everything that was typed, what is wrong beside its field, and, where
//! somebody else was faster, what stands by now beside what was typed.

use askama::Template;
use hearken_app::error::{AppError, WrongField};

use crate::web::legible;
use crate::web::params::Params;

/// What stands before the name of a field whose value is the one that its page showed.
const WAS: &str = "was_";

/// The field of a form that is to blame: the one that the action names, where the form has it; else the only one.
pub fn field_of(fields: &[&'static str], wrong: &WrongField) -> Option<&'static str> {
    if !matches!(wrong.error, AppError::User { .. } | AppError::NotFound { .. } | AppError::Conflict { .. }) {
        return None;
    }
    let named = match wrong.field {
        "themes" | "add_themes" => "theme",
        field => field,
    };
    let own = fields.iter().copied().find(|field| *field == named);
    own.or(if let [only] = fields { Some(*only) } else { None })
}

/// A form that could not be taken; the default is none.
#[derive(Default)]
pub struct Filled {
    /// Which form of the page.
    pub form: String,
    /// What was typed.
    pub typed: Params,
    /// The fields that cannot be taken, each with why.
    pub wrong: Vec<(&'static str, String)>,
    /// Why it cannot be taken, where that is of no field.
    pub told: String,
    /// Somebody else changed what it is about meanwhile.
    pub is_stale: bool,
}

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A line.
    Line,
    /// Several lines.
    Words,
    /// A day.
    Day,
}

/// A field with what stands in it.
#[derive(Template)]
#[template(path = "_field.html")]
struct Field<'f> {
    id: String,
    name: &'f str,
    label: &'f str,
    value: String,
    /// What stood there when the page was shown.
    stood: &'f str,
    sort: Sort,
    note: &'f str,
    wrong: Option<&'f str>,
    /// Of those that are wrong it comes first, and takes the focus.
    is_first: bool,
    /// What stands by now, where that is another than what was typed.
    by_now: Option<&'f str>,
}

impl Filled {
    /// Whether it is this form that came back.
    pub fn is(&self, form: &str) -> bool {
        !self.form.is_empty() && self.form == form
    }

    /// Whether a form came back that only has a button.
    pub fn is_elsewhere(&self) -> bool {
        let form = self.form.split('-').next().unwrap_or_default();
        !["", "edit", "guess", "theme", "believe", "solve", "track", "merge"].contains(&form)
    }

    /// Why this form came back, where that is of no field.
    pub fn told_of(&self, form: &str) -> Option<&str> {
        (self.is(form) && self.wrong.is_empty()).then_some(self.told.as_str())
    }

    /// What is wrong with a field of a form.
    pub fn wrong_with(&self, form: &str, name: &str) -> Option<&str> {
        let wrong = self.wrong.iter().filter(|_| self.is(form)).find(|(field, _)| *field == name);
        wrong.map(|(_, told)| told.as_str())
    }

    /// What stands in a field of a form: what was typed, or else what stands.
    pub fn value<'v>(&'v self, form: &str, name: &str, stands: &'v str) -> &'v str {
        if !self.is(form) {
            return stands;
        }
        let typed = self.typed.get(name).unwrap_or_default();
        // What nobody changed on the stale page follows what stands by now.
        let untouched = lines(self.typed.get(&format!("{WAS}{name}")).unwrap_or_default()) == lines(typed);
        if self.is_stale && untouched { stands } else { typed }
    }

    /// A field of a form, as HTML.
    pub fn field(&self, form: &str, name: &str, label: &str, stands: &str, sort: Sort, note: &str) -> String {
        let value = self.value(form, name, stands).to_owned();
        let differs = self.is(form) && self.is_stale && lines(&value) != lines(stands);
        let field = Field {
            id: format!("{form}-{name}"),
            wrong: self.wrong_with(form, name),
            is_first: self.wrong.first().is_some_and(|(first, _)| *first == name),
            by_now: differs.then_some(stands),
            value,
            stood: stands,
            name,
            label,
            sort,
            note,
        };
        // A template of our own that writes into a string does not fail.
        field.render().unwrap_or_default()
    }
}

/// Words without regard to how lines end.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stale(typed: &[u8]) -> Filled {
        Filled { form: "edit".to_owned(), typed: Params::parse(typed), is_stale: true, ..Filled::default() }
    }

    #[test]
    fn what_an_action_blames_is_told_beside_its_field_or_the_only_one_and_what_the_machine_fails_at_is_of_none()
     {
        let wrong = |field, error| WrongField { field, error };
        let user = |field| wrong(field, AppError::user("no"));
        assert_eq!(field_of(&["title", "theme"], &user("add_themes")), Some("theme"));
        assert_eq!(field_of(&["title", "theme"], &user("opportunity")), None);
        assert_eq!(field_of(&["into"], &user("opportunity")), Some("into"));
        assert_eq!(field_of(&["into"], &wrong("into", AppError::Full { message: "full".to_owned() })), None);
    }

    #[test]
    fn on_a_stale_form_what_was_typed_stays_beside_what_stands_and_the_rest_follows_it() {
        let filled = stale(b"title=mine&was_title=old&owner=ann&was_owner=ann");
        assert_eq!(filled.value("edit", "title", "theirs"), "mine");
        assert_eq!(filled.value("edit", "owner", "ben"), "ben");
        let title = filled.field("edit", "title", "Title", "theirs", Sort::Line, "");
        assert!(title.contains("value=\"mine\"") && title.contains("theirs</q>"), "{title}");
        let owner = filled.field("edit", "owner", "Owner", "ben", Sort::Line, "");
        assert!(owner.contains("value=\"ben\"") && !owner.contains("</q>"), "{owner}");
        assert_eq!(filled.value("guess", "effort", "3"), "3", "that is another form");
    }

    #[test]
    fn a_field_shows_what_is_wrong_and_gives_back_what_was_typed_to_the_letter() {
        let typed = Params::parse("form=guess&effort=\u{202e}\"><b>".as_bytes());
        let filled = Filled {
            form: "guess".to_owned(),
            typed,
            wrong: vec![("effort", "<i> is no range".to_owned())],
            ..Filled::default()
        };
        let html = filled.field("guess", "effort", "Effort", "2..3", Sort::Line, "0.1 to 1000");
        assert!(html.contains("value=\"\u{202e}&#34;&#62;&#60;b&#62;\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\"") && html.contains("&#60;i&#62; is no range"), "{html}");
        assert!(html.contains("aria-describedby=\"guess-effort-wrong guess-effort-note\""), "{html}");
        assert_eq!(filled.told_of("guess"), None, "it stands beside its field");
    }
}
