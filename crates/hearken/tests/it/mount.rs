//! A disk of the test's own, small enough to be filled: a tmpfs over a folder, where the machine allows one.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted tmpfs; unmounted with the test.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts one over `folder`, which is made; `None`, said loudly, where this needs rights that the test has not.
    pub fn over(folder: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={size},mode=0700"), "tmpfs"], folder);
        if !mounted {
            eprintln!(
                "!! SKIPPED: no tmpfs can be mounted here (it takes root), so no disk was filled or sealed"
            );
        }
        mounted.then(|| Self { folder: folder.to_owned() })
    }

    /// Makes it larger, as somebody does who frees space.
    pub fn resize(&self, size: &str) {
        assert!(mount(&["-o", &format!("remount,size={size}")], &self.folder));
    }

    /// Makes it refuse every write.
    pub fn seal(&self) {
        assert!(mount(&["-o", "remount,ro"], &self.folder));
    }

    /// Takes writes again.
    pub fn unseal(&self) {
        assert!(mount(&["-o", "remount,rw"], &self.folder));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server that is about to end may still have files open.
        let _ = Command::new("umount").arg("--lazy").arg(&self.folder).status();
    }
}

fn mount(options: &[&str], folder: &Path) -> bool {
    let status = Command::new("mount").args(options).arg(folder).stderr(std::process::Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
