//! `hearken customer merge` and `unmerge`.

use clap::Args;
use hearken_app::actions::customers::merge::{MergeCustomers, MergeReport, UnmergeCustomer};
use hearken_app::error::AppError;
use hearken_domain::{CustomerId, counted};

use crate::cli::Global;
use crate::cli::customers::name::name;
use crate::cli::out::{Out, unredacted};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken customer merge C-9 C-7 --dry-run
  hearken customer merge C-9 C-7")]
pub struct MergeArgs {
    /// The customer that becomes part of the other, such as C-9
    customer: CustomerId,
    /// The other, such as C-7
    into: CustomerId,
    /// Say what it would move, and do nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken customer unmerge C-9
  hearken customer unmerge C-9 --identifier acme.example")]
pub struct UnmergeArgs {
    /// The customer that is part of another, such as C-9
    customer: CustomerId,
    /// Only this domain, id or address: what is joined by it is that customer's alone
    #[arg(long, value_name = "VALUE")]
    identifier: Option<String>,
}

pub fn merge(args: &MergeArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let request = MergeCustomers { customer: args.customer, into: args.into, dry_run: args.dry_run };
    let report = global.execute(request)?;
    if out.json() {
        return out.data(&report);
    }
    show(&report, out);
    Ok(())
}

fn show(report: &MergeReport, out: &mut Out) {
    let (customer, into) = (&report.customer, &report.into);
    let verb = if report.dry_run { "would become" } else { "is" };
    out.line(format!(
        "{} {} {verb} part of {} {}",
        customer.id,
        name(customer.name.as_ref()),
        into.id,
        name(into.name.as_ref())
    ));
    out.line(format!(
        "  with it: {}, {}",
        counted(report.signals, "signal"),
        counted(report.contacts, "contact")
    ));
    for identifier in &report.identifiers {
        let source = identifier.source.as_deref().unwrap_or("a person");
        let value = unredacted(&identifier.value);
        out.line(format!("  {} {value}, by {}", identifier.kind, crate::cli::out::safe(source)));
    }
    for fact in &report.differing {
        out.line(format!(
            "  {}: {} holds, not {}",
            unredacted(&fact.field),
            unredacted(&fact.holds),
            unredacted(&fact.given_up)
        ));
    }
    if !report.dry_run {
        out.note(format!("hearken customer unmerge {} takes it back", customer.id));
    }
}

pub fn unmerge(args: UnmergeArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let whole = args.identifier.is_none();
    let card = global.execute(UnmergeCustomer { customer: args.customer, identifier: args.identifier })?;
    if out.json() {
        return out.data(&card);
    }
    let named = name(card.name.as_ref());
    match whole {
        true => out.line(format!("{} {named} is its own again", card.id)),
        false => {
            out.line(format!("what is joined by it is of {} {named} alone", card.id));
            out.note(format!("hearken customer undo {} takes it back", card.id));
        }
    }
    Ok(())
}
