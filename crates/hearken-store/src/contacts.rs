//! Who spoke. Names and addresses stand here and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::identity::{Identities, address, form, id_form, without_tag};
use hearken_domain::{Contact, ContactId, ImportId, SourceId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::hash::short_hash;
use crate::snapshot::Snapshot;
use crate::views::customers::looked_up_by;

/// A person in the table of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundContact {
    /// Its number.
    pub id: ContactId,
    /// Name of its source.
    pub source: String,
    /// What is known of it.
    pub contact: Contact,
    /// Signals that it said.
    pub signals: u64,
}

/// Reads people.
#[derive(Debug, Clone, Copy)]
pub struct ContactReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of people in this snapshot.
    pub fn contacts(&self) -> ContactReader<'_> {
        ContactReader(self)
    }
}

impl ContactReader<'_> {
    /// What is known of a person; `None` where they were erased.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT external_id, name, email FROM contacts WHERE id = ?1";
            let contact = c.prepare_cached(sql)?.query_row([id.0], |row| {
                Ok(Contact { external_id: row.get(0)?, name: row.get(1)?, email: row.get(2)? })
            });
            Ok(contact.optional()?)
        })
    }

    /// People whose id, address or name is `who`, in whatever form either is written. `with_tags` takes an address for the
    /// same with any tag.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn find(&self, who: &str, with_tags: bool) -> Result<Vec<FoundContact>, StoreError> {
        let (id, name) = (id_form(who), form(who));
        let addresses = address(who).into_iter().collect();
        self.matching(|known| {
            known.id.as_ref() == Some(&id)
                || known.name.as_ref() == Some(&name)
                || shares_address(known, &addresses, with_tags)
        })
    }

    /// People who have any of these addresses, in whatever source.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn with_addresses(
        &self,
        addresses: &BTreeSet<String>,
        with_tags: bool,
    ) -> Result<Vec<FoundContact>, StoreError> {
        self.matching(|known| shares_address(known, addresses, with_tags))
    }

    fn matching(&self, is_meant: impl Fn(&Identities) -> bool) -> Result<Vec<FoundContact>, StoreError> {
        let ids: Vec<u64> = self.0.read(|c| {
            let addresses = known_addresses(c)?;
            let mut statement =
                c.prepare_cached("SELECT id, external_id, name, email FROM contacts ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut ids = Vec::new();
            while let Some(row) = rows.next()? {
                let id = row.get(0)?;
                let mut known = Identities::of(&contact_from(row, 1)?);
                known.addresses.extend(addresses.get(&id).into_iter().flatten().cloned());
                if is_meant(&known) {
                    ids.push(id);
                }
            }
            Ok(ids)
        })?;
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.by_number(ContactId(id))?);
        }
        Ok(found)
    }

    /// Everybody whom a source names.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn of_source(&self, source: SourceId) -> Result<Vec<Contact>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT external_id, name, email FROM contacts WHERE source_id = ?1 ORDER BY id";
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([source.0], |row| contact_from(row, 0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What only this import told of people: all, of those whom nobody else names; of others, the name or the address that
    /// it told last. It is forgotten once the import is taken back.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn only_in(&self, import: ImportId) -> Result<Vec<Contact>, StoreError> {
        self.0.read(|c| {
            let sql = include_str!("../sql/people_only_in.sql");
            let mut statement = c.prepare_cached(sql)?;
            let rows = statement.query_map([import.0], |row| contact_from(row, 0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Every address by which a person is or was known.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn addresses(&self, id: ContactId) -> Result<BTreeSet<String>, StoreError> {
        let own = self.get(id)?.map(|contact| Identities::of(&contact).addresses).unwrap_or_default();
        let told = self.0.read(|c| addresses_of(c, id.0))?;
        Ok(own.into_iter().chain(told).collect())
    }

    /// A person by number.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn by_number(&self, id: ContactId) -> Result<Option<FoundContact>, StoreError> {
        self.0.read(|c| {
            let sql = "SELECT sources.name, external_id, contacts.name, email, \
                              (SELECT count(*) FROM signals WHERE contact_id = contacts.id) \
                       FROM contacts JOIN sources ON sources.id = source_id WHERE contacts.id = ?1";
            let found = c.prepare_cached(sql)?.query_row([id.0], |row| {
                Ok(FoundContact {
                    id,
                    source: row.get(0)?,
                    contact: contact_from(row, 1)?,
                    signals: row.get(4)?,
                })
            });
            Ok(found.optional()?)
        })
    }
}

/// The addresses by which a person is, or was, known beside the one that they speak from.
pub(crate) fn addresses_of(c: &Connection, contact: u64) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT value FROM customer_changes WHERE contact_id = ?1 AND what = 'identifier' AND kind = 'email' \
               AND value IS NOT NULL ORDER BY id";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([contact], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The addresses that are known of people beside the one that they speak from.
pub(crate) fn known_addresses(c: &Connection) -> Result<BTreeMap<u64, Vec<String>>, StoreError> {
    let sql = "SELECT contact_id, value FROM customer_changes WHERE contact_id IS NOT NULL AND what = 'identifier' \
               AND kind = 'email' AND value IS NOT NULL";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut known: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        known.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(known)
}

fn shares_address(known: &Identities, addresses: &BTreeSet<String>, with_tags: bool) -> bool {
    let bare = |address: &String| without_tag(address).unwrap_or_else(|| address.clone());
    known.addresses.iter().any(|one| {
        addresses.contains(one) || (with_tags && addresses.iter().any(|other| bare(other) == bare(one)))
    })
}

pub(crate) fn contact_from(row: &Row<'_>, from: usize) -> rusqlite::Result<Contact> {
    Ok(Contact { external_id: row.get(from)?, name: row.get(from + 1)?, email: row.get(from + 2)? })
}

/// What a person is told from others of a source by: its own id, else an address, else a name. `None` is nobody.
pub(crate) fn key_of(contact: &Contact) -> Option<[u8; 16]> {
    key_with_sort(contact).map(|(_, key)| key)
}

fn key_with_sort(contact: &Contact) -> Option<(&'static str, [u8; 16])> {
    let (sort, identity) = match contact {
        Contact { external_id: Some(id), .. } => ("id", id.clone()),
        Contact { email: Some(email), .. } => ("email", email.to_lowercase()),
        Contact { name: Some(name), .. } => ("name", name.clone()),
        _ => return None,
    };
    let key = short_hash(|hasher| {
        hasher.update(sort.as_bytes());
        hasher.update(&[0]);
        hasher.update(identity.as_bytes());
    });
    Some((sort, key))
}

/// The person's number, given on first sight. A person is who the source's own id, else address, else name says. What an
/// import tells beyond that is noted as its own, so that it goes with it.
pub(crate) fn find_or_add(
    connection: &Connection,
    source: SourceId,
    import: ImportId,
    contact: &Contact,
) -> Result<Option<u64>, StoreError> {
    let Some((sort, key)) = key_with_sort(contact) else { return Ok(None) };
    let name_import = Some(import.0).filter(|_| sort != "name");
    let email_import = Some(import.0).filter(|_| sort == "id");
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
            let sql = "UPDATE contacts SET name = coalesce(?2, name), email = coalesce(?3, email), \
                       name_import = iif(coalesce(?2, name) IS name, name_import, ?4), \
                       email_import = iif(coalesce(?3, email) IS email, email_import, ?5) WHERE id = ?1";
            let values = params![id, contact.name, contact.email, name_import, email_import];
            connection.prepare_cached(sql)?.execute(values)?;
            look_up_by(connection, id)?;
            Ok(Some(id))
        }
        None => {
            let sql = "INSERT INTO contacts (source_id, key, external_id, name, email, name_import, email_import, \
                       address, domain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            let Contact { external_id, name, email } = contact;
            let (address, domain) = looked_up_by(email.as_deref(), external_id.as_deref());
            let values =
                params![source.0, key, external_id, name, email, name_import, email_import, address, domain];
            Ok(Some(connection.prepare_cached(sql)?.insert(values)?.cast_unsigned()))
        }
    }
}

/// Keeps the form of a person's address by which they are looked up in step with the address.
pub(crate) fn look_up_by(c: &Connection, id: u64) -> Result<(), StoreError> {
    let sql = "SELECT email, external_id FROM contacts WHERE id = ?1";
    let (email, external_id): (Option<String>, Option<String>) =
        c.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (address, domain) = looked_up_by(email.as_deref(), external_id.as_deref());
    let sql = "UPDATE contacts SET address = ?2, domain = ?3 WHERE id = ?1";
    c.prepare_cached(sql)?.execute(params![id, address, domain])?;
    Ok(())
}
