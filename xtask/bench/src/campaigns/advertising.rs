//! Spam: advertising that was written for this measurement, among real reviews.

use hearken_analysis::campaigns::spam_weight;
use serde_json::json;

use super::least;
use super::reviews::Product;
use crate::row::{self, round};

/// One text a line. They were written for this file by who wrote the rule, and stand under the licence of this repository.
const TEXTS: &str = include_str!("advertising.txt");

pub fn run(products: &[Product], show: bool) -> anyhow::Result<()> {
    let texts: Vec<&str> = TEXTS.lines().filter(|line| !line.is_empty()).collect();
    for (name, weight) in [("ours", spam_weight as fn(&str) -> f32), ("a link, number or address", plain)] {
        let natural: Vec<Vec<f64>> = products
            .iter()
            .map(|product| product.said.iter().map(|said| f64::from(weight(&said.text))).collect())
            .collect();
        for (left_out, product) in products.iter().enumerate() {
            let others = || (0..products.len()).filter(move |index| *index != left_out);
            let scores = others().flat_map(|index| natural[index].iter().copied()).collect();
            let limit = least(scores, others().map(|index| products[index].years()).sum());
            let over = |text: &str| f64::from(weight(text)) >= limit;
            let alarms: Vec<&str> =
                product.said.iter().map(|said| said.text.as_str()).filter(|text| over(text)).collect();
            let found = texts.iter().filter(|text| over(text)).count();
            row::print(&json!({
                "spam": name, "left_out": product.name, "limit": round(limit), "years": round(product.years()),
                "real_reviews_over": alarms.len(), "texts": texts.len(), "found": round(found as f64 / texts.len() as f64),
            }))?;
            if show && name == "ours" {
                for text in &alarms {
                    row::print(&json!({ "product": product.name, "is_it_spam": text }))?;
                }
            }
        }
        let scores = natural.iter().flatten().copied().collect();
        let limit = least(scores, products.iter().map(Product::years).sum());
        row::print(&json!({ "spam": name, "limit_of_all": round(limit) }))?;
    }
    Ok(())
}

/// Whether it has any of them.
fn plain(text: &str) -> f32 {
    let lower = text.to_lowercase();
    let number = text.split_whitespace().any(|word| word.chars().filter(char::is_ascii_digit).count() >= 10);
    let has = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    f32::from(u8::from(number || has(&["http", "www.", "@", ".com", "whatsapp", "telegram"])))
}
