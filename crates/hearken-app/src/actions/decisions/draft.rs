//! What a person typed of a decision, made into what is held: redacted like everything that is kept; what stands already stays what
//! it is, so that who sends a form back unchanged changes nothing.

use hearken_domain::{Alternative, Dissent};
use hearken_store::{HeldText, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::decisions::cards::ERASED;
use crate::actions::opportunities::add::{line, name, words};
use crate::context::Context;
use crate::error::AppError;

/// Options of one decision.
pub const OPTIONS_MAX: usize = 20;
/// People who disagree with one decision.
pub const DISSENT_MAX: usize = 50;

/// Something that might be done, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftOption {
    /// What.
    pub words: String,
    /// What it costs technically.
    #[serde(default)]
    pub cost: Option<String>,
    /// What it does for customers, and to them.
    #[serde(default)]
    pub effect: Option<String>,
}

/// Somebody who disagrees, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftDissent {
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
}

/// The question.
pub(crate) fn question(ctx: &Context, typed: &str, held: Option<&HeldText>) -> Result<Typed, AppError> {
    let question = line(ctx, "question", Some(typed))?;
    let missing = || AppError::user("a decision needs a question; say what is to be decided");
    Ok(as_held(question.ok_or_else(missing)?, held))
}

/// Longer words, or that there are none.
pub(crate) fn text(
    ctx: &Context,
    what: &str,
    typed: Option<&str>,
    held: Option<&HeldText>,
) -> Result<Option<Typed>, AppError> {
    Ok(words(ctx, what, typed)?.map(|text| as_held(text, held)))
}

/// The options.
pub(crate) fn options(
    ctx: &Context,
    typed: &[DraftOption],
    held: &[Alternative<HeldText>],
) -> Result<Vec<Alternative<Typed>>, AppError> {
    if typed.len() > OPTIONS_MAX {
        return Err(AppError::user(format!("a decision has {OPTIONS_MAX} options at most")));
    }
    let option = |(n, option): (usize, &DraftOption)| {
        let held = held.get(n);
        let n = n + 1;
        let missing = || AppError::user(format!("option {n} says not what would be done"));
        Ok(Alternative {
            words: as_held(
                line(ctx, &format!("option {n}"), Some(&option.words))?.ok_or_else(missing)?,
                held.map(|held| &held.words),
            ),
            cost: text(
                ctx,
                &format!("cost of option {n}"),
                option.cost.as_deref(),
                held.and_then(|held| held.cost.as_ref()),
            )?,
            effect: text(
                ctx,
                &format!("effect of option {n}"),
                option.effect.as_deref(),
                held.and_then(|held| held.effect.as_ref()),
            )?,
        })
    };
    typed.iter().enumerate().map(option).collect()
}

/// Who disagrees.
pub(crate) fn dissent(
    ctx: &Context,
    typed: &[DraftDissent],
    held: &[Dissent<HeldText>],
) -> Result<Vec<Dissent<Typed>>, AppError> {
    if typed.len() > DISSENT_MAX {
        return Err(AppError::user(format!("a decision names {DISSENT_MAX} who disagree at most")));
    }
    typed.iter().enumerate().map(|(n, one)| dissenter(ctx, one, held.get(n))).collect()
}

/// One who disagrees.
pub(crate) fn dissenter(
    ctx: &Context,
    typed: &DraftDissent,
    held: Option<&Dissent<HeldText>>,
) -> Result<Dissent<Typed>, AppError> {
    let who = name("name of who disagrees", Some(&typed.who))?;
    let who = who.ok_or_else(|| AppError::user("say who disagrees"))?;
    let why = words(ctx, "reason of who disagrees", Some(&typed.why))?;
    let why = why.ok_or_else(|| AppError::user(format!("say why {who} disagrees")))?;
    Ok(Dissent {
        who: as_held(who, held.map(|held| &held.who)).as_name(),
        why: as_held(why, held.map(|held| &held.why)),
    })
}

/// An option by its number, counted from 1, as it is held: from 0; 0 is none.
pub(crate) fn choice(number: u64, options: usize) -> Result<Option<usize>, AppError> {
    match usize::try_from(number) {
        Ok(0) => Ok(None),
        Ok(number) if number <= options => Ok(Some(number - 1)),
        _ => {
            let there = match options {
                0 => "no options yet".to_owned(),
                _ => hearken_domain::counted(options as u64, "option"),
            };
            Err(AppError::user(format!("there is no option {number}: the decision has {there}")))
        }
    }
}

/// What is typed, or what is held where that says the same.
fn as_held(typed: String, held: Option<&HeldText>) -> Typed {
    match held {
        Some(held) if held.text.as_deref().unwrap_or(ERASED) == typed => Typed::Held(held.id),
        _ => Typed::New(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_chosen_by_its_number_from_1_and_0_chooses_none() {
        assert_eq!(choice(0, 2).unwrap(), None);
        assert_eq!(choice(2, 2).unwrap(), Some(1));
        let told = choice(3, 2).unwrap_err().to_string();
        assert_eq!(told, "there is no option 3: the decision has 2 options");
        assert_eq!(
            choice(1, 0).unwrap_err().to_string(),
            "there is no option 1: the decision has no options yet"
        );
    }

    #[test]
    fn what_says_the_same_stays_what_is_held_and_so_does_what_was_erased() {
        let id = hearken_domain::TextId(7);
        let held = HeldText { id, text: Some("wait".to_owned()) };
        assert_eq!(as_held("wait".to_owned(), Some(&held)), Typed::Held(id));
        assert_eq!(as_held("build".to_owned(), Some(&held)), Typed::New("build".to_owned()));
        let erased = HeldText { id, text: None };
        assert_eq!(as_held(ERASED.to_owned(), Some(&erased)), Typed::Held(id));
    }
}
