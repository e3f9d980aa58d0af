//! The one rule for what people's answers make of links. A file's page, a theme's links, the list of components and
//! `watch` all apply it, so that they agree.

use crate::link::{Located, Span};

/// A person's yes or no to a link that leads from one theme or signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a, Id> {
    /// What the caller knows the answer by.
    pub id: Id,
    /// The file, with `/`.
    pub path: &'a str,
    /// The function or type; `None` is the file as a whole.
    pub symbol: Option<&'a str>,
    /// Whether it was a yes.
    pub yes: bool,
}

/// Links as people answered them.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<'a, Id> {
    /// The links that are left: those that a person said yes to, then the others; within each, in the order given, and
    /// those that only a yes made last.
    pub links: Vec<AnsweredLink<'a, Id>>,
    /// Every no that holds, the newest first, whether or not there was a link.
    pub denied: Vec<Answer<'a, Id>>,
}

/// A link, and what people said yes to of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredLink<'a, Id> {
    /// The link.
    pub link: Located,
    /// What was said yes to, the newest first: a symbol, or (`None`) the file.
    confirmed: Vec<(Option<&'a str>, Id)>,
}

impl<Id: Copy> AnsweredLink<'_, Id> {
    /// The newest yes to the file or to anything in it.
    pub fn yes(&self) -> Option<Id> {
        self.confirmed.first().map(|(_, id)| *id)
    }

    /// The newest yes to the file, or to this symbol of it. `None` is a span without a name.
    pub fn yes_at(&self, symbol: Option<&str>) -> Option<Id> {
        // Where the link says no span, it leads to the file, also for a yes to what the file has lost since.
        let anywhere = self.link.spans.is_empty();
        let mut confirmed = self.confirmed.iter();
        confirmed.find(|(to, _)| anywhere || to.is_none() || *to == symbol).map(|(_, id)| *id)
    }
}

/// Applies people's answers to the links of one theme or signal. `answers` come newest first and are all from that theme
/// or signal; `symbol_of` finds a function or type of a file by its name.
///
/// - A no to a file takes the link away, whatever it says of the functions in it.
/// - A no to a symbol takes only that symbol's span away. A link that had no other span goes too, unless somebody said
///   yes to the file or to another part of it; a link without spans leads to the file, and stays.
/// - A yes keeps a link, makes one where none was found, and comes before all that nobody answered. A yes to a symbol puts
///   that symbol first among the link's spans; one that the file has lost since is a yes to the file.
/// - Where a no and a yes contradict each other, the newer holds. People cannot give such answers to one theme, but two
///   themes that became one bring theirs along.
pub fn answered<'a, Id: Copy>(
    links: Vec<Located>,
    answers: impl IntoIterator<Item = Answer<'a, Id>>,
    symbol_of: impl Fn(&str, &str) -> Option<Span>,
) -> Answered<'a, Id> {
    let answers = standing(answers);
    let mut paths: Vec<String> = links.iter().map(|link| link.path.clone()).collect();
    for answer in answers.iter().filter(|answer| answer.yes) {
        if !paths.iter().any(|path| path == answer.path) {
            paths.push(answer.path.to_owned());
        }
    }
    let mut found: Vec<Option<Located>> = links.into_iter().map(Some).collect();
    found.resize_with(paths.len(), || None);
    let links = paths.into_iter().zip(found).filter_map(|(path, link)| {
        let to_file: Vec<Answer<'a, Id>> =
            answers.iter().filter(|answer| answer.path == path).copied().collect();
        answered_link(path, link, &to_file, &symbol_of)
    });
    let (confirmed, others): (Vec<_>, Vec<_>) = links.partition(|link| !link.confirmed.is_empty());
    let links = confirmed.into_iter().chain(others).collect();
    Answered { links, denied: answers.into_iter().filter(|answer| !answer.yes).collect() }
}

/// What answers to one file make of the link to it.
fn answered_link<'a, Id: Copy>(
    path: String,
    link: Option<Located>,
    answers: &[Answer<'a, Id>],
    symbol_of: impl Fn(&str, &str) -> Option<Span>,
) -> Option<AnsweredLink<'a, Id>> {
    let confirmed: Vec<(Option<&str>, Id)> =
        answers.iter().filter(|answer| answer.yes).map(|answer| (answer.symbol, answer.id)).collect();
    let denied = |symbol: Option<&str>| answers.iter().any(|answer| !answer.yes && answer.symbol == symbol);
    if denied(None) {
        return None;
    }
    let mut link =
        link.unwrap_or_else(|| Located { path, score: 0.0, spans: Vec::new(), evidence: Vec::new() });
    let had_spans = !link.spans.is_empty();
    link.spans.retain(|span| span.symbol.is_none() || !denied(span.symbol.as_deref()));
    // The newest comes first, so it is put there last.
    for symbol in confirmed.iter().rev().filter_map(|(symbol, _)| *symbol) {
        let known = link.spans.iter().position(|span| span.symbol.as_deref() == Some(symbol));
        let span = known.map(|known| link.spans.remove(known)).or_else(|| symbol_of(&link.path, symbol));
        if let Some(span) = span {
            link.spans.insert(0, span);
        }
    }
    let lost = had_spans && link.spans.is_empty() && confirmed.is_empty();
    (!lost).then_some(AnsweredLink { link, confirmed })
}

/// The answers that no newer one contradicts. A no contradicts every yes to what it takes away.
fn standing<'a, Id>(newest_first: impl IntoIterator<Item = Answer<'a, Id>>) -> Vec<Answer<'a, Id>> {
    let denies = |no: &Answer<'_, Id>, yes: &Answer<'_, Id>| {
        !no.yes && yes.yes && no.path == yes.path && (no.symbol.is_none() || no.symbol == yes.symbol)
    };
    let mut standing: Vec<Answer<'a, Id>> = Vec::new();
    for answer in newest_first {
        if !standing.iter().any(|newer| denies(newer, &answer) || denies(&answer, newer)) {
            standing.push(answer);
        }
    }
    standing
}

#[cfg(test)]
mod tests;
