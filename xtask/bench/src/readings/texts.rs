//! The texts that readings are learned from and measured on, by their ids, and what people labelled them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, ensure};
use hearken_analysis::boilerplate::{Template, own_words};
use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_analysis::readings::Head;
use hearken_analysis::redact::redact;
use hearken_analysis::themes::Text;
use hearken_domain::{Says, Sentiment, Severity};
use rayon::prelude::*;
use serde::Deserialize;

/// Products of which no text is learned from.
pub const APART: [&str; 6] = [
    "Fampay",
    "com.dreamplug.androidapp",
    "com.google.android.apps.nbu.paisa.user",
    "com.niyo.equitassavingsaccount",
    "in.junio",
    "me.greenlight",
];

/// A text as it is read.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: String,
    pub title: String,
    /// The title and what its writer says.
    pub words: String,
    /// The title and all of the text.
    pub whole: String,
    pub vector: Vector,
    pub rating: Option<f64>,
    /// The product or the repository.
    pub product: String,
    /// What maintainers labelled it.
    pub label: String,
}

impl Item {
    /// As the product reads it, without its rating.
    pub fn unrated(&self) -> Text<'_> {
        Text { title: &self.title, ..Text::new(0, &self.words, self.vector) }
    }

    /// As the product reads it.
    pub fn text(&self) -> Text<'_> {
        Text { rating: self.rating, ..self.unrated() }
    }

    /// What it was written to: `review`, `complaint`, `rust` or `templated`.
    pub fn source(&self) -> &str {
        self.id.split(':').next().unwrap_or_default()
    }

    fn read(raw: Raw) -> Self {
        let redacted = redact(&raw.text);
        let title = redact(&raw.title).as_str().trim().to_owned();
        let titled = (!title.is_empty()).then_some(title.as_str());
        let own = own_words(titled, redacted.as_str(), &Template::default());
        let (words, vector) = (own.write(), own.embed(EmbeddingTable::builtin()));
        let whole = format!("{title}\n{}", redacted.as_str());
        Self {
            id: raw.id,
            title,
            words,
            whole,
            vector,
            rating: raw.rating,
            product: raw.product,
            label: raw.label,
        }
    }
}

#[derive(Default)]
struct Raw {
    id: String,
    title: String,
    text: String,
    rating: Option<f64>,
    product: String,
    label: String,
}

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    rating: Option<f64>,
    product: Option<String>,
    title: Option<String>,
    body: Option<String>,
    number: Option<u64>,
    repository: Option<String>,
    #[serde(default)]
    labels: Vec<serde_json::Value>,
}

/// Reads all texts of the folder: `app_reviews.jsonl.zst`, `cfpb_demo.csv.zst` and, in `longtexts`, `rust_issues.jsonl.zst`
/// and `templated_issues.jsonl.zst`.
pub fn all(data: &Path) -> anyhow::Result<Vec<Item>> {
    let mut raw = Vec::new();
    for (number, line) in lines(&data.join("app_reviews.jsonl.zst"))?.enumerate() {
        let line: Line = serde_json::from_str(&line?)?;
        raw.push(Raw {
            id: format!("review:{number}"),
            text: line.text.unwrap_or_default(),
            rating: line.rating,
            product: line.product.unwrap_or_default(),
            ..Raw::default()
        });
    }
    let complaints = csv::Reader::from_reader(open(&data.join("cfpb_demo.csv.zst"))?);
    for row in complaints.into_deserialize::<HashMap<String, String>>() {
        let row = row?;
        let of = |name: &str| row.get(name).cloned().unwrap_or_default();
        raw.push(Raw {
            id: format!("complaint:{}", of("Complaint ID")),
            text: of("Consumer complaint narrative"),
            ..Raw::default()
        });
    }
    for file in ["rust_issues.jsonl.zst", "templated_issues.jsonl.zst"] {
        for line in lines(&data.join("longtexts").join(file))? {
            raw.push(issue(serde_json::from_str(&line?)?));
        }
    }
    Ok(raw.into_par_iter().map(Item::read).collect())
}

fn issue(line: Line) -> Raw {
    let number = line.number.unwrap_or_default();
    let label =
        line.labels.first().map(|label| label.as_str().or(label["name"].as_str()).unwrap_or_default());
    let id = match &line.repository {
        Some(repository) => format!("templated:{repository}:{number}"),
        None => format!("rust:{number}"),
    };
    Raw {
        id,
        title: line.title.unwrap_or_default(),
        text: line.body.unwrap_or_default(),
        product: line.repository.clone().unwrap_or_else(|| "rust".to_owned()),
        // The areas of rust-lang are no kinds.
        label: line.repository.and(label).unwrap_or_default().to_owned(),
        rating: None,
    }
}

fn open(path: &Path) -> anyhow::Result<impl Read + use<>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(zstd::Decoder::new(file)?)
}

fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = std::io::Result<String>> + use<>> {
    Ok(BufReader::new(open(path)?).lines())
}

/// What a reader answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    pub says: Says,
    pub sentiment: Sentiment,
    pub severity: Option<Severity>,
}

impl Label {
    fn read(fields: &[&str]) -> anyhow::Result<Self> {
        ensure!(fields.len() >= 3, "a label has three fields");
        let severity = (fields[2] != "-").then(|| fields[2].parse()).transpose()?;
        Ok(Self { says: fields[0].parse()?, sentiment: fields[1].parse()?, severity })
    }

    /// The class for a head; `None` where there is no answer.
    pub fn class(&self, head: Head) -> Option<usize> {
        match head {
            Head::Stars => None,
            Head::Says => Some(self.says as usize),
            Head::Sentiment => Some(self.sentiment as usize),
            Head::Severity => self.severity.map(|severity| severity as usize),
        }
    }
}

/// A text that people labelled.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub id: String,
    /// Whether it is kept apart, never learned from.
    pub kept: bool,
    pub label: Label,
    /// What the first reader said, and the second, where two read it.
    pub readers: Option<(Label, Label)>,
}

/// Reads `both.tsv` and `more.tsv`.
pub fn labels(folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let mut found = Vec::new();
    for line in read("both.tsv")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        ensure!(fields.len() == 12, "both.tsv has twelve fields a line: {line}");
        found.push(Labelled {
            id: fields[0].to_owned(),
            kept: fields[1] == "kept",
            label: Label::read(&fields[8..11])?,
            readers: Some((Label::read(&fields[2..5])?, Label::read(&fields[5..8])?)),
        });
    }
    for line in read("more.tsv")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let label = Label::read(fields.get(1..).unwrap_or_default())?;
        found.push(Labelled { id: fields[0].to_owned(), kept: false, label, readers: None });
    }
    Ok(found)
}
