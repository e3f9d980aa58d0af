//! Views of the events inside the database: rulings, lineage, the state of themes and areas, which clustering run is current, and
//! how far owners have seen. One function brings them up to one event, as it is written and when they are rebuilt.

mod acts;
mod comments;
pub(crate) mod customers;
pub(crate) mod goals;
mod rates;
mod readings;
mod releases;
mod retention;
mod rulings;
pub(crate) mod saved;
mod strengths;

use hearken_domain::{
    By, Event, FoundTheme, Generation, Lineage, LogPosition, RecordedEvent, RedactionPolicy, SourceId,
    TextId, ThemeId, ThemeStep,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::unreadable;
use crate::{Store, StoreError, areas, events, log, theme_cache};

/// The views, each with what their rows are read by.
const VIEWS: [(&str, &str); 29] = [
    ("rulings", "SELECT * FROM rulings ORDER BY id"),
    ("lineage", "SELECT * FROM lineage ORDER BY position, ordinal"),
    ("themes", "SELECT * FROM themes ORDER BY id"),
    ("areas", "SELECT * FROM areas ORDER BY id"),
    ("lineage of areas", "SELECT * FROM area_lineage ORDER BY position, ordinal"),
    (
        "applied runs",
        "SELECT generation, applied_ms FROM clustering_runs WHERE applied_ms IS NOT NULL ORDER BY 1",
    ),
    (
        "current run",
        "SELECT key, value FROM meta WHERE key IN ('generation', 'clustering_wanted') ORDER BY key",
    ),
    ("signals that are in no burst", "SELECT * FROM not_alike ORDER BY signal_id"),
    ("what people set aside", "SELECT * FROM aside_rulings ORDER BY signal_id, ruling_id"),
    ("watch marks", "SELECT * FROM watch_marks ORDER BY owner_id"),
    ("saved views", "SELECT * FROM saved_views ORDER BY view_id, position"),
    ("customers", "SELECT * FROM customers ORDER BY id"),
    ("joins", "SELECT * FROM contact_joins ORDER BY contact_id, customer_id, change_id"),
    (
        "what was said of customers",
        "SELECT id, standing, undone_position FROM customer_changes WHERE NOT standing ORDER BY id",
    ),
    ("rates", "SELECT * FROM rates ORDER BY position"),
    ("releases", "SELECT * FROM releases ORDER BY id"),
    ("segments", "SELECT * FROM segments ORDER BY id, position"),
    ("goals", "SELECT * FROM goals ORDER BY id, position"),
    ("opportunities", "SELECT * FROM opportunities ORDER BY id, position"),
    ("decisions", "SELECT * FROM decisions ORDER BY id, position"),
    ("alerts", "SELECT * FROM alerts ORDER BY id, position"),
    ("muted themes", "SELECT * FROM mutes ORDER BY id, position"),
    ("dismissed surges", "SELECT * FROM dismissed_surges ORDER BY id, position"),
    ("comments", "SELECT * FROM comments ORDER BY id"),
    ("mentions", "SELECT * FROM mentions ORDER BY text_id, id"),
    ("strengths", "SELECT * FROM strengths ORDER BY theme_id, customer_id, position"),
    ("corrections", "SELECT * FROM corrections ORDER BY position"),
    ("policies of redaction", "SELECT id, redaction FROM sources ORDER BY id"),
    ("times of keeping", "SELECT * FROM retention ORDER BY source_id, kind"),
];
const CLEAR: &str = "DELETE FROM rulings; DELETE FROM lineage; DELETE FROM themes; DELETE FROM areas; \
    DELETE FROM area_lineage; DELETE FROM watch_marks; DELETE FROM saved_views; DELETE FROM releases; \
    DELETE FROM rates; DELETE FROM segments; DELETE FROM goals; DELETE FROM strengths; \
    DELETE FROM opportunities; DELETE FROM decisions; DELETE FROM comments; DELETE FROM mentions; \
    DELETE FROM not_alike; DELETE FROM aside_rulings; DELETE FROM corrections; DELETE FROM alerts; DELETE FROM mutes; \
    DELETE FROM dismissed_surges; \
    UPDATE customer_changes SET undone_position = NULL WHERE undone_position IS NOT NULL; \
    UPDATE sources SET redaction = 'mask'; DELETE FROM retention; \
    UPDATE clustering_runs SET applied_ms = NULL; DELETE FROM meta WHERE key IN ('generation', 'clustering_wanted')";

/// How a view compares with the one that was rebuilt from the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebuiltView {
    /// Name of the view.
    pub name: &'static str,
    /// Rows before the rebuild.
    pub before: u64,
    /// Rows after it.
    pub after: u64,
    /// Rows that only one of the two has.
    pub differences: u64,
}

impl Store {
    /// Rebuilds every view of the events, in one transaction, and compares each with what was there.
    ///
    /// # Errors
    /// An event that cannot be read, or any failure of the database; nothing is changed then.
    pub fn rebuild_views_of_events(&self) -> Result<Vec<RebuiltView>, StoreError> {
        self.write(|c| {
            let before = rows(c)?;
            c.execute_batch(CLEAR)?;
            for event in events::all(c)? {
                apply(c, &event)?;
            }
            customers::rebuild(c)?;
            theme_cache::changed(c)?;
            let compared = VIEWS.iter().zip(before.into_iter().zip(rows(c)?));
            Ok(compared.map(|((name, _), (before, after))| compare(name, &before, &after)).collect())
        })
    }
}

fn compare(name: &'static str, before: &[Vec<Value>], after: &[Vec<Value>]) -> RebuiltView {
    let missing = |rows: &[Vec<Value>], among: &[Vec<Value>]| {
        rows.iter().filter(|row| !among.contains(row)).count() as u64
    };
    // Most often they are equal, row by row.
    let differences = if before == after { 0 } else { missing(before, after) + missing(after, before) };
    RebuiltView { name, before: before.len() as u64, after: after.len() as u64, differences }
}

fn rows(c: &Connection) -> Result<Vec<Vec<Vec<Value>>>, StoreError> {
    let of_view = |sql: &str| -> Result<Vec<Vec<Value>>, StoreError> {
        let mut statement = c.prepare(sql)?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect())?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    VIEWS.iter().map(|(_, sql)| of_view(sql)).collect()
}

/// Writes an event at the end of the log, and brings the views up to it.
pub(crate) fn record(c: &Connection, by: &By, event: Event) -> Result<RecordedEvent, StoreError> {
    let position = LogPosition(log::advance(c, 1)?);
    let recorded = RecordedEvent { position, by: by.clone(), event };
    events::insert(c, &recorded)?;
    apply(c, &recorded)?;
    match &recorded.event {
        Event::CustomersTold { .. }
        | Event::CustomerSet { .. }
        | Event::CustomersMerged { .. }
        | Event::IdentifierKeptApart { .. }
        | Event::SignalGiven { .. }
        | Event::DomainSorted
        | Event::SourcePreferred => customers::stand(c, position)?,
        Event::CustomerChangeUndone { change } => customers::take_back(c, *change)?,
        _ => {}
    }
    if touches_themes(&recorded.event) {
        theme_cache::changed(c)?;
    }
    Ok(recorded)
}

/// Whether an event may change themes, or the words that describe them; what it says of customers, goals, releases and whatever
/// else is told beside them does not.
fn touches_themes(event: &Event) -> bool {
    !matches!(
        event,
        Event::CustomersTold { .. }
            | Event::CustomerSet { .. }
            | Event::CustomersMerged { .. }
            | Event::IdentifierKeptApart { .. }
            | Event::SignalGiven { .. }
            | Event::DomainSorted
            | Event::SourcePreferred
            | Event::CustomerChangeUndone { .. }
            | Event::SegmentChanged { .. }
            | Event::SegmentChangeUndone { .. }
            | Event::GoalChanged { .. }
            | Event::GoalChangeUndone { .. }
            | Event::StrengthJudged { .. }
            | Event::StrengthUndone { .. }
            | Event::SignalCorrected { .. }
            | Event::CorrectionUndone { .. }
            | Event::RateSet { .. }
            | Event::RateRemoved { .. }
            | Event::RateChangeUndone { .. }
            | Event::ViewSaved { .. }
            | Event::ViewRenamed { .. }
            | Event::ViewDeleted { .. }
            | Event::ViewChangeUndone { .. }
            | Event::ReleasesAdded { .. }
            | Event::ReleaseRemoved { .. }
            | Event::ReleaseChangeUndone { .. }
            | Event::CodeSeen { .. }
            | Event::RetentionSet { .. }
            | Event::AlertChanged { .. }
            | Event::AlertChangeUndone { .. }
            | Event::ThemeMuted { .. }
            | Event::ThemeMuteUndone { .. }
            | Event::SurgeDismissed { .. }
            | Event::SurgeDismissalUndone { .. }
    )
}

/// Brings the views up to one event that comes behind all that they hold.
pub(crate) fn apply(c: &Connection, recorded: &RecordedEvent) -> Result<(), StoreError> {
    apply_to_themes(c, recorded)?;
    areas::view::apply(c, recorded)
}

/// Brings all views but areas up to one event.
pub(crate) fn apply_to_themes(c: &Connection, recorded: &RecordedEvent) -> Result<(), StoreError> {
    match &recorded.event {
        Event::Ruled { id, what, parts, .. } => {
            let sql = "INSERT INTO rulings (id, position) VALUES (?1, ?2)";
            c.prepare_cached(sql)?.execute([id.0, recorded.position.0])?;
            for part in parts {
                put_found(c, part, recorded)?;
            }
            rulings::made(c, *id, what)?;
        }
        Event::RulingUndone { id, .. } => rulings::undone(c, *id, recorded)?,
        Event::ClusteringApplied { generation, .. } => clustering_applied(c, *generation, recorded)?,
        Event::CodeSeen { owner, position } => code_seen(c, *owner, *position, recorded)?,
        Event::RedactionSet { source, policy } => redaction_set(c, *source, *policy)?,
        Event::RetentionSet { source, kind, keep } => retention::set(c, *source, *kind, *keep)?,
        Event::ViewSaved { .. }
        | Event::ViewRenamed { .. }
        | Event::ViewDeleted { .. }
        | Event::ViewChangeUndone { .. } => saved::apply(c, recorded.position, &recorded.event)?,
        Event::ReleasesAdded { .. } | Event::ReleaseRemoved { .. } | Event::ReleaseChangeUndone { .. } => {
            releases::apply(c, recorded.position, &recorded.event)?;
        }
        Event::SegmentChanged { .. }
        | Event::SegmentChangeUndone { .. }
        | Event::GoalChanged { .. }
        | Event::GoalChangeUndone { .. }
        | Event::OpportunityChanged { .. }
        | Event::OpportunityChangeUndone { .. }
        | Event::DecisionChanged { .. }
        | Event::DecisionChangeUndone { .. }
        | Event::AlertChanged { .. }
        | Event::AlertChangeUndone { .. }
        | Event::ThemeMuted { .. }
        | Event::ThemeMuteUndone { .. }
        | Event::SurgeDismissed { .. }
        | Event::SurgeDismissalUndone { .. } => acts::apply(c, recorded.position, &recorded.event)?,
        Event::Commented { .. } | Event::CommentUndone { .. } => {
            comments::apply(c, recorded.position, &recorded.event)?;
        }
        Event::StrengthJudged { .. } | Event::StrengthUndone { .. } => {
            strengths::apply(c, recorded.position, &recorded.event)?;
        }
        Event::SignalCorrected { .. } | Event::CorrectionUndone { .. } => {
            readings::apply(c, recorded.position, &recorded.event)?;
        }
        Event::RateSet { .. } | Event::RateRemoved { .. } | Event::RateChangeUndone { .. } => {
            rates::apply(c, recorded.position, &recorded.event)?;
        }
        Event::Erased { customers, .. } if !customers.is_empty() => {
            goals::erased(c, recorded.position, customers)?;
            strengths::apply(c, recorded.position, &recorded.event)?;
        }
        Event::CustomerChangeUndone { change } => customer_undone(c, *change, recorded)?,
        Event::CustomersTold { .. }
        | Event::CustomerSet { .. }
        | Event::CustomersMerged { .. }
        | Event::IdentifierKeptApart { .. }
        | Event::SignalGiven { .. }
        | Event::DomainSorted
        | Event::SourcePreferred
        | Event::RedactedAgain { .. }
        | Event::Anonymised { .. }
        | Event::ImportUndone { .. }
        | Event::Erased { .. }
        | Event::RepositoryAdded { .. }
        | Event::RepositoryRemoved { .. } => {}
    }
    let mut steps = recorded.event.steps().iter().enumerate();
    steps.try_for_each(|(ordinal, step)| take_step(c, recorded, ordinal, step))
}

fn customer_undone(c: &Connection, change: LogPosition, recorded: &RecordedEvent) -> Result<(), StoreError> {
    let sql = "UPDATE customer_changes SET undone_position = ?2 WHERE position = ?1";
    c.prepare_cached(sql)?.execute([change.0, recorded.position.0])?;
    Ok(())
}

fn redaction_set(c: &Connection, source: SourceId, policy: RedactionPolicy) -> Result<(), StoreError> {
    let sql = "UPDATE sources SET redaction = ?2 WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![source.0, policy.as_str()])?;
    Ok(())
}

fn code_seen(
    c: &Connection,
    owner: TextId,
    seen: LogPosition,
    recorded: &RecordedEvent,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO watch_marks (owner_id, position, at_ms) VALUES (?1, ?2, ?3) \
               ON CONFLICT DO UPDATE SET position = ?2, at_ms = ?3";
    let at = recorded.by.at.as_millisecond();
    c.prepare_cached(sql)?.execute(params![owner.0, seen.0, at])?;
    Ok(())
}

fn clustering_applied(
    c: &Connection,
    generation: Generation,
    recorded: &RecordedEvent,
) -> Result<(), StoreError> {
    let sql = "UPDATE clustering_runs SET applied_ms = ?2 WHERE generation = ?1 RETURNING found";
    let at = recorded.by.at.as_millisecond();
    let found: Option<String> =
        c.prepare_cached(sql)?.query_row(params![generation.0, at], |row| row.get(0)).optional()?;
    let found: Vec<FoundTheme> =
        found.map_or(Ok(Vec::new()), |found| serde_json::from_str(&found)).map_err(unreadable("themes"))?;
    for theme in &found {
        put_found(c, theme, recorded)?;
    }
    let sql = "INSERT INTO meta (key, value) VALUES ('generation', ?1) ON CONFLICT DO UPDATE SET value = ?1";
    c.prepare_cached(sql)?.execute([generation.0])?;
    c.execute("DELETE FROM meta WHERE key = 'clustering_wanted'", [])?;
    Ok(())
}

/// A theme as it was found, alive.
fn put_found(c: &Connection, theme: &FoundTheme, recorded: &RecordedEvent) -> Result<(), StoreError> {
    let sql = "INSERT INTO themes (id, kind, found, born_ms) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (id) DO UPDATE SET kind = ?2, found = ?3, retired_ms = NULL, merged_into = NULL";
    let found = serde_json::to_string(theme).map_err(unreadable("theme"))?;
    let id = theme.id.unwrap_or(ThemeId(0)).0;
    let born = recorded.by.at.as_millisecond();
    c.prepare_cached(sql)?.execute(params![id, theme.kind.as_str(), found, born])?;
    Ok(())
}

fn take_step(
    c: &Connection,
    recorded: &RecordedEvent,
    ordinal: usize,
    step: &ThemeStep,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO lineage (position, ordinal, theme_id, what, other_id, signals) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let other = step.other.map(|other| other.0);
    let values = params![recorded.position.0, ordinal, step.theme.0, step.what.as_str(), other, step.signals];
    c.prepare_cached(sql)?.execute(values)?;
    let (retired, into) = match step.what {
        Lineage::Merged => (Some(recorded.by.at.as_millisecond()), other),
        Lineage::Retired => (Some(recorded.by.at.as_millisecond()), None),
        Lineage::Born | Lineage::Returned => (None, None),
        Lineage::Grew | Lineage::Split => return Ok(()),
    };
    let sql = "UPDATE themes SET retired_ms = ?2, merged_into = ?3 WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![step.theme.0, retired, into])?;
    Ok(())
}
