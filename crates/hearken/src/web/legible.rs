//! How every value stands on a page: as text, with a mark for what would not be read but obeyed, such as a letter that turns
//! the writing direction of the line. What a form sends back must stay as it is, and goes through [`exact`].

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};

use crate::shown::{MARK, is_order};

/// The escaper of all templates.
#[derive(Debug, Clone, Copy)]
pub struct Legible;

impl Escaper for Legible {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut rest = text;
        // A carriage return is the start of a line end; a page has spaces for it.
        let next = |rest: &str| rest.char_indices().find(|(_, c)| is_order(*c) && *c != '\r');
        while let Some((at, order)) = next(rest) {
            Html.write_escaped_str(&mut dest, &rest[..at])?;
            dest.write_char(MARK)?;
            rest = &rest[at + order.len_utf8()..];
        }
        Html.write_escaped_str(&mut dest, rest)
    }
}

/// Text as a page shows it, as HTML that needs no escaping.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing into a string does not fail.
    let _ = Legible.write_escaped_str(&mut escaped, text);
    escaped
}

/// A value that a form sends back as it came, as HTML that needs no escaping.
pub fn exact(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing into a string does not fail.
    let _ = Html.write_escaped_str(&mut escaped, text);
    escaped
}

#[cfg(test)]
mod tests {
    use askama::Template;

    #[derive(Template)]
    #[template(
        source = "<p title=\"{{ text }}\">{{ text }} {{ 7 }}</p>{{ super::exact(text)|safe }}",
        ext = "html"
    )]
    struct Probe<'t> {
        text: &'t str,
    }

    #[test]
    fn a_page_shows_a_mark_for_what_turns_or_controls_and_a_form_sends_it_back_as_it_was() {
        let html = Probe { text: "a\u{202e}b\u{1b}[2J<i>\u{2067}\r\nc" }.render().unwrap();
        let shown = "a\u{fffd}b\u{fffd}[2J&#60;i&#62;\u{fffd}\r\nc";
        let exact = "a\u{202e}b\u{1b}[2J&#60;i&#62;\u{2067}\r\nc";
        assert_eq!(html, format!("<p title=\"{shown}\">{shown} 7</p>{exact}"));
    }
}
