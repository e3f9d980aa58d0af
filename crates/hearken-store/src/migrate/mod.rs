//! Bringing a database of an older format up to this one, forward only, with a copy made first.

mod addresses;
mod apart;
mod events;
mod labels;
mod spans;

use rusqlite::{Connection, Transaction};

use crate::directory::private_options;
use crate::{DataDir, StoreError};

/// One step from a format to the next. One that has shipped is never edited.
struct Migration {
    sql: &'static str,
    /// What SQL cannot say, after it.
    then: fn(&Transaction<'_>) -> Result<(), StoreError>,
}

const fn sql(sql: &'static str) -> Migration {
    Migration { sql, then: |_| Ok(()) }
}

const MIGRATIONS: [Migration; 37] = [
    sql(include_str!("../../migrations/0001_first.sql")),
    sql(include_str!("../../migrations/0002_erasures.sql")),
    sql(include_str!("../../migrations/0003_answers.sql")),
    sql(include_str!("../../migrations/0004_theme_pages.sql")),
    sql(include_str!("../../migrations/0005_rulings.sql")),
    sql(include_str!("../../migrations/0006_code.sql")),
    sql(include_str!("../../migrations/0007_tag.sql")),
    Migration { sql: include_str!("../../migrations/0008_events.sql"), then: events::migrate },
    sql(include_str!("../../migrations/0009_jobs.sql")),
    sql(include_str!("../../migrations/0010_marks_and_numbers.sql")),
    sql(include_str!("../../migrations/0011_who_imports.sql")),
    sql(include_str!("../../migrations/0012_redaction.sql")),
    sql(include_str!("../../migrations/0013_key_apart.sql")),
    sql(include_str!("../../migrations/0014_undated.sql")),
    Migration { sql: include_str!("../../migrations/0015_labels.sql"), then: labels::migrate },
    sql(include_str!("../../migrations/0016_said_order.sql")),
    sql(include_str!("../../migrations/0017_releases.sql")),
    sql(include_str!("../../migrations/0018_areas.sql")),
    sql(include_str!("../../migrations/0019_bursts.sql")),
    sql(include_str!("../../migrations/0020_passages.sql")),
    Migration { sql: include_str!("../../migrations/0021_customers.sql"), then: addresses::migrate },
    Migration { sql: include_str!("../../migrations/0022_whose_signals.sql"), then: apart::migrate },
    sql(include_str!("../../migrations/0023_customer_record.sql")),
    sql(include_str!("../../migrations/0024_segments.sql")),
    sql(include_str!("../../migrations/0025_goals.sql")),
    sql(include_str!("../../migrations/0026_worth.sql")),
    sql(include_str!("../../migrations/0027_retention.sql")),
    sql(include_str!("../../migrations/0028_gaps_by_the_recorder.sql")),
    sql(include_str!("../../migrations/0029_touches.sql")),
    sql(include_str!("../../migrations/0030_opportunities.sql")),
    sql(include_str!("../../migrations/0031_merged_themes.sql")),
    sql(include_str!("../../migrations/0032_domains.sql")),
    sql(include_str!("../../migrations/0033_readings.sql")),
    sql(include_str!("../../migrations/0034_alerts.sql")),
    sql(include_str!("../../migrations/0035_days.sql")),
    sql(include_str!("../../migrations/0036_campaigns.sql")),
    sql(include_str!("../../migrations/0037_surges.sql")),
];

/// The newest format.
pub(crate) const FORMAT: i64 = MIGRATIONS.len() as i64;

/// Brings a database whose format is `found` up to the newest. Where there was data, a copy of it is made first; erasing
/// anybody, or taking an import back, deletes that copy.
pub(crate) fn migrate(connection: &mut Connection, dir: &DataDir, found: i64) -> Result<(), StoreError> {
    if found > 0 && found < FORMAT {
        copy_first(connection, dir, found)?;
    }
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration.sql)?;
        (migration.then)(&transaction)?;
        transaction.pragma_update(None, "user_version", index + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

fn copy_first(connection: &Connection, dir: &DataDir, found: i64) -> Result<(), StoreError> {
    let path = dir.copy_of_format(found);
    if path.exists() {
        return Ok(()); // a migration that was cut off is gone on with
    }
    let partial = path.with_extension("db.partial");
    // Made by us, so that its mode is ours; SQLite fills an empty file.
    drop(
        private_options()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&partial)
            .map_err(StoreError::file("cannot create", &partial))?,
    );
    connection.execute("VACUUM INTO ?1", [partial.to_string_lossy()])?;
    std::fs::rename(&partial, &path).map_err(StoreError::file("cannot name", &path))?;
    tracing::info!(copy = %path.display(), "the data is brought to a newer format; a copy of it as it was is kept");
    Ok(())
}

impl DataDir {
    /// The copy that is made before data of an older format is brought up to the newest.
    pub fn copy_of_format(&self, format: i64) -> std::path::PathBuf {
        self.path().join(format!("before-format-{}.db", format + 1))
    }

    /// Deletes copies of older formats: what goes must not stand in them. Called before anything goes, so that a cut-off
    /// leaves none behind.
    pub(crate) fn delete_copies_of_formats(&self) -> Result<(), StoreError> {
        for format in 0..FORMAT {
            crate::durable::delete_file(&self.copy_of_format(format))?;
        }
        Ok(())
    }
}

/// An empty database of an older format.
#[cfg(test)]
pub(crate) fn up_to(connection: &Connection, format: usize) -> rusqlite::Result<()> {
    MIGRATIONS.iter().take(format).try_for_each(|migration| connection.execute_batch(migration.sql))
}

#[cfg(test)]
mod tests;
