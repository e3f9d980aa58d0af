//! Pain against change as a picture: a component further up hurts more customers, one further right changes more. Both
//! axes are square roots, so that small components do not lie upon each other.

use askama::Template;

use crate::web::code::address::within_component;
use crate::web::code::labels::{Placed, Spot, place_labels};
use crate::web::params::Params;
use crate::web::show;
use hearken_app::actions::code::components::ComponentCard;

/// Points drawn, and points that are named.
const POINTS: usize = 60;
const NAMED: usize = 12;
/// Letters of a name that is shown; the whole of it is told at its point.
const NAME_CHARS: usize = 26;
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
    rising: bool,
    label: Option<Label>,
    says: String,
    href: String,
}

/// A name beside its point.
struct Label {
    name: String,
    /// Pixels from the point.
    dx: String,
    dy: String,
    anchor: &'static str,
    /// Whether it would run into another where the picture is narrow.
    wide_only: bool,
}

impl Scatter {
    /// Draws the components with pain, those given first before all; `back` is what the page looks back to.
    pub fn new(components: &[ComponentCard], back: &Params) -> Self {
        let drawn: Vec<&ComponentCard> =
            components.iter().filter(|card| card.signals > 0).take(POINTS).collect();
        let most_signals = drawn.iter().map(|card| card.signals).max().unwrap_or(0);
        let most_changes = drawn.iter().map(|card| card.changes).max().unwrap_or(0);
        let share = |value: f64, most: f64| if most > 0.0 { (value / most).sqrt() } else { 0.0 };
        let place = |card: &&ComponentCard| Spot {
            x: LEFT + (RIGHT - LEFT) * share(card.changes as f64, most_changes as f64),
            y: TOP_PX + PLOT_PX * (1.0 - share(card.signals as f64, most_signals as f64)),
        };
        let spots: Vec<Spot> = drawn.iter().map(place).collect();
        let names: Vec<String> = drawn.iter().map(|card| shortened(&card.name)).collect();
        let placed = place_labels(&spots, &names, NAMED);
        let point =
            |((card, spot), (name, placed)): ((&&ComponentCard, &Spot), (String, Option<Placed>))| Point {
                x: format!("{:.2}%", spot.x * 100.0),
                y: format!("{:.1}", spot.y),
                rising: matches!(show::direction(&card.trend), "rising" | "new"),
                label: placed.map(|placed| Label {
                    name,
                    dx: format!("{:.1}", placed.side.dx()),
                    dy: format!("{:.1}", placed.side.dy()),
                    anchor: placed.side.anchor(),
                    wide_only: placed.wide_only,
                }),
                says: format!(
                    "{}: {}, {}",
                    card.name,
                    show::counted(&card.signals, "signal"),
                    show::counted_len(card.changes, "change")
                ),
                href: within_component(back, &card.repository, &card.name),
            };
        let points: Vec<Point> =
            drawn.iter().zip(&spots).zip(names.into_iter().zip(placed)).map(point).collect();
        Self {
            summary: format!("{} by signals and changes", show::counted_len(points.len(), "component")),
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

/// A name that is not too long: the end of a path tells more than its start.
fn shortened(name: &str) -> String {
    let chars = name.chars().count();
    if chars <= NAME_CHARS {
        return name.to_owned();
    }
    let end: String = name.chars().skip(chars - NAME_CHARS + 1).collect();
    format!("…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_app::actions::cards::{Direction, TrendCard};
    use jiff::civil::date;

    fn still() -> TrendCard {
        let (from, until, before_from) = (date(2019, 8, 19), date(2019, 9, 15), date(2019, 5, 27));
        TrendCard {
            direction: Direction::Steady,
            since: None,
            noticed: None,
            from,
            until,
            before_from,
            recent: 0,
            all: 0.0,
            before: 0,
            all_before: 0.0,
            expected: 0.0,
            ratio: None,
            ratio_low: None,
            ratio_high: None,
            why: String::new(),
        }
    }

    fn card(name: &str, signals: u64, changes: usize) -> ComponentCard {
        let trend = still();
        let (repository, owners, themes) = ("shop".to_owned(), Vec::new(), Vec::new());
        ComponentCard {
            repository,
            name: name.to_owned(),
            owners,
            files: 1,
            lines: 1,
            signals,
            customers: None,
            themes,
            trend,
            changes,
        }
    }

    #[test]
    fn what_has_no_room_is_named_at_its_point_alone() {
        let same: Vec<ComponentCard> = (0..9).map(|n| card(&format!("a/component/{n}"), 9, 4)).collect();
        let svg = Scatter::new(&same, &Params::default()).render().unwrap();
        assert!(svg.matches("<text class=\"axis label").count() < 9, "{svg}");
        assert_eq!(svg.matches("<title>").count(), 9, "{svg}");
    }

    #[test]
    fn what_hurts_most_is_highest_and_what_changes_most_is_furthest_right() {
        let scatter =
            Scatter::new(&[card("pay", 100, 4), card("ui", 25, 16), card("docs", 0, 90)], &Params::default());
        assert_eq!(scatter.points.len(), 2, "a component without pain is no point");
        let number = |text: &str| text.trim_end_matches('%').parse::<f64>().unwrap();
        assert!(number(&scatter.points[0].y) < number(&scatter.points[1].y));
        assert!(number(&scatter.points[0].x) < number(&scatter.points[1].x));
    }

    #[test]
    fn nothing_to_draw_is_drawn_without_a_fault_and_names_are_escaped() {
        let svg = Scatter::new(&[card("<b>x", 3, 0)], &Params::default()).render().unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("<b>"), "{svg}");
        assert!(Scatter::new(&[], &Params::default()).is_empty());
    }
}
