//! Asks for each page, warm and after writes.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{ScaleArgs, rows};
use crate::corpus::Corpus;
use crate::row;
use crate::server::Server;

/// What is aimed at, p95.
const AIM_MS: f64 = 100.0;
/// Times that each page is asked for before any is counted.
const BEFORE: usize = 3;
/// After a write the server's jobs have so long to follow.
const FOLLOWED: Duration = Duration::from_millis(1_200);

/// Every page, by what it is.
const PAGES: [(&str, &str); 53] = [
    ("Today", "/"),
    ("Themes", "/themes"),
    ("Themes by customers", "/themes?sort=customers"),
    ("Themes by revenue", "/themes?sort=revenue"),
    ("Themes of a typical customer", "/themes?customer=C-{typical}"),
    ("Themes of the largest customer", "/themes?customer=C-1"),
    ("Themes of a segment", "/themes?segment=Business"),
    ("Theme, the largest", "/themes/T-1"),
    ("Theme, a typical one", "/themes/T-{theme}"),
    ("Customers", "/customers"),
    ("Customers, the next page", "/customers?after=C-{typical}"),
    ("Customers by name", "/customers?sort=name"),
    ("Customers by signals", "/customers?sort=signals"),
    ("Customers by last heard", "/customers?sort=heard"),
    ("Customers by revenue", "/customers?sort=revenue"),
    ("Customers by renewal", "/customers?sort=renewal"),
    ("Customers of a name", "/customers?named=customer+49"),
    ("Customer, the largest", "/customers/C-1"),
    ("Customer, a typical one", "/customers/C-{typical}"),
    ("Segments", "/segments"),
    ("Goals", "/goals"),
    ("Goal of a customer", "/goals/G-1"),
    ("Goal of a segment", "/goals/G-3"),
    ("Releases", "/releases"),
    ("Release", "/releases/L-150"),
    ("Rates", "/rates"),
    ("Opportunities", "/opportunities"),
    ("Opportunities on the board", "/opportunities/board"),
    ("Opportunity, of the largest themes", "/opportunities/O-1"),
    ("Decisions", "/decisions"),
    ("Decision, of the largest themes", "/decisions/D-1"),
    ("Inbox", "/inbox"),
    ("Brief of the largest theme", "/brief/T-1"),
    ("Brief of an opportunity", "/brief/O-1"),
    ("Brief of the largest customer", "/brief/C-1"),
    ("Brief of the week", "/brief/week"),
    ("Signal", "/signals/S-{signal}"),
    ("API themes", "/api/v1/themes"),
    ("API themes by customers", "/api/v1/themes?sort=customers"),
    ("API themes by revenue", "/api/v1/themes?sort=revenue"),
    ("API themes of a segment", "/api/v1/themes?segment=Business"),
    ("API theme, the largest, with strengths", "/api/v1/themes/T-1"),
    ("API customers", "/api/v1/customers"),
    ("API customers by revenue", "/api/v1/customers?sort=revenue"),
    ("API customer, the largest", "/api/v1/customers/C-1"),
    ("API time line, the largest", "/api/v1/customers/C-1/timeline"),
    ("API segments", "/api/v1/segments"),
    ("API segment", "/api/v1/segments/Business"),
    ("API goals", "/api/v1/goals"),
    ("API goals of a customer", "/api/v1/goals?customer=C-1"),
    ("API goals of a theme", "/api/v1/goals?theme=T-1"),
    ("API releases", "/api/v1/releases"),
    ("API rates", "/api/v1/rates"),
];

pub fn measure(args: &ScaleArgs) -> anyhow::Result<()> {
    let corpus = Corpus::read(&args.files)?;
    let server = Server::serve(&args.binary, &args.store)?;
    let found: Value = serde_json::from_str(&server.get("/api/v1/signals?theme=T-1&limit=1")?)?;
    let signal = found["signals"][0]["signal"]["id"]
        .as_str()
        .context("no signal")?
        .trim_start_matches("S-")
        .to_owned();
    let typical = (args.customers / 2).max(1).to_string();
    let theme = (args.themes / 2).max(1).to_string();
    let path = |path: &str| {
        path.replace("{typical}", &typical).replace("{theme}", &theme).replace("{signal}", &signal)
    };
    let asked: Vec<(&str, String)> = PAGES
        .iter()
        .filter(|(what, _)| args.only.as_ref().is_none_or(|only| what.contains(only.as_str())))
        .map(|(what, asked)| (*what, path(asked)))
        .collect();
    let mut number = u64::from(std::process::id()) * 1_000 + 5_000_000_000;
    let (mut over, mut all) = (0, 0);
    for (what, path) in &asked {
        let mut warm = Vec::new();
        for time in 0..args.times + BEFORE {
            let took = ask(&server, path)?;
            if time >= BEFORE {
                warm.push(took);
            }
        }
        let (mut signals, mut facts) = (Vec::new(), Vec::new());
        for _ in 0..args.writes {
            number += 1;
            let mut said = rows::signal(&corpus, number, args.customers);
            said["email"] = format!("p1@c{}.example", args.customers / 2).into();
            server.post("/api/v1/signals?source=bench", &said)?;
            signals.push(ask(&server, path)?);
            let_follow();
            let fact = format!("arr={} EUR", 1_000 + number % 10_000);
            let command =
                json!({ "command": "set-customer", "customer": format!("C-{typical}"), "facts": [fact] });
            server.post("/api/v1/commands", &command)?;
            facts.push(ask(&server, path)?);
            let_follow();
        }
        let warm = told(warm);
        all += 1;
        over += usize::from(warm["p95"].as_f64().is_none_or(|p95| p95 > AIM_MS));
        row::print(&json!({
            "bench": "scale", "what": what, "path": path, "warm_ms": warm,
            "after_a_signal_ms": told(signals), "after_a_fact_ms": told(facts),
        }))?;
    }
    row::print(&json!({
        "bench": "scale", "pages": all, "warm_p95_over_100_ms": over,
        "rss_most_mb": row::round(server.memory_mb("VmHWM:")?), "rss_mb": row::round(server.memory_mb("VmRSS:")?),
        "own_memory_mb": row::round(server.memory_mb("RssAnon:")?),
    }))
}

fn ask(server: &Server, path: &str) -> anyhow::Result<f64> {
    let started = Instant::now();
    server.get(path).with_context(|| path.to_owned())?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn told(mut took: Vec<f64>) -> Value {
    took.sort_unstable_by(f64::total_cmp);
    let percentile = |share: f64| {
        took.get(((took.len().max(1) - 1) as f64 * share).ceil() as usize).copied().map(row::round)
    };
    json!({ "p50": percentile(0.5), "p95": percentile(0.95), "most": took.last().copied().map(row::round) })
}

/// Lets the server's jobs follow what was written, so that the next page is not asked beside them.
#[expect(clippy::disallowed_methods, reason = "nothing tells from outside when the jobs are done")]
fn let_follow() {
    std::thread::sleep(FOLLOWED);
}
