//! Which folders are parts of the code that somebody could own, told by the tree and its history alone.
//!
//! From the top down, a folder is told apart into its own folders where it holds more of the product than one part should,
//! where it holds packages, or where commits say that its folders live apart. What is too small to be a part by itself
//! stays with the folder around it. Sizes go in steps, so that a file more or less changes nothing elsewhere.

use std::ops::Range;

/// A file, as parts are told from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaf<'a> {
    pub path: &'a str,
    /// Whether customers run it: what is beside the product is told apart less finely.
    pub product: bool,
    /// Whether it says what the package in its folder is called.
    pub manifest: bool,
    /// Whether a rule of CODEOWNERS decides about it, so that its folder does not matter.
    pub ruled: bool,
}

/// A product of fewer files than the first number has parts of the second at most.
const STEPS: [(usize, usize); 3] = [(512, 32), (2_048, 64), (8_192, 128)];
const LARGEST: usize = 256;
/// Files beside the product count as so many fewer.
const BESIDE: usize = 4;
/// A commit that touched more files than this says nothing of which belong together.
const COMMIT_MAX: usize = 30;
/// Commits that must speak of a folder before they are believed, and the share of them that must stay in one folder of it.
const COMMITS_MIN: usize = 30;
const APART: f64 = 0.7;

/// The folders, by path; `files` ascend by path, and `commits` name files by their index.
pub(super) fn folders<'a>(files: &[Leaf<'a>], commits: &[Vec<u32>]) -> Vec<&'a str> {
    let product = files.iter().filter(|file| file.product).count();
    let largest = STEPS.iter().find(|(below, _)| product < *below).map_or(LARGEST, |(_, largest)| *largest);
    let packages = files
        .iter()
        .filter(|file| file.manifest)
        .filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder))
        .collect();
    let tree = Tree { files, packages, largest, commits };
    let mut found = Vec::new();
    tree.tell_apart("", 0..files.len(), &mut found);
    found
}

struct Tree<'t, 'a> {
    files: &'t [Leaf<'a>],
    /// Folders with a manifest of their own, ascending, those within others after them.
    packages: Vec<&'a str>,
    largest: usize,
    commits: &'t [Vec<u32>],
}

/// How many files a folder has.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    product: usize,
    beside: usize,
}

impl<'a> Tree<'_, 'a> {
    /// Puts a folder into `found`, and those within it that are parts by themselves.
    fn tell_apart(&self, folder: &'a str, range: Range<usize>, found: &mut Vec<&'a str>) {
        let inner = self.inner(folder, range.clone());
        let direct = range.len() - inner.iter().map(|(_, range)| range.len()).sum::<usize>();
        if let ([(only, within)], 0) = (inner.as_slice(), direct) {
            // Nothing stands beside it.
            return self.tell_apart(only, within.clone(), found);
        }
        let top = folder.is_empty();
        if !top {
            found.push(folder);
        }
        let size = self.size(&range);
        let too_large = size.product > self.largest || size.beside > self.largest * BESIDE;
        let apart = || size.product > self.largest / 4 && self.lives_apart(&range, &inner);
        if !(top || too_large || self.holds_packages(folder) || apart()) {
            return;
        }
        for (inner, range) in inner {
            if top || self.is_package(inner) || self.holds_packages(inner) || self.is_a_part(&range) {
                self.tell_apart(inner, range, found);
            }
        }
    }

    /// The folders right in a folder, each with its files.
    fn inner(&self, folder: &str, range: Range<usize>) -> Vec<(&'a str, Range<usize>)> {
        let from = if folder.is_empty() { 0 } else { folder.len() + 1 };
        let mut inner: Vec<(&'a str, Range<usize>)> = Vec::new();
        for number in range {
            let path = self.files[number].path;
            let Some(to) = path.get(from..).and_then(|rest| rest.find('/')) else { continue };
            let name = &path[..from + to];
            match inner.last_mut().filter(|(last, _)| *last == name) {
                Some((_, range)) => range.end = number + 1,
                None => inner.push((name, number..number + 1)),
            }
        }
        inner
    }

    fn size(&self, range: &Range<usize>) -> Size {
        let mut size = Size::default();
        for file in self.files[range.clone()].iter().filter(|file| !file.ruled) {
            if file.product { size.product += 1 } else { size.beside += 1 }
        }
        size
    }

    /// Whether a folder is large enough to be a part by itself.
    fn is_a_part(&self, range: &Range<usize>) -> bool {
        let (size, least) = (self.size(range), (self.largest / 16).max(3));
        size.product >= least || size.product + size.beside / BESIDE >= least
    }

    fn is_package(&self, folder: &str) -> bool {
        self.packages.contains(&folder)
    }

    /// Whether packages lie within a folder.
    fn holds_packages(&self, folder: &str) -> bool {
        let within = |package: &&str| {
            package.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
        };
        self.packages.iter().any(within)
    }

    /// Whether commits to a folder mostly stay in one folder of it.
    fn lives_apart(&self, range: &Range<usize>, inner: &[(&'a str, Range<usize>)]) -> bool {
        let part = |file: usize| inner.iter().position(|(_, range)| range.contains(&file));
        let (mut spoken, mut together) = (0, 0);
        for touched in self.commits.iter().filter(|touched| touched.len() <= COMMIT_MAX) {
            let mut parts =
                touched.iter().map(|file| *file as usize).filter(|file| range.contains(file)).map(part);
            let Some(first) = parts.next() else { continue };
            let mut others = parts.peekable();
            if others.peek().is_some() {
                spoken += 1;
                together += usize::from(others.any(|other| other != first));
            }
        }
        spoken >= COMMITS_MIN && (spoken - together) as f64 >= APART * spoken as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(paths: &[String], commits: &[Vec<u32>]) -> Vec<String> {
        let mut paths = paths.to_vec();
        paths.sort();
        let files: Vec<Leaf<'_>> = paths
            .iter()
            .map(|path| Leaf {
                path,
                product: !path.starts_with("tests/"),
                manifest: path.ends_with("/Cargo.toml"),
                ruled: false,
            })
            .collect();
        let found = folders(&files, commits);

        found.into_iter().map(str::to_owned).collect()
    }

    fn in_folder(folder: &str, count: usize) -> Vec<String> {
        (0..count).map(|n| format!("{folder}/{n:03}.rs")).collect()
    }

    #[test]
    fn a_folder_of_hundreds_of_files_is_told_apart_and_a_small_one_is_not() {
        let paths = [
            in_folder("src/nvim/api", 30),
            in_folder("src/nvim/eval", 20),
            in_folder("src/nvim/os", 2),
            in_folder("src/nvim", 10),
            in_folder("lib", 12),
        ]
        .concat();
        assert_eq!(told(&paths, &[]), ["lib", "src/nvim", "src/nvim/api", "src/nvim/eval"]);
    }

    #[test]
    fn packages_are_borders_however_small_they_are() {
        let mut paths = [in_folder("crates/a/src", 2), in_folder("crates/b/src", 1)].concat();
        paths.extend([
            "crates/a/Cargo.toml".to_owned(),
            "crates/b/Cargo.toml".to_owned(),
            "README.md".to_owned(),
        ]);
        assert_eq!(told(&paths, &[]), ["crates", "crates/a", "crates/b"]);
    }

    #[test]
    fn folders_that_commits_keep_apart_are_parts_and_those_that_change_together_are_one() {
        let paths = [in_folder("src/pay", 8), in_folder("src/ship", 8), in_folder("web", 4)].concat();
        let within: Vec<Vec<u32>> = (0..20).flat_map(|n| [vec![n % 7, 7], vec![8 + n % 7, 15]]).collect();
        assert_eq!(told(&paths, &within), ["src", "src/pay", "src/ship", "web"]);
        let across: Vec<Vec<u32>> = (0..40).map(|n| vec![n % 8, 8 + n % 8]).collect();
        assert_eq!(told(&paths, &across), ["src", "web"]);
    }

    #[test]
    fn what_is_beside_the_product_is_told_apart_less_finely() {
        let paths: Vec<String> = (0..40).flat_map(|n| in_folder(&format!("tests/case-{n:02}"), 3)).collect();
        assert_eq!(told(&[paths, in_folder("src", 3)].concat(), &[]), ["src", "tests"]);
    }

    #[test]
    fn a_file_more_or_less_changes_nothing_elsewhere() {
        let mut paths = [in_folder("src/a", 40), in_folder("src/b", 30), in_folder("lib", 12)].concat();
        let before = told(&paths, &[]);
        paths.push("src/a/new.rs".to_owned());
        assert_eq!(told(&paths, &[]), before);
        paths.remove(60);
        assert_eq!(told(&paths, &[]), before);
    }
}
