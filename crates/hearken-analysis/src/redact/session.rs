//! One signal's redaction: who is who inside it, and what stands where something was.

use std::collections::{BTreeMap, HashMap};

use hearken_domain::Verbatim;

use super::find::{Found, find};
use super::placeholder;
use super::rules::Rules;
use super::sort::Sort;

/// The key of a keyed hash. Who holds it can tell whether a value that they know is in the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// A key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What happens to what is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Policy {
    /// Nothing is looked for, and everything is kept as it came.
    Off,
    /// A placeholder with a number stands in its place, `[email 1]`: the same value has the same number inside one signal.
    #[default]
    Mask,
    /// A placeholder with a keyed hash of the value stands in its place, so that equal values match across signals.
    Hash(Key),
}

/// The redaction of one signal: title, text and fields share it.
#[derive(Debug)]
pub struct Session {
    rules: Rules,
    policy: Policy,
    numbers: HashMap<(Sort, String), usize>,
    found: BTreeMap<Sort, usize>,
    last: BTreeMap<Sort, usize>,
    names: Vec<String>,
}

impl Session {
    /// A signal under the standard rules, whose values become numbered placeholders.
    pub fn new() -> Self {
        Self::under(&Rules::standard(), &Policy::Mask)
    }

    /// A signal under these rules and this policy.
    pub fn under(rules: &Rules, policy: &Policy) -> Self {
        Self {
            rules: rules.clone(),
            policy: policy.clone(),
            numbers: HashMap::new(),
            found: BTreeMap::new(),
            last: BTreeMap::new(),
            names: Vec::new(),
        }
    }

    /// A customer's words without what must not be kept.
    pub fn text(&mut self, text: &str) -> Verbatim {
        Verbatim::redacted(self.field(text))
    }

    /// Any other field, alike.
    pub fn field(&mut self, text: &str) -> String {
        if self.policy == Policy::Off {
            return text.to_owned();
        }
        let rules = self.rules.clone();
        let found = find(text, &rules);
        let mut redacted = String::with_capacity(text.len());
        let mut offset = 0;
        for one in found {
            redacted.push_str(&text[offset..one.range.start]);
            offset = one.range.end;
            redacted.push_str(&self.placeholder(one));
        }
        redacted.push_str(&text[offset..]);
        redacted
    }

    /// Leaves the numbers of placeholders that stand in a kept text to whom they belong.
    pub fn reserve(&mut self, kept: &str) {
        for (sort, number) in placeholder::numbers_in(kept) {
            let last = self.last.entry(sort).or_default();
            *last = number.max(*last);
        }
    }

    /// How often each sort was found in this signal so far.
    pub fn found(&self) -> &BTreeMap<Sort, usize> {
        &self.found
    }

    fn placeholder(&mut self, found: Found<'_>) -> String {
        let Found { sort, value, .. } = found;
        *self.found.entry(sort).or_default() += 1;
        let same = same_value(sort, &value);
        let same = if sort == Sort::Name { self.full_name(same) } else { same };
        if let Policy::Hash(Key(key)) = &self.policy {
            let named = format!("{}\0{same}", sort.as_str());
            return placeholder::hashed(sort, &blake3::keyed_hash(key, named.as_bytes()));
        }
        let last = self.last.entry(sort).or_default();
        let number = *self.numbers.entry((sort, same)).or_insert_with(|| {
            *last += 1;
            *last
        });
        placeholder::numbered(sort, number)
    }

    /// The name that this is a part of, if it is of one that was read before: "Hernandez" of "Maria Hernandez".
    fn full_name(&mut self, name: String) -> String {
        let has = |full: &str, word: &str| full.split(' ').any(|part| part == word);
        let mut fuller = self.names.iter().filter(|full| name.split(' ').all(|word| has(full, word)));
        if let (Some(full), None) = (fuller.next(), fuller.next()) {
            return full.clone();
        }
        if self.names.len() < NAMES_MAX {
            self.names.push(name.clone());
        }
        name
    }
}

/// So many names of one signal are held against each other.
const NAMES_MAX: usize = 64;

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

/// One spelling for all spellings of a value.
fn same_value(sort: Sort, value: &str) -> String {
    match sort {
        Sort::Card | Sort::Ssn => value.chars().filter(char::is_ascii_digit).collect(),
        Sort::Phone => same_phone(value),
        Sort::Iban | Sort::Account | Sort::NationalId | Sort::Passport | Sort::Licence | Sort::Mac => {
            let kept = value.chars().filter(|c| c.is_alphanumeric());
            kept.map(|c| c.to_ascii_uppercase()).collect()
        }
        Sort::Key | Sort::Credential => value.to_owned(),
        Sort::Email => same_email(value),
        _ => value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
    }
}

/// The address, with what is spelled in brackets as its sign.
fn same_email(value: &str) -> String {
    let plain: String = value.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace(['[', '<', '{'], "(").replace([']', '>', '}'], ")");
    plain.replace("(at)", "@").replace("(@)", "@").replace("(dot)", ".").replace("(.)", ".")
}

/// The digits, without what only some write: 00 for a plus, a 1 before ten digits of North America.
fn same_phone(value: &str) -> String {
    let digits: String = value.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    match digits.strip_prefix('1') {
        Some(national) if national.len() == 10 => national.to_owned(),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_who_stays_known_inside_one_signal() {
        let mut session = Session::new();
        assert_eq!(session.field("Ann@Example.com wrote"), "[email 1] wrote");
        assert_eq!(session.field("to bob@example.com and ann@example.com"), "to [email 2] and [email 1]");
        assert_eq!(session.field("call (555) 123-4567 or 555.123.4567"), "call [phone 1] or [phone 1]");
        assert_eq!(session.field("bob (at) example [dot] com"), "[email 2]");
        assert_eq!(session.found().iter().collect::<Vec<_>>(), [(&Sort::Email, &4), (&Sort::Phone, &2)]);
    }

    #[test]
    fn who_is_called_by_a_part_of_the_name_is_the_same() {
        let mut session = Session::new();
        let text = "Maria Hernandez and Peter Lang met. Hernandez left, then Peter Lang. Dear Maria, Mr. Olsen is new.";
        assert_eq!(
            session.field(text),
            "[name 1] and [name 2] met. [name 1] left, then [name 2]. Dear [name 1], Mr. [name 3] is new."
        );
    }

    #[test]
    fn under_a_keyed_hash_equal_values_match_across_signals() {
        let policy = Policy::Hash(Key::new([7; 32]));
        let hashed = |text: &str, policy: &Policy| Session::under(&Rules::standard(), policy).field(text);
        let one = hashed("Ann@example.com", &policy);
        assert_eq!(hashed("ann@example.com", &policy), one);
        assert_ne!(hashed("bob@example.com", &policy), one);
        assert_ne!(hashed("ann@example.com", &Policy::Hash(Key::new([8; 32]))), one);
        assert!(one.starts_with("[email ") && !one.contains("ann"), "{one}");
        assert_eq!(hashed(&one, &policy), one);
    }

    #[test]
    fn numbers_that_stand_in_a_kept_text_are_not_given_again() {
        let mut session = Session::new();
        session.reserve("[email 2] and [seat 9], [email 1");
        assert_eq!(session.field("[email 2] or ann@example.com"), "[email 2] or [email 3]");
    }

    #[test]
    fn where_the_policy_is_off_everything_stays() {
        let mut session = Session::under(&Rules::standard(), &Policy::Off);
        assert_eq!(session.field("ann@example.com"), "ann@example.com");
        assert!(session.found().is_empty());
    }
}
