//! Today: what changed, what hurts most, and one customer's story to read.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hearken_analysis::trend::Trend;
use hearken_domain::{SignalFilter, Theme, ThemeId, Timestamp, Verbatim};
use hearken_store::Field;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{
    ClusteringState, Direction, SPARK_WEEKS, SignalCard, ThemeCard, ThemeCards, ThemeLink, signal_cards,
};
use crate::actions::code::components::{ComponentCard, Components};
use crate::actions::code::watch::{Watched, own_code};
use crate::actions::comments::inbox::{InboxNews, inbox_news};
use crate::actions::customers::renewing::{CustomerNews, customer_news};
use crate::actions::decisions::cards::DecisionRow;
use crate::actions::decisions::list::due;
use crate::actions::opportunities::news::{OpportunityNews, opportunity_news};
use crate::actions::releases::card::ReleaseCard;
use crate::actions::releases::near::new_releases;
use crate::actions::surges::cards::SurgeCard;
use crate::actions::surges::list::{ListSurges, list_surges};
use crate::error::AppError;
use crate::view::View;

/// Characters of a text that tells a story, where one of the representative signals has so many.
const STORY_CHARS: usize = 250;
/// Cards in each section.
const CARDS: usize = 6;
/// What a person should see first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Today {
    /// As of when.
    pub now: Timestamp,
    /// When the first signal was said; `None` while none is dated.
    pub first_at: Option<Timestamp>,
    /// When the last signal was said.
    pub last_at: Option<Timestamp>,
    /// All signals.
    pub signals: u64,
    /// Living themes.
    pub themes: u64,
    /// Signals without a theme.
    pub unsorted: u64,
    /// Number of sources.
    pub sources: u64,
    /// Signals of the last four complete weeks.
    pub recent_signals: u64,
    /// One customer's whole story.
    pub story: Option<Story>,
    /// What many people say at once, and what gathers, that nobody dismissed; none looking back.
    pub surges: Vec<SurgeCard>,
    /// Themes with more than their usual share, the surest first.
    pub rising: Vec<ThemeCard>,
    /// Themes of the last four weeks with nothing in the twelve weeks before.
    pub new: Vec<ThemeCard>,
    /// The largest themes.
    pub largest: Vec<ThemeCard>,
    /// The code of whoever git commits as on this machine, with its news; `None` where nothing is theirs.
    pub own_code: Option<Watched>,
    /// Components in which the pain rises, the most first.
    pub rising_code: Vec<ComponentCard>,
    /// Releases of the last four weeks, the last first.
    pub new_releases: Vec<ReleaseCard>,
    /// How many there are of those.
    pub new_releases_total: u64,
    /// What waits for whoever looks; `None` looking back.
    pub inbox: Option<InboxNews>,
    /// The first decisions that are to be looked at again, those whose day came first before the others.
    pub decisions_due: Vec<DecisionRow>,
    /// How many there are of those.
    pub decisions_due_total: u64,
    /// What is worth doing about customers; `None` where none is known.
    pub customers: Option<CustomerNews>,
    /// What is worth knowing of opportunities; `None` looking back.
    pub opportunities: Option<OpportunityNews>,
    /// What to know about the data before reading anything into it.
    pub notice: Option<String>,
    /// Where the finding of themes stands.
    pub clustering: ClusteringState,
}

/// One customer's words, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Story {
    /// The signal.
    pub signal: SignalCard,
    /// All its words.
    pub text: Verbatim,
    /// The theme it tells of.
    pub theme: Option<ThemeLink>,
}

/// What changed, as of now.
///
/// # Errors
/// Any failure of the store.
pub fn today(view: &View) -> Result<Today, AppError> {
    let now = view.as_of()?;
    let everything = view.up_to_then(&SignalFilter::default());
    let (signals, span) = view.store().signals().span(&everything, None)?;
    let themes = view.store().themes().living()?;
    let cards = ThemeCards::read(view, &everything, now)?;
    let Sections { living: all, rising, new, largest } = Sections::read(view, &cards, &themes)?;
    let (living, unsorted, sources) = totals(view, all, &cards)?;

    let (own_code, rising_code) = code_news(view)?;
    let (new_releases, new_releases_total) = new_releases(view, now)?;
    let mut decisions_due = due(view)?;
    let decisions_due_total = decisions_due.len() as u64;
    decisions_due.truncate(CARDS);
    let told = rising.first().or(largest.first()).map(|card| card.id);
    Ok(Today {
        now,
        first_at: span.map(|(first, _)| first),
        last_at: span.map(|(_, last)| last),
        signals,
        themes: living,
        unsorted,
        sources,
        recent_signals: cards.recent(),
        surges: surges(view)?,
        story: story(view, told.and_then(|id| themes.get(&id)), now)?,
        rising,
        new,
        largest,
        own_code,
        rising_code,
        new_releases,
        new_releases_total,
        inbox: inbox_news(view)?,
        decisions_due,
        decisions_due_total,
        customers: customer_news(view, &cards, now)?,
        opportunities: opportunity_news(view, &cards)?,
        notice: view.notice()?,
        clustering: ClusteringState::now(view)?,
    })
}

/// What many people say at once now, and what gathers.
fn surges(view: &View) -> Result<Vec<SurgeCard>, AppError> {
    if view.looks_back() {
        return Ok(Vec::new());
    }
    let mut surges = list_surges(view, &ListSurges { going_on: true })?.surges;
    surges.sort_by_key(|card| card.kind);
    surges.truncate(CARDS);
    Ok(surges)
}

/// The themes of each section, the first of them.
struct Sections {
    /// How many themes there are in all.
    living: usize,
    rising: Vec<ThemeCard>,
    new: Vec<ThemeCard>,
    largest: Vec<ThemeCard>,
}

impl Sections {
    /// Compares all themes, and makes cards of those that are shown.
    fn read(view: &View, cards: &ThemeCards, themes: &BTreeMap<ThemeId, Theme>) -> Result<Self, AppError> {
        let mut all: Vec<(ThemeId, Trend)> = themes
            .values()
            .filter(|theme| !theme.ignored)
            .map(|theme| (theme.id, cards.figures_of(theme.id)))
            .collect();
        if view.looks_back() {
            all.retain(|(theme, _)| cards.signals_of(*theme) > 0);
        }
        let heading = |direction: Direction| -> Vec<(ThemeId, Trend)> {
            all.iter().filter(|(_, trend)| Direction::from_trend(trend) == direction).copied().collect()
        };
        let mut rising = heading(Direction::Rising);
        // The lower end of the interval: what the rise is at least.
        let low = |trend: &Trend| trend.interval.map_or(0.0, |interval| interval.low);
        rising.sort_by(|(_, a), (_, b)| low(b).total_cmp(&low(a)));
        let mut new = heading(Direction::New);
        new.sort_by_key(|(_, trend)| Reverse(trend.recent));
        let living = all.len();
        all.sort_by_cached_key(|(theme, _)| (Reverse(cards.signals_of(*theme)), *theme));
        let section = |of: Vec<(ThemeId, Trend)>| -> Result<Vec<ThemeCard>, AppError> {
            let shown = of.into_iter().take(CARDS).filter_map(|(id, _)| themes.get(&id));
            let mut section: Vec<ThemeCard> = shown.map(|theme| cards.card(theme, SPARK_WEEKS)).collect();
            cards.quote(view, &mut section, themes)?;
            Ok(section)
        };
        Ok(Self { living, rising: section(rising)?, new: section(new)?, largest: section(all)? })
    }
}

/// How many themes there are, how many signals have none, and how many sources there are: now, or up to what is looked back
/// to.
fn totals(view: &View, shown: usize, cards: &ThemeCards) -> Result<(u64, u64, u64), AppError> {
    if view.looks_back() {
        let everything = view.up_to_then(&SignalFilter::default());
        let sources =
            view.store().rollup().count_by(Field::Source, &everything, None, usize::MAX)?.len() as u64;
        return Ok((shown as u64, cards.unsorted(), sources));
    }
    let totals = view.store().themes().totals()?;
    Ok((totals.themes, totals.unsorted, view.store().sources().names()?.len() as u64))
}

/// The code of whoever looks, and where in the code the pain rises.
fn code_news(view: &View) -> Result<(Option<Watched>, Vec<ComponentCard>), AppError> {
    if view.store().repositories().all()?.is_empty() {
        return Ok((None, Vec::new()));
    }
    let read = Components::read(view)?;
    let mut components = read.all(view, None)?;
    // What is new since somebody looked is of now.
    let watched = if view.looks_back() { None } else { own_code(view, &read, &components)? };
    components.retain(|card| matches!(card.trend.direction, Direction::Rising | Direction::New));
    components.truncate(CARDS);
    Ok((watched, components))
}

/// One of the theme's representative signals that tells a story: another each day, the same all day.
fn story(view: &View, theme: Option<&Theme>, now: Timestamp) -> Result<Option<Story>, AppError> {
    let Some(theme) = theme else { return Ok(None) };
    // Beyond the first, which already stands on the theme's card.
    let candidates = if theme.exemplars.len() > 1 { &theme.exemplars[1..] } else { &theme.exemplars[..] };
    let mut signals = view.store().signals().several(candidates)?;
    signals.retain(|signal| view.counts(signal));
    let lengths: Vec<usize> = signals.iter().map(|signal| signal.verbatim.as_str().chars().count()).collect();
    let day = now.as_second().div_euclid(86_400).unsigned_abs() as usize;
    let Some(index) = of_the_day(&lengths, day) else { return Ok(None) };
    let signal = signals.swap_remove(index);
    let card = signal_cards(view, std::slice::from_ref(&signal))?.pop();
    Ok(card.map(|card| Story { theme: card.theme.clone(), signal: card, text: signal.verbatim }))
}

/// Of texts of so many characters the one of a day: a long one, where there is one.
fn of_the_day(lengths: &[usize], day: usize) -> Option<usize> {
    let long = |index: &usize| lengths[*index] >= STORY_CHARS;
    let mut told: Vec<usize> = (0..lengths.len()).filter(long).collect();
    if told.is_empty() {
        told = (0..lengths.len()).collect();
    }
    told.get(day % told.len().max(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_another_story_and_a_long_one_where_one_was_told() {
        let days = |lengths: &[usize]| (0..4).map(|day| of_the_day(lengths, day)).collect::<Vec<_>>();
        assert_eq!(days(&[20, 400, 30, 900]), [Some(1), Some(3), Some(1), Some(3)]);
        assert_eq!(days(&[20, 30]), [Some(0), Some(1), Some(0), Some(1)]);
        assert_eq!(days(&[]), [None; 4]);
    }
}
