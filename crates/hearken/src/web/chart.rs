//! Charts as SVG, drawn on the server: they need no script, and take their colours from the style sheet, so that they
//! follow the light or dark theme. Positions are percentages and text keeps its size, so that a chart fits any width.

mod trend;

use askama::Template;
use hearken_domain::Date;

use crate::web::params::Params;
use crate::web::releases::marks::{Releases, SPARK_MARKS};
use crate::web::show;
use hearken_app::actions::cards::{RECENT_WEEKS, ThemeCard, TrendCard, Week};

pub use trend::TrendChart;

/// A line of small bars, one a week, the last four in the accent colour.
#[derive(Template)]
#[template(
    source = "<svg class=\"spark\" viewBox=\"0 0 {{ width }} 24\" preserveAspectRatio=\"none\" role=\"img\" \
              aria-label=\"{{ label }}\"><path class=\"before\" d=\"{{ before }}\"/>\
              <path class=\"recent\" d=\"{{ recent }}\"/>{% for (x, title) in releases %}<g class=\"release\">\
              <title>{{ title }}</title><path d=\"M{{ x }} 0v24\"/></g>{% endfor %}</svg>",
    ext = "html"
)]
pub struct Sparkline {
    width: usize,
    label: String,
    before: String,
    recent: String,
    /// Where releases stand, with their names.
    releases: Vec<(String, String)>,
}

impl Sparkline {
    /// Draws the weeks.
    pub fn new(weeks: &[Week]) -> Self {
        let most = weeks.iter().map(|week| week.signals).max().unwrap_or(0).max(1);
        let first_recent = weeks.len().saturating_sub(RECENT_WEEKS);
        let bar = |(index, week): (usize, &Week)| {
            // A week with signals is never invisible, one without never looks like some.
            let height = match week.signals {
                0 => 0.6,
                some => (some as f64 / most as f64 * 24.0).max(1.6),
            };
            format!("M{} 24v-{height:.1}h3v{height:.1}z", index * 4)
        };
        let draw = |from: usize, to: usize| weeks.iter().enumerate().take(to).skip(from).map(bar).collect();
        let recent: u64 = weeks[first_recent..].iter().map(|week| week.signals).sum();
        Self {
            width: (weeks.len() * 4).max(4) - 1,
            label: format!(
                "{}, at most {} in one; {recent} in the last four",
                show::counted_len(weeks.len(), "week"),
                show::counted(&most, "signal")
            ),
            before: draw(0, first_recent),
            recent: draw(first_recent, weeks.len()),
            releases: Vec::new(),
        }
    }

    /// With the releases of its weeks.
    #[must_use]
    pub fn marked(mut self, weeks: &[Week], releases: &Releases) -> Self {
        let marked = releases.over_weeks(weeks, SPARK_MARKS);
        self.label += &marked.told();
        let width = self.width as f64;
        self.releases =
            marked.marks.into_iter().map(|mark| (format!("{:.1}", mark.share * width), mark.title)).collect();
        self
    }
}

/// The address of a theme's signals of the days that its card compares.
pub fn recent_href(card: &ThemeCard, filter: &Params) -> String {
    compared_href(&card.trend, &filter.with("theme", card.id.to_string()))
}

/// The address of the signals that `search` asks for of the days that a trend compares.
pub fn compared_href(trend: &TrendCard, search: &Params) -> String {
    days_href(trend.from, trend.until, search)
}

/// The address of the signals that `search` asks for, from one day to another.
fn days_href(first: Date, last: Date, search: &Params) -> String {
    let end = last.tomorrow().unwrap_or(last);
    search.with("since", first.to_string()).with("until", end.to_string()).href("/search")
}

#[cfg(test)]
mod tests {
    use hearken_domain::Timestamp;

    use super::*;

    #[test]
    fn small_bars_of_nothing_are_drawn_without_a_fault() {
        let start: Timestamp = "2019-08-05T00:00:00Z".parse().unwrap();
        for weeks in [&[][..], &[Week { start, signals: 0 }; 5]] {
            let svg = Sparkline::new(weeks).render().unwrap();
            assert!(!svg.contains("NaN"), "{svg}");
        }
    }
}
