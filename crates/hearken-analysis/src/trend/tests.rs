//! What a series must say, whatever came in.

use hearken_domain::{DayCount, SourceId};

use super::*;
use crate::random::Random;

/// Days of a made source, whose signals come in the numbers given, one a day and theme.
fn counts(days: usize, mean: impl Fn(usize) -> f64, seed: u64) -> Vec<u32> {
    let mut random = Random::new(seed);
    (0..days).map(|day| poisson(&mut random, mean(day))).collect()
}

fn poisson(random: &mut Random, mean: f64) -> u32 {
    let (least, mut product, mut count) = ((-mean).exp(), random.unit(), 0);
    while product > least {
        product *= random.unit();
        count += 1;
    }
    count
}

fn reading(signals: Vec<u32>, all: &[u32]) -> Reading {
    read(&Series::new(20_000, signals, all), &Constants::default())
}

#[test]
fn a_theme_that_triples_rises_since_the_day_it_did() {
    let series = Series::new(20_000, counts(300, |day| if day < 280 { 1.0 } else { 3.0 }, 1), &[40; 300]);
    let reading = read(&series, &Constants::default());
    assert_eq!(reading.direction, Direction::Rising);
    assert!((reading.since.unwrap() - 20_280).abs() <= 5, "{reading:?}");
    assert!(reading.noticed.unwrap() < 20_295, "{reading:?}");
    let interval = reading.change.interval.unwrap();
    assert!(interval.low < 3.0 && interval.high.unwrap() > 3.0 && interval.low > 1.5, "{reading:?}");
}

#[test]
fn a_theme_that_all_but_stops_falls() {
    let reading = reading(counts(300, |day| if day < 270 { 3.0 } else { 0.5 }, 2), &[40; 300]);
    assert_eq!(reading.direction, Direction::Falling);
    assert!(reading.change.interval.unwrap().high.unwrap() < 1.0, "{reading:?}");
}

#[test]
fn a_new_theme_is_noticed_within_its_first_ten_signals() {
    let signals = counts(200, |day| if day < 170 { 0.0 } else { 0.5 }, 3);
    let noticed = (171..200)
        .find(|days| reading(signals[..*days].to_vec(), &vec![40; *days]).direction == Direction::New);
    let heard: u32 = signals[..noticed.expect("it is noticed")].iter().sum();
    assert!(heard <= 10, "{heard}");
}

#[test]
fn a_source_that_grows_or_is_quiet_on_sundays_moves_nothing() {
    let volume = |day: usize| if day % 7 == 3 { 2 } else { 20 + u32::try_from(day).unwrap() / 2 };
    let all: Vec<u32> = (0..300).map(volume).collect();
    let signals = counts(300, |day| f64::from(all[day]) / 20.0, 4);
    assert_eq!(reading(signals, &all).direction, Direction::Steady);
}

#[test]
fn one_day_makes_no_theme_rise_however_much_it_brought() {
    let mut signals = vec![1; 300];
    let mut all = vec![40; 300];
    signals[297] = 4_000;
    all[297] = 4_040;
    assert_eq!(reading(signals.clone(), &all).direction, Direction::Steady);
    // Nor does it fall when the day lies in what is usual.
    let later = [signals, vec![1; 60]].concat();
    assert_eq!(reading(later, &[all, vec![40; 60]].concat()).direction, Direction::Steady);
}

#[test]
fn a_long_silence_is_no_fall_and_what_comes_after_it_no_rise() {
    let signals = counts(400, |day| if (150..300).contains(&day) { 0.0 } else { 2.0 }, 7);
    let all: Vec<u32> = (0..400).map(|day| if (150..300).contains(&day) { 0 } else { 40 }).collect();
    for days in [290, 305, 320, 330, 345, 400] {
        let reading = reading(signals[..days].to_vec(), &all[..days]);
        assert_eq!(reading.direction, Direction::Steady, "{days}: {reading:?}");
    }
}

#[test]
fn too_little_is_said_to_be_too_little() {
    for (signals, all) in
        [(vec![], vec![]), (vec![9], vec![9]), (vec![0; 400], vec![40; 400]), (vec![3; 20], vec![40; 20])]
    {
        assert_eq!(reading(signals.clone(), &all).direction, Direction::TooLittle);
        let series = Series::new(20_000, signals, &all);
        assert!(change_points(&series).is_empty());
    }
    assert_eq!(forecast(&Series::new(0, vec![0; 400], &[40; 400])), None);
    assert_eq!(forecast(&Series::new(0, vec![4; 30], &[40; 30])), None);
}

#[test]
fn change_points_lie_where_the_share_changed_and_nowhere_else() {
    let level = |day: usize| if (140..280).contains(&day) { 3.0 } else { 1.0 };
    let series = Series::new(0, counts(420, level, 8), &[40; 420]);
    let days: Vec<i32> = change_points(&series).iter().map(|point| point.day).collect();
    assert!(days.len() == 2 && (days[0] - 140).abs() <= 7 && (days[1] - 280).abs() <= 7, "{days:?}");
    let steady = |seed| change_points(&Series::new(0, counts(728, |_| 1.0, seed), &[40; 728])).len();
    assert!((0..100).map(steady).sum::<usize>() <= 5);
}

#[test]
fn a_forecast_of_a_steady_theme_holds_what_comes() {
    let held = (0..100).filter(|seed| {
        let signals = counts(392, |_| 2.0, 100 + seed);
        let together: u64 = signals[364..].iter().map(|day| u64::from(*day)).sum();
        let forecast = forecast(&Series::new(0, signals[..364].to_vec(), &[40; 364])).unwrap();
        assert_eq!(forecast.weeks.len(), 4);
        (forecast.together.low..=forecast.together.high).contains(&together)
    });
    assert!(held.count() >= 90);
}

#[test]
fn what_came_with_a_release_is_told_and_a_day_outside_is_not() {
    let series = Series::new(0, counts(200, |day| if day < 180 { 1.0 } else { 4.0 }, 9), &[40; 200]);
    let around_release = around(&series, 180).unwrap();
    assert_eq!(around_release.days, 20);
    assert!(around_release.change.interval.unwrap().low > 2.0);
    assert!([-5, 0, 200, i32::MAX, i32::MIN].iter().all(|day| around(&series, *day).is_none()));
}

/// Rows of a source that is heard of each day what was said that day.
fn live(source: u64, days: std::ops::Range<i32>, signals: u32) -> Vec<DayCount> {
    days.map(|day| DayCount { source: SourceId(source), said: day, came: day, signals }).collect()
}

fn read_rows(all: &[DayCount], theme: &[DayCount], last_day: i32) -> Reading {
    read(&Arrivals::new(all, last_day).series(theme), &Constants::default())
}

#[test]
fn a_source_that_joins_brings_its_own_themes_and_they_do_not_rise() {
    let theme = [live(1, 0..400, 1), live(2, 350..400, 10)].concat();
    let all = [live(1, 0..400, 40), live(2, 350..400, 40)].concat();
    assert_eq!(read_rows(&all, &theme, 399).direction, Direction::Steady);
    let own = live(2, 350..400, 10);
    assert_ne!(read_rows(&all, &own, 399).direction, Direction::New);
}

#[test]
fn a_backfill_of_one_matter_does_not_rise() {
    let backfill: Vec<DayCount> =
        (360..390).map(|said| DayCount { source: SourceId(1), said, came: 399, signals: 50 }).collect();
    let theme = [live(1, 0..400, 2), backfill.clone()].concat();
    let all = [live(1, 0..400, 40), backfill].concat();
    let reading = read_rows(&all, &theme, 399);
    assert_eq!(reading.direction, Direction::Steady, "{reading:?}");
}

#[test]
fn a_first_import_in_two_files_counts_whole() {
    let file = |came: i32, signals: u32| -> Vec<DayCount> {
        (0..400).map(|said| DayCount { source: SourceId(1), said, came, signals }).collect()
    };
    let theme = file(402, 3);
    let arrivals = Arrivals::new(&[file(401, 40), file(402, 40)].concat(), 399);
    assert_eq!(arrivals.series(&theme).signals.iter().sum::<u32>(), 1_200);
    assert_eq!(read(&arrivals.series(&theme), &Constants::default()).direction, Direction::Steady);
}

#[test]
fn a_first_import_of_years_says_what_its_own_days_say() {
    let imported = |signals: u32, days: std::ops::Range<i32>| -> Vec<DayCount> {
        days.map(|said| DayCount { source: SourceId(1), said, came: 400, signals }).collect()
    };
    assert_eq!(read_rows(&imported(40, 0..400), &imported(2, 0..400), 399).direction, Direction::Steady);
    let rises = [imported(2, 0..380), imported(8, 380..400)].concat();
    assert_eq!(read_rows(&imported(40, 0..400), &rises, 399).direction, Direction::Rising);
    // Of a month nothing can be compared.
    assert_eq!(
        read_rows(&imported(40, 370..400), &imported(2, 370..400), 399).direction,
        Direction::TooLittle
    );
}

#[test]
fn a_month_that_was_uploaded_with_one_date_does_not_rise() {
    let heap = DayCount { source: SourceId(1), said: 390, came: 398, signals: 1_500 };
    let theme = [live(1, 0..400, 2), vec![heap]].concat();
    let all = [live(1, 0..400, 40), vec![heap]].concat();
    // As one row, or as rows of themes of which none is a heap.
    let parts = [all[..400].to_vec(), vec![DayCount { signals: 100, ..heap }; 15]].concat();
    assert_eq!(Arrivals::new(&all, 399).series(&theme), Arrivals::new(&parts, 399).series(&theme));
    let series = Arrivals::new(&all, 399).series(&theme);
    assert_eq!(series.signals[390], 2);
    assert_eq!(read(&series, &Constants::default()).direction, Direction::Steady);
}

#[test]
fn a_monthly_upload_of_all_its_days_counts_and_late_days_are_known_to_be_so() {
    let monthly = |signals: u32, days: std::ops::Range<i32>| -> Vec<DayCount> {
        days.map(|said| DayCount { source: SourceId(1), said, came: (said / 30 + 1) * 30, signals }).collect()
    };
    let theme = [monthly(2, 0..360), monthly(8, 360..390)].concat();
    let arrivals = Arrivals::new(&monthly(40, 0..390), 389);
    let series = arrivals.series(&theme);
    assert_eq!(series.signals.iter().sum::<u32>(), 2 * 360 + 8 * 30);
    assert!((26..=28).contains(&series.unsettled_days), "{}", series.unsettled_days);
    assert_eq!(read(&series, &Constants::default()).direction, Direction::Rising);
}

#[test]
fn what_is_said_to_be_of_another_age_takes_no_room() {
    let odd = [i32::MIN, -700_000, i32::MAX].map(|said| DayCount {
        source: SourceId(1),
        said,
        came: 10,
        signals: 5,
    });
    let series = Arrivals::new(&[live(1, 0..400, 40), odd.to_vec()].concat(), 399).series(&odd);
    assert_eq!((series.days(), series.signals.iter().sum::<u32>()), (400, 0));
    assert_eq!(Arrivals::new(&[], 399).series(&odd).days(), 0);
}

proptest::proptest! {
    #[test]
    fn no_series_gives_something_that_is_not_a_number(
        first_day in proptest::num::i32::ANY,
        rows in proptest::collection::vec((0_u32..6, 0_u32..50), 0..400),
        heap in (0_usize..400, proptest::num::u32::ANY, proptest::num::u32::ANY),
        unsettled in 0_usize..500,
    ) {
        let (mut signals, mut all): (Vec<u32>, Vec<u32>) = rows.into_iter().unzip();
        if let (Some(day), Some(of_all)) = (signals.get_mut(heap.0), all.get_mut(heap.0)) {
            (*day, *of_all) = (heap.1, heap.2);
        }
        let mut series = Series::new(first_day, signals, &all);
        series.unsettled_days = unsettled.min(series.days());
        let reading = read(&series, &Constants::default());
        let mut ratios = vec![reading.change];
        ratios.extend(change_points(&series).into_iter().map(|point| point.change));
        ratios.extend(around(&series, first_day.saturating_add(60)).map(|around| around.change));
        let mut numbers = vec![reading.evidence];
        for ratio in ratios {
            numbers.extend([ratio.expected, ratio.ratio.unwrap_or(0.0)]);
            numbers.extend(ratio.interval.map(|interval| interval.low));
            numbers.extend(ratio.interval.and_then(|interval| interval.high));
        }
        for week in forecast(&series).into_iter().flat_map(|all| [all.weeks, vec![all.together]].concat()) {
            numbers.push(week.expected);
            proptest::prop_assert!(week.low <= week.high);
        }
        proptest::prop_assert!(numbers.into_iter().all(f64::is_finite));
    }

    #[test]
    fn no_arrivals_give_a_series_that_cannot_be_read(
        rows in proptest::collection::vec(
            (0_u64..4, 0_i32..300, -3_i32..90, 0_u32..80, 0_u32..20), 0..400
        ),
        odd in proptest::collection::vec(
            (0_u64..4, proptest::num::i32::ANY, proptest::num::i32::ANY, proptest::num::u32::ANY), 0..4
        ),
        last_day in proptest::sample::select(vec![i32::MIN, -1, 0, 150, 299, 500, i32::MAX]),
    ) {
        let row = |source, said, came, signals| DayCount { source: SourceId(source), said, came, signals };
        let odd: Vec<DayCount> = odd.iter().map(|(source, said, came, signals)| row(*source, *said, *came, *signals)).collect();
        let all = rows.iter().map(|(source, said, late, signals, _)| row(*source, *said, said + late, *signals));
        let theme = rows.iter().map(|(source, said, late, _, signals)| row(*source, *said, said + late, *signals));
        let (all, theme): (Vec<_>, Vec<_>) = (all.chain(odd.clone()).collect(), theme.chain(odd).collect());
        let series = Arrivals::new(&all, last_day).series(&theme);
        proptest::prop_assert!(series.days() <= 1_098 && series.all.len() == series.days());
        proptest::prop_assert!(series.all.iter().all(|day| day.is_finite() && *day >= 0.0));
        proptest::prop_assert!(read(&series, &Constants::default()).evidence.is_finite());
    }
}
