//! What opens a door: passwords in addresses, headers and named fields, keys in the forms of their issuers.

use crate::redact::chance::{Chance, DIGITS, HEX, LETTERS, WORDLIKE};
use crate::redact::sample::{Kind, Sample};

/// What stands before a key of this issuer, and how it goes on.
const ISSUERS: [(&str, &str, usize, &str); 15] = [
    ("aws", "AKIA", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    ("github", "ghp_", 36, WORDLIKE),
    ("github, fine", "github_pat_", 40, WORDLIKE),
    ("gitlab", "glpat-", 20, WORDLIKE),
    ("slack", "xoxb-", 24, WORDLIKE),
    ("stripe", "sk_live_", 24, WORDLIKE),
    ("google", "AIza", 35, WORDLIKE),
    ("npm", "npm_", 36, WORDLIKE),
    ("pypi", "pypi-AgEIcHlwaS5vcmc", 60, WORDLIKE),
    ("hugging face", "hf_", 34, LETTERS),
    ("groq", "gsk_", 52, WORDLIKE),
    ("digitalocean", "dop_v1_", 64, HEX),
    ("shopify", "shpat_", 32, HEX),
    ("webhook", "whsec_", 32, WORDLIKE),
    ("openai", "sk-proj-", 48, WORDLIKE),
];
const KEY_FRAMES: [&str; 6] = [
    "the key {} leaked",
    "export TOKEN={}",
    "it says {} is not valid",
    "Key: {}",
    "using {} since May",
    "'{}'",
];

pub fn secret(sample: &mut Sample, chance: &mut Chance) {
    match chance.below(4) {
        0 | 1 => {
            let (form, start, length, alphabet) = chance.pick(&ISSUERS);
            let value = format!("{start}{}", chance.string(length, alphabet));
            sample.push_framed(chance.pick(&KEY_FRAMES), &value, Kind::Secret, form);
        }
        2 => named(sample, chance),
        _ => shaped(sample, chance),
    }
}

/// Behind the name of a field, in an address or in a header.
fn named(sample: &mut Sample, chance: &mut Chance) {
    let password = format!(
        "{}{}{}",
        chance.string(5, LETTERS),
        chance.pick(&['!', '#', '$', '-', '_']),
        chance.digits(3)
    );
    let token = format!("{}{}", chance.string(18, WORDLIKE), chance.digits(4));
    let (frame, value, form) = match chance.below(12) {
        0 => ("password={} and it fails", password, "password="),
        1 => ("{\"user\": \"x\", \"password\": \"{}\"}", password, "password in JSON"),
        2 => ("my password is {} please change it", password, "password in words"),
        3 => ("postgres://app:{}@db.internal/main", password.replace('#', "x"), "password in an address"),
        4 => ("https://shop.example/cb?access_token={}&state=1", token, "token in an address"),
        5 => ("Authorization: Bearer {}", token, "bearer"),
        6 => ("curl -H 'X-Api-Key: {}' fails", token, "header"),
        7 => ("api_key: \"{}\"", token, "named key"),
        8 => ("client_secret={}", token, "named secret"),
        9 => ("DB_PASSWORD={}", password, "upper case name"),
        10 => ("Mein Passwort: {}", password, "Passwort"),
        _ => ("Authorization: Basic {}", format!("{}==", chance.string(22, WORDLIKE)), "basic"),
    };
    sample.push_framed(frame, &value, Kind::Secret, form);
}

/// Known by its own shape: a JSON web token, a private key, a bot's token.
fn shaped(sample: &mut Sample, chance: &mut Chance) {
    match chance.below(4) {
        0 | 1 => {
            let part = |length: usize, chance: &mut Chance| chance.string(length, WORDLIKE);
            let value = format!("eyJ{}.eyJ{}.{}", part(20, chance), part(40, chance), part(43, chance));
            sample.push_framed(chance.pick(&KEY_FRAMES), &value, Kind::Secret, "jwt");
        }
        2 => {
            let name =
                chance.pick(&["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY"]);
            let line = |chance: &mut Chance| chance.string(64, WORDLIKE);
            let body = format!("{}\n{}", line(chance), line(chance));
            sample.push(&format!("I pasted this:\n-----BEGIN {name}-----\n"));
            sample.push_value(&body, Kind::Secret, "private key");
            sample.push(&format!("\n-----END {name}-----\n"));
        }
        _ => {
            let value = format!("SG.{}.{}", chance.string(22, WORDLIKE), chance.string(43, WORDLIKE));
            let bot = format!("{}:AA{}", chance.string(10, &DIGITS[1..]), chance.string(33, WORDLIKE));
            let (value, form) = if chance.one_in(2) { (value, "sendgrid") } else { (bot, "telegram") };
            sample.push_framed(chance.pick(&KEY_FRAMES), &value, Kind::Secret, form);
        }
    }
}
