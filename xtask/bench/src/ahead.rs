//! Asking ahead, against the product's own search for the plan's sentence: of the first ten verbatims of each plan, how many a
//! reader wanted to have seen. Plans and what was judged stand in the repository, by ids.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Args;
use hearken_app::actions::ahead::ask_ahead::AskAhead;
use hearken_app::actions::signals::search::SearchQuery;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::app::App;
use hearken_app::command::execute;
use hearken_app::context::Context;
use hearken_app::host::Host;
use hearken_domain::{Actor, SignalFilter, SignalId, Timestamp};
use hearken_ingest::Input;
use hearken_store::{Access, DataDir};
use serde_json::{Value, json};

use crate::row::print;

/// Verbatims of a plan.
const FIRST: usize = 10;
/// Times that plans are drawn again for an interval.
const DRAWS: usize = 2_000;
/// What the reviews of each set are of.
const PRODUCTS: [(&str, &str); 2] =
    [("reviews", "me.greenlight"), ("dev-reviews", "com.freo.save.banking.app")];

/// Asks ahead for plans that were judged.
#[derive(Args)]
pub struct AheadArgs {
    /// The folder with `app_reviews.jsonl.zst`, `cfpb_demo.csv.zst` and `longtexts/`
    data: PathBuf,
    /// Which plans
    #[arg(long, default_value = "xtask/bench/ahead/plans.tsv")]
    plans: PathBuf,
    /// What was judged
    #[arg(long, default_value = "xtask/bench/ahead/judged.tsv")]
    judged: PathBuf,
    /// Only these sets
    #[arg(long)]
    set: Vec<String>,
}

/// What a list of a plan holds: its id, and whether somebody wanted to see it, where that was judged.
type Listed = Vec<(String, Option<bool>)>;

/// Measures it.
pub fn run(args: &AheadArgs) -> anyhow::Result<()> {
    let plans = tsv(&args.plans)?;
    let judged: BTreeMap<(String, String, String), bool> = tsv(&args.judged)?
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone(), row[2].clone()), row[3] == "1"))
        .collect();
    let mut sets: Vec<&str> = plans.iter().map(|row| row[0].as_str()).collect();
    sets.dedup();
    sets.retain(|set| args.set.is_empty() || args.set.iter().any(|asked| asked == set));
    for set in sets {
        let folder = tempfile::tempdir()?;
        let ctx = store(folder.path(), &args.data, set)?;
        let (mut asked, mut searched) = (Vec::new(), Vec::new());
        for row in plans.iter().filter(|row| row[0] == set) {
            let of = |id: &String| judged.get(&(set.to_owned(), row[1].clone(), id.clone())).copied();
            let listed =
                |ids: Vec<String>| -> Listed { ids.into_iter().map(|id| (id.clone(), of(&id))).collect() };
            asked.push(listed(ask(&ctx, &row[2])?));
            searched.push(listed(search(&ctx, &row[2])?));
        }
        for (by, lists) in [("ask-ahead", &asked), ("search", &searched)] {
            print(&score(set, by, lists))?;
        }
    }
    Ok(())
}

/// The rows of a file without its first.
fn tsv(path: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    Ok(text.lines().skip(1).map(cells).collect())
}

/// A store with one set of texts, as an import leaves it.
fn store(folder: &Path, data: &Path, set: &str) -> anyhow::Result<Context> {
    let (name, text) = texts(data, set)?;
    let app = App::open(&DataDir::new(folder.join("data")), Access::Write)?;
    let ctx = Context::at(app, Actor::machine("bench"), Timestamp::now());
    let input = Some(Input::from_reader(name, Box::new(Cursor::new(text))));
    let request = ImportFile { source: Some(set.to_owned()), ..ImportFile::default() };
    let report = execute(&ctx, request, &mut Host { input, follows: true, ..Host::default() })?;
    ensure!(report.counts.accepted > 0, "nothing of {set} was taken in");
    Ok(ctx)
}

fn texts(data: &Path, set: &str) -> anyhow::Result<(&'static str, Vec<u8>)> {
    let mut text = Vec::new();
    if let Some((_, product)) = PRODUCTS.iter().find(|(name, _)| *name == set) {
        for (number, line) in BufReader::new(open(&data.join("app_reviews.jsonl.zst"))?).lines().enumerate() {
            let mut review: Value = serde_json::from_str(&line?)?;
            if review["product"] == *product {
                review["id"] = json!(format!("review:{number}"));
                text.extend(format!("{review}\n").bytes());
            }
        }
        return Ok(("reviews.jsonl", text));
    }
    let (name, file) = match set {
        "complaints" => ("complaints.csv", "cfpb_demo.csv.zst"),
        "issues" => ("issues.jsonl", "longtexts/rust_issues.jsonl.zst"),
        _ => ("issues.jsonl", "longtexts/templated_issues.jsonl.zst"),
    };
    open(&data.join(file))?.read_to_end(&mut text)?;
    Ok((name, text))
}

fn open(path: &Path) -> anyhow::Result<impl Read + use<>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(zstd::Decoder::new(file)?)
}

/// The first verbatims of a plan, by the ids that their source gave them.
fn ask(ctx: &Context, plan: &str) -> anyhow::Result<Vec<String>> {
    let query = AskAhead { plan: plan.to_owned(), filter: SignalFilter::default(), limit: FIRST };
    let found = ctx.view()?.ask(&query)?.touched;
    ids(ctx, &found.verbatims.iter().map(|one| one.signal.id).collect::<Vec<_>>())
}

/// What searching for its sentence finds first.
fn search(ctx: &Context, plan: &str) -> anyhow::Result<Vec<String>> {
    let query = SearchQuery { words: plan.to_owned(), limit: FIRST, ..SearchQuery::default() };
    let mut found: Vec<SignalId> = ctx.view()?.ask(&query)?.hits.iter().map(|hit| hit.signal.id).collect();
    found.truncate(FIRST);
    ids(ctx, &found)
}

fn ids(ctx: &Context, signals: &[SignalId]) -> anyhow::Result<Vec<String>> {
    let found = ctx.app.store().snapshot()?.signals().several(signals)?;
    let id = |wanted: &SignalId| found.iter().find(|signal| signal.id == *wanted)?.external_id.clone();
    signals.iter().map(|signal| id(signal).context("each has an id")).collect()
}

/// Wanted of ten, with an interval over the plans by drawing them again.
fn score(set: &str, by: &str, lists: &[Listed]) -> Value {
    let wanted: Vec<usize> =
        lists.iter().map(|list| list.iter().filter(|(_, wanted)| *wanted == Some(true)).count()).collect();
    let shown: usize = lists.iter().map(Vec::len).sum();
    let unjudged: BTreeSet<&String> =
        lists.iter().flatten().filter(|(_, wanted)| wanted.is_none()).map(|(id, _)| id).collect();
    let mean = |of: &[usize]| of.iter().sum::<usize>() as f64 / of.len().max(1) as f64;
    let mut state = 1_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        wanted[(state >> 33) as usize % wanted.len()]
    };
    let mut means: Vec<f64> =
        (0..DRAWS).map(|_| mean(&wanted.iter().map(|_| draw()).collect::<Vec<_>>())).collect();
    means.sort_by(f64::total_cmp);
    json!({
        "bench": "ask-ahead", "set": set, "by": by, "plans": lists.len(), "wanted": wanted, "wanted_of_ten": mean(&wanted),
        "low": means[DRAWS / 40], "high": means[DRAWS - 1 - DRAWS / 40], "shown": shown, "unjudged": unjudged.len(),
    })
}
