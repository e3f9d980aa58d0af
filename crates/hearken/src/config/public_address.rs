//! Where people find the pages: `address` in `hearken.toml`, for links in what is sent; or where the server is by itself.

use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_store::DataDir;

use crate::config::file::{Configuration, NAME};

/// Where the server is, unless it is told otherwise.
const USUAL: &str = "http://127.0.0.1:7717";

/// The address of the pages of the data in `dir`, without a slash at its end.
///
/// # Errors
/// `hearken.toml` cannot be read, or names no address.
pub fn public_address(dir: &DataDir) -> Result<String, AppError> {
    let given = Configuration::read(dir)?.address;
    let address = given.unwrap_or_else(|| USUAL.to_owned());
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\?#".contains(&byte));
    if !is_web || !is_plain {
        return Err(AppError::Config {
            message: format!(
                "configuration error in {}: address is not valid; it is such as https://hearken.example.com",
                dir.path().join(NAME).display()
            ),
            next_step: Some(NextStep::ConfigureActor),
        });
    }
    Ok(address.trim_end_matches('/').to_owned())
}
