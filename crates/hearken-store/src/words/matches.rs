//! Every signal that has the words, with when it was said: what a search counts by theme and puts into the order of time.

use std::cmp::Reverse;

use hearken_domain::SignalId;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

/// A signal that has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordMatch {
    /// The signal.
    pub signal: SignalId,
    /// When it was said, in milliseconds since 1970; `None` is undated.
    pub at_ms: Option<i64>,
}

impl WordMatch {
    /// What orders matches newest first, the undated last.
    pub fn newest_first(&self) -> impl Ord + use<> {
        Reverse((self.at_ms, self.signal))
    }

    /// What orders matches oldest first, the undated last again.
    pub fn oldest_first(&self) -> impl Ord + use<> {
        (self.at_ms.is_none(), self.at_ms, self.signal)
    }
}

/// Collects all of them, in no order.
pub(super) struct Matches;

pub(super) struct OfSegment {
    ids: Column<u64>,
    at: Column<i64>,
    matches: Vec<WordMatch>,
}

impl Collector for Matches {
    type Fruit = Vec<WordMatch>;
    type Child = OfSegment;

    fn for_segment(&self, _: u32, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let fast = segment.fast_fields();
        Ok(OfSegment { ids: fast.u64("id")?, at: fast.i64("at")?, matches: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, of_segments: Vec<Vec<WordMatch>>) -> tantivy::Result<Vec<WordMatch>> {
        Ok(of_segments.concat())
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Vec<WordMatch>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let signal = SignalId(self.ids.first(doc).unwrap_or_default());
        self.matches.push(WordMatch { signal, at_ms: self.at.first(doc) });
    }

    fn harvest(self) -> Vec<WordMatch> {
        self.matches
    }
}
