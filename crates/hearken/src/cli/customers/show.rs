//! `hearken customer list`, `show` and `export`.

use std::num::NonZeroUsize;

use clap::Args;
use hearken_app::actions::customers::cards::{FactCard, IdentifierCard, PersonCard, from_to};
use hearken_app::actions::customers::domains::{ListUnclaimed, UnclaimedCard};
use hearken_app::actions::customers::list::{CustomerQuery, CustomerSort, ListedCustomer};
use hearken_app::actions::customers::show::{CustomerPage, ShowCustomer};
use hearken_app::error::AppError;
use hearken_app::query::{ExportCustomer, ListDomains};
use hearken_app::view::View;
use hearken_domain::{ContactId, CustomerId, Timestamp, Unredacted, counted, grouped};

use crate::cli::Global;
use crate::cli::customers::name::name;
use crate::cli::goals::show_goals;
use crate::cli::out::{Out, safe, unredacted};
use crate::cli::table::{flexible, left, right, table};
use crate::cli::themes::show::{origin, title};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hearken customer list\n  hearken customer list --named acme --sort revenue\n  hearken customer list --unclaimed"
)]
pub struct ListArgs {
    /// Only those in whose name, or in one of whose domains, this stands
    #[arg(long, value_name = "WORDS")]
    named: Option<String>,
    /// Order: added, name, signals, heard, revenue, renewal
    #[arg(long, default_value = "added", value_name = "ORDER")]
    sort: CustomerSort,
    /// At most so many
    #[arg(long, default_value = "50", value_name = "N")]
    limit: NonZeroUsize,
    /// Where the list goes on: behind this customer
    #[arg(long, value_name = "C-N")]
    after: Option<CustomerId>,
    /// List what was said of domains instead
    #[arg(long, conflicts_with_all = ["named", "after", "sort"])]
    domains: bool,
    /// List the domains that somebody wrote from and no customer has instead
    #[arg(long, conflicts_with_all = ["named", "after", "sort", "domains"])]
    unclaimed: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken customer show C-7")]
pub struct ShowArgs {
    /// Which customer, such as C-7
    customer: CustomerId,
    /// Newest signals to list
    #[arg(long, default_value = "10", value_name = "N")]
    limit: NonZeroUsize,
    /// Signals before those that are listed
    #[arg(long, default_value = "0", value_name = "N")]
    offset: usize,
    /// Where the list of people goes on: behind this one
    #[arg(long, value_name = "P-N")]
    people_after: Option<ContactId>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken customer export C-7 > acme.json")]
pub struct ExportArgs {
    /// Which customer, such as C-7
    customer: CustomerId,
}

pub fn list(args: ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = global.view()?;
    if args.unclaimed {
        return unclaimed(&view, args.limit.get(), out);
    }
    if args.domains {
        let domains = view.ask(&ListDomains)?;
        if out.json() {
            return out.data(&domains);
        }
        for card in &domains {
            out.line(format!("{}  {}", safe(&card.domain), card.sort));
        }
        return Ok(());
    }
    let query =
        CustomerQuery { named: args.named, sort: args.sort, after: args.after, limit: args.limit.get() };
    let list = view.ask(&query)?;
    if out.json() {
        return out.data(&list);
    }
    if list.customers.is_empty() {
        out.note("none; hearken customer import FILE takes in a list of customers");
    } else {
        let rows: Vec<Vec<String>> = list.customers.iter().map(row).collect();
        let columns = [
            left("ID"),
            flexible("NAME"),
            left("PLAN").leaving(1),
            right("REVENUE"),
            left("STATE").leaving(2),
            right("SIGNALS"),
            left("HEARD").leaving(3),
        ];
        table(out, &columns, &rows);
    }
    if let Some(apart) = &list.currencies_apart {
        out.note(apart);
    }
    if let Some(next) = list.next {
        let sort = match query.sort {
            CustomerSort::Added => String::new(),
            sort => format!("--sort {} ", sort.as_str()),
        };
        out.line(format!("more: hearken customer list {sort}--after {next}"));
    }
    out.line(format!(
        "{} in all; {} of no customer that is known",
        counted(list.total, "customer"),
        counted(list.signals_of_nobody, "signal")
    ));
    Ok(())
}

fn unclaimed(view: &View, limit: usize, out: &mut Out) -> Result<(), AppError> {
    let list = view.ask(&ListUnclaimed { limit })?;
    if out.json() {
        return out.data(&list);
    }
    if !list.domains.is_empty() {
        let row = |one: &UnclaimedCard| {
            vec![unredacted(&one.domain), one.signals.to_string(), one.people.to_string()]
        };
        let rows: Vec<Vec<String>> = list.domains.iter().map(row).collect();
        table(out, &[flexible("DOMAIN"), right("SIGNALS"), right("PEOPLE")], &rows);
    }
    out.line(&list.says);
    if list.total > 0 {
        out.note("hearken customer add name=NAME --domain DOMAIN adds a customer; hearken customer domain DOMAIN own says that it is none");
    }
    Ok(())
}

fn row(customer: &ListedCustomer) -> Vec<String> {
    let text = |text: &Option<Unredacted>| text.as_ref().map(unredacted).unwrap_or_default();
    let state = if customer.gone { "gone".to_owned() } else { text(&customer.state) };
    vec![
        customer.id.to_string(),
        name(customer.name.as_ref()),
        text(&customer.plan),
        customer.revenue().unwrap_or_default(),
        state,
        customer.signals.to_string(),
        customer.last_heard.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default(),
    ]
}

pub fn one(args: &ShowArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let query = ShowCustomer {
        id: args.customer,
        offset: args.offset,
        limit: args.limit.get(),
        people_after: args.people_after,
    };
    let page = global.view()?.ask(&query)?;
    if out.json() {
        return out.data(&page);
    }
    show(&page, out);
    Ok(())
}

pub fn export(args: &ExportArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    out.data(&global.view()?.ask(&ExportCustomer(args.customer))?)
}

fn show(page: &CustomerPage, out: &mut Out) {
    let customer = &page.customer;
    let heading = format!("{}  {}", customer.id, name(customer.name.as_ref()));
    out.line(console::style(heading).bold().to_string());
    if let Some(other) = customer.part_of {
        out.line(format!("part of {other}; hearken customer unmerge {} takes that back", customer.id));
    }
    if customer.gone {
        out.line("gone: every source that told of it tells of it no more");
    }
    for fact in &page.facts {
        out.line(said(fact, customer.id));
    }
    for identifier in &page.identifiers {
        out.line(identified(identifier, customer.id));
    }
    for merge in &page.merges {
        let day = merge.at.strftime("%Y-%m-%d");
        let undone = match (&merge.undone_by, merge.undone_at) {
            (Some(by), Some(at)) => {
                format!(", taken back by {} on {}", safe(&by.to_string()), at.strftime("%Y-%m-%d"))
            }
            _ => String::new(),
        };
        let by = safe(&merge.by.to_string());
        out.line(format!("{} was merged into {} by {by} on {day}{undone}", merge.customer, merge.into));
    }
    if !page.goals.is_empty() {
        out.line("tries to get done:");
        show_goals(&page.goals, out);
    }
    if !page.contacts.is_empty() {
        out.line("");
        out.line(console::style("People").bold().to_string());
    }
    page.contacts.iter().for_each(|person| out.line(listed_person(person)));
    if let Some(next) = &page.next_person {
        let all = grouped(page.people);
        out.line(format!(
            "  of {all} in all; more: hearken customer show {} --people-after {next}",
            customer.id
        ));
    }
    out.line("");
    out.line(
        console::style(format!("What they said: {}", counted(customer.signals, "signal"))).bold().to_string(),
    );
    for one in &page.signals {
        out.line("");
        title(&one.signal, out);
        out.verbatim(&one.signal.excerpt, 2);
        out.line(format!("  {}", console::style(origin(&one.signal)).dim()));
        for join in &one.joins {
            out.line(format!("  theirs, for {}", unredacted(&join.says)));
        }
    }
    if let Some(next) = page.next {
        out.line("");
        out.line(format!("more: hearken customer show {} --offset {next}", customer.id));
    }
}

fn identified(identifier: &IdentifierCard, customer: CustomerId) -> String {
    let of = match identifier.customer == customer {
        true => String::new(),
        false => format!(" of {}", identifier.customer),
    };
    let apart = if identifier.apart { ", kept apart" } else { "" };
    let value = unredacted(&identifier.value);
    let source = by_whom(identifier.source.as_deref(), &identifier.by.to_string());
    let times = spaced(identifier.from, identifier.to);
    format!("{:<12} {value}{times}{of}{apart}  ({source})", identifier.kind.as_str())
}

fn listed_person(person: &PersonCard) -> String {
    let email = |email: &Unredacted| {
        let times = person.times.iter().filter(|one| one.email == *email);
        let times: String = times.map(|one| spaced(one.from, one.to)).collect();
        format!("{}{times}", unredacted(email))
    };
    let emails: Vec<String> = person.emails.iter().map(email).collect();
    let gone = if person.gone { ", gone" } else { "" };
    format!("  {}  {}  {}{gone}", person.number, name(person.name.as_ref()), emails.join(", "))
}

fn spaced(from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let told = from_to(from, to);
    if told.is_empty() { told } else { format!(" {told}") }
}

fn said(fact: &FactCard, customer: CustomerId) -> String {
    let from = fact.from.as_ref().map_or_else(String::new, |day| format!(" from {day} on"));
    let of = if fact.customer == customer { String::new() } else { format!(" of {}", fact.customer) };
    let holds = if fact.holds { "" } else { ", which does not hold" };
    let source = by_whom(fact.source.as_deref(), &fact.by.to_string());
    format!("{:<12} {}{from}{of}  ({source}{holds})", unredacted(&fact.field), unredacted(&fact.value))
}

fn by_whom(source: Option<&str>, actor: &str) -> String {
    match source {
        Some(source) => format!("by source {}", safe(source)),
        None => format!("by {}", safe(actor)),
    }
}
