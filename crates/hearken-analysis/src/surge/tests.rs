use super::*;
use crate::embedding::{EmbeddingTable, Vector};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// When the past ends.
const NOW: i64 = 70 * DAY + 15 * HOUR;

const USUAL: [&str; 12] = [
    "please add a dark theme to the settings",
    "the invoice does not show our tax number",
    "love the new design, well done",
    "how do I export a report to a spreadsheet",
    "support never answered my mail",
    "notifications come twice on my tablet",
    "the monthly price is too high for a small team",
    "search does not find names with umlauts",
    "it would be great to share a folder with guests",
    "the app drains the battery within a few hours",
    "I could not change the language to Spanish",
    "the tutorial video is out of date",
];

const DOWN: [&str; 10] = [
    "nobody can log in since this morning, the login fails",
    "login is broken, it says wrong password for everyone",
    "cannot log in at all, login page shows an error",
    "our whole team is locked out, login fails every time",
    "log in fails with an error after I type my password",
    "is the login down? I cannot log in to my account",
    "I am unable to log in, the password is refused",
    "login does not work any more, please fix the login",
    "what happened to the login, it refuses my password",
    "getting an error when logging in to my account today",
];

fn heard(id: u64, text: &str, said_ms: i64) -> Heard {
    let vector = EmbeddingTable::builtin().embed(text);
    Heard {
        id,
        vector,
        said_ms,
        came_ms: said_ms + MINUTE,
        source: 1,
        speaker: None,
        copies: None,
        theme: None,
    }
}

/// Ten weeks with a signal every two hours.
fn past() -> Vec<Heard> {
    let texts = USUAL.iter().cycle();
    (0..840).zip(texts).map(|(id, text)| heard(id, text, id as i64 * 2 * HOUR)).collect()
}

/// Everybody cannot log in, four minutes apart.
fn down() -> Vec<Heard> {
    let one =
        |(index, text): (usize, &&str)| heard(9_000 + index as u64, text, NOW + 4 * MINUTE * index as i64);
    DOWN.iter().enumerate().map(one).collect()
}

fn noticed(past: &[Heard], lately: &[Heard]) -> Vec<Surge> {
    surges(&hits(&Past::new(past), lately, i64::MIN, &Constants::default()))
}

#[test]
fn many_people_about_one_thing_within_the_hour_are_a_surge_and_one_only() {
    let found = noticed(&past(), &down());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].signals.len() >= 8, "{found:?}");
    assert!(found[0].noticed_with <= 7, "{found:?}");
    assert!(found[0].noticed_ms <= NOW + HOUR, "{found:?}");
}

#[test]
fn what_is_said_as_often_as_ever_is_none() {
    let mut past = past();
    // Ten of these an hour, day and night.
    let each = (0..9_000).map(|id| heard(20_000 + id, DOWN[id as usize % 10], id as i64 * 10 * MINUTE));
    past.extend(each);
    assert_eq!(noticed(&past, &down()), []);
}

#[test]
fn many_about_many_things_are_none() {
    let lately: Vec<Heard> = USUAL
        .iter()
        .zip(0..)
        .map(|(text, index)| heard(9_000 + index, text, NOW + index as i64 * 3 * MINUTE))
        .collect();
    assert_eq!(noticed(&past(), &lately), []);
}

#[test]
fn one_person_many_times_is_one() {
    let mut lately = down();
    lately.iter_mut().for_each(|one| one.speaker = Some(7));
    assert_eq!(noticed(&past(), &lately), []);
    assert_eq!(people(&lately), 1);
}

#[test]
fn copies_of_one_text_count_once() {
    let mut lately = down();
    lately.iter_mut().for_each(|one| one.copies = Some(7));
    assert_eq!(noticed(&past(), &lately), []);
}

#[test]
fn what_was_said_long_before_it_came_is_none_and_neither_is_what_is_yet_to_be_said() {
    for years in [-3, 3] {
        let mut lately = down();
        lately.iter_mut().for_each(|one| one.said_ms += years * 365 * DAY);
        assert_eq!(noticed(&past(), &lately), [], "{years}");
    }
    let mut days_ago = down();
    days_ago.iter_mut().for_each(|one| one.came_ms += 2 * DAY);
    assert_eq!(noticed(&past(), &days_ago), []);
}

#[test]
fn a_source_that_was_heard_for_less_than_a_week_is_listened_to_no_more() {
    assert_eq!(noticed(&[], &down()), []);
    let mut lately = down();
    lately.iter_mut().for_each(|one| one.source = 2);
    assert_eq!(noticed(&past(), &lately), []);
}

#[test]
fn one_signal_and_signals_without_a_meaning_are_none() {
    assert_eq!(noticed(&past(), &down()[..1]), []);
    let mut lately = down();
    lately.iter_mut().for_each(|one| one.vector = Vector::EMPTY);
    assert_eq!(noticed(&past(), &lately), []);
    assert_eq!(noticed(&past(), &[]), []);
}

#[test]
fn signals_of_one_theme_are_about_one_thing_however_they_say_it() {
    let mut past = past();
    past.push(Heard { theme: Some(3), ..heard(8_000, USUAL[0], 20 * DAY) });
    let mut lately: Vec<Heard> = USUAL
        .iter()
        .zip(0..)
        .map(|(text, index)| heard(9_000 + index, text, NOW + index as i64 * 3 * MINUTE))
        .collect();
    lately.iter_mut().for_each(|one| one.theme = Some(3));
    assert_eq!(noticed(&past, &lately).len(), 1);
}

#[test]
fn what_is_new_gathers_over_days() {
    let lately: Vec<Heard> = DOWN
        .iter()
        .zip(0..)
        .map(|(text, index)| heard(9_000 + index, text, 60 * DAY + index as i64 * 20 * HOUR))
        .collect();
    assert_eq!(noticed(&past(), &lately), [], "it is no surge");
    let found = surges(&hits(&Past::new(&past()), &lately, i64::MIN, &Constants::gathering()));
    assert_eq!(found.len(), 1, "{found:?}");
}
