//! Runs a program and stops it before each system call that writes (ptrace). It is attached to from outside, after a shell
//! has stopped itself, so that nothing has to run between fork and exec.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;
use nix::errno::Errno;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::crash::calls::{WritingCall, writing_call};

/// A point that the program has come to: it is about to write, and waits.
pub struct Point<'p> {
    /// The how manieth it is, from 1.
    pub number: usize,
    /// The call's name.
    pub call: &'p str,
}

/// What becomes of a program that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    GoOn,
    Kill,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Killed,
    ByItself(i32),
}

/// Whoever looks on.
pub trait Onlooker {
    /// The program is about to write below the folder.
    fn before(&mut self, point: &Point<'_>) -> anyhow::Result<Then>;
    /// A file or folder was synced.
    fn synced(&mut self, path: &Path) -> anyhow::Result<()>;
}

/// Stops itself, and becomes the program once it is let go.
const SHELL: &str = "kill -STOP $$; exec \"$@\"";

/// Runs `command` to its end, stopped before each call that writes below `folder`.
pub fn trace(command: &Command, folder: &Path, onlooker: &mut impl Onlooker) -> anyhow::Result<Ended> {
    let mut child = start(command)?;
    let main = Pid::from_raw(i32::try_from(child.id())?);
    waitpid(main, Some(WaitPidFlag::WUNTRACED)).context("cannot wait for the program")?;
    let options = Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_TRACEFORK
        | Options::PTRACE_O_TRACEVFORK
        | Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_EXITKILL;
    ptrace::seize(main, options).context("cannot trace the program: this needs the right to")?;
    kill(main, Signal::SIGCONT)?;
    let ended = Tracer { main, folder, number: 0, within: HashMap::new(), killed: false }.run(onlooker);
    if ended.is_err() {
        let _ = kill(main, Signal::SIGKILL);
    }
    let _ = child.wait();
    ended
}

fn start(command: &Command) -> anyhow::Result<Child> {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", SHELL, "sh"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().context("cannot start the program")
}

struct Tracer<'t> {
    main: Pid,
    folder: &'t Path,
    number: usize,
    /// The threads that are within a call, with what it syncs.
    within: HashMap<Pid, Option<PathBuf>>,
    killed: bool,
}

impl Tracer<'_> {
    fn run(mut self, onlooker: &mut impl Onlooker) -> anyhow::Result<Ended> {
        let mut code = None;
        loop {
            let status = match waitpid(None, Some(WaitPidFlag::__WALL)) {
                Err(Errno::ECHILD) => break,
                Err(Errno::EINTR) => continue,
                status => status?,
            };
            match status {
                WaitStatus::PtraceSyscall(thread) => self.call(thread, onlooker)?,
                WaitStatus::PtraceEvent(thread, ..) => go_on(thread, None)?,
                WaitStatus::Stopped(thread, signal) => go_on(thread, Some(signal))?,
                WaitStatus::Exited(process, exit) if process == self.main => {
                    code = Some(exit);
                    break;
                }
                WaitStatus::Signaled(process, ..) if process == self.main => break,
                _ => {}
            }
        }
        match (self.killed, code) {
            (true, _) => Ok(Ended::Killed),
            (false, Some(code)) => Ok(Ended::ByItself(code)),
            (false, None) => anyhow::bail!("the program was ended by somebody else"),
        }
    }

    /// A thread begins a call, or comes out of one.
    fn call(&mut self, thread: Pid, onlooker: &mut impl Onlooker) -> anyhow::Result<()> {
        if let Some(syncs) = self.within.remove(&thread) {
            if let Some(path) = syncs {
                onlooker.synced(&path)?;
            }
            return go_on(thread, None);
        }
        let registers = match ptrace::getregs(thread) {
            Err(Errno::ESRCH) => return Ok(()), // killed meanwhile
            registers => registers?,
        };
        if registers.rax.cast_signed() != -i64::from(Errno::ENOSYS as i32) {
            return go_on(thread, None); // not at the beginning of a call
        }
        let call = writing_call(thread.as_raw(), &registers, self.folder);
        let syncs = call.as_ref().and_then(|call| call.syncs.clone());
        if let Some(WritingCall { name, .. }) = call {
            self.number += 1;
            if onlooker.before(&Point { number: self.number, call: name })? == Then::Kill {
                self.killed = true;
                kill(self.main, Signal::SIGKILL)?;
                return Ok(());
            }
        }
        self.within.insert(thread, syncs);
        go_on(thread, None)
    }
}

/// Lets a thread run to its next call. One that was killed meanwhile has nothing to run to.
fn go_on(thread: Pid, signal: Option<Signal>) -> anyhow::Result<()> {
    match ptrace::syscall(thread, signal) {
        Err(Errno::ESRCH) => Ok(()),
        done => Ok(done?),
    }
}
