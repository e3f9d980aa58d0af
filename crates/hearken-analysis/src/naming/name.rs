//! A cluster's name: of the phrases that set it apart the one that reads best, unlike every other name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::phrases::{Lexicon, Phrase, Used, normal, parts, phrase};
use super::score::{self, Ranked, grown};
use super::stop::Role;
use crate::words::words;

/// Distinguishing phrases that go with a name.
const WORDS: usize = 8;

/// Parts of a name,
const PARTS_MAX: usize = 3;
/// words in all of them,
const WORDS_MAX: usize = 5;
/// and the number that is aimed at where each part is but a word.
const WORDS_MIN: usize = 3;
/// A phrase that tells less than such a share of what the best one tells is no beginning of a name,
const READS: f64 = 0.4;
/// and one that tells less than such a share goes on with none.
const TELLS: f64 = 0.15;
/// A word that such a share of the texts says, be it only "ok", may name what nothing else does.
const SAID: f64 = 0.1;
/// What saying it again to those who said another part is worth.
const REPEATED: f64 = 0.3;
/// A name need not go on when such a share of the texts says it.
const COVERED: f64 = 0.6;

/// The texts of one cluster.
#[derive(Debug, Clone, Default)]
pub struct ClusterTexts<'a> {
    /// The words of its members, copies left out.
    pub texts: Vec<&'a str>,
}

/// A theme's name and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Two to five words of the customers' own; one where they say nothing else.
    pub name: String,
    /// Phrases that set it apart, the most telling first.
    pub words: Vec<String>,
}

/// Names clusters so that no two names are alike; where two would like the same, the one given first has it.
pub fn name(clusters: &[ClusterTexts<'_>]) -> Vec<Name> {
    let (lexicon, ranked) = score::rank(clusters);
    let mut taken = FxHashSet::default();
    ranked
        .iter()
        .enumerate()
        .map(|(number, (used, ranked))| {
            let mut chosen = choose(ranked, used, &lexicon, &mut taken);
            if chosen.is_empty() {
                chosen = said_most(used, &lexicon, &mut taken);
            }
            let telling = telling(ranked, &lexicon);
            let spelling = Spelling::of(chosen.iter().chain(&telling), used, &lexicon);
            let name: Vec<String> = chosen.iter().map(|phrase| spelling.write(phrase, &lexicon)).collect();
            let name =
                if name.is_empty() { format!("Theme {}", number + 1) } else { capital(&name.join(" · ")) };
            Name { name, words: telling.iter().map(|phrase| spelling.write(phrase, &lexicon)).collect() }
        })
        .collect()
}

/// The phrase that reads best, and beside it, where it is not what most of the texts say, what the others say.
fn choose(
    ranked: &[Ranked],
    used: &Used<'_>,
    lexicon: &Lexicon,
    taken: &mut FxHashSet<Vec<String>>,
) -> Vec<Phrase> {
    let best = ranked.first().map_or(0.0, |ranked| ranked.score);
    let worth = |phrase: &Phrase| [1.0, 1.6, 1.8, 1.7, 1.6][parts(phrase).len() - 1];
    let mut firsts: Vec<(f64, Phrase)> = ranked
        .iter()
        .filter(|ranked| ranked.score >= READS * best)
        .map(|ranked| (ranked.score * worth(&ranked.phrase), ranked.phrase))
        .collect();
    firsts.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, first) in firsts {
        for first in [grown(&first, used, lexicon), first] {
            let chosen = completed(first, ranked, used, lexicon);
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

/// The phrase and, until there are words enough and most of the texts say one of them, what best tells what the rest says.
fn completed(first: Phrase, ranked: &[Ranked], used: &Used<'_>, lexicon: &Lexicon) -> Vec<Phrase> {
    let mut chosen = vec![first];
    let all: Vec<&[u32]> = used.words.iter().map(Vec::as_slice).collect();
    let mut silent = without(&all, &first);
    while chosen.len() < PARTS_MAX {
        let own = stems(&chosen, lexicon);
        let words: usize = chosen.iter().map(|phrase| parts(phrase).len()).sum();
        // One phrase can be enough; words that stand alone need each other.
        let enough = words >= WORDS_MIN || words > chosen.len();
        if enough && silent.len() as f64 <= (1.0 - COVERED) * all.len() as f64 {
            break;
        }
        let gain = |ranked: &&Ranked| {
            let new = silent.len() - without(&silent, &ranked.phrase).len();
            ranked.score * (REPEATED + new as f64 / f64::from(used.texts[&ranked.phrase]))
        };
        let next = ranked
            .iter()
            .filter(|ranked| words + parts(&ranked.phrase).len() <= WORDS_MAX)
            .filter(|ranked| !stems(&[ranked.phrase], lexicon).iter().any(|stem| repeats(stem, &own)))
            .max_by(|a, b| gain(a).total_cmp(&gain(b)));
        let Some(next) = next.filter(|next| !enough || gain(next) >= TELLS * ranked[0].score) else { break };
        silent = without(&silent, &next.phrase);
        chosen.push(next.phrase);
    }
    chosen
}

/// Whether a stem is a form of one of the others: "slow" of "slowly", "login" of "log".
fn repeats(stem: &str, others: &[String]) -> bool {
    others.iter().any(|other| other.starts_with(stem) || stem.starts_with(other.as_str()))
}

/// What a cluster mostly says, where no phrase tells anything: "ok".
fn said_most(used: &Used<'_>, lexicon: &Lexicon, taken: &mut FxHashSet<Vec<String>>) -> Vec<Phrase> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for text in &used.words {
        for word in text.iter().collect::<FxHashSet<_>>() {
            *counts.entry(*word).or_default() += 1;
        }
    }
    let mut words: Vec<(u32, usize)> =
        counts.into_iter().filter(|(_, count)| *count as f64 >= SAID * used.words.len() as f64).collect();
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
fn telling(ranked: &[Ranked], lexicon: &Lexicon) -> Vec<Phrase> {
    let mut chosen: Vec<Phrase> = Vec::new();
    for Ranked { phrase, .. } in ranked {
        let own = stems(&[*phrase], lexicon);
        let repeats = chosen.iter().any(|other| {
            let other = stems(&[*other], lexicon);
            own.iter().filter(|stem| other.contains(stem)).count() * 2 >= own.len().min(other.len())
        });
        if !repeats {
            chosen.push(*phrase);
        }
        if chosen.len() == WORDS {
            break;
        }
    }
    chosen
}

/// The telling words without their endings, sorted: two names with the same stems are the same name.
fn stems(phrases: &[Phrase], lexicon: &Lexicon) -> Vec<String> {
    let mut stems: Vec<String> = phrases
        .iter()
        .flat_map(parts)
        .filter(|word| lexicon.role(**word) != Role::Joins)
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
    fn of<'p>(phrases: impl Iterator<Item = &'p Phrase>, used: &Used<'_>, lexicon: &Lexicon) -> Self {
        let mut forms: FxHashMap<String, FxHashMap<&str, u32>> = phrases
            .flat_map(parts)
            .map(|word| (lexicon.word(*word).to_owned(), FxHashMap::default()))
            .collect();
        for text in &used.read {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let shouted = text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters;
            for word in words(text).into_iter().filter(|word| !shouted && word.joined) {
                let form = &text[word.at];
                if let Some(forms) = forms.get_mut(&normal(form)) {
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
