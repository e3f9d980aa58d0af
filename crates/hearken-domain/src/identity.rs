//! The same person, written in several ways: with a display name, as a link, in another case, in other Unicode forms, with
//! characters nobody sees. Whoever is erased is erased in all of them.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::Contact;

/// The longest local part of an address, and the longest domain.
const LOCAL_MAX: usize = 64;
const DOMAIN_MAX: usize = 255;
/// Words of a name at most by which it is looked for within other words.
pub const NAME_WORDS_MAX: usize = 6;
/// An id that is shorter is a word like any other.
const SHORT_ID: usize = 4;
/// Letters from here on are written without spaces, or with endings that stick to a name.
const UNSPACED_FROM: char = '\u{E00}';
/// Letters of a name at most that is looked for where there are no spaces.
const UNSPACED_MAX: usize = 8;

/// A text in the one form that all its spellings share: compatible characters as one, no invisible ones, no case, no
/// space but one between words.
pub fn form(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        let words: Vec<String> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
        return words.join(" ");
    }
    let seen: String = text.nfkc().filter(|letter| !is_invisible(*letter)).collect();
    // By way of upper case, so that ß and ss, ς and σ are the same.
    let folded: String = seen.to_uppercase().to_lowercase().nfkc().collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

/// Whether a name or an id stands for nobody: what sources write where an account is gone or was never told. All who are
/// written so are not one person.
pub fn names_nobody(text: &str) -> bool {
    const NOBODY: [&str; 20] = [
        "anonymous",
        "anonym",
        "anonymous user",
        "ghost",
        "someone",
        "somebody",
        "nobody",
        "unknown",
        "unknown user",
        "deleted",
        "deleted user",
        "[deleted]",
        "guest",
        "none",
        "null",
        "nil",
        "n/a",
        "na",
        "not provided",
        "undefined",
    ];
    NOBODY.contains(&form(text).as_str())
}

/// An id in the one form that its spellings share. Its case stays: ids may differ in nothing else.
pub fn id_form(text: &str) -> String {
    let seen: String = text.nfkc().filter(|letter| !is_invisible(*letter)).collect();
    seen.trim().to_owned()
}

/// The address that a text is, bare and in one form: `"Lee, Ann" <mailto:Ann@Example.com>` is `ann@example.com`. `None`
/// where the text is no address, or has other words around one.
pub fn address(text: &str) -> Option<String> {
    let text = form(&percent_decoded(text));
    let inner = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) if open < close => &text[open + 1..close],
        _ => without_comments(&text),
    };
    let inner = inner.trim().trim_matches(['<', '>', '"', '\'', ',', ';']).trim();
    let inner = inner.strip_prefix("mailto:").unwrap_or(inner);
    let bare = inner.split('?').next().unwrap_or(inner).trim_end_matches('.').trim();
    let (local, domain) = bare.rsplit_once('@')?;
    let local = local.trim_matches('"');
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    (plain(local) && plain(domain)).then(|| format!("{local}@{}", host(domain)))
}

/// An address without what stands behind a plus sign in its local part; `None` where nothing does.
pub fn without_tag(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let (person, _tag) = local.split_once('+')?;
    (!person.is_empty()).then(|| format!("{person}@{domain}"))
}

/// Every address that may stand anywhere in a text, each in one form. Where it is not clear how far one reaches, each
/// reading is among them.
pub fn addresses_in(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in [form(text), form(&percent_decoded(text))] {
        for (at, _) in text.match_indices('@') {
            let domain: String = text[at + 1..]
                .chars()
                .take(DOMAIN_MAX)
                .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
                .collect();
            let domain = domain.trim_matches(['.', '-']);
            let local: Vec<(usize, char)> =
                text[..at].char_indices().rev().take(LOCAL_MAX).take_while(|(_, c)| is_local(*c)).collect();
            let Some((start, _)) = local.last() else { continue };
            if domain.is_empty() {
                continue;
            }
            let whole = text[*start..at].trim_matches(['.', '"']);
            let after_a_sign = whole
                .match_indices(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_' | '+'))
                .map(|(sign, matched)| &whole[sign + matched.len()..]);
            for local in std::iter::once(whole).chain(after_a_sign).filter(|local| !local.is_empty()) {
                found.insert(format!("{local}@{}", host(domain)));
            }
        }
    }
    found
}

/// The words of a text, in one form: what stands between signs and spaces.
pub fn words(text: &str) -> Vec<String> {
    form(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Every run of words in a text that may be a name or an id: up to [`NAME_WORDS_MAX`] words, and parts of words where no
/// spaces are written.
pub fn runs(text: &str) -> BTreeSet<String> {
    let words = words(text);
    let mut runs = BTreeSet::new();
    for start in 0..words.len() {
        for length in 1..=NAME_WORDS_MAX.min(words.len() - start) {
            runs.insert(words[start..start + length].join(" "));
        }
    }
    for word in words.iter().filter(|word| word.contains(|c| c >= UNSPACED_FROM)) {
        let letters: Vec<char> = word.chars().collect();
        for start in 0..letters.len() {
            for length in 2..=UNSPACED_MAX.min(letters.len() - start) {
                runs.insert(letters[start..start + length].iter().collect());
            }
        }
    }
    runs
}

/// How a person may be told from others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identities {
    /// Addresses, wherever they were given: as an address, an id or a name.
    pub addresses: BTreeSet<String>,
    /// The source's own id, in one form.
    pub id: Option<String>,
    /// The name, in one form.
    pub name: Option<String>,
}

impl Identities {
    /// All that is known of a person.
    pub fn of(contact: &Contact) -> Self {
        let given = [&contact.email, &contact.external_id, &contact.name];
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            addresses: given.into_iter().flatten().filter_map(|text| address(text)).collect(),
            id: contact.external_id.as_deref().map(id_form).and_then(filled),
            name: contact.name.as_deref().or(display_name(contact)).map(form).and_then(filled),
        }
    }

    /// Runs of words that name this person wherever they stand: the name, with its words the other way round where a
    /// comma parts them, and an id that is no common word or number.
    pub fn runs(&self) -> BTreeSet<String> {
        let mut runs = BTreeSet::new();
        let mut add = |text: &str| {
            let mut all = words(text);
            all.truncate(NAME_WORDS_MAX);
            let run = all.join(" ");
            if run.chars().count() > 1 {
                runs.insert(run);
            }
        };
        if let Some(name) = &self.name {
            let shown = name.split('<').next().unwrap_or(name);
            add(shown);
            if let Some((last, first)) = shown.split_once(',') {
                add(&format!("{first} {last}"));
            }
        }
        if let Some(id) = self.id.as_ref().filter(|id| !is_common(id)) {
            add(id);
        }
        runs
    }
}

/// Whether an id is one that a number or a short word can be by chance.
pub fn is_common(id: &str) -> bool {
    id.chars().count() < SHORT_ID || id.chars().all(|letter| letter.is_ascii_digit())
}

/// Letters that take no room, or none of their own, and so can hide in a name.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    ) || (letter.is_control() && !letter.is_whitespace())
}

/// The name that stands before an address: `Ann Lee <ann@example.com>`.
fn display_name(contact: &Contact) -> Option<&str> {
    let mut given = contact.email.iter().chain(&contact.external_id);
    given.find_map(|text| text.split_once('<')).map(|(name, _)| name.trim().trim_matches('"'))
}

fn is_local(letter: char) -> bool {
    letter.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(letter)
}

/// A domain as it is looked up, so that its two spellings are one.
fn host(domain: &str) -> String {
    let domain = domain.trim_end_matches('.');
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_owned())
}

/// What stands before a comment in parentheses, or behind it: `ann@example.com (Ann Lee)`.
fn without_comments(text: &str) -> &str {
    match (text.find('('), text.rfind(')')) {
        (Some(0), Some(close)) => &text[close + 1..],
        (Some(open), Some(_)) => &text[..open],
        _ => text,
    }
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = || u8::from_str_radix(std::str::from_utf8(bytes.get(at + 1..at + 3)?).ok()?, 16).ok();
        match (bytes[at], code()) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_is_gone_is_nobody_and_a_person_of_such_a_letter_is_somebody() {
        for nobody in ["ghost", "Anonymous", " someone ", "[deleted]", "N/A", "Unknown User"] {
            assert!(names_nobody(nobody), "{nobody}");
        }
        for somebody in ["Ghosh", "Ann", "guestbook", "nobody@example.com"] {
            assert!(!names_nobody(somebody), "{somebody}");
        }
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        for written in [
            "ann@example.com",
            " Ann@EXAMPLE.com ",
            "Ann Lee <ann@example.com>",
            "\"Lee, Ann\" <Ann@Example.Com>",
            "<ann@example.com>",
            "mailto:ann@example.com?subject=Hello",
            "MAILTO:ann%40example.com",
            "Ann <mailto:ann@example.com>",
            "ann@example.com (Ann Lee)",
            "(Ann) ann@example.com",
            "ann@example.com.",
            "ann\u{200B}@exam\u{AD}ple.com",
            "ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "\"ann\"@example.com",
        ] {
            assert_eq!(address(written).as_deref(), Some("ann@example.com"), "{written:?}");
        }
        assert_eq!(address("ann@bücher.example"), address("Ann@xn--bcher-kva.example"));
        for other in ["Ann Lee", "write to ann@example.com today", "@ann", "ann@", "", "a@b@c d"] {
            assert_eq!(address(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_tag_is_another_address_until_it_is_asked_to_be_none() {
        assert_eq!(address("ann+shop@example.com").as_deref(), Some("ann+shop@example.com"));
        assert_eq!(without_tag("ann+shop@example.com").as_deref(), Some("ann@example.com"));
        assert_eq!(without_tag("ann@example.com"), None);
        assert_eq!(without_tag("+shop@example.com"), None);
    }

    #[test]
    fn a_name_is_the_same_composed_or_not_in_any_case_and_with_what_nobody_sees() {
        for written in
            ["José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez", "JOSÉ  NÚÑEZ ", "Jo\u{200D}sé\u{A0}Núñez"]
        {
            assert_eq!(form(written), "josé núñez", "{written:?}");
        }
        assert_eq!(form("Straße"), form("STRASSE"));
        assert_ne!(form("Jose"), form("José"));
        assert_eq!(id_form(" uＡ1\u{200B}"), "uA1");
    }

    #[test]
    fn addresses_are_found_anywhere_in_a_line() {
        let line =
            r#"{"to":"x","note":"see https://x.example/?m=ann%40example.com&b=1, or Bob.Roe@Example.org."}"#;
        let found = addresses_in(line);
        assert!(found.contains("ann@example.com"), "{found:?}");
        assert!(found.contains("bob.roe@example.org"), "{found:?}");
        assert!(addresses_in("7 @ 3 and @handle, a@").is_empty());
    }

    #[test]
    fn who_is_known_by_several_things_is_found_by_each() {
        let ann = Contact {
            external_id: Some("user-8842".into()),
            name: Some("Lee, Ann <ann@example.com>".into()),
            email: None,
        };
        let known = Identities::of(&ann);
        assert_eq!(known.addresses, BTreeSet::from(["ann@example.com".to_owned()]));
        let line = runs("Call ANN Lee about USER-8842; not Hannah Leer");
        assert!(known.runs().iter().filter(|run| line.contains(*run)).count() == 2, "{:?}", known.runs());
        assert!(runs("山田太郎さんが電話").contains("山田太郎"));
        let mail = Contact { email: Some("\"Lee, Ann\" <ann@example.com>".into()), ..Contact::default() };
        assert_eq!(
            Identities::of(&mail).runs(),
            BTreeSet::from(["lee ann".to_owned(), "ann lee".to_owned()])
        );
        let short = Contact { external_id: Some("17".into()), ..Contact::default() };
        assert!(Identities::of(&short).runs().is_empty(), "17 is a number like any other");
    }
}
