//! Clustering what customers really send: nothing, one thing, the same thing, every language, and what was made to
//! deceive.

use super::*;
use crate::embedding::EmbeddingTable;

struct Corpus {
    texts: Vec<String>,
    vectors: Vec<Vector>,
    priors: Vec<PriorTheme>,
    speakers: Vec<Option<u64>>,
}

impl Corpus {
    fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        Self {
            vectors: EmbeddingTable::builtin().embed_all(&texts),
            priors: vec![PriorTheme::Unassigned; texts.len()],
            speakers: vec![None; texts.len()],
            texts,
        }
    }

    fn rows(&self) -> Vec<Text<'_>> {
        let rows = self.texts.iter().zip(&self.vectors).zip(&self.priors).zip(0..);
        rows.map(|(((text, vector), prior), id)| Text {
            prior: *prior,
            speaker: self.speakers[id as usize],
            ..Text::new(id, text, *vector)
        })
        .collect()
    }

    fn cluster(&self) -> Clustering {
        let clustering = cluster(&self.rows(), None, &Settings::default(), &|_, _| {});
        // Each text is in one cluster or in none, and nothing is not a number.
        let mut seen: Vec<u32> = clustering.unsorted.clone();
        for cluster in &clustering.clusters {
            assert_eq!(cluster.members.len(), cluster.confidence.len());
            assert!(cluster.confidence.iter().all(|sure| (0.0..=1.0).contains(sure)), "{cluster:?}");
            seen.extend(&cluster.members);
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..self.texts.len() as u32).collect::<Vec<_>>());
        let read = Model::from_bytes(&clustering.model.to_bytes(), EmbeddingTable::builtin().id());
        assert_eq!(read.as_ref(), Ok(&clustering.model));
        clustering
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
        let corpus = Corpus::new(texts);
        assert_eq!(corpus.cluster().clusters, [], "{:?}", corpus.texts);
    }
}

#[test]
fn a_hundred_thousand_duplicates_are_one_voice_and_make_no_theme() {
    let corpus = Corpus::new((0..100_000).map(|n| format!("Buy now at example {n}!")));
    let clustering = corpus.cluster();
    assert_eq!((clustering.clusters.len(), clustering.duplicates.len()), (0, 99_999));
    let mixed =
        Corpus::new((0..5_000).map(|_| "Best app ever, five stars".to_owned()).chain(complaints(300)));
    let most = mixed.cluster().clusters.iter().map(|cluster| cluster.distinct).max();
    assert!(most.is_some_and(|most| most <= 300), "{most:?}");
}

#[test]
fn texts_without_an_embedding_are_unsorted() {
    for texts in [vec!["👍"; 30], vec![""; 30], vec!["   \u{200b}"; 30]] {
        let clustering = Corpus::new(texts).cluster();
        assert!(clustering.clusters.is_empty(), "{clustering:?}");
    }
}

#[test]
fn words_that_the_table_never_saw_still_find_each_other() {
    let thai = (0..40).map(|n| format!("แอปเข้าไม่ได้ ค้างตลอดเวลา {n} ครั้ง {}", "มาก ".repeat(n % 4)));
    let georgian =
        (0..40).map(|n| format!("ბარათი დაიბლოკა და ფული დამიკავეს {n} {}", "ძალიან ".repeat(n % 4)));
    let clustering = Corpus::new(thai.chain(georgian)).cluster();
    for cluster in &clustering.clusters {
        let thai = cluster.members.iter().filter(|member| **member < 40).count();
        assert!(thai == 0 || thai == cluster.members.len(), "{cluster:?}");
    }
}

/// 400 texts in English and 200 in Hindi, about the same six things.
fn two_languages() -> Vec<String> {
    let things = ["refund", "kyc", "cashback", "recharge", "password", "loan"];
    let english = "the is not has my to for with this when they it again still please help never and why does from come \
        now was after your nobody answers works failed today";
    let hindi = "hai nahi mera ho raha ka ki ko se kar bhai yaar kya kab mujhe bahut bekar abhi tak aaya gaya karo batao \
        kuch bhi ye sab kyun milega aapka theek jaldi";
    let mut random = crate::random::Random::new(5);
    let mut text = |words: &str, n: usize| {
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut some = || (0..4).map(|_| words[random.below(words.len())]).collect::<Vec<_>>();
        format!("{} {} {}", some().join(" "), things[n % 6], some().join(" "))
    };
    (0..600).map(|n| text(if n < 400 { english } else { hindi }, n)).collect()
}

#[test]
fn what_is_said_in_another_language_lies_with_what_it_is_about() {
    let clustering = Corpus::new(two_languages()).cluster();
    assert_eq!(clustering.model.encoder.groups.len(), 1, "{:?}", clustering.model.encoder.groups);
    for cluster in &clustering.clusters {
        let foreign = cluster.members.iter().filter(|member| **member >= 400).count();
        let mostly = foreign * 2 > cluster.members.len();
        assert!(!mostly || foreign < 200 / 4, "{foreign} of {}", cluster.members.len());
    }
}

#[test]
fn texts_that_have_nothing_in_common_are_taken_like_any_other() {
    let mut random = crate::random::Random::new(3);
    let mut word = || (0..6).map(|_| char::from(b'a' + random.below(26) as u8)).collect::<String>();
    let corpus = Corpus::new((0..400).map(|_| (0..5).map(|_| word()).collect::<Vec<_>>().join(" ")));
    corpus.cluster();
}

#[test]
fn forty_scripts_and_languages_mixed_are_taken_like_any_other() {
    let words = "card карта κάρτα כרטיס بطاقة کارت कार्ड কার্ড ਕਾਰਡ કાર્ડ அட்டை కార్డు ಕಾರ್ಡ್ കാർഡ് කාඩ්පත บัตร ບັດ ကတ် កាត ბარათი քարտ ካርድ \
        カード 卡片 카드 thẻ kartu karte carte tarjeta cartão scheda kaart karta kártya kortti kort kartı kaarti ᏗᎪᏪᎶᏗ";
    let words: Vec<&str> = words.split_whitespace().collect();
    assert_eq!(words.len(), 40);
    let text = |n: usize| format!("{} {} {}", words[n % 40], words[(n / 40 + n) % 40], "!".repeat(n / 1600));
    Corpus::new((0..1_600).map(text)).cluster();
}

#[test]
fn a_text_at_the_size_limit_and_one_of_every_word_are_taken_like_any_other() {
    let all: String = complaints(400).collect::<Vec<_>>().join(" ");
    let long = all.repeat(256 * 1024 / all.len() + 1);
    let corpus = Corpus::new(complaints(300).chain([all, long]));
    let clustering = corpus.cluster();
    let with_it = clustering.clusters.iter().filter(|cluster| cluster.members.contains(&300));
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
    let clustering = Corpus::new(honest.iter().chain(&liars)).cluster();
    let cluster_of: Vec<Option<usize>> = (0..600)
        .map(|text| clustering.clusters.iter().position(|c| c.members.binary_search(&text).is_ok()))
        .collect();
    let apart = (0..600).flat_map(|a| (a + 1..600).map(move |b| (a, b))).filter(|(a, b)| a % 6 != b % 6);
    let (melted, all) = apart.fold((0, 0), |(melted, all), (a, b)| {
        (melted + usize::from(cluster_of[a].is_some() && cluster_of[a] == cluster_of[b]), all + 1)
    });
    assert!(clustering.clusters.len() >= 6 && melted * 100 < all, "{melted} of {all}");
}

#[test]
fn the_same_texts_give_the_same_themes_on_any_number_of_threads() {
    let corpus = Corpus::new(complaints(400));
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| corpus.cluster());
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap().install(|| corpus.cluster());
    assert_eq!(one, four);
}

#[test]
fn locked_themes_stay_and_stay_apart_whatever_communities_say() {
    let mut corpus = Corpus::new(complaints(300));
    // A person took every third text for one theme and the next for another, which no machine would.
    for (index, prior) in corpus.priors.iter_mut().enumerate() {
        *prior = match index % 3 {
            0 => PriorTheme::Locked(0),
            1 => PriorTheme::Locked(1),
            _ => PriorTheme::Unassigned,
        };
    }
    let clustering = corpus.cluster();
    for cluster in &clustering.clusters {
        for member in &cluster.members {
            let locked = if let PriorTheme::Locked(theme) = corpus.priors[*member as usize] {
                Some(theme)
            } else {
                None
            };
            assert!(locked.is_none() || locked == cluster.locked, "text {member} is in {:?}", cluster.locked);
        }
    }
    assert!(
        [Some(0), Some(1)]
            .iter()
            .all(|locked| clustering.clusters.iter().any(|cluster| cluster.locked == *locked))
    );
}

#[test]
fn a_theme_of_two_matters_has_two_parts() {
    let crash =
        (0..40).map(|n| format!("The app crashes when I open statement {n} {}", "again ".repeat(n % 3)));
    let late =
        (0..40).map(|n| format!("My salary transfer arrived {n} days late {}", "sadly ".repeat(n % 3)));
    let corpus = Corpus::new(crash.chain(late));
    let parts = parts(&corpus.rows(), &Settings::default());
    assert!(parts.len() >= 2, "{parts:?}");
    for part in &parts {
        let crash = part.iter().filter(|index| **index < 40).count();
        assert!(crash == 0 || crash == part.len(), "{part:?}");
    }
    assert_eq!(super::parts(&Corpus::new(["one"]).rows(), &Settings::default()), [vec![0]]);
}

/// Texts of which the first two hundred are of five people, and all others each of another; with words that only so many
/// of the five say, each in many texts.
fn of_five_people(words: &[(&str, u64)]) -> Corpus {
    let mut texts: Vec<String> = two_languages().into_iter().take(400).collect();
    let speaker = |number: usize| if number < 200 { number as u64 / 6 % 5 } else { number as u64 };
    for (number, text) in texts.iter_mut().enumerate().take(200).filter(|(number, _)| number % 4 == 0) {
        for (word, _) in words.iter().filter(|(_, speakers)| speaker(number) < *speakers) {
            text.push(' ');
            text.push_str(word);
        }
    }
    let mut corpus = Corpus::new(texts);
    corpus.speakers = (0..400).map(|number| Some(speaker(number))).collect();
    corpus
}

#[test]
fn a_word_of_four_people_is_in_no_model_however_often_they_say_it_and_one_of_five_is() {
    let clustering = of_five_people(&[("zanzibar", 4), ("timbuktu", 5)]).cluster();
    let hash = |word: &str| features::hashes(word)[0];
    let known = clustering.model.encoder.features.hashes();
    assert!(!known.contains(&hash("zanzibar")));
    assert!(known.contains(&hash("timbuktu")));
    let bytes = clustering.model.to_bytes();
    let holds = |word: &str| bytes.windows(4).any(|window| window == hash(word).to_le_bytes());
    assert!(!holds("zanzibar"));
    assert!(holds("timbuktu"));
}

#[test]
fn a_language_group_keeps_no_word_of_four_people_not_even_one_that_was_shared_before() {
    let mut corpus = Corpus::new(two_languages());
    let alone = ["hai", "nahi", "mera"];
    // The foreign texts that say one of these words are all of four people by now.
    let one_of_four = |text: &String| text.split(' ').any(|word| alone.contains(&word));
    let before = corpus.cluster();
    for (number, text) in corpus.texts.iter().enumerate() {
        corpus.speakers[number] = Some(if one_of_four(text) { number as u64 % 4 } else { number as u64 });
    }
    let again = cluster(&corpus.rows(), Some(&before.model), &Settings::default(), &|_, _| {});
    for clustering in [&corpus.cluster(), &again] {
        let groups = &clustering.model.encoder.groups;
        assert!(!groups.is_empty());
        let kept = |hash: &u32| groups.iter().any(|g| g.exclusive.contains(hash) || g.common.contains(hash));
        assert!(kept(&features::hashes("bahut")[0]));
        let bytes = clustering.model.to_bytes();
        for word in alone {
            let hash = features::hashes(word)[0];
            assert!(!kept(&hash) && !bytes.windows(4).any(|window| window == hash.to_le_bytes()), "{word}");
        }
    }
}

#[test]
fn a_text_is_assigned_on_arrival_as_it_was_in_the_clustering() {
    let corpus = of_five_people(&[("zanzibar", 4)]);
    let clustering = corpus.cluster();
    for (number, cluster) in clustering.clusters.iter().enumerate() {
        let rows = corpus.rows();
        let agree = cluster.members.iter().zip(&cluster.confidence).filter(|(member, confidence)| {
            let row = &rows[**member as usize];
            let assigned = assign(&clustering.model, row.text, &row.vector);
            assigned.is_some_and(|a| a.cluster == number && (a.confidence - **confidence).abs() < 1e-6)
        });
        assert!(agree.count() * 10 >= cluster.members.len() * 9, "{number}");
    }
}
