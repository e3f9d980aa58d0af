//! Surges as every door shows them. Their words are looked up when they are shown.

use hearken_domain::{Actor, SurgeId, SurgeKind, Timestamp, counted};
use hearken_store::Surge;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::alerts::cards::NewsQuote;
use crate::actions::cards::ThemeLink;
use crate::actions::signals::words::headed;
use crate::error::AppError;
use crate::view::View;

/// Hours without any signal of it, after which a surge is over.
pub(super) const QUIET_HOURS: i64 = 6;
/// Days after which what gathers is over.
const QUIET_DAYS: i64 = 7;
/// Quotes of a surge.
const QUOTES: usize = 3;
/// Characters of a quote.
const QUOTE_CHARS: usize = 200;

/// Many people at once about one thing, or something that gathers over weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SurgeCard {
    /// Its id.
    pub id: SurgeId,
    /// Whether it came within hours, or gathers.
    pub kind: SurgeKind,
    /// The theme that most of it were in when it was noticed, if that is still there.
    pub theme: Option<ThemeLink>,
    /// Its signals.
    pub signals: u64,
    /// How many its time would usually have brought.
    pub usual: f64,
    /// When the first of them was said.
    pub first_at: Timestamp,
    /// When the last was.
    pub last_at: Timestamp,
    /// Minutes from one to the other.
    pub minutes: u64,
    /// When it was noticed.
    pub noticed_at: Timestamp,
    /// How many of them no theme holds.
    pub of_no_theme: u64,
    /// Whether it goes on: something of it came in the last six hours, or, of what gathers, in the last seven days.
    pub goes_on: bool,
    /// Who said that it is nothing to hear of, if anybody did.
    pub dismissed_by: Option<Actor>,
    /// At most three customers' words.
    pub quotes: Vec<NewsQuote>,
}

impl SurgeCard {
    /// What is so, in a line.
    pub fn says(&self) -> String {
        let signals = counted(self.signals, "signal");
        let within = within(self.minutes);
        match self.kind {
            SurgeKind::Surge => format!("{signals} within {within} that are alike"),
            SurgeKind::Gathering => {
                let held = match self.of_no_theme {
                    0 => String::new(),
                    count if count == self.signals => ", which no theme holds yet".to_owned(),
                    count => format!(", {count} of which no theme holds yet"),
                };
                format!("gathering: {signals} within {within} that are alike{held}")
            }
        }
    }
}

fn within(minutes: u64) -> String {
    match minutes {
        0..120 => counted(minutes.max(1), "minute"),
        120..2880 => counted(minutes.div_ceil(60), "hour"),
        _ => counted(minutes.div_ceil(24 * 60), "day"),
    }
}

/// A surge with words of its customers; `None` where nothing is left of it, or somebody ignores its theme.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn surge_card(view: &View, surge: &Surge) -> Result<Option<SurgeCard>, AppError> {
    let (Some(first), Some(last)) = (surge.signals.first(), surge.signals.last()) else { return Ok(None) };
    let theme = surge.theme.map(|theme| view.store().themes().get(theme)).transpose()?.flatten();
    if theme.as_ref().is_some_and(|theme| theme.ignored) {
        return Ok(None);
    }
    let span = last.said_at.duration_since(first.said_at).as_mins();
    Ok(Some(SurgeCard {
        id: surge.id,
        kind: surge.kind,
        theme: theme.map(|theme| ThemeLink { id: theme.id, name: theme.name }),
        signals: surge.signals.len() as u64,
        usual: surge.usual,
        first_at: first.said_at,
        last_at: last.said_at,
        minutes: span.unsigned_abs(),
        noticed_at: surge.noticed_at,
        of_no_theme: surge.signals.iter().filter(|signal| signal.theme.is_none()).count() as u64,
        goes_on: goes_on(surge, view.now()),
        dismissed_by: surge.dismissed.as_ref().map(|dismissed| dismissed.by.clone()),
        quotes: quotes(view, surge)?,
    }))
}

fn goes_on(surge: &Surge, now: Timestamp) -> bool {
    let quiet = match surge.kind {
        SurgeKind::Surge => SignedDuration::from_hours(QUIET_HOURS),
        SurgeKind::Gathering => SignedDuration::from_hours(24 * QUIET_DAYS),
    };
    let came = surge.signals.iter().map(|signal| signal.came_at).max();
    came.is_some_and(|came| now.duration_since(came) < quiet)
}

/// Words from its beginning, its middle and its end.
fn quotes(view: &View, surge: &Surge) -> Result<Vec<NewsQuote>, AppError> {
    let last = surge.signals.len().saturating_sub(1);
    let mut places: Vec<usize> = (0..QUOTES).map(|quote| quote * last / (QUOTES - 1)).collect();
    places.dedup();
    let ids: Vec<_> = places.into_iter().filter_map(|place| Some(surge.signals.get(place)?.id)).collect();
    let templates = view.templates()?;
    let signals = view.store().signals().several(&ids)?;
    let quoted = signals.iter().map(|signal| NewsQuote {
        signal: signal.id,
        text: headed(signal, templates.of(signal.source.0)).excerpt(QUOTE_CHARS),
    });
    Ok(quoted.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gathers_says_how_much_of_it_no_theme_holds() {
        let mut card = SurgeCard {
            id: SurgeId(1),
            kind: SurgeKind::Gathering,
            theme: None,
            signals: 12,
            usual: 0.2,
            first_at: Timestamp::UNIX_EPOCH,
            last_at: Timestamp::UNIX_EPOCH,
            minutes: 12_000,
            noticed_at: Timestamp::UNIX_EPOCH,
            of_no_theme: 12,
            goes_on: true,
            dismissed_by: None,
            quotes: Vec::new(),
        };
        let alike = "gathering: 12 signals within 9 days that are alike";
        assert_eq!(card.says(), format!("{alike}, which no theme holds yet"));
        card.of_no_theme = 7;
        assert_eq!(card.says(), format!("{alike}, 7 of which no theme holds yet"));
        card.of_no_theme = 0;
        assert_eq!(card.says(), alike);
    }

    #[test]
    fn a_time_is_told_in_what_people_count_it_in() {
        let told = [0, 1, 40, 119, 120, 170, 2_880, 12_000].map(within);
        let expected =
            ["1 minute", "1 minute", "40 minutes", "119 minutes", "2 hours", "3 hours", "2 days", "9 days"];
        assert_eq!(told, expected);
    }
}
