//! A text with what must go in it, and where.

use std::ops::Range;

use super::chance::Chance;

/// What is made, and is counted apart. Each has the words of the placeholders that are right for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Email,
    Phone,
    Card,
    Iban,
    NationalId,
    Ip,
    Mac,
    Secret,
    Coordinates,
    Passport,
    BirthDate,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Email,
        Self::Phone,
        Self::Card,
        Self::Iban,
        Self::NationalId,
        Self::Ip,
        Self::Mac,
        Self::Secret,
        Self::Coordinates,
        Self::Passport,
        Self::BirthDate,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::NationalId => "national id",
            Self::Ip => "ip",
            Self::Mac => "mac",
            Self::Secret => "credential, key",
            Self::Coordinates => "coordinates",
            Self::Passport => "passport",
            Self::BirthDate => "date of birth",
        }
    }
}

/// A value that must go.
#[derive(Clone)]
pub struct Value {
    pub range: Range<usize>,
    pub kind: Kind,
    /// What of its kind, for the list of what was missed.
    pub form: &'static str,
}

/// A text with its values.
#[derive(Default, Clone)]
pub struct Sample {
    pub text: String,
    pub values: Vec<Value>,
}

impl Sample {
    pub fn push(&mut self, words: &str) {
        self.text.push_str(words);
    }

    pub fn push_value(&mut self, value: &str, kind: Kind, form: &'static str) {
        let start = self.text.len();
        self.text.push_str(value);
        self.values.push(Value { range: start..self.text.len(), kind, form });
    }

    /// A frame's words with the value where its braces are.
    pub fn push_framed(&mut self, frame: &str, value: &str, kind: Kind, form: &'static str) {
        let (before, after) = frame.split_once("{}").unwrap_or((frame, ""));
        self.push(before);
        self.push_value(value, kind, form);
        self.push(after);
    }

    /// What stands between two sentences.
    pub fn push_break(&mut self, chance: &mut Chance) {
        let ended = self.text.is_empty() || self.text.ends_with(['\n', '.', '?', '!']);
        self.push(match (ended, chance.one_in(3)) {
            (true, false) => " ",
            (false, false) => ". ",
            (_, true) => "\n",
        });
    }

    /// Something that people say, with nothing in it that must go.
    pub fn push_talk(&mut self, chance: &mut Chance) {
        if !self.text.is_empty() {
            self.push_break(chance);
        }
        self.push(chance.pick(&TALK));
    }
}

const TALK: [&str; 28] = [
    "The export has been broken since the last update.",
    "I waited for two weeks and nobody came back to me.",
    "It worked fine on the old phone.",
    "Why was I charged 3 times for one order?",
    "the page just spins and then it logs me out",
    "Great product, but the search is far too slow.",
    "Since Tuesday the sync stops at 40%.",
    "Please fix the dark mode, half of the menu can't be read.",
    "I paid 12.99 for the yearly plan and got the monthly one.",
    "After 15 minutes on hold the line went dead.",
    "Can you tell me when this will be shipped?",
    "the invoice shows the wrong total",
    "Seit dem Update stürzt die App beim Start ab.",
    "Die Lieferung kam drei Tage zu spät.",
    "Ich habe schon zweimal geschrieben.",
    "Depuis hier, impossible de se connecter.",
    "Le remboursement n'est toujours pas arrivé.",
    "La aplicación se cierra sola al abrir la cámara.",
    "Non riesco a scaricare la fattura.",
    "De app blijft hangen bij het betalen.",
    "O boleto venceu e ninguém respondeu.",
    "Two of the five seats on our plan are never used.",
    "Is there a way to undo the merge?",
    "The second screen shows 0 results even though there are 1,204 rows.",
    "I want my money back.",
    "my kids love it, 5 stars",
    "Upload fails for files above 20 MB.",
    "Nothing happens when I press save.",
];
