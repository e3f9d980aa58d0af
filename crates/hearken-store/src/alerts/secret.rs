//! What webhooks of an alert are signed with: made here, shown once, kept in a file of the data directory that its owner alone
//! can read. It stands in no event, no backup and no log.

use std::path::PathBuf;
use std::{fs, io};

use hearken_domain::AlertId;

use crate::durable::replace_file;
use crate::random::random_bytes;
use crate::{DataDir, Store, StoreError};

impl DataDir {
    /// The file with the secret of an alert.
    pub fn alert_secret_file(&self, alert: AlertId) -> PathBuf {
        self.path().join(format!("alert-{}.secret", alert.0))
    }
}

impl Store {
    /// Bytes of a new secret.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn new_alert_secret(&self) -> Result<[u8; 32], StoreError> {
        random_bytes()
    }

    /// Keeps the secret of an alert, in place of one that it had.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep_alert_secret(&self, alert: AlertId, secret: &str) -> Result<(), StoreError> {
        replace_file(&self.dir().alert_secret_file(alert), format!("{secret}\n").as_bytes())
    }

    /// The secret of an alert, where it has one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn alert_secret(&self, alert: AlertId) -> Result<Option<String>, StoreError> {
        let path = self.dir().alert_secret_file(alert);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file("cannot read", &path)(error)),
        }
    }
}
