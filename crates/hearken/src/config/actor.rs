//! Who acts, until accounts exist: named in `hearken.toml` in the data directory, else by git, else by the system.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_domain::Actor;
use hearken_store::DataDir;
use serde::Deserialize;

/// The file in the data directory.
const FILE: &str = "hearken.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    /// Who acts here: an address or a name.
    actor: Option<String>,
}

/// The person who acts on the data in `dir` from here.
///
/// # Errors
/// `hearken.toml` cannot be read, or is not valid.
pub fn actor(dir: &DataDir) -> Result<Actor, AppError> {
    if let Some(named) = configured(&dir.path().join(FILE))? {
        return Ok(Actor::person(named));
    }
    let system = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = hearken_code::user_email().or_else(system).filter(|name| !name.trim().is_empty());
    Ok(Actor::person(name.as_deref().map_or("unknown", str::trim)))
}

fn configured(file: &Path) -> Result<Option<String>, AppError> {
    let refused = |detail: String| AppError::Config {
        message: format!("configuration error in {}: {detail}", file.display()),
        next_step: Some(NextStep::ConfigureActor),
    };
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused(error.to_string())),
    };
    let read: Configuration = basic_toml::from_str(&text).map_err(|error| refused(error.to_string()))?;
    Ok(read.actor.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_folder(content: Option<&str>) -> Result<Option<String>, AppError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        if let Some(content) = content {
            fs::write(&file, content).unwrap();
        }
        configured(&file)
    }

    #[test]
    fn the_configured_name_comes_first_and_an_empty_one_is_none() {
        assert_eq!(
            in_folder(Some("actor = ' ann@example.com '")).unwrap().as_deref(),
            Some("ann@example.com")
        );
        assert_eq!(in_folder(Some("actor = ''")).unwrap(), None);
        assert_eq!(in_folder(Some("")).unwrap(), None);
        assert_eq!(in_folder(None).unwrap(), None);
    }

    #[test]
    fn what_is_not_valid_is_told_with_the_file() {
        for bad in ["actor", "actor = 3", "author = 'ann'"] {
            let error = in_folder(Some(bad)).unwrap_err();
            assert!(
                error.to_string().contains("configuration error in") && error.to_string().contains(FILE),
                "{error}"
            );
        }
    }
}
