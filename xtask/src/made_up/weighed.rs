//! What is weighed by hand in the demo: an opportunity for most matters, with what is believed, what might solve it, and what
//! people guess. Each says that it is made up.

use super::Heard;
use super::said_of::ids;

/// Signals by which a belief is told.
const SPEAK_FOR_IT: usize = 3;

/// What is written of an opportunity, in the order of the columns.
struct Weighed {
    /// The place of its matter.
    matter: usize,
    title: &'static str,
    problem: &'static str,
    belief: &'static str,
    solution: &'static str,
    owner: &'static str,
    state: &'static str,
    /// Why it is dismissed, or until when it is left alone.
    because: &'static str,
    guesses: &'static str,
}

const WEIGHED: [Weighed; 7] = [
    Weighed {
        matter: 0,
        title: "Say on which day a deposit can be spent",
        problem: "A deposit on hold shows as pending, without a date. Payroll and suppliers wait for it, and support cannot \
            tell the day either.",
        belief: "A date that holds matters more to them than a shorter hold.",
        solution: "Show the day of release beside each deposit, and send word when it moves.",
        owner: "Nadia Okafor",
        state: "chosen",
        because: "",
        guesses: "impact=1..2..3 confidence=60..80..90 effort=3..5..9 importance=8..9..10 satisfaction=1..2..4 \
            value=8..13..20 urgency=5..8..13 risk=1..2..3",
    },
    Weighed {
        matter: 1,
        title: "Tell what a payment will cost before it is made",
        problem: "Overdraft fees come as a surprise: in which order payments post is not told, and a day can cost three fees.",
        belief: "Most would not make the payment if they saw the fee.",
        solution: "Warn in the payment form where the balance of the day would not cover it.",
        owner: "Piotr Havel",
        state: "open",
        because: "",
        guesses: "impact=1..2..3 confidence=50..70..90 effort=2..4..6 importance=6..8..9 satisfaction=2..3..5 \
            value=5..8..13 urgency=3..5..8 risk=1..2..3",
    },
    Weighed {
        matter: 2,
        title: "Follow a transfer until it arrives",
        problem: "A transfer that is late can be followed by nobody: it says completed here, and has not arrived there.",
        belief: "They send large sums from another bank once one has gone missing.",
        solution: "Keep the answers of the network beside the transfer, with the time of each.",
        owner: "Nadia Okafor",
        state: "building",
        because: "",
        guesses: "impact=2..3..3 confidence=70..80..95 effort=6..8..14 importance=7..9..10 satisfaction=2..3..4 \
            value=8..13..20 urgency=8..13..20 risk=2..3..5",
    },
    Weighed {
        matter: 3,
        title: "Decide card disputes on evidence that both can read",
        problem: "Disputes are closed without an answer, and the letter names documents that nobody gets to see.",
        belief: "What hurts is not that it is lost but that it is not explained.",
        solution: "",
        owner: "",
        state: "open",
        because: "",
        guesses: "impact=0.5..1..2 confidence=40..60..80 effort=8..12..20 importance=5..7..9 satisfaction=1..3..5",
    },
    Weighed {
        matter: 4,
        title: "One due date for the card everywhere",
        problem: "The statement and the app give two due dates, and late fees follow.",
        belief: "They pay a week early by hand since.",
        solution: "Read the date from the ledger in both places.",
        owner: "Piotr Havel",
        state: "shipped",
        because: "",
        guesses: "impact=0.5..1..2 confidence=80..90..100 effort=1..1.5..2 importance=5..6..8 satisfaction=4..5..7 \
            value=3..5..8 urgency=2..3..5 risk=1..1..2",
    },
    Weighed {
        matter: 6,
        title: "Correct what is told to credit bureaus within a week",
        problem: "Loans that are paid off stay on the report, and come back after they were removed.",
        belief: "",
        solution: "",
        owner: "",
        state: "snoozed",
        because: "2019-10-01",
        guesses: "",
    },
    Weighed {
        matter: 5,
        title: "Take calls about closed accounts in one office",
        problem: "Three calls give three reasons why an account was closed.",
        belief: "",
        solution: "",
        owner: "",
        state: "dismissed",
        because: "An office does not put a reason in writing; the letter would.",
        guesses: "effort=10..20..40",
    },
];

/// An opportunity a row.
pub fn opportunities(heard: &[Heard]) -> String {
    let mut text =
        "opportunity,problem,belief,speak_for_it,solution,owner,state,because,guesses,heard\n".to_owned();
    for one in &WEIGHED {
        let of_it: Vec<&Heard> = heard.iter().filter(|heard| heard.matter == one.matter).collect();
        let Weighed { title, problem, belief, solution, state, because, guesses, .. } = one;
        let owner = if one.owner.is_empty() { String::new() } else { format!("{} (made up)", one.owner) };
        let speak_for_it =
            if belief.is_empty() { String::new() } else { ids(&of_it[..of_it.len().min(SPEAK_FOR_IT)]) };
        text += &format!(
            "{title} (made up),\"{problem}\",\"{belief}\",{speak_for_it},\"{solution}\",{owner},{state},\"{because}\",{guesses},{}\n",
            ids(&of_it)
        );
    }
    text
}

/// What the opportunity of a matter is called.
pub fn title_of(matter: usize) -> &'static str {
    WEIGHED.iter().find(|one| one.matter == matter).map_or("", |one| one.title)
}
