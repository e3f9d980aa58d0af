//! What many live through at once, each in their own words: no campaign.

use std::collections::BTreeMap;

use serde_json::json;

use super::methods::{Group, Method};
use super::reviews::{Product, Said};
use super::seeds::below;
use crate::row;
use crate::trend::Random;

const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// A week has an outage where so many times as many reviews have one star as in the middle one of the eight before,
const TIMES: usize = 3;
/// and so many at least.
const LEAST: usize = 10;
/// Words by which reviews tell of one.
const TOLD_BY: [&str; 10] =
    ["login", "log in", "server", "otp", "not opening", "not working", "down", "crash", "stuck", "loading"];
/// Reviews that tell of one outage that is put in, the hours in which they do, and how often that is done in each product.
const TOLD: usize = 60;
const HOURS: f64 = 24.0;
const TIMES_PUT_IN: usize = 12;

/// The weeks of a product in which something broke, by the ratings.
pub fn weeks(product: &Product) -> Vec<i64> {
    let mut bad: BTreeMap<i64, usize> = BTreeMap::new();
    for said in product.said.iter().filter(|said| said.rating <= 1.0) {
        *bad.entry(said.at_ms.div_euclid(WEEK_MS)).or_default() += 1;
    }
    let is_outage = |week: i64, count: usize| {
        let mut before: Vec<usize> =
            (week - 8..week).map(|week| bad.get(&week).copied().unwrap_or(0)).collect();
        before.sort_unstable();
        count >= LEAST && count >= TIMES * before[4].max(1)
    };
    bad.iter().filter(|(week, count)| is_outage(**week, **count)).map(|(week, _)| *week).collect()
}

/// How many of these groups begin in one of them.
pub fn within(product: &Product, groups: &[&Group]) -> usize {
    let weeks = weeks(product);
    let begins = |group: &Group| product.said[group.members[0]].at_ms.div_euclid(WEEK_MS);
    groups.iter().filter(|group| weeks.contains(&begins(group))).count()
}

/// Real reviews of one star that tell of such a thing, put into one day: how many of these days are taken for a campaign.
pub fn told(
    products: &[Product],
    method: &Method,
    (name, limits): (&str, &[f64]),
    seed: u64,
) -> anyhow::Result<()> {
    let (mut put_in, mut alarms) = (0, 0);
    for (product, limit) in products.iter().zip(limits) {
        let tells = |said: &&Said| {
            let text = said.text.to_lowercase();
            said.rating <= 2.0 && TOLD_BY.iter().any(|word| text.contains(word))
        };
        let tellers: Vec<&Said> = product.said.iter().filter(tells).collect();
        if tellers.len() < TOLD {
            continue;
        }
        let mut random = Random::new(seed);
        for _ in 0..TIMES_PUT_IN {
            let mut said = product.said.clone();
            let from = said[below(&mut random, said.len())].at_ms;
            let mut taken: Vec<usize> = Vec::new();
            while taken.len() < TOLD {
                let one = below(&mut random, tellers.len());
                if !taken.contains(&one) {
                    taken.push(one);
                    let at_ms = from + (random.unit() * HOURS * 3_600_000.0) as i64;
                    said.push(Said { at_ms, campaign: Some(0), ..tellers[one].clone() });
                }
            }
            said.sort_by_key(|said| said.at_ms);
            let groups = (method.groups)(&said);
            let of_outage =
                |group: &Group| group.members.iter().any(|member| said[*member].campaign.is_some());
            put_in += 1;
            alarms += usize::from(groups.iter().any(|group| group.score >= *limit && of_outage(group)));
        }
    }
    row::print(
        &json!({ "method": name, "outages_put_in": put_in, "reviews_each": TOLD, "taken_for_campaigns": alarms }),
    )
}
