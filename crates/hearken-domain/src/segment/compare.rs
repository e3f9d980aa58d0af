//! Whether a condition of a segment holds for what is held of a customer.

use std::borrow::Cow;
use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::identity::form;
use crate::{Currency, FactField, Money};

/// Months of a year, by which revenue a month is revenue a year.
const MONTHS: u64 = 12;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tested {
    /// A fact.
    Fact(FactField),
    /// Revenue a year: `arr`, or twelve times `mrr` where that is not known.
    Revenue,
}

/// How it is compared, and with what.
#[derive(Debug, Clone, PartialEq)]
pub enum Compared {
    /// It is one of these texts, whatever its case.
    OneOf(Vec<String>),
    /// It is known, and none of these texts.
    NoneOf(Vec<String>),
    /// A sum of money, by its order to this one.
    Money(Order, Money),
    /// A number.
    Number(Order, f64),
    /// A day.
    Day(Order, Date),
    /// A day from today on, and at most so many days ahead.
    Within(u32),
}

/// How a value lies to the one that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Below it.
    Less,
    /// Below it, or as much.
    AtMost,
    /// As much.
    Equal,
    /// As much, or above it.
    AtLeast,
    /// Above it.
    More,
}

/// What is held of a customer about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldValue {
    /// Its value as it is shown.
    pub value: String,
    /// The sum, where it is one.
    pub money: Option<Money>,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It does not, or nothing is known.
    Fails,
    /// It cannot be said: the sum is in this currency, the condition's in the other.
    OtherCurrency(Currency, Currency),
}

impl Tested {
    /// Whether it is a sum of money.
    pub fn is_money(&self) -> bool {
        match self {
            Self::Fact(field) => field.is_money(),
            Self::Revenue => true,
        }
    }

    /// The facts that it is read from, the first that is known.
    pub fn fields(&self) -> Vec<FactField> {
        match self {
            Self::Fact(field) => vec![field.clone()],
            Self::Revenue => vec![FactField::Arr, FactField::Mrr],
        }
    }

    /// What is compared, of a value that one of its fields has.
    pub fn of<'h>(&self, field: &FactField, held: &'h HeldValue) -> Cow<'h, HeldValue> {
        match (self, held.money) {
            (Self::Revenue, Some(money)) if *field == FactField::Mrr => {
                let hundredths = money.hundredths.saturating_mul(MONTHS);
                let money = Some(Money { hundredths, ..money });
                Cow::Owned(HeldValue { money, value: held.value.clone() })
            }
            _ => Cow::Borrowed(held),
        }
    }
}

impl Order {
    fn holds(self, found: std::cmp::Ordering) -> bool {
        match self {
            Self::Less => found.is_lt(),
            Self::AtMost => found.is_le(),
            Self::Equal => found.is_eq(),
            Self::AtLeast => found.is_ge(),
            Self::More => found.is_gt(),
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }
}

impl Compared {
    /// Whether it holds of a value, `None` where nothing is known, on this day.
    pub fn verdict(&self, held: Option<&HeldValue>, today: Date) -> Verdict {
        let Some(held) = held else { return Verdict::Fails };
        let holds = match self {
            Self::OneOf(values) => is_among(&held.value, values),
            Self::NoneOf(values) => !is_among(&held.value, values),
            Self::Money(order, wanted) => {
                let Some(money) = held.money else { return Verdict::Fails };
                if money.currency != wanted.currency {
                    return Verdict::OtherCurrency(money.currency, wanted.currency);
                }
                order.holds(money.hundredths.cmp(&wanted.hundredths))
            }
            Self::Number(order, wanted) => {
                let number = held.value.replace([',', '\''], "").trim().parse::<f64>().ok();
                number.and_then(|number| number.partial_cmp(wanted)).is_some_and(|found| order.holds(found))
            }
            Self::Day(order, wanted) => {
                held.value.parse::<Date>().is_ok_and(|day| order.holds(day.cmp(wanted)))
            }
            Self::Within(days) => held.value.parse::<Date>().is_ok_and(|day| {
                let last = today.checked_add(i64::from(*days).days()).unwrap_or(Date::MAX);
                (today..=last).contains(&day)
            }),
        };
        if holds { Verdict::Holds } else { Verdict::Fails }
    }
}

fn is_among(value: &str, values: &[String]) -> bool {
    let value = form(value);
    values.iter().any(|other| form(other) == value)
}

impl fmt::Display for Tested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(field) => field.fmt(f),
            Self::Revenue => f.write_str("revenue"),
        }
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list =
            |values: &[String]| values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(" or ");
        match self {
            Self::OneOf(values) => write!(f, "= {}", list(values)),
            Self::NoneOf(values) => write!(f, "!= {}", list(values)),
            Self::Money(order, money) => write!(f, "{} {money}", order.sign()),
            Self::Number(order, number) => write!(f, "{} {number}", order.sign()),
            Self::Day(order, day) => write!(f, "{} {day}", order.sign()),
            Self::Within(days) => write!(f, "within {}", crate::counted(u64::from(*days), "day")),
        }
    }
}

/// A value as it reads back: in quotes where it would not by itself.
pub(super) fn quoted(value: &str) -> String {
    let value = value.replace('"', "");
    let lower = format!(" {} ", value.to_ascii_lowercase());
    let plain = !lower.contains(" and ") && !lower.contains(" or ") && !value.contains(['=', '<', '>', '!']);
    if plain { value } else { format!("\"{value}\"") }
}
