//! The token that lets programs in: made once, kept in a file of the data directory that its owner alone can read.

use std::fs;
use std::io;

use crate::durable::make_file;
use crate::random::random_bytes;
use crate::{DataDir, Store, StoreError};

/// Letters that a token has at least; ours has 64.
const LETTERS_MIN: usize = 32;

impl DataDir {
    /// The file with the token that lets programs in.
    pub fn token_file(&self) -> std::path::PathBuf {
        self.path().join("token")
    }
}

impl Store {
    /// The token that lets programs in, made where there is none yet. Whoever deletes the file gets another with the next
    /// start.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds what is too short to be one.
    pub fn token(&self) -> Result<String, StoreError> {
        let path = self.dir().token_file();
        match fs::read_to_string(&path) {
            Ok(text) => {
                let token = text.trim();
                let is_token =
                    token.len() >= LETTERS_MIN && token.bytes().all(|byte| byte.is_ascii_graphic());
                let short = || StoreError::NoToken { path: path.clone(), letters: LETTERS_MIN };
                if is_token { Ok(token.to_owned()) } else { Err(short()) }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let token: String = random_bytes()?.iter().map(|byte| format!("{byte:02x}")).collect();
                match make_file(&path, format!("{token}\n").as_bytes())? {
                    true => Ok(token),
                    false => self.token(),
                }
            }
            Err(error) => Err(StoreError::file("cannot read", &path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn a_token_is_made_once_kept_for_its_owner_alone_and_another_once_it_is_deleted() {
        let fixture = Fixture::new();
        let token = fixture.store().token().unwrap();
        assert_eq!(token.len(), 64);
        assert_eq!(fixture.store().token().unwrap(), token);
        let file = fixture.dir().token_file();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::remove_file(file).unwrap();
        assert_ne!(fixture.store().token().unwrap(), token);
    }

    #[test]
    fn what_is_too_short_to_guard_anything_is_no_token() {
        let fixture = Fixture::new();
        for bad in ["", "short", "\n", &"ä".repeat(40)] {
            fs::write(fixture.dir().token_file(), bad).unwrap();
            let error = fixture.store().token().unwrap_err().to_string();
            assert!(error.contains("token") && error.contains("delete"), "{error}");
        }
    }
}
