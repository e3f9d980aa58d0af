//! `hearken import --dry-run`: how a file would be read.

use std::path::Path;

use hearken_domain::Timestamp;
use hearken_ingest::Arrival;

use crate::cli::Global;
use crate::cli::out::Out;
use crate::cli::sources::open::open;
use crate::cli::table::{flexible, left, table};
use hearken_app::actions::data::redact_text::TextFilter;
use hearken_app::actions::sources::import::{ImportFile, options, unreadable};
use hearken_app::actions::sources::name::source_name;
use hearken_app::error::AppError;
use hearken_app::query::RememberedMapping;

const SAMPLE_CHARS: usize = 60;

pub fn run(file: &Path, request: &ImportFile, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let input = open(file)?;
    let rules = global.rules()?;
    // Each text by itself, as everything taken in is.
    let mask = |text: &str| TextFilter::new(rules.clone()).redact(text);
    let short = |text: &str| mask(&hearken_domain::excerpt(text, SAMPLE_CHARS));
    let name = mask(input.name());
    let source = request.source.clone().unwrap_or_else(|| source_name(&name));
    let dir = global.dir()?;
    let remembered = match dir.exists() {
        true => global.view()?.ask(&RememberedMapping(source.clone()))?,
        false => None,
    };
    let options = options(request, remembered, Timestamp::now())?;
    let plan = hearken_ingest::plan(input, &options).map_err(|error| unreadable(&error))?;
    if out.json() {
        return out.data(&plan);
    }
    out.line(format!(
        "{} would be read as {}, {}, into source '{}'",
        crate::cli::out::safe(&name),
        plan.format.label(),
        plan.encoding,
        crate::cli::out::safe(&source)
    ));
    out.line("");
    let rows: Vec<Vec<String>> = plan
        .columns
        .iter()
        .map(|column| {
            let samples: Vec<String> = column.samples.iter().map(|sample| short(sample)).collect();
            vec![
                column.name.clone(),
                column.role.map_or_else(|| "kept as it is".to_owned(), |role| role.to_string()),
                samples.join(" | "),
            ]
        })
        .collect();
    table(out, &[left("COLUMN"), left("ROLE"), flexible("SAMPLES")], &rows);
    for (number, arrival) in (1..).zip(&plan.examples) {
        example(number, arrival, &mask, out);
    }
    for note in &plan.notes {
        out.line(format!("note: {}", crate::cli::out::safe(note)));
    }
    out.line("");
    out.note("nothing was recorded; set columns with --map role=column,… and run without --dry-run");
    Ok(())
}

fn example(number: usize, arrival: &Arrival, mask: &impl Fn(&str) -> String, out: &mut Out) {
    out.line("");
    match arrival {
        Arrival::Item(item) => {
            let at = item.at.map_or_else(|| "undated".to_owned(), |at| at.to_string());
            let rating = item.rating.map_or_else(String::new, |rating| format!(", rated {rating}"));
            out.line(format!(
                "{number}. {} ({}, {at}{rating})",
                item.kind,
                crate::cli::out::safe(&item.location)
            ));
            if let Some(reason) = &item.undated {
                out.paragraph(&mask(reason), 3);
            }
            if let Some(title) = &item.title {
                out.paragraph(&mask(&hearken_domain::excerpt(title, SAMPLE_CHARS)), 3);
            }
            out.paragraph(&mask(&hearken_domain::excerpt(&item.text, 300)), 3);
        }
        Arrival::Reject(reject) => {
            out.line(format!(
                "{number}. would be rejected ({}): {}",
                crate::cli::out::safe(&reject.location),
                crate::cli::out::safe(&mask(&reject.reason))
            ));
        }
    }
}
