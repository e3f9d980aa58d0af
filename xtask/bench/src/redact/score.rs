//! Recall and precision, and which placeholders are right for what.

use super::sample::Kind;

/// What was labelled and found, what was hit and was right.
#[derive(Default, Clone, Copy)]
pub struct Counts {
    pub labelled: usize,
    pub found: usize,
    pub hits: usize,
    pub right: usize,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.labelled += other.labelled;
        self.found += other.found;
        self.hits += other.hits;
        self.right += other.right;
    }

    pub fn recall(&self) -> f64 {
        share(self.found, self.labelled)
    }

    pub fn precision(&self) -> f64 {
        share(self.right, self.hits)
    }

    /// The mean of both in which recall counts twice.
    pub fn f2(&self) -> f64 {
        let (recall, precision) = (self.recall(), self.precision());
        if recall + precision == 0.0 { 0.0 } else { 5.0 * recall * precision / (4.0 * precision + recall) }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Whether a placeholder's word is right for a made value.
pub fn accepts(kind: Kind, word: &str) -> bool {
    match kind {
        Kind::Email => word == "email",
        Kind::Phone => word == "phone",
        Kind::Card => word == "card",
        Kind::Iban => word == "iban",
        Kind::NationalId => matches!(word, "ssn" | "id"),
        Kind::Ip => word == "ip",
        Kind::Mac => word == "mac",
        Kind::Secret => matches!(word, "credential" | "key"),
        Kind::Coordinates => word == "coordinates",
        Kind::Passport => word == "passport",
        Kind::BirthDate => word == "birth",
    }
}
