//! How a terminal shows decisions.

use hearken_app::actions::decisions::cards::{DecisionCard, DecisionRow, EvidenceOfTheme, OptionCard};
use hearken_domain::DecisionState;

use crate::cli::out::{Out, unredacted, words};
use crate::cli::table::{flexible, left, table};
use crate::export::decision::says;
use crate::shown::on_one_line;

/// A table of several.
pub fn list(rows: &[DecisionRow], out: &mut Out) {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let themes: Vec<String> = row.themes.iter().map(|theme| theme.id.to_string()).collect();
            vec![
                row.id.to_string(),
                words(&row.title()),
                row.state.to_string(),
                row.chosen.as_ref().map_or_else(String::new, words),
                row.review.map_or_else(String::new, |review| review.to_string()),
                themes.join(" "),
            ]
        })
        .collect();
    let columns = [
        left("ID"),
        flexible("QUESTION"),
        left("STATE"),
        left("CHOSEN").leaving(2),
        left("REVIEW"),
        left("THEMES").leaving(1),
    ];
    table(out, &columns, &rows);
}

/// One, whole.
pub fn card(card: &DecisionCard, out: &mut Out) {
    out.line(format!("{} {}, {}", card.id, words(&card.title()), state(card)));
    for other in &card.supersedes {
        out.line(format!("  takes the place of {} {}", other.id, words(&other.title())));
    }
    for (n, one) in card.options.iter().enumerate() {
        option(n + 1, one, out);
    }
    if let Some(because) = &card.because {
        told("because", &words(because), out);
    }
    for (n, one) in card.dissent.iter().enumerate() {
        out.line(format!("  dissent {}: {}: {}", n + 1, words(&one.name()), flat(&words(&one.reason()))));
    }
    if let Some(unless) = &card.unless {
        told("what would change our mind", &words(unless), out);
    }
    if let Some(review) = card.review {
        out.line(format!("  to be looked at again on {review}"));
    }
    for opportunity in &card.opportunities {
        out.line(format!("  about {} {}", opportunity.id, words(&opportunity.title())));
    }
    evidence(card, out);
    for step in card.history.iter().rev() {
        let day = step.at.strftime("%Y-%m-%d");
        out.line(format!("  {day} {}: {}", on_one_line(&step.by.to_string()), step.says));
    }
}

fn state(card: &DecisionCard) -> String {
    match (&card.superseded_by, card.state) {
        (Some(other), _) => format!("superseded by {}", other.id),
        (None, DecisionState::Due) => "due: to be looked at again".to_owned(),
        (None, state) => state.to_string(),
    }
}

fn option(number: usize, option: &OptionCard, out: &mut Out) {
    let chosen = if option.chosen { ", chosen" } else { "" };
    out.line(format!("  option {number}{chosen}: {}", words(&option.title())));
    if let Some(cost) = &option.cost {
        told("  costs", &words(cost), out);
    }
    if let Some(effect) = &option.effect {
        told("  does for customers", &words(effect), out);
    }
}

fn told(what: &str, text: &str, out: &mut Out) {
    out.line(format!("  {what}: {}", flat(text)));
}

/// A text of several lines on one.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn evidence(card: &DecisionCard, out: &mut Out) {
    let held = &card.evidence;
    if held.themes.is_empty() {
        out.line("  rests on no theme");
        return;
    }
    let day = held.frozen_at.strftime("%Y-%m-%d");
    let filter: Vec<String> = held.filter.iter().map(words).collect();
    let filter =
        if filter.is_empty() { String::new() } else { format!(", of signals with {}", filter.join(", ")) };
    out.line(format!("  rests on what stood on {day}, at position {} of the log{filter}:", held.position));
    for theme in &held.themes {
        of_theme(theme, out);
    }
    if let Some(problem) = &held.problem {
        out.line(format!("  as of now nothing can be counted: {}", unredacted(problem)));
    }
}

fn of_theme(theme: &EvidenceOfTheme, out: &mut Out) {
    out.line(format!("    {} {}: {}", theme.theme.id, words(&theme.theme.name), says(&theme.then)));
    if let Some(now) = &theme.now {
        let part =
            if theme.lives_on == theme.theme.id { String::new() } else { format!(" in {}", theme.lives_on) };
        out.line(format!("      now{part}: {}", says(now)));
    }
    for became in &theme.became {
        out.line(format!("      since then: {}", words(became)));
    }
    for quote in &theme.quotes {
        let reworded = if quote.reworded { " (as it reads now)" } else { "" };
        out.line(format!("      {}{reworded}: “{}”", quote.signal, flat(&words(&quote.words()))));
    }
}
