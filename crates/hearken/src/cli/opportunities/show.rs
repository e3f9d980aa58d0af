//! How a terminal shows opportunities.

use hearken_analysis::weigh::Method;
use hearken_app::actions::opportunities::cards::{HypothesisCard, OpportunityCard, ScoreCard};
use hearken_app::actions::opportunities::page::OpportunityPage;
use hearken_app::wording::{decimal, range};
use hearken_domain::{IssueAddress, SignalId, Timestamp, Tracker, Verbatim, counted};

use crate::cli::out::{Out, safe, words};
use crate::cli::table::{flexible, left, right, table};

/// A table of several.
pub fn list(cards: &[OpportunityCard], method: Method, out: &mut Out) {
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            vec![
                card.id.to_string(),
                words(&card.title()),
                card.state.to_string(),
                card.reach.customers.map_or_else(|| "?".to_owned(), |reach| format!("{:.0}", reach.low)),
                score(&card.score),
                first(&card.score),
            ]
        })
        .collect();
    let columns = [
        left("ID"),
        flexible("OPPORTUNITY"),
        left("STATE"),
        right("CUSTOMERS"),
        right(method.title().split(" (").next().unwrap_or_default()),
        right("FIRST"),
    ];
    table(out, &columns, &rows);
    for card in cards {
        if let Some(returned) = &card.returned {
            out.line(format!("{} is back: {returned}", card.id));
        }
    }
    out.note(format!(
        "{}; FIRST is in how many draws of what is guessed it is the heaviest",
        method.formula()
    ));
}

fn score(card: &ScoreCard) -> String {
    match &card.score {
        None => "?".to_owned(),
        Some(score) if score.low == score.high => decimal(score.likely),
        Some(score) => {
            format!("{} ({} to {})", decimal(score.likely), decimal(score.low), decimal(score.high))
        }
    }
}

fn first(card: &ScoreCard) -> String {
    card.first.map_or_else(String::new, |share| format!("{:.0}%", share * 100.0))
}

/// One, whole.
pub fn card(card: &OpportunityCard, out: &mut Out) {
    let owner = card.owner.as_ref().map_or_else(String::new, |owner| format!(", owned by {}", words(owner)));
    let until = card.until.map_or_else(String::new, |until| format!(" until {until}"));
    out.line(format!("{} {}, {}{until}{owner}", card.id, words(&card.title()), card.state));
    if let Some(reason) = &card.reason {
        out.line(format!("  because {}", words(reason)));
    }
    if let Some(told) = &card.told {
        out.line(format!("  moved by itself: {}", words(told)));
    }
    if let Some(returned) = &card.returned {
        out.line(format!("  it is back: {returned}"));
    }
    if let Some(into) = card.into {
        out.line(format!("  part of {into}"));
    }
    if let Some(problem) = &card.problem {
        out.line(format!("  {}", words(problem)));
    }
    for theme in &card.themes {
        let retired = if theme.retired { ", found no more" } else { "" };
        let signals = counted(theme.signals, "signal");
        out.line(format!("  from {} {}: {signals}{retired}", theme.theme.id, words(&theme.theme.name)));
    }
    out.line(format!("  reach: {}", card.reach.says));
    if let Some(worth) = &card.worth {
        out.line(format!("  worth: {}", worth.says));
    }
    if let Some(strengths) = &card.strengths.says {
        out.line(format!("  need: {strengths}"));
    }
    weight(&card.score, out);
    for (number, hypothesis) in card.hypotheses.iter().enumerate() {
        believed(number + 1, hypothesis, out);
    }
    for (number, solution) in card.solutions.iter().enumerate() {
        let chosen = if solution.chosen { ", to be built" } else { "" };
        out.line(format!("  solution {}: {}{chosen}", number + 1, or_erased(solution.words.as_ref())));
    }
    for issue in &card.issues {
        let tracked = IssueAddress::read(issue.as_str()).ok().filter(|one| one.tracker() != Tracker::Other);
        match tracked {
            Some(one) => {
                let reference = safe(&one.reference());
                out.line(format!("  tracked as {reference} in {}: {}", one.tracker().title(), words(issue)));
            }
            None => out.line(format!("  tracked at {}", words(issue))),
        }
    }
    for part in &card.parts {
        out.line(format!("  {part} is part of it"));
    }
}

/// One with who guessed what, and what was done to it, the first act first.
pub fn page(page: &OpportunityPage, out: &mut Out) {
    card(&page.card, out);
    for guess in &page.guessed {
        let by = safe(&guess.by.to_string());
        out.line(format!("  {} guessed {} by {by} on {}", guess.of, range(&guess.range), day(guess.at)));
    }
    for act in page.acts.iter().rev() {
        let says = act.says.iter().map(words).collect::<Vec<_>>().join("; ");
        out.line(format!("  {} {}: {says}", day(act.at), safe(&act.by.to_string())));
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

fn weight(score: &ScoreCard, out: &mut Out) {
    out.line(format!("  {}: {}", score.title, score.says));
    if let Some(share) = score.first {
        out.line(format!("  first of those that are open in {:.0}% of the draws", share * 100.0));
    }
}

fn believed(number: usize, hypothesis: &HypothesisCard, out: &mut Out) {
    let signals = |what: &str, ids: &[SignalId]| match ids.is_empty() {
        true => String::new(),
        false => format!("; {what} {}", ids.iter().map(SignalId::to_string).collect::<Vec<_>>().join(", ")),
    };
    out.line(format!(
        "  belief {number}: {}{}{}",
        or_erased(hypothesis.belief.as_ref()),
        signals("for it", &hypothesis.supported_by),
        signals("against it", &hypothesis.contradicted_by)
    ));
    if let Some(changed) = &hypothesis.changed_by {
        out.line(format!("    what changed our mind: {}", words(changed)));
    }
}

fn or_erased(text: Option<&Verbatim>) -> String {
    text.map_or_else(|| "[erased]".to_owned(), words)
}
