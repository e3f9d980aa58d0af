//! `hearken.toml` in the data directory. Nothing needs it, and what it does not say is as usual; what it says that is not
//! known is refused, so that a typing error is not taken for silence.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_store::DataDir;
use serde::Deserialize;

/// The file in the data directory.
pub const NAME: &str = "hearken.toml";

/// What it says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Who acts here: an address or a name.
    pub actor: Option<String>,
    /// Signals that are taken in at most.
    pub signals_max: Option<u64>,
    /// Bytes of the disk that are left free.
    pub free_bytes_min: Option<u64>,
    /// What redaction looks for beyond its own rules.
    #[serde(default)]
    pub redaction: Redaction,
    /// Where people find the pages, for links in what is sent.
    pub address: Option<String>,
    /// By which server e-mail is sent.
    pub mail: Option<Mail>,
}

/// By which server e-mail is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `smtps://HOST` or `smtp://HOST`, with a port where that is another.
    pub server: String,
    /// As whom it is spoken to; the password comes from the environment.
    pub user: Option<String>,
    /// Whom messages come from.
    pub from: String,
}

/// What redaction looks for beyond its own rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redaction {
    /// Regular expressions by name; the whole of a match goes.
    #[serde(default)]
    pub patterns: BTreeMap<String, String>,
}

impl Configuration {
    /// What stands in the file of `dir`; nothing, where there is none.
    ///
    /// # Errors
    /// It cannot be read, or is not valid.
    pub fn read(dir: &DataDir) -> Result<Self, AppError> {
        let file = dir.path().join(NAME);
        let refused = |detail: String| AppError::Config {
            message: format!("configuration error in {}: {detail}", file.display()),
            next_step: Some(NextStep::ConfigureActor),
        };
        match fs::read_to_string(&file) {
            Ok(text) => basic_toml::from_str(&text).map_err(|error| refused(error.to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(refused(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saying(content: &str) -> Result<Configuration, AppError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), content).unwrap();
        Configuration::read(&DataDir::new(folder.path()))
    }

    #[test]
    fn what_is_not_valid_is_told_with_the_file() {
        for bad in [
            "actor",
            "actor = 3",
            "author = 'ann'",
            "signals_max = -1",
            "free_bytes_min = 'much'",
            "[redaction]\npattern = {}",
        ] {
            let error = saying(bad).unwrap_err();
            assert!(
                error.to_string().contains("configuration error in") && error.to_string().contains(NAME),
                "{error}"
            );
        }
        let read = saying("[redaction.patterns]\nmember = 'M-1'").unwrap();
        assert_eq!(read.redaction.patterns["member"], "M-1");
        assert_eq!(saying("signals_max = 500").unwrap().signals_max, Some(500));
    }
}
