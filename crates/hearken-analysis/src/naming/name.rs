//! A cluster's name: of the phrases that set it apart the one that reads best, unlike every other name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ClusterTexts;
use super::phrases::{Lexicon, Phrase, PhraseCounts, normalise, parts, phrase};
use super::score::{self, Ranked, extended};
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
    let (lexicon, ranked) = score::rank(clusters);
    let mut taken = FxHashSet::default();
    ranked
        .iter()
        .map(|(counts, ranked)| {
            let mut chosen = choose(ranked, counts, &lexicon, &mut taken);
            if chosen.is_empty() {
                chosen = most_frequent(counts, &lexicon, &mut taken);
            }
            let distinctive = distinctive(ranked, &lexicon);
            let spelling = Spelling::new(chosen.iter().chain(&distinctive), counts, &lexicon);
            let write = |phrases: &[Phrase]| phrases.iter().map(|p| spelling.write(p, &lexicon)).collect();
            Name { parts: write(&chosen), words: write(&distinctive) }
        })
        .collect()
}

/// The phrase that reads best and, where it does not cover most of the texts, what the others say.
fn choose(
    ranked: &[Ranked],
    counts: &PhraseCounts<'_>,
    lexicon: &Lexicon,
    taken: &mut FxHashSet<Vec<String>>,
) -> Vec<Phrase> {
    let best = ranked.first().map_or(0.0, |ranked| ranked.score);
    let length_weight = |phrase: &Phrase| [1.0, 1.6, 1.8, 1.7, 1.6][parts(phrase).len() - 1];
    let mut firsts: Vec<(f64, Phrase)> = ranked
        .iter()
        .filter(|ranked| ranked.score >= FIRST_SCORE_MIN * best)
        .map(|ranked| (ranked.score * length_weight(&ranked.phrase), ranked.phrase))
        .collect();
    firsts.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, first) in firsts {
        for first in [extended(&first, counts, lexicon), first] {
            let chosen = completed(first, ranked, counts, lexicon);
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

/// The phrase and, until there are words enough and they cover most of the texts, the phrases that gain most.
fn completed(first: Phrase, ranked: &[Ranked], counts: &PhraseCounts<'_>, lexicon: &Lexicon) -> Vec<Phrase> {
    let mut chosen = vec![first];
    let all: Vec<&[u32]> = counts.words.iter().map(Vec::as_slice).collect();
    let mut uncovered = without(&all, &first);
    while chosen.len() < PARTS_MAX {
        let taken = stems(&chosen, lexicon);
        let words: usize = chosen.iter().map(|phrase| parts(phrase).len()).sum();
        // One phrase can be enough; words that stand alone need each other.
        let enough = words >= WORDS_MIN || words > chosen.len();
        if enough && uncovered.len() as f64 <= (1.0 - COVERAGE_ENOUGH) * all.len() as f64 {
            break;
        }
        let gain = |ranked: &&Ranked| {
            let new = uncovered.len() - without(&uncovered, &ranked.phrase).len();
            ranked.score * (REPEATED_WEIGHT + new as f64 / f64::from(counts.frequencies[&ranked.phrase]))
        };
        let next = ranked
            .iter()
            .filter(|ranked| words + parts(&ranked.phrase).len() <= WORDS_MAX)
            .filter(|ranked| !stems(&[ranked.phrase], lexicon).iter().any(|stem| repeats(stem, &taken)))
            .max_by(|a, b| gain(a).total_cmp(&gain(b)));
        let Some(next) = next.filter(|next| !enough || gain(next) >= GAIN_MIN * ranked[0].score) else {
            break;
        };
        uncovered = without(&uncovered, &next.phrase);
        chosen.push(next.phrase);
    }
    chosen
}

/// Whether a stem is a form of one of the others: "slow" of "slowly", "login" of "log".
fn repeats(stem: &str, others: &[String]) -> bool {
    others.iter().any(|other| other.starts_with(stem) || stem.starts_with(other.as_str()))
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

/// The texts, by their words' numbers, that do not say a phrase.
fn without<'t>(texts: &[&'t [u32]], phrase: &Phrase) -> Vec<&'t [u32]> {
    let words = parts(phrase);
    texts.iter().filter(|text| !text.windows(words.len()).any(|run| run == words)).copied().collect()
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

fn stem(word: &str) -> &str {
    ["'s", "ing", "ies", "ed", "es", "s", "y", "e"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3))
        .unwrap_or(word)
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
