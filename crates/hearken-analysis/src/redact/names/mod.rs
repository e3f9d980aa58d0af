//! Person names: capitalised words that the gazetteer knows, or that stand where only a name stands.
//!
//! What is looked at is a *run*: capitalised words with nothing but a space between them, initials and particles
//! (`van`, `de la`) among them. Words that are no names end it. A run is a name by what its words are, or by what stands
//! around it (`cues.rs`); once a full name was found, its parts are names wherever they stand in the text.

mod around;
mod cues;
mod run;

use super::candidate::{Candidates, Priority};
use super::gazetteer::look_up;
use super::sort::Sort;
use super::vocabulary::NAME;
use super::words::{Shape, Words};
use around::Around;
use cues::Cue;
use run::Run;

/// All names in a text; where its addresses begin tells some.
pub(super) fn find<'r>(words: &Words<'_>, addresses: &[usize], candidates: &mut Candidates<'r>) {
    let (mut found, mut passed): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    let mut index = 0;
    while index < words.all.len() {
        if words.all[index].shape == Shape::Lower {
            if words.has(index, NAME) {
                in_lower_case(words, index, candidates);
            }
            index += 1;
            continue;
        }
        let Some(run) = Run::at(words, index) else {
            index += 1;
            continue;
        };
        index = run.last + 1;
        match rule_for(words, &run) {
            Some((rule, name)) => {
                candidates.goes(name.range(words), Sort::Name, rule, Priority::Context);
                index = name.last + 1;
                found.push(name);
            }
            None => passed.push(run),
        }
    }
    if passed.is_empty() {
        return;
    }
    let around = Around::new(words, &found, addresses);
    for run in passed {
        if run.is_part_of_something(words) || run.names_something_else(words) {
            continue;
        }
        if let Some(rule) = around.rule_for(words, &run) {
            candidates.goes(run.range(words), Sort::Name, rule, Priority::Context);
        }
    }
}

/// The rule by which a run holds a name, and which of its words the name is.
fn rule_for(words: &Words<'_>, run: &Run) -> Option<(&'static str, Run)> {
    if run.is_part_of_something(words) {
        return None;
    }
    let run = run.with_particles_behind_title(words);
    let cue = cues::before(words, &run);
    if matches!(cue, Some(Cue::Title | Cue::Name)) && !run.is_brand(words) {
        let rule = if cue == Some(Cue::Title) { "name: title" } else { "name: said to be one" };
        return Some((rule, run.without_words_behind(words)));
    }
    if run.names_something_else(words) {
        return None;
    }
    if run.is_full_name(words) {
        return Some(("name: given and family name", run));
    }
    if !run.is_capitalised(words) {
        return None;
    }
    by_cue(words, &run, cue).map(|rule| (rule, run))
}

/// Whether what stands around a run makes it a name that its words alone do not.
fn by_cue(words: &Words<'_>, run: &Run, cue: Option<Cue>) -> Option<&'static str> {
    let first = words.known(run.first);
    let named = first.given() || first.family();
    let may_be = !first.no_name() && !first.other();
    match cue {
        Some(Cue::Kin) if may_be => return Some("name: relation"),
        Some(Cue::Relation) if named => return Some("name: relation"),
        Some(Cue::Greeting | Cue::SignOff) if named && !first.other() => {
            return Some("name: greeting or signature");
        }
        Some(Cue::SignOff) if run.fills_line(words) && !first.no_name() => {
            return Some("name: greeting or signature");
        }
        _ => {}
    }
    if may_be && !first.doubtful() && run.len() < 4 && cues::lives(words, run) {
        return Some("name: who lives or speaks");
    }
    let said = first.surely_family() && run.len() == 1 && cues::speaks_after(words, run);
    let given =
        run.is_single(words) && first.surely_given() && !first.rare() && (run.len() == 1 || !first.family());
    ((given || said) && !cues::has_article(words, run)).then_some("name: given name")
}

/// `my name is john smith`: in lower case only where it is said to be a name, and only names that are nothing else.
fn in_lower_case<'r>(words: &Words<'_>, name: usize, candidates: &mut Candidates<'r>) {
    let first = name + 2;
    let is_name = |index: usize| {
        let known = look_up(words.str(index));
        words.all.get(index).is_some_and(|word| word.shape == Shape::Lower)
            && (known.surely_given() || known.surely_family())
    };
    if words.str(name + 1) != "is" || !is_name(first) {
        return;
    }
    let mut last = first;
    while words.gap(last) == " " && is_name(last + 1) {
        last += 1;
    }
    let range = words.all[first].start..words.all[last].end;
    candidates.goes(range, Sort::Name, "name: said to be one", Priority::Context);
}

#[cfg(test)]
mod tests;
