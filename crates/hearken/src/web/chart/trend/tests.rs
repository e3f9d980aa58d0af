//! What is drawn, and what the table beside it tells.

use hearken_app::actions::themes::trend::{ForecastWeek, TrendChange};
use hearken_domain::{ThemeId, ThemeKind, Timestamp, Verbatim};
use jiff::civil::date;

use super::*;
use crate::web::chart::recent_href;

fn card(signals: &[u64]) -> ThemeCard {
    let monday: Timestamp = "2019-08-05T00:00:00Z".parse().unwrap();
    let week = |(index, &signals): (usize, &u64)| Week {
        start: monday + jiff::SignedDuration::from_hours(7 * 24 * index as i64),
        signals,
    };
    ThemeCard {
        id: ThemeId(7),
        kind: ThemeKind::PainPoint,
        name: Verbatim::redacted("charged twice".to_owned()),
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
            since: Some(date(2019, 8, 19)),
            noticed: Some(date(2019, 8, 27)),
            from: date(2019, 8, 19),
            until: date(2019, 9, 15),
            before_from: date(2019, 5, 27),
            recent: 20,
            all: 100.0,
            before: 24,
            all_before: 300.0,
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

fn ahead(from: Date) -> ForecastWeek {
    ForecastWeek { from, expected: 5.5, low: 2, high: 11 }
}

fn trend() -> ThemeTrend {
    let weeks = [date(2019, 9, 18), date(2019, 9, 25)].map(ahead).to_vec();
    let change = TrendChange {
        day: date(2019, 8, 21),
        signals: 18,
        expected: 8.0,
        ratio: Some(2.2),
        ratio_low: Some(1.3),
        ratio_high: None,
        says: "2.2 times the share before".to_owned(),
    };
    let forecast = TrendForecast { weeks, together: ahead(date(2019, 9, 18)), says: String::new() };
    ThemeTrend { changes: vec![change], forecast: Some(forecast), ..ThemeTrend::default() }
}

#[test]
fn every_week_is_a_bar_that_leads_to_its_signals() {
    let filter = Params::parse(b"source=a%26b");
    let svg = TrendChart::new(&card(&[1, 0, 2, 6, 7, 5]), &ThemeTrend::default(), &filter).render().unwrap();
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
fn the_weeks_since_it_rises_stand_out_and_are_read_together() {
    let chart = TrendChart::new(&card(&[1, 0, 2, 6, 7, 5]), &ThemeTrend::default(), &Params::default());
    let recent: Vec<bool> = chart.bars.iter().map(|bar| bar.recent).collect();
    assert_eq!(recent, [false, false, true, true, true, true]);
    assert_eq!(chart.recent, "rising since 19 Aug 2019");
    let href = recent_href(&card(&[1, 0, 2, 6, 7, 5]), &Params::default());
    assert_eq!(href, "/search?theme=T-7&since=2019-08-19&until=2019-09-16");
}

#[test]
fn what_is_ahead_and_where_the_share_changed_is_drawn_and_told_in_the_table() {
    let chart = TrendChart::new(&card(&[1, 0, 2, 6, 7, 5]), &trend(), &Params::default());
    // Six weeks are told, then two days of the week that goes on, then two weeks ahead: 58 days.
    assert_eq!((chart.ahead[0].left.as_str(), chart.ahead[1].right.as_str()), ("75.862%", "100.000%"));
    assert_eq!(chart.changes[0].x, format!("{:.3}%", 16.0 / 58.0 * 100.0));
    let svg = chart.render().unwrap();
    assert!(svg.contains("21 Aug 2019: 2.2 times the share before"), "{svg}");
    assert!(svg.contains("<th scope=\"row\">18 Sep 2019</th><td>2 to 11, 5.5 expected</td>"), "{svg}");
}

#[test]
fn nothing_to_draw_is_drawn_without_a_fault() {
    for weeks in [&[][..], &[0], &[0, 0, 0, 0, 0]] {
        for trend in [ThemeTrend::default(), trend()] {
            let svg = TrendChart::new(&card(weeks), &trend, &Params::default()).render().unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf%"), "{svg}");
        }
    }
}

#[test]
fn grid_lines_stand_at_round_numbers() {
    assert_eq!([1.0, 4.0, 7.0, 12.0, 33.0, 1000.0].map(nice_step), [1.0, 1.0, 2.0, 5.0, 10.0, 500.0]);
}

#[test]
fn labels_under_the_plot_are_few_and_name_the_year_once() {
    let chart = TrendChart::new(&card(&[1; 80]), &ThemeTrend::default(), &Params::default());
    assert!((2..=MONTHS_MAX).contains(&chart.months.len()));
    assert_eq!(chart.months[0].label, "Sep 2019");
}
