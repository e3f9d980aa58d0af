//! What is ended in the middle, and what must hold wherever that was.

use std::fs::{self, DirBuilder};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde_json::Value;

/// A word that only the person who is erased says.
const CANARY: &str = "quokka";
/// Who is erased.
const WHO: &str = "ann@example.com";

/// Something that may be ended at any write.
pub struct Scenario {
    pub name: &'static str,
    /// What is run.
    pub arguments: &'static [&'static str],
    made: fn(&Place, &Path) -> anyhow::Result<()>,
}

pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "erase",
        arguments: &["erase", "--contact", WHO, "--yes", "--json"],
        made: |_, _| Ok(()),
    },
    Scenario { name: "restore", arguments: &["restore", "before.db", "--json"], made: erased_since_a_backup },
];

/// A folder with a data directory, and the files that were imported into it.
pub struct Place {
    folder: tempfile::TempDir,
}

/// What was found behind an end.
#[derive(Default, Clone)]
pub struct Verdict {
    /// The ledger of erasures, or its key, is not what it was or should be.
    pub lost: bool,
    /// Somebody who was erased is there.
    pub returned: bool,
    /// Anything else is not as it should be.
    pub failed: bool,
    pub says: String,
}

impl Verdict {
    pub fn is_well(&self) -> bool {
        !(self.lost || self.returned || self.failed)
    }

    fn note(
        &mut self,
        what: impl FnOnce(&mut Self) -> &mut bool,
        holds: bool,
        says: impl FnOnce() -> String,
    ) {
        if !holds {
            *what(self) = true;
            self.says += &says();
            self.says.push_str("; ");
        }
    }
}

/// What a command did.
struct Ran {
    code: Option<i32>,
    answer: Value,
    errors: String,
}

impl Place {
    fn new() -> anyhow::Result<Self> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The same once more, elsewhere.
    pub fn copy(&self) -> anyhow::Result<Self> {
        let other = Self::new()?;
        copy(self.folder.path(), other.folder.path())?;
        Ok(other)
    }

    /// The same once more without its data.
    pub fn without_data(&self) -> anyhow::Result<Self> {
        let other = self.copy()?;
        fs::remove_dir_all(other.data())?;
        Ok(other)
    }

    pub fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path());
        command.env("HEARKEN_DATA", self.data()).env_remove("HEARKEN_LOG").env("NO_COLOR", "1");
        command
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> anyhow::Result<Ran> {
        let output =
            self.command(program, arguments).stdin(Stdio::null()).output().context("cannot start")?;
        Ok(Ran {
            code: output.status.code(),
            answer: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
            errors: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        })
    }

    fn must(&self, program: &Path, arguments: &[&str]) -> anyhow::Result<()> {
        let ran = self.run(program, arguments)?;
        anyhow::ensure!(ran.code == Some(0), "{arguments:?}: {}", ran.errors);
        Ok(())
    }

    /// One number for all that lies in the data directory, but for what says who holds it.
    pub fn digest(&self) -> anyhow::Result<u64> {
        let mut hasher = DefaultHasher::new();
        for path in self.files()? {
            if path.extension().is_none_or(|end| end != "db-shm") && !path.ends_with("holder.json") {
                path.strip_prefix(self.folder.path())?.hash(&mut hasher);
                fs::read(&path)?.hash(&mut hasher);
            }
        }
        Ok(hasher.finish())
    }

    /// Every file below the data directory.
    fn files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut folders = vec![self.data()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        Ok(files)
    }

    /// The files below the data directory that hold the canary.
    fn holding(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for path in self.files()? {
            let bytes = fs::read(&path)?.to_ascii_lowercase();
            if bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()) {
                found.push(path);
            }
        }
        Ok(found)
    }
}

impl Scenario {
    /// The directory as it is before.
    pub fn prepare(&self, program: &Path) -> anyhow::Result<Place> {
        let place = Place::new()?;
        let people = [("Ann Lee <ann@example.com>", CANARY), ("Bob <bob@example.com>", "parrot")];
        let mut csv = "id,from,date,comment\n".to_owned();
        for (number, (from, word)) in people.iter().cycle().take(8).enumerate() {
            csv += &format!(
                "{number},{from},2024-01-0{},{word} the search finds nothing {number}\n",
                number + 1
            );
        }
        // One that cannot be used: it lies in a file.
        csv +=
            &format!("9,Ann Lee <ann@example.com>,no day at all,{CANARY} again,one cell too many,{CANARY}\n");
        fs::write(place.folder.path().join("mail.csv"), csv)?;
        place.must(program, &["import", "mail.csv", "--json"])?;
        (self.made)(&place, program)?;
        Ok(place)
    }

    /// Whether all that must hold does, wherever it was ended.
    pub fn look(&self, program: &Path, place: &Place) -> anyhow::Result<Verdict> {
        let mut verdict = Verdict::default();
        let decided = ["erasing.json", "erasures.json"].iter().any(|name| place.data().join(name).exists());
        let there = place.data().join("hearken.db").exists();
        if there && decided {
            // Whoever opens it next goes on to the end, be it to read.
            let found = place.run(program, &["search", CANARY, "--json"])?;
            verdict.note(|v| &mut v.failed, found.code == Some(0), || format!("search: {}", found.errors));
            verdict.note(
                |v| &mut v.returned,
                found.answer["matches"] == 0,
                || "is found after it was decided".into(),
            );
        }
        // Asked for again, it is done or was done before; nobody is told that nobody is known.
        let again = place.run(program, self.arguments)?;
        let refused = there && self.name == "restore" && again.errors.contains("already");
        verdict.note(
            |v| &mut v.failed,
            again.code == Some(0) || refused,
            || format!("again: {}", again.errors),
        );
        let ledger = fs::read(place.data().join("erasures.json")).ok();
        let ledger: Option<Value> = ledger.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let remembers =
            ledger.is_some_and(|ledger| ledger["erasures"].as_array().is_some_and(|all| !all.is_empty()));
        verdict.note(|v| &mut v.lost, remembers, || "the ledger is gone".into());
        let left = place.holding()?;
        verdict.note(|v| &mut v.returned, left.is_empty(), || format!("left in {left:?}"));
        let doctor = place.run(program, &["doctor", "--json"])?;
        verdict.note(
            |v| &mut v.failed,
            doctor.answer["well"] == true,
            || format!("doctor: {} {}", doctor.answer, doctor.errors),
        );
        let import = place.run(program, &["import", "mail.csv", "--json"])?;
        let counts = &import.answer[0]["counts"];
        verdict.note(|v| &mut v.returned, counts["accepted"] == 0, || format!("taken in again: {counts}"));
        verdict.note(
            |v| &mut v.failed,
            counts["duplicate"] == 4 && counts["rejected"] == 5,
            || format!("whoever stays: {counts} {}", import.errors),
        );
        let left = place.holding()?;
        verdict.note(|v| &mut v.returned, left.is_empty(), || format!("written again into {left:?}"));
        Ok(verdict)
    }
}

/// Who was erased since the backup is remembered by the ledger that lies in the directory; the data is gone.
fn erased_since_a_backup(place: &Place, program: &Path) -> anyhow::Result<()> {
    place.must(program, &["backup", "before.db", "--json"])?;
    place.must(program, &["erase", "--contact", WHO, "--yes", "--json"])?;
    for entry in fs::read_dir(place.data())? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else if path.file_name().is_none_or(|name| name != "erasures.json" && name != "erasures.key") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
