//! Stack traces in any text, of the languages that customers' programs are written in: which files and lines they name.
//!
//! A language's file knows how its frames look (`find`) and what may stand between two frames of one trace (`gap`); here
//! frames are put into traces, and each trace into one order: where it failed first. They are looked for in the text as it
//! was printed (`plain`), without a log's prefixes (`prefix`), and shown as the report has them.

mod dotnet;
mod found;
mod frame;
mod go;
mod grammar;
mod javascript;
mod jvm;
mod mention;
mod native;
mod php;
mod plain;
mod prefix;
mod python;
mod resolve;
mod ruby;
mod rust;

pub use frame::Frame;
pub use mention::{Mention, mentions};
pub use resolve::{matching, resolve};

use std::collections::HashSet;

use found::all_found;
use frame::Found;
use grammar::{Gap, Grammar};
use plain::Plain;

/// Frames that are read of one text; a dump of a thousand threads has no more to say.
const FRAMES_MAX: usize = 300;

/// The frames of all traces in a text, traces in the order of the text but for that of the thread that failed, each from
/// where it failed outwards; a location that is named again is left out.
pub fn frames(text: &str) -> Vec<Frame<'_>> {
    let plain = Plain::of(text);
    let mut traces: Vec<Trace<'_>> = Vec::new();
    let mut before: Option<(usize, &Grammar)> = None;
    for (frame, grammar) in all_found(&plain.text).into_iter().take(FRAMES_MAX) {
        let between = &plain.text[before.map_or(0, |(end, _)| end)..frame.range.start];
        let gap = match before {
            Some((_, before)) if before.language == grammar.language && !frame.first => {
                (grammar.gap)(between)
            }
            _ => Gap::Apart,
        };
        before = Some((frame.range.end, grammar));
        match (traces.last_mut(), gap) {
            (Some(trace), Gap::Same) => trace.push(frame),
            (Some(trace), Gap::Cause) => trace.sections.push(vec![frame]),
            _ => traces.push(Trace {
                failed: says_it_failed(between),
                outermost_first: says_outermost_first(between).unwrap_or(grammar.outermost_first),
                sections: vec![vec![frame]],
            }),
        }
    }
    // In a dump of many threads, one failed.
    traces.sort_by_key(|trace| !trace.failed);
    let mut seen = HashSet::new();
    traces
        .into_iter()
        .flat_map(|trace| {
            trace.in_order().enumerate().map(|(depth, found)| found.frame(&plain, text, depth + 1))
        })
        .filter(|frame| {
            let function = frame.line.is_none().then(|| frame.function.clone());
            seen.insert((frame.file.clone(), frame.line, function))
        })
        .collect()
}

/// What the words above a trace say of its order, the last that say anything.
fn says_outermost_first(above: &str) -> Option<bool> {
    let (_, said) = above.rsplit_once("most recent call ")?;
    if said.starts_with("first") {
        return Some(false);
    }
    said.starts_with("last").then_some(true)
}

/// Whether the line above a trace says that this thread is the one that failed.
fn says_it_failed(above: &str) -> bool {
    let line = above.trim_end().rsplit('\n').next().unwrap_or_default();
    line.contains("Current thread 0x") || line.contains("Crashed:")
}

struct Trace<'a> {
    failed: bool,
    outermost_first: bool,
    /// Cut where a cause begins; never empty.
    sections: Vec<Vec<Found<'a>>>,
}

impl<'a> Trace<'a> {
    fn push(&mut self, frame: Found<'a>) {
        if let Some(section) = self.sections.last_mut() {
            section.push(frame);
        }
    }

    /// The last cause first, and each section from where it failed outwards.
    fn in_order(self) -> impl Iterator<Item = Found<'a>> {
        let outermost_first = self.outermost_first;
        self.sections.into_iter().rev().flat_map(move |mut section| {
            if outermost_first || section.iter().any(|frame| frame.counted_down) {
                section.reverse();
            }
            section
        })
    }
}

#[cfg(test)]
mod tests;
