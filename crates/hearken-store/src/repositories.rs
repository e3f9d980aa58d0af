//! Repositories of code that customers' words are located in. Their indexes are files beside the database.

use hearken_domain::{By, Event, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::directory::create_private_dir;
use crate::error::unreadable;
use crate::signal_row::time;
use crate::snapshot::Snapshot;
use crate::{Store, StoreError, typed, views};

/// A repository as it was registered, and how far its index and links have come.
#[derive(Debug, Clone, PartialEq)]
pub struct Repository {
    /// What people call it.
    pub name: String,
    /// Where it lies on this machine.
    pub path: String,
    /// When it was registered.
    pub added_at: Timestamp,
    /// The commit that its index was made of, once there is one.
    pub head: Option<String>,
    /// When that was.
    pub indexed_at: Option<Timestamp>,
    /// The locating whose links are current.
    pub link_build: u64,
    /// What its links were made from, once there are some.
    pub linked: Option<LinkState>,
    /// Whether signals have gone since.
    pub stale: bool,
}

/// What the links of a repository were made from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkState {
    /// The commit.
    pub commit: String,
    /// The generation of themes.
    pub generation: u64,
    /// The answers of people that taught it, by the numbers of their rulings.
    pub answers: Vec<u64>,
    /// How many rulings about themes, rather than links, were made and undone.
    pub rulings: u64,
}

/// Reads registered repositories.
#[derive(Debug, Clone, Copy)]
pub struct RepositoryReader<'s>(&'s Snapshot);

impl Snapshot {
    /// Reader of registered repositories in this snapshot.
    pub fn repositories(&self) -> RepositoryReader<'_> {
        RepositoryReader(self)
    }
}

impl RepositoryReader<'_> {
    /// All repositories, by name.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn all(&self) -> Result<Vec<Repository>, StoreError> {
        self.0.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM repositories ORDER BY name");
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(whole).collect()
        })
    }

    /// One repository.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn get(&self, name: &str) -> Result<Option<Repository>, StoreError> {
        self.0.read(|c| repository(c, name))
    }
}

impl Store {
    /// Registers a repository; whether the name was free.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn add_repository(&self, name: &str, path: &str, by: &By) -> Result<bool, StoreError> {
        let (name, path, by) = (name.to_owned(), path.to_owned(), by.clone());
        self.write(move |c| {
            let sql =
                "INSERT INTO repositories (name, path, added_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            let added = c.execute(sql, params![name, path, by.at.as_millisecond()])? == 1;
            if added {
                let name = typed::keep(c, &name)?;
                views::record(c, &by, Event::RepositoryAdded { name })?;
            }
            Ok(added)
        })
    }

    /// Forgets a repository with its links and its index; whether there was one.
    ///
    /// # Errors
    /// Any failure of the database, or the index cannot be deleted.
    pub fn remove_repository(&self, name: &str, by: &By) -> Result<bool, StoreError> {
        let (known, by) = (name.to_owned(), by.clone());
        let gone = self.write(move |c| {
            let gone = c.execute("DELETE FROM repositories WHERE name = ?1", [&known])? == 1;
            if gone {
                let name = typed::keep(c, &known)?;
                views::record(c, &by, Event::RepositoryRemoved { name })?;
            }
            Ok(gone)
        })?;
        if gone {
            self.discard_code_index(name)?;
        }
        Ok(gone)
    }

    /// Makes the folder that indexes lie in, where it is missing.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn make_code_folder(&self) -> Result<(), StoreError> {
        create_private_dir(&self.dir().code())
    }

    /// Deletes the index of a repository, to be rebuilt.
    ///
    /// # Errors
    /// It cannot be deleted.
    pub fn discard_code_index(&self, name: &str) -> Result<(), StoreError> {
        let path = self.dir().code_index(name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::file("cannot delete", path)(error))
            }
            _ => Ok(()),
        }
    }

    /// Notes the commit that a repository's index was made of.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where the store is not open for writing, or any failure of the database.
    pub fn repository_indexed(&self, name: &str, head: &str, now: Timestamp) -> Result<(), StoreError> {
        let (name, head) = (name.to_owned(), head.to_owned());
        self.write(move |c| {
            let sql = "UPDATE repositories SET head = ?2, indexed_ms = ?3 WHERE name = ?1";
            c.execute(sql, params![name, head, now.as_millisecond()])?;
            Ok(())
        })
    }
}

const COLUMNS: &str = "name, path, added_ms, head, indexed_ms, link_build, linked, stale";

pub(crate) fn repository(c: &Connection, name: &str) -> Result<Option<Repository>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM repositories WHERE name = ?1");
    c.prepare_cached(&sql)?.query_row([name], read).optional()?.map(whole).transpose()
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Repository, Option<String>)> {
    let repository = Repository {
        name: row.get(0)?,
        path: row.get(1)?,
        added_at: time(row, 2)?,
        head: row.get(3)?,
        indexed_at: row.get::<_, Option<i64>>(4)?.map(|_| time(row, 4)).transpose()?,
        link_build: row.get(5)?,
        linked: None,
        stale: row.get(7)?,
    };
    Ok((repository, row.get(6)?))
}

fn whole((mut repository, linked): (Repository, Option<String>)) -> Result<Repository, StoreError> {
    repository.linked =
        linked.map(|linked| serde_json::from_str(&linked).map_err(unreadable("links"))).transpose()?;
    Ok(repository)
}
