//! Which system calls write, and what they write to.

use std::path::{Path, PathBuf};

use nix::libc::{self, c_ulonglong, user_regs_struct};

/// A call that writes, as it is about to be made.
pub struct WritingCall {
    /// Its name.
    pub name: &'static str,
    /// The file or folder that it makes durable, where it is a sync.
    pub syncs: Option<PathBuf>,
}

/// Calls that write to what is open.
const ON_OPEN_FILES: [(i64, &str); 10] = [
    (libc::SYS_write, "write"),
    (libc::SYS_pwrite64, "pwrite64"),
    (libc::SYS_writev, "writev"),
    (libc::SYS_pwritev, "pwritev"),
    (libc::SYS_pwritev2, "pwritev2"),
    (libc::SYS_ftruncate, "ftruncate"),
    (libc::SYS_fallocate, "fallocate"),
    (libc::SYS_fsync, "fsync"),
    (libc::SYS_fdatasync, "fdatasync"),
    (libc::SYS_fchmod, "fchmod"),
];
/// Calls that write to the file that their second, or for a copy their third argument is open as.
const COPIES: [(i64, &str); 1] = [(libc::SYS_copy_file_range, "copy_file_range")];
/// Calls that send to the file that their first argument is open as.
const SENDS: [(i64, &str); 1] = [(libc::SYS_sendfile, "sendfile")];
/// Calls that change names.
const ON_NAMES: [(i64, &str); 13] = [
    (libc::SYS_rename, "rename"),
    (libc::SYS_renameat, "renameat"),
    (libc::SYS_renameat2, "renameat2"),
    (libc::SYS_unlink, "unlink"),
    (libc::SYS_unlinkat, "unlinkat"),
    (libc::SYS_rmdir, "rmdir"),
    (libc::SYS_link, "link"),
    (libc::SYS_linkat, "linkat"),
    (libc::SYS_symlink, "symlink"),
    (libc::SYS_symlinkat, "symlinkat"),
    (libc::SYS_mkdir, "mkdir"),
    (libc::SYS_mkdirat, "mkdirat"),
    (libc::SYS_truncate, "truncate"),
];

/// The call that a thread is about to make, where it writes below `folder`.
pub fn writing_call(thread: i32, registers: &user_regs_struct, folder: &Path) -> Option<WritingCall> {
    let number = i64::try_from(registers.orig_rax).ok()?;
    let named = |calls: &[(i64, &'static str)]| {
        calls.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
    };
    let below = |file: c_ulonglong| open_as(thread, file).filter(|path| path.starts_with(folder));
    if let Some(name) = named(&ON_OPEN_FILES) {
        let path = below(registers.rdi)?;
        let syncs = matches!(number, libc::SYS_fsync | libc::SYS_fdatasync).then_some(path);
        return Some(WritingCall { name, syncs });
    }
    if let Some(name) = named(&COPIES) {
        below(registers.rdx)?;
        return Some(WritingCall { name, syncs: None });
    }
    if let Some(name) = named(&SENDS) {
        below(registers.rdi)?;
        return Some(WritingCall { name, syncs: None });
    }
    if let Some(name) = named(&ON_NAMES) {
        return Some(WritingCall { name, syncs: None });
    }
    let flags = match number {
        libc::SYS_open => registers.rsi,
        libc::SYS_openat => registers.rdx,
        libc::SYS_creat => return Some(WritingCall { name: "creat", syncs: None }),
        _ => return None,
    };
    let makes = (libc::O_CREAT | libc::O_TRUNC) as c_ulonglong;
    (flags & makes != 0).then_some(WritingCall { name: "open to create", syncs: None })
}

/// What a thread has open as a number.
fn open_as(thread: i32, file: c_ulonglong) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{thread}/fd/{file}")).ok()
}
