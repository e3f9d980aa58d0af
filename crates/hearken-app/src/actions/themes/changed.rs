//! What changed: themes that rise, are new, return, or, where they hurt, are heard less. Each is news on one day, and what
//! more surely changed by more stands first.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use hearken_analysis::trend::{Constants, alarms};
use hearken_domain::{Date, SignalId, Theme, ThemeId, ThemeKind, Timestamp, date_of};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::alerts::news::{came_back, was_there_before};
use crate::actions::cards::{Direction, Movement, Quote, SPARK_WEEKS, ThemeCard, ThemeCards, ThemeLink};
use crate::actions::themes::called::called_on;
use crate::error::AppError;
use crate::view::View;
use crate::wording;

/// Cards in each section, and lines of what goes on.
const CARDS: usize = 6;
const LINES: usize = 12;
/// Days before today whose news still stands on cards.
const WEEK_DAYS: i32 = 6;
/// Quotes on a card beside its first.
const MORE_QUOTES: usize = 1;
/// Of a theme that changed so many signals are looked at for those.
const QUOTES_READ: usize = 12;
/// Themes whose past is looked at for the last change, where nothing changes.
const PASTS_READ: usize = 200;

/// In which way a theme changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It has more than its usual share.
    Rises,
    /// Next to nothing of it was there before.
    New,
    /// It is there again after it was not for a while.
    Returns,
    /// It hurts, and has less than its usual share.
    Falls,
}

impl ChangeKind {
    /// What a theme does: "rises", "is new".
    pub fn says(self) -> &'static str {
        match self {
            Self::Rises => "rises",
            Self::New => "is new",
            Self::Returns => "is back",
            Self::Falls => "is heard less",
        }
    }
}

/// A theme that changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// In which way.
    pub what: ChangeKind,
    /// The day on which this was news.
    #[schema(value_type = String, format = Date)]
    pub called: Date,
    /// At least so many signals beyond the usual, or short of it where it falls: by this the list is ordered.
    pub beyond: f64,
    /// The arithmetic of that in one sentence.
    pub why: String,
    /// The theme; where it rises, is new or returns, its quote is of the days since which it does.
    pub theme: ThemeCard,
    /// More quotes of those days, those that stand most clearly for the theme first.
    pub quotes: Vec<Quote>,
}

/// A change that was news before, and goes on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GoingOn {
    /// In which way.
    pub what: ChangeKind,
    /// The theme.
    pub theme: ThemeLink,
    /// The day since which it changed.
    #[schema(value_type = String, format = Date)]
    pub since: Date,
    /// The day on which this was news.
    #[schema(value_type = String, format = Date)]
    pub called: Date,
    /// Signals since then.
    pub signals: u64,
    /// At least so many of them beyond the usual, or short of it.
    pub beyond: f64,
}

/// The change that was news last.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LastChange {
    /// The theme.
    pub theme: ThemeLink,
    /// The day on which it was news.
    #[schema(value_type = String, format = Date)]
    pub called: Date,
}

/// Everything that changed, by when it was news.
#[derive(Debug, Clone, Default)]
pub(super) struct Changed {
    pub today: Vec<Change>,
    pub today_total: u64,
    pub this_week: Vec<Change>,
    pub this_week_total: u64,
    pub goes_on: Vec<GoingOn>,
    pub goes_on_total: u64,
    pub last: Option<LastChange>,
    /// The themes of all of these, in that order, each with the days that it is told of.
    pub told: Vec<(ThemeId, Option<Range<Timestamp>>)>,
}

/// A theme that moves.
struct Mover<'t> {
    theme: &'t Theme,
    what: ChangeKind,
    movement: Movement,
    called: Date,
    beyond: f64,
}

impl Changed {
    /// Looks at some themes.
    pub fn read(
        view: &View,
        cards: &ThemeCards,
        themes: &BTreeMap<ThemeId, Theme>,
        looked_at: &[ThemeId],
    ) -> Result<Self, AppError> {
        cards.read_movements();
        // What is as of another time than now came for that time, whenever it was imported.
        let by_arrival = view.as_of()? == view.now();
        let mut movers = Vec::new();
        for theme in looked_at.iter().filter_map(|id| themes.get(id)) {
            let movement = cards.movement_of(theme.id);
            let Some(what) = kind_of(view, cards, theme, &movement)? else { continue };
            let Some(called) = called_on(cards, theme.id, &movement, by_arrival) else { continue };
            movers.push(Mover { theme, what, movement, called, beyond: beyond(&movement) });
        }
        movers.sort_by(|a, b| {
            let evidence = || b.movement.evidence.total_cmp(&a.movement.evidence);
            b.beyond.total_cmp(&a.beyond).then_with(evidence).then(a.theme.id.cmp(&b.theme.id))
        });
        let today = cards.today();
        let week = today.checked_sub(WEEK_DAYS.days()).unwrap_or(today);
        let last = match movers.iter().rev().max_by_key(|mover| mover.called) {
            Some(mover) => Some(LastChange { theme: link(mover.theme), called: mover.called }),
            None => last_of_all(cards, themes, looked_at),
        };
        let (news, others): (Vec<Mover<'_>>, Vec<Mover<'_>>) =
            movers.into_iter().partition(|mover| mover.called >= today);
        let (this_week, goes_on): (Vec<Mover<'_>>, Vec<Mover<'_>>) =
            others.into_iter().partition(|mover| mover.called >= week);
        let told = news.iter().chain(&this_week).chain(&goes_on);
        Ok(Self {
            told: told.map(|mover| (mover.theme.id, mover.days())).collect(),
            today_total: news.len() as u64,
            today: changes(view, cards, themes, news)?,
            this_week_total: this_week.len() as u64,
            this_week: changes(view, cards, themes, this_week)?,
            goes_on_total: goes_on.len() as u64,
            goes_on: goes_on.iter().take(LINES).map(Mover::line).collect(),
            last,
        })
    }
}

impl Mover<'_> {
    /// The days that it is told of: since it changed, for what is heard more.
    fn days(&self) -> Option<Range<Timestamp>> {
        (self.what != ChangeKind::Falls).then(|| self.movement.times()).flatten()
    }

    fn line(&self) -> GoingOn {
        GoingOn {
            what: self.what,
            theme: link(self.theme),
            since: self.movement.from,
            called: self.called,
            signals: self.movement.recent,
            beyond: self.beyond,
        }
    }
}

fn link(theme: &Theme) -> ThemeLink {
    ThemeLink { id: theme.id, name: theme.name.clone() }
}

/// In which way a theme changed, if it did.
fn kind_of(
    view: &View,
    cards: &ThemeCards,
    theme: &Theme,
    movement: &Movement,
) -> Result<Option<ChangeKind>, AppError> {
    let now = view.as_of()?;
    Ok(match movement.direction {
        Direction::Rising if came_back(view, theme.id, now)? => Some(ChangeKind::Returns),
        Direction::Rising => Some(ChangeKind::Rises),
        Direction::New if was_there_before(cards, theme.id, movement) => Some(ChangeKind::Returns),
        Direction::New => Some(ChangeKind::New),
        Direction::Falling if theme.kind == ThemeKind::PainPoint => Some(ChangeKind::Falls),
        Direction::Falling | Direction::Steady | Direction::TooLittle => None,
    })
}

/// By how many signals a theme changed at the least: of the usual number the interval's other end is taken.
fn beyond(movement: &Movement) -> f64 {
    let Some(interval) = movement.interval else { return 0.0 };
    if movement.direction == Direction::Falling {
        let high = interval.high.unwrap_or(1.0);
        return movement.expected * (1.0 - high).max(0.0);
    }
    if interval.low <= 1.0 { 0.0 } else { movement.recent as f64 * (1.0 - 1.0 / interval.low) }
}

/// Cards of the first of them, with what was said since they changed.
fn changes(
    view: &View,
    cards: &ThemeCards,
    themes: &BTreeMap<ThemeId, Theme>,
    mut movers: Vec<Mover<'_>>,
) -> Result<Vec<Change>, AppError> {
    movers.truncate(CARDS);
    let mut shown: Vec<ThemeCard> = movers.iter().map(|mover| cards.card(mover.theme, SPARK_WEEKS)).collect();
    cards.quote(view, &mut shown, themes)?;
    let mut changes = Vec::with_capacity(movers.len());
    for (mover, theme) in movers.iter().zip(shown) {
        changes.push(Change {
            what: mover.what,
            called: mover.called,
            beyond: mover.beyond,
            why: wording::beyond::why(&mover.movement, mover.beyond),
            quotes: more_quotes(view, cards, mover, theme.quote.as_ref())?,
            theme,
        });
    }
    Ok(changes)
}

/// What else was said since a theme changed, in other words than what is quoted already.
fn more_quotes(
    view: &View,
    cards: &ThemeCards,
    mover: &Mover<'_>,
    quoted: Option<&Quote>,
) -> Result<Vec<Quote>, AppError> {
    let Some(days) = mover.days() else { return Ok(Vec::new()) };
    let clearest = cards.clearest_within(view, mover.theme.id, days, QUOTES_READ)?;
    let mut said: HashSet<String> = quoted.iter().map(|quote| words_of(quote)).collect();
    let mut quotes = cards.quotes(view, &clearest)?;
    quotes.retain(|quote| said.insert(words_of(quote)));
    quotes.truncate(MORE_QUOTES);
    Ok(quotes)
}

/// The words of a quote, however they are written.
fn words_of(quote: &Quote) -> String {
    quote.text.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The last rise of any of the largest themes, where none of them moves now.
fn last_of_all(
    cards: &ThemeCards,
    themes: &BTreeMap<ThemeId, Theme>,
    looked_at: &[ThemeId],
) -> Option<LastChange> {
    let rises = looked_at.iter().take(PASTS_READ).filter_map(|id| {
        let series = cards.series_of(*id);
        let alarms = alarms(&series, &Constants::default());
        let last = alarms.iter().rev().find(|alarm| alarm.rises)?;
        Some((series.day(last.day).saturating_add(1), *id))
    });
    let (day, id) = rises.max()?;
    Some(LastChange { theme: link(themes.get(&id)?), called: date_of(day) })
}

/// The signals that stand on cards.
pub(super) fn quoted(changes: &[Change]) -> impl Iterator<Item = SignalId> + '_ {
    changes
        .iter()
        .flat_map(|change| change.theme.quote.iter().chain(&change.quotes))
        .map(|quote| quote.signal)
}
