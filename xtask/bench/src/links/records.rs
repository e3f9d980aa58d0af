//! Reports whose fixes are known.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use regex::Regex;

/// A report and the files that its fix changed.
pub(super) struct Record {
    pub id: String,
    pub repo: String,
    pub base: String,
    pub at: Timestamp,
    pub text: String,
    pub files: Vec<String>,
    pub eval: bool,
}

impl Record {
    /// Whether it names none of the files by their stem and carries no stack trace.
    pub fn unnamed(&self) -> bool {
        static TRACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(r#"(?m)Traceback \(most recent|^\s+at [\w.$<>]+\(|panicked at|^\s*File ".+", line \d+|goroutine \d+ \["#).ok()
        });
        let text = self.text.to_lowercase();
        let words: std::collections::HashSet<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let named = |path: &String| {
            let stem = Path::new(path)
                .file_stem()
                .map(|stem| stem.to_string_lossy().to_lowercase())
                .unwrap_or_default();
            // A stem of several parts stands in the text between other characters than letters and digits.
            match stem.contains(|c: char| !c.is_ascii_alphanumeric()) {
                true => {
                    text.match_indices(&stem).any(|(offset, _)| bounded(&text, offset, offset + stem.len()))
                }
                false => words.contains(stem.as_str()),
            }
        };
        !TRACE.as_ref().is_some_and(|trace| trace.is_match(&self.text)) && !self.files.iter().any(named)
    }
}

fn bounded(text: &str, from: usize, to: usize) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric();
    !text[..from].ends_with(inside) && !text[to..].starts_with(inside)
}

pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Record>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let zstd = path.extension().is_some_and(|extension| extension == "zst");
    let reader: Box<dyn Read> = if zstd { Box::new(zstd::Decoder::new(file)?) } else { Box::new(file) };
    let mut records = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(reader).lines()) {
        let value: serde_json::Value =
            serde_json::from_str(&line?).with_context(|| format!("line {number} is no JSON"))?;
        let text = |name: &str| {
            value[name].as_str().map(str::to_owned).with_context(|| format!("line {number} has no {name}"))
        };
        records.push(Record {
            id: text("id")?,
            repo: text("repo")?,
            base: text("base_commit")?,
            at: text("base_date")?.parse().with_context(|| format!("line {number}: base_date is no time"))?,
            text: text("text")?,
            files: value["fixed_files"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|file| file.as_str().map(str::to_owned))
                .collect(),
            eval: value["eval"].as_bool().unwrap_or_default(),
        });
    }
    ensure!(records.iter().any(|record| record.eval), "{} has no records to be scored", path.display());
    Ok(records)
}

/// Where the bare repository of `name` lies, by either way to name its folder.
pub(super) fn repository_path(repos: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let paths = [
        repos.join(name.replace('/', "+")).join("repo"),
        repos.join(format!("{}.git", name.replace('/', "__"))),
    ];
    paths
        .into_iter()
        .find(|path| path.exists())
        .with_context(|| format!("{} holds no repository of {name}", repos.display()))
}
