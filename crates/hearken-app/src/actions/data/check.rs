//! Doctor: is everything whole, and is every view up to the log?

use hearken_domain::LogPosition;
use serde::Serialize;

use crate::actions::code::list::{CodeState, list_code};
use crate::actions::code::update::rebuild_code;
use crate::actions::data::catch_up::{Progress, catch_up, rebuild};
use crate::app::{App, AppError};

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checkup {
    /// Whether all of it is well.
    pub well: bool,
    /// Each thing looked at.
    pub findings: Vec<Finding>,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// Whether it is well.
    pub well: bool,
    /// What was found.
    pub found: String,
    /// What mends it, where it is not.
    pub mend: Option<&'static str>,
}

/// Checks the database and its views; with `mend`, makes every view again and tells whether it is the same as before.
///
/// # Errors
/// A view cannot be made again.
pub fn check(app: &App, mend: bool, progress: Progress<'_>) -> Result<Checkup, AppError> {
    let mut findings = vec![database(app)];
    if app.store().is_writable() {
        catch_up(app, progress)?;
    }
    if mend {
        let before = digests(app)?;
        rebuild(app, progress)?;
        let after = digests(app)?;
        for (what, before, after) in [
            ("text index, made again", before.words, after.words),
            ("vectors, made again", before.vectors, after.vectors),
        ] {
            findings.push(made_again(what, before == after));
        }
        let weeks = app.store().rollup_differences()?;
        app.store().rebuild_rollup()?;
        findings.push(made_again("themes by week, made again", weeks == 0));
        rebuild_code(app, progress)?;
    }
    let (signals, _) = app.store().span(&hearken_domain::SignalFilter::default(), None)?;
    let end = app.store().position()?;
    findings.push(match app.words() {
        Some(words) if words.len() == signals => view("text index", words.position(), end),
        Some(words) => unwell("text index", format!("{} of {signals} signals are in it", words.len())),
        None => unwell("text index", "there is none".to_owned()),
    });
    findings.push(match app.vectors() {
        Some(vectors) => view("vectors", vectors.position(), end),
        None if signals == 0 => view("vectors", end, end),
        None => unwell("vectors", "there are none that this program can use".to_owned()),
    });
    let totals = app.store().placed()?;
    findings.push(match (totals, app.store().last_learning()?) {
        (_, None) => Finding { what: "themes", well: true, found: "none learned yet".to_owned(), mend: None },
        (placed, Some(_)) if placed == signals => Finding {
            what: "themes",
            well: true,
            found: format!("all {signals} signals have a place"),
            mend: None,
        },
        (placed, Some(_)) => unwell("themes", format!("{placed} of {signals} signals have a place")),
    });
    let weeks = app.store().rollup_differences()?;
    findings.push(match weeks {
        0 => {
            Finding { what: "themes by week", well: true, found: "as the signals say".to_owned(), mend: None }
        }
        _ => unwell("themes by week", format!("{weeks} weeks of themes are not as the signals say")),
    });
    for one in list_code(app)? {
        let well = one.state == CodeState::Current;
        let found = format!("{}: {}", one.name, one.state.says());
        findings.push(Finding { what: "code", well, found, mend: None });
    }
    Ok(Checkup { well: findings.iter().all(|finding| finding.well), findings })
}

#[derive(Debug, PartialEq)]
struct Digests {
    words: Option<u64>,
    vectors: Option<u64>,
}

fn digests(app: &App) -> Result<Digests, AppError> {
    Ok(Digests {
        words: app.words().map(|words| words.digest()).transpose()?,
        vectors: app.vectors().map(|vectors| vectors.digest()),
    })
}

fn made_again(what: &'static str, same: bool) -> Finding {
    let found = if same {
        "the same as what was there"
    } else {
        "not what was there: that was damaged, and is mended"
    };
    Finding { what, well: true, found: found.to_owned(), mend: None }
}

fn database(app: &App) -> Finding {
    let path = app.store().dir().database();
    match app.store().check_integrity() {
        Ok(()) => Finding {
            what: "database",
            well: true,
            found: format!("{} is whole", path.display()),
            mend: None,
        },
        Err(error) => Finding {
            what: "database",
            well: false,
            found: error.to_string(),
            mend: Some("move the data directory away and restore a backup: hearken restore FILE"),
        },
    }
}

fn view(what: &'static str, at: LogPosition, end: LogPosition) -> Finding {
    let lag = end.0.saturating_sub(at.0);
    match lag {
        0 => Finding { what, well: true, found: format!("up to the log (position {end})"), mend: None },
        _ => Finding {
            what,
            well: false,
            found: format!("{lag} log entries behind"),
            mend: Some(
                "it catches up with the next command that writes, or within a second while hearken serve runs",
            ),
        },
    }
}

fn unwell(what: &'static str, found: String) -> Finding {
    Finding {
        what,
        well: false,
        found,
        mend: Some("hearken doctor --rebuild makes every view again from the log"),
    }
}
