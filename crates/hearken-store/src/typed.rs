//! What people type: names of themes, notes, whose code they look at. It lies here and nowhere else; events and views
//! point to it, so that what names an erased person goes from all of them at once.

use hearken_domain::TextId;
use rusqlite::{Connection, OptionalExtension};

use crate::snapshot::Snapshot;
use crate::{Store, StoreError, theme_cache};

/// Something that a person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedText {
    /// Its id.
    pub id: TextId,
    /// What was typed.
    pub text: String,
}

/// Reads what people typed.
#[derive(Debug, Clone, Copy)]
pub struct TypedTextReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of what people typed in this snapshot.
    pub fn typed_texts(&self) -> TypedTextReader<'_> {
        TypedTextReader(self)
    }
}

impl TypedTextReader<'_> {
    /// What was typed there; `None` where it was erased.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, id: TextId) -> Result<Option<String>, StoreError> {
        self.0.read(|c| text(c, id))
    }

    /// Everything that people typed and that was not erased.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<TypedText>, StoreError> {
        self.0.read(|c| {
            let mut statement =
                c.prepare_cached("SELECT id, text FROM typed_texts WHERE text IS NOT NULL ORDER BY id")?;
            let rows = statement
                .query_map([], |row| Ok(TypedText { id: TextId(row.get(0)?), text: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

impl Store {
    /// Empties what people typed; whatever pointed to it goes on without.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn erase_typed_texts(&self, ids: Vec<TextId>) -> Result<(), StoreError> {
        self.write(move |c| {
            let mut erase = c.prepare_cached("UPDATE typed_texts SET text = NULL WHERE id = ?1")?;
            for id in ids {
                erase.execute([id.0])?;
            }
            theme_cache::changed(c)
        })
    }
}

/// Keeps what somebody typed; the same words are kept once.
pub(crate) fn keep(c: &Connection, text: &str) -> Result<TextId, StoreError> {
    let known = "SELECT id FROM typed_texts WHERE text = ?1";
    if let Some(id) = c.prepare_cached(known)?.query_row([text], |row| row.get(0)).optional()? {
        return Ok(TextId(id));
    }
    let add = "INSERT INTO typed_texts (text) VALUES (?1) RETURNING id";
    Ok(TextId(c.prepare_cached(add)?.query_row([text], |row| row.get(0))?))
}

/// Keeps what is compared with what is held of customers, as it was typed: newer rules of redaction leave it alone.
pub(crate) fn keep_as_typed(c: &Connection, text: &str) -> Result<TextId, StoreError> {
    let known = "UPDATE typed_texts SET as_typed = 1 WHERE text = ?1 RETURNING id";
    if let Some(id) = c.prepare_cached(known)?.query_row([text], |row| row.get(0)).optional()? {
        return Ok(TextId(id));
    }
    let add = "INSERT INTO typed_texts (text, as_typed) VALUES (?1, 1) RETURNING id";
    Ok(TextId(c.prepare_cached(add)?.query_row([text], |row| row.get(0))?))
}

/// What somebody typed, as it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldText {
    /// Where it lies.
    pub id: TextId,
    /// What it says; `None` where that was erased.
    pub text: Option<String>,
}

/// What is to be held: what is held already, or what somebody typed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// The same as before, be it erased.
    Held(TextId),
    /// This.
    New(String),
    /// The name of somebody who works here, which is compared with others and so kept as it was typed.
    Name(String),
}

impl From<HeldText> for Typed {
    fn from(held: HeldText) -> Self {
        Self::Held(held.id)
    }
}

impl Typed {
    /// The same as the name of somebody who works here.
    #[must_use]
    pub fn as_name(self) -> Self {
        match self {
            Self::New(name) => Self::Name(name),
            other => other,
        }
    }
}

/// Keeps what is to be held.
pub(crate) fn kept(c: &Connection, text: Typed) -> Result<TextId, StoreError> {
    match text {
        Typed::Held(id) => Ok(id),
        Typed::New(text) => keep(c, &text),
        Typed::Name(name) => keep_as_typed(c, &name),
    }
}

/// What is held.
pub(crate) fn held(c: &Connection, id: TextId) -> Result<HeldText, StoreError> {
    Ok(HeldText { id, text: text(c, id)? })
}

/// What was typed; `None` where it was erased.
pub(crate) fn text(c: &Connection, id: TextId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT text FROM typed_texts WHERE id = ?1";
    Ok(c.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?.flatten())
}
