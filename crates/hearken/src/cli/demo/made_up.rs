//! What is made up in the demo: accounts, what they say, and what is said of them by hand. See `demo/PROVENANCE.md`.
//!
//! A theme has no id before it is found. What stands in the way of a goal is therefore the theme that most of the signals lie in
//! by which `cargo xtask made-up` tells it.

use std::io::Cursor;

use hearken_app::actions::customers::import::ImportCustomers;
use hearken_app::actions::goals::add::AddGoal;
use hearken_app::actions::goals::list::ListGoals;
use hearken_app::actions::goals::set::SetGoal;
use hearken_app::actions::segments::add::AddSegment;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::actions::themes::strength::JudgeStrength;
use hearken_app::command::execute;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::query::ListSegments;
use hearken_domain::{Actor, GoalState, Strength};
use hearken_ingest::Input;
use serde::Deserialize;

use super::known::{Known, MADE_UP, rows};
use super::{decided, weighed};
use crate::cli::here;

const ACCOUNTS: &[u8] = include_bytes!("../../../../../demo/made-up-accounts.csv");
const SIGNALS: &[u8] = include_bytes!("../../../../../demo/made-up-signals.csv");
const SEGMENTS: &[u8] = include_bytes!("../../../../../demo/made-up-segments.csv");
const GOALS: &[u8] = include_bytes!("../../../../../demo/made-up-goals.csv");
const STRENGTHS: &[u8] = include_bytes!("../../../../../demo/made-up-strengths.csv");

#[derive(Deserialize)]
struct Segment {
    name: String,
    condition: String,
}

#[derive(Deserialize)]
struct Goal {
    goal: String,
    segment: Option<String>,
    customer: Option<String>,
    state: GoalState,
    heard: String,
}

#[derive(Deserialize)]
struct Judged {
    customer: String,
    strength: Strength,
    heard: String,
}

/// Accounts, then what they say, which is laid to the complaints' themes as it arrives; then what is said of them by hand,
/// unless that is there from an earlier time. `you` is whoever looks at the demo: something waits for them.
pub fn take_in(ctx: &Context, you: &Actor, told: &(dyn Fn(&str, f32) + Sync)) -> Result<(), AppError> {
    let file = |name: &str, content: &'static [u8]| Input::from_reader(name, Box::new(Cursor::new(content)));
    let request = ImportCustomers { source: Some(MADE_UP.to_owned()), ..ImportCustomers::default() };
    let input = Some(file("made-up-accounts.csv", ACCOUNTS));
    execute(ctx, request, &mut Host { progress: told, input, ..here() })?;
    let request = ImportFile { source: Some(MADE_UP.to_owned()), ..ImportFile::default() };
    let input = Some(file("made-up-signals.csv", SIGNALS));
    execute(ctx, request, &mut Host { progress: told, input, follows: true, ..here() })?;
    let view = ctx.view()?;
    let (segments, goals) = (view.ask(&ListSegments)?, view.ask(&ListGoals::default())?);
    drop(view);
    if [segments.segments.len(), segments.removed.len(), goals.goals.len(), goals.removed.len()] == [0; 4] {
        said_by_hand(ctx, you)?;
    }
    Ok(())
}

fn said_by_hand(ctx: &Context, you: &Actor) -> Result<(), AppError> {
    for Segment { name, condition } in rows(SEGMENTS)? {
        execute(ctx, AddSegment { name, condition }, &mut here())?;
    }
    let known = Known::read(ctx)?;
    for Goal { goal, segment, customer, state, heard } in rows(GOALS)? {
        let customer = customer.and_then(|name| known.customers.get(&name).copied());
        let request =
            AddGoal { words: goal, customer, segment, themes: known.theme(&heard).into_iter().collect() };
        let added = execute(ctx, request, &mut here())?;
        if state != GoalState::Open {
            let set = SetGoal {
                goal: added.id,
                state: Some(state),
                words: None,
                customer: None,
                segment: None,
                everybody: false,
            };
            execute(ctx, set, &mut here())?;
        }
    }
    for Judged { customer, strength, heard } in rows(STRENGTHS)? {
        if let (Some(&customer), Some(theme)) = (known.customers.get(&customer), known.theme(&heard)) {
            execute(ctx, JudgeStrength { theme, customer, strength }, &mut here())?;
        }
    }
    let opportunities = weighed::by_hand(ctx, &known)?;
    decided::by_hand(ctx, &known, &opportunities, you)
}
