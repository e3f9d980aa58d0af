//! The brief of a week: what was heard in seven days, what of it is new or rising, and what was done.

use std::fmt;
use std::str::FromStr;

use hearken_domain::{Date, OpportunityAct, SignalFilter, Theme, ThemeId, Timestamp, Verbatim, counted};
use jiff::civil::{ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};

use crate::actions::briefs::figures::Speakers;
use crate::actions::briefs::page::{Brief, BriefKind, BriefLine};
use crate::actions::briefs::write::{Line, Notes, beyond, civil, section, times};
use crate::actions::briefs::{asked, doing, figures, quotes};
use crate::actions::cards::{Direction, ThemeCards};
use crate::actions::releases::card::title;
use crate::error::AppError;
use crate::view::View;

/// Themes, releases and opportunities that are named.
const THEMES: usize = 5;
const NAMED: usize = 3;
/// Weeks before that it is compared with.
const BEFORE: i64 = 4;

/// A week of the calendar, from Monday to Sunday: `2026-W14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarWeek(ISOWeekDate);

impl FromStr for CalendarWeek {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        let read = || {
            let (year, week) = given.trim().split_once(['-'])?;
            let week = week.strip_prefix(['W', 'w'])?;
            let two = week.len() == 2 && year.len() == 4;
            two.then_some(())?;
            ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()
        };
        let shown: String = given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        read().map(Self).ok_or_else(|| format!("'{shown}' is not a valid week; give one such as 2026-W14"))
    }
}

impl fmt::Display for CalendarWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.0.year(), self.0.week())
    }
}

/// Seven days, and what was heard in them.
struct Days {
    first: Date,
    start: Timestamp,
    /// The first moment behind them.
    end: Timestamp,
    filter: SignalFilter,
    /// How the addresses of what was said in them end.
    within: String,
}

impl Days {
    fn new(view: &View, week: Option<CalendarWeek>) -> Result<Self, AppError> {
        let now = view.as_of()?;
        let date = |at: Timestamp| at.to_zoned_datetime(TimeZone::UTC).date();
        let far = |_| AppError::user("that week lies beyond every calendar");
        let first = match week {
            Some(week) => week.0.date(),
            None => {
                // A day that is looked back to is over.
                let today = date(now);
                let end = if today < date(view.now()) { today.tomorrow().map_err(far)? } else { today };
                end.checked_sub(7.days()).map_err(far)?
            }
        };
        let at = |day: Date| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0));
        let start = at(first).map_err(far)?;
        let next = first.checked_add(7.days()).map_err(far)?;
        let end = at(next).map_err(far)?;
        // What is old to hear makes no later week one that is to come.
        let newest = if view.looks_back() { now } else { view.now() };
        if start > newest {
            let told = format!("the week from {first} is not past yet");
            return Err(AppError::user(told));
        }
        let filter = view.up_to_then(&SignalFilter::default().since(start)).no_later_than(last_before(end));
        Ok(Self { first, start, end, filter, within: format!("since={first}&until={next}") })
    }

    fn of(&self, theme: ThemeId) -> String {
        format!("/search?theme={theme}&{}", self.within)
    }
}

fn last_before(end: Timestamp) -> Timestamp {
    end.checked_sub(SignedDuration::from_millis(1)).unwrap_or(end)
}

/// The brief of a week of the calendar, or of the last seven full days.
pub(crate) fn brief(view: &View, week: Option<CalendarWeek>) -> Result<Brief, AppError> {
    let now = view.as_of()?;
    let days = Days::new(view, week)?;
    let last = days.first.checked_add(6.days()).unwrap_or(days.first);
    let cards = ThemeCards::read(view, &days.filter, now)?;
    let until = SignalFilter::default().no_later_than(last_before(days.end));
    let standing = ThemeCards::read(view, &until, days.end.min(now))?;
    let themes = heard_most(view, &cards)?;
    let all = format!("/search?{}", days.within);
    let mut notes = Notes::new(view)?;

    let (reports, _) = view.store().signals().span(&days.filter, None)?;
    let speakers = Speakers::of(cards.customers().as_ref(), reports);
    let heard = notes.piece(times(reports), &all, "every report that is dated within these days");
    let mut summary = Line::new("Customers told us something ").with(heard);
    if let Some(before) = compared(view, &mut notes, &days)? {
        summary = summary.and(&before);
    }
    let mut summary = summary.say(". ");
    if reports > 0 {
        summary = summary.and(&figures::customers(&mut notes, speakers, &all));
    }
    let ids: Vec<ThemeId> = themes.iter().map(|theme| theme.id).collect();
    let quoted = quotes::clearest(view, &mut notes, &ids[..ids.len().min(quotes::QUOTES)], &days.filter)?;
    let pay = (reports > 0).then(|| figures::pay(&mut notes, cards.customers().as_ref(), &all));
    let sections = [
        section("What they spoke of", spoken_of(&mut notes, &days, &themes, &cards, &standing)),
        section("Who they are", pay.into_iter().collect()),
        quotes::section(quoted),
        section("What came out", came_out(view, &mut notes, &days)?),
        section("What was decided", decided(view, &mut notes, &days)?),
        section(asked::TITLE, asked::who(&mut notes, speakers, &all).into_iter().collect()),
    ];
    let named = week.map_or_else(String::new, |week| format!("?week={week}"));
    let running = days.end > view.now();
    let notice = running.then(|| Line::new("The week is not over yet.").end());
    Ok(Brief {
        kind: BriefKind::Week,
        of: Verbatim::redacted(
            week.map_or_else(|| format!("{} to {last}", days.first), |week| week.to_string()),
        ),
        title: Verbatim::redacted(format!("What we heard from {} to {}", civil(days.first), civil(last))),
        now,
        about: notes.address(&all),
        address: notes.address(&format!("/brief/week{named}")),
        notices: notice.into_iter().collect(),
        summary: summary.end(),
        sections: sections.into_iter().flatten().collect(),
        notes: notes.done(),
    })
}

/// The themes that were heard, the most heard first.
fn heard_most(view: &View, cards: &ThemeCards) -> Result<Vec<Theme>, AppError> {
    let living = view.store().themes().living()?;
    let heard = |theme: &&Theme| !theme.ignored && cards.signals_of(theme.id) > 0;
    let mut themes: Vec<&Theme> = living.values().filter(heard).collect();
    themes.sort_by_key(|theme| (std::cmp::Reverse(cards.signals_of(theme.id)), theme.id));
    Ok(themes.into_iter().cloned().collect())
}

/// How much that is beside the weeks before, where something was heard before these.
fn compared(view: &View, notes: &mut Notes, days: &Days) -> Result<Option<BriefLine>, AppError> {
    let long = SignedDuration::from_hours(24 * 7 * BEFORE);
    let from = days.start.checked_sub(long).unwrap_or(days.start);
    let before = SignalFilter::default().since(from).no_later_than(last_before(days.start));
    let (reports, _) = view.store().signals().span(&before, None)?;
    let ever = SignalFilter::default().no_later_than(last_before(from));
    let (_, ever) = view.store().signals().span(&ever, None)?;
    if ever.is_none() {
        return Ok(None);
    }
    let mean = reports as f64 / BEFORE as f64;
    let since = from.strftime("%Y-%m-%d");
    let address = format!("/search?since={since}&until={}", days.first);
    let why =
        format!("{} in the {} before", counted(reports, "report"), counted(BEFORE.unsigned_abs(), "week"));
    let mean = if mean < 10.0 { format!("{mean:.1}") } else { format!("{mean:.0}") };
    let mean = notes.piece(mean.trim_end_matches(".0"), &address, why);
    let line = Line::new("; in the four weeks before it was ").with(mean).say(" times a week");
    Ok(Some(line.end()))
}

fn spoken_of(
    notes: &mut Notes,
    days: &Days,
    themes: &[Theme],
    cards: &ThemeCards,
    standing: &ThemeCards,
) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    for theme in themes.iter().take(THEMES) {
        let reports = cards.signals_of(theme.id);
        let trend = standing.trend_of([theme.id]);
        let piece = notes.piece(
            times(reports),
            &days.of(theme.id),
            "reports about it that are dated within these days",
        );
        let line = Line::new(format!("“{}”: ", theme.name.as_str())).with(piece);
        let line = match trend.direction {
            Direction::New | Direction::Rising => {
                let word = if trend.direction == Direction::New { "new" } else { "rising" };
                let address = format!("/brief/{}", theme.id);
                line.say(", ").with(notes.piece(word, &address, trend.why))
            }
            Direction::Falling | Direction::Steady | Direction::TooLittle => line,
        };
        lines.push(line.say(".").end());
    }
    match beyond(themes.len(), THEMES) {
        0 => {}
        more => {
            let address = format!("/themes?{}", days.within);
            let piece =
                notes.piece(counted(more, "other matter"), &address, "all that was spoken of in these days");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    lines
}

fn came_out(view: &View, notes: &mut Notes, days: &Days) -> Result<Vec<BriefLine>, AppError> {
    let releases = view.store().releases().between(None, days.start, last_before(days.end))?;
    let mut lines = Vec::new();
    for release in releases.iter().take(NAMED) {
        let name = title(release.product.as_ref(), release.version.as_ref());
        let why = format!("came out on {}", release.at.strftime("%Y-%m-%d"));
        let piece = notes.piece(name.as_str(), &format!("/releases/{}", release.id), why);
        lines.push(Line::default().with(piece).say(".").end());
    }
    match beyond(releases.len(), NAMED) {
        0 => {}
        more => {
            let piece = notes.piece(format!("{more} more"), "/releases", "the list of every release");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    Ok(lines)
}

/// The opportunities that something was done about in these days, as they stand now.
fn decided(view: &View, notes: &mut Notes, days: &Days) -> Result<Vec<BriefLine>, AppError> {
    let mut changed = view.store().opportunities().all()?;
    changed.retain(|one| {
        one.last != OpportunityAct::Removed
            && one.held.into.is_none()
            && (days.start..days.end).contains(&one.at)
    });
    let mut lines: Vec<BriefLine> =
        changed.iter().take(NAMED).map(|one| doing::opportunity(notes, one, true)).collect();
    match beyond(changed.len(), NAMED) {
        0 => {}
        more => {
            let piece =
                notes.piece(format!("{more} more"), "/opportunities", "the list of every opportunity");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_reads_back_what_it_prints_and_another_word_is_told() {
        for week in ["2026-W14", "2020-W53"] {
            assert_eq!(week.parse::<CalendarWeek>().unwrap().to_string(), week);
        }
        for typed in ["2026-14", "2026-W54", "2025-W53", "W14", "", "\u{1b}[2J", "2026-W1"] {
            let told = typed.parse::<CalendarWeek>().unwrap_err();
            assert!(told.ends_with("is not a valid week; give one such as 2026-W14"), "{told}");
            assert!(!told.contains('\u{1b}'));
        }
    }
}
