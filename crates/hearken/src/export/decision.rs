//! One decision as a Markdown document: whole, or as a record of an architecture decision. People's words mean nothing to the
//! renderer, as in tables.

use std::fmt::Write as _;

use hearken_app::actions::decisions::cards::{
    DecisionCard, DecisionEvidence, EvidenceNumbers, EvidenceOfTheme, OptionCard,
};
use hearken_domain::{DecisionState, Money, Timestamp, Verbatim, counted};
use jiff::tz::TimeZone;

use crate::export::markdown::prose;

/// What a decision is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All of it: what it rests on as it stood and as it is now, and what was done to it.
    Whole,
    /// A record of an architecture decision, with its usual headings.
    Adr,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Whole, Self::Adr];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Adr => "adr",
        }
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Form {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        let told = || format!("'{given}' is not a valid form of a decision; forms are whole, adr");
        Self::ALL.into_iter().find(|form| form.as_str() == given).ok_or_else(told)
    }
}

/// The name of the file.
pub fn file_name(card: &DecisionCard, form: Form) -> String {
    match form {
        Form::Whole => format!("decision-{}.md", card.id),
        Form::Adr => format!("adr-{}.md", card.id),
    }
}

/// The document.
pub fn document(card: &DecisionCard, form: Form) -> String {
    let mut text = format!("# {}: {}\n", card.id, words(&card.title()));
    match form {
        Form::Whole => whole(card, &mut text),
        Form::Adr => adr(card, &mut text),
    }
    text
}

fn whole(card: &DecisionCard, text: &mut String) {
    line(text, &format!("\n- State: {}", state(card)));
    line(text, &format!("- Last change: {} by {}", day(card.at), prose(&card.by.to_string())));
    review(card, text);
    heading(text, "Choice");
    choice(card, text);
    heading(text, "Options");
    options(card, text);
    dissent(card, text);
    heading(text, "What it rests on");
    evidence(card, text, true);
    heading(text, "What was done");
    for step in &card.history {
        line(text, &format!("- {}: {}, {}", day(step.at), prose(&step.says), prose(&step.by.to_string())));
    }
}

fn adr(card: &DecisionCard, text: &mut String) {
    let status = match (&card.superseded_by, card.choice) {
        (Some(other), _) => format!("superseded by {}", other.id),
        (None, Some(_)) => "accepted".to_owned(),
        (None, None) => "proposed".to_owned(),
    };
    heading(text, "Status");
    line(text, &status);
    for other in &card.supersedes {
        line(text, &format!("\nSupersedes {}: {}", other.id, words(&other.title())));
    }
    heading(text, "Date");
    line(text, &day(card.at));
    heading(text, "Context");
    evidence(card, text, false);
    heading(text, "Options");
    options(card, text);
    heading(text, "Decision");
    choice(card, text);
    heading(text, "Consequences");
    consequences(card, text);
    dissent(card, text);
}

fn heading(text: &mut String, title: &str) {
    // Writing into a string does not fail.
    let _ = write!(text, "\n## {title}\n\n");
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn words(words: &Verbatim) -> String {
    prose(words.as_str())
}

fn day(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::UTC).date().to_string()
}

fn state(card: &DecisionCard) -> String {
    match (&card.superseded_by, card.state) {
        (Some(other), _) => format!("superseded by {}", other.id),
        (None, DecisionState::Due) => "to be looked at again".to_owned(),
        (None, state) => state.to_string(),
    }
}

fn review(card: &DecisionCard, text: &mut String) {
    if let Some(review) = card.review {
        line(text, &format!("- To be looked at again on {review}"));
    }
}

fn choice(card: &DecisionCard, text: &mut String) {
    match (card.choice, card.chosen()) {
        (Some(number), Some(option)) => {
            line(text, &format!("Option {number}: {}", words(&option.title())));
            if let Some(because) = &card.because {
                line(text, &format!("\nBecause: {}", words(because)));
            }
        }
        _ => line(text, "Nothing is chosen yet."),
    }
}

fn options(card: &DecisionCard, text: &mut String) {
    if card.options.is_empty() {
        line(text, "None yet.");
    }
    for (n, option) in card.options.iter().enumerate() {
        line(text, &format!("{}. {}", n + 1, words(&option.title())));
        told_of_option(option, text, "   - ");
    }
}

fn told_of_option(option: &OptionCard, text: &mut String, before: &str) {
    if let Some(cost) = &option.cost {
        line(text, &format!("{before}Technical cost: {}", words(cost)));
    }
    if let Some(effect) = &option.effect {
        line(text, &format!("{before}Effect on customers: {}", words(effect)));
    }
}

fn consequences(card: &DecisionCard, text: &mut String) {
    let before = text.len();
    if let Some(option) = card.chosen() {
        told_of_option(option, text, "- ");
    }
    if let Some(unless) = &card.unless {
        line(text, &format!("- What would change our mind: {}", words(unless)));
    }
    review(card, text);
    if text.len() == before {
        line(text, "None are told.");
    }
}

fn dissent(card: &DecisionCard, text: &mut String) {
    heading(text, "Dissent");
    if card.dissent.is_empty() {
        line(text, "Nobody is said to disagree.");
    }
    for one in &card.dissent {
        line(text, &format!("- {}: {}", words(&one.name()), words(&one.reason())));
    }
}

fn evidence(card: &DecisionCard, text: &mut String, with_now: bool) {
    let held = &card.evidence;
    for opportunity in &card.opportunities {
        line(text, &format!("- Opportunity {}: {}", opportunity.id, words(&opportunity.title())));
    }
    if held.themes.is_empty() {
        line(text, "It rests on no theme.");
        return;
    }
    let filter = filter(held);
    line(
        text,
        &format!(
            "As it stood on {}, at position {} of the log{filter}:\n",
            day(held.frozen_at),
            held.position
        ),
    );
    for theme in &held.themes {
        of_theme(theme, text, with_now);
    }
    if let (true, Some(problem)) = (with_now, &held.problem) {
        line(text, &format!("\nAs of now nothing can be counted: {}", prose(problem.as_str())));
    }
}

fn filter(held: &DecisionEvidence) -> String {
    if held.filter.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = held.filter.iter().map(words).collect();
    format!(", of signals with {}", lines.join(", "))
}

fn of_theme(theme: &EvidenceOfTheme, text: &mut String, with_now: bool) {
    line(text, &format!("- {} {}: {}", theme.theme.id, words(&theme.theme.name), says(&theme.then)));
    if let (true, Some(now)) = (with_now, &theme.now) {
        line(text, &format!("  - now: {}", says(now)));
    }
    for became in theme.became.iter().filter(|_| with_now) {
        line(text, &format!("  - since then: {}", words(became)));
    }
    for quote in &theme.quotes {
        let reworded = if quote.reworded { " (as it reads now)" } else { "" };
        line(text, &format!("  - {}{reworded}: “{}”", quote.signal, words(&quote.words())));
    }
}

/// Numbers as a sentence has them: “30 signals, 10 of them of nobody known; 7 customers, who pay 1,200 EUR a year”.
pub fn says(numbers: &EvidenceNumbers) -> String {
    let mut said = counted(numbers.signals, "signal");
    if numbers.of_nobody > 0 {
        let _ = write!(said, ", {} of them of nobody known", hearken_domain::grouped(numbers.of_nobody));
    }
    let _ = write!(said, "; {}", counted(numbers.customers, "customer"));
    if numbers.revenue_erased {
        said.push_str(", who pay [erased]");
    } else if !numbers.revenue.is_empty() {
        let sums: Vec<String> = numbers.revenue.iter().map(Money::to_string).collect();
        let _ = write!(said, ", who pay {} a year", sums.join(" and "));
    }
    if numbers.blocked > 0 {
        let _ = write!(said, "; a blocker for {}", hearken_domain::grouped(numbers.blocked));
    }
    said
}
