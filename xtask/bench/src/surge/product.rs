//! The signals of one product in the order in which they were said, with the themes that the product's own clustering finds.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::surge::{Heard, Past};
use hearken_analysis::themes::{Clustering, Settings, Text, cluster};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;

use crate::trend::themes::PRODUCTS;

pub const DAY: i64 = 86_400_000;
/// Days at the beginning in which nothing is called: what is usual is learned.
pub const WARM_UP: i64 = 56 * DAY;
/// Themes with fewer signals are not put in.
const LEAST: usize = 60;
/// A text with so many words is nobody's but its writer's: where it comes twice, it is a copy.
const COPY_WORDS: usize = 6;

pub struct Product {
    pub name: String,
    /// In the order in which they were said; each came as it was said. The id is the index.
    pub heard: Vec<Heard>,
    pub texts: Vec<String>,
    pub past: Past,
    pub clustering: Clustering,
    /// Themes of trouble, as indices: of reviews those with three stars or fewer on average.
    pub themes: Vec<Vec<usize>>,
}

impl Product {
    pub fn years(&self) -> f64 {
        let ends = self.heard.first().zip(self.heard.last());
        ends.map_or(0.0, |(first, last)| {
            (last.said_ms - first.said_ms - WARM_UP) as f64 / (365.25 * DAY as f64)
        })
    }

    pub fn begins_ms(&self) -> i64 {
        self.heard.first().map_or(0, |first| first.said_ms) + WARM_UP
    }
}

#[derive(Deserialize)]
struct Review {
    product: String,
    date: String,
    text: String,
    rating: f64,
}

#[derive(Deserialize)]
struct Issue {
    title: String,
    body: Option<String>,
    created_at: Timestamp,
    user: User,
}

#[derive(Deserialize)]
struct User {
    login: String,
}

/// What was said, when, how many stars it had, and by whom, where that is known.
type Said = (i64, String, Option<f64>, Option<u64>);

pub fn products(reviews: &Path, issues: Option<&Path>) -> anyhow::Result<Vec<Product>> {
    let mut said: Vec<Vec<Said>> = PRODUCTS.iter().map(|_| Vec::new()).collect();
    for line in open(reviews)?.lines() {
        let review: Review = serde_json::from_str(&line?).context("a line is no review")?;
        let Some(index) = PRODUCTS.iter().position(|name| *name == review.product) else { continue };
        let at: DateTime = review.date.parse()?;
        let at = jiff::tz::TimeZone::UTC.to_timestamp(at)?.as_millisecond();
        said[index].push((at, review.text, Some(review.rating), None));
    }
    let mut products: Vec<Product> =
        PRODUCTS.iter().zip(said).map(|(name, said)| product(name, said)).collect();
    if let Some(file) = issues {
        let issue = |line: std::io::Result<String>| -> anyhow::Result<Said> {
            let issue: Issue = serde_json::from_str(&line?).context("a line is no issue")?;
            let body = issue.body.unwrap_or_default();
            Ok((
                issue.created_at.as_millisecond(),
                format!("{}\n{body}", issue.title),
                None,
                Some(hash(&issue.user.login)),
            ))
        };
        let said = open(file)?.lines().map(issue).collect::<anyhow::Result<Vec<Said>>>()?;
        products.push(product("issues", said));
    }
    Ok(products)
}

fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let open = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let reader: Box<dyn Read> = match file.extension() {
        Some(end) if end == "zst" => Box::new(zstd::Decoder::new(open)?),
        _ => Box::new(open),
    };
    Ok(Box::new(BufReader::new(reader)))
}

fn product(name: &str, mut said: Vec<Said>) -> Product {
    said.sort_by_key(|(at, ..)| *at);
    let texts: Vec<String> = said.iter().map(|(_, text, ..)| text.clone()).collect();
    let vectors = EmbeddingTable::builtin().embed_all(&texts);
    let all: Vec<Text<'_>> = texts
        .iter()
        .zip(&vectors)
        .enumerate()
        .map(|(index, (text, vector))| Text::new(index as u64, text, *vector))
        .collect();
    let clustering = cluster(&all, None, &Settings::default(), &|_, _| {});
    let mut heard: Vec<Heard> = said
        .iter()
        .zip(&vectors)
        .enumerate()
        .map(|(index, ((at, text, _, speaker), vector))| Heard {
            id: index as u64,
            vector: *vector,
            said_ms: *at,
            came_ms: *at,
            source: 1,
            speaker: *speaker,
            copies: copies(text),
            theme: None,
        })
        .collect();
    let mut themes = Vec::new();
    for (theme, cluster) in clustering.clusters.iter().enumerate() {
        let members: Vec<usize> = cluster.members.iter().map(|index| *index as usize).collect();
        members.iter().for_each(|index| heard[*index].theme = Some(theme as u64));
        let stars: f64 = members.iter().map(|index| said[*index].2.unwrap_or(1.0)).sum();
        if members.len() >= LEAST && stars / members.len() as f64 <= 3.0 {
            themes.push(members);
        }
    }
    let past = Past::new(&heard);
    Product { name: name.to_owned(), heard, texts, past, clustering, themes }
}

fn copies(text: &str) -> Option<u64> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    (words.len() >= COPY_WORDS).then(|| hash(&words))
}

fn hash(what: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
