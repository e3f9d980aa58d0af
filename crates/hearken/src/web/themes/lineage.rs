//! A theme's history as a picture: a line through time with a mark for each thing that happened, as large as the theme was;
//! other themes come in from above and leave below.

use askama::Template;

use crate::web::show;
use hearken_app::actions::themes::show::Step;
use hearken_domain::Lineage;

/// Marks shown: the first, and the last of the rest.
const MARKS_MAX: usize = 12;
/// Units between marks, and from the border to the line.
const GAP: f64 = 76.0;
const MARGIN: f64 = 38.0;
/// Radius of the largest mark.
const RADIUS: f64 = 15.0;

/// The picture, drawn on the server.
#[derive(Template)]
#[template(path = "_lineage.html")]
pub struct LineagePicture {
    width: f64,
    marks: Vec<Mark>,
}

struct Mark {
    x: f64,
    radius: f64,
    /// Another theme comes in.
    comes: bool,
    /// Another theme leaves, or this one goes into it.
    leaves: bool,
    /// It ended here.
    ends: bool,
    other: Option<String>,
    title: String,
    label: String,
}

impl LineagePicture {
    /// Draws what happened.
    pub fn new(steps: &[Step]) -> Self {
        let skipped = steps.len().saturating_sub(MARKS_MAX);
        let shown = steps.iter().enumerate().filter(|(number, _)| *number == 0 || *number > skipped);
        let shown: Vec<&Step> = shown.map(|(_, step)| step).collect();
        let most = shown.iter().map(|step| step.signals).max().unwrap_or(1).max(1) as f64;
        let mark = |(number, step): (usize, &&Step)| Mark {
            x: MARGIN + number as f64 * GAP,
            radius: (RADIUS * (step.signals as f64 / most).sqrt()).max(4.0),
            comes: step.other.is_some()
                && matches!(step.what, Lineage::Born | Lineage::Grew | Lineage::Returned),
            leaves: matches!(step.what, Lineage::Split) || step.what == Lineage::Merged,
            ends: matches!(step.what, Lineage::Merged | Lineage::Retired),
            other: step.other.as_ref().map(|other| other.id.to_string()),
            title: format!("{}: {}", step.at.strftime("%-d %b %Y"), show::words(&step.says)),
            label: format!("{} {}", step.what.as_str(), step.signals),
        };
        let marks: Vec<Mark> = shown.iter().enumerate().map(mark).collect();
        Self { width: 2.0 * MARGIN + (marks.len().max(1) - 1) as f64 * GAP, marks }
    }
}
