//! Ways to notice a rise: the product's, and those that are usual.

use hearken_analysis::trend::{Constants, Series, alarms};

/// Days before which nothing is looked at.
pub const FIRST: usize = 84;
/// An alarm within so many days of the last counts as that one.
pub const REST: usize = 28;

/// A way with its numbers, but for the threshold.
#[derive(Debug, Clone, Copy)]
pub enum Method {
    /// A day's count, in standard deviations from the mean of so many days before.
    ZDay(usize),
    /// The count of seven days, in standard deviations from the mean of so many weeks before.
    ZWeek(usize),
    /// A CUSUM of the log likelihood ratio, on counts or on shares.
    Cusum { times: f64, dispersion: f64, days: usize, gap: usize, shares: bool },
    /// The product's own.
    Watch(Constants),
}

impl Method {
    /// The days on which it gives an alarm, no two within [`REST`] days.
    pub fn alarms(&self, theme: &[u32], all: &[u32], threshold: f64) -> Vec<usize> {
        let days = match self {
            Self::ZDay(days) => over(&z_scores(theme, *days, 1), threshold),
            Self::ZWeek(weeks) => over(&z_scores(theme, *weeks, 7), threshold),
            Self::Cusum { times, dispersion, days, gap, shares } => {
                let all = shares.then_some(all);
                cusum(theme, all, (*times, *dispersion), (*days, *gap), threshold)
            }
            Self::Watch(constants) => {
                let constants = Constants { rising_at: threshold, ..*constants };
                let alarms = alarms(&Series::new(0, theme.to_vec(), all), &constants);
                alarms.into_iter().filter(|alarm| alarm.rises).map(|alarm| alarm.day).collect()
            }
        };
        let mut apart: Vec<usize> = Vec::new();
        for day in days.into_iter().filter(|day| *day >= FIRST) {
            if apart.last().is_none_or(|last| day >= last + REST) {
                apart.push(day);
            }
        }
        apart
    }

    /// The way's name in rows.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ZDay(_) => "z_day",
            Self::ZWeek(_) => "z_week",
            Self::Cusum { shares: false, .. } => "cusum",
            Self::Cusum { shares: true, .. } => "cusum_of_shares",
            Self::Watch(_) => "watch",
        }
    }
}

/// What is tried of each way: the best on the other products is taken.
pub fn candidates() -> Vec<Vec<Method>> {
    let cusums = |shares: bool| -> Vec<Method> {
        let mut all = Vec::new();
        for times in [1.5, 2.0, 3.0] {
            for dispersion in [0.0, 0.5] {
                for (days, gap) in [(56, 0), (84, 0), (84, 14)] {
                    all.push(Method::Cusum { times, dispersion, days, gap, shares });
                }
            }
        }
        all
    };
    vec![
        [28, 56, 84].map(Method::ZDay).to_vec(),
        [8, 12, 16].map(Method::ZWeek).to_vec(),
        cusums(false),
        cusums(true),
        watches(),
    ]
}

fn watches() -> Vec<Method> {
    let usual = Constants::default();
    let mut all = Vec::new();
    for times in [1.5, 2.0] {
        for dispersion in [0.25, 0.5, 1.0] {
            for (usual_days, gap_days) in [(56, 14), (84, 14), (112, 14)] {
                all.push(Method::Watch(Constants { times, dispersion, usual_days, gap_days, ..usual }));
            }
        }
    }
    all
}

fn over(scores: &[f64], threshold: f64) -> Vec<usize> {
    (0..scores.len()).filter(|day| scores[*day] > threshold).collect()
}

/// The count of `width` days up to each day, in standard deviations from so many counts before it; the deviation is at least
/// a Poisson count's, so that a quiet theme gives no alarm for one signal.
fn z_scores(theme: &[u32], before: usize, width: usize) -> Vec<f64> {
    let mut sums = vec![0_u64];
    for day in theme {
        sums.push(sums[sums.len() - 1] + u64::from(*day));
    }
    let count = |end: usize| (sums[end] - sums[end - width]) as f64;
    let score = |day: usize| {
        let end = day + 1;
        if end < width * (before + 1) {
            return 0.0;
        }
        let counts = (1..=before).map(|back| count(end - back * width));
        let (sum, squares) = counts.fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
        let n = before as f64;
        let mean = sum / n;
        let variance = ((squares - n * mean * mean) / (n - 1.0)).max(mean).max(0.5);
        (count(end) - mean) / variance.sqrt()
    };
    (0..theme.len()).map(score).collect()
}

fn cusum(
    theme: &[u32],
    all: Option<&[u32]>,
    (times, dispersion): (f64, f64),
    (days, gap): (usize, usize),
    threshold: f64,
) -> Vec<usize> {
    let exposure = |day: usize| all.map_or(1.0, |all| f64::from(all[day]));
    let (mut signals, mut exposed, mut sum) = (0.0, 0.0, 0.0_f64);
    let mut alarms = Vec::new();
    for day in 0..theme.len() {
        if let Some(enters) = day.checked_sub(gap + 1) {
            signals += f64::from(theme[enters]);
            exposed += exposure(enters);
        }
        if let Some(leaves) = day.checked_sub(gap + days + 1) {
            signals -= f64::from(theme[leaves]);
            exposed -= exposure(leaves);
        }
        if day < FIRST || exposed <= 0.0 {
            continue;
        }
        let usual = (signals + 0.3) / exposed * exposure(day);
        let x = f64::from(theme[day]);
        let ratio = if dispersion > 0.0 {
            let shape = 1.0 / dispersion;
            x * times.ln() - (x + shape) * ((times * usual + shape) / (usual + shape)).ln()
        } else {
            x * times.ln() - (times - 1.0) * usual
        };
        sum = (sum + ratio).max(0.0);
        if sum > threshold {
            alarms.push(day);
            sum = 0.0;
        }
    }
    alarms
}
