//! The weeks of a theme or an area as bars that lead to their signals; what its usual share would have been; when its share
//! changed; and what the next weeks may bring.

use askama::Template;
use hearken_domain::{Date, day_of};
use jiff::tz::TimeZone;

use super::days_href;
use crate::web::params::Params;
use crate::web::releases::marks::{CHART_MARKS, Mark, Releases};
use crate::web::show;
use hearken_app::actions::cards::{AreaCard, Direction, ThemeCard, TrendCard, Week};
use hearken_app::actions::themes::trend::{ThemeTrend, TrendForecast};

/// Height of the plot, and the room above it for the highest grid line's label.
const PLOT_PX: f64 = 180.0;
const TOP_PX: f64 = 20.0;
/// Labels under the plot; more would run into each other on a telephone.
const MONTHS_MAX: usize = 5;

#[derive(Template)]
#[template(path = "_trend.html")]
pub struct TrendChart {
    summary: String,
    bars: Vec<Bar>,
    lines: Vec<Line>,
    months: Vec<Month>,
    expected: Option<Expected>,
    /// What the bars that stand out are.
    recent: String,
    changes: Vec<Change>,
    ahead: Vec<Ahead>,
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
    /// The changes of its share in the week.
    changed: String,
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
    width_to: String,
    y: String,
    label: String,
}

/// A day from which on the share was another.
struct Change {
    x: String,
    title: String,
}

/// A week that is still to come.
struct Ahead {
    left: String,
    width: String,
    top: String,
    height: String,
    y: String,
    right: String,
    week: String,
    says: String,
}

/// Which days the picture shows, each as wide as the others.
struct Days {
    first: i32,
    count: f64,
}

impl Days {
    /// Those of some weeks, up to the end of a forecast.
    fn new(weeks: &[Week], forecast: Option<&TrendForecast>) -> Self {
        let first = weeks.first().map_or(0, |week| day_of(week.start));
        let told = 7 * i32::try_from(weeks.len().max(1)).unwrap_or(i32::MAX / 7);
        let ahead = forecast.and_then(|forecast| forecast.weeks.last());
        let last = ahead.map_or(first.saturating_add(told), |week| number(week.from).saturating_add(7));
        Self { first, count: f64::from(last.saturating_sub(first).max(told)) }
    }

    /// How far along a day begins, 0 to 1.
    fn share(&self, day: i32) -> f64 {
        (f64::from(day.saturating_sub(self.first)) / self.count).clamp(0.0, 1.0)
    }

    /// How wide some days are.
    fn width(&self, days: f64) -> String {
        percent(days / self.count)
    }
}

/// What a number of signals looks like.
struct Heights {
    step: f64,
    top: f64,
}

impl Heights {
    fn new(most: f64) -> Self {
        let most = most.max(1.0);
        let step = nice_step(most);
        Self { step, top: (most / step).ceil() * step }
    }

    fn y(&self, signals: f64) -> f64 {
        TOP_PX + PLOT_PX * (1.0 - signals / self.top)
    }

    fn lines(&self) -> Vec<Line> {
        let line = |number: u32| {
            let value = f64::from(number) * self.step;
            Line { y: format!("{:.1}", self.y(value)), label: format!("{value}") }
        };
        (0..=(self.top / self.step).round() as u32).map(line).collect()
    }
}

impl TrendChart {
    /// Draws a theme's weeks. `filter` is what its signals were counted under, which the bars' links carry.
    pub fn new(card: &ThemeCard, trend: &ThemeTrend, filter: &Params) -> Self {
        let search = filter.with("theme", card.id.to_string());
        let mut chart = Self::draw(card.signals, &card.weeks, &card.trend, trend.forecast.as_ref(), &search);
        let days = Days::new(&card.weeks, trend.forecast.as_ref());
        for change in trend.changes.iter().filter(|change| number(change.day) >= days.first) {
            let title = show::civil(&change.day) + ": " + &change.says;
            let of_bar = |week: &Week| {
                (day_of(week.start)..day_of(week.start).saturating_add(7)).contains(&number(change.day))
            };
            if let Some(bar) = card.weeks.iter().position(of_bar).and_then(|index| chart.bars.get_mut(index))
            {
                bar.changed.clone_from(&title);
            }
            chart.changes.push(Change { x: percent(days.share(number(change.day))), title });
        }
        chart
    }

    /// Draws an area's weeks. `search` asks for its signals, which the bars' links narrow.
    pub fn of_area(card: &AreaCard, search: &Params) -> Self {
        Self::draw(card.signals, &card.weeks, &card.trend, None, search)
    }

    fn draw(
        signals: u64,
        weeks: &[Week],
        trend: &TrendCard,
        forecast: Option<&TrendForecast>,
        search: &Params,
    ) -> Self {
        let days = Days::new(weeks, forecast);
        let compared = f64::from(number(trend.until).saturating_sub(number(trend.from)).saturating_add(1));
        let usual = 7.0 * trend.expected / compared.max(1.0);
        let most = weeks.iter().map(|week| week.signals).max().unwrap_or(0) as f64;
        let ahead = forecast.map_or(&[][..], |forecast| &forecast.weeks);
        let most_ahead = ahead.iter().map(|week| week.high).max().unwrap_or(0) as f64;
        let heights = Heights::new(most.max(usual).max(most_ahead));
        let told = day_of(weeks.last().map_or_else(Default::default, |week| week.start)).saturating_add(7);
        Self {
            summary: format!(
                "{} by week, {}",
                show::counted(&signals, "signal"),
                show::counted_len(weeks.len(), "week")
            ),
            bars: weeks.iter().map(|week| bar(week, trend, &days, &heights, search)).collect(),
            lines: heights.lines(),
            months: months(weeks, &days),
            recent: match trend.direction {
                Direction::Steady | Direction::TooLittle => "last four weeks".to_owned(),
                moves => format!("{} since {}", moves.label(), show::civil(&trend.from)),
            },
            expected: (trend.expected > 0.0 && !weeks.is_empty()).then(|| Expected {
                left: percent(days.share(number(trend.from))),
                width_to: percent(days.share(told)),
                y: format!("{:.1}", heights.y(usual)),
                label: format!("{usual:.1} a week would be its usual share"),
            }),
            changes: Vec::new(),
            ahead: ahead
                .iter()
                .map(|week| {
                    let (low, high) = (heights.y(week.low as f64), heights.y(week.high as f64));
                    Ahead {
                        left: percent(days.share(number(week.from))),
                        width: days.width(7.0),
                        right: percent(days.share(number(week.from).saturating_add(7))),
                        top: format!("{high:.1}"),
                        height: format!("{:.1}", (low - high).max(1.0)),
                        y: format!("{:.1}", heights.y(week.expected)),
                        week: show::civil(&week.from),
                        says: week.says(),
                    }
                })
                .collect(),
            releases: Vec::new(),
            releases_key: None,
        }
    }

    /// With the releases of its weeks.
    #[must_use]
    pub fn marked(mut self, weeks: &[Week], releases: &Releases) -> Self {
        let mut marked = releases.over_weeks(weeks, CHART_MARKS);
        for (bar, week) in self.bars.iter_mut().zip(weeks) {
            bar.released = releases.of_week(week);
        }
        self.releases_key = (marked.all > 0).then(|| marked.key());
        // Marks know the weeks that are told, not those ahead.
        let told = self.bars.last().map_or(1.0, |bar| bar.end());
        marked.marks.iter_mut().for_each(|mark| mark.share *= told);
        self.releases = marked.marks;
        self
    }

    /// Whether its table says anything but numbers.
    fn is_marked(&self) -> bool {
        !self.releases.is_empty() || !self.changes.is_empty()
    }
}

impl Bar {
    /// How far along it ends, 0 to 1.
    fn end(&self) -> f64 {
        let share = |percent: &str| percent.trim_end_matches('%').parse::<f64>().unwrap_or(0.0) / 100.0;
        share(&self.slot_left) + share(&self.slot_width)
    }
}

fn bar(week: &Week, trend: &TrendCard, days: &Days, heights: &Heights, search: &Params) -> Bar {
    let first = day_of(week.start);
    let left = days.share(first);
    let monday = week.start.to_zoned_datetime(TimeZone::UTC).date();
    let sunday = monday.checked_add(jiff::Span::new().days(6)).unwrap_or(monday);
    let y = heights.y(week.signals as f64);
    Bar {
        left: percent(left + 0.7 / days.count),
        width: days.width(5.6),
        slot_left: percent(left),
        slot_width: days.width(7.0),
        top: format!("{y:.1}"),
        height: format!("{:.1}", PLOT_PX + TOP_PX - y),
        recent: first.saturating_add(6) >= number(trend.from),
        week: show::date(&week.start),
        signals: week.signals,
        href: days_href(monday, sunday, search),
        released: String::new(),
        changed: String::new(),
    }
}

fn percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

/// The number of a day.
fn number(day: Date) -> i32 {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_or(0, day_of)
}

/// The distance of grid lines: 1, 2 or 5 times a power of ten, so that there are at most five.
fn nice_step(most: f64) -> f64 {
    let rough = (most / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= rough).unwrap_or(10.0);
    step * power
}

/// Labels at the first weeks of some months; with the year on the first and on each January.
fn months(weeks: &[Week], days: &Days) -> Vec<Month> {
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
        let x = percent(days.share(day_of(weeks[index].start)));
        Month { x, label: date.strftime(pattern).to_string() }
    };
    shown.map(label).collect()
}

#[cfg(test)]
mod tests;
