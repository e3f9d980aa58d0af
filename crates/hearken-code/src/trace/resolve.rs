//! From a file as a trace names it to files of the repository: the longest common end of both paths wins.

use super::frame::Frame;

/// Files that fit equally well beyond which none is told.
const TIES_MAX: usize = 3;
/// Names that say so little that the folder must fit as well.
const COMMON_NAMES: [&str; 11] = [
    "mod.rs",
    "lib.rs",
    "main.rs",
    "index.js",
    "index.ts",
    "index.tsx",
    "index.jsx",
    "__init__.py",
    "main.go",
    "main.py",
    "page.tsx",
];
/// Folders below which a library's own path begins.
const LIBRARY_ROOTS: [&str; 3] = ["site-packages/", "dist-packages/", "node_modules/"];

/// The repository's files that frames name, as (index of the frame, path): frames of the app first, else in their
/// order. `paths` gives all paths of the repository with a file name.
pub fn resolve<'a>(frames: &[Frame<'_>], paths: impl Fn(&str) -> Vec<&'a str>) -> Vec<(usize, &'a str)> {
    let mut order: Vec<usize> = (0..frames.len()).collect();
    order.sort_by_key(|index| !frames[*index].in_app_hint);
    order
        .into_iter()
        .flat_map(|index| {
            let frame = &frames[index];
            let files = std::iter::once(frame.file.clone()).chain(other_endings(frame));
            let found = files
                .map(|file| {
                    let candidates = paths(file.rsplit('/').next().unwrap_or(&file));
                    fitting(&file, &candidates, needed(frame))
                })
                .find(|found| !found.is_empty());
            found.unwrap_or_default().into_iter().map(move |path| (index, path))
        })
        .collect()
}

/// The files that a class may stand in besides, where it is all that is known.
fn other_endings<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = String> + 'a {
    let families: [&[&str]; 2] = [&["java", "kt", "scala", "groovy", "clj"], &["cs", "vb", "fs"]];
    let (stem, ending) = frame.file.rsplit_once('.').unwrap_or((&frame.file, ""));
    let family = families.into_iter().find(|family| frame.of_class && family.contains(&ending));
    // What Kotlin defines outside of classes, it puts into one that is called after the file.
    let outside = stem.strip_suffix("Kt").filter(|_| family.is_some()).map(|stem| format!("{stem}.kt"));
    let others = family.unwrap_or_default().iter().filter(move |other| **other != ending);
    others.map(move |other| format!("{stem}.{other}")).chain(outside)
}

/// Those of `candidates` whose path shares the longest end with a file that a text names; none if more than three do.
pub fn matching<'a>(file: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    // Where a text gives folders, one at least must fit.
    fitting(file, candidates, parts(file).count().min(2))
}

fn fitting<'a>(file: &str, candidates: &[&'a str], needed: usize) -> Vec<&'a str> {
    let most_shared = |same: fn(&str, &str) -> bool| {
        let shared: Vec<usize> = candidates.iter().map(|path| shared(file, path, same)).collect();
        let most = shared.iter().copied().max().filter(|most| *most >= needed.max(1))?;
        Some((shared, most))
    };
    // Windows writes a path as it likes.
    let windows = file.as_bytes().get(1) == Some(&b':');
    let found = most_shared(|named, part| named == part)
        .or_else(|| most_shared(str::eq_ignore_ascii_case).filter(|_| windows));
    let Some((shared, most)) = found else { return Vec::new() };
    let best = candidates.iter().zip(&shared).filter(|(_, shared)| **shared == most).map(|(path, _)| *path);
    let mut best: Vec<&str> = best.collect();
    // A path that is all of what was named is meant, rather than one that merely ends so.
    if let Some(whole) = best.iter().find(|path| parts(path).count() == most).copied() {
        best = vec![whole];
    }
    if best.len() > TIES_MAX { Vec::new() } else { best }
}

/// Parts of a path that say where; `.` and `..` do not.
fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').filter(|part| !matches!(*part, "" | "." | ".." | "~"))
}

fn shared(file: &str, path: &str, same: fn(&str, &str) -> bool) -> usize {
    parts(file).rev().zip(parts(path).rev()).take_while(|(named, part)| same(named, part)).count()
}

/// How many parts must fit before a file is taken for the one that a frame names.
fn needed(frame: &Frame<'_>) -> usize {
    let file = frame.file.as_str();
    // A package is a folder, on the JVM.
    if (file.ends_with(".java") || frame.of_class && !file.ends_with(".cs")) && !file.starts_with('/') {
        return parts(file).count();
    }
    if !frame.in_app_hint {
        let within =
            LIBRARY_ROOTS.iter().find_map(|root| file.rsplit_once(root)).map_or(file, |(_, path)| path);
        return if within.len() == file.len() { 3 } else { parts(within).count() };
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    if COMMON_NAMES.contains(&name) { parts(file).count().min(2) } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::frames;

    fn resolved(text: &str, repository: &[&'static str]) -> Vec<(usize, &'static str)> {
        resolve(&frames(text), |name| {
            repository.iter().copied().filter(|path| path.rsplit('/').next() == Some(name)).collect()
        })
    }

    #[test]
    fn the_longest_common_end_wins() {
        let repository = ["shop/pay/views.py", "shop/cart/views.py", "views.py"];
        let text = "  File \"/srv/app/shop/cart/views.py\", line 3, in add";
        assert_eq!(resolved(text, &repository), [(0, "shop/cart/views.py")]);
    }

    #[test]
    fn frames_of_the_app_come_first() {
        let repository = ["site/django/core.py", "shop/pay.py"];
        let text = "Traceback (most recent call last):\n  File \"/srv/shop/pay.py\", line 3, in a\n    \
            File \"/x/site-packages/site/django/core.py\", line 9, in b\n";
        assert_eq!(resolved(text, &repository), [(1, "shop/pay.py"), (0, "site/django/core.py")]);
    }

    #[test]
    fn a_librarys_file_is_not_the_file_of_the_same_name() {
        let repository =
            ["shop/writers/html.py", "src/lib.rs", "lib/router.js", "java/org/shop/Session.java"];
        for text in [
            "  File \"/x/site-packages/docutils/writers/html.py\", line 3, in a",
            "  1: serde::de\n    at /home/dev/.cargo/registry/src/x/serde-1.0/src/lib.rs:1:1",
            "    at f (/srv/node_modules/express/lib/router.js:1:1)",
            "    at org.hibernate.Session.open(Session.java:3)",
        ] {
            assert_eq!(resolved(text, &repository), [], "{text}");
        }
    }

    #[test]
    fn files_that_fit_equally_are_all_told_but_not_many() {
        let text = "  File \"/srv/pay.py\", line 3, in a";
        assert_eq!(resolved(text, &["a/pay.py", "b/pay.py"]).len(), 2);
        assert_eq!(resolved(text, &["a/pay.py", "b/pay.py", "c/pay.py", "d/pay.py"]), []);
        assert_eq!(resolved(text, &["a/pay.py", "pay.py"]), [(0, "pay.py")]);
    }

    #[test]
    fn a_name_that_many_files_have_needs_its_folder() {
        assert_eq!(resolved("panicked at src/arg/mod.rs:1:1:", &["src/parse/mod.rs"]), []);
        assert_eq!(
            resolved("panicked at ./src/arg/mod.rs:1:1:", &["src/arg/mod.rs"]),
            [(0, "src/arg/mod.rs")]
        );
    }

    #[test]
    fn a_mention_with_folders_needs_one_of_them_to_fit() {
        assert_eq!(matching("shop/pay.py", &["src/shop/pay.py", "src/pay.py"]), ["src/shop/pay.py"]);
        assert_eq!(matching("other/pay.py", &["src/shop/pay.py"]), [""; 0]);
        assert_eq!(matching("pay.py", &["src/shop/pay.py"]), ["src/shop/pay.py"]);
        assert_eq!(matching("", &["src/shop/pay.py"]), [""; 0]);
    }
}
