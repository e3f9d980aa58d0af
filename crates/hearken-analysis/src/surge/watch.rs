//! Which arrivals make a surge.

use rustc_hash::FxHashSet;

use super::chance::tail;
use super::past::Place;
use super::{Constants, Heard, Past, people};
use crate::embedding::Vector;

/// A signal with whose coming there were more about one thing than is usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The signals about that thing, in the order in which they came; the last is the one that came.
    pub signals: Vec<u64>,
    /// How many people spoke, at least.
    pub people: usize,
    /// When it came.
    pub came_ms: i64,
    /// How many signals the window would usually hold.
    pub usual: f64,
    /// How often a year chance alone does as much, by the model.
    pub false_a_year: f64,
}

/// Hits that share signals.
#[derive(Debug, Clone, PartialEq)]
pub struct Surge {
    /// Its signals, in the order in which they came.
    pub signals: Vec<u64>,
    /// With how many of them it was noticed.
    pub noticed_with: usize,
    /// When it was noticed.
    pub noticed_ms: i64,
    /// How many signals its window would usually hold.
    pub usual: f64,
    /// How often a year chance alone does as much, by the model.
    pub false_a_year: f64,
}

/// The arrivals from `since_ms` on with which there were more people about one thing than is usual, in the order in which they
/// came. `lately` holds those before them that still count.
pub fn hits(past: &Past, lately: &[Heard], since_ms: i64, constants: &Constants) -> Vec<Hit> {
    let is_known = |one: &&Heard| {
        let first = past.first_of(one.source);
        first.is_some_and(|first| one.said_ms.saturating_sub(first) >= constants.least_past_ms)
    };
    let mut came: Vec<&Heard> =
        lately.iter().filter(|one| one.is_prompt(constants) && is_known(one)).collect();
    came.sort_by_key(|one| (one.came_ms, one.said_ms, one.id));
    let vectors: Vec<Vector> = came.iter().map(|one| past.relative(&one.vector)).collect();
    let mut found = Vec::new();
    let (mut end_ms, mut first) = (i64::MIN, 0);
    for (index, one) in came.iter().enumerate() {
        end_ms = end_ms.max(one.said_ms);
        // Who came so long before that nobody of then can be in the window.
        while came[first].came_ms < end_ms - constants.longest_ms() {
            first += 1;
        }
        if one.came_ms < since_ms || first > index {
            continue;
        }
        let window =
            Window { past, constants, end_ms, came: &came[first..=index], vectors: &vectors[first..=index] };
        found.extend(window.hit());
    }
    found
}

/// What came up to a signal, itself last.
struct Window<'a> {
    past: &'a Past,
    constants: &'a Constants,
    end_ms: i64,
    came: &'a [&'a Heard],
    vectors: &'a [Vector],
}

impl Window<'_> {
    /// The least likely of what is about the last one, if that is unlikely enough.
    fn hit(&self) -> Option<Hit> {
        let (one, vector) = (self.came.last()?, self.vectors.last()?);
        let near: Vec<&Heard> = self.those(|index| self.vectors[index].dot(vector) >= self.constants.near);
        let in_theme: Vec<&Heard> = match one.theme.filter(|_| self.constants.themes) {
            Some(theme) => self.those(|index| self.came[index].theme == Some(theme)),
            None => Vec::new(),
        };
        let places = [(Place::Near(vector), near), (Place::Theme(one.theme.unwrap_or_default()), in_theme)];
        let tried = places.iter().flat_map(|(place, members)| {
            self.constants.windows_ms.iter().filter_map(|window| self.tried(*place, members, *window))
        });
        tried
            .min_by(|a, b| a.false_a_year.total_cmp(&b.false_a_year))
            .filter(|hit| hit.false_a_year <= self.constants.false_a_year)
    }

    fn those(&self, which: impl Fn(usize) -> bool) -> Vec<&Heard> {
        let all = self.came.iter().enumerate();
        all.filter(|(index, _)| which(*index)).map(|(_, one)| *one).collect()
    }

    fn tried(&self, place: Place<'_>, members: &[&Heard], window_ms: i64) -> Option<Hit> {
        let from = self.end_ms - window_ms;
        let last = self.came.last().filter(|one| one.said_ms > from)?;
        let within: Vec<&Heard> = members.iter().filter(|one| one.said_ms > from).copied().collect();
        let people = people(within.iter().copied());
        if people < self.constants.people {
            return None;
        }
        let all = self.came.iter().filter(|one| one.said_ms > from).count();
        let sources = within.iter().map(|one| one.source);
        let usual = self.past.usual(place, (self.end_ms, window_ms), all, sources, self.constants)?;
        // The one that came is there in any case: chance has to bring the others. Each arrival of a year asks so often.
        let asked = usual.a_year * (2 * self.constants.windows_ms.len()) as f64;
        let false_a_year = tail(people - 1, usual.mean, usual.shape) * asked;
        let signals = within.iter().map(|one| one.id).collect();
        Some(Hit { signals, people, came_ms: last.came_ms, usual: usual.mean, false_a_year })
    }
}

/// Hits that share signals are one surge. In the order in which they were noticed.
pub fn surges(hits: &[Hit]) -> Vec<Surge> {
    let mut surges: Vec<(Surge, FxHashSet<u64>)> = Vec::new();
    for hit in hits {
        let shares = |known: &FxHashSet<u64>| hit.signals.iter().any(|signal| known.contains(signal));
        match surges.iter_mut().find(|(_, known)| shares(known)) {
            Some((surge, known)) => {
                let more = hit.signals.iter().filter(|signal| known.insert(**signal));
                surge.signals.extend(more);
                surge.false_a_year = surge.false_a_year.min(hit.false_a_year);
            }
            None => {
                let surge = Surge {
                    signals: hit.signals.clone(),
                    noticed_with: hit.signals.len(),
                    noticed_ms: hit.came_ms,
                    usual: hit.usual,
                    false_a_year: hit.false_a_year,
                };
                surges.push((surge, hit.signals.iter().copied().collect()));
            }
        }
    }
    surges.into_iter().map(|(surge, _)| surge).collect()
}
