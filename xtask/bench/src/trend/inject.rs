//! Rises put into real series under a fixed seed, so that it is known when they began.

use super::methods::FIRST;
use super::themes::Product;

/// A rise is looked for in so many days.
pub const WATCHED: usize = 84;
/// Days before a rise that tell a theme's rate.
const RATE_DAYS: usize = 56;
/// A ramp is up after so many days.
const RAMP_DAYS: usize = 28;
/// Themes that are heard less than so often a day are left out: no way can tell of them in time.
const LEAST_RATE: f64 = 0.03;
/// How often each rise is put into each series.
const DRAWS: usize = 3;

/// Times the former rate.
pub const SIZES: [f64; 4] = [1.5, 2.0, 3.0, 5.0];

/// A series with a rise in it.
pub struct Rise {
    pub product: usize,
    pub theme: usize,
    /// The first day of the rise.
    pub day: usize,
    pub size: f64,
    pub ramp: bool,
    /// The theme's signals a day before it.
    pub rate: f64,
    pub signals: Vec<u32>,
    pub all: Vec<u32>,
}

/// Puts steps and ramps of every size into every theme, at days of their own.
pub fn rises(products: &[Product], seed: u64) -> Vec<Rise> {
    let mut rises = Vec::new();
    for (product, of) in products.iter().enumerate() {
        for theme in 0..of.themes.len() {
            let mut random = Random::new(seed ^ ((product * 1_000 + theme) as u64).wrapping_mul(0x9e37));
            for _ in 0..DRAWS {
                for size in SIZES {
                    for ramp in [false, true] {
                        rises.extend(rise(of, (product, theme), (size, ramp), &mut random));
                    }
                }
            }
        }
    }
    rises
}

fn rise(
    of: &Product,
    (product, theme): (usize, usize),
    (size, ramp): (f64, bool),
    random: &mut Random,
) -> Option<Rise> {
    let (mut signals, mut all) = (of.themes[theme].clone(), of.all.clone());
    let room = signals.len().checked_sub(FIRST + RATE_DAYS + WATCHED).filter(|room| *room > 0)?;
    let day = FIRST + RATE_DAYS + (random.unit() * room as f64) as usize;
    let before: u32 = signals[day - RATE_DAYS..day].iter().sum();
    let rate = f64::from(before) / RATE_DAYS as f64;
    if rate < LEAST_RATE {
        return None;
    }
    for at in day..day + WATCHED {
        let up = if ramp { ((at - day + 1) as f64 / RAMP_DAYS as f64).min(1.0) } else { 1.0 };
        let more = random.poisson((size - 1.0) * rate * up);
        signals[at] += more;
        all[at] += more;
    }
    signals.truncate(day + WATCHED);
    all.truncate(day + WATCHED);
    Some(Rise { product, theme, day, size, ramp, rate, signals, all })
}

/// Throws each signal of a product into its themes by chance, so that no share ever changes: what is noticed late then is late
/// because counts are small.
pub fn without_changes(products: &mut [Product], seed: u64) {
    for product in products {
        let total: u32 = product.all.iter().sum();
        for (index, theme) in product.themes.iter_mut().enumerate() {
            let share = f64::from(theme.iter().sum::<u32>()) / f64::from(total);
            let mut random = Random::new(seed ^ (index as u64).wrapping_mul(0x51ed));
            for (theme, all) in theme.iter_mut().zip(&product.all) {
                *theme = (0..*all).map(|_| u32::from(random.unit() < share)).sum();
            }
        }
    }
}

/// SplitMix64, so that every run puts in the same.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn poisson(&mut self, mean: f64) -> u32 {
        let (least, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > least {
            product *= self.unit();
            count += 1;
        }
        count
    }
}
