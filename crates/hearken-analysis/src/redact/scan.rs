//! One look at a text, which collects what could begin a value: groups of digits, signs, words, issuers' marks. The
//! rules look only there.

use std::ops::Range;

use super::cue::Cue;
use super::cues::{self, Mark, Seen};

/// A text and what was seen in it.
pub(super) struct Scan<'t> {
    /// The text, in the one spelling that rules see.
    pub text: &'t str,
    /// Every stretch of ASCII digits.
    pub groups: Vec<Range<usize>>,
    /// Groups that could be one number, as ranges of `groups`: little stands between them, and no line ends.
    pub runs: Vec<Range<usize>>,
    /// Where an `@` stands.
    pub ats: Vec<usize>,
    /// Where a `:` stands.
    pub colons: Vec<usize>,
    /// Words that say what stands beside them, by their ends.
    pub seen: Vec<Seen>,
    /// Marks of issuers of keys.
    pub marks: Vec<Mark>,
}

/// Bytes that may stand between two groups of one number.
const GAP_MAX: usize = 4;

impl<'t> Scan<'t> {
    /// Looks at a text.
    pub(super) fn new(text: &'t str) -> Self {
        let (seen, marks) = cues::look(text);
        let (groups, runs, ats, colons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut scan = Self { text, groups, runs, ats, colons, seen, marks };
        scan.look();
        scan
    }

    fn look(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'0'..=b'9' => {
                    let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    self.group(at..at + length);
                    at += length;
                    continue;
                }
                b'@' => self.ats.push(at),
                b':' => self.colons.push(at),
                _ => {}
            }
            at += 1;
        }
    }

    fn group(&mut self, group: Range<usize>) {
        let index = self.groups.len();
        let joins = self.groups.last().is_some_and(|last| {
            let gap = &self.text.as_bytes()[last.end..group.start];
            gap.len() <= GAP_MAX && gap.iter().all(|byte| b" .-/()\t".contains(byte))
        });
        match self.runs.last_mut() {
            Some(run) if joins => run.end = index + 1,
            _ => self.runs.push(index..index + 1),
        }
        self.groups.push(group);
    }

    /// The byte before a place; 0 at the beginning. Of a character beyond ASCII it is the last.
    pub(super) fn byte_before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |before| self.text.as_bytes()[before])
    }

    /// The byte at a place; 0 at the end.
    pub(super) fn byte_at(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Whether a letter, digit or `_` stands directly before a place.
    pub(super) fn joined_before(&self, at: usize) -> bool {
        self.text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    /// Whether a letter, digit or `_` stands directly at a place.
    pub(super) fn joined_after(&self, at: usize) -> bool {
        self.text[at..].chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    /// The digits of consecutive groups.
    pub(super) fn digits(&self, groups: Range<usize>) -> String {
        self.groups[groups].iter().map(|group| &self.text[group.clone()]).collect()
    }

    /// What stands between a group and the next.
    pub(super) fn gap(&self, group: usize) -> &'t str {
        match self.groups.get(group + 1) {
            Some(next) => &self.text[self.groups[group].end..next.start],
            None => "",
        }
    }

    /// From the beginning of a group to the end of the last of several.
    pub(super) fn span(&self, groups: &Range<usize>) -> Range<usize> {
        self.groups[groups.start].start..self.groups[groups.end - 1].end
    }

    /// The nearest of these words that ends at most `within` bytes before a place; of several that end there, the longest.
    pub(super) fn cue_before(&self, at: usize, within: usize, cues: &[Cue]) -> Option<Seen> {
        let after = self.seen.partition_point(|seen| seen.end <= at);
        let near = self.seen[..after].iter().rev().take_while(|seen| seen.end + within >= at);
        let mut best: Option<Seen> = None;
        for seen in near.filter(|seen| cues.contains(&seen.cue)) {
            match best {
                Some(other) if seen.end < other.end => break,
                Some(other) if seen.start >= other.start => {}
                _ => best = Some(*seen),
            }
        }
        best
    }

    /// Whether one of these words begins at most `within` bytes behind a place.
    pub(super) fn cue_after(&self, at: usize, within: usize, cues: &[Cue]) -> bool {
        let first = self.seen.partition_point(|seen| seen.end <= at);
        let near = self.seen[first..].iter().take_while(|seen| seen.end <= at + within + LONGEST_WORD);
        near.filter(|seen| cues.contains(&seen.cue)).any(|seen| (at..=at + within).contains(&seen.start))
    }

    /// Whether the nearest word in front, with no digit between, says that a number is a thing's: an order's, a part's.
    pub(super) fn names_a_thing(&self, at: usize) -> bool {
        let near =
            [Cue::Thing, Cue::Digest, Cue::Phone, Cue::Call, Cue::Card, Cue::Ssn, Cue::Account, Cue::Person];
        self.cue_before(at, 16, &near).is_some_and(|seen| {
            matches!(seen.cue, Cue::Thing | Cue::Digest)
                && !self.text[seen.end..at].contains(|c: char| c.is_ascii_digit() || c == '\n' || c == ',')
        })
    }
}

/// No word of a cue is longer, in bytes.
const LONGEST_WORD: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_digits_make_runs_until_a_word_stands_between() {
        let scan = Scan::new("call 212-555-0147 2 times or +44 20 7946, by 12:30");
        let runs: Vec<String> = scan.runs.iter().map(|run| scan.digits(run.clone())).collect();
        assert_eq!(runs, ["21255501472", "44207946", "12", "30"]);
    }

    #[test]
    fn the_nearest_word_in_front_counts() {
        let scan = Scan::new("my phone, order number 415-555-0132");
        assert!(scan.names_a_thing(23));
        let scan = Scan::new("order 77, phone 415-555-0132");
        assert!(!scan.names_a_thing(16));
    }
}
