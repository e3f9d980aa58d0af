//! Registering a repository, so that customers' words are located in its code.

use std::path::{Path, PathBuf};

use hearken_code::Repository;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::code::update::{CodeReport, index_one};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;

/// Characters of a name.
const NAME_CHARS_MAX: usize = 64;

/// Register a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRepository {
    /// A working tree, a folder in one, or a bare repository; absolute.
    #[schema(value_type = String)]
    pub path: PathBuf,
    /// Its name; by default that of its folder.
    pub name: Option<String>,
}

/// Registers a repository and indexes it; links into it follow.
///
/// # Errors
/// It is no repository or has no commit, the name is taken or no name, or it cannot be indexed; then it is not registered.
pub fn add_repository(
    ctx: &Context,
    request: AddRepository,
    host: &mut Host<'_>,
) -> Result<CodeReport, AppError> {
    let repository = Repository::open(&request.path)?;
    repository.head()?;
    let path = repository.work_dir().unwrap_or_else(|| request.path.clone());
    let name = name_of(&path, request.name.as_deref())?;
    let path = path.to_str().ok_or_else(|| {
        AppError::user(format!("the path {} is not UTF-8", path.display()))
            .suggest(NextStep::advice("register it under another path"))
    })?;
    let (app, by) = (&ctx.app, ctx.by()?);
    app.while_linking(|| {
        if !app.store().add_repository(&name, path, &by)? {
            return Err(AppError::Conflict {
                message: format!("a repository is called '{name}' already"),
                next_step: Some(NextStep::NameAnotherRepository(name.clone())),
            });
        }
        let indexed = index_one(ctx, &name, host.progress);
        if indexed.is_err() {
            app.store().remove_repository(&name, &by)?;
        }
        indexed
    })
}

/// A name that can be a file's, too.
fn name_of(path: &Path, given: Option<&str>) -> Result<String, AppError> {
    let folder = || path.file_name().map(|name| name.to_string_lossy().trim_end_matches(".git").to_owned());
    let fits = |name: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        !name.is_empty()
            && name.len() <= NAME_CHARS_MAX
            && name.chars().all(plain)
            && !name.starts_with(['.', '-'])
    };
    let name = given.map(str::to_owned).or_else(folder).unwrap_or_default();
    if fits(&name) {
        return Ok(name);
    }
    let shown: String = name.chars().take(NAME_CHARS_MAX).collect();
    Err(AppError::user(format!(
        "'{shown}' is not a valid name for a repository: it takes up to {NAME_CHARS_MAX} of a-z, 0-9, '.', '_' and '-'"
    ))
    .suggest(NextStep::NameNewRepository))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_called_like_its_folder_unless_it_is_given_a_name() {
        assert_eq!(name_of(Path::new("/code/shop"), None).unwrap(), "shop");
        assert_eq!(name_of(Path::new("/code/shop.git"), None).unwrap(), "shop");
        assert_eq!(name_of(Path::new("/code/shop"), Some("web-2")).unwrap(), "web-2");
        for bad in ["", "..", "a/b", "-x", "\u{1b}[2J", "nämlich"] {
            assert!(name_of(Path::new("/code/shop"), Some(bad)).is_err(), "{bad:?}");
        }
    }
}
