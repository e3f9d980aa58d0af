//! What is decided and said by hand in the demo: decisions about its opportunities, and what colleagues say to each other.

use std::collections::BTreeMap;

use hearken_app::actions::comments::add::AddComment;
use hearken_app::actions::decisions::add::AddDecision;
use hearken_app::actions::decisions::draft::{DraftDissent, DraftOption};
use hearken_app::command::execute;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_domain::{Actor, Date, DecisionId, OpportunityId, Topic};
use serde::Deserialize;

use super::known::{Known, rows};
use crate::cli::here;

const DECISIONS: &[u8] = include_bytes!("../../../../../demo/made-up-decisions.csv");
const COMMENTS: &[u8] = include_bytes!("../../../../../demo/made-up-comments.csv");
/// Whoever looks at the demo, in its files.
const YOU: &str = "you";

#[derive(Deserialize)]
struct Decision {
    question: String,
    opportunity: String,
    option: String,
    cost: Option<String>,
    effect: Option<String>,
    other_option: String,
    other_cost: Option<String>,
    other_effect: Option<String>,
    choice: u64,
    because: Option<String>,
    dissent: Option<String>,
    why: Option<String>,
    unless: Option<String>,
    review: Option<Date>,
}

#[derive(Deserialize)]
struct Comment {
    by: String,
    opportunity: Option<String>,
    decision: Option<String>,
    heard: Option<String>,
    words: String,
    to: Option<String>,
    due: Option<Date>,
}

/// Decides, and says, about opportunities that are known by their titles; `you` is whoever looks at the demo.
pub fn by_hand(
    ctx: &Context,
    known: &Known,
    opportunities: &BTreeMap<String, OpportunityId>,
    you: &Actor,
) -> Result<(), AppError> {
    let mut decisions: BTreeMap<String, DecisionId> = BTreeMap::new();
    for row in rows::<Decision>(DECISIONS)? {
        let dissent = row.dissent.zip(row.why).map(|(who, why)| DraftDissent { who, why });
        let request = AddDecision {
            question: row.question.clone(),
            options: vec![
                DraftOption { words: row.option, cost: row.cost, effect: row.effect },
                DraftOption { words: row.other_option, cost: row.other_cost, effect: row.other_effect },
            ],
            choice: Some(row.choice),
            because: row.because,
            dissent: dissent.into_iter().collect(),
            unless: row.unless,
            review: row.review,
            opportunities: opportunities.get(&row.opportunity).copied().into_iter().collect(),
            ..AddDecision::default()
        };
        decisions.insert(row.question, execute(ctx, request, &mut here())?.id);
    }
    for Comment { by, opportunity, decision, heard, words, to, due } in rows::<Comment>(COMMENTS)? {
        let of_theme = heard.and_then(|heard| known.theme(&heard)).map(Topic::Theme);
        let decided = decision.and_then(|question| decisions.get(&question).copied()).map(Topic::Decision);
        let weighed =
            opportunity.and_then(|title| opportunities.get(&title).copied()).map(Topic::Opportunity);
        let Some(topic) = of_theme.or(decided).or(weighed) else { continue };
        let to = to.map(|name| if name == YOU { you.name.clone() } else { name });
        let ctx = Context::now(ctx.app.clone(), Actor::person(by));
        execute(&ctx, AddComment { to, due, ..AddComment::saying(topic, words) }, &mut here())?;
    }
    Ok(())
}
