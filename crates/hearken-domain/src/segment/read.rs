//! Reading the conditions of a segment as a person types them.

use jiff::civil::Date;

use super::{CONDITION_CHARS_MAX, CONDITIONS_MAX, Compared, Condition, Order, SegmentCondition, Tested};
use crate::{CustomerState, FactField, FactFieldError, Money, MoneyError, SegmentId};

/// Days that a condition looks ahead at most.
const DAYS_MAX: u32 = 3_650;

/// Why conditions cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// There are none.
    #[error("a segment needs a condition, such as plan = Business")]
    Empty,
    /// There are too many, or too long ones.
    #[error(
        "the conditions are too long; at most {CONDITIONS_MAX} of them are taken, and {CONDITION_CHARS_MAX} characters"
    )]
    Long,
    /// One compares nothing.
    #[error(
        "'{0}' is no condition; write one like plan = Business, revenue >= 10000 EUR or renewal within 60 days, and a value \
         with and, or or signs in it in quotes"
    )]
    Shape(String),
    /// A quotation mark is left open.
    #[error("a quotation mark is not closed")]
    Quote,
    /// What is compared is no field.
    #[error(transparent)]
    Field(#[from] FactFieldError),
    /// There is nothing to compare with.
    #[error("{0}: there is no value to compare with")]
    NoValue(String),
    /// It is no sum of money.
    #[error("{0}: {1}")]
    Money(String, MoneyError),
    /// It is no state.
    #[error("state: '{0}' is not a valid state; there are prospect, customer and former")]
    State(String),
    /// It is no day.
    #[error("{0}: '{1}' is not a valid day; write it like 2025-03-31")]
    Day(String, String),
    /// It is neither a number nor a day.
    #[error("{0}: '{1}' is neither a number nor a day; a text is compared with = or !=")]
    NoNumber(String, String),
    /// It looks ahead by no number of days.
    #[error("{0}: '{1}' is not a valid time ahead; write it like within 60 days, at most {DAYS_MAX}")]
    Within(String, String),
    /// A sum of money is compared by more than one value.
    #[error("{0}: a sum is compared with one value")]
    OneSum(String),
    /// There is no such segment.
    #[error("there is no segment '{0}'")]
    NoSegment(String),
    /// A segment is compared by something else than being in it.
    #[error("segment: write it like segment = \"Large accounts\"")]
    Segment,
}

impl SegmentCondition {
    /// Reads conditions; `segment` finds another segment by its name.
    ///
    /// # Errors
    /// One cannot be read, or names a segment that is not there.
    pub fn read(typed: &str, segment: impl Fn(&str) -> Option<SegmentId>) -> Result<Self, ConditionError> {
        let text: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if text.chars().count() > CONDITION_CHARS_MAX {
            return Err(ConditionError::Long);
        }
        if text.trim().is_empty() {
            return Err(ConditionError::Empty);
        }
        if text.matches('"').count() % 2 == 1 {
            return Err(ConditionError::Quote);
        }
        let parts = split(&text, " and ");
        if parts.len() > CONDITIONS_MAX {
            return Err(ConditionError::Long);
        }
        Ok(Self(parts.into_iter().map(|part| condition(part, &segment)).collect::<Result<_, _>>()?))
    }
}

fn condition(part: &str, segment: &impl Fn(&str) -> Option<SegmentId>) -> Result<Condition, ConditionError> {
    let part = part.trim();
    let shape = || ConditionError::Shape(shown(part));
    let (field, sign, value) = signed(part).ok_or_else(shape)?;
    if value.is_empty() {
        return Err(ConditionError::NoValue(shown(field)));
    }
    let tested = match crate::identity::form(field).as_str() {
        "segment" => {
            let name = bare(value);
            let named = if sign == "=" { Ok(segment(&name)) } else { Err(ConditionError::Segment) };
            return Ok(Condition::In(named?.ok_or_else(|| ConditionError::NoSegment(shown(&name)))?));
        }
        "revenue" => Tested::Revenue,
        _ => Tested::Fact(field.parse()?),
    };
    let compared = match sign {
        "within" => Compared::Within(days(&tested, value)?),
        "=" | "!=" if tested.is_money() => match order(sign) {
            Some(order) if split(value, " or ").len() == 1 => Compared::Money(order, sum(&tested, value)?),
            _ => return Err(ConditionError::OneSum(tested.to_string())),
        },
        "=" | "!=" => {
            let values = split(value, " or ").into_iter().map(|one| text(&tested, one));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            if sign == "=" { Compared::OneOf(values) } else { Compared::NoneOf(values) }
        }
        _ => ordered(&tested, order(sign).ok_or_else(shape)?, value)?,
    };
    Ok(Condition::Held(tested, compared))
}

/// What is compared, how, and with what. Of two signs at one place the longer counts.
fn signed(part: &str) -> Option<(&str, &'static str, &str)> {
    const SIGNS: [&str; 7] = [">=", "<=", "!=", "=", ">", "<", "within"];
    let found = part.char_indices().find_map(|(at, _)| {
        let sign = SIGNS.into_iter().find(|sign| part[at..].starts_with(sign))?;
        let stands_alone =
            sign != "within" || (part[..at].ends_with(' ') && part[at + sign.len()..].starts_with(' '));
        stands_alone.then_some((at, sign))
    });
    let (at, sign) = found?;
    let field = part[..at].trim();
    // The sign behind a field of which *within* is the last word would not be found again.
    let ends_in_sign = field.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case("within"));
    if field.is_empty() || field.contains('"') || ends_in_sign {
        return None;
    }
    Some((field, sign, part[at + sign.len()..].trim()))
}

fn order(sign: &str) -> Option<Order> {
    Some(match sign {
        "=" => Order::Equal,
        ">=" => Order::AtLeast,
        "<=" => Order::AtMost,
        ">" => Order::More,
        "<" => Order::Less,
        _ => return None,
    })
}

fn ordered(tested: &Tested, order: Order, value: &str) -> Result<Compared, ConditionError> {
    if tested.is_money() {
        return Ok(Compared::Money(order, sum(tested, value)?));
    }
    let value = bare(value);
    if let Ok(day) = value.parse::<Date>() {
        return Ok(Compared::Day(order, day));
    }
    if *tested == Tested::Fact(FactField::Renewal) {
        return Err(ConditionError::Day(tested.to_string(), shown(&value)));
    }
    match value.replace([',', '\''], "").parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Compared::Number(order, number)),
        _ => Err(ConditionError::NoNumber(tested.to_string(), shown(&value))),
    }
}

fn sum(tested: &Tested, value: &str) -> Result<Money, ConditionError> {
    Money::read(&bare(value), None).map_err(|error| ConditionError::Money(tested.to_string(), error))
}

fn days(tested: &Tested, value: &str) -> Result<u32, ConditionError> {
    let wrong = || ConditionError::Within(tested.to_string(), shown(value));
    if tested.is_money() {
        return Err(wrong());
    }
    let number = value.strip_suffix("days").or_else(|| value.strip_suffix("day")).ok_or_else(wrong)?;
    number.trim().parse().ok().filter(|days| *days <= DAYS_MAX).ok_or_else(wrong)
}

fn text(tested: &Tested, value: &str) -> Result<String, ConditionError> {
    let value = bare(value);
    match tested {
        _ if value.is_empty() => Err(ConditionError::NoValue(tested.to_string())),
        Tested::Fact(FactField::State) => CustomerState::meant_by(&value)
            .map(|state| state.as_str().to_owned())
            .ok_or_else(|| ConditionError::State(shown(&value))),
        Tested::Fact(FactField::Renewal) => value
            .parse::<Date>()
            .map(|day| day.to_string())
            .map_err(|_| ConditionError::Day(tested.to_string(), shown(&value))),
        _ => Ok(value),
    }
}

/// The parts between `by`, in any case, that do not stand in quotes.
fn split<'t>(text: &'t str, by: &str) -> Vec<&'t str> {
    let (mut parts, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        quoted ^= letter == '"';
        let here = text.as_bytes().get(at..at + by.len());
        if !quoted && at >= from && here.is_some_and(|here| here.eq_ignore_ascii_case(by.as_bytes())) {
            parts.push(&text[from..at]);
            from = at + by.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// A value without its quotes and the blanks around it.
fn bare(value: &str) -> String {
    value.trim().replace('"', "").trim().to_owned()
}

/// The beginning of what was typed, fit for a message.
fn shown(given: &str) -> String {
    given.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect()
}
