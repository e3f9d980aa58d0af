//! The files that the checks read: Rust, parsed, and the texts beside it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;

/// Folders that are not the project's own words: what is built, what git keeps.
const LEFT_OUT: [&str; 2] = ["target", "node_modules"];
/// The endings of files whose text a check looks at.
const TEXTS: [&str; 4] = ["md", "tsv", "html", "toml"];

/// A repository's files.
pub struct Tree {
    /// By path from the root, with `/`; folders are in it too.
    files: BTreeMap<String, Content>,
}

enum Content {
    Rust(RustFile),
    Text(String),
    /// It exists, and that is all a check needs to know.
    Other,
}

/// A file of Rust, as text and as syntax.
pub struct RustFile {
    pub text: String,
    pub syntax: syn::File,
}

impl Tree {
    /// Reads everything under `root` but hidden folders and what was built.
    pub fn read(root: &Path) -> anyhow::Result<Tree> {
        let mut tree = Tree { files: BTreeMap::new() };
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    /// A tree of made-up files.
    #[cfg(test)]
    pub fn from_files(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree { files: BTreeMap::new() };
        for (path, text) in files {
            for (offset, _) in path.match_indices('/') {
                tree.files.insert(path[..offset].to_owned(), Content::Other);
            }
            tree.add_file(path, || Ok((*text).to_owned())).expect("made-up files parse");
        }
        tree
    }

    fn read_folder(&mut self, folder: &Path, path: &str) -> anyhow::Result<()> {
        for entry in folder.read_dir().with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            if !entry.file_type()?.is_dir() {
                self.add_file(&path, || Ok(std::fs::read_to_string(entry.path())?))?;
            } else if !name.starts_with('.') && !LEFT_OUT.contains(&name.as_str()) {
                self.files.insert(path.clone(), Content::Other);
                self.read_folder(&entry.path(), &path)?;
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &str, read: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<()> {
        let read = || read().with_context(|| format!("cannot read {path}"));
        let content = match path.rsplit_once('.') {
            Some((_, "rs")) if is_source(path) => {
                let text = read()?;
                let syntax = syn::parse_file(&text).with_context(|| format!("cannot parse {path}"))?;
                Content::Rust(RustFile { text, syntax })
            }
            Some((_, ending)) if TEXTS.contains(&ending) => Content::Text(read()?),
            _ => Content::Other,
        };
        self.files.insert(path.to_owned(), content);
        Ok(())
    }

    /// The Rust files and their paths, by path.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &RustFile)> {
        self.files.iter().filter_map(|(path, content)| match content {
            Content::Rust(file) => Some((path.as_str(), file)),
            _ => None,
        })
    }

    /// The Rust file at `path`.
    pub fn rust_file(&self, path: &str) -> Option<&RustFile> {
        match self.files.get(path)? {
            Content::Rust(file) => Some(file),
            _ => None,
        }
    }

    /// The text files and their paths, by path: Markdown, tables, pages, manifests.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, content)| match content {
            Content::Text(text) => Some((path.as_str(), text.as_str())),
            _ => None,
        })
    }

    /// The text file at `path`.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.files.get(path)? {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether there is such a file or folder.
    pub fn has(&self, path: &str) -> bool {
        path.is_empty() || self.files.contains_key(path)
    }

    /// How many files the checks read the text of.
    pub fn files_read(&self) -> usize {
        self.rust().count() + self.texts().count()
    }
}

/// Whether a path is of the project's code, not of sample data.
fn is_source(path: &str) -> bool {
    ["crates/", "xtask/", "fuzz/targets/"].iter().any(|folder| path.starts_with(folder))
}

/// The rows of a table of tabs, each with its line; empty lines and `#` comments are left out.
pub fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(index, line)| (index + 1, line.split('\t').map(str::trim).collect()))
}

/// Whether a file of Rust is there in tests only, by its name.
pub fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Whether attributes say that something is there in tests only.
pub fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            let words = list.tokens.to_string();
            let mut words = words.split(|char: char| !char.is_alphanumeric() && char != '_');
            words.clone().any(|word| word == "test") && !words.any(|word| word == "not")
        }
        _ => false,
    })
}
