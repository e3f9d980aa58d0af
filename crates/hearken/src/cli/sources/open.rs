//! Opens what is to be imported: a file, or standard input.

use std::path::Path;

use hearken_app::actions::sources::import::unreadable;
use hearken_app::error::AppError;
use hearken_ingest::Input;

/// Opens a file, or standard input for `-`.
pub fn open(file: &Path) -> Result<Input, AppError> {
    if file == Path::new("-") {
        return Ok(Input::from_reader("-", Box::new(std::io::stdin())));
    }
    Input::from_path(file).map_err(|error| unreadable(&error))
}
