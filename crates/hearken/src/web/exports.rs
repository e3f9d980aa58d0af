//! The links by which what a page lists can be had as a table: as CSV, Markdown or JSON Lines, under the same filter. The API answers
//! them, which reads parameters more strictly than pages do, so that only those that it knows are carried.

use askama::Template;
use hearken_domain::FilterField;

use crate::export::Format;
use crate::web::params::Params;

/// The links of one page.
#[derive(Template)]
#[template(path = "_exports.html")]
pub struct Exports {
    what: &'static str,
    links: [(String, &'static str); 3],
}

impl Exports {
    /// Those of `table`, under the filter and the other parameters of `params` that are named.
    pub fn new(table: &str, what: &'static str, params: &Params, carried: &[&'static str]) -> Self {
        let mut kept = params.only(&[&FilterField::NAMES[..], carried].concat());
        let bounds = FilterField::ALL.into_iter().filter(|field| !field.comparison().takes_many());
        // Of what is given twice the last counts here, and the API takes none of it.
        for name in carried.iter().copied().chain(bounds.map(FilterField::name)) {
            kept = kept.with(name, params.text(name));
        }
        let href =
            |format: Format| kept.with("format", format.as_str()).href(&format!("/api/v1/exports/{table}"));
        Self { what, links: Format::ALL.map(|format| (href(format), named(format))) }
    }
}

fn named(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Markdown => "Markdown",
        Format::Jsonl => "JSON Lines",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_carry_the_filter_and_nothing_that_the_api_does_not_know() {
        let params = Params::parse(
            b"product=A&product=B&since=1&since=2024&sort=rising&from=20&all=1&as_of=2024-03-31",
        );
        let html = Exports::new("themes", "These", &params, &["sort", "as_of"]).render().unwrap();
        let csv = "/api/v1/exports/themes?product=A&#38;product=B&#38;sort=rising&#38;as_of=2024-03-31&#38;since=2024&#38;format=csv";
        assert!(html.contains(csv), "{html}");
    }
}
