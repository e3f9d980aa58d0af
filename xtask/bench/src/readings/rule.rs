//! The rule by cues and stars that told kinds before anything was learned, to measure against.

use hearken_domain::Says;

/// Bytes that are read.
const BYTES_MAX: usize = 1500;

/// What the rule says; never that it is none of the kinds. Stars are to five.
pub fn by_rule(words: &str, rating: Option<f64>) -> Says {
    let read = &words[..words.floor_char_boundary(BYTES_MAX.min(words.len()))];
    let lower = read.to_lowercase().replace('’', "'");
    let count = |cues: &[&str]| cues.iter().filter(|cue| lower.contains(**cue)).count();
    let asks = lower.trim_end().ends_with('?') && lower.len() < 300;
    if count(WISHES) > 0 {
        return Says::Request;
    }
    match rating.map(|rating| rating / 5.0) {
        Some(rating) if rating >= 0.75 => Says::Praise,
        _ if asks => Says::Question,
        Some(rating) if rating <= 0.45 => Says::PainPoint,
        _ if count(PRAISES) > count(PAINS) => Says::Praise,
        _ => Says::PainPoint,
    }
}

const WISHES: &[&str] = &[
    "please add",
    "pls add",
    "would be nice",
    "would be great",
    "would be good",
    "would be better if",
    "i wish",
    "wish it",
    "wish there",
    "wish you",
    "would love to see",
    "would like to see",
    "should have an option",
    "should add",
    "need to add",
    "needs to add",
    "feature request",
    "add support",
    "could you add",
    "can you add",
    "add an option",
    "please make",
    "please bring",
    "please include",
    "please allow",
    "please provide",
    "hope you add",
    "needs a dark mode",
    "would like the ability",
    "add the ability",
    "add feature",
    "add a feature",
];

const PRAISES: &[&str] = &[
    "love",
    "great",
    "excellent",
    "awesome",
    "amazing",
    "best app",
    "easy to use",
    "user friendly",
    "perfect",
    "helpful",
    "good app",
    "nice app",
    "very good",
    "recommend",
    "fantastic",
    "wonderful",
    "superb",
    "works well",
    "thank",
    "convenient",
    "so easy",
    "very easy",
    "happy with",
];

const PAINS: &[&str] = &[
    "not ",
    "n't",
    "cannot",
    "never",
    "no longer",
    "error",
    "crash",
    "fail",
    "worst",
    "terrible",
    "horrible",
    "awful",
    "useless",
    "fraud",
    "scam",
    "wrong",
    "dispute",
    "refus",
    "problem",
    "issue",
    "bug",
    "slow",
    "stuck",
    "unable",
    "poor",
    "bad ",
    "waste",
    "charged",
    "denied",
    "complain",
    "stop",
    "annoying",
    "frustrat",
    "disappoint",
];
