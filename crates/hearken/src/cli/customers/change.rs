//! What a person says by hand: of a customer, of a signal, of a domain, of a source.

use clap::Args;
use hearken_app::actions::customers::change::{PreferSource, SetCustomer, UndoCustomer};
use hearken_app::actions::customers::domains::SortDomain;
use hearken_app::actions::customers::give::{GiveSignal, SignalJoins, UndoGive};
use hearken_app::error::AppError;
use hearken_domain::{CustomerId, DomainSort, SignalId};

use crate::cli::Global;
use crate::cli::customers::name::name;
use crate::cli::out::{Out, safe, unredacted};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken customer set C-7 plan=pro 'arr=12000 EUR' renewal=2025-03-31
  hearken customer set C-7 --domain acme.example
  hearken customer set C-7 --forget plan")]
pub struct SetArgs {
    /// Which customer, such as C-7
    customer: CustomerId,
    /// What is so, as field=value: name, state, plan, arr, mrr, size, country, renewal, owner, or any other field
    #[arg(value_name = "FIELD=VALUE")]
    facts: Vec<String>,
    /// A domain that is theirs; may be repeated
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
    /// A domain, said by hand, that is theirs no more
    #[arg(long = "no-domain", value_name = "DOMAIN")]
    no_domains: Vec<String>,
    /// A field of which nothing is to hold that was said by hand
    #[arg(long, value_name = "FIELD")]
    forget: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken customer add name=Acme plan=pro --domain acme.example")]
pub struct AddArgs {
    /// What is so, as field=value; a name must be among it
    #[arg(required = true, value_name = "FIELD=VALUE")]
    facts: Vec<String>,
    /// A domain that is theirs; may be repeated
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken customer undo C-7")]
pub struct UndoArgs {
    /// Which customer, such as C-7
    customer: CustomerId,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken customer give S-17 C-7
  hearken customer give S-17 --nobody
  hearken customer give S-17 --undo")]
pub struct GiveArgs {
    /// Which signal, such as S-17
    signal: SignalId,
    /// To whom, such as C-7
    #[arg(required_unless_present_any = ["nobody", "undo"])]
    customer: Option<CustomerId>,
    /// To nobody
    #[arg(long, conflicts_with = "customer")]
    nobody: bool,
    /// Take back what was said last of it
    #[arg(long, conflicts_with_all = ["customer", "nobody"])]
    undo: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken customer domain ours.example own
  hearken customer domain mail.example free-mail

own         ours: whoever writes from it is no customer
free-mail   anybody can have an address there: it tells of no customer
disposable  the same, for an hour
company     a company's: whoever writes from it is of that company")]
pub struct DomainArgs {
    /// The domain
    domain: String,
    /// What it is: company, free-mail, disposable or own
    #[arg(value_name = "company|free-mail|disposable|own")]
    sort: DomainSort,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken customer prefer arr billing
  hearken customer prefer arr")]
pub struct PreferArgs {
    /// The field
    field: String,
    /// Name of the source that is believed; without one, none is preferred any more
    source: Option<String>,
}

impl From<SetArgs> for SetCustomer {
    fn from(args: SetArgs) -> Self {
        Self {
            customer: Some(args.customer),
            facts: args.facts,
            forget: args.forget,
            domains: args.domains,
            no_domains: args.no_domains,
        }
    }
}

impl From<AddArgs> for SetCustomer {
    fn from(args: AddArgs) -> Self {
        Self { facts: args.facts, domains: args.domains, ..Self::default() }
    }
}

pub fn set(request: SetCustomer, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let card = global.execute(request)?;
    if out.json() {
        return out.data(&card);
    }
    out.line(format!("{}  {}", card.id, name(card.name.as_ref())));
    out.note(format!("hearken customer undo {} takes it back", card.id));
    Ok(())
}

pub fn undo(args: &UndoArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let card = global.execute(UndoCustomer { customer: args.customer })?;
    if out.json() {
        return out.data(&card);
    }
    out.line(format!("taken back: {}  {}", card.id, name(card.name.as_ref())));
    Ok(())
}

pub fn give(args: &GiveArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let joins = match args.undo {
        true => global.execute(UndoGive { signal: args.signal })?,
        false => global.execute(GiveSignal { signal: args.signal, customer: args.customer })?,
    };
    if out.json() {
        return out.data(&joins);
    }
    show(&joins, out);
    Ok(())
}

fn show(joins: &SignalJoins, out: &mut Out) {
    if joins.joins.is_empty() {
        out.line(format!("{} is of no customer that is known", joins.signal));
    }
    for join in &joins.joins {
        let (customer, named) = (join.customer, name(join.name.as_ref()));
        out.line(format!("{} is of {customer} {named}: {}", joins.signal, unredacted(&join.says)));
    }
}

pub fn domain(args: DomainArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let card = global.execute(SortDomain { domain: args.domain, sort: args.sort })?;
    if out.json() {
        return out.data(&card);
    }
    out.line(format!("{}  {}", safe(&card.domain), card.sort));
    Ok(())
}

pub fn prefer(args: PreferArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let preference = global.execute(PreferSource { field: args.field, source: args.source })?;
    if out.json() {
        return out.data(&preference);
    }
    let field = safe(&preference.field);
    out.line(match &preference.source {
        Some(source) => format!("about {field}, {} is believed", safe(source)),
        None => format!("about {field}, no source is preferred"),
    });
    Ok(())
}
