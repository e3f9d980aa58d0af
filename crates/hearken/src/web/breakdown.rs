//! How signals spread over the values of a field, as bars that lead to their signals.

use askama::Template;
use utoipa::ToSchema;

use crate::web::params::Params;
use crate::web::show;
use hearken_app::actions::cards::Facet;
use hearken_app::actions::themes::reads::ReadShare;

/// How one theme's or source's signals spread over the values of a field: one bar each, linked to its signals.
#[derive(Template)]
#[template(path = "_breakdown.html")]
pub struct Breakdown {
    title: &'static str,
    note: Option<&'static str>,
    rows: Vec<Row>,
    more: usize,
}

struct Row {
    label: String,
    signals: u64,
    /// Of all signals that are told of, where that is said.
    share: Option<String>,
    width: String,
    href: String,
}

/// Rows shown of one field.
const ROWS: usize = 8;

impl Breakdown {
    /// Draws `facets`; a row's link adds to `base` what `narrow` makes of its value.
    pub fn new(title: &'static str, facets: &[Facet], narrow: impl Fn(&str) -> Params) -> Self {
        let most = facets.iter().map(|facet| facet.signals).max().unwrap_or(0).max(1);
        let row = |facet: &Facet| Row {
            label: show::words(&facet.value).to_owned(),
            signals: facet.signals,
            share: None,
            width: format!("{:.2}", facet.signals as f64 / most as f64 * 100.0),
            href: narrow(show::words(&facet.value)).href("/search"),
        };
        Self {
            title,
            note: None,
            rows: facets.iter().take(ROWS).map(row).collect(),
            more: facets.len().saturating_sub(ROWS),
        }
    }

    /// Draws shares of what was read, each with its label.
    pub fn of_shares<V: ToSchema + Copy>(
        title: &'static str,
        shares: &[ReadShare<V>],
        label: fn(V) -> &'static str,
        narrow: impl Fn(V) -> Params,
    ) -> Self {
        let row = |one: &ReadShare<V>| Row {
            label: label(one.value).to_owned(),
            signals: one.signals,
            share: Some(show::percent(&one.share)),
            width: format!("{:.2}", one.share * 100.0),
            href: narrow(one.value).href("/search"),
        };
        Self { title, note: None, rows: shares.iter().map(row).collect(), more: 0 }
    }

    /// With what is to be kept in mind of its figures.
    #[must_use]
    pub fn noting(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// Whether it tells anything.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::Verbatim;

    use super::*;

    #[test]
    fn a_breakdown_escapes_what_customers_named() {
        let facets = [Facet { value: Verbatim::redacted("<b>\"x\"</b>".to_owned()), signals: 3 }];
        let base = Params::default();
        let html = Breakdown::new("Product", &facets, |value| base.with("product", value)).render().unwrap();
        assert!(!html.contains("<b>"), "{html}");
        assert!(html.contains("/search?product=%3Cb%3E%22x%22%3C%2Fb%3E"), "{html}");
    }
}
