//! Opening a form in the editor of whoever writes, and keeping what they wrote where it cannot be taken.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use tempfile::NamedTempFile;

/// Bytes of a form.
const BYTES_MAX: u64 = 1 << 20;

/// What somebody made of a form in their editor.
pub fn edit(form: &str) -> Result<String, AppError> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os).find(|one| !one.is_empty());
    let Some(editor) = named.and_then(|editor| editor.into_string().ok()) else {
        return Err(AppError::Config {
            message: "no editor is named to open the form in".to_owned(),
            next_step: Some(NextStep::advice("set EDITOR, or give the form with --file FILE")),
        });
    };
    let file = file_with(form)?;
    // As a shell reads it, so that an editor may have options; the path is no part of that.
    let ran =
        Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(&editor).arg(file.path()).status();
    let written = std::fs::read_to_string(file.path());
    match (ran, written) {
        (Ok(status), Ok(written)) if status.success() => Ok(written),
        (Ok(_), Ok(written)) if written == form => {
            Err(AppError::user("the editor failed; nothing was written down"))
        }
        (Ok(_), written) => {
            let told = match written {
                Ok(_) => "the editor failed",
                Err(_) => "what the editor left cannot be read",
            };
            Err(AppError::user(format!("{told}; what it left is kept in {}", keep_file(file)?.display())))
        }
        (Err(error), _) => Err(AppError::Config {
            message: format!("the editor cannot be started: {error}"),
            next_step: Some(NextStep::advice("set EDITOR to one, or give the form with --file FILE")),
        }),
    }
}

/// A form from a file, or from standard input for `-`.
pub fn read(file: &Path) -> Result<String, AppError> {
    let mut text = String::new();
    let read = match file == Path::new("-") {
        true => std::io::stdin().take(BYTES_MAX + 1).read_to_string(&mut text),
        false => {
            std::fs::File::open(file).and_then(|file| file.take(BYTES_MAX + 1).read_to_string(&mut text))
        }
    };
    match read {
        Ok(length) if length as u64 > BYTES_MAX => Err(AppError::user("the form is larger than 1 MiB")),
        Ok(_) => Ok(text),
        Err(error) => Err(AppError::user(format!("the form {} cannot be read: {error}", file.display()))),
    }
}

/// Keeps a text for whoever wrote it, readable for them alone, and tells where.
pub fn keep(text: &str) -> Result<PathBuf, AppError> {
    keep_file(file_with(text)?)
}

fn file_with(text: &str) -> Result<NamedTempFile, AppError> {
    let made = tempfile::Builder::new().prefix("hearken-decision-").suffix(".txt").tempfile();
    let written = made.and_then(|mut file| file.write_all(text.as_bytes()).map(|()| file));
    written.map_err(|error| AppError::Config {
        message: format!("the form cannot be written into a file: {error}"),
        next_step: None,
    })
}

fn keep_file(file: NamedTempFile) -> Result<PathBuf, AppError> {
    let kept = file.keep().map(|(_, path)| path);
    kept.map_err(|error| AppError::Config {
        message: format!("the form cannot be kept: {error}"),
        next_step: None,
    })
}
