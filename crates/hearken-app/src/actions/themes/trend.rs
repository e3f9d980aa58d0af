//! A theme's trend by the day: when its share changed for longer, what came with releases, and what the next weeks may bring.

use hearken_analysis::trend::{self, Ratio, Series, WeekAhead};
use hearken_domain::{Date, Theme, date_of, day_of};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::ThemeCards;
use crate::actions::releases::card::ReleaseLink;
use crate::actions::releases::near::{MarkReleases, ReleasesOf, mark_releases};
use crate::error::AppError;
use crate::view::View;
use crate::wording;

/// Releases that are told of, the last ones.
const RELEASES_MAX: usize = 5;

/// A theme's trend by the day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct ThemeTrend {
    /// The first of its days (UTC), three years back at most.
    #[schema(value_type = String, format = Date)]
    pub first_day: Date,
    /// Signals of each day from then on, up to the last that is complete. What was told again, or came as a heap with one date,
    /// is left out (docs/trend.md).
    pub signals: Vec<u32>,
    /// All signals of the same days, each source weighed by how much of the theme it usually brings.
    pub all: Vec<f64>,
    /// Undated signals of the theme. They take no part.
    pub undated: u64,
    /// The days from which on its share was another for longer.
    pub changes: Vec<TrendChange>,
    /// The next four weeks; `None` where there are too few weeks to foretell them.
    pub forecast: Option<TrendForecast>,
    /// Up to four weeks from the day of each of the last releases on, beside the eight weeks before. After is not because.
    pub releases: Vec<TrendRelease>,
}

/// A day from which on a share was another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrendChange {
    /// The first day of a week.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Signals from there to the next change.
    pub signals: u64,
    /// Signals that the share before would have given.
    pub expected: f64,
    /// `signals / expected`; `None` where nothing was expected.
    pub ratio: Option<f64>,
    /// 95% interval of the ratio.
    pub ratio_low: Option<f64>,
    /// 95% interval of the ratio; `None` where unbounded.
    pub ratio_high: Option<f64>,
    /// In words.
    pub says: String,
}

/// What the next four weeks may bring.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrendForecast {
    /// Each week.
    pub weeks: Vec<ForecastWeek>,
    /// All of them.
    pub together: ForecastWeek,
    /// In words.
    pub says: String,
}

/// Signals of some days to come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ForecastWeek {
    /// The first of the days.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The number that is expected.
    pub expected: f64,
    /// The lower end of the 90% interval.
    pub low: u64,
    /// The upper end.
    pub high: u64,
}

/// What came with a release.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrendRelease {
    /// The release.
    pub release: ReleaseLink,
    /// Days from its day on that are told of, 28 at most.
    pub days: u64,
    /// Their signals.
    pub signals: u64,
    /// Signals that the share of the eight weeks before would have given.
    pub expected: f64,
    /// `signals / expected`; `None` where nothing was expected.
    pub ratio: Option<f64>,
    /// 95% interval of the ratio.
    pub ratio_low: Option<f64>,
    /// 95% interval of the ratio; `None` where unbounded.
    pub ratio_high: Option<f64>,
    /// In words, after its name.
    pub says: String,
}

impl ForecastWeek {
    fn new(week: WeekAhead) -> Self {
        Self { from: date_of(week.day), expected: week.expected, low: week.low, high: week.high }
    }

    /// The number, in words.
    pub fn says(&self) -> String {
        format!("{} to {}, {:.1} expected", self.low, self.high, self.expected)
    }
}

/// A theme's trend by the day, with the releases of so many weeks.
pub(crate) fn theme_trend(
    view: &View,
    cards: &ThemeCards,
    theme: &Theme,
    weeks: usize,
) -> Result<ThemeTrend, AppError> {
    let series = cards.series_of(theme.id);
    let releases = releases(view, &series, theme, weeks)?;
    Ok(ThemeTrend {
        first_day: date_of(series.first_day),
        undated: cards.undated_of(theme.id),
        changes: trend::change_points(&series)
            .into_iter()
            .map(|point| change(point.day, &point.change))
            .collect(),
        forecast: trend::forecast(&series).map(|forecast| {
            let together = ForecastWeek::new(forecast.together);
            let says =
                wording::trend::forecast(together.from, (together.low, together.high), together.expected);
            TrendForecast {
                weeks: forecast.weeks.into_iter().map(ForecastWeek::new).collect(),
                together,
                says,
            }
        }),
        releases,
        signals: series.signals,
        all: series.all,
    })
}

fn change(day: i32, change: &Ratio) -> TrendChange {
    TrendChange {
        day: date_of(day),
        signals: change.signals,
        expected: change.expected,
        ratio: change.ratio,
        ratio_low: change.interval.map(|interval| interval.low),
        ratio_high: change.interval.and_then(|interval| interval.high),
        says: wording::trend::times_the_share(change, "the share of before"),
    }
}

/// What came with the last releases of what the theme touches.
fn releases(
    view: &View,
    series: &Series,
    theme: &Theme,
    weeks: usize,
) -> Result<Vec<TrendRelease>, AppError> {
    let marked = mark_releases(view, &MarkReleases { of: ReleasesOf::Themes(vec![theme.id]), weeks })?;
    let told = marked.marks.into_iter().rev().filter_map(|mark| {
        let around = trend::around(series, day_of(mark.at))?;
        let change = around.change;
        Some(TrendRelease {
            days: around.days as u64,
            signals: change.signals,
            expected: change.expected,
            ratio: change.ratio,
            ratio_low: change.interval.map(|interval| interval.low),
            ratio_high: change.interval.and_then(|interval| interval.high),
            says: wording::trend::around(&around),
            release: ReleaseLink { id: mark.id, name: mark.name, at: mark.at },
        })
    });
    Ok(told.take(RELEASES_MAX).collect())
}
