//! What is a campaign or spam, and what only looks like one.

use super::*;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Texts said an hour apart by people who say nothing else, as one group: what they weigh, where all are copies.
fn group(texts: &[String]) -> Option<Campaign> {
    let mut recent = RecentTexts::default();
    let mut members = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let wording = Wording::new(text, number as i64 * HOUR_MS);
        let copied: Option<Copied<usize>> = recent.copied(&wording);
        if number > 0 && copied.is_none() {
            return None;
        }
        members.push(Member {
            copied: copied.map(|copied| (copied.likeness, copied.told)),
            ..member(Some(number as u64), number as i64)
        });
        recent.push(number, wording);
    }
    weigh(&members)
}

fn member(speaker: Option<u64>, hour: i64) -> Member {
    Member { speaker, says_nothing_else: true, at_ms: hour * HOUR_MS, copied: Some((0.9, 40.0)) }
}

fn numbered(count: usize, text: impl Fn(usize) -> String) -> Vec<String> {
    (0..count).map(text).collect()
}

#[test]
fn the_same_words_from_many_new_accounts_within_hours_are_a_campaign() {
    let found =
        group(&numbered(8, |_| "Best payment app for teenagers, safe and easy, try it today".to_owned()));
    let found = found.unwrap();
    assert!(found.weight >= WEIGHT_MIN && found.confidence() > 0.5, "{found:?}");
    assert_eq!((found.signals, found.new_speakers, found.unknown), (8, 8, 0));
    assert_eq!((found.first_ms, found.last_ms), (0, 7 * HOUR_MS));
    assert!(found.likeness > 0.99, "{found:?}");
}

#[test]
fn a_template_with_slots_that_each_fills_is_one_too() {
    let names = ["Asha", "Ben", "Chitra", "Dev", "Esha", "Farid", "Gita", "Hari"];
    let text = |n: usize| {
        format!(
            "{} here, this bank froze my account and stole {} rupees, never trust their support team",
            names[n],
            500 + 37 * n
        )
    };
    let found = group(&numbered(8, text)).unwrap();
    assert!(found.weight >= WEIGHT_MIN && found.likeness < 0.99, "{found:?}");
}

#[test]
fn customers_who_tell_one_outage_each_in_their_own_words_are_none() {
    let told = [
        "App has been down since morning, cannot log in",
        "Login is not working at all today, please fix this",
        "Getting server error 503 whenever I try to sign in",
        "What happened to the servers? I need to pay my rent",
        "Unable to open the application, it keeps loading",
        "Stuck on the loading screen for hours, very annoying",
        "OTP never arrives and sign in fails again and again",
    ];
    assert_eq!(group(&told.map(str::to_owned)), None);
}

#[test]
fn one_speaker_who_says_the_same_a_hundred_times_is_no_campaign() {
    let members: Vec<Member> = (0..100).map(|n| member(Some(1), n)).collect();
    assert_eq!(weigh(&members), None);
}

#[test]
fn accounts_that_say_other_things_too_are_no_new_ones() {
    let known = |n: u64| Member { says_nothing_else: n.is_multiple_of(3), ..member(Some(n), 1) };
    assert_eq!(weigh(&(0..18).map(known).collect::<Vec<_>>()), None, "six of eighteen are new");
    let mostly_new = |n: u64| Member { says_nothing_else: !n.is_multiple_of(3), ..member(Some(n), 1) };
    let found = weigh(&(0..18).map(mostly_new).collect::<Vec<_>>()).unwrap();
    assert_eq!((found.speakers, found.new_speakers), (18, 12));
}

#[test]
fn what_is_said_in_the_same_words_every_day_is_no_campaign_however_many_say_it_in_three_days() {
    let every_day: Vec<Member> = (0..180).map(|n| member(Some(n), n as i64 * 4)).collect();
    assert_eq!(weigh(&every_day), None);
    assert!(weigh(&every_day[..30]).is_some(), "the same thirty, where nobody said it before or after");
}

#[test]
fn what_is_said_once_a_day_for_weeks_is_not_said_at_once() {
    let daily: Vec<Member> = (0..40).map(|n| member(Some(n as u64), n * 24)).collect();
    assert_eq!(weigh(&daily), None);
    let at_once: Vec<Member> = (0..13).map(|n| member(Some(n as u64), n * 12)).collect();
    assert_eq!(weigh(&at_once).unwrap().at_once, 7);
}

#[test]
fn where_nobody_is_known_each_counts_as_an_account_of_its_own() {
    let found = weigh(&(0..6).map(|n| member(None, n)).collect::<Vec<_>>()).unwrap();
    assert_eq!((found.unknown, found.speakers, found.new_speakers), (6, 0, 0));
    assert_eq!(weigh(&[member(None, 0)]), None);
    assert_eq!(weigh(&[]), None);
}

#[test]
fn ten_thousand_alike_at_one_time_are_one_group_in_reasonable_time() {
    let mut recent = RecentTexts::default();
    let mut copies = 0;
    for number in 0..10_000 {
        let wording = Wording::new("They took my money and never answer, do not install this app", 0);
        copies += usize::from(recent.copied(&wording).is_some());
        recent.push(number, wording);
    }
    assert_eq!(copies, 9_999);
}

#[test]
fn short_words_that_everybody_says_weigh_little() {
    let mut recent = RecentTexts::default();
    for number in 0..2_000 {
        recent.push(number, Wording::new("very good app", 0));
    }
    let told = recent.copied(&Wording::new("Very good app!", HOUR_MS)).unwrap().told;
    assert!(told < 1.0, "{told}");
    assert_eq!(recent.copied(&Wording::new("Good app", HOUR_MS)), None);
}

#[test]
fn a_script_without_spaces_is_compared_too() {
    let text = "这个应用程序非常好用我推荐给所有的朋友";
    assert!(group(&numbered(6, |_| text.to_owned())).is_some());
}

#[test]
fn an_advertisement_is_spam_and_a_complaint_about_a_code_is_none() {
    for spam in [
        "Use my referral code NPCQCR and earn 50 cashback",
        "Earn guaranteed profit daily, join our Telegram channel https://t.me/fastprofit",
        "Loan approved in 5 minutes, contact on WhatsApp [phone 1]",
    ] {
        assert!(spam_weight(spam) >= SPAM_WEIGHT_MIN, "{spam}: {}", spam_weight(spam));
    }
    for none in [
        "",
        "My referral code is not accepted and nobody pays the bonus",
        "I called [phone 1] and nobody answers, please contact me",
        "Support on WhatsApp never replies, I lost my cashback",
        "Good app, kids love to earn money",
        "See https://example.com/help, the page is broken",
    ] {
        assert!(spam_weight(none) < SPAM_WEIGHT_MIN, "{none}: {}", spam_weight(none));
    }
}
