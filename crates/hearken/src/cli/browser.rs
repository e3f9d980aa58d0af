//! Opening a browser on a server. The address holds a secret, and what a program is started with can be read by every user
//! of the machine: so the browser is given a file that only its owner can read, which leads to the address.

use std::io::Write as _;
use std::process::{Command, Stdio};

use hearken_store::DataDir;
use tempfile::NamedTempFile;

/// Opens one, if there is one, and gives the file that leads it to `url`, deleted when dropped. Where there is none, the
/// printed address is enough.
pub fn open(url: &str, dir: &DataDir) -> Option<NamedTempFile> {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let has_display = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !has_display {
        return None;
    }
    let door = door(url, dir).ok()?;
    let quiet = || Stdio::null();
    let _ = Command::new(opener).arg(door.path()).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    Some(door)
}

/// A page that leads to `url`, for its owner alone.
fn door(url: &str, dir: &DataDir) -> std::io::Result<NamedTempFile> {
    let path = std::path::absolute(dir.path())?;
    let mut door = tempfile::Builder::new().prefix("open-").suffix(".html").tempfile_in(path)?;
    writeln!(
        door,
        "<!doctype html><meta charset=\"utf-8\"><title>Hearken</title>\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\"><a href=\"{url}\">Open Hearken</a>"
    )?;
    door.flush()?;
    Ok(door)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_leads_a_browser_in_is_its_owners_alone_and_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let door = door("http://127.0.0.1:7717/enter?secret=abc", &DataDir::new(folder.path())).unwrap();
        assert!(
            std::fs::read_to_string(door.path())
                .unwrap()
                .contains("url=http://127.0.0.1:7717/enter?secret=abc")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(door.as_file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        let path = door.path().to_owned();
        drop(door);
        assert!(!path.exists());
    }
}
