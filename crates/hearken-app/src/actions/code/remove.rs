//! Forgetting a repository, with its index and links. What people answered to its links stays in the log.

use serde::{Deserialize, Serialize};

use crate::app::{App, AppError};
use crate::code::no_such_repository;

/// What was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRemoved {
    /// The repository.
    pub name: String,
}

/// Forgets a repository; its files are not touched.
///
/// # Errors
/// There is none of that name, or any failure of the store.
pub fn remove_code(app: &App, name: &str) -> Result<CodeRemoved, AppError> {
    let gone = app.while_linking(|| app.store().remove_repository(name))?;
    if gone { Ok(CodeRemoved { name: name.to_owned() }) } else { Err(no_such_repository(name)) }
}
