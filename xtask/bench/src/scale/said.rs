//! What people say by hand: segments, rates, goals, strengths, opportunities with what is guessed of them, decisions, and what is
//! said of each.

use hearken_app::actions::comments::add::AddComment;
use hearken_app::actions::customers::rates::SetRate;
use hearken_app::actions::decisions::add::AddDecision;
use hearken_app::actions::goals::add::AddGoal;
use hearken_app::actions::opportunities::add::AddOpportunity;
use hearken_app::actions::opportunities::set::SetOpportunity;
use hearken_app::actions::segments::add::AddSegment;
use hearken_app::actions::themes::strength::JudgeStrength;
use hearken_app::command::{CommandRequest, execute};
use hearken_app::context::Context;
use hearken_app::host::Host;
use serde_json::{Value, json};

use super::ScaleArgs;

const SEGMENTS: [(&str, &str); 5] = [
    ("Business", "plan = Business"),
    ("Large", "revenue >= 50000 EUR"),
    ("Renewing", "renewal within 60 days"),
    ("Near", "country = DE or AT and plan = Team"),
    ("LargeBusiness", "segment = Business and revenue >= 20000 USD"),
];
const GOALS: usize = 200;
const STRENGTHS: usize = 2_000;
const OPPORTUNITIES: usize = 200;
const DECISIONS: usize = 100;
const COMMENTS: usize = 1_000;
/// How many sayings there are in all, with a rate.
pub const COUNT: usize = SEGMENTS.len() + 1 + GOALS + STRENGTHS + OPPORTUNITIES + DECISIONS + COMMENTS;

/// Gives a command as its JSON says it.
fn give<A: CommandRequest>(ctx: &Context, request: Value) -> anyhow::Result<()> {
    let request: A = serde_json::from_value(request)?;
    execute(ctx, request, &mut Host::default())?;
    Ok(())
}

/// Says all of it.
pub fn say_all(ctx: &Context, args: &ScaleArgs) -> anyhow::Result<()> {
    for (name, condition) in SEGMENTS {
        give::<AddSegment>(ctx, json!({ "name": name, "condition": condition }))?;
    }
    give::<SetRate>(ctx, json!({ "currency": "USD", "into": "EUR", "rate": "0.92", "from": "2020-01-01" }))?;
    goals(ctx, args)?;
    for number in 0..STRENGTHS {
        let strength = ["blocker", "important", "nice"][number % 3];
        let (theme, customer) = (1 + number % 500 % args.themes, 1 + number as u64 % args.customers);
        let judged = json!({
            "theme": format!("T-{theme}"), "customer": format!("C-{customer}"), "strength": strength,
        });
        give::<JudgeStrength>(ctx, judged)?;
    }
    opportunities(ctx, args)?;
    for number in 0..DECISIONS {
        let decision = json!({
            "question": format!("What do we do about matter {number}?"),
            "options": [{ "words": "build it", "cost": "two weeks" }, { "words": "wait" }],
            "choice": 1 + number % 2,
            "themes": [themes(number, args)[0]],
            "opportunities": [format!("O-{}", 1 + number)],
            "review": "2099-01-01",
        });
        give::<AddDecision>(ctx, decision)?;
    }
    for number in 0..COMMENTS {
        let topic = match number % 3 {
            0 => format!("T-{}", 1 + number % args.themes),
            1 => format!("O-{}", 1 + number % OPPORTUNITIES),
            _ => format!("D-{}", 1 + number % DECISIONS),
        };
        let comment =
            json!({ "topic": topic, "words": format!("@colleague-{} what of {number}?", number % 30) });
        give::<AddComment>(ctx, comment)?;
    }
    Ok(())
}

fn themes(number: usize, args: &ScaleArgs) -> [String; 2] {
    [1 + number % args.themes, 1 + number * 7 % args.themes].map(|theme| format!("T-{theme}"))
}

fn goals(ctx: &Context, args: &ScaleArgs) -> anyhow::Result<()> {
    for number in 0..GOALS {
        let mut goal =
            json!({ "words": format!("get task {number} done by Friday"), "themes": themes(number, args) });
        match number % 4 {
            0 | 1 => goal["customer"] = format!("C-{}", 1 + number as u64 % args.customers).into(),
            2 => goal["segment"] = SEGMENTS[number / 4 % SEGMENTS.len()].0.into(),
            _ => {}
        }
        give::<AddGoal>(ctx, goal)?;
    }
    Ok(())
}

/// Opportunities, the first of the largest themes. Of four, one lacks its effort.
fn opportunities(ctx: &Context, args: &ScaleArgs) -> anyhow::Result<()> {
    for number in 0..OPPORTUNITIES {
        let opened = json!({
            "title": format!("Matter {number}"), "problem": "It hurts.", "themes": themes(number, args),
            "owner": format!("owner-{}", number % 40),
        });
        give::<AddOpportunity>(ctx, opened)?;
        let (low, effort) = (1 + number % 2, 2 + number % 9);
        let mut guesses = json!({
            "impact": format!("{low}..2..3"), "confidence": "50..70..90", "importance": "5..7..9",
            "satisfaction": "1..3..5", "value": "3..5..8", "urgency": "3..5..8", "risk": "1..2..3",
        });
        if number % 4 != 3 {
            guesses["effort"] = format!("{}..{effort}..{}", effort - 1, effort + 4).into();
        }
        let state = ["open", "open", "chosen", "building", "closed"][number % 5];
        let set = json!({ "opportunity": format!("O-{}", 1 + number), "state": state, "guesses": guesses });
        give::<SetOpportunity>(ctx, set)?;
    }
    Ok(())
}
