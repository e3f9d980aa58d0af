//! Today: what changed, what hurts most, and one customer's story to read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use hearken_domain::{SignalFilter, Theme, ThemeId, Timestamp};
use hearken_store::Field;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::cards::{ClusteringState, Direction, SPARK_WEEKS, ThemeCard, ThemeCards};
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
use crate::actions::themes::changed::{Change, Changed, GoingOn, LastChange, quoted};
use crate::actions::themes::story::{Story, story};
use crate::error::AppError;
use crate::view::View;

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
    /// One customer's whole story, where one reads as one.
    pub story: Option<Story>,
    /// What many people say at once, and what gathers, that nobody dismissed; none looking back.
    pub surges: Vec<SurgeCard>,
    /// What is news today: each change is so on one day. What changed more surely and by more stands first.
    pub changed: Vec<Change>,
    /// How many there are of those.
    pub changed_total: u64,
    /// What was news on one of the six days before, and is still so.
    pub this_week: Vec<Change>,
    /// How many there are of those.
    pub this_week_total: u64,
    /// What was news before that, and goes on.
    pub goes_on: Vec<GoingOn>,
    /// How many there are of those.
    pub goes_on_total: u64,
    /// The change that was news last; `None` where nothing ever changed.
    pub last_change: Option<LastChange>,
    /// The largest themes that did not change.
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
    let all = looked_at(view, &cards, &themes);
    let changed = Changed::read(view, &cards, &themes, &all)?;
    let told: HashSet<ThemeId> = changed.told.iter().map(|(theme, _)| *theme).collect();
    let unchanged = || all.iter().copied().filter(|theme| !told.contains(theme));
    let largest = largest(view, &cards, &themes, unchanged())?;
    let heard_more = changed.told.iter().filter(|(_, days)| days.is_some()).cloned();
    let telling: Vec<_> =
        heard_more.chain(unchanged().map(|theme| (theme, cards.last_weeks_times()))).collect();
    let quoted: HashSet<_> = quoted(&changed.today).chain(quoted(&changed.this_week)).collect();
    let (living, unsorted, sources) = totals(view, all.len(), &cards)?;

    let (own_code, rising_code) = code_news(view)?;
    let (new_releases, new_releases_total) = new_releases(view, now)?;
    let mut decisions_due = due(view)?;
    let decisions_due_total = decisions_due.len() as u64;
    decisions_due.truncate(CARDS);
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
        story: story(view, &cards, &telling, &quoted)?,
        changed: changed.today,
        changed_total: changed.today_total,
        this_week: changed.this_week,
        this_week_total: changed.this_week_total,
        goes_on: changed.goes_on,
        goes_on_total: changed.goes_on_total,
        last_change: changed.last,
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

/// The themes that count, the largest first.
fn looked_at(view: &View, cards: &ThemeCards, themes: &BTreeMap<ThemeId, Theme>) -> Vec<ThemeId> {
    let mut all: Vec<ThemeId> =
        themes.values().filter(|theme| !theme.ignored).map(|theme| theme.id).collect();
    if view.looks_back() {
        all.retain(|theme| cards.signals_of(*theme) > 0);
    }
    all.sort_by_cached_key(|theme| (Reverse(cards.signals_of(*theme)), *theme));
    all
}

/// Cards of the first of some themes.
fn largest(
    view: &View,
    cards: &ThemeCards,
    themes: &BTreeMap<ThemeId, Theme>,
    of: impl Iterator<Item = ThemeId>,
) -> Result<Vec<ThemeCard>, AppError> {
    let shown = of.take(CARDS).filter_map(|id| themes.get(&id));
    let mut section: Vec<ThemeCard> = shown.map(|theme| cards.card(theme, SPARK_WEEKS)).collect();
    cards.quote(view, &mut section, themes)?;
    Ok(section)
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
