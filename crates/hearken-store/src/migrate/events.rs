//! From the format without actors: what people decided and what was applied become typed events, and names become spans
//! in the signals that say them.

use std::collections::BTreeMap;

use hearken_domain::{
    Actor, By, Event, FoundTheme, Generation, ImportId, Lineage, LogPosition, Phrase, RecordedEvent, Ruled,
    RulingId, SignalId, TextId, ThemeId, ThemeKind, ThemeStep, Timestamp,
};
use rusqlite::{Connection, Transaction, params};
use serde::Deserialize;
use serde_json::Value;

use crate::error::unreadable;
use crate::migrate::spans::{phrase, texts_in};
use crate::signal_row::time;
use crate::{StoreError, events, log, typed, views};

pub(super) fn migrate(c: &Transaction<'_>) -> Result<(), StoreError> {
    let themes = found_themes(c)?;
    let runs = convert_runs(c, &themes)?;
    let mut steps = OldSteps::read(c)?;
    for old in old_events(c)? {
        if let Some(recorded) = convert_event(c, &old, &themes, &mut steps)? {
            events::insert(c, &recorded)?;
            take_signals_along(c, &recorded)?;
        }
    }
    convert_watch_marks(c)?;
    drop_old(c)?;
    for recorded in events::all(c)? {
        // Marks are made of their events by a later step, in the table that is theirs now; areas had no ids yet.
        if !matches!(recorded.event, Event::CodeSeen { .. }) {
            views::apply_to_themes(c, &recorded)?;
        }
    }
    tracing::debug!(themes = themes.len(), runs, "events were given actors");
    Ok(())
}

/// The themes of the old table, their words now spans.
fn found_themes(c: &Connection) -> Result<BTreeMap<ThemeId, FoundTheme>, StoreError> {
    let sql = "SELECT id, kind, name, words, exemplars, description FROM old_themes ORDER BY id";
    let mut statement = c.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut themes = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id = ThemeId(row.get(0)?);
        let list = |column| -> Result<String, StoreError> { Ok(row.get(column)?) };
        let words: Vec<String> = serde_json::from_str(&list(3)?).map_err(unreadable("words"))?;
        let exemplars: Vec<SignalId> = serde_json::from_str(&list(4)?).map_err(unreadable("exemplars"))?;
        let texts = texts_in(c, id, &exemplars)?;
        let parts = |name: &str| -> Vec<Phrase> {
            name.split(" · ").map(|part| phrase(part, &texts)).filter(|phrase| !phrase.0.is_empty()).collect()
        };
        let (name, description): (String, Option<String>) = (row.get(2)?, row.get(5)?);
        let found = FoundTheme {
            id: Some(id),
            kind: row.get::<_, String>(1)?.parse().unwrap_or(ThemeKind::PainPoint),
            name: parts(&name),
            words: words
                .iter()
                .map(|word| phrase(word, &texts))
                .filter(|phrase| !phrase.0.is_empty())
                .collect(),
            description: description.map_or_else(Phrase::default, |sentence| phrase(&sentence, &texts)),
            exemplars,
            signals: 0,
            parent: None,
        };
        themes.insert(id, found);
    }
    Ok(themes)
}

/// Runs lose the words they found, and say of each cluster which theme it was before people merged any.
fn convert_runs(c: &Connection, themes: &BTreeMap<ThemeId, FoundTheme>) -> Result<usize, StoreError> {
    #[derive(Deserialize)]
    struct OldClusters {
        #[serde(default)]
        themes: Vec<Value>,
        #[serde(default)]
        of: Vec<Value>,
        #[serde(default)]
        rulings: u64,
    }
    let mut statement = c.prepare("SELECT generation, old_clusters FROM clustering_runs")?;
    let runs = statement.query_map([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?)))?;
    let runs = runs.collect::<Result<Vec<_>, _>>()?;
    let given = given_clusters(c)?;
    for (generation, old) in &runs {
        let old: OldClusters = serde_json::from_str(old).map_err(unreadable("clusters"))?;
        let id_of = |value: &Value| -> Option<ThemeId> {
            serde_json::from_value(value.get("id").unwrap_or(value).clone()).ok()
        };
        let owner = |value: &Value| match value.as_u64() {
            Some(index) => id_of(old.themes.get(usize::try_from(index).ok()?)?),
            None => id_of(value),
        };
        let clusters: Vec<ThemeId> = (0..)
            .zip(&old.of)
            .map(|(cluster, value)| {
                let before = given.get(&(*generation, cluster)).copied();
                before.or_else(|| owner(value)).unwrap_or(ThemeId(0))
            })
            .collect();
        let found: Vec<FoundTheme> =
            old.themes.iter().filter_map(|value| themes.get(&id_of(value)?)).cloned().collect();
        let found = serde_json::to_string(&found).map_err(unreadable("themes"))?;
        let clusters = serde_json::to_string(&clusters).map_err(unreadable("clusters"))?;
        let sql = "UPDATE clustering_runs SET found = ?2, clusters = ?3, rulings = ?4 WHERE generation = ?1";
        c.execute(sql, params![generation, found, clusters, old.rulings])?;
    }
    Ok(runs.len())
}

/// The theme that each cluster was of before a merge that stands gave it away, by generation and cluster.
fn given_clusters(c: &Connection) -> Result<BTreeMap<(u64, usize), ThemeId>, StoreError> {
    #[derive(Deserialize)]
    struct Before {
        #[serde(default)]
        generation: u64,
        #[serde(default)]
        clusters: Vec<(usize, u64)>,
    }
    let mut statement = c.prepare("SELECT before FROM old_rulings WHERE undone_ms IS NULL ORDER BY id")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut given = BTreeMap::new();
    for row in rows {
        let before: Before = serde_json::from_str(&row?).map_err(unreadable("ruling"))?;
        for (cluster, theme) in before.clusters {
            given.entry((before.generation, cluster)).or_insert(ThemeId(theme));
        }
    }
    Ok(given)
}

struct OldEvent {
    position: LogPosition,
    at: Timestamp,
    kind: String,
    body: Value,
}

fn old_events(c: &Connection) -> Result<Vec<OldEvent>, StoreError> {
    let mut statement = c.prepare("SELECT position, at_ms, kind, body FROM old_events ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(3)?;
        found.push(OldEvent {
            position: LogPosition(row.get(0)?),
            at: time(row, 1)?,
            kind: row.get(2)?,
            body: serde_json::from_str(&body).map_err(unreadable("event"))?,
        });
    }
    Ok(found)
}

fn convert_event(
    c: &Connection,
    old: &OldEvent,
    themes: &BTreeMap<ThemeId, FoundTheme>,
    steps: &mut OldSteps,
) -> Result<Option<RecordedEvent>, StoreError> {
    let number = |name: &str| old.body.get(name).and_then(Value::as_u64).unwrap_or(0);
    // Nobody wrote down who it was.
    let mut actor = Actor::person("unknown");
    let event = match old.kind.as_str() {
        "theme-ruled" => {
            let id = RulingId(number("ruling"));
            let what = old_ruling(c, id)?;
            let born: &[ThemeId] = if let Ruled::Split { born, .. } = &what { born } else { &[] };
            let parts = born.iter().filter_map(|part| themes.get(part)).cloned().collect();
            let steps = steps.of_ruling(id, old.at);
            Event::Ruled { id, parts, steps, area_steps: Vec::new(), what }
        }
        "theme-ruling-undone" => {
            let id = RulingId(number("ruling"));
            Event::RulingUndone { id, steps: steps.of_ruling(id, old.at), area_steps: Vec::new() }
        }
        "learning-applied" => {
            actor = Actor::machine("clustering");
            Event::ClusteringApplied {
                generation: Generation(number("generation")),
                steps: steps.of_run(old.at),
                area_steps: Vec::new(),
            }
        }
        "import-undone" => Event::ImportUndone {
            import: ImportId(number("import")),
            removed: number("removed"),
            reverted: number("reverted"),
        },
        "erased" => {
            Event::Erased { erasure: number("erasure"), signals: number("signals"), customers: Vec::new() }
        }
        _ => return Ok(None),
    };
    let by = By { actor, at: old.at, seen: LogPosition(old.position.0 - 1) };
    Ok(Some(RecordedEvent { position: old.position, by, event }))
}

fn old_ruling(c: &Connection, id: RulingId) -> Result<Ruled<TextId>, StoreError> {
    let body: String = c.query_row("SELECT body FROM old_rulings WHERE id = ?1", [id.0], |row| row.get(0))?;
    let ruled: Ruled<String> = serde_json::from_str(&body).map_err(unreadable("ruling"))?;
    let name = match &ruled {
        Ruled::Renamed { name, .. } => typed::keep(c, name)?,
        _ => TextId(0),
    };
    Ok(ruled.map_name(|_| name))
}

/// Steps of lineage as they stood in a table of their own.
struct OldSteps(Vec<OldStep>);

struct OldStep {
    at: Timestamp,
    ruling: Option<RulingId>,
    step: ThemeStep,
}

impl OldSteps {
    fn read(c: &Connection) -> Result<Self, StoreError> {
        let sql = "SELECT at_ms, ruling_id, theme_id, what, other_id, signals FROM old_lineage ORDER BY id";
        let mut statement = c.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let what: String = row.get(3)?;
            let step = ThemeStep {
                theme: ThemeId(row.get(2)?),
                what: what.parse().unwrap_or(Lineage::Grew),
                other: row.get::<_, Option<u64>>(4)?.map(ThemeId),
                signals: row.get(5)?,
            };
            let ruling = row.get::<_, Option<u64>>(1)?.map(RulingId);
            Ok(OldStep { at: time(row, 0)?, ruling, step })
        })?;
        let mut steps = Self(rows.collect::<Result<_, _>>()?);
        steps.add_unwritten(c)?;
        Ok(steps)
    }

    /// The first format did not note that a theme was retired.
    fn add_unwritten(&mut self, c: &Connection) -> Result<(), StoreError> {
        let sql = "SELECT retired_ms, id, merged_into FROM old_themes WHERE retired_ms IS NOT NULL";
        let mut statement = c.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (theme, other) = (ThemeId(row.get(1)?), row.get::<_, Option<u64>>(2)?.map(ThemeId));
            let ends = |old: &OldStep| {
                old.step.theme == theme && matches!(old.step.what, Lineage::Retired | Lineage::Merged)
            };
            if !self.0.iter().any(ends) {
                let what = if other.is_some() { Lineage::Merged } else { Lineage::Retired };
                let step = ThemeStep { theme, what, other, signals: 0 };
                self.0.push(OldStep { at: time(row, 0)?, ruling: None, step });
            }
        }
        Ok(())
    }

    fn of_ruling(&mut self, id: RulingId, at: Timestamp) -> Vec<ThemeStep> {
        self.take(|step| step.ruling == Some(id) && step.at <= at)
    }

    /// Those up to a run: an older format noted births alone, without their run.
    fn of_run(&mut self, at: Timestamp) -> Vec<ThemeStep> {
        self.take(|step| step.ruling.is_none() && step.at <= at)
    }

    fn take(&mut self, wanted: impl Fn(&OldStep) -> bool) -> Vec<ThemeStep> {
        let (taken, left): (Vec<OldStep>, Vec<OldStep>) =
            std::mem::take(&mut self.0).into_iter().partition(wanted);
        self.0 = left;
        taken.into_iter().map(|old| old.step).collect()
    }
}

/// Marks of who looked when become events at the end of the log.
fn convert_watch_marks(c: &Connection) -> Result<(), StoreError> {
    let mut statement = c.prepare("SELECT owner, position, at_ms FROM watch_marks ORDER BY at_ms, owner")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let owner: String = row.get(0)?;
        let by =
            By { actor: Actor::person(owner.as_str()), at: time(row, 2)?, seen: LogPosition(row.get(1)?) };
        let event = Event::CodeSeen { owner: typed::keep(c, &owner)?, position: by.seen };
        let position = LogPosition(log::advance(c, 1)?);
        events::insert(c, &RecordedEvent { position, by, event })?;
    }
    Ok(())
}

/// The signals that a ruling took, now those of its event.
fn take_signals_along(c: &Connection, recorded: &RecordedEvent) -> Result<(), StoreError> {
    if let Event::Ruled { id, .. } = &recorded.event {
        let sql = "INSERT INTO event_signals (position, signal_id, before, after) \
                   SELECT ?1, signal_id, before, after FROM ruling_signals WHERE ruling_id = ?2";
        c.execute(sql, [recorded.position.0, id.0])?;
    }
    Ok(())
}

/// Drops what was converted; ids of rulings go on where they were.
fn drop_old(c: &Connection) -> Result<(), StoreError> {
    c.execute_batch(
        "INSERT INTO meta (key, value) SELECT 'ruling', max(id) FROM old_rulings HAVING max(id) IS NOT NULL; \
         DROP TABLE ruling_signals; DROP TABLE old_rulings; DROP TABLE old_lineage; DROP TABLE old_events; \
         DROP TABLE old_themes; ALTER TABLE clustering_runs DROP COLUMN old_clusters; DELETE FROM watch_marks",
    )?;
    Ok(())
}
