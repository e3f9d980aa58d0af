//! The words of a comment: given, piped, or written in an editor.

use std::io::Read as _;
use std::process::Command;

use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;

/// Bytes that are read.
const BYTES_MAX: u64 = 1 << 20;

/// What somebody says: what is given; `-` is standard input; and where nothing is given, an editor opens.
pub fn typed(given: Option<&str>) -> Result<String, AppError> {
    match given {
        Some("-") => {
            let mut bytes = Vec::new();
            std::io::stdin().take(BYTES_MAX).read_to_end(&mut bytes).map_err(anyhow::Error::from)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        Some(words) => Ok(words.to_owned()),
        None => edited(),
    }
}

/// What is written in the editor that the environment names, in a file that its owner alone can read.
fn edited() -> Result<String, AppError> {
    let named = |name: &str| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let Some(editor) = named("VISUAL").or_else(|| named("EDITOR")) else {
        return Err(AppError::user("a comment needs words").suggest(NextStep::advice(
            "give them, pipe them into -, or set EDITOR to write them in an editor",
        )));
    };
    let file = tempfile::Builder::new().prefix("comment-").suffix(".md").tempfile();
    let file = file.map_err(anyhow::Error::from)?;
    // As git does it: the variable may hold arguments, too.
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file.path());
    let refused = || AppError::user(format!("the editor '{editor}' did not end well, so nothing was said"));
    match shell.status() {
        Ok(status) if status.success() => {}
        _ => return Err(refused()),
    }
    // An editor may have put another file in its place.
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file.path()).map_err(anyhow::Error::from)?;
    opened.take(BYTES_MAX).read_to_end(&mut bytes).map_err(anyhow::Error::from)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
