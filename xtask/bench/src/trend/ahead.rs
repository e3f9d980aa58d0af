//! Whether forecasts hold: of every theme, from every fourth week on, against the four weeks that came.

use hearken_analysis::trend::{Series, forecast};
use serde_json::json;

use super::themes::Product;
use crate::row::{self, round};

/// Weeks that a forecast is made of at least.
const LEAST_WEEKS: usize = 16;

pub fn run(products: &[Product]) -> anyhow::Result<()> {
    let mut total = Held::default();
    for product in products {
        let mut held = Held::default();
        for theme in &product.themes {
            let mut origin = LEAST_WEEKS * 7;
            while origin + 28 <= theme.len() {
                let series = Series::new(product.first_day, theme[..origin].to_vec(), &product.all);
                if let Some(forecast) = forecast(&series) {
                    held.forecasts += 1;
                    for (week, ahead) in forecast.weeks.iter().enumerate() {
                        let from = origin + 7 * week;
                        held.week[week].add((ahead.low, ahead.high), ahead.expected, &theme[from..from + 7]);
                    }
                    let ahead = forecast.together;
                    held.together.add((ahead.low, ahead.high), ahead.expected, &theme[origin..origin + 28]);
                }
                origin += 28;
            }
        }
        held.print(&product.name)?;
        total.merge(&held);
    }
    total.print("all")
}

#[derive(Default)]
struct Held {
    forecasts: usize,
    week: [Within; 4],
    together: Within,
}

/// Counts that fell within their intervals, below and above.
#[derive(Default, Clone, Copy)]
struct Within {
    all: usize,
    below: usize,
    above: usize,
    width: f64,
    error: f64,
    came: f64,
}

impl Within {
    fn add(&mut self, (low, high): (u64, u64), expected: f64, came: &[u32]) {
        let came: u64 = came.iter().map(|day| u64::from(*day)).sum();
        self.all += 1;
        self.below += usize::from(came < low);
        self.above += usize::from(came > high);
        self.width += (high - low) as f64;
        self.error += (came as f64 - expected).abs();
        self.came += came as f64;
    }

    fn row(&self) -> serde_json::Value {
        let all = self.all as f64;
        json!({
            "within": round((self.all - self.below - self.above) as f64 / all), "below": round(self.below as f64 / all),
            "above": round(self.above as f64 / all), "mean_width": round(self.width / all),
            "mean_error": round(self.error / all), "mean_signals": round(self.came / all),
        })
    }

    fn merge(&mut self, other: &Self) {
        self.all += other.all;
        self.below += other.below;
        self.above += other.above;
        self.width += other.width;
        self.error += other.error;
        self.came += other.came;
    }
}

impl Held {
    fn merge(&mut self, other: &Self) {
        self.forecasts += other.forecasts;
        self.week.iter_mut().zip(&other.week).for_each(|(week, other)| week.merge(other));
        self.together.merge(&other.together);
    }

    fn print(&self, product: &str) -> anyhow::Result<()> {
        row::print(&json!({
            "forecasts_of": product, "forecasts": self.forecasts, "interval": "90%",
            "week_1_2_3_4": self.week.each_ref().map(Within::row), "four_weeks": self.together.row(),
        }))
    }
}
