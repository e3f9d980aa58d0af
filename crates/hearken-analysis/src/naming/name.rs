//! A cluster's name: of the phrases that set it apart the one that reads best, unlike every other name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ClusterTexts;
use super::phrases::{Lexicon, Phrase, PhraseCounts, normalise, parts, phrase, stem};
use super::score::{self, Ranked, Ranking, extended};
use super::stop::Role;
use crate::words::words;

/// Distinctive phrases that go with a name.
const DISTINCTIVE_MAX: usize = 8;

/// Parts of a name,
const PARTS_MAX: usize = 3;
/// words in all of them,
const WORDS_MAX: usize = 5;
/// and the number that is aimed at where each part is but a word.
const WORDS_MIN: usize = 3;
/// The first part of a name must score at least such a share of the best phrase's score,
const FIRST_SCORE_MIN: f64 = 0.4;
/// and each part after it must gain at least such a share.
const GAIN_MIN: f64 = 0.15;
/// Where no phrase is distinctive, a word of at least such a share of the texts may be the name, be it only "ok".
const WORD_SHARE_MIN: f64 = 0.1;
/// What a further part gains through texts that another part covers already.
const REPEATED_WEIGHT: f64 = 0.3;
/// A name is long enough when it covers such a share of the texts.
const COVERAGE_ENOUGH: f64 = 0.6;

/// A theme's name and distinctive phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The phrases that the name consists of, together two to five words of the customers' own; one where they say
    /// nothing else, none where they say nothing that can be a name.
    pub parts: Vec<String>,
    /// Phrases that set it apart, the most distinctive first.
    pub words: Vec<String>,
}

/// The first part of a name should be spoken of by such a share of the texts,
const FIRST_SHARE: f64 = 0.25;
/// each later one by such a share,
const LATER_SHARE: f64 = 0.15;
/// and for each word beyond the first such a share should have it as it stands.
const EXACT_SHARE: f64 = 0.04;
/// A further part must be spoken of by such a share of the texts that speak of no part before it.
const NEW_SHARE: f64 = 0.06;
/// A word is a part by itself where it stands so many times oftener than elsewhere.
const TELLING_LIFT: f64 = 3.0;

/// Between the parts of a name.
const SEPARATOR: &str = " · ";

/// Writes a name of its parts: joined, with a capital first letter; `Theme N` by the number given where there are none.
pub fn write_name(parts: &[impl AsRef<str>], number: usize) -> String {
    if parts.is_empty() {
        return format!("Theme {number}");
    }
    capital(&parts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(SEPARATOR))
}

/// Names clusters so that no two names are alike; where two would like the same, the one given first has it.
pub fn name(clusters: &[ClusterTexts<'_>]) -> Vec<Name> {
    let ranking = score::rank(clusters);
    let lexicon = &ranking.lexicon;
    let mut taken = FxHashSet::default();
    (0..clusters.len())
        .map(|cluster| {
            let (counts, ranked) = &ranking.clusters[cluster];
            let mut chosen = choose(&ranking, cluster, &mut taken);
            if chosen.is_empty() {
                chosen = most_frequent(counts, lexicon, &mut taken);
            }
            let distinctive = distinctive(ranked, lexicon);
            let spelling = Spelling::new(chosen.iter().chain(&distinctive), counts, lexicon);
            let write = |phrases: &[Phrase]| phrases.iter().map(|p| spelling.write(p, lexicon)).collect();
            Name { parts: write(&chosen), words: write(&distinctive) }
        })
        .collect()
}

/// The phrase that reads best and, where it does not cover most of the texts, what the others say.
fn choose(ranking: &Ranking<'_>, cluster: usize, taken: &mut FxHashSet<Vec<String>>) -> Vec<Phrase> {
    let (counts, ranked) = &ranking.clusters[cluster];
    let lexicon = &ranking.lexicon;
    let best = ranked.first().map_or(0.0, |ranked| ranked.score);
    let mut firsts: Vec<(bool, f64, Phrase)> = ranked
        .iter()
        .map(|ranked| {
            let said = said_enough(&ranked.phrase, FIRST_SHARE, ranking, cluster);
            let telling = ranked.score >= FIRST_SCORE_MIN * best;
            (telling, ranked.score * length_weight(&ranked.phrase) * said, ranked.phrase)
        })
        .collect();
    // Those that tell less come after all others: they are taken where each of the others is another theme's name.
    firsts.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    for (_, _, first) in firsts {
        for first in [extended(&first, counts, lexicon), first] {
            let chosen = completed(first, ranking, cluster);
            // Where another name has the same words, more or fewer of them still set this one apart.
            for length in (1..=chosen.len()).rev() {
                if taken.insert(stems(&chosen[..length], lexicon)) {
                    return chosen[..length].to_vec();
                }
            }
        }
    }
    Vec::new()
}

/// Whether a word stands so much oftener here than elsewhere that it says something by itself.
fn is_telling(word: &Phrase, ranking: &Ranking<'_>, cluster: usize) -> bool {
    let (here, elsewhere) = ranking.support.count(word, cluster, &ranking.lexicon);
    let own = ranking.clusters[cluster].0.read.len();
    let all: usize = ranking.clusters.iter().map(|(counts, _)| counts.read.len()).sum();
    f64::from(here) * (all - own) as f64 >= TELLING_LIFT * f64::from(elsewhere) * own as f64
}

/// 1 for a phrase that such a share of the texts speak of, and enough have as it stands; less for a rarer one.
fn said_enough(phrase: &Phrase, share: f64, ranking: &Ranking<'_>, cluster: usize) -> f64 {
    let counts = &ranking.clusters[cluster].0;
    let all = counts.read.len() as f64;
    let spoken = f64::from(score::ones(&ranking.support.of(phrase, cluster, &ranking.lexicon))) / all;
    let exact = f64::from(counts.frequencies.get(phrase).copied().unwrap_or(0)) / all;
    let least = EXACT_SHARE * (parts(phrase).len() - 1) as f64;
    (spoken / share).min(1.0) * (exact / least).min(1.0)
}

/// How much better a phrase of so many words reads than a word alone.
fn length_weight(phrase: &Phrase) -> f64 {
    [1.0, 1.6, 1.8, 1.7, 1.6][parts(phrase).len() - 1]
}

/// The phrase and, until there are words enough and they cover most of the texts, the phrases that gain most.
fn completed(first: Phrase, ranking: &Ranking<'_>, cluster: usize) -> Vec<Phrase> {
    let (counts, ranked) = &ranking.clusters[cluster];
    let lexicon = &ranking.lexicon;
    let mut chosen = vec![first];
    let all = counts.words.len() as f64;
    let mut covered = ranking.support.of(&first, cluster, lexicon);
    while chosen.len() < PARTS_MAX {
        let taken = stems(&chosen, lexicon);
        let words: usize = chosen.iter().map(|phrase| parts(phrase).len()).sum();
        // One phrase can be enough; words that stand alone need each other.
        let enough = words >= WORDS_MIN || words > chosen.len();
        if enough && f64::from(score::ones(&covered)) >= COVERAGE_ENOUGH * all {
            break;
        }
        let gain = |ranked: &Ranked| {
            let texts = ranking.support.of(&ranked.phrase, cluster, lexicon);
            let new: u32 =
                texts.iter().zip(&covered).map(|(own, covered)| (own & !covered).count_ones()).sum();
            let weight =
                length_weight(&ranked.phrase) * said_enough(&ranked.phrase, LATER_SHARE, ranking, cluster);
            (
                ranked.score
                    * weight
                    * (REPEATED_WEIGHT + f64::from(new) / f64::from(score::ones(&texts).max(1))),
                new,
            )
        };
        let next = ranked
            .iter()
            .filter(|ranked| words + parts(&ranked.phrase).len() <= WORDS_MAX)
            .filter(|ranked| !stems(&[ranked.phrase], lexicon).iter().any(|stem| repeats(stem, &taken)))
            .filter(|ranked| parts(&ranked.phrase).len() > 1 || is_telling(&ranked.phrase, ranking, cluster))
            .map(|ranked| (gain(ranked), ranked))
            .filter(|((_, new), _)| !enough || f64::from(*new) >= NEW_SHARE * all)
            .max_by(|a, b| a.0.0.total_cmp(&b.0.0));
        let Some((_, next)) = next.filter(|((gain, _), _)| !enough || *gain >= GAIN_MIN * ranked[0].score)
        else {
            break;
        };
        let texts = ranking.support.of(&next.phrase, cluster, lexicon);
        covered.iter_mut().zip(texts).for_each(|(covered, own)| *covered |= own);
        chosen.push(next.phrase);
    }
    chosen
}

/// Whether a stem is a form of one of the others: "slow" of "slowly", "login" of "log", or a compound with it:
/// "transformer" of "columntransformer".
fn repeats(stem: &str, others: &[String]) -> bool {
    let within =
        |long: &str, short: &str| long.starts_with(short) || short.len() >= 4 && long.contains(short);
    let begin_alike = |other: &str| {
        let same = stem.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        same >= 5 && same * 5 >= stem.chars().count().max(other.chars().count()) * 3
    };
    others.iter().any(|other| within(other, stem) || within(stem, other) || begin_alike(other))
}

/// The words of most texts, for a cluster without a distinctive phrase: "ok".
fn most_frequent(
    counts: &PhraseCounts<'_>,
    lexicon: &Lexicon,
    taken: &mut FxHashSet<Vec<String>>,
) -> Vec<Phrase> {
    let mut frequencies: FxHashMap<u32, usize> = FxHashMap::default();
    for text in &counts.words {
        for word in text.iter().collect::<FxHashSet<_>>() {
            *frequencies.entry(*word).or_default() += 1;
        }
    }
    let mut words: Vec<(u32, usize)> = frequencies
        .into_iter()
        .filter(|(_, texts)| *texts as f64 >= WORD_SHARE_MIN * counts.words.len() as f64)
        .collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| lexicon.word(a.0).cmp(lexicon.word(b.0))));
    words.truncate(PARTS_MAX);
    let chosen: Vec<Phrase> = words.iter().map(|(word, _)| phrase(&[*word])).collect();
    let new = !chosen.is_empty() && taken.insert(stems(&chosen, lexicon));
    if new { chosen } else { Vec::new() }
}

/// The best phrases, none of which mostly repeats the words of a better one.
fn distinctive(ranked: &[Ranked], lexicon: &Lexicon) -> Vec<Phrase> {
    let mut chosen: Vec<Phrase> = Vec::new();
    for Ranked { phrase, .. } in ranked {
        let own_stems = stems(&[*phrase], lexicon);
        let repeats = chosen.iter().any(|other| {
            let other = stems(&[*other], lexicon);
            own_stems.iter().filter(|stem| other.contains(stem)).count() * 2
                >= own_stems.len().min(other.len())
        });
        if !repeats {
            chosen.push(*phrase);
        }
        if chosen.len() == DISTINCTIVE_MAX {
            break;
        }
    }
    chosen
}

/// The content words without their endings, sorted: two names with the same stems are the same name.
fn stems(phrases: &[Phrase], lexicon: &Lexicon) -> Vec<String> {
    let mut stems: Vec<String> = phrases
        .iter()
        .flat_map(parts)
        .filter(|word| lexicon.role(**word) != Role::Function)
        .map(|word| stem(lexicon.word(*word)).to_owned())
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// How a cluster's texts mostly write each word: "PIN", "Chase", "app".
struct Spelling(FxHashMap<String, String>);

impl Spelling {
    fn new<'p>(
        phrases: impl Iterator<Item = &'p Phrase>,
        counts: &PhraseCounts<'_>,
        lexicon: &Lexicon,
    ) -> Self {
        let mut forms: FxHashMap<String, FxHashMap<&str, u32>> = phrases
            .flat_map(parts)
            .map(|word| (lexicon.word(*word).to_owned(), FxHashMap::default()))
            .collect();
        for text in &counts.read {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let shouted = text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters;
            for word in words(text).into_iter().filter(|word| !shouted && word.joined) {
                let form = &text[word.span];
                if let Some(forms) = forms.get_mut(&normalise(form)) {
                    *forms.entry(form).or_default() += 1;
                }
            }
        }
        let most = |(word, forms): (String, FxHashMap<&str, u32>)| {
            let best = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
            let form = best.map_or_else(|| word.clone(), |(form, _)| form.replace('’', "'"));
            (word, form)
        };
        Self(forms.into_iter().map(most).collect())
    }

    fn write(&self, phrase: &Phrase, lexicon: &Lexicon) -> String {
        let words: Vec<&str> = parts(phrase)
            .iter()
            .map(|word| {
                let plain = lexicon.word(*word);
                self.0.get(plain).map_or(plain, String::as_str)
            })
            .collect();
        words.join(" ")
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
