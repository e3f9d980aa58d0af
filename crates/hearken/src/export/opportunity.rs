//! One opportunity as a document in Markdown, to be pasted where people write: what is known, what is guessed, how it weighs and what
//! is believed. No words of anybody mean anything to the renderer.

use std::io::{self, Write};

use hearken_app::actions::opportunities::cards::{HypothesisCard, OpportunityCard};
use hearken_app::actions::opportunities::page::OpportunityPage;
use hearken_app::wording::between;
use hearken_domain::{SignalId, counted};

use crate::export::markdown::plain;
use crate::shown::shown;

/// Writes it.
pub fn markdown(page: &OpportunityPage, to: &mut dyn Write) -> io::Result<()> {
    head(&page.card, to)?;
    weight(page, to)?;
    reach(&page.card, to)?;
    beliefs(page, to)?;
    if !page.card.solutions.is_empty() {
        writeln!(to, "\n## What might solve it\n")?;
        for one in &page.card.solutions {
            let chosen = if one.chosen { " (to be built)" } else { "" };
            writeln!(to, "- {}{chosen}", or_erased(one.words.as_ref().map(|words| words.as_str())))?;
        }
    }
    if !page.card.issues.is_empty() {
        writeln!(to, "\n## Where it is tracked\n")?;
        for issue in &page.card.issues {
            // No address of an issue has a sign in it that would end this.
            writeln!(to, "- <{}>", shown(issue.as_str()))?;
        }
    }
    to.flush()
}

fn head(card: &OpportunityCard, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "# {}: {}\n", card.id, plain(card.title().as_str()))?;
    let owner = card.owner.as_ref().map_or_else(|| "nobody".to_owned(), |owner| plain(owner.as_str()));
    let until = card.until.map_or_else(String::new, |until| format!(" until {until}"));
    writeln!(to, "It is {}{until}, owned by {owner}.", card.state)?;
    if let Some(reason) = &card.reason {
        writeln!(to, "Dismissed because {}", plain(reason.as_str()))?;
    }
    if let Some(returned) = &card.returned {
        writeln!(to, "It is back: {returned}.")?;
    }
    if let Some(into) = card.into {
        writeln!(to, "It is part of {into}.")?;
    }
    if let Some(problem) = &card.problem {
        writeln!(to, "\n{}", plain(problem.as_str()))?;
    }
    Ok(())
}

fn weight(page: &OpportunityPage, to: &mut dyn Write) -> io::Result<()> {
    let score = &page.card.score;
    writeln!(to, "\n## How it weighs\n")?;
    let weighs = score.score.as_ref().map_or_else(|| score.says.clone(), between);
    writeln!(to, "{} = {}: {}", score.title, score.formula, weighs)?;
    if let Some(first) = score.first {
        writeln!(to, "\nThe heaviest in {:.0}% of the draws.", first * 100.0)?;
    }
    if !score.terms.is_empty() {
        writeln!(to, "\n| Number | Likeliest (from to) | How it is known |\n| --- | --- | --- |")?;
    }
    for term in &score.terms {
        let guess = page.guessed.iter().find(|guess| guess.of.as_str() == term.what);
        let how = match (guess, term.guessed) {
            (Some(guess), _) => format!("guessed by {}", plain(&guess.by.to_string())),
            (None, true) => "guessed".to_owned(),
            (None, false) => "measured".to_owned(),
        };
        writeln!(to, "| {} | {} | {how} |", term.what, between(&term.value))?;
    }
    Ok(())
}

fn reach(card: &OpportunityCard, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "\n## Whom it reaches\n\n{}.", card.reach.says)?;
    if let Some(worth) = &card.worth {
        writeln!(to, "{}.", worth.says)?;
    }
    for theme in &card.themes {
        let signals = counted(theme.signals, "signal");
        let retired = if theme.retired { ", no longer found" } else { "" };
        writeln!(to, "\n- {} ({}): {signals}{retired}", plain(theme.theme.name.as_str()), theme.theme.id)?;
    }
    Ok(())
}

fn beliefs(page: &OpportunityPage, to: &mut dyn Write) -> io::Result<()> {
    if !page.card.hypotheses.is_empty() {
        writeln!(to, "\n## What is believed")?;
    }
    for HypothesisCard { belief, supported_by, contradicted_by, changed_by } in &page.card.hypotheses {
        writeln!(to, "\n**{}**\n", or_erased(belief.as_ref().map(|belief| belief.as_str())))?;
        quotes(page, "For it", supported_by, to)?;
        quotes(page, "Against it", contradicted_by, to)?;
        if let Some(changed) = changed_by {
            writeln!(to, "- What changed our mind: {}", plain(changed.as_str()))?;
        }
    }
    Ok(())
}

fn quotes(page: &OpportunityPage, side: &str, ids: &[SignalId], to: &mut dyn Write) -> io::Result<()> {
    for id in ids {
        match page.signal(*id) {
            Some(signal) => writeln!(to, "- {side}: “{}” ({id})", plain(signal.excerpt.as_str()))?,
            None => writeln!(to, "- {side}: {id}, which is not there any more")?,
        }
    }
    Ok(())
}

fn or_erased(text: Option<&str>) -> String {
    text.map_or_else(|| "[erased]".to_owned(), plain)
}
