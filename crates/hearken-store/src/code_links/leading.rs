//! Which signals lead where, each with its first files.

use hearken_domain::{DayCount, SignalFilter, SignalId, SourceId, ThemeId};
use rusqlite::params;
use rusqlite::types::Value;

use super::CodeLinkReader;
use crate::StoreError;
use crate::filter::Where;
use crate::said::day_from;

/// A signal with the first files that it leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Leading {
    /// The signal.
    pub signal: SignalId,
    /// Its theme, if it has one.
    pub theme: Option<ThemeId>,
    /// When it was said and came; `None` is undated.
    pub day: Option<DayCount>,
    /// The files, best first.
    pub files: Vec<LeadingFile>,
}

/// A file that a signal leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadingFile {
    /// The file.
    pub path: String,
    /// How much speaks for it.
    pub score: f64,
}

impl CodeLinkReader<'_> {
    /// Every signal under the filter that leads somewhere, by its id, with its first files, `ranks` at most; or only those
    /// signals for which `path` is one of these.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn leading(
        &self,
        repository: &str,
        path: Option<&str>,
        ranks: u32,
        filter: &SignalFilter,
    ) -> Result<Vec<Leading>, StoreError> {
        self.0.read(|c| {
            let text = |text: &str| Value::from(text.to_owned());
            let mut condition = Where::linked(filter, self.0.generation());
            condition.and(&format!("code_links.repository = ? AND {CURRENT}"), [text(repository), text(repository)]);
            condition.and("code_links.rank <= ?", [i64::from(ranks)]);
            if let Some(path) = path {
                condition.and(
                    "code_links.signal_id IN (SELECT signal_id FROM code_links WHERE repository = ? AND path = ?)",
                    [text(repository), text(path)],
                );
            }
            let sql = format!(
                "SELECT code_links.signal_id, memberships.theme_id, path, score, signals.source_id, \
                 signals.said_day, signals.came_day FROM {} \
                 ORDER BY code_links.signal_id, code_links.rank",
                condition.tables_and_conditions()
            );
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query(condition.params())?;
            let mut found: Vec<Leading> = Vec::new();
            while let Some(row) = rows.next()? {
                let (signal, file) =
                    (SignalId(row.get(0)?), LeadingFile { path: row.get(2)?, score: row.get(3)? });
                match found.last_mut().filter(|last| last.signal == signal) {
                    Some(last) => last.files.push(file),
                    None => found.push(Leading {
                        signal,
                        theme: row.get::<_, Option<u64>>(1)?.filter(|theme| *theme > 0).map(ThemeId),
                        day: day_from(row, 4)?,
                        files: vec![file],
                    }),
                }
            }
            // What `path` is among the later files of leads there too little to be asked for.
            if let Some(path) = path {
                found.retain(|leading| leading.files.iter().any(|file| file.path == path));
            }
            Ok(found)
        })
    }

    /// How many of the signals that a link build has located were said on each day.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn located_days(&self, repository: &str, link_build: u64) -> Result<Vec<DayCount>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT source_id, said_day, came_day, count(*) FROM code_located \
                       JOIN signals ON signals.id = code_located.signal_id \
                       WHERE repository = ?1 AND link_build = ?2 AND said_day IS NOT NULL GROUP BY 1, 2, 3";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map(params![repository, link_build], |row| {
                Ok(DayCount {
                    source: SourceId(row.get(0)?),
                    said: row.get(1)?,
                    came: row.get(2)?,
                    signals: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Links of the link build that is current.
const CURRENT: &str = "code_links.link_build = (SELECT link_build FROM repositories WHERE name = ?)";

#[cfg(test)]
mod tests {
    use hearken_domain::{NewSignal, Subject, day_of};
    use serde_json::json;

    use super::*;
    use crate::fixture::{Fixture, by, day, review};
    use crate::{CodeLink, LinkState};

    fn link(signal: SignalId, rank: u32, path: &str) -> CodeLink {
        let (of, score) = (Subject::Signal(signal), 5.0 - f64::from(rank));
        CodeLink { of, rank, path: path.into(), score, spans: json!([]), evidence: json!([]), quotes: false }
    }

    #[test]
    fn each_signal_leads_to_its_first_files_and_only_what_was_said_by_then_does() {
        let fixture = Fixture::new();
        let on = |n: i64| NewSignal { at: Some(day(n)), ..review(&format!("the card was declined {n}")) };
        let undated = NewSignal { at: None, ..review("the card was declined again") };
        let signals = fixture.record([on(0), on(8), undated]);
        let store = fixture.store();
        assert!(store.add_repository("shop", "/code/shop", &by(1)).unwrap());
        let link_build = store.begin_link_build("shop", false).unwrap();
        let links = vec![
            link(signals[0], 1, "pay.rs"),
            link(signals[0], 2, "card.rs"),
            link(signals[0], 3, "far.rs"),
            link(signals[1], 1, "pay.rs"),
            link(signals[2], 1, "card.rs"),
        ];
        store.put_located("shop", link_build, signals.clone(), links).unwrap();
        store.apply_link_build("shop", link_build, Vec::new(), &LinkState::default()).unwrap();
        let told = |path: Option<&str>, filter: &SignalFilter| {
            let leading = fixture.snapshot().code_links().leading("shop", path, 2, filter).unwrap();
            let files = |one: Leading| one.files.into_iter().map(|file| file.path).collect::<Vec<_>>();
            leading
                .into_iter()
                .map(|one| (one.signal, one.day.map(|day| day.said), files(one).join(" ")))
                .collect::<Vec<_>>()
        };
        let first = (signals[0], Some(day_of(day(0))), "pay.rs card.rs".to_owned());
        let second = (signals[1], Some(day_of(day(8))), "pay.rs".to_owned());
        let third = (signals[2], None, "card.rs".to_owned());
        let everything = SignalFilter::default();
        assert_eq!(told(None, &everything), [first.clone(), second.clone(), third.clone()]);
        assert_eq!(told(Some("pay.rs"), &everything), [first.clone(), second]);
        assert_eq!(told(Some("card.rs"), &everything), [first.clone(), third]);
        assert!(told(Some("far.rs"), &everything).is_empty());
        assert_eq!(told(None, &SignalFilter::default().no_later_than(day(7))), [first]);
        let days = fixture.snapshot().code_links().located_days("shop", link_build).unwrap();
        let said: Vec<(i32, u32)> = days.into_iter().map(|day| (day.said, day.signals)).collect();
        assert_eq!(said, [(day_of(day(0)), 1), (day_of(day(8)), 1)]);
    }
}
