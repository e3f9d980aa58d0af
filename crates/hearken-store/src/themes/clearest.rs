//! Which signal stands for a theme under a filter: one of those that were found to, or else the one that belongs to it most
//! clearly among the newest.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hearken_domain::{Generation, SignalFilter, SignalId, ThemeId, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use super::ThemeReader;
use crate::StoreError;
use crate::filter::{Among, Where};

/// Of a theme's newest signals so many are looked at for the clearest.
const NEWEST_READ: usize = 200;

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

impl ThemeReader<'_> {
    /// The signal that belongs most clearly to a theme among the newest that the filter lets through.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn clearest(&self, theme: ThemeId, filter: &SignalFilter) -> Result<Option<SignalId>, StoreError> {
        self.0.read(|c| {
            let condition = Where::new(filter, &Among::Theme(theme), self.0.generation());
            let sql = format!(
                "SELECT id FROM (SELECT memberships.signal_id AS id, confidence FROM {} \
                 ORDER BY memberships.said_order DESC, memberships.signal_id DESC LIMIT {NEWEST_READ}) \
                 ORDER BY confidence DESC, id LIMIT 1",
                condition.tables_and_conditions()
            );
            let mut statement = c.prepare_cached(&sql)?;
            let clearest = statement.query_row(condition.params(), |row| Ok(SignalId(row.get(0)?)));
            Ok(clearest.optional()?)
        })
    }

    /// The members of themes that a filter lets through: for one that names customers, whose signals are then looked up once
    /// and not for each theme again.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn passing(&self, filter: &SignalFilter) -> Result<Arc<Passing>, StoreError> {
        let generation = self.0.generation();
        self.0.read(|c| {
            self.0.kept().passing.get_or_count(c, generation, filter, || passing(c, generation, filter))
        })
    }
}

fn passing(c: &Connection, generation: Generation, filter: &SignalFilter) -> Result<Passing, StoreError> {
    let condition = Where::sorted(filter, generation);
    let sql = format!(
        "SELECT memberships.theme_id, memberships.signal_id, confidence, memberships.said_order FROM {} \
         ORDER BY memberships.said_order DESC, memberships.signal_id DESC",
        condition.tables_and_conditions()
    );
    let mut statement = c.prepare_cached(&sql)?;
    let mut rows = statement.query(condition.params())?;
    let mut passing = Passing::default();
    while let Some(row) = rows.next()? {
        let (signal, confidence, said_order) = (SignalId(row.get(1)?), row.get(2)?, row.get(3)?);
        let of_theme = passing.0.entry(ThemeId(row.get(0)?)).or_default();
        of_theme.push(Member { signal, confidence, said_order });
    }
    Ok(passing)
}
