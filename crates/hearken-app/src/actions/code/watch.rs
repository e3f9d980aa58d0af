//! What is new and rising in the code that somebody owns, since they last looked.

use std::cmp::Reverse;

use hearken_domain::{LogPosition, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::cards::{Direction, ThemeLink, TrendCard};
use crate::actions::code::component::owned_by;
use crate::actions::code::components::{ComponentCard, Components};
use crate::actions::code::heat::{Heat, PlaceHeat};
use crate::code::no_repository;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::view::View;

/// Themes shown of a component.
const THEMES_MAX: usize = 10;

/// Look at somebody's code, so that the next look starts from here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeeCode {
    /// A team or person as CODEOWNERS names them, or a mail address; by default the one that git commits under here.
    #[serde(default)]
    pub owner: Option<String>,
}

/// Whose code to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchCode {
    /// A team or person as CODEOWNERS names them, or a mail address; by default the one that git commits under here.
    pub owner: Option<String>,
}

/// The code of one owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Watched {
    /// Whose code.
    pub owner: String,
    /// When they last looked; `None` is never.
    pub since: Option<Timestamp>,
    /// Their components, those with most news first.
    pub components: Vec<WatchedComponent>,
}

/// A component with its news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WatchedComponent {
    /// Name of the repository.
    pub repository: String,
    /// The component.
    pub name: String,
    /// Signals that lead here.
    pub signals: u64,
    /// Those of them with a theme that arrived since.
    pub arrived: u64,
    /// Where they are heading together.
    pub direction: Direction,
    /// Themes with news: arrivals since, rising, or new; the most news first.
    pub themes: Vec<WatchedTheme>,
}

/// A theme with its news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WatchedTheme {
    /// The theme.
    pub theme: ThemeLink,
    /// Its signals that lead here.
    pub signals: u64,
    /// Those that arrived since.
    pub arrived: u64,
    /// Where it is heading.
    pub trend: TrendCard,
}

impl WatchedTheme {
    /// Whether there is something to see.
    fn has_news(&self) -> bool {
        self.arrived > 0 || matches!(self.trend.direction, Direction::Rising | Direction::New)
    }
}

/// Looks at somebody's code.
///
/// # Errors
/// There is no repository, nobody is named and git knows no address, or any failure of the store.
pub fn watch_code(view: &View, request: &WatchCode) -> Result<Watched, AppError> {
    let Some(owner) = owner(view, request.owner.as_deref())? else {
        return Err(AppError::user("git does not say who you are in any registered repository")
            .suggest(NextStep::NameOwner));
    };
    let read = Components::read(view)?;
    look(view, owner, &read, &read.all(view, None)?)
}

/// Looks at somebody's code, and notes up to where.
///
/// # Errors
/// As [`watch_code`].
pub fn see_code(ctx: &Context, request: SeeCode, _: &mut Host<'_>) -> Result<Watched, AppError> {
    let view = ctx.view()?;
    let watched = watch_code(&view, &WatchCode { owner: request.owner })?;
    let position = view.store().log().position()?;
    drop(view);
    ctx.app.store().looked(&watched.owner, position, &ctx.having_seen(position))?;
    Ok(watched)
}

/// Who is meant: somebody named, or whom git commits as in a registered repository.
fn owner(view: &View, named: Option<&str>) -> Result<Option<String>, AppError> {
    if let Some(named) = named.map(str::trim).filter(|named| !named.is_empty()) {
        return Ok(Some(named.to_owned()));
    }
    let repositories = view.all_code(None)?;
    if repositories.is_empty() {
        return Err(no_repository());
    }
    let emails = repositories.iter().filter_map(|code| code.repository().ok()?.user_email());
    Ok(emails.map(|email| email.trim().to_owned()).find(|email| !email.is_empty()))
}

/// The code, among these components, of whoever git commits as here, for a page that shows it unasked; `None` where
/// nothing is theirs.
///
/// # Errors
/// Any failure of the store.
pub fn own_code(
    view: &View,
    read: &Components,
    components: &[ComponentCard],
) -> Result<Option<Watched>, AppError> {
    if components.is_empty() {
        return Ok(None);
    }
    let Some(owner) = owner(view, None)? else { return Ok(None) };
    let watched = look(view, owner, read, components)?;
    Ok(Some(watched).filter(|watched| !watched.components.is_empty()))
}

fn look(view: &View, owner: String, read: &Components, cards: &[ComponentCard]) -> Result<Watched, AppError> {
    let last = view.store().watch_marks().last(&owner)?;
    let after = last.map_or(LogPosition(0), |(_, position)| position);
    let mut components = Vec::new();
    for code in view.all_code(None)? {
        let owned = owned_by(view, &code, &owner)?;
        let is_owned = |card: &&ComponentCard| card.repository == code.name && owned.contains(&card.name);
        if !cards.iter().any(|card| is_owned(&card)) {
            continue;
        }
        let heat = Heat::read(view, &code)?;
        for card in cards.iter().filter(is_owned) {
            components.push(news(read, card, heat.of_component(&card.name), after));
        }
    }
    components.sort_by_key(|component: &WatchedComponent| {
        (Reverse(component.arrived), Reverse(component.signals), component.name.clone())
    });
    Ok(Watched { owner, since: last.map(|(at, _)| at), components })
}

fn news(read: &Components, card: &ComponentCard, pain: &PlaceHeat, after: LogPosition) -> WatchedComponent {
    let of_theme = |theme: &ThemeLink| {
        let signals = pain.of(theme.id);
        WatchedTheme {
            signals: signals.len() as u64,
            // A signal's id is the log position of its first revision.
            arrived: signals.iter().filter(|signal| signal.0 > after.0).count() as u64,
            trend: read.cards().trend_of([theme.id]),
            theme: theme.clone(),
        }
    };
    let mut themes: Vec<WatchedTheme> = card.themes.iter().map(of_theme).collect();
    let arrived = themes.iter().map(|theme| theme.arrived).sum();
    themes.retain(WatchedTheme::has_news);
    themes.sort_by_key(|theme| (Reverse(theme.arrived), Reverse(theme.signals)));
    themes.truncate(THEMES_MAX);
    WatchedComponent {
        repository: card.repository.clone(),
        name: card.name.clone(),
        signals: card.signals,
        arrived,
        direction: card.trend.direction,
        themes,
    }
}
