//! Learning on what customers really send: nothing, one thing, the same thing, every language, and what was made to
//! deceive.

use super::*;
use crate::meaning::Table;

struct Said {
    texts: Vec<String>,
    vectors: Vec<Vector>,
    was: Vec<Was>,
}

impl Said {
    fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        Self { vectors: Table::builtin().embed_all(&texts), was: vec![Was::Nowhere; texts.len()], texts }
    }

    fn rows(&self) -> Vec<Text<'_>> {
        let rows = self.texts.iter().zip(&self.vectors).zip(&self.was).zip(0..);
        rows.map(|(((text, vector), was), id)| Text {
            id,
            text,
            vector: *vector,
            was: *was,
            rating: None,
            at_ms: 0,
        })
        .collect()
    }

    fn learn(&self) -> Learned {
        let learned = learn(&self.rows(), None, &Settings::default(), &|_, _| {});
        // Each text is in one cluster or in none, and nothing is not a number.
        let mut seen: Vec<u32> = learned.unsorted.clone();
        for cluster in &learned.clusters {
            assert_eq!(cluster.members.len(), cluster.confidence.len());
            assert!(cluster.confidence.iter().all(|sure| (0.0..=1.0).contains(sure)), "{cluster:?}");
            seen.extend(&cluster.members);
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..self.texts.len() as u32).collect::<Vec<_>>());
        let read = Model::from_bytes(&learned.model.to_bytes(), Table::builtin().id());
        assert_eq!(read.as_ref(), Ok(&learned.model));
        learned
    }
}

fn complaints(count: usize) -> impl Iterator<Item = String> {
    let verbs = ["declined", "charged twice", "blocked", "lost in the mail", "refused abroad"];
    let things = ["card", "transfer", "refund", "account", "payment"];
    (0..count).map(move |n| {
        let (verb, thing) = (verbs[n % 5], things[n / 5 % 5]);
        format!("My {thing} was {verb} and nobody at support could tell me why, case {n} week {}", n % 7)
    })
}

#[test]
fn nothing_one_and_two_signals_make_no_theme() {
    for texts in [vec![], vec!["My card was declined"], vec!["My card was declined", "Great app"]] {
        let said = Said::new(texts);
        assert_eq!(said.learn().clusters, [], "{:?}", said.texts);
    }
}

#[test]
fn a_hundred_thousand_copies_are_one_voice_and_make_no_theme() {
    let said = Said::new((0..100_000).map(|n| format!("Buy now at example {n}!")));
    let learned = said.learn();
    assert_eq!((learned.clusters.len(), learned.copies.len()), (0, 99_999));
    let mixed = Said::new((0..5_000).map(|_| "Best app ever, five stars".to_owned()).chain(complaints(300)));
    let most = mixed.learn().clusters.iter().map(|cluster| cluster.distinct).max();
    assert!(most.is_some_and(|most| most <= 300), "{most:?}");
}

#[test]
fn texts_without_any_meaning_are_unsorted() {
    for texts in [vec!["👍"; 30], vec![""; 30], vec!["   \u{200b}"; 30]] {
        let learned = Said::new(texts).learn();
        assert!(learned.clusters.is_empty(), "{learned:?}");
    }
}

#[test]
fn words_that_the_table_never_saw_still_find_each_other() {
    let thai = (0..40).map(|n| format!("แอปเข้าไม่ได้ ค้างตลอดเวลา {n} ครั้ง {}", "มาก ".repeat(n % 4)));
    let georgian =
        (0..40).map(|n| format!("ბარათი დაიბლოკა და ფული დამიკავეს {n} {}", "ძალიან ".repeat(n % 4)));
    let learned = Said::new(thai.chain(georgian)).learn();
    for cluster in &learned.clusters {
        let thai = cluster.members.iter().filter(|member| **member < 40).count();
        assert!(thai == 0 || thai == cluster.members.len(), "{cluster:?}");
    }
}

#[test]
fn what_is_said_in_another_language_lies_with_what_it_is_about() {
    let things = ["refund", "kyc", "cashback", "recharge", "password", "loan"];
    let english = "the is not has my to for with this when they it again still please help never and why does from come \
        now was after your nobody answers works failed today";
    let hindi = "hai nahi mera ho raha ka ki ko se kar bhai yaar kya kab mujhe bahut bekar abhi tak aaya gaya karo batao \
        kuch bhi ye sab kyun milega aapka theek jaldi";
    let mut random = crate::random::Random::new(5);
    let mut said = |words: &str, n: usize| {
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut some = || (0..4).map(|_| words[random.below(words.len())]).collect::<Vec<_>>();
        format!("{} {} {}", some().join(" "), things[n % 6], some().join(" "))
    };
    let all: Vec<String> = (0..600).map(|n| said(if n < 400 { english } else { hindi }, n)).collect();
    let all = Said::new(all);
    let learned = all.learn();
    assert_eq!(learned.model.tongues.len(), 1, "{:?}", learned.model.tongues);
    for cluster in &learned.clusters {
        let foreign = cluster.members.iter().filter(|member| **member >= 400).count();
        let mostly = foreign * 2 > cluster.members.len();
        assert!(!mostly || foreign < 200 / 4, "{foreign} of {}", cluster.members.len());
    }
}

#[test]
fn texts_that_have_nothing_in_common_are_taken_like_any_other() {
    let mut random = crate::random::Random::new(3);
    let mut word = || (0..6).map(|_| char::from(b'a' + random.below(26) as u8)).collect::<String>();
    let said = Said::new((0..400).map(|_| (0..5).map(|_| word()).collect::<Vec<_>>().join(" ")));
    said.learn();
}

#[test]
fn forty_scripts_and_languages_mixed_are_taken_like_any_other() {
    let words = "card карта κάρτα כרטיס بطاقة کارت कार्ड কার্ড ਕਾਰਡ કાર્ડ அட்டை కార్డు ಕಾರ್ಡ್ കാർഡ് කාඩ්පත บัตร ບັດ ကတ် កាត ბარათი քարտ ካርድ \
        カード 卡片 카드 thẻ kartu karte carte tarjeta cartão scheda kaart karta kártya kortti kort kartı kaarti ᏗᎪᏪᎶᏗ";
    let words: Vec<&str> = words.split_whitespace().collect();
    assert_eq!(words.len(), 40);
    let text = |n: usize| format!("{} {} {}", words[n % 40], words[(n / 40 + n) % 40], "!".repeat(n / 1600));
    Said::new((0..1_600).map(text)).learn();
}

#[test]
fn a_text_at_the_size_limit_and_one_of_every_word_are_taken_like_any_other() {
    let all: String = complaints(400).collect::<Vec<_>>().join(" ");
    let long = all.repeat(256 * 1024 / all.len() + 1);
    let said = Said::new(complaints(300).chain([all, long]));
    let learned = said.learn();
    let with_it = learned.clusters.iter().filter(|cluster| cluster.members.contains(&300));
    assert!(with_it.count() <= 1, "whatever it says, it joins one theme at most");
}

#[test]
fn texts_made_to_join_every_theme_melt_none_together() {
    let matters = [
        "card declined terminal chip shop swipe magnetic reader",
        "refund waiting merchant cancelled order weeks credited money",
        "login password reset locked forgot code attempts screen",
        "transfer abroad exchange rate euros fee recipient delayed",
        "kids allowance chores teach saving parent daughter weekly",
        "crash update android freezes blank black restart phone",
    ]
    .map(|words| words.split(' ').collect::<Vec<_>>());
    let mut random = crate::random::Random::new(9);
    let mut of_matter = |n: usize| {
        let words = &matters[n % 6];
        (0..5).map(|_| words[random.below(words.len())]).collect::<Vec<_>>().join(" ")
    };
    let honest: Vec<String> = (0..600).map(&mut of_matter).collect();
    // Each says a little of everything.
    let liars: Vec<String> =
        (0..60).map(|_| (0..6).map(&mut of_matter).collect::<Vec<_>>().join(". ")).collect();
    let learned = Said::new(honest.iter().chain(&liars)).learn();
    let of: Vec<Option<usize>> = (0..600)
        .map(|text| learned.clusters.iter().position(|c| c.members.binary_search(&text).is_ok()))
        .collect();
    let apart = (0..600).flat_map(|a| (a + 1..600).map(move |b| (a, b))).filter(|(a, b)| a % 6 != b % 6);
    let (melted, all) = apart.fold((0, 0), |(melted, all), (a, b)| {
        (melted + usize::from(of[a].is_some() && of[a] == of[b]), all + 1)
    });
    assert!(learned.clusters.len() >= 6 && melted * 100 < all, "{melted} of {all}");
}

#[test]
fn the_same_texts_give_the_same_themes_on_any_number_of_threads() {
    let said = Said::new(complaints(400));
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| said.learn());
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap().install(|| said.learn());
    assert_eq!(one, four);
}

#[test]
fn held_themes_stay_and_stay_apart_whatever_communities_say() {
    let mut said = Said::new(complaints(300));
    // A person took every third text for one theme and the next for another, which no machine would.
    for (at, was) in said.was.iter_mut().enumerate() {
        *was = match at % 3 {
            0 => Was::Held(0),
            1 => Was::Held(1),
            _ => Was::Nowhere,
        };
    }
    let learned = said.learn();
    for cluster in &learned.clusters {
        for member in &cluster.members {
            let held = if let Was::Held(theme) = said.was[*member as usize] { Some(theme) } else { None };
            assert!(held.is_none() || held == cluster.held, "text {member} is in {:?}", cluster.held);
        }
    }
    assert!(
        [Some(0), Some(1)].iter().all(|held| learned.clusters.iter().any(|cluster| cluster.held == *held))
    );
}

#[test]
fn a_theme_of_two_matters_has_two_parts() {
    let crash =
        (0..40).map(|n| format!("The app crashes when I open statement {n} {}", "again ".repeat(n % 3)));
    let late =
        (0..40).map(|n| format!("My salary transfer arrived {n} days late {}", "sadly ".repeat(n % 3)));
    let said = Said::new(crash.chain(late));
    let parts = parts(&said.rows(), &Settings::default());
    assert!(parts.len() >= 2, "{parts:?}");
    for part in &parts {
        let crash = part.iter().filter(|at| **at < 40).count();
        assert!(crash == 0 || crash == part.len(), "{part:?}");
    }
    assert_eq!(super::parts(&Said::new(["one"]).rows(), &Settings::default()), [vec![0]]);
}
