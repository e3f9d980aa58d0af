//! Whether a text reads as a story: one person tells, in order, what they did and what was done to them.
//!
//! A rule of counts over English words, chosen and measured by reading (`docs/today.md`). It would rather miss a story than
//! call a complaint, a wish, a log or a form one. Texts in other languages are never told as stories.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// Characters of the shortest story, and of the longest that is read on a page.
const CHARS: std::ops::RangeInclusive<usize> = 250..=4_000;
/// Words of the shortest.
const WORDS: usize = 45;
/// Different things that happen,
const HAPPENINGS: usize = 4;
/// and so many that the teller did or was done to.
const OF_THE_TELLER: usize = 2;
/// A thing happens at least once in so many words.
const WORDS_A_HAPPENING: usize = 55;
/// The teller is named at least once in so many words.
const WORDS_A_ME: usize = 25;
/// Words that say when.
const WHENS: usize = 2;
/// So many lines with bullets or numbers make a list.
const LIST_LINES: usize = 3;
/// The share of characters that are letters, digits, spaces and the signs of plain prose.
const PLAIN: f64 = 0.93;
/// What the writer says themself, of all characters of the text: the rest is code, a form, a log, a quotation.
const OWN: f64 = 0.6;
/// Words that may stand between who acts and what they did.
const BETWEEN: usize = 2;

/// Whether a text reads as a story: `own` is what its writer says themself (`boilerplate::own_words`), `whole` all of it.
pub fn reads_as_story(own: &str, whole: &str) -> bool {
    let own = own.trim();
    let length = own.chars().count();
    if !CHARS.contains(&length) || (length as f64) < OWN * whole.trim().chars().count() as f64 {
        return false;
    }
    let plain = own.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() || ".,'!?’".contains(*c));
    if (plain.count() as f64) < PLAIN * length as f64 || whole.lines().filter(is_item).count() >= LIST_LINES {
        return false;
    }
    let words = words(own);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let count = |list: Words| words.iter().filter(|word| lists()[list as usize].contains(**word)).count();
    let (me, you) = (count(Words::Me), count(Words::You));
    if words.len() < WORDS || me * WORDS_A_ME < words.len() || you > me || count(Words::When) < WHENS {
        return false;
    }
    let happenings = happenings(&words);
    let of_the_teller = happenings.iter().filter(|(who, _)| matches!(*who, "i" | "we")).count();
    let different: FxHashSet<[&str; 2]> = happenings.iter().map(|(_, what)| *what).collect();
    different.len() >= HAPPENINGS
        && of_the_teller >= OF_THE_TELLER
        && happenings.len() * WORDS_A_HAPPENING >= words.len()
}

/// Whether a line is one of a list.
fn is_item(line: &&str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = if rest.len() < line.len() {
        rest.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '•'])
    };
    marked.is_some_and(|said| !said.trim().is_empty())
}

/// Words of English in lower case, with a straight apostrophe.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'");
    let parts = lower.split(|c: char| !(c.is_ascii_lowercase() || c == '\''));
    parts.map(|part| part.trim_matches('\'').to_owned()).filter(|part| !part.is_empty()).collect()
}

/// What people did and what was done to them: who, and the words that say what.
fn happenings<'w>(words: &[&'w str]) -> Vec<(&'w str, [&'w str; 2])> {
    let is = |word: &str, list: Words| lists()[list as usize].contains(word);
    let at = |index: usize| words.get(index).copied().unwrap_or_default();
    let mut found = Vec::new();
    for (index, who) in words.iter().enumerate().filter(|(_, word)| is(word, Words::Who)) {
        let mut verb = index + 1;
        while verb <= index + BETWEEN && is(at(verb), Words::Between) {
            verb += 1;
        }
        if !is_past(at(verb)) {
            continue;
        }
        if !is(at(verb), Words::Helping) {
            if !is(at(verb), Words::State) {
                found.push((*who, [at(verb), ""]));
            }
            continue;
        }
        let mut what = verb + 1;
        while what < verb + 3 && (is(at(what), Words::Between) || matches!(at(what), "able" | "to" | "been"))
        {
            what += 1;
        }
        let (helping, what) = (at(verb), at(what));
        let happens = if is(helping, Words::Being) { is_past(what) } else { what.len() > 2 };
        if happens && !is(what, Words::State) {
            found.push((*who, [helping, what]));
        }
    }
    found
}

/// Whether a word is in the past tense.
fn is_past(word: &str) -> bool {
    let list = |list: Words| &lists()[list as usize];
    list(Words::Past).contains(word)
        || (word.len() >= 5 && word.ends_with("ed") && !list(Words::NotPast).contains(word))
}

/// Lists of words.
#[derive(Clone, Copy)]
enum Words {
    Me,
    You,
    Who,
    When,
    Past,
    NotPast,
    Helping,
    Being,
    State,
    Between,
}

fn lists() -> &'static [FxHashSet<&'static str>; LISTED.len()] {
    static LISTS: OnceLock<[FxHashSet<&'static str>; LISTED.len()]> = OnceLock::new();
    LISTS.get_or_init(|| LISTED.map(|list| list.split_whitespace().collect()))
}

/// In the order of [`Words`].
const LISTED: [&str; 10] = [
    "i we me my our us mine myself",
    "you your u ur",
    "i we they he she",
    "when then after before later until till next finally ago since today yesterday day days week weeks month months hour \
     hours minutes again once first still already twice year years",
    "asked told said went gave got took came made paid sent saw found lost bought sold wrote spoke heard kept left tried \
     called waited received began started stopped stole knew thought met held read ran felt woke broke chose drove ate fell \
     forgot hung let put set sat shut spent stood swore understood withdrew won hurt cut led sought brought caught did had \
     was were could couldn't didn't wasn't weren't wouldn't hadn't refused denied",
    "need feed speed indeed embed exceed proceed succeed seed bleed breed unlimited limited united used red bed interested \
     disappointed impressed satisfied supposed based required related",
    "was were had did didn't wasn't weren't couldn't could wouldn't would hadn't",
    "was were had wasn't weren't hadn't",
    // What somebody is, has or thinks is nothing that happens.
    "thought think knew know loved love liked like wanted want felt feel wished wish hoped hope believed believe preferred \
     prefer assumed assume needed need understood understand had have been be was were able aware mind care noticed find",
    "just then also even never immediately again finally only still first recently always once eventually later already have \
     not personally actually really both all simply tried",
];

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = "I ordered a card in March and paid the fee the same day. After two weeks nothing had come, so I called \
        support. They told me it was on its way and asked me to wait. I waited another month, then I wrote twice, and they \
        sent me a link that does not work. Yesterday I cancelled it.";

    fn reads(text: &str) -> bool {
        reads_as_story(text, text)
    }

    #[test]
    fn a_person_who_tells_what_happened_to_them_reads_as_a_story() {
        assert!(reads(TOLD));
        assert!(reads(&TOLD.replace('\'', "’").replace("I ", "We ")));
    }

    #[test]
    fn praise_wishes_and_complaints_without_anything_that_happened_are_no_stories() {
        for text in [
            "Great card for my kids. It is easy to use and I love that I can see what they spend. My children love having their \
             own card, and I love the limits. We recommend it to everybody who has kids, and customer service is good, too. I \
             would give it six stars if I could, every day of the week.",
            "Please add a dark mode. I would like to be able to switch it on for each of my accounts, and I would love to have \
             it follow the time of day. We need this at work, since we look at it for hours. It should be on by default, and it \
             should be possible to choose the colours in the settings, once for all.",
            "I called.",
        ] {
            assert!(!reads(text), "{text}");
        }
    }

    #[test]
    fn a_form_with_a_log_or_a_list_is_none_even_where_somebody_tells_something_in_it() {
        assert!(!reads_as_story(
            TOLD,
            &format!("{TOLD}\n```\n{}\n```", "at Object.run (main.js:1)\n".repeat(20))
        ));
        assert!(!reads(&format!("{TOLD}\n1. Open the app\n2. Log in\n3. Wait")));
        assert!(!reads(&TOLD.replace(' ', " #{}/ ")));
    }

    #[test]
    fn another_language_and_no_words_at_all_are_none() {
        assert!(!reads(&"Ich habe gestern angerufen, und man hat mir gesagt, ich solle warten. ".repeat(6)));
        assert!(!reads("") && !reads(&"😡".repeat(300)));
    }
}
