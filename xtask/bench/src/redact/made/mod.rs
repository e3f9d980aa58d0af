//! Values that must go, made by chance in the forms in which people write them. Nothing here is shared with the rules.

mod contact;
mod identity;
mod machine;
mod money;
mod national;
mod phones;
mod secrets;

use super::chance::Chance;
use super::sample::{Kind, Sample};

/// Adds a sentence with a value of this kind.
pub fn push(kind: Kind, sample: &mut Sample, chance: &mut Chance) {
    if !sample.text.is_empty() {
        sample.push_break(chance);
    }
    match kind {
        Kind::Email => contact::email(sample, chance),
        Kind::Phone => phones::phone(sample, chance),
        Kind::Card => money::card(sample, chance),
        Kind::Iban => money::iban(sample, chance),
        Kind::NationalId => national::id(sample, chance),
        Kind::Ip => machine::ip(sample, chance),
        Kind::Mac => machine::mac(sample, chance),
        Kind::Secret => secrets::secret(sample, chance),
        Kind::Coordinates => machine::coordinates(sample, chance),
        Kind::Passport => identity::passport(sample, chance),
        Kind::BirthDate => identity::birth_date(sample, chance),
    }
}
