//! Telephone numbers of thirty countries, in the forms in which they are written there.

use crate::redact::chance::Chance;
use crate::redact::sample::{Kind, Sample};

/// Country, forms that tell themselves, and forms that need a word before them.
type Country = (&'static str, &'static [&'static str], &'static [&'static str]);

const COUNTRIES: [Country; 31] = [
    (
        "us",
        &["(NM#) NM#-####", "NM#-NM#-####", "NM#.NM#.####", "+1 NM# NM# ####", "1-800-NM#-####"],
        &["NM#NM#####"],
    ),
    ("ca", &["+1 (416) NM#-####", "514-NM#-####", "604 NM#-####"], &["+1416NM#####"]),
    (
        "uk",
        &["077## ######", "+44 7### ######", "020 7### ####", "0161 4## ####", "+44 (0)20 7### ####"],
        &["077########"],
    ),
    (
        "de",
        &["0176 ########", "+49 176 ########", "030/########", "+49 (0)89 ######", "0171-#######"],
        &["089 ######", "0151########"],
    ),
    ("fr", &["06 ## ## ## ##", "01.4#.##.##.##", "+33 6 ## ## ## ##", "0033 6 ## ## ## ##"], &["06########"]),
    ("es", &["+34 6## ### ###", "0034 91# ### ###"], &["6## ## ## ##", "91# ### ###"]),
    ("it", &["+39 3## ### ####", "+39 06 #### ####"], &["3## #######", "02 ########"]),
    ("nl", &["06-########", "+31 6 ########", "020-#######"], &["06 ########"]),
    ("be", &["04## ## ## ##", "+32 4## ## ## ##", "+32 2 ### ## ##"], &["02 ### ## ##"]),
    ("ch", &["079 ### ## ##", "+41 44 ### ## ##", "0041 79 ### ## ##"], &["0791######"]),
    ("at", &["0664 ### ####", "+43 664 ### ####", "+43 1 #######"], &["0664/#######"]),
    ("se", &["070-### ## ##", "+46 70 ### ## ##", "08-### ### ##"], &["0701######"]),
    ("no", &["+47 4## ## ###", "0047 9## ## ###"], &["4## ## ###"]),
    ("dk", &["+45 N# ## ## ##"], &["N# ## ## ##"]),
    ("fi", &["040 ### ####", "+358 40 ### ####"], &["0401######"]),
    ("pl", &["+48 5## ### ###", "+48 22 ### ## ##"], &["5## ### ###", "601-###-###"]),
    ("cz", &["+420 6## ### ###", "00420 7## ### ###"], &["7## ### ###"]),
    ("pt", &["+351 91# ### ###"], &["91# ### ###"]),
    ("ie", &["087 ### ####", "+353 87 ### ####", "+353 1 ### ####"], &["01 ### ####"]),
    ("au", &["04## ### ###", "(02) 9### ####", "+61 4## ### ###"], &["02 9### ####"]),
    ("nz", &["021 ### ####", "+64 21 ### ####"], &["09 3## ####"]),
    ("in", &["+91 98### #####", "+91-98########"], &["98### #####", "098########"]),
    ("jp", &["090-####-####", "03-5###-####", "+81 90-####-####"], &["09012######"]),
    ("br", &["(11) 9####-####", "+55 21 9####-####"], &["11 9####-####"]),
    ("mx", &["+52 55 #### ####"], &["55 #### ####"]),
    ("tr", &["0532 ### ## ##", "+90 532 ### ## ##", "0 532 ### ## ##"], &["05321######"]),
    ("ru", &["8 (912) ###-##-##", "+7 912 ###-##-##", "+7 (495) ###-##-##"], &["8912#######"]),
    ("za", &["082 ### ####", "+27 82 ### ####"], &["0821######"]),
    ("cn", &["+86 138 #### ####", "+86 10 6### ####"], &["138 #### ####", "138########"]),
    ("kr", &["010-####-####", "+82 10-####-####", "02-5##-####"], &["0102#######"]),
    ("il", &["052-###-####", "+972 52-###-####"], &["0521######"]),
];
const WITH_WORD: [&str; 12] = [
    "call me on {} after six",
    "Phone: {}",
    "my number is {}.",
    "Tel. {} (mornings)",
    "bitte rufen Sie {} an, Telefon privat: ja",
    "mobile {}",
    "llame al {} por favor",
    "tél : {}",
    "text me at {}",
    "Handy: {}",
    "fax {} does not answer",
    "WhatsApp {}",
];
const WITHOUT_WORD: [&str; 8] = [
    "{} - nobody picks up",
    "reach us under {} or not at all",
    "ask for me, {}, any day",
    "{}",
    "the letter says {} and a name",
    "I gave {} to the driver 2 times",
    "({})",
    "best: {}; then the office",
];

pub fn phone(sample: &mut Sample, chance: &mut Chance) {
    let (country, plain, needing) = chance.pick(&COUNTRIES);
    let needs_word = chance.one_in(3);
    let form = chance.pick(if needs_word { needing } else { plain });
    let mut number = chance.fill(form);
    let framed = needs_word || chance.one_in(2);
    // The frame that has its word behind the number helps only the forms that tell themselves.
    let frames = if needs_word { &WITH_WORD[..4] } else { &WITH_WORD[..] };
    let frame = if framed { chance.pick(frames) } else { chance.pick(&WITHOUT_WORD) };
    if matches!(country, "jp" | "kr" | "cn") && chance.one_in(4) {
        number = in_digits_from(&number, '０');
    } else if country == "in" && chance.one_in(5) {
        number = in_digits_from(&number, '०');
    }
    sample.push_framed(frame, &number, Kind::Phone, country);
}

/// In the digits of another script, whose zero is given.
fn in_digits_from(number: &str, zero: char) -> String {
    number
        .chars()
        .map(|c| c.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit)).unwrap_or(c))
        .collect()
}
