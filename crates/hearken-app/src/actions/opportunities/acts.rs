//! What was done to an opportunity and stands, act by act, in words.

use hearken_domain::{
    Actor, GuessOf, Hypothesis, LogPosition, NewOpportunity, OpportunityAct, OpportunityId, OpportunityState,
    SignalId, Solution, Timestamp, Verbatim,
};
use hearken_store::{HeldText, Opportunity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::opportunities::read::stands;
use crate::error::AppError;
use crate::view::View;

/// Characters of longer words that an act quotes.
const QUOTED_CHARS: usize = 160;

/// Asks for what was done to an opportunity and stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListOpportunityActs(pub OpportunityId);

/// Something that was done to an opportunity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpportunityActCard {
    /// What sort of act it was.
    pub act: OpportunityAct,
    /// What it changed, each in a few words.
    pub says: Vec<Verbatim>,
    /// How the opportunity stood after it.
    pub state: OpportunityState,
    /// Where it stands in the log: an undo may say that it takes back this one.
    pub version: LogPosition,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What was done to an opportunity and stands, the last act first.
///
/// # Errors
/// There is no such opportunity, or any failure of the store.
pub fn list_opportunity_acts(view: &View, id: OpportunityId) -> Result<Vec<OpportunityActCard>, AppError> {
    stands(view, id)?;
    Ok(act_cards(&view.store().opportunities().history(id)?))
}

/// The cards of acts that were read the first first, the last first.
pub(crate) fn act_cards(history: &[Opportunity]) -> Vec<OpportunityActCard> {
    let mut before = None;
    let mut cards = Vec::new();
    for act in history {
        cards.push(OpportunityActCard {
            act: act.last,
            says: changes(before, act).into_iter().map(Verbatim::redacted).collect(),
            state: act.held.state,
            version: act.version,
            by: act.by.clone(),
            at: act.at,
        });
        before = Some(&act.held);
    }
    cards.reverse();
    cards
}

type Held = NewOpportunity<HeldText>;

fn changes(before: Option<&Held>, act: &Opportunity) -> Vec<String> {
    let after = &act.held;
    let mut says = Vec::new();
    match (act.last, after.into) {
        (OpportunityAct::Removed, _) => return vec!["removed".to_owned()],
        (OpportunityAct::Merged, Some(into)) => return vec![format!("held to be the same as {into}")],
        (OpportunityAct::Added, _) => says.push(format!("opened as {}", quoted(&after.title))),
        _ => {}
    }
    let empty = NewOpportunity::titled(after.title.clone());
    let before = before.unwrap_or(&empty);
    if before.title != after.title {
        says.push(format!("called {}", quoted(&after.title)));
    }
    changed(&before.problem, &after.problem, &mut says, |problem| match problem {
        Some(problem) => format!("the problem: {}", quoted(problem)),
        None => "the words of the problem were taken away".to_owned(),
    });
    changed(&before.owner, &after.owner, &mut says, |owner| match owner {
        Some(owner) => format!("owned by {}", quoted(owner)),
        None => "owned by nobody".to_owned(),
    });
    state(before, after, &mut says);
    for of in GuessOf::ALL {
        changed(&before.guesses.get(&of), &after.guesses.get(&of), &mut says, |guess| {
            let was = before.guesses.get(&of).map_or_else(String::new, |was| format!(" (it was {was})"));
            match guess {
                Some(guess) => format!("{of} guessed {guess}{was}"),
                None => format!("{of} is guessed no more{was}"),
            }
        });
    }
    one_more(&before.themes, &after.themes, &mut says, |theme| format!("it comes from {theme}"));
    one_more(&after.themes, &before.themes, &mut says, |theme| format!("it comes from {theme} no more"));
    hypotheses(&before.hypotheses, &after.hypotheses, &mut says);
    solutions(&before.solutions, &after.solutions, &mut says);
    one_more(&before.issues, &after.issues, &mut says, |issue| format!("tracked at {}", plain(issue)));
    one_more(&after.issues, &before.issues, &mut says, |issue| format!("no more at {}", plain(issue)));
    says
}

fn changed<T: PartialEq>(before: &T, after: &T, says: &mut Vec<String>, say: impl FnOnce(&T) -> String) {
    if before != after {
        says.push(say(after));
    }
}

/// What is in the second and not in the first.
fn one_more<T: PartialEq>(before: &[T], after: &[T], says: &mut Vec<String>, say: impl Fn(&T) -> String) {
    says.extend(after.iter().filter(|one| !before.contains(one)).map(say));
}

fn state(before: &Held, after: &Held, says: &mut Vec<String>) {
    if before.state != after.state {
        says.push(format!("{} (it was {})", after.state, before.state));
    }
    if before.until != after.until
        && let Some(until) = after.until
    {
        says.push(format!("until {until}"));
    }
    if before.reason != after.reason
        && let Some(reason) = &after.reason
    {
        says.push(format!("because {}", quoted(reason)));
    }
}

fn hypotheses(before: &[Hypothesis<HeldText>], after: &[Hypothesis<HeldText>], says: &mut Vec<String>) {
    if let Some(gone) = taken_away(before, after) {
        says.push(format!("belief {} taken away: {}", gone + 1, quoted(&before[gone].belief)));
        return;
    }
    for (n, one) in after.iter().enumerate() {
        let number = n + 1;
        let was = before.get(n);
        if was.is_none_or(|was| was.belief != one.belief) {
            says.push(format!("belief {number}: {}", quoted(&one.belief)));
        }
        let none: &[SignalId] = &[];
        let (for_it, against) =
            was.map_or((none, none), |was| (&was.supported_by[..], &was.contradicted_by[..]));
        one_more(for_it, &one.supported_by, says, |signal| format!("{signal} speaks for belief {number}"));
        one_more(against, &one.contradicted_by, says, |signal| {
            format!("{signal} speaks against belief {number}")
        });
        if let Some(changed_by) = &one.changed_by
            && was.is_none_or(|was| was.changed_by.as_ref() != Some(changed_by))
        {
            says.push(format!("what changed our mind about belief {number}: {}", quoted(changed_by)));
        }
    }
}

fn solutions(before: &[Solution<HeldText>], after: &[Solution<HeldText>], says: &mut Vec<String>) {
    if let Some(gone) = taken_away(before, after) {
        says.push(format!("solution {} taken away: {}", gone + 1, quoted(&before[gone].words)));
        return;
    }
    for (n, one) in after.iter().enumerate() {
        let was = before.get(n);
        if was.is_none_or(|was| was.words != one.words) {
            says.push(format!("solution {}: {}", n + 1, quoted(&one.words)));
        }
        match (was.is_some_and(|was| was.chosen), one.chosen) {
            (false, true) => says.push(format!("solution {} is to be built", n + 1)),
            (true, false) => says.push(format!("solution {} is not to be built", n + 1)),
            _ => {}
        }
    }
}

/// Which of them is not there any more, where one was taken away.
fn taken_away<T: PartialEq>(before: &[T], after: &[T]) -> Option<usize> {
    (after.len() < before.len())
        .then(|| before.iter().zip(after).position(|(was, is)| was != is).unwrap_or(after.len()))
}

fn quoted(held: &HeldText) -> String {
    match &held.text {
        None => "[erased]".to_owned(),
        Some(text) => format!("‘{}’", Verbatim::redacted(text.clone()).excerpt(QUOTED_CHARS).as_str()),
    }
}

fn plain(held: &HeldText) -> String {
    held.text.clone().unwrap_or_else(|| "[erased]".to_owned())
}

#[cfg(test)]
mod tests {
    use hearken_domain::{Guess, TextId, ThemeId};

    use super::*;

    fn text(id: u64, text: &str) -> HeldText {
        HeldText { id: TextId(id), text: Some(text.to_owned()) }
    }

    fn act(last: OpportunityAct, held: Held) -> Opportunity {
        let by = Actor::person("ann");
        let at = Timestamp::UNIX_EPOCH;
        Opportunity { id: OpportunityId(1), held, last, version: LogPosition(1), by, at }
    }

    #[test]
    fn an_act_says_what_it_changed_and_nothing_else() {
        let opened = NewOpportunity::titled(text(1, "Slow export"));
        let mut set = opened.clone();
        set.guesses.insert(GuessOf::Effort, Guess::read(GuessOf::Effort, "2..8").unwrap());
        set.themes.push(ThemeId(3));
        set.hypotheses.push(Hypothesis {
            belief: text(2, "they give up"),
            supported_by: vec![SignalId(7)],
            contradicted_by: Vec::new(),
            changed_by: None,
        });
        let mut dismissed = set.clone();
        dismissed.hypotheses.clear();
        dismissed.state = OpportunityState::Dismissed;
        dismissed.reason = Some(text(3, "it goes anyway"));
        let told = act_cards(&[
            act(OpportunityAct::Added, opened),
            act(OpportunityAct::Set, set),
            act(OpportunityAct::Set, dismissed),
        ]);
        let says = |n: usize| told[n].says.iter().map(Verbatim::as_str).collect::<Vec<_>>();
        assert_eq!(
            says(0),
            ["dismissed (it was open)", "because ‘it goes anyway’", "belief 1 taken away: ‘they give up’"]
        );
        assert_eq!(
            says(1),
            [
                "effort guessed 2..5..8",
                "it comes from T-3",
                "belief 1: ‘they give up’",
                "S-7 speaks for belief 1"
            ]
        );
        assert_eq!(says(2), ["opened as ‘Slow export’"]);
    }
}
