//! Doctor: is everything whole, and is every view up to the log?

use hearken_domain::{LogPosition, counted};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::code::list::{CodeState, list_code};
use crate::actions::code::update::rebuild_code;
use crate::actions::data::catch_up::{catch_up, rebuild};
use crate::actions::data::open::go_on;
use crate::actions::data::residues::{remove_residues, residues};
use crate::actions::signals::find_bursts::find_bursts;
use crate::actions::signals::read::read_again;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::view::View;

/// Check the data, and rebuild its views if asked to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckData {
    /// Rebuild every view, and compare.
    #[serde(default)]
    pub rebuild: bool,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Checkup {
    /// Whether all of it is well.
    pub well: bool,
    /// Each thing looked at.
    pub findings: Vec<Finding>,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// What was looked at.
    pub what: String,
    /// Whether it is well.
    pub well: bool,
    /// Whether it was made again and is not what it was before: that was damaged, and no longer is.
    pub differed: bool,
    /// What was found.
    pub found: String,
    /// What fixes it, where it is not.
    pub fix: Option<NextStep>,
}

/// Checks the database and its views; with `rebuild`, rebuilds every view and tells whether it is the same as before.
///
/// # Errors
/// A view cannot be rebuilt.
pub fn check_data(ctx: &Context, request: CheckData, host: &mut Host<'_>) -> Result<Checkup, AppError> {
    let (app, progress) = (&ctx.app, host.progress);
    let mut findings = vec![database(app)];
    if app.store().is_writable() {
        app.while_erasing(|| go_on(app))?;
        catch_up(ctx, progress)?;
        read_again(ctx, None, progress)?;
        find_bursts(ctx, progress)?;
    }
    if request.rebuild {
        app.while_erasing(|| remove_residues(ctx, progress))?;
        let before = digests(app)?;
        rebuild(ctx, progress)?;
        find_bursts(ctx, progress)?;
        let after = digests(app)?;
        for (what, before, after) in [
            ("text index, rebuilt", before.words, after.words),
            ("vectors, rebuilt", before.vectors, after.vectors),
            ("bursts, rebuilt", before.bursts, after.bursts),
        ] {
            findings.push(rebuilt(what, (before != after).then_some(Differences::Somewhere)));
        }
        let weeks = app.store().snapshot()?.rollup().differences()?;
        app.store().rebuild_rollup()?;
        findings.push(rebuilt("themes by week, rebuilt", rows(weeks)));
        for view in app.store().rebuild_views_of_events()? {
            findings.push(rebuilt(&format!("{}, rebuilt from events", view.name), rows(view.differences)));
        }
        rebuild_code(ctx, progress)?;
    }
    findings.extend(views(&ctx.view()?)?);
    findings.push(erasures(&ctx.view()?)?);
    Ok(Checkup { well: findings.iter().all(|finding| finding.well), findings })
}

/// Whether every view is up to the log, and says what it says.
fn views(view: &View) -> Result<Vec<Finding>, AppError> {
    let mut findings = Vec::new();
    let (signals, _) = view.store().signals().span(&hearken_domain::SignalFilter::default(), None)?;
    let end = view.store().log().position()?;
    findings.push(match view.words() {
        Some(words) if words.len() == signals => follows("text index", words.position(), end),
        Some(words) => {
            unwell("text index", format!("{} of {} in it", words.len(), counted(signals, "signal")))
        }
        None => unwell("text index", "there is none".to_owned()),
    });
    findings.push(match view.vectors() {
        Some(vectors) => follows("vectors", vectors.position(), end),
        None if signals == 0 => follows("vectors", end, end),
        None => unwell("vectors", "there are none that this program can use".to_owned()),
    });
    let aside = view.store().asides().counts(None)?;
    let totals = view.store().themes().assigned_count()? + aside.spam + aside.campaign;
    findings.push(match (totals, view.store().clustering().last()?) {
        (_, None) => Finding {
            what: "themes".to_owned(),
            well: true,
            differed: false,
            found: "none found yet".to_owned(),
            fix: None,
        },
        (assigned, Some(_)) if assigned == signals => Finding {
            what: "themes".to_owned(),
            well: true,
            differed: false,
            found: format!("all of {} assigned", counted(signals, "signal")),
            fix: None,
        },
        (assigned, Some(_)) => {
            unwell("themes", format!("{assigned} of {} assigned", counted(signals, "signal")))
        }
    });
    let weeks = view.store().rollup().differences()?;
    findings.push(match weeks {
        0 => Finding {
            what: "themes by week".to_owned(),
            well: true,
            differed: false,
            found: "as the signals say".to_owned(),
            fix: None,
        },
        _ => unwell("themes by week", format!("{} not as the signals say", counted(weeks, "week of themes"))),
    });
    findings.push(readings(view.store().readings().unread()?));
    for one in list_code(view)? {
        let well = one.state == CodeState::Current;
        let found = format!("{}: {}", one.name, one.state.says());
        let fix = one.state.fix(&one.name);
        findings.push(Finding { what: "code".to_owned(), well, differed: false, found, fix });
    }
    Ok(findings)
}

/// Whether every signal was read.
fn readings(unread: u64) -> Finding {
    let found = match unread {
        0 => "every signal is read".to_owned(),
        unread => format!("{} not read yet", counted(unread, "signal")),
    };
    let fix = (unread > 0).then_some(NextStep::CatchUp);
    Finding { what: "readings".to_owned(), well: unread == 0, differed: false, found, fix }
}

/// Whether what was erased left anything.
fn erasures(view: &View) -> Result<Finding, AppError> {
    let residues = residues(view)?.says();
    Ok(Finding {
        what: "erasures".to_owned(),
        well: residues.is_none(),
        differed: false,
        fix: residues.is_some().then_some(NextStep::RebuildViews),
        found: residues.unwrap_or_else(|| "nothing of what was erased is left".to_owned()),
    })
}

#[derive(Debug, PartialEq)]
struct Digests {
    words: Option<u64>,
    vectors: Option<u64>,
    bursts: Option<u64>,
}

fn digests(app: &App) -> Result<Digests, AppError> {
    Ok(Digests {
        words: app.words().map(|words| words.digest()).transpose()?,
        vectors: app.vectors().map(|vectors| vectors.digest()),
        bursts: Some(app.store().snapshot()?.bursts().digest()?),
    })
}

/// How a view that was made again differs from what it was.
enum Differences {
    /// So many rows do.
    Rows(u64),
    /// It does, in files that have no rows to count.
    Somewhere,
}

fn rows(count: u64) -> Option<Differences> {
    (count > 0).then_some(Differences::Rows(count))
}

/// A view that was made again is well, whatever it was before; what it was is told all the same.
fn rebuilt(what: &str, differences: Option<Differences>) -> Finding {
    let found = match &differences {
        None => "the same as what was there".to_owned(),
        Some(Differences::Rows(1)) => {
            "not what was there: 1 row differed, and is as it should be now".to_owned()
        }
        Some(Differences::Rows(count)) => {
            format!("not what was there: {} differed, and are as they should be now", counted(*count, "row"))
        }
        Some(Differences::Somewhere) => {
            "not what was there: its files differed, and are as they should be now".to_owned()
        }
    };
    Finding { what: what.to_owned(), well: true, differed: differences.is_some(), found, fix: None }
}

fn database(app: &App) -> Finding {
    let path = app.store().dir().database();
    match app.store().check_integrity() {
        Ok(()) => Finding {
            what: "database".to_owned(),
            well: true,
            differed: false,
            found: format!("{} is whole", path.display()),
            fix: None,
        },
        Err(error) => Finding {
            what: "database".to_owned(),
            well: false,
            differed: false,
            found: error.to_string(),
            fix: Some(NextStep::RestoreBackup),
        },
    }
}

fn follows(what: &'static str, at: LogPosition, end: LogPosition) -> Finding {
    let lag = end.0.saturating_sub(at.0);
    match lag {
        0 => Finding {
            what: what.to_owned(),
            well: true,
            differed: false,
            found: format!("up to the log (position {end})"),
            fix: None,
        },
        _ => Finding {
            what: what.to_owned(),
            well: false,
            differed: false,
            found: format!("{lag} log entries behind"),
            fix: Some(NextStep::CatchUp),
        },
    }
}

fn unwell(what: &'static str, found: String) -> Finding {
    Finding { what: what.to_owned(), well: false, differed: false, found, fix: Some(NextStep::RebuildViews) }
}
