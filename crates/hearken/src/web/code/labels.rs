//! Where names stand beside points, so that no two run into each other and none covers a point: the first takes the first
//! side that is free, and one that finds none is left out. A picture is as wide as its page: places are found for a wide one,
//! and those names that would not fit a narrow one are shown on wide ones only.

/// Widths that names are placed for, in pixels: of a page, and of a telephone.
const WIDE_PX: f64 = 700.0;
const NARROW_PX: f64 = 330.0;
/// Room that a letter takes, with some to spare, and a line.
const LETTER_PX: f64 = 7.6;
const LINE_PX: f64 = 15.0;
/// Radius of a point, with some room around it.
const POINT_PX: f64 = 7.0;

/// Where a point is: a share of the width, and pixels from the top.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// Share of the width.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
}

/// A name that has its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// On which side of its point.
    pub side: Side,
    /// Whether only a wide picture has room for it.
    pub wide_only: bool,
}

/// A side of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Side {
    /// To its right.
    Right,
    /// To its left.
    Left,
    /// Over it.
    Above,
    /// Under it.
    Below,
}

impl Side {
    const ALL: [Self; 4] = [Self::Right, Self::Left, Self::Above, Self::Below];

    /// Pixels from the point to where the text is anchored.
    pub fn dx(self) -> f64 {
        match self {
            Self::Right => 10.0,
            Self::Left => -10.0,
            Self::Above | Self::Below => 0.0,
        }
    }

    /// Pixels from the point to the line that the text stands on.
    pub fn dy(self) -> f64 {
        match self {
            Self::Right | Self::Left => 4.0,
            Self::Above => -11.0,
            Self::Below => 20.0,
        }
    }

    /// Which end of the text is anchored.
    pub fn anchor(self) -> &'static str {
        match self {
            Self::Right => "start",
            Self::Left => "end",
            Self::Above | Self::Below => "middle",
        }
    }

    fn text(self, spot: Spot, name: &str, width: f64) -> Area {
        let length = console::measure_text_width(name) as f64 * LETTER_PX;
        let anchor = spot.x * width + self.dx();
        let left = match self {
            Self::Right => anchor,
            Self::Left => anchor - length,
            Self::Above | Self::Below => anchor - length / 2.0,
        };
        let bottom = spot.y + self.dy() + 4.0;
        Area { left, right: left + length, top: bottom - LINE_PX, bottom }
    }
}

/// A rectangle, in pixels.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn of_point(spot: Spot, width: f64) -> Self {
        let x = spot.x * width;
        Self { left: x - POINT_PX, right: x + POINT_PX, top: spot.y - POINT_PX, bottom: spot.y + POINT_PX }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn lies_within(&self, width: f64) -> bool {
        self.left >= 0.0 && self.right <= width && self.top >= 0.0
    }
}

/// A place for each name, at most `most`; names given first come first.
pub fn place_labels(spots: &[Spot], names: &[String], most: usize) -> Vec<Option<Placed>> {
    let points =
        |width: f64| -> Vec<Area> { spots.iter().map(|spot| Area::of_point(*spot, width)).collect() };
    let (mut wide, mut narrow) = (points(WIDE_PX), points(NARROW_PX));
    let mut named = 0;
    let mut place = |(spot, name): (&Spot, &String)| {
        if named == most {
            return None;
        }
        let free = |area: &Area, taken: &[Area], width: f64| {
            area.lies_within(width) && !taken.iter().any(|other| area.meets(other))
        };
        let side =
            Side::ALL.into_iter().find(|side| free(&side.text(*spot, name, WIDE_PX), &wide, WIDE_PX))?;
        named += 1;
        wide.push(side.text(*spot, name, WIDE_PX));
        let area = side.text(*spot, name, NARROW_PX);
        let fits = free(&area, &narrow, NARROW_PX);
        if fits {
            narrow.push(area);
        }
        Some(Placed { side, wide_only: !fits })
    };
    spots.iter().zip(names).map(&mut place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points strewn by a fixed rule, some of them upon each other.
    fn strewn(count: usize) -> (Vec<Spot>, Vec<String>) {
        let share = |n: usize, step: usize| ((n * step) % 97) as f64 / 97.0;
        let spots = (0..count)
            .map(|n| Spot { x: 0.03 + 0.79 * share(n, 31).powi(2), y: 14.0 + 220.0 * share(n, 53) });
        let names = (0..count).map(|n| format!("src/components/{}", "x".repeat(n % 12)));
        (spots.collect(), names.collect())
    }

    #[test]
    fn no_two_names_run_into_each_other_at_any_width_and_none_covers_a_point() {
        for count in [2, 10, 60] {
            let (spots, names) = strewn(count);
            let placed = place_labels(&spots, &names, count);
            assert!(placed.iter().flatten().count() > 1);
            for (width, wide) in [(NARROW_PX, false), (500.0, false), (WIDE_PX, true), (1100.0, true)] {
                let shown: Vec<Area> = placed
                    .iter()
                    .enumerate()
                    .filter_map(|(n, placed)| placed.map(|placed| (n, placed)))
                    .filter(|(_, placed)| wide || !placed.wide_only)
                    .map(|(n, placed)| placed.side.text(spots[n], &names[n], width))
                    .collect();
                for (n, area) in shown.iter().enumerate() {
                    assert!(shown[n + 1..].iter().all(|other| !area.meets(other)), "{count} at {width}");
                }
            }
        }
    }

    #[test]
    fn names_that_are_given_first_come_first_and_one_without_room_is_left_out() {
        let spots = [Spot { x: 0.5, y: 100.0 }; 6];
        let names = ["first", "second", "third", "fourth", "fifth", "sixth"].map(str::to_owned);
        let placed = place_labels(&spots, &names, 6);
        assert_eq!(placed[0], Some(Placed { side: Side::Right, wide_only: false }));
        assert_eq!(placed.iter().flatten().count(), 4, "a point has four sides");
    }
}
