//! How much of an advertisement a text is: a way to reach somebody else, an offer, and asking its reader to come. A complaint about a
//! code that is refused, or a number that nobody answers, has the one and not the others.

/// A text that weighs less is no spam (docs/campaigns.md).
pub const SPAM_WEIGHT_MIN: f32 = 3.5;

/// Words of what is offered, each counting
const OFFERS: [&str; 27] = [
    "bet",
    "betting",
    "bitcoin",
    "bonus",
    "cashback",
    "casino",
    "crypto",
    "discount",
    "earn",
    "earning",
    "followers",
    "forex",
    "giveaway",
    "guaranteed",
    "hacker",
    "income",
    "invest",
    "investment",
    "jackpot",
    "loan",
    "loans",
    "profit",
    "profits",
    "rewards",
    "signals",
    "trading",
    "withdrawal",
];
/// so much, up to two of them.
const OFFER: f32 = 0.75;
/// Asking the reader to come counts
const CALLS: [&str; 12] = [
    "apply", "click", "contact", "dm", "download", "enter", "inbox", "join", "message", "text", "use",
    "visit",
];
/// so much, once.
const CALL: f32 = 0.75;
/// Where one is asked to write to.
const CHANNELS: [&str; 8] =
    ["telegram", "whatsapp", "whatsap", "instagram", "insta", "youtube", "t.me", "wa.me"];
/// What is the writer's own to give away.
const OWN: [&str; 8] = ["channel", "code", "group", "invite", "link", "promo", "referral", "refferal"];
/// Codes for which something is given.
const CODES: [&str; 7] = ["code", "coupon", "invite", "promo", "referal", "referral", "refferal"];

/// How much a text weighs as spam: 0 where it names no way to reach anybody.
pub fn spam_weight(text: &str) -> f32 {
    let written: Vec<&str> = text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let words: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
    let has = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    let speaks_of_code = has(&CODES);
    let link = words.iter().any(|word| is_link(word));
    let number = text.contains("[phone") || words.iter().any(|word| is_number(word));
    let address = text.contains("[email") || words.iter().any(|word| word.starts_with('@') && word.len() > 3);
    let code = speaks_of_code && written.iter().any(|word| is_code(word));
    let ways = [(link, 2.0), (number, 1.5), (address, 1.5), (has(&CHANNELS), 1.0), (code, 1.5)];
    let way: f32 = ways.iter().filter(|(is_there, _)| *is_there).map(|(_, counts)| counts).sum();
    if way == 0.0 {
        return 0.0;
    }
    let offers = words.iter().filter(|word| OFFERS.contains(&word.as_str())).count().min(2);
    let call = if has(&CALLS) { CALL } else { 0.0 };
    // "my referral code", "our Telegram channel": it is the writer's.
    let own = words.windows(3).any(|three| {
        matches!(three[0].as_str(), "my" | "our")
            && three[1..].iter().any(|word| OWN.contains(&word.as_str()) || CHANNELS.contains(&word.as_str()))
    });
    way + offers as f32 * OFFER + call + if own { 1.25 } else { 0.0 }
}

/// How sure it is that a text of such a weight is spam, 0 to 1.
pub fn spam_confidence(weight: f32) -> f32 {
    weight / (weight + SPAM_WEIGHT_MIN)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '+'))
}

fn is_link(word: &str) -> bool {
    let starts = ["http://", "https://", "www.", "t.me/", "wa.me/", "bit.ly/"];
    starts.iter().any(|start| word.starts_with(start) && word.len() > start.len())
}

/// A number that can be called: ten digits or more, with nothing but its signs.
fn is_number(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    (10..=14).contains(&digits)
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')'))
}

/// `NPCQCR`, `SAVE50`: capitals, with or without digits.
fn is_code(word: &str) -> bool {
    (5..=12).contains(&word.len())
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && word.chars().filter(char::is_ascii_uppercase).count() >= 2
}
