//! Where releases stand on a trend: one mark a week, and of very many only so many as can be told apart.

use hearken_app::actions::cards::{SPARK_WEEKS, Week};
use hearken_app::actions::releases::near::{MarkReleases, MarkedReleases, ReleaseMark, ReleasesOf};
use hearken_app::error::AppError;
use hearken_app::view::View;
use hearken_domain::{Timestamp, noun_for};
use hearken_store::{week_of, week_start};
use jiff::SignedDuration;

use crate::web::show;

/// Names in one mark's title.
const NAMES: usize = 3;
/// Marks on a line of small bars, and on a chart: what a telephone's width has room for.
pub const SPARK_MARKS: usize = 13;
pub const CHART_MARKS: usize = 26;

/// The releases of the weeks that a page's trends show.
#[derive(Debug, Clone, Default)]
pub struct Releases {
    marks: Vec<ReleaseMark>,
    /// The weeks of the small lines, which all end with the last complete week.
    spark: Option<Timestamp>,
    /// Of which of several products they are, in words.
    whose: Option<String>,
}

/// The marks on one trend.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marked {
    /// Those that are drawn, in their order.
    pub marks: Vec<Mark>,
    /// Releases in the weeks that are drawn and in all.
    pub drawn: usize,
    /// All releases of the span.
    pub all: usize,
    /// Of which of several products they are, in words.
    pub whose: Option<String>,
}

/// One mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// How far along the trend, 0 to 1.
    pub share: f64,
    /// The releases of its week, with their days.
    pub title: String,
    /// The page of the largest of them.
    pub href: String,
}

impl Releases {
    /// Those of small lines.
    pub fn of_sparks(view: &View, product: Option<&str>) -> Result<Self, AppError> {
        let of = product.map_or(ReleasesOf::Everything, |product| ReleasesOf::Product(product.to_owned()));
        Self::read(view, of, SPARK_WEEKS)
    }

    /// Those of up to so many weeks.
    pub fn read(view: &View, of: ReleasesOf, weeks: usize) -> Result<Self, AppError> {
        let MarkedReleases { marks, whose } = view.ask(&MarkReleases { of, weeks })?;
        let first = week_of(view.as_of()?) - i64::try_from(SPARK_WEEKS).unwrap_or(0);
        Ok(Self { marks, spark: Some(week_start(first)), whose })
    }

    /// What a page says of the marks on its small lines; nothing where there are none.
    pub fn key(&self) -> Option<String> {
        let marked = self.over(self.spark?, SPARK_WEEKS, SPARK_MARKS);
        (marked.all > 0).then(|| marked.key())
    }

    /// Those that lie in these weeks, at most so many marks.
    pub fn over_weeks(&self, weeks: &[Week], most: usize) -> Marked {
        weeks.first().map_or_else(Marked::default, |first| self.over(first.start, weeks.len(), most))
    }

    /// The releases of one week, in words; empty where it has none.
    pub fn of_week(&self, week: &Week) -> String {
        let end = week.start + SignedDuration::from_hours(7 * 24);
        let within = |mark: &&ReleaseMark| mark.at >= week.start && mark.at < end;
        let marks: Vec<&ReleaseMark> = self.marks.iter().filter(within).collect();
        if marks.is_empty() { String::new() } else { title(&marks) }
    }

    fn over(&self, start: Timestamp, slots: usize, most: usize) -> Marked {
        let week_ms = 7.0 * 24.0 * 3_600_000.0;
        let place = |mark: &ReleaseMark| (mark.at.as_millisecond() - start.as_millisecond()) as f64 / week_ms;
        let within = |mark: &&ReleaseMark| (0.0..slots as f64).contains(&place(mark));
        let marks: Vec<&ReleaseMark> = self.marks.iter().filter(within).collect();
        let same_week = |a: &&ReleaseMark, b: &&ReleaseMark| place(a).floor() == place(b).floor();
        let mut weeks: Vec<&[&ReleaseMark]> = marks.chunk_by(same_week).collect();
        if weeks.len() > most {
            weeks.sort_by_key(|week| std::cmp::Reverse(largest(week).map(|mark| (mark.step, mark.at))));
            weeks.truncate(most);
            weeks.sort_by_key(|week| week.first().map(|mark| mark.at));
        }
        let drawn = weeks.iter().map(|week| week.len()).sum();
        let mark = |week: &&[&ReleaseMark]| {
            let largest = largest(week)?;
            let href = format!("/releases/{}", largest.id);
            Some(Mark { share: place(largest) / slots as f64, title: title(week), href })
        };
        Marked {
            marks: weeks.iter().filter_map(mark).collect(),
            drawn,
            all: marks.len(),
            whose: self.whose.clone(),
        }
    }
}

impl Marked {
    /// What the mark means, and how many there is no room for.
    pub fn key(&self) -> String {
        let whose = self.whose.as_ref().map_or_else(String::new, |whose| format!(" {whose}"));
        match self.all - self.drawn {
            0 => format!("{}{whose}", noun_for(self.all as u64, "release")),
            _ => format!(
                "releases{whose}: {} of {} are drawn, the largest steps of version first",
                show::count(&(self.drawn as u64)),
                show::count(&(self.all as u64))
            ),
        }
    }

    /// The marks for whoever hears the picture; empty where there are none.
    pub fn told(&self) -> String {
        let titles: Vec<&str> = self.marks.iter().take(NAMES).map(|mark| mark.title.as_str()).collect();
        match self.all {
            0 => String::new(),
            _ => format!("; {}, among them {}", show::counted_len(self.all, "release"), titles.join(", ")),
        }
    }
}

impl Mark {
    /// How far along a chart of any width.
    pub fn x(&self) -> String {
        format!("{:.3}%", self.share * 100.0)
    }
}

fn largest<'m>(week: &[&'m ReleaseMark]) -> Option<&'m ReleaseMark> {
    week.iter().copied().max_by_key(|mark| (mark.step, mark.at))
}

fn title(week: &[&ReleaseMark]) -> String {
    let one = |mark: &&ReleaseMark| format!("{} on {}", show::words(&mark.name), show::date(&mark.at));
    let mut names: Vec<String> = week.iter().take(NAMES).map(one).collect();
    if week.len() > NAMES {
        names.push(format!("and {} more", week.len() - NAMES));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use hearken_domain::{ReleaseId, Verbatim, step_of};

    use super::*;

    fn monday() -> Timestamp {
        "2019-08-05T00:00:00Z".parse().unwrap()
    }

    fn weeks(count: i64) -> Vec<Week> {
        let start = |index| monday() + SignedDuration::from_hours(7 * 24 * index);
        (0..count).map(|index| Week { start: start(index), signals: 1 }).collect()
    }

    fn releases(at: &[(&str, i64)]) -> Releases {
        let mark = |(index, (version, days)): (usize, &(&str, i64))| ReleaseMark {
            id: ReleaseId(index as u64 + 1),
            name: Verbatim::redacted(format!("shop {version}")),
            at: monday() + SignedDuration::from_hours(24 * days),
            step: step_of(version),
        };
        Releases { marks: at.iter().enumerate().map(mark).collect(), spark: None, whose: None }
    }

    #[test]
    fn a_release_is_marked_at_its_date_and_those_of_one_week_together() {
        let releases = releases(&[("0.9", -3), ("1.0.0", 7), ("1.0.1", 9), ("1.1.0", 14), ("2.0.0", 99)]);
        let marked = releases.over_weeks(&weeks(4), 10);
        let marks: Vec<(f64, &str)> =
            marked.marks.iter().map(|mark| (mark.share, mark.title.as_str())).collect();
        assert_eq!(
            marks,
            [
                (0.25, "shop 1.0.0 on 12 Aug 2019, shop 1.0.1 on 14 Aug 2019"),
                (0.5, "shop 1.1.0 on 19 Aug 2019")
            ]
        );
        assert_eq!((marked.marks[0].href.as_str(), marked.key().as_str()), ("/releases/L-2", "releases"));
        assert_eq!(releases.of_week(&weeks(3)[2]), "shop 1.1.0 on 19 Aug 2019");
        assert_eq!(releases.of_week(&weeks(1)[0]), "");
    }

    #[test]
    fn of_ten_thousand_only_so_many_are_drawn_as_fit_and_it_says_so() {
        let versions: Vec<String> = (0..10_000).map(|n| format!("1.{}.{}", n / 100, n % 100)).collect();
        let many: Vec<(&str, i64)> = versions
            .iter()
            .enumerate()
            .map(|(index, version)| (version.as_str(), index as i64 * 180 / 10_000))
            .collect();
        let marked = releases(&many).over_weeks(&weeks(26), SPARK_MARKS);
        assert_eq!((marked.marks.len(), marked.all), (SPARK_MARKS, 10_000));
        assert!(marked.marks.iter().all(|mark| mark.title.len() < 200), "{:?}", marked.marks[0]);
        assert!(marked.marks.is_sorted_by(|a, b| a.share < b.share));
        assert!(marked.key().contains("of 10,000 are drawn"), "{}", marked.key());
    }

    #[test]
    fn the_larger_steps_are_drawn_where_not_all_have_room() {
        let marked =
            releases(&[("1.0.1", 0), ("2.0.0", 7), ("2.0.1", 14), ("2.1.0", 21)]).over_weeks(&weeks(4), 2);
        let titles: Vec<&str> = marked.marks.iter().map(|mark| mark.title.as_str()).collect();
        assert_eq!(titles, ["shop 2.0.0 on 12 Aug 2019", "shop 2.1.0 on 26 Aug 2019"]);
    }

    #[test]
    fn whose_they_are_is_said_beside_them_where_there_is_something_to_tell_apart() {
        let mut shop = releases(&[("1.0.0", 7)]);
        shop.whose = Some("of what it touches: shop".to_owned());
        assert_eq!(shop.over_weeks(&weeks(4), 10).key(), "release of what it touches: shop");
        let none = Releases { marks: Vec::new(), ..shop };
        assert_eq!(none.key(), None);
    }

    #[test]
    fn without_releases_or_weeks_there_is_nothing() {
        assert_eq!(releases(&[]).over_weeks(&weeks(4), 10), Marked::default());
        assert_eq!(releases(&[("1.0", 1)]).over_weeks(&[], 10), Marked::default());
        assert_eq!(Releases::default().key(), None);
    }
}
