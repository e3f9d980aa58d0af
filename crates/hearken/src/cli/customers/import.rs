//! `hearken customer import`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use hearken_app::actions::customers::import::{CustomersReport, ImportCustomers};
use hearken_app::error::AppError;
use hearken_domain::counted;
use hearken_ingest::CustomerMapping;

use crate::cli::Global;
use crate::cli::out::{Out, safe, unredacted};

const EXAMPLES: &str = "Examples:
  hearken customer import accounts.csv --source crm --dry-run
  hearken customer import accounts.csv --source crm --currency EUR
  hearken customer import contacts.csv --source crm --map 'id=\"Account ID\",contact-email=Mail'
  hearken customer import customers.jsonl

Imported again, the file is a sync: customers that it names no more are marked as gone, never deleted, and what was said by
hand goes on to hold.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// The list: CSV, JSON or JSON lines, plain or .gz, .zst, .zip; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// Name of the source; where the ids of people are those of a source of signals, its name [default: the file's name
    /// without its extension]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Format, where it is not recognised: csv, json, jsonl
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Encoding, where it is not recognised
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Which column is what, as role=column,…; roles: id, name, domain, state, plan, arr, mrr, currency, as-of, size,
    /// country, renewal, owner, contact-id, contact-name, contact-email, contact-verified, ignore; any other column is a fact
    /// under its own name, but not in a list of people, where it may be theirs
    #[arg(long, value_name = "ROLE=COLUMN,…")]
    map: Option<CustomerMapping>,
    /// The currency of sums that name none, such as EUR
    #[arg(long, value_name = "CURRENCY")]
    currency: Option<String>,
    /// Show what would be added, changed and gone, and do nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: ImportArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let request = ImportCustomers {
        source: args.source,
        format: args.format,
        mapping: args.map.map_or_else(BTreeMap::new, |mapping| mapping.to_map()),
        encoding: args.encoding,
        currency: args.currency,
        dry_run: args.dry_run,
    };
    let report = global.execute_on(&args.file, request)?;
    if out.json() {
        return out.data(&report);
    }
    show(&report, out);
    Ok(())
}

fn show(report: &CustomersReport, out: &mut Out) {
    let would = if report.dry_run { "would be " } else { "" };
    out.line(format!(
        "{} → source '{}', {}: {} in {:.1} s",
        safe(&report.file),
        safe(&report.source),
        report.format,
        counted(report.added + report.updated + report.unchanged + report.rejected, "record"),
        report.took_s
    ));
    out.line(format!(
        "  records: {} {would}added, {} {would}updated, {} unchanged, {} rejected",
        report.added, report.updated, report.unchanged, report.rejected
    ));
    out.line(format!(
        "  new: {}, {}",
        counted(report.customers_added, "customer"),
        counted(report.contacts_added, "contact")
    ));
    if report.customers_gone + report.contacts_gone > 0 {
        out.line(format!(
            "  named no more, {would}marked as gone: {}, {}",
            counted(report.customers_gone, "customer"),
            counted(report.contacts_gone, "contact")
        ));
    }
    for gone in &report.gone {
        out.line(format!("    {} {}", gone.customer, unredacted(&gone.id)));
    }
    for change in &report.changed {
        let value = |value: &Option<_>| value.as_ref().map_or_else(|| "nothing".to_owned(), unredacted);
        let held = match &change.by_hand {
            Some(held) => format!("; by hand it is {}, which goes on to hold", unredacted(held)),
            None => String::new(),
        };
        out.line(format!(
            "  {}: {} of {}: {} → {}{held}",
            safe(&change.place),
            unredacted(&change.field),
            unredacted(&change.id),
            value(&change.before),
            value(&change.now)
        ));
    }
    for problem in &report.problems {
        let rejected = if problem.rejected { "rejected, " } else { "" };
        out.line(format!("  {}: {rejected}{}", safe(&problem.place), unredacted(&problem.reason)));
    }
    let told = report.problems.len() as u64;
    if report.problems_total > told {
        out.line(format!("  and {} more", report.problems_total - told));
    }
    for note in &report.notes {
        out.line(format!("  note: {}", safe(note)));
    }
    if report.dry_run {
        out.line("Nothing was changed; without --dry-run it is");
    } else {
        out.line("Next: hearken customer list");
    }
}
