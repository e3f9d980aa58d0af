//! Whether a group of copies is a campaign, and how sure that is.

use std::collections::{BTreeMap, BTreeSet};

/// Fewer accounts are not many.
pub const ACCOUNTS_MIN: usize = 5;
/// A group that weighs less is none. In 12.7 years of real reviews of five apps, 8 groups weigh so much (docs/campaigns.md).
pub const WEIGHT_MIN: f32 = 70.0;
/// What the shared words tell counts up to here: longer words in common make nobody surer.
const TELLING_MAX: f32 = 30.0;
/// The first of a group's copies by which it is read: later, its own words are common.
pub const LINKS_READ: usize = 32;

/// Accounts count that are in it within so many hours: what is said now and then is not said at once.
pub const HOURS: i64 = 72;
const HOUR_MS: i64 = 60 * 60 * 1000;

/// A text of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Who said it, where that is known.
    pub speaker: Option<u64>,
    /// Whether whoever said it said nothing but texts of the group, neither before nor after.
    pub says_nothing_else: bool,
    /// When it was said, in milliseconds.
    pub at_ms: i64,
    /// How like the text that it copies it is, and what their words tell; the first copies none.
    pub copied: Option<(f32, f32)>,
}

/// A group of copies that is a campaign, with the arithmetic behind that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Campaign {
    /// Texts of it.
    pub signals: usize,
    /// Those by who knows whom.
    pub unknown: usize,
    /// Speakers that are known.
    pub speakers: usize,
    /// Those of them who said nothing else.
    pub new_speakers: usize,
    /// The first time, in milliseconds,
    pub first_ms: i64,
    /// and the last.
    pub last_ms: i64,
    /// How like the text that it copies half of its first copies are, at least.
    pub likeness: f32,
    /// What the words tell that half of its first copies share with what they copy, at least.
    pub told: f32,
    /// The most accounts that say nothing else within [`HOURS`]; one that nobody knows counts as one of its own.
    pub at_once: usize,
    /// [`Self::told`], up to a bound, for each of these beyond the first.
    pub weight: f32,
}

impl Campaign {
    /// How sure it is, 0 to 1: half at the limit, and the more the more it weighs.
    pub fn confidence(&self) -> f32 {
        self.weight / (self.weight + WEIGHT_MIN)
    }
}

/// What a group weighs, its members in the order of time; `None` where fewer accounts than [`ACCOUNTS_MIN`] are in it at once, or fewer than
/// half of its accounts (what is said in the same words all year is how people say it), or most of those who are known say other
/// things, too. Whether a group is a campaign, its weight against [`WEIGHT_MIN`] says.
pub fn weigh(members: &[Member]) -> Option<Campaign> {
    let known: BTreeSet<u64> = members.iter().filter_map(|member| member.speaker).collect();
    let new: BTreeSet<u64> = members
        .iter()
        .filter(|member| member.says_nothing_else)
        .filter_map(|member| member.speaker)
        .collect();
    let unknown = members.iter().filter(|member| member.speaker.is_none()).count();
    let accounts = unknown + new.len();
    let at_once = at_once(members);
    let is_at_once = at_once >= ACCOUNTS_MIN && at_once * 2 >= accounts;
    if !is_at_once || accounts * 2 < unknown + known.len() {
        return None;
    }
    let copied = || members.iter().filter_map(|member| member.copied).take(LINKS_READ);
    let likeness = median(copied().map(|(likeness, _)| likeness).collect())?;
    let told = median(copied().map(|(_, told)| told).collect())?;
    Some(Campaign {
        signals: members.len(),
        unknown,
        speakers: known.len(),
        new_speakers: new.len(),
        first_ms: members.iter().map(|member| member.at_ms).min()?,
        last_ms: members.iter().map(|member| member.at_ms).max()?,
        likeness,
        told,
        at_once,
        weight: told.min(TELLING_MAX) * (at_once - 1) as f32,
    })
}

/// The most accounts that say nothing else within [`HOURS`].
fn at_once(members: &[Member]) -> usize {
    let mut within: BTreeMap<u64, usize> = BTreeMap::new();
    let (mut first, mut unknown, mut most) = (0, 0, 0);
    for member in members {
        match member.speaker.filter(|_| member.says_nothing_else) {
            Some(speaker) => *within.entry(speaker).or_default() += 1,
            None => unknown += usize::from(member.speaker.is_none()),
        }
        while member.at_ms - members[first].at_ms > HOURS * HOUR_MS {
            match members[first].speaker {
                None => unknown -= 1,
                Some(speaker) => {
                    if let Some(texts) = within.get_mut(&speaker) {
                        *texts -= 1;
                        if *texts == 0 {
                            within.remove(&speaker);
                        }
                    }
                }
            }
            first += 1;
        }
        most = most.max(unknown + within.len());
    }
    most
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_unstable_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}
