//! Charts as SVG, drawn on the server: they need no script, and take their colours from the style sheet, so that they
//! follow the light or dark theme. Positions are percentages and text keeps its size, so that a chart fits any width.

use askama::Template;
use jiff::tz::TimeZone;

use crate::web::params::Params;
use crate::web::releases::marks::{CHART_MARKS, Mark, Releases, SPARK_MARKS};
use crate::web::show;
use hearken_app::actions::cards::{AreaCard, ThemeCard, TrendCard, Week};

/// Weeks at the end that a trend is about.
const RECENT_WEEKS: usize = 4;

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

/// Weekly signals of a theme or an area: bars that link to their signals, and what the last four weeks were expected to be.
#[derive(Template)]
#[template(path = "_trend.html")]
pub struct TrendChart {
    summary: String,
    bars: Vec<Bar>,
    lines: Vec<Line>,
    months: Vec<Month>,
    expected: Option<Expected>,
    releases: Vec<Mark>,
    /// What the marks of releases mean; `None` where there are none.
    releases_key: Option<String>,
}

struct Bar {
    left: String,
    width: String,
    slot_left: String,
    slot_width: String,
    top: String,
    height: String,
    recent: bool,
    week: String,
    signals: u64,
    href: String,
    /// The releases of the week.
    released: String,
}

struct Line {
    y: String,
    label: String,
}

struct Month {
    x: String,
    label: String,
}

struct Expected {
    left: String,
    y: String,
    label: String,
}

/// Height of the plot, and the room above it for the highest grid line's label.
const PLOT_PX: f64 = 180.0;
const TOP_PX: f64 = 20.0;
/// Labels under the plot; more would run into each other on a telephone.
const MONTHS_MAX: usize = 5;

impl TrendChart {
    /// Draws a theme's weeks. `filter` is what its signals were counted under, which the bars' links carry.
    pub fn new(card: &ThemeCard, filter: &Params) -> Self {
        Self::draw(card.signals, &card.weeks, &card.trend, &filter.with("theme", card.id.to_string()))
    }

    /// Draws an area's weeks. `search` asks for its signals, which the bars' links narrow.
    pub fn of_area(card: &AreaCard, search: &Params) -> Self {
        Self::draw(card.signals, &card.weeks, &card.trend, search)
    }

    fn draw(signals: u64, weeks: &[Week], trend: &TrendCard, search: &Params) -> Self {
        let slots = weeks.len().max(1) as f64;
        let expected_weekly = trend.expected / RECENT_WEEKS as f64;
        let most = weeks.iter().map(|week| week.signals).max().unwrap_or(0) as f64;
        let step = nice_step(most.max(expected_weekly).max(1.0));
        let top = (most.max(expected_weekly).max(1.0) / step).ceil() * step;
        let y = |value: f64| TOP_PX + PLOT_PX * (1.0 - value / top);
        let percent = |share: f64| format!("{:.3}%", share * 100.0);
        let first_recent = weeks.len().saturating_sub(RECENT_WEEKS);
        let bar = |(index, week): (usize, &Week)| Bar {
            left: percent((index as f64 + 0.1) / slots),
            width: percent(0.8 / slots),
            slot_left: percent(index as f64 / slots),
            slot_width: percent(1.0 / slots),
            top: format!("{:.1}", y(week.signals as f64)),
            height: format!("{:.1}", PLOT_PX + TOP_PX - y(week.signals as f64)),
            recent: index >= first_recent,
            week: show::date(&week.start),
            signals: week.signals,
            href: weeks_href(std::slice::from_ref(week), search),
            released: String::new(),
        };
        let lines = (0..=(top / step).round() as u32).map(|number| {
            let value = f64::from(number) * step;
            Line { y: format!("{:.1}", y(value)), label: format!("{value}") }
        });
        Self {
            summary: format!(
                "{} by week, {}",
                show::counted(&signals, "signal"),
                show::counted_len(weeks.len(), "week")
            ),
            bars: weeks.iter().enumerate().map(bar).collect(),
            lines: lines.collect(),
            months: months(weeks),
            expected: (trend.expected > 0.0 && weeks.len() >= RECENT_WEEKS).then(|| Expected {
                left: percent(first_recent as f64 / slots),
                y: format!("{:.1}", y(expected_weekly)),
                label: format!("{expected_weekly:.1} a week would be its usual share"),
            }),
            releases: Vec::new(),
            releases_key: None,
        }
    }

    /// With the releases of its weeks.
    #[must_use]
    pub fn marked(mut self, weeks: &[Week], releases: &Releases) -> Self {
        let marked = releases.over_weeks(weeks, CHART_MARKS);
        for (bar, week) in self.bars.iter_mut().zip(weeks) {
            bar.released = releases.of_week(week);
        }
        self.releases_key = (marked.all > 0).then(|| marked.key());
        self.releases = marked.marks;
        self
    }
}

/// The address of a theme's signals in the last four weeks of its card.
pub fn recent_href(card: &ThemeCard, filter: &Params) -> String {
    recent_weeks_href(&card.weeks, &filter.with("theme", card.id.to_string()))
}

/// The address of the signals that `search` asks for in the last four weeks.
pub fn recent_weeks_href(weeks: &[Week], search: &Params) -> String {
    weeks_href(&weeks[weeks.len().saturating_sub(RECENT_WEEKS)..], search)
}

fn weeks_href(weeks: &[Week], search: &Params) -> String {
    let mut params = search.clone();
    if let (Some(first), Some(last)) = (weeks.first(), weeks.last()) {
        let end = last.start + jiff::SignedDuration::from_hours(7 * 24);
        params = params.with("since", show::day(&first.start)).with("until", show::day(&end));
    }
    params.href("/search")
}

/// The distance of grid lines: 1, 2 or 5 times a power of ten, so that there are at most five.
fn nice_step(most: f64) -> f64 {
    let rough = (most / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= rough).unwrap_or(10.0);
    step * power
}

/// Labels at the first weeks of some months; with the year on the first and on each January.
fn months(weeks: &[Week]) -> Vec<Month> {
    let dates: Vec<_> = weeks.iter().map(|week| week.start.to_zoned_datetime(TimeZone::UTC)).collect();
    let starts: Vec<usize> =
        (1..dates.len()).filter(|&index| dates[index].month() != dates[index - 1].month()).collect();
    let every = starts.len().div_ceil(MONTHS_MAX).max(1);
    // A label needs room to its right.
    let shown = starts.into_iter().step_by(every).filter(|&index| (index as f64) < dates.len() as f64 * 0.88);
    let mut year = None;
    let label = |index: usize| {
        let date = &dates[index];
        let pattern = if year.replace(date.year()) == Some(date.year()) { "%b" } else { "%b %Y" };
        Month {
            x: format!("{:.3}%", index as f64 / dates.len() as f64 * 100.0),
            label: date.strftime(pattern).to_string(),
        }
    };
    shown.map(label).collect()
}

#[cfg(test)]
mod tests {
    use hearken_domain::{ThemeId, ThemeKind, Timestamp};

    use super::*;
    use hearken_app::actions::cards::{Direction, TrendCard};

    fn card(signals: &[u64]) -> ThemeCard {
        let monday: Timestamp = "2019-08-05T00:00:00Z".parse().unwrap();
        let week = |(index, &signals): (usize, &u64)| Week {
            start: monday + jiff::SignedDuration::from_hours(7 * 24 * index as i64),
            signals,
        };
        ThemeCard {
            id: ThemeId(7),
            kind: ThemeKind::PainPoint,
            name: hearken_domain::Verbatim::redacted("charged twice".to_owned()),
            description: None,
            area_id: None,
            area: None,
            pinned: false,
            signals: signals.iter().sum(),
            besides: 0,
            share: 0.1,
            customers: None,
            rating_mean: None,
            weeks: signals.iter().enumerate().map(week).collect(),
            trend: TrendCard {
                direction: Direction::Rising,
                recent: 20,
                expected: 8.0,
                ratio: Some(2.5),
                ratio_low: Some(1.4),
                ratio_high: None,
                why: String::new(),
            },
            quote: None,
            born_at: monday,
        }
    }

    #[test]
    fn every_week_is_a_bar_that_leads_to_its_signals() {
        let svg =
            TrendChart::new(&card(&[1, 0, 2, 6, 7, 5]), &Params::parse(b"source=a%26b")).render().unwrap();
        assert_eq!(svg.matches("<title>").count(), 6);
        assert!(svg.contains("Week of 5 Aug 2019: 1 signal<"), "{svg}");
        assert!(
            svg.contains("/search?source=a%26b&#38;theme=T-7&#38;since=2019-08-05&#38;until=2019-08-12"),
            "{svg}"
        );
        assert!(svg.contains("2.0 a week would be its usual share"), "{svg}");
        assert!(!svg.contains("style="), "inline styles are refused by the policy");
    }

    #[test]
    fn the_last_four_weeks_stand_out() {
        let chart = TrendChart::new(&card(&[1, 0, 2, 6, 7, 5]), &Params::default());
        let recent: Vec<bool> = chart.bars.iter().map(|bar| bar.recent).collect();
        assert_eq!(recent, [false, false, true, true, true, true]);
        let href = recent_href(&card(&[1, 0, 2, 6, 7, 5]), &Params::default());
        assert_eq!(href, "/search?theme=T-7&since=2019-08-19&until=2019-09-16");
    }

    #[test]
    fn nothing_to_draw_is_drawn_without_a_fault() {
        for weeks in [&[][..], &[0], &[0, 0, 0, 0, 0]] {
            let svg = TrendChart::new(&card(weeks), &Params::default()).render().unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf%"), "{svg}");
            let svg = Sparkline::new(&card(weeks).weeks).render().unwrap();
            assert!(!svg.contains("NaN"), "{svg}");
        }
    }

    #[test]
    fn grid_lines_stand_at_round_numbers() {
        assert_eq!([1.0, 4.0, 7.0, 12.0, 33.0, 1000.0].map(nice_step), [1.0, 1.0, 2.0, 5.0, 10.0, 500.0]);
    }

    #[test]
    fn labels_under_the_plot_are_few_and_name_the_year_once() {
        let chart = TrendChart::new(&card(&[1; 80]), &Params::default());
        assert!((2..=MONTHS_MAX).contains(&chart.months.len()));
        assert_eq!(chart.months[0].label, "Sep 2019");
    }
}
