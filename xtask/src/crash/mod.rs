//! Ends the product at every system call by which an erasure or a restore writes, and looks whether anybody was lost to the
//! ledger or came back.
//!
//! - *killed*: the process is killed with SIGKILL before its n-th writing call, for every n until it ends by itself. What it
//!   wrote stands, as it does in the page cache.
//! - *unsynced*: before each writing call, the directory is rebuilt as a machine that loses its power there may leave it: of each file
//!   what it held when it was last synced, under the names that stood when its folder was last synced. See `durable.rs`.

mod calls;
mod durable;
mod scenario;
mod trace;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::crash::durable::Durable;
use crate::crash::scenario::{Place, SCENARIOS, Scenario, Verdict};
use crate::crash::trace::{Ended, Onlooker, Point, Then, trace};

/// What was found, over all points.
#[derive(Default)]
struct Tally {
    points: usize,
    lost: usize,
    returned: usize,
    failed: usize,
}

impl Tally {
    #[allow(clippy::print_stderr)]
    fn add(&mut self, what: &str, point: usize, call: &str, verdict: &Verdict) {
        self.points += 1;
        self.lost += usize::from(verdict.lost);
        self.returned += usize::from(verdict.returned);
        self.failed += usize::from(verdict.failed);
        if !verdict.is_well() {
            eprintln!("{what}: before write {point} ({call}): {}", verdict.says);
        }
    }

    fn is_well(&self) -> bool {
        self.lost + self.returned + self.failed == 0
    }
}

/// Goes through the points of what is named, of all by default.
#[allow(clippy::print_stdout)]
pub fn run(root: &Path, named: &[&str]) -> anyhow::Result<ExitCode> {
    let wants =
        |word: &str, of: &[&str]| named.contains(&word) || !named.iter().any(|name| of.contains(name));
    let program = build(root)?;
    let mut well = true;
    for scenario in SCENARIOS {
        for (mode, go) in [("killed", killed as Go), ("unsynced", unsynced as Go)] {
            if wants(scenario.name, &["erase", "restore"]) && wants(mode, &["killed", "unsynced"]) {
                let tally = go(&program, scenario)?;
                let Tally { points, lost, returned, failed } = tally;
                println!(
                    "{} {mode}: {points} points gone through, {lost} lost, {returned} returned, {failed} failed otherwise",
                    scenario.name
                );
                well &= tally.is_well();
            }
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

type Go = fn(&Path, &Scenario) -> anyhow::Result<Tally>;

/// Kills before the n-th writing call.
struct Killer {
    at: usize,
    last: String,
}

impl Onlooker for Killer {
    fn before(&mut self, point: &Point<'_>) -> anyhow::Result<Then> {
        point.call.clone_into(&mut self.last);
        Ok(if point.number == self.at { Then::Kill } else { Then::GoOn })
    }

    fn synced(&mut self, _: &Path) -> anyhow::Result<()> {
        Ok(())
    }
}

fn killed(program: &Path, scenario: &Scenario) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let ready = scenario.prepare(program)?;
    for at in 1.. {
        let place = ready.copy()?;
        let mut killer = Killer { at, last: String::new() };
        let ended = trace(&place.command(program, scenario.arguments), &place.data(), &mut killer)?;
        if let Ended::ByItself(code) = ended {
            anyhow::ensure!(code == 0, "the {} itself failed with {code}", scenario.name);
            break;
        }
        tally.add(scenario.name, at, &killer.last, &scenario.look(program, &place)?);
    }
    Ok(tally)
}

/// Looks at what a loss of power would leave before each writing call.
struct PowerCut<'p> {
    program: &'p Path,
    scenario: &'p Scenario,
    ready: Place,
    durable: Durable,
    seen: HashMap<u64, Verdict>,
    tally: Tally,
}

impl Onlooker for PowerCut<'_> {
    fn before(&mut self, point: &Point<'_>) -> anyhow::Result<Then> {
        let left = self.ready.without_data()?;
        self.durable.rebuild(&left.data())?;
        let digest = left.digest()?;
        // What is the same as at a point before is as well as that.
        let verdict = match self.seen.get(&digest) {
            Some(verdict) => verdict.clone(),
            None => self.scenario.look(self.program, &left)?,
        };
        self.seen.insert(digest, verdict.clone());
        self.tally.add(self.scenario.name, point.number, point.call, &verdict);
        Ok(Then::GoOn)
    }

    fn synced(&mut self, path: &Path) -> anyhow::Result<()> {
        self.durable.synced(path)
    }
}

fn unsynced(program: &Path, scenario: &Scenario) -> anyhow::Result<Tally> {
    let ready = scenario.prepare(program)?;
    let place = ready.copy()?;
    let durable = Durable::of(&place.data())?;
    let mut cut =
        PowerCut { program, scenario, ready, durable, seen: HashMap::new(), tally: Tally::default() };
    let ended = trace(&place.command(program, scenario.arguments), &place.data(), &mut cut)?;
    anyhow::ensure!(matches!(ended, Ended::ByItself(0)), "the {} itself failed", scenario.name);
    Ok(cut.tally)
}

fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let status = Command::new("cargo")
        .args(["build", "--locked", "--workspace", "--bin", "hearken", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .status()
        .context("cannot start cargo")?;
    anyhow::ensure!(status.success(), "the product cannot be built");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("debug/hearken").canonicalize()?)
}
