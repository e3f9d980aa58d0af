//! Repositories that are not all there, or not as most are: what is there is read, what is missing is told once, and
//! what cannot be read is refused by its name.

use std::path::Path;

use hearken_code::{CodeError, Index, Past, Report, Repository, Updated};

use crate::git::Git;
use crate::shop::{FEES, LOGIN, at, index};

const ADA: (&str, &str) = ("Ada", "ada@example.com");

/// Three commits: a file, its renaming with a change, and another file.
fn with_commits(init: &[&str]) -> Option<Git> {
    let git = Git::new(init)?;
    git.commit(ADA.0, ADA.1, b"Charge late fees", &[("shop/charges.py", FEES)]);
    git.run("shop", &["mv", "shop/charges.py", "shop/fees.py"]);
    git.commit(ADA.0, ADA.1, b"Call them fees", &[("shop/fees.py", &format!("{FEES}# fees\n"))]);
    git.commit(ADA.0, ADA.1, b"Sign in", &[("shop/login.py", LOGIN), ("CODEOWNERS", "* @shop\n")]);
    git.run("shop", &["config", "uploadpack.allowFilter", "true"]);
    Some(git)
}

fn clone(git: &Git, filter: &str, more: &[&str]) {
    let (url, filter) = (git.url("shop"), format!("--filter={filter}"));
    let arguments = [&["clone", "-q", filter.as_str()][..], more, &[url.as_str(), "clone"]].concat();
    git.run(".", &arguments);
    git.run("clone", &["remote", "set-url", "origin", "file:///nowhere"]);
}

fn fetch_all(git: &Git) {
    git.run("clone", &["remote", "set-url", "origin", &git.url("shop")]);
    git.run("clone", &["fetch", "-q", "--refetch", "--no-filter"]);
}

fn update(repository: &Path, file: &Path) -> Updated {
    Index::update(&Repository::open(repository).unwrap(), None, file, &|_| {}).unwrap()
}

/// Which file a frame of a stack trace leads to first.
fn traced(repository: &Path, file: &Path) -> Option<String> {
    let text = "Traceback (most recent call last):\n  File \"/srv/shop/shop/login.py\", line 3, in sign_in\nLoginError: no";
    let report = Report::text(text);
    let (repository, index) = (Repository::open(repository).unwrap(), Index::open(file).unwrap());
    let found = index.locate(&repository, &report, &Past::default(), 5).unwrap();
    found.into_iter().next().map(|located| located.path)
}

#[test]
fn a_clone_without_contents_is_known_by_paths_and_history_until_they_are_fetched() {
    let Some(git) = with_commits(&[]) else { return };
    clone(&git, "blob:none", &["--no-checkout"]);
    let (path, file) = (git.path("clone"), git.path("index"));
    let updated = update(&path, &file);
    assert_eq!((updated.files, updated.files_read, updated.commits), (3, 0, 3));
    assert_eq!(updated.notes.len(), 1, "{:?}", updated.notes);
    let note = &updated.notes[0];
    assert!(
        note.starts_with("the clone is partial") && note.contains("3 files, such as CODEOWNERS"),
        "{note}"
    );
    assert_eq!(traced(&path, &file).as_deref(), Some("shop/login.py"));
    let known = Index::open(&file).unwrap();
    assert_eq!(
        known.authors("shop/login.py", at("2023-01-01T00:00:00Z")..=at("2030-01-01T00:00:00Z")).len(),
        1
    );
    assert!(known.owners("shop/login.py").is_empty());
    assert!(update(&path, &file).unchanged, "nothing came in between");

    fetch_all(&git);
    let fetched = update(&path, &file);
    assert_eq!((fetched.files_read, fetched.unchanged), (3, false));
    assert!(fetched.notes.is_empty(), "{:?}", fetched.notes);
    let known = Index::open(&file).unwrap();
    assert_eq!(known.find("shop/login.py").unwrap().lines as usize, LOGIN.lines().count());
    assert_eq!(known.owners("shop/login.py"), ["@shop"]);
}

#[test]
fn a_clone_without_folders_of_the_past_says_how_much_of_it_is_not_known() {
    let Some(git) = with_commits(&[]) else { return };
    clone(&git, "tree:0", &[]);
    let (path, file) = (git.path("clone"), git.path("index"));
    let updated = update(&path, &file);
    assert_eq!((updated.files, updated.commits), (3, 3));
    assert!(updated.notes[0].contains("what was changed by 3 commits"), "{:?}", updated.notes);
    fetch_all(&git);
    let fetched = update(&path, &file);
    assert_eq!((fetched.commits_read, fetched.notes.len()), (3, 0), "{:?}", fetched.notes);
    assert_eq!(
        Index::open(&file).unwrap().changes("shop/fees.py").len(),
        2,
        "its earlier name is known, too"
    );
}

#[test]
fn a_clone_without_any_folder_is_refused_with_what_to_do() {
    let Some(git) = with_commits(&[]) else { return };
    clone(&git, "tree:0", &["--no-checkout"]);
    let repository = Repository::open(&git.path("clone")).unwrap();
    let error = Index::update(&repository, None, &git.path("index"), &|_| {}).unwrap_err();
    assert!(matches!(error, CodeError::NoFiles { .. }), "{error}");
    assert!(error.to_string().contains("git fetch --refetch --no-filter"), "{error}");
    fetch_all(&git);
    assert_eq!(update(&git.path("clone"), &git.path("index")).files, 3);
}

#[test]
fn a_clone_that_borrowed_its_objects_from_one_that_is_gone_is_refused_as_lost_and_not_as_empty() {
    let Some(git) = with_commits(&[]) else { return };
    git.run(".", &["clone", "-q", "--shared", "shop", "clone"]);
    std::fs::rename(git.path("shop"), git.path("elsewhere")).unwrap();
    let repository = Repository::open(&git.path("clone")).unwrap();
    let error = Index::update(&repository, None, &git.path("index"), &|_| {}).unwrap_err();
    assert!(matches!(error, CodeError::NoFiles { .. }), "{error}");
    std::fs::rename(git.path("elsewhere"), git.path("shop")).unwrap();
    assert_eq!(update(&git.path("clone"), &git.path("index")).files, 3);
}

#[test]
fn one_file_that_was_lost_stops_none_of_the_others() {
    let Some(git) = with_commits(&[]) else { return };
    git.lose("HEAD:shop/fees.py");
    let (path, file) = (git.path("shop"), git.path("index"));
    let updated = update(&path, &file);
    assert_eq!(updated.files, 3);
    let note = &updated.notes[0];
    assert!(note.contains("missing or damaged") && note.contains("the file shop/fees.py"), "{note}");
    let text = "this late fee cannot be waived, and sign_in says your password was not accepted";
    let (repository, known) = (Repository::open(&path).unwrap(), Index::open(&file).unwrap());
    let found = known.locate(&repository, &Report::text(text), &Past::default(), 5).unwrap();
    assert_eq!(found[0].path, "shop/login.py");
    assert_eq!(repository.file_at(known.commit(), "shop/fees.py").unwrap(), None);
}

#[test]
fn a_folder_and_a_commit_that_were_lost_are_told_and_the_rest_is_read() {
    let Some(git) = with_commits(&[]) else { return };
    git.commit(ADA.0, ADA.1, b"Papers", &[("docs/start.md", "# Start\n")]);
    git.lose("HEAD:docs");
    git.lose("HEAD~2");
    let updated = update(&git.path("shop"), &git.path("index"));
    assert_eq!((updated.files, updated.commits), (3, 2));
    let note = &updated.notes[0];
    assert!(note.contains("the folder docs") && note.contains("1 commit,"), "{note}");
}

#[test]
fn a_repository_that_hashes_with_sha_256_is_read_like_any_other() {
    let Some(git) = with_commits(&["--object-format=sha256"]) else { return };
    let (path, file) = (git.path("shop"), git.path("index"));
    let updated = update(&path, &file);
    assert_eq!((updated.files, updated.commits, updated.commit.len()), (3, 3, 64));
    assert!(updated.notes.is_empty(), "{:?}", updated.notes);
    assert_eq!(traced(&path, &file).as_deref(), Some("shop/login.py"));
    let changes = Index::open(&file).unwrap().changes("shop/fees.py");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0].commit, git.answer("shop", &["rev-parse", "HEAD~1"]));

    git.commit(ADA.0, ADA.1, b"More", &[("shop/more.py", "def more(): pass\n")]);
    let next = update(&path, &file);
    assert_eq!((next.files_read, next.commits_read, next.commits), (1, 1, 4));
    git.run("shop", &["gc", "-q"]);
    assert_eq!(update(&path, &git.path("packed")).files, 4);
}

#[test]
fn branches_in_a_reftable_are_refused_by_name_with_what_to_do() {
    let Some(git) = with_commits(&["--ref-format=reftable"]) else { return };
    let error = Repository::open(&git.path("shop")).unwrap_err();
    assert!(matches!(&error, CodeError::References { format, .. } if format == "reftable"), "{error}");
    let advice = error.to_string();
    assert!(advice.contains("'git refs migrate --ref-format=files'"), "{advice}");
    assert!(advice.contains("'git clone --ref-format=files'"), "{advice}");
    git.run(".", &["clone", "-q", "--ref-format=files", "shop", "clone"]);
    assert_eq!(update(&git.path("clone"), &git.path("index")).files, 3);
}

#[test]
#[cfg(unix)]
fn names_and_messages_are_read_in_the_encoding_of_their_commit() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let Some(git) = Git::new(&[]) else { return };
    git.run("shop", &["config", "i18n.commitEncoding", "ISO-8859-1"]);
    let name = OsStr::from_bytes(b"Ren\xe9 M\xfcller");
    git.commit(name, "rene@example.com", b"Geb\xfchr berechnen", &[("a.py", "def a(): pass\n")]);
    git.run("shop", &["config", "i18n.commitEncoding", "KOI8-R"]);
    let name = OsStr::from_bytes(b"\xe9\xd7\xc1\xce");
    git.commit(name, "ivan@example.com", b"\xef\xd0\xcc\xc1\xd4\xc1", &[("a.py", "def a(): return 1\n")]);
    let index = index(&Repository::open(&git.path("shop")).unwrap(), &git.path("index"));
    let said: Vec<(String, String)> =
        index.changes("a.py").into_iter().map(|change| (change.author, change.subject)).collect();
    let pair = |author: &str, subject: &str| (author.to_owned(), subject.to_owned());
    assert_eq!(said, [pair("Иван", "Оплата"), pair("René Müller", "Gebühr berechnen")]);
}

#[test]
fn one_person_under_several_names_is_asked_once() {
    let Some(git) = Git::new(&[]) else { return };
    let mailmap =
        "Ann Lee <ann@example.com> <ann@home.example>\nAnn Lee <ann@example.com> annie <a@old.example>\n";
    git.commit("Eve", "eve@example.com", b"One", &[("a.py", "x = 0\n"), (".mailmap", mailmap)]);
    git.commit("Ann Lee", "ann@example.com", b"Two", &[("a.py", "x = 1\n")]);
    git.commit("ann", "ann@home.example", b"Three", &[("a.py", "x = 2\n")]);
    git.commit("annie", "A@old.example", b"Four", &[("a.py", "x = 3\n")]);
    let file = git.path("index");
    let index = index(&Repository::open(&git.path("shop")).unwrap(), &file);
    let asked = |index: &Index| -> Vec<(String, String, usize)> {
        let authors = index.authors("a.py", at("2023-01-01T00:00:00Z")..=at("2030-01-01T00:00:00Z"));
        authors.into_iter().map(|author| (author.name, author.email, author.commits)).collect()
    };
    let person = |name: &str, email: &str, commits| (name.to_owned(), email.to_owned(), commits);
    assert_eq!(asked(&index), [person("Ann Lee", "ann@example.com", 3), person("Eve", "eve@example.com", 1)]);
    assert_eq!(index.email_of("ann@home.example"), "ann@example.com");
    assert_eq!(index.changes("a.py")[0].author, "Ann Lee");

    git.commit("Eve", "eve@example.com", b"Nobody", &[(".mailmap", "")]);
    update(&git.path("shop"), &file);
    assert_eq!(
        asked(&Index::open(&file).unwrap()).len(),
        4,
        "what the map of the head says counts for all commits"
    );
}
