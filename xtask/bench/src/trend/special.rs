//! What is not a step in a theme that is known: themes that are new, and single days that brought a heap.

use hearken_analysis::trend::{Alarm, Constants, Direction, Series, alarms, read};
use serde_json::json;

use super::inject::Random;
use super::methods::{FIRST, Method, REST};
use super::themes::Product;
use crate::row::{self, round};

/// Days in which a new theme is looked for.
const WATCHED: usize = 168;
/// Days in which a fall is looked for,
const FALL_DAYS: usize = 84;
/// days before it that tell how often a theme is heard,
const RATE_DAYS: usize = 56;
/// and how often it must have been.
const FALL_LEAST: u32 = 6;
/// New themes of each rate in each product.
const THEMES: usize = 40;
/// A heap is so many times the usual day.
const HEAP: u32 = 30;

pub fn run(products: &[Product], seed: u64) -> anyhow::Result<()> {
    for rate in [0.1, 0.3, 1.0] {
        new_themes(products, seed, rate)?;
    }
    falls(products, seed)?;
    heaps(products, seed)
}

/// Falls put in: from a day on each signal stays with a chance of a half, or of a quarter.
fn falls(products: &[Product], seed: u64) -> anyhow::Result<()> {
    let (mut untouched, mut days) = (0, 0);
    let mut delays = [Vec::new(), Vec::new()];
    for (number, product) in products.iter().enumerate() {
        for (index, theme) in product.themes.iter().enumerate() {
            let quiet = falling(theme, &product.all);
            untouched += quiet.len();
            days += theme.len() - FIRST;
            let mut random = Random::new(seed ^ (number * 1_000 + index) as u64);
            for (stays, delays) in [0.5, 0.25].iter().zip(&mut delays) {
                let room = theme.len() - FIRST - RATE_DAYS - FALL_DAYS;
                let day = FIRST + RATE_DAYS + (random.unit() * room as f64) as usize;
                let near = |alarm: &Alarm| alarm.day + REST >= day && alarm.day < day + FALL_DAYS;
                let heard = theme[day - RATE_DAYS..day].iter().sum::<u32>();
                if heard < FALL_LEAST || quiet.iter().any(near) {
                    continue;
                }
                delays.push(fall(product, theme, (day, *stays), &mut random));
            }
        }
    }
    let rows = delays.map(|mut delays| {
        delays.sort_unstable();
        let noticed = delays.iter().filter(|delay| **delay < FALL_DAYS).count();
        json!({ "falls": delays.len(), "noticed": noticed, "median_days": delays.get(delays.len() / 2) })
    });
    let years = days as f64 / 365.25;
    row::print(&json!({
        "falling_alarms_a_theme_year": round(untouched as f64 / years), "to_a_half": rows[0], "to_a_quarter": rows[1],
    }))
}

/// Days until a fall is noticed; all days that are watched where it is not.
fn fall(product: &Product, theme: &[u32], (day, stays): (usize, f64), random: &mut Random) -> usize {
    let end = day + FALL_DAYS;
    let (mut fallen, mut all) = (theme[..end].to_vec(), product.all[..end].to_vec());
    for at in day..end {
        let gone = (0..theme[at]).filter(|_| random.unit() > stays).count() as u32;
        fallen[at] -= gone;
        all[at] -= gone;
    }
    let noticed = falling(&fallen, &all).into_iter().find(|alarm| alarm.day >= day);
    noticed.map_or(FALL_DAYS, |alarm| alarm.day - day)
}

fn falling(theme: &[u32], all: &[u32]) -> Vec<Alarm> {
    let alarms = alarms(&Series::new(0, theme.to_vec(), all), &Constants::default());
    alarms.into_iter().filter(|alarm| !alarm.rises && alarm.day >= FIRST).collect()
}

/// Themes that come out of nothing, at so many signals a day, on the days of real products.
fn new_themes(products: &[Product], seed: u64, rate: f64) -> anyhow::Result<()> {
    let (mut heard, mut said_new, mut themes) = (Vec::new(), 0, 0);
    for (number, product) in products.iter().enumerate() {
        let mut random = Random::new(seed ^ (number as u64 * 77) ^ rate.to_bits());
        for _ in 0..THEMES {
            let room = product.all.len() - FIRST - WATCHED;
            let day = FIRST + (random.unit() * room as f64) as usize;
            let mut signals = vec![0; day];
            signals.extend((0..WATCHED).map(|_| random.poisson(rate)));
            let all: Vec<u32> = product.all.iter().zip(&signals).map(|(all, theme)| all + theme).collect();
            let watch = Method::Watch(Constants::default());
            let noticed = watch.alarms(&signals, &all, Constants::default().rising_at).first().copied();
            themes += 1;
            let Some(noticed) = noticed else { continue };
            heard.push(signals[..=noticed].iter().sum::<u32>());
            let series = Series::new(product.first_day, signals[..=noticed].to_vec(), &all);
            said_new += usize::from(read(&series, &Constants::default()).direction == Direction::New);
        }
    }
    heard.sort_unstable();
    let at = |share: f64| heard.get(((heard.len() as f64 - 1.0) * share) as usize);
    let within =
        |most: u32| round(heard.iter().filter(|count| **count <= most).count() as f64 / f64::from(themes));
    row::print(&json!({
        "new_themes": themes, "signals_a_day": rate, "noticed": heard.len(), "said_to_be_new": said_new,
        "signals_until_noticed_p50": at(0.5), "p90": at(0.9), "within_10_signals": within(10),
        "within_20_signals": within(20),
    }))
}

/// One day that brought thirty usual days at once: of the theme alone, as an incident does, and of everything, as an upload
/// does that has one date.
fn heaps(products: &[Product], seed: u64) -> anyhow::Result<()> {
    let ways = [
        (Method::ZDay(56), 5.0),
        (Method::ZWeek(8), 5.0),
        (Method::Cusum { times: 1.5, dispersion: 0.5, days: 84, gap: 14, shares: false }, 4.0),
        (Method::Watch(Constants::default()), Constants::default().rising_at),
    ];
    for (method, threshold) in ways {
        let (mut tried, mut of_one, mut of_all) = (0, 0, 0);
        for (number, product) in products.iter().enumerate() {
            for (index, theme) in product.themes.iter().enumerate() {
                let mut random = Random::new(seed ^ (number * 1_000 + index) as u64);
                let day = FIRST + (random.unit() * (theme.len() - FIRST - 14) as f64) as usize;
                let usual = |days: &[u32]| days[day - 56..day].iter().sum::<u32>().div_ceil(56);
                let more = |days: &[u32], more: u32| {
                    let mut days = days[..day + 14].to_vec();
                    days[day] += more;
                    days
                };
                let sounds = |theme: &[u32], all: &[u32]| {
                    method.alarms(theme, all, threshold).iter().any(|alarm| (day..day + 14).contains(alarm))
                };
                if sounds(&theme[..day + 14], &product.all[..day + 14]) {
                    continue;
                }
                tried += 1;
                let heap = HEAP * usual(theme);
                of_one += usize::from(sounds(&more(theme, heap), &more(&product.all, heap)));
                let heap_of_all = HEAP * usual(&product.all);
                of_all += usize::from(sounds(&more(theme, heap), &more(&product.all, heap_of_all)));
            }
        }
        row::print(&json!({
            "heap_on_one_day": format!("{method:?} at {threshold}"), "tried": tried, "alarms_theme_alone": of_one,
            "alarms_upload_of_everything": of_all,
        }))?;
    }
    Ok(())
}
