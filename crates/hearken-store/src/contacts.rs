//! Who spoke. Names and addresses stand here and nowhere else.

use hearken_domain::{Contact, ContactId, SourceId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::record::short_hash;
use crate::{Store, StoreError};

impl Store {
    /// What is known of a person; `None` where they were erased.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.read(|c| {
            let sql = "SELECT external_id, name, email FROM contacts WHERE id = ?1";
            let contact = c.prepare_cached(sql)?.query_row([id.0], |row| {
                Ok(Contact { external_id: row.get(0)?, name: row.get(1)?, email: row.get(2)? })
            });
            Ok(contact.optional()?)
        })
    }
}

/// The person's number, given on first sight. A person is who the source's own id, else address, else name says.
pub(crate) fn find_or_add(
    connection: &Connection,
    source: SourceId,
    contact: &Contact,
) -> Result<Option<u64>, StoreError> {
    let (sort, identity) = match contact {
        Contact { external_id: Some(id), .. } => ("id", id.clone()),
        Contact { email: Some(email), .. } => ("email", email.to_lowercase()),
        Contact { name: Some(name), .. } => ("name", name.clone()),
        _ => return Ok(None),
    };
    let key = short_hash(|hasher| {
        hasher.update(sort.as_bytes());
        hasher.update(&[0]);
        hasher.update(identity.as_bytes());
    });
    // Not as one upsert that returns the id: SQLite keeps a journal for that statement, whose cost grows with all that the
    // transaction has changed.
    let sql = "SELECT id, coalesce(?3, name) IS name AND coalesce(?4, email) IS email FROM contacts \
               WHERE source_id = ?1 AND key = ?2";
    let known: Option<(u64, bool)> = connection
        .prepare_cached(sql)?
        .query_row(params![source.0, key, contact.name, contact.email], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        Some((id, true)) => Ok(Some(id)),
        Some((id, false)) => {
            // A source may tell a name or an address later than the first time.
            let sql =
                "UPDATE contacts SET name = coalesce(?2, name), email = coalesce(?3, email) WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![id, contact.name, contact.email])?;
            Ok(Some(id))
        }
        None => {
            let sql =
                "INSERT INTO contacts (source_id, key, external_id, name, email) VALUES (?1, ?2, ?3, ?4, ?5)";
            let values = params![source.0, key, contact.external_id, contact.name, contact.email];
            Ok(Some(connection.prepare_cached(sql)?.insert(values)?.cast_unsigned()))
        }
    }
}
