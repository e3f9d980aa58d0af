//! The functions, types and blocks of a file that links lead to. The file's content is handed in, so that an editor's
//! buffer and a diff have regions too, whose lines nobody committed yet.

mod file_text;
mod moved;

pub use file_text::FileText;

use std::cmp::Reverse;

use crate::answers::{Answer, answered};
use crate::link::{Located, Span};
use crate::symbols::Symbol;
use moved::Moved;

/// What leads from one theme or signal to a file.
#[derive(Debug, Clone)]
pub struct FileLink<'a, Id> {
    /// The link that was found, if one was.
    pub link: Option<Located>,
    /// What people answered, the newest first, to this file and what is in it.
    pub answers: Vec<Answer<'a, Id>>,
}

/// A part of a file that something leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Region<Id> {
    /// Where it is in the content that was handed in; a span without a name is a block of lines, or the whole file.
    pub span: Span,
    /// What leads here, in the order of what was handed in.
    pub links: Vec<RegionLink<Id>>,
}

/// What leads to a region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionLink<Id> {
    /// Which of the links that were handed in, from 0.
    pub link: usize,
    /// The yes that stands to it here.
    pub yes: Option<Id>,
    /// Where the region is in the committed file, in which evidence counts its lines: several spans, where they are one
    /// by now.
    pub committed: Vec<Span>,
}

/// The regions of a file, by line, the whole file first. Each link leads to its spans, as people answered
/// them ([`answered`]); where it has none, at the whole file. In content that is not the committed one, a function or type
/// is looked for by its name and other lines where they moved to. What is gone leads to the function or type that it was
/// in, or else to the file.
pub fn regions<Id: Copy>(file: &FileText<'_>, links: Vec<FileLink<'_, Id>>) -> Vec<Region<Id>> {
    let moved = file.content.as_ref().map(|content| Moved::between(&file.committed, content));
    let mut regions: Vec<Region<Id>> = Vec::new();
    for (number, FileLink { link, answers }) in links.into_iter().enumerate() {
        let symbol_of = |_: &str, name: &str| file.committed.named(name).map(Symbol::span);
        for answered in answered(link.into_iter().collect(), answers, symbol_of).links {
            if answered.link.spans.is_empty() {
                put(&mut regions, file.whole(), number, answered.yes_at(None), file.whole());
            }
            for committed in &answered.link.spans {
                let yes = answered.yes_at(committed.symbol.as_deref());
                let span = match &moved {
                    None => committed.clone(),
                    Some(moved) => moved.span(committed).unwrap_or_else(|| file.whole()),
                };
                put(&mut regions, span, number, yes, committed.clone());
            }
        }
    }
    regions.sort_by_key(|region| (region.span.first_line, Reverse(region.span.last_line)));
    regions
}

fn put<Id: Copy>(regions: &mut Vec<Region<Id>>, span: Span, link: usize, yes: Option<Id>, committed: Span) {
    let known = regions.iter().position(|region| region.span == span).unwrap_or_else(|| {
        regions.push(Region { span, links: Vec::new() });
        regions.len() - 1
    });
    let links = &mut regions[known].links;
    match links.last_mut().filter(|last| last.link == link) {
        Some(last) => {
            last.committed.push(committed);
            last.yes = last.yes.or(yes);
        }
        None => links.push(RegionLink { link, yes, committed: vec![committed] }),
    }
}

#[cfg(test)]
mod tests;
