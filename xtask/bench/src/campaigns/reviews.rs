//! Reviews of products that were collected evenly over time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;

use crate::trend::PRODUCTS;

const YEAR_MS: f64 = 365.25 * 24.0 * 3_600_000.0;

/// One review, or a text that was put in.
#[derive(Debug, Clone)]
pub struct Said {
    pub text: String,
    pub rating: f64,
    pub at_ms: i64,
    /// The campaign that it was put in with.
    pub campaign: Option<usize>,
}

impl Said {
    pub fn date(&self) -> String {
        Timestamp::from_millisecond(self.at_ms).map_or_else(|_| String::new(), |at| at.to_string())
    }
}

/// The reviews of one product in the order of time.
#[derive(Debug)]
pub struct Product {
    pub name: String,
    pub said: Vec<Said>,
}

impl Product {
    /// From the first to the last.
    pub fn years(&self) -> f64 {
        let span =
            self.said.last().zip(self.said.first()).map_or(0, |(last, first)| last.at_ms - first.at_ms);
        span as f64 / YEAR_MS
    }
}

#[derive(Deserialize)]
struct Review {
    product: String,
    date: String,
    text: String,
    rating: f64,
}

pub fn read(file: &Path) -> anyhow::Result<Vec<Product>> {
    let open = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let reader: Box<dyn Read> = match file.extension() {
        Some(end) if end == "zst" => Box::new(zstd::Decoder::new(open)?),
        _ => Box::new(open),
    };
    let new = |name: &&str| Product { name: (*name).to_owned(), said: Vec::new() };
    let mut products: Vec<Product> = PRODUCTS.iter().map(new).collect();
    for line in BufReader::new(reader).lines() {
        let review: Review = serde_json::from_str(&line?).context("a line is no review")?;
        let Some(index) = PRODUCTS.iter().position(|name| *name == review.product) else { continue };
        let at: DateTime = review.date.parse()?;
        let at_ms = at.in_tz("UTC")?.timestamp().as_millisecond();
        products[index].said.push(Said { text: review.text, rating: review.rating, at_ms, campaign: None });
    }
    for product in &mut products {
        product.said.sort_by_key(|said| said.at_ms);
    }
    Ok(products)
}
