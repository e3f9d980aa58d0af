//! The field in which a person chooses a theme: a list while there are few; where there are many, a text that takes any theme's
//! id, with the likeliest suggested by their names.

use askama::Template;
use hearken_app::actions::cards::ThemeLink;
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_domain::ThemeId;

use crate::web::show;

#[derive(Template)]
#[template(path = "_theme_field.html")]
struct ThemeField<'f> {
    name: &'f str,
    /// What the list says where nothing is chosen.
    empty: &'f str,
    /// Whether *no theme* is a choice.
    none: bool,
    /// Whether something must be chosen.
    required: bool,
    chosen: Option<ThemeId>,
    themes: &'f [ThemeLink],
    more: bool,
}

impl<'f> ThemeField<'f> {
    /// One that may be left as it is, with nothing chosen.
    fn new(offered: &'f OfferedThemes, name: &'f str, empty: &'f str) -> Self {
        let (themes, more) = (offered.themes.as_slice(), offered.more);
        Self { name, empty, none: false, required: false, chosen: None, themes, more }
    }

    fn html(&self) -> String {
        self.render().unwrap_or_default() // of strings alone, which cannot fail
    }
}

/// A field in which a theme must be chosen.
pub fn required(offered: &OfferedThemes, name: &str, empty: &str) -> String {
    ThemeField { required: true, ..ThemeField::new(offered, name, empty) }.html()
}

/// A field in which a theme, or none, must be chosen.
pub fn required_or_none(offered: &OfferedThemes, name: &str, empty: &str) -> String {
    ThemeField { required: true, none: true, ..ThemeField::new(offered, name, empty) }.html()
}

/// A field that may be left as it is.
pub fn optional(offered: &OfferedThemes, name: &str, empty: &str, chosen: Option<ThemeId>) -> String {
    ThemeField { chosen, ..ThemeField::new(offered, name, empty) }.html()
}

#[cfg(test)]
mod tests {
    use hearken_domain::Verbatim;

    use super::*;

    fn offered(more: bool) -> OfferedThemes {
        let theme = |id, name: &str| ThemeLink { id: ThemeId(id), name: Verbatim::redacted(name.to_owned()) };
        OfferedThemes { themes: vec![theme(7, "\"><script>"), theme(9, "Late fees")], more }
    }

    #[test]
    fn few_themes_are_a_list_to_choose_from() {
        let html = optional(&offered(false), "theme", "none", Some(ThemeId(9)));
        assert!(
            html.starts_with("<select id=\"pick-theme\"") && html.contains(r#"value="T-9" selected"#),
            "{html}"
        );
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn of_many_any_can_be_named_by_its_id() {
        let html = required_or_none(&offered(true), "to", "a theme …");
        assert!(
            html.contains(r#"<input type="text" id="pick-to" name="to""#) && html.contains(r#"value="none""#),
            "{html}"
        );
        assert!(html.contains(r#"<option value="T-9">Late fees"#) && !html.contains("<script>"), "{html}");
    }

    #[test]
    fn a_theme_that_is_chosen_but_not_suggested_stays_chosen() {
        let html = optional(&offered(true), "theme", "none", Some(ThemeId(4321)));
        assert!(html.contains(r#"value="T-4321""#), "{html}");
    }
}
