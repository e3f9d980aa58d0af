//! The rows of customers and of what is said of them: what they are worth, their goals, the segments that they are in.

use hearken_app::actions::customers::list::ListedCustomer;
use hearken_app::actions::customers::worth::WorthCard;
use hearken_app::actions::goals::cards::{GoalCard, GoalOwner};
use hearken_app::actions::segments::cards::SegmentCard;
use hearken_domain::{Money, Unredacted};

use super::{list, number, text, words};
use crate::export::Cell;

pub const CUSTOMER: [&str; 13] = [
    "id",
    "name",
    "state",
    "gone",
    "plan",
    "arr",
    "arr_currency",
    "mrr",
    "mrr_currency",
    "renewal",
    "owner",
    "signals",
    "last_heard",
];
pub const GOAL: [&str; 13] = [
    "id",
    "goal",
    "state",
    "of",
    "customer",
    "customer_name",
    "segment",
    "customers",
    "themes",
    "theme_names",
    "problem",
    "by",
    "at",
];
pub const SEGMENT: [&str; 7] = ["name", "condition", "customers", "problem", "notes", "by", "at"];

/// Customers, what they pay in each currency, at which rates, and what is not known; empty where no customer is known at all.
pub fn worth(worth: Option<&WorthCard>) -> [Cell; 8] {
    let Some(worth) = worth else { return std::array::from_fn(|_| Cell::Empty) };
    let sum = |sum: &Money| format!("{}.{:02} {}", sum.hundredths / 100, sum.hundredths % 100, sum.currency);
    let sums: Vec<String> = worth.revenue.iter().map(sum).collect();
    let rates: Vec<String> = worth.rates.iter().map(ToString::to_string).collect();
    [
        number(&worth.customers),
        text(&sums.join("; ")),
        text(&rates.join("; ")),
        number(&worth.with_revenue),
        number(&worth.without_revenue),
        number(&worth.former),
        number(&worth.prospects),
        number(&worth.share_of_nobody),
    ]
}

pub fn customer(listed: &ListedCustomer) -> Vec<Cell> {
    let said = |said: &Option<Unredacted>| said.as_ref().map_or(Cell::Empty, |said| text(said.as_str()));
    let sum = |money: Option<Money>| {
        let sum = |money: Money| format!("{}.{:02}", money.hundredths / 100, money.hundredths % 100);
        money.map_or([Cell::Empty, Cell::Empty], |money| [number(&sum(money)), text(money.currency.as_str())])
    };
    let [arr, arr_currency] = sum(listed.arr);
    let [mrr, mrr_currency] = sum(listed.mrr);
    vec![
        text(&listed.id.to_string()),
        said(&listed.name),
        said(&listed.state),
        text(if listed.gone { "yes" } else { "no" }),
        said(&listed.plan),
        arr,
        arr_currency,
        mrr,
        mrr_currency,
        said(&listed.renewal),
        said(&listed.owner),
        number(&listed.signals),
        listed.last_heard.map_or(Cell::Empty, |at| text(&at.to_string())),
    ]
}

pub fn goal(card: &GoalCard) -> Vec<Cell> {
    let (of, customer, named, segment) = match &card.of {
        GoalOwner::Everybody => ("everybody", Cell::Empty, Cell::Empty, Cell::Empty),
        GoalOwner::Customer(customer) => {
            ("customer", text(&customer.id.to_string()), said(customer.name.as_ref()), Cell::Empty)
        }
        GoalOwner::Segment(name) => {
            let name = name.as_ref().map_or_else(|| text("[erased]"), words);
            ("segment", Cell::Empty, Cell::Empty, name)
        }
    };
    let ids: Vec<String> = card.themes.iter().map(|blocking| blocking.theme.id.to_string()).collect();
    let names: Vec<_> = card.themes.iter().map(|blocking| blocking.theme.name.clone()).collect();
    vec![
        text(&card.id.to_string()),
        words(&card.title()),
        text(&card.state.to_string()),
        text(of),
        customer,
        named,
        segment,
        counted(card.customers),
        text(&ids.join(" ")),
        list(&names),
        said(card.problem.as_ref()),
        text(&card.by.to_string()),
        text(&card.at.to_string()),
    ]
}

pub fn segment(card: &SegmentCard) -> Vec<Cell> {
    let notes: Vec<&str> = card.notes.iter().map(Unredacted::as_str).collect();
    vec![
        words(&card.title()),
        said(Some(&card.says())),
        counted(card.customers),
        said(card.problem.as_ref()),
        text(&notes.join("; ")),
        text(&card.by.to_string()),
        text(&card.at.to_string()),
    ]
}

fn said(said: Option<&Unredacted>) -> Cell {
    said.map_or(Cell::Empty, |said| text(said.as_str()))
}

/// How many customers; empty where it cannot be said.
fn counted(customers: Option<u64>) -> Cell {
    customers.map_or(Cell::Empty, |customers| number(&customers))
}
