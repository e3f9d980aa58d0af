//! Daily series of real themes: reviews of one product, sorted into themes by the product's own clustering with its one
//! default configuration, and counted by day. Only counts are kept, never a text.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, ensure};
use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::themes::{Settings, Text, cluster};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Products whose reviews were collected evenly over time. The others' begin a star at a time, so that their trends come
/// from how they were collected.
pub const PRODUCTS: [&str; 5] =
    ["me.greenlight", "in.junio", "akudo.technologies", "com.freo.save.banking.app", "com.epifi.paisa"];

/// The days of one product.
#[derive(Serialize, Deserialize)]
pub struct Product {
    pub name: String,
    pub first_day: i32,
    /// All reviews by day.
    pub all: Vec<u32>,
    /// Those of each theme by day, the largest theme first.
    pub themes: Vec<Vec<u32>>,
}

#[derive(Deserialize)]
struct Review {
    product: String,
    date: String,
    text: String,
}

/// Reads the reviews and counts the themes of each product.
pub fn products(file: &Path) -> anyhow::Result<Vec<Product>> {
    let open = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let reader: Box<dyn Read> = match file.extension() {
        Some(end) if end == "zst" => Box::new(zstd::Decoder::new(open)?),
        _ => Box::new(open),
    };
    let mut reviews: Vec<Vec<Review>> = PRODUCTS.iter().map(|_| Vec::new()).collect();
    for line in BufReader::new(reader).lines() {
        let review: Review = serde_json::from_str(&line?).context("a line is no review")?;
        if let Some(index) = PRODUCTS.iter().position(|name| *name == review.product) {
            reviews[index].push(review);
        }
    }
    PRODUCTS.iter().zip(reviews).map(|(name, reviews)| product(name, &reviews)).collect()
}

fn product(name: &str, reviews: &[Review]) -> anyhow::Result<Product> {
    ensure!(!reviews.is_empty(), "the file has no reviews of {name}");
    let day = |review: &Review| -> anyhow::Result<i32> {
        let date: Date = review.date.get(..10).unwrap_or_default().parse()?;
        Ok((date - Date::constant(1970, 1, 1)).get_days())
    };
    let days: Vec<i32> = reviews.iter().map(day).collect::<Result<_, _>>()?;
    let first_day = days.iter().copied().min().unwrap_or_default();
    let length = days.iter().map(|day| day - first_day + 1).max().unwrap_or_default() as usize;
    let texts: Vec<&str> = reviews.iter().map(|review| review.text.as_str()).collect();
    let vectors = EmbeddingTable::builtin().embed_all(&texts);
    let texts: Vec<Text<'_>> = texts
        .iter()
        .zip(vectors)
        .zip(0..)
        .map(|((text, vector), index)| Text::new(index, text, vector))
        .collect();
    let counted = |members: &mut dyn Iterator<Item = usize>| {
        let mut counts = vec![0_u32; length];
        members.for_each(|index| counts[(days[index] - first_day) as usize] += 1);
        counts
    };
    let clustering = cluster(&texts, None, &Settings::default(), &|_, _| {});
    Ok(Product {
        name: name.to_owned(),
        first_day,
        all: counted(&mut (0..reviews.len())),
        themes: clustering
            .clusters
            .iter()
            .map(|cluster| counted(&mut cluster.members.iter().map(|index| *index as usize)))
            .collect(),
    })
}
