//! Repositories that only the git program makes: formats, clones and losses that this crate reads and never writes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with repositories in it.
pub struct Git {
    dir: tempfile::TempDir,
}

impl Git {
    /// A folder, and in it a repository `shop`, made with these arguments of `git init`. `None`, which the test says
    /// plainly, where there is no git program or it does not know them.
    #[expect(clippy::print_stderr, reason = "a test that is left out says so")]
    pub fn new(init: &[&str]) -> Option<Self> {
        let git = Self { dir: tempfile::tempdir().unwrap() };
        std::fs::create_dir(git.path("shop")).unwrap();
        let made = git.tries("shop", &[&["init", "-q", "-b", "main"][..], init].concat());
        if !made {
            eprintln!("SKIPPED: there is no git program, or it is older than 'git init {}'", init.join(" "));
        }
        made.then_some(git)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Where a repository lies, as an address that makes git clone it as from afar.
    pub fn url(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    pub fn run(&self, repository: &str, arguments: &[&str]) {
        assert!(self.tries(repository, arguments), "git {}", arguments.join(" "));
    }

    pub fn tries(&self, repository: &str, arguments: &[&str]) -> bool {
        self.command(repository, arguments).status().is_ok_and(|status| status.success())
    }

    /// Writes files, and commits them as somebody.
    pub fn commit(&self, name: impl AsRef<OsStr>, email: &str, message: &[u8], files: &[(&str, &str)]) {
        for (path, content) in files {
            let path = self.path("shop").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        self.run("shop", &["add", "-A"]);
        std::fs::write(self.path("message"), message).unwrap();
        let mut command = self.command("shop", &["commit", "-q", "-F", "../message"]);
        command.env("GIT_AUTHOR_NAME", name).env("GIT_AUTHOR_EMAIL", email);
        assert!(command.status().unwrap().success());
    }

    /// What git answers, in one line.
    pub fn answer(&self, repository: &str, arguments: &[&str]) -> String {
        let output = self.command(repository, arguments).stdout(Stdio::piped()).output().unwrap();
        assert!(output.status.success(), "git {}", arguments.join(" "));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Takes away what a repository knows under a revision.
    pub fn lose(&self, revision: &str) {
        let id = self.answer("shop", &["rev-parse", revision]);
        let (folder, file) = id.split_at(2);
        std::fs::remove_file(self.path("shop").join(".git/objects").join(Path::new(folder)).join(file))
            .unwrap();
    }

    fn command(&self, repository: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(arguments)
            .current_dir(self.path(repository))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", "2024-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2024-01-01T00:00:00Z")
            .env("GIT_COMMITTER_NAME", "Ada")
            .env("GIT_COMMITTER_EMAIL", "ada@example.com")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}
