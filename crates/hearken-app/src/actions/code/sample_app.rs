//! The sample application of the demo: a made-up bank's back office that the sample's complaints can be read against,
//! written as a git repository with its history.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use hearken_code::{FileChange, NewCommit, NewTag, create_repository, create_tags};
use hearken_domain::Timestamp;
use hearken_store::DataDir;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::error::AppError;

/// The application as the last commit leaves it.
static APP: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../demo/app");
/// The commits that led there.
const HISTORY: &str = include_str!("../../../../../demo/app-history.toml");
/// The id of the last commit. It follows from the two above, and a test says so when they change.
const HEAD: &str = "e65fac7938c8501619d5e5b789b021ba4dac74a6";
/// The tag that is written last, after the branch.
const LAST_TAG: &str = "sample-whole";
/// Where it lies in the data directory.
const FOLDER: &str = "code/riverbank";

/// Makes sure that the sample application's repository stands in the data directory, with its working tree, and says
/// where. What stands there is kept if its last commit is the one of this build, and else written again.
///
/// # Errors
/// The folder cannot be cleared or written.
pub fn write_sample_app(dir: &DataDir) -> Result<PathBuf, AppError> {
    let folder = dir.path().join(FOLDER);
    if !is_written(&folder) {
        rewrite(&folder)
            .with_context(|| format!("the sample application cannot be written to {}", folder.display()))?;
    }
    Ok(folder)
}

/// Whether the repository in `folder` is whole, for its last tag is written last, and this one.
fn is_written(folder: &Path) -> bool {
    let tagged = folder.join(".git/refs/tags").join(LAST_TAG).is_file();
    tagged
        && std::fs::read_to_string(folder.join(".git/refs/heads/main"))
            .is_ok_and(|head| head.trim_end() == HEAD)
}

fn rewrite(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    create_repository(folder, commits()?)?;
    create_tags(folder, &tags()?)?;
    Ok(())
}

/// `demo/app-history.toml`; what its parts mean stands there.
#[derive(Deserialize)]
struct History {
    authors: BTreeMap<String, Author>,
    commit: Vec<Step>,
    tag: Vec<Tagged>,
}

#[derive(Deserialize)]
struct Tagged {
    name: String,
    /// The day of the commit it is on.
    commit: String,
    /// When it was made, where it is annotated.
    made: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Author {
    name: String,
    email: String,
}

#[derive(Deserialize)]
struct Step {
    author: String,
    at: Timestamp,
    message: String,
    #[serde(default)]
    adds: Vec<String>,
    #[serde(default)]
    renames: Vec<Rename>,
    #[serde(default)]
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
struct Rename {
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct Edit {
    file: String,
    #[serde(default)]
    before: String,
    after: String,
}

/// Files by path.
type Tree = BTreeMap<String, String>;

/// The history, oldest first, found by undoing it from the last commit on.
fn commits() -> anyhow::Result<Vec<NewCommit>> {
    let history: History = basic_toml::from_str(HISTORY)?;
    let mut tree = Tree::new();
    collect(&APP, &mut tree);
    let mut commits = Vec::with_capacity(history.commit.len());
    for step in history.commit.iter().rev() {
        let author =
            history.authors.get(&step.author).with_context(|| format!("no author '{}'", step.author))?;
        commits.push(NewCommit {
            author: author.name.clone(),
            email: author.email.clone(),
            at: step.at,
            message: step.message.clone(),
            changes: step.changes(&tree)?,
        });
        step.undo(&mut tree)?;
    }
    ensure!(tree.is_empty(), "no commit of the sample's history adds {:?}", tree.keys());
    commits.reverse();
    Ok(commits)
}

/// The tags of the made-up releases, and the last one.
fn tags() -> anyhow::Result<Vec<NewTag>> {
    let history: History = basic_toml::from_str(HISTORY)?;
    let tag = |tagged: Tagged| {
        let is_meant = |step: &Step| step.at.strftime("%Y-%m-%d").to_string() == tagged.commit;
        let index = history.commit.iter().position(is_meant);
        let index = index.with_context(|| format!("no commit of {} for {}", tagged.commit, tagged.name))?;
        let author =
            history.authors.get(&history.commit[index].author).context("a commit without an author")?;
        Ok(NewTag {
            name: tagged.name,
            commits_back: history.commit.len() - 1 - index,
            made: tagged.made.map(|at| (at, author.name.clone(), author.email.clone())),
        })
    };
    history.tag.into_iter().map(tag).collect()
}

/// The text files of a folder; Python leaves others there when somebody runs it.
fn collect(folder: &Dir<'_>, tree: &mut Tree) {
    for file in folder.files() {
        if let Some(text) = file.contents_utf8() {
            tree.insert(file.path().to_string_lossy().replace('\\', "/"), text.to_owned());
        }
    }
    for folder in folder.dirs() {
        collect(folder, tree);
    }
}

impl Step {
    /// What it changes, where `tree` is how it leaves the files.
    fn changes(&self, tree: &Tree) -> anyhow::Result<Vec<FileChange>> {
        let gone = self.renames.iter().map(|rename| FileChange { path: rename.from.clone(), content: None });
        let edited = self.edits.iter().map(|edit| &edit.file);
        let written: BTreeSet<&String> =
            self.adds.iter().chain(self.renames.iter().map(|rename| &rename.to)).chain(edited).collect();
        let written = written.into_iter().map(|path| {
            let text = tree.get(path).with_context(|| format!("{path} is not there at {}", self.at))?;
            Ok(FileChange { path: path.clone(), content: Some(text.clone().into_bytes()) })
        });
        gone.map(Ok).chain(written).collect()
    }

    /// Makes of the files that it left the ones that it found.
    fn undo(&self, tree: &mut Tree) -> anyhow::Result<()> {
        for Edit { file, before, after } in self.edits.iter().rev() {
            let text = tree.get_mut(file).with_context(|| format!("{file} is not there at {}", self.at))?;
            let found = text.matches(after.as_str()).count();
            ensure!(
                found == 1,
                "what the edit of {} leaves stands {found} times in {file}: {after}",
                self.at
            );
            *text = text.replacen(after.as_str(), before, 1);
        }
        for Rename { from, to } in &self.renames {
            let text = tree.remove(to).with_context(|| format!("{to} is not there at {}", self.at))?;
            tree.insert(from.clone(), text);
        }
        for path in &self.adds {
            tree.remove(path).with_context(|| format!("{path} is not there at {}", self.at))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let at = write_sample_app(&DataDir::new(folder.path())).unwrap();
        (folder, at)
    }

    fn day(at: Timestamp) -> String {
        at.strftime("%Y-%m-%d").to_string()
    }

    #[test]
    fn its_id_is_the_one_that_is_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(create_repository(folder.path(), commits().unwrap()).unwrap(), HEAD);
    }

    #[test]
    fn it_is_the_application_of_the_demo_folder_with_owners() {
        let (_folder, at) = written();
        let mut app = Tree::new();
        collect(&APP, &mut app);
        for (path, text) in &app {
            assert_eq!(&std::fs::read_to_string(at.join(path)).unwrap(), text, "{path}");
        }
        assert!(app["CODEOWNERS"].contains("/riverbank/collections/"));
        assert!(app["README.md"].contains("made-up sample"));
        assert!(app["riverbank/__init__.py"].contains("made-up sample"));
    }

    #[test]
    fn its_history_runs_over_the_time_of_the_complaints_by_seven_people_who_do_not_exist() {
        let commits = commits().unwrap();
        assert_eq!(commits.len(), 45);
        assert!(commits.is_sorted_by_key(|commit| commit.at));
        assert_eq!(day(commits[0].at), "2018-06-04");
        assert_eq!(day(commits[44].at), "2023-07-05");
        let people: BTreeSet<&str> = commits.iter().map(|commit| commit.email.as_str()).collect();
        assert_eq!(people.len(), 7);
        assert!(people.iter().all(|email| email.ends_with("@example.com")));
        assert!(commits.iter().any(|commit| commit.message.ends_with("\n\nFixes #12\n")));
    }

    #[test]
    fn its_releases_are_tags_of_both_kinds_that_say_that_they_are_made_up() {
        let (_folder, at) = written();
        let tags = hearken_code::Repository::open(&at).unwrap().tags(|_| true).unwrap().tags;
        assert_eq!(tags.len(), 10);
        assert!(tags.iter().all(|tag| tag.name.ends_with("+made-up") || tag.name == LAST_TAG), "{tags:?}");
        let find = |name: &str| tags.iter().find(|tag| tag.name == name).unwrap();
        let (annotated, lightweight) = (find("v2.0.0+made-up"), find("v1.3.1+made-up"));
        assert_eq!((annotated.annotated, day(annotated.at).as_str()), (true, "2019-05-27"));
        assert_eq!((lightweight.annotated, day(lightweight.at).as_str()), (false, "2019-03-19"));
    }

    #[test]
    fn a_file_of_it_was_renamed_with_little_else_changed() {
        let commits = commits().unwrap();
        let rename = commits.iter().find(|commit| commit.message.starts_with("Rename")).unwrap();
        let content = |path: &str| {
            rename.changes.iter().find(|change| change.path == path).map(|change| change.content.is_some())
        };
        assert_eq!(content("riverbank/collections/dialer.py"), Some(false));
        assert_eq!(content("riverbank/collections/calls.py"), Some(true));
    }

    #[test]
    fn each_edit_changes_the_file() {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for commit in commits().unwrap() {
            for change in commit.changes {
                let Some(content) = change.content else { continue };
                let earlier = files.insert(change.path.clone(), content.clone());
                assert_ne!(earlier, Some(content), "{} at {}", change.path, commit.at);
            }
        }
    }

    #[test]
    fn what_stands_there_is_kept_and_what_differs_is_written_again() {
        let (folder, at) = written();
        let dir = DataDir::new(folder.path());
        let note = at.join("note.txt");
        std::fs::write(&note, "mine").unwrap();
        write_sample_app(&dir).unwrap();
        assert!(note.exists());
        std::fs::write(at.join(".git/refs/heads/main"), "0".repeat(40)).unwrap();
        write_sample_app(&dir).unwrap();
        assert!(!note.exists());
        assert!(is_written(&at));
    }
}
