//! Pain against change as a picture: a component further up hurts more customers, one further right changes more. Both
//! axes are square roots, so that small components do not lie upon each other.

use askama::Template;

use crate::web::code::address::component_href;
use crate::web::show;
use hearken_app::actions::code::components::ComponentCard;

/// Points drawn, and points that are named.
const POINTS: usize = 60;
const NAMED: usize = 6;
/// Names nearer to each other than this would run into each other: a share of the width, and pixels.
const NEAR: (f64, f64) = (0.15, 14.0);
/// Height of the plot.
const PLOT_PX: f64 = 220.0;
const TOP_PX: f64 = 14.0;
/// Shares of the width that points lie between, so that names have room.
const LEFT: f64 = 0.03;
const RIGHT: f64 = 0.82;

/// The picture.
#[derive(Template)]
#[template(path = "_scatter.html")]
pub struct Scatter {
    summary: String,
    points: Vec<Point>,
    most_signals: u64,
    most_changes: u64,
}

struct Point {
    x: String,
    y: String,
    text_x: String,
    text_y: String,
    rising: bool,
    named: bool,
    name: String,
    says: String,
    href: String,
}

impl Scatter {
    /// Draws the components with pain, those given first before all.
    pub fn new(components: &[ComponentCard]) -> Self {
        let drawn: Vec<&ComponentCard> =
            components.iter().filter(|card| card.signals > 0).take(POINTS).collect();
        let most_signals = drawn.iter().map(|card| card.signals).max().unwrap_or(0);
        let most_changes = drawn.iter().map(|card| card.changes).max().unwrap_or(0);
        let share = |value: f64, most: f64| if most > 0.0 { (value / most).sqrt() } else { 0.0 };
        let mut names: Vec<(f64, f64)> = Vec::new();
        let point = |card: &&ComponentCard| {
            let x = LEFT + (RIGHT - LEFT) * share(card.changes as f64, most_changes as f64);
            let y = TOP_PX + PLOT_PX * (1.0 - share(card.signals as f64, most_signals as f64));
            let near = |(other_x, other_y): &(f64, f64)| {
                (x - other_x).abs() < NEAR.0 && (y - other_y).abs() < NEAR.1
            };
            let named = names.len() < NAMED && !names.iter().any(near);
            if named {
                names.push((x, y));
            }
            Point {
                x: format!("{:.2}%", x * 100.0),
                y: format!("{y:.1}"),
                text_x: format!("{:.2}%", (x + 0.012) * 100.0),
                text_y: format!("{:.1}", y + 4.0),
                rising: matches!(show::direction(&card.trend), "rising" | "new"),
                named,
                name: card.name.clone(),
                says: format!(
                    "{}: {}, {}",
                    card.name,
                    show::counted(&card.signals, "signal"),
                    show::counted(&(card.changes as u64), "change")
                ),
                href: component_href(&card.repository, &card.name),
            }
        };
        let points: Vec<Point> = drawn.iter().map(point).collect();
        Self {
            summary: format!("{} by signals and changes", show::counted(&(points.len() as u64), "component")),
            points,
            most_signals,
            most_changes: most_changes as u64,
        }
    }

    /// Whether there is anything to see.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_app::actions::cards::{Direction, TrendCard};

    fn card(name: &str, signals: u64, changes: usize) -> ComponentCard {
        let trend = TrendCard {
            direction: Direction::Steady,
            recent: 0,
            expected: 0.0,
            ratio: None,
            ratio_low: None,
            ratio_high: None,
            why: String::new(),
        };
        let (repository, owners, themes) = ("shop".to_owned(), Vec::new(), Vec::new());
        ComponentCard {
            repository,
            name: name.to_owned(),
            owners,
            files: 1,
            lines: 1,
            signals,
            themes,
            trend,
            changes,
        }
    }

    #[test]
    fn what_hurts_most_is_highest_and_what_changes_most_is_furthest_right() {
        let scatter = Scatter::new(&[card("pay", 100, 4), card("ui", 25, 16), card("docs", 0, 90)]);
        assert_eq!(scatter.points.len(), 2, "a component without pain is no point");
        let number = |text: &str| text.trim_end_matches('%').parse::<f64>().unwrap();
        assert!(number(&scatter.points[0].y) < number(&scatter.points[1].y));
        assert!(number(&scatter.points[0].x) < number(&scatter.points[1].x));
        let same = Scatter::new(&[card("pay", 9, 4), card("ui", 9, 4)]);
        let named: Vec<bool> = same.points.iter().map(|point| point.named).collect();
        assert_eq!(named, [true, false], "two names upon each other could not be read");
    }

    #[test]
    fn nothing_to_draw_is_drawn_without_a_fault_and_names_are_escaped() {
        let svg = Scatter::new(&[card("<b>x", 3, 0)]).render().unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("<b>"), "{svg}");
        assert!(Scatter::new(&[]).is_empty());
    }
}
