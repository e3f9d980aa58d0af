//! The key under which values are hashed where a source's policy asks for it. It lies in a file of its own, so that a copy of
//! the log alone confirms nobody.

use std::fs;
use std::io::ErrorKind;

use hearken_domain::counted;

use crate::durable::make_file;
use crate::random::random_bytes;
use crate::{DataDir, StoreError};

const BYTES: usize = 32;

impl DataDir {
    /// Where the key of redaction's hashes lies.
    pub fn redaction_key_file(&self) -> std::path::PathBuf {
        self.path().join("redaction.key")
    }

    /// The key of redaction's hashes, made where there is none.
    ///
    /// # Errors
    /// The file cannot be read or made, or is no key.
    pub fn redaction_key(&self) -> Result<[u8; BYTES], StoreError> {
        let path = self.redaction_key_file();
        match fs::read(&path) {
            Ok(bytes) => bytes.try_into().map_err(|bytes: Vec<u8>| StoreError::Unreadable {
                what: "redaction.key",
                detail: format!("it has {}, not {BYTES}", counted(bytes.len() as u64, "byte")),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let key = random_bytes()?;
                match make_file(&path, &key)? {
                    true => Ok(key),
                    false => self.redaction_key(),
                }
            }
            Err(error) => Err(StoreError::file("cannot read", &path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_is_the_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::new(folder.path());
        let key = dir.redaction_key().unwrap();
        assert_eq!(dir.redaction_key().unwrap(), key);
        assert_ne!(key, [0; BYTES]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(dir.redaction_key_file()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::new(folder.path());
        fs::write(dir.redaction_key_file(), "short").unwrap();
        assert!(dir.redaction_key().unwrap_err().to_string().contains("redaction.key"));
    }
}
