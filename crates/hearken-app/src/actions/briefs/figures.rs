//! Numbers in plain words: whom something hits, what they pay, whether it is rising. What is not known is said to be unknown,
//! never nothing.

use hearken_domain::{CustomerId, SignalFilter, ThemeId, counted, grouped};

use crate::actions::briefs::page::BriefLine;
use crate::actions::briefs::write::{Line, Notes, beyond, civil, percent, signals_of, times};
use crate::actions::cards::{Direction, ThemeCards, TrendCard};
use crate::error::AppError;
use crate::view::View;
use crate::wording::worth::sums;
use crate::worth::WorthCard;

/// Customers that are named.
const NAMED: usize = 5;
/// Where the speakers of more than so many reports are unknown, an upper end says nothing.
const SHARE_MAX: f64 = 2.0 / 3.0;

/// How many customers some reports are of, before they are counted exactly and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speakers {
    /// Customers that are known to have spoken.
    pub(crate) known: u64,
    /// Reports that are of nobody known.
    pub(crate) of_nobody: u64,
    /// All reports.
    pub(crate) reports: u64,
    /// Whether any customer is known at all.
    pub(crate) any: bool,
}

impl Speakers {
    pub(crate) fn of(worth: Option<&WorthCard>, reports: u64) -> Self {
        match worth {
            Some(worth) => {
                Self { known: worth.customers, of_nobody: worth.signals_of_nobody, reports, any: true }
            }
            None => Self { known: 0, of_nobody: reports, reports, any: false },
        }
    }

    /// What share of the reports is of nobody known.
    pub(crate) fn share_unknown(self) -> f64 {
        if self.reports == 0 { 0.0 } else { self.of_nobody as f64 / self.reports as f64 }
    }

    /// How many customers, in words: “between 12 and 20 customers”; `None` where that is not known.
    pub(crate) fn words(self) -> Option<String> {
        match (self.known, self.of_nobody) {
            (0, _) => None,
            (known, 0) => Some(counted(known, "customer")),
            (known, _) if self.share_unknown() > SHARE_MAX => {
                Some(format!("at least {}", counted(known, "customer")))
            }
            (known, more) => {
                Some(format!("between {} and {}", grouped(known), counted(known + more, "customer")))
            }
        }
    }

    fn why(self) -> String {
        let known = counted(self.known, "customer");
        match self.of_nobody {
            0 => format!("{known}, each counted once; of every report it is known whose it is"),
            more => format!(
                "{known} known to have spoken, each counted once; {} ({} of {}) are of nobody known, and each may be of \
                 one customer more",
                counted(more, "report"),
                percent(self.share_unknown()),
                grouped(self.reports),
            ),
        }
    }
}

/// How many customers it hits; and of how much that is not known.
pub(crate) fn customers(notes: &mut Notes, speakers: Speakers, address: &str) -> BriefLine {
    let unknown = |line: Line| match speakers.share_unknown() {
        share if share > 0.0 && share < 1.0 => {
            line.say(format!(" Of {} of these reports it is not known whose they are.", percent(share)))
        }
        _ => line,
    };
    match speakers.words() {
        Some(words) => {
            let piece = notes.piece(words, address, speakers.why());
            unknown(Line::new("It comes from ").with(piece).say(".")).end()
        }
        None if speakers.reports == 0 => Line::new("Nobody has spoken of it yet.").end(),
        None if !speakers.any => {
            let why = "no list of customers was given, so that of no report it is known whose it is";
            let piece = notes.piece("not known", address, why);
            Line::new("How many customers this is, is ").with(piece).say(".").end()
        }
        None => {
            let piece = notes.piece("not known", address, speakers.why());
            Line::new("How many customers this is, is ")
                .with(piece)
                .say(": of none of these reports it is known whose it is.")
                .end()
        }
    }
}

/// What these customers pay.
pub(crate) fn pay(notes: &mut Notes, worth: Option<&WorthCard>, address: &str) -> BriefLine {
    let Some(worth) = worth.filter(|worth| worth.customers > 0) else {
        return Line::new("What these customers pay is not known.").end();
    };
    let apart = [(worth.former, "former customer"), (worth.prospects, "prospect")];
    let apart: Vec<String> =
        apart.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    let buying = worth.with_revenue + worth.without_revenue;
    let line = match (worth.revenue.is_empty(), buying) {
        (true, 0) => return Line::new(format!("None of them buys now: {}.", apart.join(" and "))).end(),
        (true, _) => Line::new("What they pay is not known"),
        (false, _) => {
            let piece = notes.piece(sums(&worth.revenue), address, worth.says.clone());
            let line = Line::new("Together they pay ").with(piece).say(" a year");
            match worth.without_revenue {
                0 => line,
                more => line.say(format!("; of {} more it is not known what they pay", grouped(more))),
            }
        }
    };
    match apart.is_empty() {
        true => line.say(".").end(),
        false => line.say(format!("; {} not counted in it.", apart.join(" and "))).end(),
    }
}

/// Whether it is rising.
pub(crate) fn trend(notes: &mut Notes, trend: &TrendCard, address: &str) -> BriefLine {
    let recent = |notes: &mut Notes| notes.piece(times(trend.recent), address, trend.why.clone());
    let ratio = || {
        let often = trend.ratio.map(|ratio| format!("about {ratio:.1} times its usual share"));
        match (often, trend.ratio_low, trend.ratio_high) {
            (Some(often), Some(low), Some(high)) => {
                format!(", {often} of all that is heard (between {low:.1} and {high:.1} times)")
            }
            (Some(often), Some(low), None) => {
                format!(", {often} of all that is heard (at least {low:.1} times)")
            }
            _ => String::new(),
        }
    };
    let since = format!(" since {}", civil(trend.from));
    match (trend.direction, trend.ratio_low) {
        (Direction::New, _) => {
            let before = match trend.before {
                0 => ", and not once in the weeks before".to_owned(),
                few => format!(", and {} in the weeks before", times(few)),
            };
            Line::new("It is new: heard ").with(recent(notes)).say(format!("{since}{before}.")).end()
        }
        (Direction::Rising, _) => {
            let line = Line::new("It is rising: heard ").with(recent(notes));
            line.say(format!("{since}{}.", ratio())).end()
        }
        (Direction::Falling, _) => {
            let line = Line::new("It is falling: heard ").with(recent(notes));
            line.say(format!("{since}{}.", ratio())).end()
        }
        (Direction::Steady, Some(_)) => {
            Line::new("It is neither rising nor falling, as far as can be told: heard ")
                .with(recent(notes))
                .say(format!("{since}."))
                .end()
        }
        (Direction::Steady, None) | (Direction::TooLittle, _) => {
            Line::new("Whether it is rising cannot be told: heard ")
                .with(recent(notes))
                .say(format!("{since}, and too seldom to compare."))
                .end()
        }
    }
}

/// The same in a word for the summary, where there is something to say.
pub(crate) fn heading(trend: &TrendCard) -> &'static str {
    match trend.direction {
        Direction::New => ", and it is new",
        Direction::Rising => ", and it is rising",
        Direction::Falling => ", and it is falling",
        Direction::Steady | Direction::TooLittle => "",
    }
}

/// The customers who spoke of some themes most, by name.
pub(crate) fn named(
    view: &View,
    notes: &mut Notes,
    themes: &[ThemeId],
    filter: &SignalFilter,
    all: &str,
) -> Result<Option<BriefLine>, AppError> {
    let mut counts: std::collections::BTreeMap<CustomerId, u64> = std::collections::BTreeMap::new();
    for theme in themes {
        for (customer, reports) in view.store().customers().of_theme(*theme, filter)?.customers {
            *counts.entry(customer).or_default() += reports;
        }
    }
    let mut counts: Vec<(CustomerId, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(customer, reports)| (std::cmp::Reverse(*reports), *customer));
    if counts.is_empty() {
        return Ok(None);
    }
    let shown = &counts[..counts.len().min(NAMED)];
    let ids: Vec<CustomerId> = shown.iter().map(|(customer, _)| *customer).collect();
    let names = view.store().customers().names(&ids)?;
    let mut line = Line::new("Those who said so most: ");
    for (index, (customer, reports)) in shown.iter().enumerate() {
        let name = names.get(customer).map_or_else(|| customer.to_string(), |name| view.redact(name));
        let address = match themes {
            [only] => format!("{}&customer={customer}", signals_of(*only)),
            _ => format!("/customers/{customer}"),
        };
        let piece = notes.piece(times(*reports), &address, format!("what is known to be said by {customer}"));
        let comma = if index == 0 { "" } else { ", " };
        line = line.say(format!("{comma}{name} (")).with(piece).say(")");
    }
    let line = match beyond(counts.len(), shown.len()) {
        0 => line,
        more => line.say(" and ").with(notes.piece(
            format!("{} more", grouped(more)),
            all,
            format!("{} in all", counted(counts.len() as u64, "customer")),
        )),
    };
    Ok(Some(line.say(".").end()))
}

/// Who spoke of some themes, and what they are worth.
pub(crate) fn worth_of(cards: &ThemeCards, themes: &[ThemeId], reports: u64) -> Option<WorthCard> {
    cards.worth().map(|worth| worth.of_themes(themes.iter().copied().map(Some), reports))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_customers_is_said_as_far_as_it_is_known() {
        let told = |known, of_nobody, reports| Speakers { known, of_nobody, reports, any: true }.words();
        assert_eq!(told(12, 0, 30).as_deref(), Some("12 customers"));
        assert_eq!(told(12, 8, 30).as_deref(), Some("between 12 and 20 customers"));
        assert_eq!(told(1, 98, 100).as_deref(), Some("at least 1 customer"));
        assert_eq!(told(0, 30, 30), None);
    }
}
