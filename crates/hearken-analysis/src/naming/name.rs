//! A cluster's name: of the phrases that set it apart the one that reads best, unlike every other name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::phrases::{Lexicon, Phrase, Used, normal, parts};
use super::score::{self, Ranked, grown};
use super::stop::Role;
use crate::words::words;

/// Distinguishing phrases that go with a name.
const WORDS: usize = 8;

/// The texts of one cluster.
#[derive(Debug, Clone, Default)]
pub struct ClusterTexts<'a> {
    /// The words of its members, copies left out.
    pub texts: Vec<&'a str>,
}

/// A theme's name and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Two to five words of the customers' own.
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
            let chosen = choose(ranked, used, &lexicon, &mut taken);
            let telling = telling(ranked, &lexicon);
            let spelling = Spelling::of(chosen.iter().chain(&telling), used, &lexicon);
            let name: Vec<String> = chosen.iter().map(|phrase| spelling.write(phrase, &lexicon)).collect();
            let name =
                if name.is_empty() { format!("Theme {}", number + 1) } else { capital(&name.join(" · ")) };
            Name { name, words: telling.iter().map(|phrase| spelling.write(phrase, &lexicon)).collect() }
        })
        .collect()
}

/// One phrase of two words or more, or else two short ones.
fn choose(
    ranked: &[Ranked],
    used: &Used<'_>,
    lexicon: &Lexicon,
    taken: &mut FxHashSet<Vec<String>>,
) -> Vec<Phrase> {
    let best = ranked.first().map_or(0.0, |ranked| ranked.score);
    let worth = |phrase: &Phrase| [0.0, 1.0, 1.15, 1.1, 1.05][parts(phrase).len() - 1];
    let mut several: Vec<(f64, Phrase)> = ranked
        .iter()
        .map(|ranked| (ranked.score * worth(&ranked.phrase), ranked.phrase))
        .filter(|(score, _)| *score >= 0.3 * best && *score > 0.0)
        .collect();
    several.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, phrase) in several {
        for phrase in [grown(&phrase, used, lexicon), phrase] {
            if taken.insert(stems(&[phrase], lexicon)) {
                return vec![phrase];
            }
        }
    }
    for (at, first) in ranked.iter().enumerate() {
        for second in &ranked[at + 1..] {
            let pair = [first.phrase, second.phrase];
            let stems = stems(&pair, lexicon);
            let apart = stems.len() == parts(&pair[0]).len() + parts(&pair[1]).len();
            if apart && stems.len() <= 5 && taken.insert(stems) {
                return pair.to_vec();
            }
        }
    }
    let free = ranked.iter().find(|ranked| taken.insert(stems(&[ranked.phrase], lexicon)));
    free.map(|ranked| ranked.phrase).into_iter().collect()
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
