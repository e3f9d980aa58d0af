//! The members of themes that a filter lets through, and which of them stands for its theme.

use std::collections::BTreeMap;
use std::ops::Range;

use hearken_domain::{SignalId, ThemeId, Timestamp};

/// Of a theme's newest signals so many are looked at for the clearest.
pub(crate) const NEWEST_READ: usize = 200;

/// The members of each theme that a filter lets through, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Passing(BTreeMap<ThemeId, Vec<Member>>);

#[derive(Debug, Clone, Copy)]
struct Member {
    signal: SignalId,
    confidence: f64,
    said_order: i64,
}

impl Passing {
    /// Takes in a member, each of a theme before those that are older.
    pub(crate) fn put(&mut self, theme: ThemeId, signal: SignalId, confidence: f64, said_order: i64) {
        self.0.entry(theme).or_default().push(Member { signal, confidence, said_order });
    }

    /// The first of `exemplars` that passes and was said within `time`; else the one that belongs most clearly to the theme
    /// among the newest that were.
    pub fn stands_for(
        &self,
        theme: ThemeId,
        exemplars: &[SignalId],
        time: Option<Range<Timestamp>>,
    ) -> Option<SignalId> {
        let time = time.map(|time| time.start.as_millisecond()..time.end.as_millisecond());
        let within = |member: &&Member| time.as_ref().is_none_or(|time| time.contains(&member.said_order));
        let members: Vec<&Member> = self.0.get(&theme)?.iter().filter(within).collect();
        let passes = |exemplar: &&SignalId| members.iter().any(|member| member.signal == **exemplar);
        let clearest = || {
            let newest = members.iter().take(NEWEST_READ);
            newest.min_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.signal.cmp(&b.signal)))
        };
        exemplars.iter().find(passes).copied().or_else(|| clearest().map(|member| member.signal))
    }
}
