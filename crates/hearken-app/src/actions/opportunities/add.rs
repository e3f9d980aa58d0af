//! Opening an opportunity.

use hearken_domain::{NewOpportunity, ThemeId};
use hearken_store::Typed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::read::Opportunities;
use crate::context::Context;
use crate::error::{AppError, WrongField};
use crate::host::Host;
use crate::known::check_theme;

/// Characters of a title and of a name.
pub(crate) const LINE_CHARS_MAX: usize = 200;
/// Characters of longer words.
pub(crate) const WORDS_CHARS_MAX: usize = 10_000;

/// Open an opportunity: a problem that is worth solving.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOpportunity {
    /// What it is called; the name of the first theme, where there is none.
    #[serde(default)]
    pub title: Option<String>,
    /// The problem, in words.
    #[serde(default)]
    pub problem: Option<String>,
    /// Themes that it comes from. One may stand without brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub themes: Vec<ThemeId>,
    /// Who owns it.
    #[serde(default)]
    pub owner: Option<String>,
}

impl AddOpportunity {
    /// Whether it can be taken, as things stand.
    ///
    /// # Errors
    /// The field that cannot.
    pub fn check(&self, ctx: &Context) -> Result<(), WrongField> {
        self.opened(ctx).map(drop)
    }

    fn opened(&self, ctx: &Context) -> Result<NewOpportunity<Typed>, WrongField> {
        let view = ctx.view().map_err(WrongField::at("themes"))?;
        let mut themes = Vec::new();
        for theme in &self.themes {
            let living = check_theme(&view, Some(*theme)).and_then(|()| lives_on(&view, *theme));
            themes.push(living.map_err(WrongField::at("themes"))?);
        }
        themes.sort_unstable();
        themes.dedup();
        let title = line(ctx, "title", self.title.as_deref())
            .and_then(|title| title.map_or_else(|| name_of(&view, &themes), Ok))
            .map_err(WrongField::at("title"))?;
        let problem = words(ctx, "problem", self.problem.as_deref()).map_err(WrongField::at("problem"))?;
        let owner = name("owner", self.owner.as_deref()).map_err(WrongField::at("owner"))?;
        let mut opportunity = NewOpportunity::titled(Typed::New(title));
        opportunity.problem = problem.map(Typed::New);
        opportunity.owner = owner.map(Typed::Name);
        opportunity.themes = themes;
        Ok(opportunity)
    }
}

/// Opens an opportunity.
///
/// # Errors
/// There is neither a title nor a theme, something is too long or a theme not there; or any failure of the store.
pub fn add_opportunity(
    ctx: &Context,
    request: AddOpportunity,
    _: &mut Host<'_>,
) -> Result<OpportunityCard, AppError> {
    let added = ctx.app.store().add_opportunity(request.opened(ctx)?, &ctx.by()?)?;
    Opportunities::read(&ctx.view()?)?.card(added.id)
}

fn name_of(view: &crate::view::View, themes: &[ThemeId]) -> Result<String, AppError> {
    let first = themes.first().map(|theme| view.store().themes().get(*theme)).transpose()?.flatten();
    let name = first.map(|theme| theme.name.as_str().to_owned()).filter(|name| !name.is_empty());
    name.ok_or_else(|| {
        AppError::user("an opportunity needs a title; say what the problem is, or name a theme")
    })
}

/// A line that a person typed, redacted like everything that is kept; `None` where it is empty.
pub(crate) fn line(ctx: &Context, what: &str, typed: Option<&str>) -> Result<Option<String>, AppError> {
    let line = ctx.app.redact(&on_one_line(typed));
    within(what, &line, LINE_CHARS_MAX)?;
    Ok((!line.is_empty()).then_some(line))
}

/// The name or the address of somebody who works here, as it was typed; `None` where there is none.
pub(crate) fn name(what: &str, typed: Option<&str>) -> Result<Option<String>, AppError> {
    let name = on_one_line(typed);
    within(what, &name, LINE_CHARS_MAX)?;
    Ok((!name.is_empty()).then_some(name))
}

/// What was typed, on one line and without what orders a terminal about.
pub(crate) fn on_one_line(typed: Option<&str>) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    typed.unwrap_or_default().split(blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words that a person typed, lines and all, redacted like everything that is kept; `None` where there are none.
pub(crate) fn words(ctx: &Context, what: &str, typed: Option<&str>) -> Result<Option<String>, AppError> {
    let text: String = typed
        .unwrap_or_default()
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let text = ctx.app.redact(text.trim());
    within(what, &text, WORDS_CHARS_MAX)?;
    Ok((!text.is_empty()).then_some(text))
}

fn within(what: &str, text: &str, most: usize) -> Result<(), AppError> {
    match text.chars().count() {
        long if long > most => {
            Err(AppError::user(format!("the {what} is {long} characters long; at most {most} are taken")))
        }
        _ => Ok(()),
    }
}
