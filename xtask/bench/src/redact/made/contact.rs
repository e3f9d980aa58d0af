//! Addresses for mail, plain and hidden from harvesters.

use crate::redact::chance::{Chance, LOWER};
use crate::redact::sample::{Kind, Sample};

const FRAMES: [&str; 14] = [
    "Please write to {}.",
    "my mail is {} thanks",
    "({})",
    "Contact: {}",
    "I signed up as {} last year",
    "Antwort bitte an {}.",
    "merci de répondre à {}",
    "{} never got the link",
    "From: <{}>",
    "cc {}; nobody answered",
    "the account {} is locked",
    "escríbanme a {}",
    "user={}, plan=pro",
    "\"{}\" is not accepted",
];
const NAMES: [&str; 20] = [
    "tilda", "korbin", "mirek", "oskar", "paloma", "jette", "bruno", "ines", "sten", "yuki", "farid", "nkem",
    "lotte", "gwen", "aldo", "petra", "rik", "zora", "hamza", "nilo",
];
const HOSTS: [&str; 14] = [
    "brightmail",
    "kontor",
    "fjordpost",
    "mailbox-nord",
    "acme-tools",
    "hafen",
    "northwind",
    "bluebird",
    "correo",
    "lumen",
    "redfern",
    "uni-west",
    "stadtwerk",
    "pixelhaus",
];
const ENDINGS: [&str; 16] = [
    "com", "de", "fr", "co.uk", "org", "net", "io", "it", "es", "nl", "com.br", "pl", "app", "info", "se",
    "ac.jp",
];

pub fn email(sample: &mut Sample, chance: &mut Chance) {
    let name = chance.pick(&NAMES);
    let number = chance.below(98).to_string();
    let more = chance.string(4, LOWER);
    let user = match chance.below(7) {
        0 => format!("{name}.{more}"),
        1 => format!("{name}{number}"),
        2 => format!("{name}+{more}"),
        3 => format!("{}_{more}", &name[..1]),
        4 => format!("{name}-{more}"),
        5 => name.to_uppercase(),
        _ => name.to_owned(),
    };
    let host = match chance.below(4) {
        0 => format!("mail.{}", chance.pick(&HOSTS)),
        _ => chance.pick(&HOSTS).to_owned(),
    };
    let ending = chance.pick(&ENDINGS);
    let (value, form) = match chance.below(16) {
        0 => (
            format!("{user} [at] {host} [dot] {ending}", ending = ending.replace('.', " [dot] ")),
            "[at] [dot]",
        ),
        1 => (format!("{user}(at){host}.{ending}"), "(at)"),
        2 => (format!("{user}[at]{host}[dot]{ending}", ending = ending.replace('.', "[dot]")), "[at][dot]"),
        3 => (
            format!("{user} (at) {host} (dot) {ending}", ending = ending.replace('.', " (dot) ")),
            "(at) (dot)",
        ),
        4 => (full_width(&format!("{user}@{host}.{ending}")), "full width"),
        5 => (format!("{user}%40{host}.{ending}"), "percent-encoded"),
        6 => (format!("{user}@{}\u{200b}{}.{ending}", &host[..3], &host[3..]), "zero-width space"),
        7 => (format!("{user}\u{ad}@{host}.{ending}"), "soft hyphen"),
        _ => (format!("{user}@{host}.{ending}"), "plain"),
    };
    let frame = if form == "percent-encoded" {
        chance.pick(&["the link https://shop.example/reset?user={}&x=1 is dead", "see mailto:{} please"])
    } else {
        chance.pick(&FRAMES)
    };
    sample.push_framed(frame, &value, Kind::Email, form);
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            other => other,
        })
        .collect()
}
