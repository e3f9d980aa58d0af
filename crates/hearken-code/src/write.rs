//! Writing a repository from commits given as values: for the sample that `demo` shows, and for tests.
//!
//! Same commits, same ids: nothing of this machine (its clock, its user, its git configuration) goes into them.

use std::io::Write as _;
use std::path::Path;

use gix::objs::tree::EntryKind;
use gix::refs::store::WriteReflog;
use gix::refs::transaction::PreviousValue;
use jiff::Timestamp;

use crate::CodeError;

/// The one branch of a repository that is written.
const BRANCH: &str = "refs/heads/main";

/// A commit to be written after the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommit {
    /// Who made it.
    pub author: String,
    /// Their address.
    pub email: String,
    /// When; written in UTC, in whole seconds.
    pub at: Timestamp,
    /// Its message: a subject, and after an empty line what more there is to say.
    pub message: String,
    /// What it changes. A file that is renamed is removed under its old path and written under its new one.
    pub changes: Vec<FileChange>,
}

/// What a commit does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path in the repository, with `/`.
    pub path: String,
    /// What stands in it from then on; `None` removes it.
    pub content: Option<Vec<u8>>,
}

/// Writes a repository with `commits`, oldest first, on its branch `main`, and its working tree, into `folder`,
/// which is made where it is missing. Returns the id of the last commit. The branch is written last: a folder whose
/// branch is there is whole.
///
/// # Errors
/// [`CodeError::Empty`] without a commit, [`CodeError::Unwritable`] where there is a repository already or a path leaves
/// it, and [`CodeError::File`] where a file is there already or the disk refuses.
pub fn create_repository(
    folder: &Path,
    commits: impl IntoIterator<Item = NewCommit>,
) -> Result<String, CodeError> {
    let unwritable = |error| unwritable(folder, &error);
    let mut repository = gix::ThreadSafeRepository::init_opts(
        folder,
        gix::create::Kind::WithWorktree,
        gix::create::Options::default(),
        gix::open::Options::isolated(),
    )
    .map_err(unwritable)?
    .to_thread_local();
    // An entry in the branch's log would carry this machine's user and time.
    repository.refs.write_reflog = WriteReflog::Disable;
    let mut head = None;
    let mut tree = repository.empty_tree().id;
    for commit in commits {
        tree = write_tree(&repository, tree, &commit.changes).map_err(unwritable)?;
        head = Some(write_commit(&repository, &commit, tree, head).map_err(unwritable)?);
    }
    let head = head.ok_or_else(|| CodeError::Empty { path: folder.to_owned() })?;
    let mut index = repository.index_from_tree(&tree).map_err(unwritable)?;
    check_out(&repository, &index, folder)?;
    index.write(gix::index::write::Options::default()).map_err(unwritable)?;
    repository.reference(BRANCH, head, PreviousValue::MustNotExist, "").map_err(unwritable)?;
    Ok(head.to_string())
}

/// A tag to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTag {
    /// Its name.
    pub name: String,
    /// How many commits before the last one of the branch it is on.
    pub commits_back: usize,
    /// When it was made, and by whom, as an annotated tag says; `None` writes a lightweight one.
    pub made: Option<(Timestamp, String, String)>,
}

/// Writes tags, in their order, into the repository in `folder`.
///
/// # Errors
/// [`CodeError::Unwritable`] where there is no such repository or commit, or a tag of that name.
pub fn create_tags(folder: &Path, tags: &[NewTag]) -> Result<(), CodeError> {
    let mut repository =
        gix::open_opts(folder, gix::open::Options::isolated()).map_err(|error| unwritable(folder, &error))?;
    repository.refs.write_reflog = WriteReflog::Disable;
    for tag in tags {
        write_tag(&repository, tag).map_err(|error| unwritable(folder, &error))?;
    }
    Ok(())
}

fn write_tag(repository: &gix::Repository, tag: &NewTag) -> gix::Result<()> {
    let target = repository.rev_parse_single(format!("{BRANCH}~{}", tag.commits_back).as_str())?.detach();
    let target = match &tag.made {
        None => target,
        Some((at, name, email)) => {
            let tagger = gix::actor::Signature {
                name: name.as_str().into(),
                email: email.as_str().into(),
                time: gix::date::Time { seconds: at.as_second(), offset: 0 },
            };
            let object = gix::objs::Tag {
                target,
                target_kind: gix::objs::Kind::Commit,
                name: tag.name.as_str().into(),
                tagger: Some(tagger),
                message: tag.name.as_str().into(),
                signature: None,
            };
            repository.write_object(object)?.detach()
        }
    };
    repository.reference(format!("refs/tags/{}", tag.name), target, PreviousValue::MustNotExist, "")?;
    Ok(())
}

/// The tree after `changes`.
fn write_tree(
    repository: &gix::Repository,
    tree: gix::ObjectId,
    changes: &[FileChange],
) -> gix::Result<gix::ObjectId> {
    let mut editor = repository.edit_tree(tree)?;
    for change in changes {
        match &change.content {
            Some(content) => {
                let blob = repository.write_blob(content)?;
                editor.upsert(change.path.as_str(), EntryKind::Blob, blob)?;
            }
            None => {
                editor.remove(change.path.as_str())?;
            }
        }
    }
    Ok(editor.write()?.detach())
}

fn write_commit(
    repository: &gix::Repository,
    commit: &NewCommit,
    tree: gix::ObjectId,
    parent: Option<gix::ObjectId>,
) -> gix::Result<gix::ObjectId> {
    let signature = gix::actor::Signature {
        name: commit.author.as_str().into(),
        email: commit.email.as_str().into(),
        time: gix::date::Time { seconds: commit.at.as_second(), offset: 0 },
    };
    let object = gix::objs::Commit {
        tree,
        parents: parent.into_iter().collect(),
        author: signature.clone(),
        committer: signature,
        encoding: None,
        message: commit.message.as_str().into(),
        extra_headers: Vec::new(),
    };
    Ok(repository.write_object(object)?.detach())
}

/// Writes each file of `index` under `folder`. None leaves it: git's trees and index hold no such path.
fn check_out(
    repository: &gix::Repository,
    index: &gix::index::State,
    folder: &Path,
) -> Result<(), CodeError> {
    let unwritable = |error| unwritable(folder, &error);
    for entry in index.entries() {
        let path = folder.join(gix::path::from_bstr(entry.path(index)).map_err(unwritable)?);
        let failed = |source| CodeError::File { path: path.clone(), source };
        let blob = repository.find_blob(entry.id).map_err(unwritable)?;
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut file = std::fs::File::create_new(&path).map_err(failed)?;
        file.write_all(&blob.data).map_err(failed)?;
    }
    Ok(())
}

fn unwritable(folder: &Path, error: &gix::Error) -> CodeError {
    CodeError::Unwritable { path: folder.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(at_s: i64, message: &str, changes: &[(&str, Option<&str>)]) -> NewCommit {
        NewCommit {
            author: "Ada Example".to_owned(),
            email: "ada@example.com".to_owned(),
            at: Timestamp::from_second(at_s).unwrap(),
            message: message.to_owned(),
            changes: changes
                .iter()
                .map(|(path, content)| FileChange {
                    path: (*path).to_owned(),
                    content: content.map(|content| content.as_bytes().to_vec()),
                })
                .collect(),
        }
    }

    fn three_commits() -> [NewCommit; 3] {
        [
            commit(
                1_528_121_600,
                "Begin\n",
                &[("README.md", Some("one\n")), ("src/old.py", Some("x = 1\n"))],
            ),
            commit(1_528_208_000, "Rename old\n", &[("src/old.py", None), ("src/new.py", Some("x = 1\n"))]),
            commit(1_528_294_400, "Say more\n\nFixes #12\n", &[("README.md", Some("two\n"))]),
        ]
    }

    fn open(folder: &Path) -> gix::Repository {
        gix::open_opts(folder, gix::open::Options::isolated()).unwrap()
    }

    #[test]
    fn the_same_commits_have_the_same_ids_wherever_they_are_written() {
        let dir = tempfile::tempdir().unwrap();
        let one = create_repository(&dir.path().join("one"), three_commits()).unwrap();
        let two = create_repository(&dir.path().join("deep/in/two"), three_commits()).unwrap();
        assert_eq!(one, two);
        assert_eq!(one, "7249d08b73b5dbdd14e4e042da37de0b45af69b9");
    }

    #[test]
    fn each_commit_follows_the_one_before_with_its_author_time_and_message() {
        let dir = tempfile::tempdir().unwrap();
        let head = create_repository(dir.path(), three_commits()).unwrap();
        let repository = open(dir.path());
        assert_eq!(repository.head_id().unwrap().to_string(), head);
        assert_eq!(repository.head_name().unwrap().unwrap().as_bstr(), BRANCH);
        let mut commits = Vec::new();
        for info in repository.head_id().unwrap().ancestors().all().unwrap() {
            let commit = info.unwrap().object().unwrap();
            let author = commit.author().unwrap().to_owned().unwrap();
            assert_eq!(
                (author.name.to_string(), author.email.to_string()),
                ("Ada Example".into(), "ada@example.com".into())
            );
            commits.push((author.time.seconds, commit.message_raw().unwrap().to_string()));
        }
        commits.sort();
        let told = three_commits().map(|commit| (commit.at.as_second(), commit.message));
        assert_eq!(commits, told);
    }

    #[test]
    fn the_working_tree_is_the_last_commit() {
        let dir = tempfile::tempdir().unwrap();
        create_repository(dir.path(), three_commits()).unwrap();
        let read = |path: &str| std::fs::read_to_string(dir.path().join(path)).ok();
        assert_eq!(read("README.md").as_deref(), Some("two\n"));
        assert_eq!(read("src/new.py").as_deref(), Some("x = 1\n"));
        assert_eq!(read("src/old.py"), None);
        let index = open(dir.path()).open_index().unwrap();
        let listed: Vec<_> = index.entries().iter().map(|entry| entry.path(&index).to_string()).collect();
        assert_eq!(listed, ["README.md", "src/new.py"]);
    }

    #[test]
    fn a_path_that_leaves_the_repository_is_refused_and_nothing_is_written_there() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["../outside", "a/../../outside", "/outside", ".git/hooks/post-checkout", ""] {
            let folder = dir.path().join("repository");
            let refused = create_repository(&folder, [commit(0, "Escape\n", &[(path, Some("x"))])]);
            assert!(matches!(refused, Err(CodeError::Unwritable { .. })), "{path}: {refused:?}");
            assert!(!dir.path().join("outside").exists());
            std::fs::remove_dir_all(folder).unwrap();
        }
    }

    #[test]
    fn what_is_there_already_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("README.md"), "mine\n").unwrap();
        let refused = create_repository(dir.path(), three_commits());
        assert!(matches!(refused, Err(CodeError::File { .. })), "{refused:?}");
        assert_eq!(std::fs::read_to_string(dir.path().join("README.md")).unwrap(), "mine\n");
        let refused = create_repository(dir.path(), three_commits());
        assert!(matches!(refused, Err(CodeError::Unwritable { .. })), "{refused:?}");
    }

    #[test]
    fn a_repository_without_commits_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(create_repository(dir.path(), []), Err(CodeError::Empty { .. })));
    }
}
