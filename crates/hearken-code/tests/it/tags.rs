//! Tags of both kinds, with when they were made.

use hearken_code::{Repository, Tag};

use crate::git::Git;

fn names(tags: &[Tag]) -> Vec<(&str, bool, String)> {
    tags.iter().map(|tag| (tag.name.as_str(), tag.annotated, tag.at.to_string())).collect()
}

#[test]
fn an_annotated_tag_says_when_it_was_made_and_a_lightweight_one_is_as_old_as_its_commit() {
    let Some(git) = Git::new(&[]) else { return };
    git.commit("Ada", "ada@example.com", b"One", &[("a.py", "def a(): pass\n")]);
    git.run("shop", &["tag", "v1.0"]);
    // Made like everything here on the first day of 2024, by the committer's clock.
    git.run("shop", &["tag", "-a", "v1.1", "-m", "Second"]);
    git.run("shop", &["tag", "-a", "v1.2", "-m", "A tag of a tag", "v1.1"]);
    git.run("shop", &["tag", "latest"]);
    let blob = git.answer("shop", &["rev-parse", "HEAD:a.py"]);
    git.run("shop", &["tag", "v9.9", &blob]);
    for packed in [false, true] {
        if packed {
            git.run("shop", &["pack-refs", "--all"]);
        }
        let repository = Repository::open(&git.path("shop")).unwrap();
        let tags = repository.tags(|name| name.starts_with('v')).unwrap();
        let then = "2024-01-01T00:00:00Z".to_owned();
        assert_eq!(
            names(&tags.tags),
            [("v1.0", false, then.clone()), ("v1.1", true, then.clone()), ("v1.2", true, then)]
        );
        assert_eq!(tags.undated, ["v9.9"], "a file has no time");
        assert_eq!(tags.others, ["latest"]);
    }
}

#[test]
fn a_repository_without_tags_has_none() {
    let shop = crate::shop::Shop::new();
    assert_eq!(shop.repository.tags(|_| true).unwrap(), hearken_code::Tags::default());
}

#[test]
fn tags_have_another_digest_once_one_comes_moves_or_goes_however_they_are_kept() {
    let Some(git) = Git::new(&[]) else { return };
    git.commit("Ada", "ada@example.com", b"One", &[("a.py", "def a(): pass\n")]);
    git.commit("Ada", "ada@example.com", b"Two", &[("a.py", "def a(): return 2\n")]);
    let digest = || Repository::open(&git.path("shop")).unwrap().tags_digest().unwrap();
    let none = digest();
    git.run("shop", &["tag", "v1.0"]);
    let one = digest();
    git.run("shop", &["pack-refs", "--all"]);
    assert_eq!(digest(), one);
    git.run("shop", &["tag", "-f", "v1.0", "HEAD~1"]);
    let moved = digest();
    git.run("shop", &["tag", "-d", "v1.0"]);
    assert_eq!(digest(), none);
    assert!(one != none && moved != one && moved != none);
}
