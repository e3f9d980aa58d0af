//! What is not known of a plan. Where few speak of something, that is no evidence that nobody cares.

use hearken_analysis::language::language;
use hearken_domain::{SignalFilter, Verbatim, counted, grouped};
use hearken_store::Field;

use crate::actions::ahead::cards::{PlanTouched, Unknown, UnknownKind};
use crate::actions::ahead::words::{READ_MAX, Sought};
use crate::actions::cards::facet;
use crate::actions::customers::worth::ThemesWorth;
use crate::actions::themes::pick::count;
use crate::error::AppError;
use crate::view::View;

/// So many signals are few.
const FEW: u64 = 5;
/// Less than such a share of other languages is told apart by chance.
const OTHERS_MIN: f64 = 0.01;
/// Languages that are named.
const LANGUAGES: usize = 3;

/// What is not known, the most telling first.
pub(super) fn unknown(
    view: &View,
    touched: &PlanTouched,
    sought: &Sought,
    filter: &SignalFilter,
    plan: &str,
) -> Result<Vec<Unknown>, AppError> {
    use UnknownKind as Kind;
    if touched.signals == 0 {
        let nothing = match filter.is_empty() {
            true => "Nothing was heard yet: of nobody is it known what they need.",
            false => "No signal passes the filter: of nobody in it is it known what they need.",
        };
        return Ok(vec![said(view, Kind::NothingHeard, nothing.to_owned())]);
    }
    if touched.words.is_empty() {
        let says = "No word of the plan names what it touches. Say what is dropped, added or changed, in the words that customers \
                    would use.";
        return Ok(vec![said(view, Kind::NothingNamed, says.to_owned())]);
    }
    let mut unknown = Vec::new();
    let mut add = |what: Kind, says: Option<String>| unknown.extend(says.map(|says| said(view, what, says)));
    add(Kind::NotLookedFor, not_looked_for(view));
    add(Kind::Few, few(touched.having_words));
    add(Kind::UnknownWords, unheard(&sought.unheard()));
    add(Kind::OfNobody, of_nobody(touched));
    add(Kind::Silent, silent(view)?);
    add(Kind::Undated, undated(sought));
    add(Kind::Languages, languages(view, filter, plan)?);
    if count(view)? == 0 {
        let says = "No theme was found yet, so that nothing is known of what lies near it.";
        add(Kind::NoThemes, Some(says.to_owned()));
    }
    let says =
        "What anybody would do is not known: this tells what was said, not what would come of the plan.";
    add(Kind::Effect, Some(says.to_owned()));
    Ok(unknown)
}

fn said(view: &View, what: UnknownKind, says: String) -> Unknown {
    Unknown { what, says: Verbatim::redacted(view.redact(&says)) }
}

fn not_looked_for(view: &View) -> Option<String> {
    match (view.words().is_none(), view.vectors().is_none()) {
        (false, false) => None,
        (true, _) => Some("Its words were not looked for: there is no text index. The next command that writes makes it.".to_owned()),
        (false, true) => Some("What means it in other words was not looked for: there are no vectors. The next command that writes makes them.".to_owned()),
    }
}

fn few(having: u64) -> Option<String> {
    let no_evidence = "that is no evidence that nobody cares";
    match having {
        0 => Some(format!("No signal has its words: {no_evidence}, and customers may call it otherwise.")),
        1 => Some(format!("1 signal has its words: {no_evidence}.")),
        few if few <= FEW => Some(format!("{} have its words: {no_evidence}.", counted(few, "signal"))),
        _ => None,
    }
}

fn unheard(words: &[&str]) -> Option<String> {
    let quoted: Vec<String> =
        words.iter().map(|word| format!("“{}”", hearken_domain::excerpt(word, 40))).collect();
    match quoted.as_slice() {
        [] => None,
        [one] => Some(format!("{one} stands in no signal: customers may call it otherwise.")),
        many => Some(format!("{} stand in no signal: customers may call them otherwise.", many.join(", "))),
    }
}

/// How many of those that have the words are of nobody known.
fn of_nobody(touched: &PlanTouched) -> Option<String> {
    let all = touched.having_words;
    match &touched.worth {
        _ if all == 0 => None,
        None => Some("No customer is known: of none of these signals is it known whose it is.".to_owned()),
        Some(worth) if worth.signals_of_nobody == 0 => None,
        Some(worth) => Some(format!(
            "Of {} of the {} that have its words it is not known whose they are.",
            grouped(worth.signals_of_nobody),
            counted(all.min(READ_MAX as u64), "signal"),
        )),
    }
}

/// How many customers were never heard.
fn silent(view: &View) -> Result<Option<String>, AppError> {
    let everything = view.up_to_then(&SignalFilter::default());
    let Some(worth) = ThemesWorth::read(view, &everything)? else { return Ok(None) };
    let (all, heard) = (view.store().customers().count()?, worth.of_everything(0).customers);
    let silent = all.saturating_sub(heard);
    Ok((silent > 0).then(|| {
        let customers = counted(all, "customer");
        match silent {
            1 => format!("1 of {customers} never said anything: nothing is known of what they need."),
            _ => format!(
                "{} of {customers} never said anything: nothing is known of what these need.",
                grouped(silent)
            ),
        }
    }))
}

fn undated(sought: &Sought) -> Option<String> {
    let undated = sought.having.iter().filter(|found| found.at_ms.is_none()).count() as u64;
    let all = counted(sought.having.len() as u64, "signal");
    (undated > 0).then(|| {
        format!(
            "{} of the {all} that have its words are undated, and take no part in what is said of its trend.",
            grouped(undated)
        )
    })
}

/// How much was said in languages in which the plan's words cannot stand.
fn languages(view: &View, filter: &SignalFilter, plan: &str) -> Result<Option<String>, AppError> {
    let counted_by = facet(view, Field::Language, filter, None)?;
    let all: u64 = counted_by.iter().map(|one| one.signals).sum();
    let sure = language(plan);
    // A short plan is taken to be in the language of most.
    let Some(own) = sure.or(counted_by.first().map(|most| most.value.as_str())) else { return Ok(None) };
    let others: Vec<_> = counted_by.iter().filter(|one| one.value.as_str() != own).collect();
    let signals: u64 = others.iter().map(|one| one.signals).sum();
    let share = signals as f64 / all.max(1) as f64;
    if share < OTHERS_MIN {
        return Ok(None);
    }
    let named: Vec<&str> = others.iter().take(LANGUAGES).map(|one| one.value.as_str()).collect();
    let more = if others.len() > LANGUAGES { " and others" } else { "" };
    let read = match (sure, signals == all) {
        (Some(own), true) => format!("The plan reads as {own}, and no signal does: "),
        _ => String::new(),
    };
    Ok(Some(format!(
        "{read}{} ({:.0}%) read as another language than the plan ({}{more}): what these say of it is hardly found.",
        counted(signals, "signal"),
        share * 100.0,
        named.join(", "),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_signals_are_said_to_be_no_evidence() {
        assert_eq!(few(3).unwrap(), "3 signals have its words: that is no evidence that nobody cares.");
        assert!(few(0).unwrap().starts_with("No signal has its words"));
        assert_eq!(few(6), None);
    }

    #[test]
    fn words_that_nobody_used_are_named() {
        assert_eq!(
            unheard(&["quokka"]).unwrap(),
            "“quokka” stands in no signal: customers may call it otherwise."
        );
        assert!(unheard(&["a1", "b2"]).unwrap().starts_with("“a1”, “b2” stand in no signal"));
        assert_eq!(unheard(&[]), None);
    }
}
