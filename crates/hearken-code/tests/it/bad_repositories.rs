//! Repositories that are none, empty, bare, or hold what no one should follow.

use std::path::Path;

use hearken_code::{CodeError, Index, Repository, create_repository};

use crate::shop::{Shop, commit, index};

#[test]
fn a_folder_that_is_no_repository_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let error = Repository::open(&dir.path().join("nowhere")).unwrap_err();
    assert!(error.to_string().contains("nowhere is not a git repository"), "{error}");
}

#[test]
fn a_repository_without_a_commit_says_so() {
    let dir = tempfile::tempdir().unwrap();
    gix::init(dir.path()).unwrap();
    let repository = Repository::open(dir.path()).unwrap();
    assert!(matches!(
        Index::update(&repository, None, &dir.path().join("index"), &|_| {}),
        Err(CodeError::Empty { .. })
    ));
}

#[test]
fn a_revision_that_is_not_there_is_named() {
    let shop = Shop::new();
    let error = Index::update(&shop.repository, Some("v9"), &shop.file(), &|_| {}).unwrap_err();
    assert!(error.to_string().ends_with("has no revision 'v9'"), "{error}");
}

#[test]
fn a_bare_and_a_detached_repository_are_read_like_any_other() {
    let shop = Shop::new();
    let bare = Repository::open(&shop.path().join(".git")).unwrap();
    assert_eq!(bare.head().unwrap(), shop.repository.head().unwrap());
    let earlier = shop.repository.resolve("HEAD~1").unwrap();
    std::fs::write(shop.path().join(".git/HEAD"), format!("{earlier}\n")).unwrap();
    let detached = Repository::open(&shop.path()).unwrap();
    assert_eq!(index(&detached, &shop.file()).commit(), earlier);
}

#[test]
fn a_subfolder_of_a_working_tree_leads_to_its_repository() {
    let shop = Shop::new();
    let inner = Repository::open(&shop.path().join("shop")).unwrap();
    assert_eq!(inner.work_dir().unwrap().canonicalize().unwrap(), shop.path().canonicalize().unwrap());
}

#[test]
fn a_clone_that_was_cut_off_is_indexed_as_far_as_it_goes_and_says_so() {
    let shop = Shop::new();
    let parent = shop.repository.resolve("HEAD~1").unwrap();
    std::fs::write(shop.path().join(".git/shallow"), format!("{parent}\n")).unwrap();
    let shallow = Repository::open(&shop.path()).unwrap();
    let updated = Index::update(&shallow, None, &shop.file(), &|_| {}).unwrap();
    assert_eq!(updated.commits, 2);
    assert!(updated.notes[0].contains("shallow"), "{:?}", updated.notes);
}

#[test]
fn binary_huge_and_strangely_encoded_files_neither_stop_nor_enter_an_index() {
    let huge = "x = 1\n".repeat(200_000);
    let shop = Shop::with_commits(vec![commit(
        "2024-01-01T00:00:00Z",
        "All sorts",
        &[
            ("a.py", Some("def a(): pass\n")),
            ("binary.py", Some("\0\0\0")),
            ("huge.py", Some(&huge)),
            ("odd\u{7}<b>.py", Some("def odd(): pass\n")),
        ],
    )]);
    let paths: Vec<String> = shop.index().files().into_iter().map(|file| file.path).collect();
    assert_eq!(paths, ["a.py", "odd\u{7}<b>.py"]);
}

#[test]
fn a_symlink_is_not_followed_nor_a_submodule_entered() {
    let dir = tempfile::tempdir().unwrap();
    create_repository(
        dir.path(),
        vec![commit("2024-01-01T00:00:00Z", "One", &[("a.py", Some("def a(): pass\n"))])],
    )
    .unwrap();
    let git = gix::open(dir.path()).unwrap();
    let target = git.write_blob(b"/etc/passwd").unwrap().detach();
    let head = git.head_commit().unwrap();
    let mut tree = head.tree().unwrap().edit().unwrap();
    tree.upsert("b.py", gix::object::tree::EntryKind::Link, target).unwrap();
    tree.upsert("c.py", gix::object::tree::EntryKind::Commit, head.id).unwrap();
    let tree = tree.write().unwrap().detach();
    let signature = head.author().unwrap().to_owned().unwrap();
    let mut first = gix::date::parse::TimeBuf::default();
    let mut second = gix::date::parse::TimeBuf::default();
    git.commit_as(
        signature.to_ref(&mut first),
        signature.to_ref(&mut second),
        "HEAD",
        "A link",
        tree,
        [head.id],
    )
    .unwrap();
    let repository = Repository::open(dir.path()).unwrap();
    let index = index(&repository, &dir.path().join(".git/index-of-code"));
    assert_eq!(index.files().into_iter().map(|file| file.path).collect::<Vec<_>>(), ["a.py"]);
    for path in ["b.py", "c.py"] {
        assert_eq!(repository.file_at(index.commit(), path).unwrap(), None, "{path}");
    }
}

#[test]
fn mistakes_in_codeowners_are_named_by_line() {
    let shop = Shop::with_commits(vec![commit(
        "2024-01-01T00:00:00Z",
        "Owners",
        &[("a.py", Some("def a(): pass\n")), (".github/CODEOWNERS", Some("* @all\n!a.py @none\n"))],
    )]);
    let updated = Index::update(&shop.repository, None, &shop.file(), &|_| {}).unwrap();
    assert!(updated.notes[0].starts_with(".github/CODEOWNERS line 2: "), "{:?}", updated.notes);
}

#[test]
fn an_index_that_cannot_be_written_says_where() {
    let shop = Shop::new();
    let nowhere = Path::new("/no/such/folder/index");
    let error = Index::update(&shop.repository, None, nowhere, &|_| {}).unwrap_err();
    assert!(error.to_string().contains("/no/such/folder/index"), "{error}");
}
