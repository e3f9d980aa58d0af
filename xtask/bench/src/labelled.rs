//! Labelled texts: `label<TAB>text` lines, issues as JSON lines, complaints as CSV.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

/// A text with what people labelled it.
pub struct Labelled {
    /// The issue's number, where it is one.
    pub number: Option<u64>,
    pub title: Option<String>,
    pub text: String,
    pub labels: Vec<String>,
}

#[derive(Deserialize)]
struct Issue {
    number: u64,
    title: String,
    body: Option<String>,
    labels: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
}

#[derive(Deserialize)]
struct Complaint {
    #[serde(rename = "Consumer complaint narrative")]
    text: String,
    #[serde(rename = "Issue")]
    label: String,
}

/// Reads labelled texts, in whichever form the file's name tells.
pub fn labelled(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let name = path.to_string_lossy();
    let (plain, zstd) = name.strip_suffix(".zst").map_or((&*name, false), |plain| (plain, true));
    let reader: Box<dyn Read> = if zstd { Box::new(zstd::Decoder::new(file)?) } else { Box::new(file) };
    let reader = BufReader::new(reader);
    let context = || format!("reading {}", path.display());
    if plain.ends_with(".csv") {
        let rows = csv::Reader::from_reader(reader).into_deserialize();
        let item =
            |row: Complaint| Labelled { number: None, title: None, text: row.text, labels: vec![row.label] };
        return rows.map(|row| row.map(item)).collect::<Result<_, _>>().with_context(context);
    }
    let mut items = Vec::new();
    for line in reader.lines() {
        let line = line.with_context(context)?;
        if plain.ends_with(".jsonl") {
            let issue: Issue = serde_json::from_str(&line).with_context(context)?;
            items.push(Labelled {
                number: Some(issue.number),
                title: Some(issue.title),
                text: issue.body.unwrap_or_default(),
                labels: issue.labels.into_iter().map(|label| label.name).collect(),
            });
        } else if let Some((label, text)) = line.split_once('\t') {
            let (text, labels) = (text.to_owned(), vec![label.to_owned()]);
            items.push(Labelled { number: None, title: None, text, labels });
        }
    }
    Ok(items)
}
