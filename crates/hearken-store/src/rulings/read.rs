//! Reading rulings: all of them, people's answers to links, and what a clustering run has to keep to.

use std::collections::BTreeMap;

use hearken_domain::{
    Answer, AreaId, Event, LogPosition, Ruled, Ruling, RulingId, SignalId, Subject, TextId, ThemeId,
    Timestamp, Verbatim,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::unreadable;
use crate::events::actor_from;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::themes::{successor, theme};
use crate::{StoreError, typed};

/// What a clustering run has to keep to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bindings {
    /// Themes that a standing ruling is about: they live on, and apart from each other.
    pub themes: Vec<ThemeId>,
    /// Areas that a standing ruling is about: they live on, and apart from each other.
    pub areas: Vec<AreaId>,
    /// Where signals were put by hand; `None` of the theme is none.
    pub moved: BTreeMap<SignalId, Option<ThemeId>>,
    /// How many rulings there were, made and undone: whether something was decided since.
    pub version: u64,
}

/// Reads rulings.
#[derive(Debug, Clone, Copy)]
pub struct RulingReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of rulings in this snapshot.
    pub fn rulings(&self) -> RulingReader<'_> {
        RulingReader(self)
    }
}

impl RulingReader<'_> {
    /// All rulings, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Ruling>, StoreError> {
        self.0.read(rulings)
    }

    /// People's answers to links into a repository that stand, the last first.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn answers(&self, repository: &str) -> Result<Vec<Answer>, StoreError> {
        self.0.read(|c| {
            let mut answers = Vec::new();
            for ruling in rulings(c)?.into_iter().filter(|ruling| ruling.undone_at.is_none()) {
                let yes = matches!(ruling.what, Ruled::Linked(_));
                let (Ruled::Linked(mut link) | Ruled::Unlinked(mut link)) = ruling.what else { continue };
                if link.repository != repository {
                    continue;
                }
                if let Subject::Theme(theme) = link.of
                    && let Some(lives_on) = successor(c, theme)?
                {
                    link.of = Subject::Theme(lives_on);
                }
                answers.push(Answer { ruling: ruling.id, link, yes });
            }
            Ok(answers)
        })
    }

    /// What a clustering run has to keep to.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn bindings(&self) -> Result<Bindings, StoreError> {
        self.0.read(|c| {
            let mut bindings = Bindings { version: version(c)?, ..Bindings::default() };
            let mut split_off: BTreeMap<SignalId, ThemeId> = BTreeMap::new();
            for ruling in rulings(c)?.into_iter().filter(|ruling| ruling.undone_at.is_none()) {
                let locked = if ruling.what.locks() { ruling.what.themes() } else { Vec::new() };
                for id in locked {
                    if theme(c, id)?.is_some_and(|theme| theme.retired_at.is_none()) {
                        bindings.themes.push(id);
                    }
                }
                bindings.areas.extend(ruling.what.areas());
                // The last first: an earlier one is superseded.
                match ruling.what {
                    Ruled::Split { .. } => {
                        for (signal, part) in taken_by(c, ruling.id)? {
                            split_off.entry(signal).or_insert(part);
                        }
                    }
                    Ruled::Moved { signals, to } => {
                        let to = to.map(|to| successor(c, to)).transpose()?.flatten();
                        for signal in signals {
                            // A later split took it along.
                            let to = match split_off.get(&signal) {
                                Some(part) => successor(c, *part)?,
                                None => to,
                            };
                            bindings.moved.entry(signal).or_insert(to);
                        }
                    }
                    _ => {}
                }
            }
            bindings.themes.sort_unstable();
            bindings.themes.dedup();
            bindings.areas.sort_unstable();
            bindings.areas.dedup();
            Ok(bindings)
        })
    }
}

/// Which signals a ruling took, each with the theme that it went to.
fn taken_by(c: &Connection, id: RulingId) -> Result<Vec<(SignalId, ThemeId)>, StoreError> {
    let sql = "SELECT signal_id, after FROM event_signals \
               WHERE position = (SELECT position FROM rulings WHERE id = ?1)";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([id.0], |row| Ok((SignalId(row.get(0)?), ThemeId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many rulings were made and undone.
pub(crate) fn version(c: &Connection) -> Result<u64, StoreError> {
    Ok(c.query_row("SELECT count(*) + count(undone_position) FROM rulings", [], |row| row.get(0))?)
}

pub(super) fn rulings(c: &Connection) -> Result<Vec<Ruling>, StoreError> {
    let mut statement = c.prepare_cached(&format!("{SELECT} ORDER BY rulings.id DESC"))?;
    let rows = statement.query_map([], row_from)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|(ruling, _, body)| whole(c, ruling, &body)).collect()
}

/// One ruling, and the position of the event that made it.
pub(super) fn ruling(c: &Connection, id: RulingId) -> Result<Option<(Ruling, LogPosition)>, StoreError> {
    let sql = format!("{SELECT} WHERE rulings.id = ?1");
    let found = c.prepare_cached(&sql)?.query_row([id.0], row_from).optional()?;
    found.map(|(ruling, position, body)| Ok((whole(c, ruling, &body)?, position))).transpose()
}

const SELECT: &str = "SELECT rulings.id, made.at_ms, undone.at_ms, made.body, actors.kind, actors.name, \
           nullif(actors.behalf_of, ''), made.position \
    FROM rulings JOIN events AS made ON made.position = rulings.position JOIN actors ON actors.id = made.actor_id \
    LEFT JOIN events AS undone ON undone.position = rulings.undone_position";

/// A ruling's id, when and by whom it was made, and when it was undone.
type Head = (RulingId, Timestamp, hearken_domain::Actor, Option<Timestamp>);

fn row_from(row: &Row<'_>) -> rusqlite::Result<(Head, LogPosition, String)> {
    let undone = row.get::<_, Option<i64>>(2)?.map(|_| time(row, 2)).transpose()?;
    let head = (RulingId(row.get(0)?), time(row, 1)?, actor_from(row, 4)?, undone);
    Ok((head, LogPosition(row.get(7)?), row.get(3)?))
}

fn whole(c: &Connection, (id, at, by, undone_at): Head, body: &str) -> Result<Ruling, StoreError> {
    let Event::Ruled { what, .. } = serde_json::from_str(body).map_err(unreadable("event"))? else {
        return Err(StoreError::Unreadable { what: "ruling", detail: format!("{id} is another event") });
    };
    Ok(Ruling { id, at, by, undone_at, what: with_name(c, what)? })
}

/// What was decided, with the name that it gives in words.
pub(super) fn with_name(c: &Connection, what: Ruled<TextId>) -> Result<Ruled<Option<Verbatim>>, StoreError> {
    let name = what.name().map(|name| typed::text(c, *name)).transpose()?.flatten().map(Verbatim::redacted);
    Ok(what.map_name(|_| name))
}
