//! `bench campaigns`: how many of the campaigns and of the spam that are put into real weeks of reviews are found, at one false alarm a
//! product-year. What counts as one is chosen on four products and tried on the fifth, each in turn.

mod advertising;
mod methods;
mod outages;
mod reviews;
mod seeds;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use cpu_time::ProcessTime;
use hearken_analysis::campaigns::WEIGHT_MIN;
use rayon::prelude::*;
use serde_json::json;

use crate::row::{self, round};
use methods::{Group, METHODS, Method};
use reviews::{Product, Said};

#[derive(Args)]
pub struct CampaignsArgs {
    /// Reviews as JSON lines (`text`, `rating`, `date`, `product`), plain or zstd-compressed
    file: PathBuf,
    /// Campaigns of each kind and size that are put into a product, one after the other
    #[arg(long, default_value_t = 12)]
    campaigns: usize,
    /// What they are put in by
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print the heaviest groups of real weeks, too, so that they can be read
    #[arg(long)]
    show: bool,
}

pub fn run(args: &CampaignsArgs) -> anyhow::Result<()> {
    let products = reviews::read(&args.file)?;
    for product in &products {
        let (signals, years) = (product.said.len(), round(product.years()));
        row::print(&json!({ "product": product.name, "reviews": signals, "years": years }))?;
    }
    speed(&products)?;
    for method in METHODS {
        let natural: Vec<Vec<Group>> =
            products.par_iter().map(|product| (method.groups)(&product.said)).collect();
        let limits = limits(&products, &natural);
        for ((product, groups), limit) in products.iter().zip(&natural).zip(&limits) {
            let alarms: Vec<&Group> = groups.iter().filter(|group| group.score >= *limit).collect();
            row::print(&json!({
                "method": method.name, "left_out": product.name, "limit": round(*limit), "years": round(product.years()),
                "false_alarms": alarms.len(), "in_outage_weeks": outages::within(product, &alarms), "outage_weeks": outages::weeks(product).len(),
            }))?;
        }
        let all = limit_of(natural.iter().flatten(), products.iter().map(Product::years).sum());
        row::print(&json!({ "method": method.name, "limit_of_all": round(all) }))?;
        if args.show && method.name == "ours" {
            show(&products, &natural, &limits)?;
        }
        outages::told(&products, &method, (method.name, &limits), args.seed)?;
        recall(&products, &method, (method.name, &limits), args)?;
        if method.name == METHODS[0].name {
            shipped(&products, &method, &natural, args)?;
        }
    }
    advertising::run(&products, args.show)
}

/// The same at the limit that the product has.
fn shipped(
    products: &[Product],
    method: &Method,
    natural: &[Vec<Group>],
    args: &CampaignsArgs,
) -> anyhow::Result<()> {
    let limit = f64::from(WEIGHT_MIN);
    let limits = vec![limit; products.len()];
    for (product, groups) in products.iter().zip(natural) {
        let alarms: Vec<&Group> = groups.iter().filter(|group| group.score >= limit).collect();
        row::print(&json!({
            "method": "ours, as shipped", "product": product.name, "limit": limit, "alarms": alarms.len(),
            "in_outage_weeks": outages::within(product, &alarms),
        }))?;
    }
    outages::told(products, method, ("ours, as shipped", &limits), args.seed)?;
    recall(products, method, ("ours, as shipped", &limits), args)
}

/// The limit of each product: the least at which the others have one false alarm a product-year at most.
fn limits(products: &[Product], natural: &[Vec<Group>]) -> Vec<f64> {
    let of = |left_out: usize| {
        let others = || (0..products.len()).filter(move |index| *index != left_out);
        let groups = others().flat_map(|index| &natural[index]);
        limit_of(groups, others().map(|index| products[index].years()).sum())
    };
    (0..products.len()).map(of).collect()
}

/// Just above the group by which there would be more than one a year.
fn limit_of<'g>(groups: impl Iterator<Item = &'g Group>, years: f64) -> f64 {
    least(groups.map(|group| group.score).collect(), years)
}

/// The least limit that at most one of these scores a year reaches.
pub fn least(mut scores: Vec<f64>, years: f64) -> f64 {
    scores.sort_unstable_by(|a, b| b.total_cmp(a));
    scores.get(years as usize).map_or(f64::MIN_POSITIVE, |first_too_many| first_too_many + 1e-3)
}

fn recall(
    products: &[Product],
    method: &Method,
    (name, limits): (&str, &[f64]),
    args: &CampaignsArgs,
) -> anyhow::Result<()> {
    for kind in seeds::KINDS {
        for size in seeds::SIZES {
            let of_product = |(index, product): (usize, &Product)| {
                let said = seeds::put_in(product, kind, size, args.campaigns, args.seed + index as u64);
                found(&(method.groups)(&said), &said, limits[index], args.campaigns)
            };
            let found: Vec<(usize, usize)> = products.par_iter().enumerate().map(of_product).collect();
            let campaigns = args.campaigns * products.len();
            let (caught, texts) = found.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            row::print(&json!({
                "method": name, "kind": kind.name(), "size": size, "campaigns": campaigns,
                "found": round(caught as f64 / campaigns as f64), "texts_found": round(texts as f64 / (campaigns * size) as f64),
            }))?;
        }
    }
    Ok(())
}

/// How many campaigns that were put in are mostly what a group over the limit is of, and how many of their texts are in such groups.
fn found(groups: &[Group], said: &[Said], limit: f64, campaigns: usize) -> (usize, usize) {
    let mut texts: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.score >= limit) {
        let mut of: BTreeMap<usize, usize> = BTreeMap::new();
        for campaign in group.members.iter().filter_map(|member| said[*member].campaign) {
            *of.entry(campaign).or_default() += 1;
        }
        for (campaign, count) in of.into_iter().filter(|(_, count)| count * 2 >= group.members.len()) {
            *texts.entry(campaign).or_default() += count;
        }
    }
    debug_assert!(texts.keys().all(|campaign| *campaign < campaigns));
    (texts.len(), texts.values().sum())
}

/// What finding copies and weighing groups costs: of all reviews, one after the other.
fn speed(products: &[Product]) -> anyhow::Result<()> {
    let started = ProcessTime::now();
    let groups: usize = products.iter().map(|product| (METHODS[0].groups)(&product.said).len()).sum();
    let texts: usize = products.iter().map(|product| product.said.len()).sum();
    let seconds = started.elapsed().as_secs_f64();
    row::print(
        &json!({ "texts": texts, "groups": groups, "cpu_microseconds_a_text": round(seconds * 1e6 / texts as f64) }),
    )
}

/// The heaviest groups of real weeks, so that they can be read.
fn show(products: &[Product], natural: &[Vec<Group>], limits: &[f64]) -> anyhow::Result<()> {
    for ((product, groups), limit) in products.iter().zip(natural).zip(limits) {
        let mut groups: Vec<&Group> = groups.iter().filter(|group| group.score >= *limit * 0.8).collect();
        groups.sort_by(|a, b| b.score.total_cmp(&a.score));
        for group in groups {
            let first: Vec<&str> =
                group.members.iter().take(5).map(|member| product.said[*member].text.as_str()).collect();
            row::print(&json!({
                "product": product.name, "texts": group.members.len(), "score": round(group.score), "limit": round(*limit),
                "from": product.said[group.members[0]].date().to_string(), "first": first,
            }))?;
        }
    }
    Ok(())
}
