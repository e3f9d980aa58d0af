//! Redacting text that is not taken in: a filter for logs, tickets and files on their way elsewhere, under the rules that
//! everything taken in passes, and what each hit was found by.

use std::io::{self, BufRead};

use hearken_analysis::redact::{Rules, Session, explain};
use hearken_domain::Unredacted;
use serde::Serialize;

/// Bytes of whole lines that are looked at together.
const BLOCK: usize = 256 << 10;
/// Bytes that a block may grow by until a key that began in it has ended.
const KEY_BYTES: usize = 64 << 10;

/// One text from beginning to end: who is who stays known over all of it.
pub struct TextFilter {
    rules: Rules,
    session: Session,
    /// Lines before the next block.
    lines: usize,
}

/// One value that a rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RedactionHit {
    /// Line, from 1.
    pub line: usize,
    /// First column, in characters from 1.
    pub column: usize,
    /// Characters.
    pub length: usize,
    /// What it is.
    pub sort: &'static str,
    /// The rule that found it.
    pub rule: String,
    /// The value itself.
    pub value: Unredacted,
}

impl TextFilter {
    /// Begins a text.
    pub fn new(rules: Rules) -> Self {
        let session = Session::under(&rules, &hearken_analysis::redact::Policy::Mask);
        Self { rules, session, lines: 0 }
    }

    /// The next block without what must not be kept.
    pub fn redact(&mut self, block: &str) -> String {
        self.session.field(block)
    }

    /// What rules find in the next block.
    pub fn explain(&mut self, block: &str) -> Vec<RedactionHit> {
        let mut hits = Vec::new();
        let (mut line, mut line_start, mut looked_at) = (self.lines + 1, 0, 0);
        for hit in explain(block, &self.rules) {
            for (at, _) in block[looked_at..hit.range.start].match_indices('\n') {
                line += 1;
                line_start = looked_at + at + 1;
            }
            looked_at = hit.range.start;
            let value = &block[hit.range.clone()];
            hits.push(RedactionHit {
                line,
                column: block[line_start..hit.range.start].chars().count() + 1,
                length: value.chars().count(),
                sort: hit.sort.as_str(),
                rule: hit.rule.to_owned(),
                value: Unredacted::new(value.to_owned()),
            });
        }
        self.lines += block.matches('\n').count();
        hits
    }
}

/// The next whole lines of a text, about 256 KB; `None` at its end. A private key that began in them is not cut.
///
/// # Errors
/// The text cannot be read, or is not UTF-8.
pub fn next_block(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut block = Vec::new();
    while block.len() < BLOCK && from.read_until(b'\n', &mut block)? > 0 {}
    let end = block.len() + KEY_BYTES;
    while is_inside_key(&block) && block.len() < end && from.read_until(b'\n', &mut block)? > 0 {}
    if block.is_empty() {
        return Ok(None);
    }
    String::from_utf8(block)
        .map(Some)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

fn is_inside_key(block: &[u8]) -> bool {
    let last = |mark: &[u8]| block.windows(mark.len()).rposition(|window| window == mark);
    match (last(b"-----BEGIN "), last(b"-----END ")) {
        (Some(begin), Some(end)) => begin > end,
        (begin, _) => begin.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_has_its_place_and_its_rule() {
        let mut filter = TextFilter::new(Rules::standard());
        assert!(filter.explain("nothing here\n").is_empty());
        let hits = filter.explain("one\nmäil ann@example.com and\nbob@example.com\n");
        let places: Vec<_> = hits.iter().map(|hit| (hit.line, hit.column, hit.length, hit.sort)).collect();
        assert_eq!(places, [(3, 6, 15, "email"), (4, 1, 15, "email")]);
        assert!(hits.iter().all(|hit| !hit.rule.is_empty()));
    }

    #[test]
    fn who_is_who_stays_known_from_block_to_block() {
        let mut filter = TextFilter::new(Rules::standard());
        assert_eq!(filter.redact("ann@example.com\n"), "[email 1]\n");
        assert_eq!(filter.redact("bob@example.com, ann@example.com\n"), "[email 2], [email 1]\n");
    }

    #[test]
    fn blocks_end_with_a_line_and_never_inside_a_key() {
        let line = "x".repeat(100) + "\n";
        let body = "a".repeat(64) + "\n";
        let key = format!("-----BEGIN PRIVATE KEY-----\n{}-----END PRIVATE KEY-----\n", body.repeat(20));
        let filler = line.repeat((BLOCK - 300) / line.len());
        let text = format!("{filler}{key}after\n");
        let mut from = text.as_bytes();
        let mut blocks = Vec::new();
        while let Some(block) = next_block(&mut from).unwrap() {
            blocks.push(block);
        }
        assert_eq!(blocks.concat(), text);
        assert!(blocks[0].ends_with("-----END PRIVATE KEY-----\n"), "the key was cut");
        assert!(next_block(&mut &b"caf\xe9\n"[..]).is_err());
    }
}
