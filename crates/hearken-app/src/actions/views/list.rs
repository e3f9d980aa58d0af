//! Saved views as doors show them, with what of them is gone.

use hearken_domain::{Actor, SavedPage, ThemeId, Timestamp, Verbatim, ViewId};
use hearken_store::{LastChange, SavedView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::areas::find::find_area;
use crate::actions::segments::list::segment_names;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// A page with its filter and order, under a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SavedViewCard {
    /// Its id.
    pub id: ViewId,
    /// Its name; `None` where that was erased.
    pub name: Option<Verbatim>,
    /// Which page.
    pub page: SavedPage,
    /// What is asked of the page, in the order in which it was.
    pub parameters: Vec<SavedParameter>,
    /// What it shows, in a few words: the page, and each parameter.
    pub says: Verbatim,
    /// Who saved it.
    pub by: Actor,
    /// When it was saved.
    pub at: Timestamp,
    /// What was last done to it: what an undo takes back.
    pub last: ViewChange,
    /// What it names that is not there any more, or not as it was: a sentence each. It opens all the same.
    pub gone: Vec<Verbatim>,
}

/// One thing that is asked of a saved page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SavedParameter {
    /// Its name, as the page's address has it.
    pub name: String,
    /// Its value; `None` where that was erased.
    pub value: Option<Verbatim>,
}

/// What was last done to a saved view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ViewChange {
    /// It was saved.
    Saved,
    /// It was called by another name.
    Renamed,
    /// It was let go.
    Deleted,
}

/// Saved views.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SavedViewList {
    /// Those there are, by name.
    pub views: Vec<SavedViewCard>,
    /// Those that were deleted, which an undo brings back; the last first.
    pub deleted: Vec<SavedViewCard>,
}

impl SavedViewCard {
    /// Its name, or that it was erased.
    pub fn title(&self) -> Verbatim {
        self.name.clone().unwrap_or_else(|| Verbatim::redacted("[erased]".to_owned()))
    }
}

/// All saved views.
///
/// # Errors
/// Any failure of the store.
pub fn list_views(view: &View) -> Result<SavedViewList, AppError> {
    let (mut views, mut deleted) = (Vec::new(), Vec::new());
    for saved in view.store().saved_views().all()? {
        let list = if saved.last == LastChange::Deleted { &mut deleted } else { &mut views };
        list.push(card(view, saved)?);
    }
    views.sort_by_key(|card: &SavedViewCard| (card.title().as_str().to_lowercase(), card.id));
    deleted.reverse();
    Ok(SavedViewList { views, deleted })
}

/// One saved view.
///
/// # Errors
/// There is none of that id, or it was deleted; or any failure of the store.
pub fn show_view(view: &View, id: ViewId) -> Result<SavedViewCard, AppError> {
    let saved = view.store().saved_views().get(id)?.filter(|saved| saved.last != LastChange::Deleted);
    let missing = || AppError::not_found(format!("there is no saved view {id}"), NextStep::ListViews);
    card(view, saved.ok_or_else(missing)?)
}

/// The card of a view.
pub(crate) fn card(view: &View, saved: SavedView) -> Result<SavedViewCard, AppError> {
    let (gone, says) = (gone(view, &saved)?, says(&saved));
    Ok(SavedViewCard {
        id: saved.id,
        name: saved.name,
        page: saved.page,
        parameters: saved
            .parameters
            .into_iter()
            .map(|parameter| SavedParameter { name: parameter.name, value: parameter.value })
            .collect(),
        says,
        by: saved.by,
        at: saved.at,
        last: match saved.last {
            LastChange::Saved => ViewChange::Saved,
            LastChange::Renamed => ViewChange::Renamed,
            LastChange::Deleted => ViewChange::Deleted,
        },
        gone,
    })
}

fn says(saved: &SavedView) -> Verbatim {
    let page = match saved.page {
        SavedPage::Themes => "themes",
        SavedPage::Theme => "a theme",
        SavedPage::Search => "signals",
    };
    let parameters = saved.parameters.iter().map(|parameter| {
        let value = parameter.value.as_ref().map_or("[erased]", |value| value.as_str());
        format!("{} {value}", parameter.name)
    });
    let words: Vec<String> = std::iter::once(page.to_owned()).chain(parameters).collect();
    Verbatim::redacted(words.join(", "))
}

/// What a view names that is not there any more.
fn gone(view: &View, saved: &SavedView) -> Result<Vec<Verbatim>, AppError> {
    let mut gone = Vec::new();
    for parameter in &saved.parameters {
        let sentence = match (parameter.name.as_str(), &parameter.value) {
            (name, None) => Some(format!("a value of {name} was erased, and is not asked for any more")),
            ("source", Some(source)) => match view.store().sources().id(source.as_str())? {
                None => Some(format!("the source '{}' is not there any more", source.as_str())),
                Some(_) => None,
            },
            ("segment", Some(segment)) => {
                let there = segment_names(view)?;
                let is_there =
                    there.iter().any(|name| name.as_str().to_lowercase() == segment.as_str().to_lowercase());
                (!is_there).then(|| format!("the segment '{}' is not there any more", segment.as_str()))
            }
            ("theme", Some(theme)) => match theme.as_str().parse() {
                Ok(id) => theme_gone(view, id)?,
                Err(_) => None,
            },
            ("area", Some(area)) => match find_area(view, area.as_str()) {
                Ok(_) => None,
                Err(AppError::Internal(error)) => return Err(AppError::Internal(error)),
                Err(_) => Some(format!("the area {} is not there any more", area.as_str())),
            },
            _ => None,
        };
        gone.extend(sentence.map(Verbatim::redacted));
    }
    Ok(gone)
}

fn theme_gone(view: &View, id: ThemeId) -> Result<Option<String>, AppError> {
    let Some(theme) = view.store().themes().get(id)? else {
        return Ok(Some(format!("the theme {id} is not there any more")));
    };
    Ok(match (theme.merged_into, theme.retired_at) {
        (Some(into), _) => Some(format!("the theme {id} is part of {into} now")),
        (None, Some(_)) => Some(format!("the theme {id} is no longer found, and has no signals")),
        (None, None) => None,
    })
}
