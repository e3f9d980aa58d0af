//! Texts that were made up for reading: short, clear, of all kinds alike. They are learned from beside real ones, of which
//! few are questions, and they hold a corrected reader to what words mean.

use hearken_domain::{Says, Sentiment, Severity};

use crate::embedding::Vector;
use crate::themes::Text;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Made {
    /// What it says.
    pub says: Says,
    /// In which mood.
    pub sentiment: Sentiment,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// Its title, empty where it has none.
    pub title: &'static str,
    /// Its words, without the title.
    pub said: &'static str,
}

/// All of them, in order. A line that cannot be read is left out; a test reads them all.
pub fn made() -> impl Iterator<Item = Made> {
    MADE.lines().skip(1).filter_map(Made::read)
}

const MADE: &str = include_str!("../../readings/made.tsv");

impl Made {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        Some(Self {
            says: next()?.parse().ok()?,
            sentiment: next()?.parse().ok()?,
            severity: next()?.parse().ok(),
            title: next()?,
            said: next()?,
        })
    }

    /// As a reader gets it.
    pub fn text(&self) -> Text<'static> {
        Text { title: self.title, ..Text::new(0, self.said, Vector::EMPTY) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_made_up_text_reads_and_only_pain_has_a_severity() {
        assert_eq!(made().count() + 1, MADE.lines().count());
        assert!(made().all(|made| made.severity.is_some() == (made.says == Says::PainPoint)));
        for says in Says::ALL {
            assert!(made().filter(|made| made.says == says).count() >= 15, "{says}");
        }
    }
}
