//! Person names: capitalised words that the gazetteer knows, or that stand where only a name stands.
//!
//! What is looked at is a *run*: capitalised words with nothing but a space between them, initials and particles
//! (`van`, `de la`) among them. Words that are no names end it. A run is a name by what its words are (`pairs`), or by what
//! stands around it (`cues`); once a full name was found, its parts are names wherever they stand in the text.

mod cues;
mod lists;
mod run;

use super::candidate::{Candidates, Priority};
use super::gazetteer::look_up;
use super::sort::Sort;
use super::words::{Shape, Words};
use cues::Cue;
use run::Run;

/// All names in a text.
pub(super) fn find<'r>(words: &Words<'_>, candidates: &mut Candidates<'r>) {
    let mut parts: Vec<String> = Vec::new();
    let mut passed: Vec<Run> = Vec::new();
    let mut index = 0;
    while index < words.all.len() {
        let Some(run) = Run::at(words, index) else {
            index += 1;
            continue;
        };
        index = run.last + 1;
        match rule_for(words, &run) {
            Some((rule, name)) => {
                note_parts(words, &name, &mut parts);
                candidates.goes(name.range(words), Sort::Name, rule, Priority::Context);
                if name.last < run.last {
                    index = name.last + 1;
                }
            }
            None => passed.push(run),
        }
    }
    lower_case(words, candidates);
    if !parts.is_empty() {
        again(words, &parts, &passed, candidates);
    }
}

/// The rule by which a run holds a name, and which of its words the name is.
fn rule_for(words: &Words<'_>, run: &Run) -> Option<(&'static str, Run)> {
    if run.is_part_of_something(words) {
        return None;
    }
    let run = &run.with_particles_behind_title(words);
    let cue = cues::before(words, run);
    if let Some(Cue::Title | Cue::Name) = cue {
        let rule = if cue == Some(Cue::Title) { "name: title" } else { "name: said to be one" };
        if !run.is_brand(words) {
            return Some((rule, run.without_words_behind(words)));
        }
    }
    if run.names_something_else(words) {
        return None;
    }
    if run.is_full_name(words) {
        return Some(("name: given and family name", *run));
    }
    let first = look_up(words.str(run.first));
    match cue {
        Some(Cue::Relation) if (first.given() || first.family()) && run.is_capitalised(words) => return Some(("name: relation", *run)),
        Some(Cue::Kin) if !first.no_name() && !first.other() => return Some(("name: relation", *run)),
        Some(Cue::Greeting | Cue::SignOff) if (first.given() || first.family()) && !first.other() => {
            return Some(("name: greeting or signature", *run));
        }
        Some(Cue::SignOff) if run.fills_line(words) && !first.no_name() && run.is_capitalised(words) => {
            return Some(("name: signature", *run));
        }
        _ => {}
    }
    let said = first.surely_family() && run.len() == 1 && cues::speaks_after(words, run);
    let given = run.is_single(words) && first.surely_given() && (run.len() == 1 || !first.family());
    if (given || said) && run.is_capitalised(words) && !cues::has_article(words, run) {
        return Some(("name: given name", *run));
    }
    None
}

/// The parts of a full name, by which it may be called later.
fn note_parts(words: &Words<'_>, name: &Run, parts: &mut Vec<String>) {
    for index in name.first..=name.last {
        let word = words.str(index);
        let known = look_up(word);
        if word.len() > 2 && words.all[index].shape == Shape::Capital && (known.nothing() || !known.doubtful() && !known.no_name()) {
            parts.push(word.to_owned());
        }
    }
}

/// Runs that were passed over and are made of parts of names that stand elsewhere in the text.
fn again<'r>(words: &Words<'_>, parts: &[String], passed: &[Run], candidates: &mut Candidates<'r>) {
    for run in passed {
        let called = |index: usize| parts.iter().any(|part| part == words.str(index));
        if (run.first..=run.last).all(called) && !run.is_part_of_something(words) && !run.names_something_else(words) {
            candidates.goes(run.range(words), Sort::Name, "name: part of one", Priority::Context);
        }
    }
}

/// `my name is john smith`: in lower case only where it is said to be a name, and only names that are nothing else.
fn lower_case<'r>(words: &Words<'_>, candidates: &mut Candidates<'r>) {
    let mut index = 2;
    while index < words.all.len() {
        let (at, shape) = (index, words.all[index].shape);
        index += 1;
        if shape != Shape::Lower || !words.is_one_of(at - 1, &["is", "ist", "es", "est", "é", "è"]) || !words.is_one_of(at - 2, &["name", "nombre", "nom", "nome"]) {
            continue;
        }
        let known = look_up(words.str(at));
        if !(known.surely_given() || known.surely_family()) {
            continue;
        }
        let mut last = at;
        while words.gap(last) == " " && {
            let next = look_up(words.str(last + 1));
            words.all.get(last + 1).is_some_and(|word| word.shape == Shape::Lower) && (next.surely_family() || next.surely_given())
        } {
            last += 1;
        }
        candidates.goes(words.all[at].start..words.all[last].end, Sort::Name, "name: said to be one", Priority::Context);
    }
}

#[cfg(test)]
mod tests;
