//! What a decision rests on, as a page shows it: numbers as they stood beside those of now, each leading to the signals behind it.

use askama::Template;
use hearken_app::actions::decisions::cards::{DecisionEvidence, EvidenceNumbers, EvidenceOfTheme};
use hearken_domain::ThemeId;

use crate::web::params::Params;
use crate::web::show;

/// What a decision rests on.
#[derive(Template)]
#[template(path = "_evidence.html")]
pub struct Evidence {
    card: DecisionEvidence,
    /// Whether it was frozen; else it is what would be.
    frozen: bool,
}

/// One number, then and now.
struct Measure {
    label: &'static str,
    then: Cell,
    now: Cell,
}

/// A number with where the signals behind it are.
struct Cell {
    text: String,
    href: Option<String>,
}

impl Cell {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

impl Evidence {
    /// What a decision rests on as it stood.
    pub fn frozen(card: DecisionEvidence) -> Self {
        Self { card, frozen: true }
    }

    /// What it would rest on.
    pub fn preview(card: DecisionEvidence) -> Self {
        Self { card, frozen: false }
    }

    fn filter(&self) -> Params {
        let pairs = self.card.filter.iter().filter_map(|line| line.as_str().split_once('='));
        pairs.fold(Params::default(), |params, (name, value)| params.and(name, value))
    }

    /// The measures of a theme.
    fn measures(&self, theme: &EvidenceOfTheme) -> Vec<Measure> {
        let then = self.cells(&theme.then, &theme.lives_on, true);
        let unknown = || std::array::from_fn(|_| Cell::plain("not counted"));
        let now = theme.now.as_ref().map_or_else(unknown, |now| self.cells(now, &theme.lives_on, false));
        let labels = ["Signals", "Of nobody known", "Customers", "They pay a year", "A blocker for"];
        let measures = labels.into_iter().zip(then).zip(now);
        measures.map(|((label, then), now)| Measure { label, then, now }).collect()
    }

    fn cells(&self, numbers: &EvidenceNumbers, theme: &ThemeId, then: bool) -> [Cell; 5] {
        let mut params = self.filter();
        if then && self.frozen {
            params = params.with("as_of", self.card.as_of.to_string());
        }
        let of_theme = params.with("theme", theme.to_string());
        let linked = |count: u64, href: String| Cell { text: show::count(&count), href: Some(href) };
        let revenue = match (numbers.revenue_erased, numbers.revenue.is_empty()) {
            (true, _) => Cell::plain("[erased]"),
            (false, true) => Cell::plain("not known"),
            (false, false) => Cell::plain(show::sums(&numbers.revenue)),
        };
        [
            linked(numbers.signals, of_theme.href("/search")),
            linked(numbers.of_nobody, of_theme.with("customer", "nobody").href("/search")),
            linked(numbers.customers, params.href(&format!("/themes/{theme}")) + "#whose"),
            revenue,
            Cell::plain(show::count(&numbers.blocked)),
        ]
    }
}
