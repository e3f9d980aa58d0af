//! Who acts, until accounts exist: named in `hearken.toml` in the data directory, else by git, else by the system.

use hearken_app::error::AppError;
use hearken_domain::Actor;
use hearken_store::DataDir;

use crate::config::file::Configuration;

/// The person who acts on the data in `dir` from here.
///
/// # Errors
/// `hearken.toml` cannot be read, or is not valid.
pub fn actor(dir: &DataDir) -> Result<Actor, AppError> {
    if let Some(named) = configured(dir)? {
        return Ok(Actor::person(named));
    }
    let system = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = hearken_code::user_email().or_else(system).filter(|name| !name.trim().is_empty());
    Ok(Actor::person(name.as_deref().map_or("unknown", str::trim)))
}

fn configured(dir: &DataDir) -> Result<Option<String>, AppError> {
    let name = Configuration::read(dir)?.actor;
    Ok(name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::NAME;

    fn in_folder(content: Option<&str>) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        if let Some(content) = content {
            std::fs::write(folder.path().join(NAME), content).unwrap();
        }
        configured(&DataDir::new(folder.path())).unwrap()
    }

    #[test]
    fn the_configured_name_comes_first_and_an_empty_one_is_none() {
        assert_eq!(in_folder(Some("actor = ' ann@example.com '")).as_deref(), Some("ann@example.com"));
        assert_eq!(in_folder(Some("actor = ''")), None);
        assert_eq!(in_folder(Some("")), None);
        assert_eq!(in_folder(None), None);
    }
}
