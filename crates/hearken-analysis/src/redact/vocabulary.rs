//! The words that stand around names, addresses and dates of birth, in one table: a word is looked up once, and told apart
//! by the bits of what it may be.

use std::sync::LazyLock;

use super::gazetteer::Fold;

/// What a word may be: bits, added up.
pub(super) type Class = u64;

/// Before a name: `Mrs`.
pub(super) const TITLE: Class = 1;
/// Before a name and nothing else.
pub(super) const SURE_TITLE: Class = 1 << 1;
/// Before a name with a dot behind it: `M.`
pub(super) const DOT_TITLE: Class = 1 << 2;
/// Before a colon and a name.
pub(super) const LABEL: Class = 1 << 3;
/// Before a label: `full name`.
pub(super) const OF_LABEL: Class = 1 << 4;
/// Before the name of who is greeted.
pub(super) const GREETING: Class = 1 << 5;
/// The last word before a signature.
pub(super) const SIGN_OFF: Class = 1 << 6;
/// Whom a name may follow at once, even one that nobody knows: `my husband Olek`.
pub(super) const KIN: Class = 1 << 7;
/// Who may be named: `a woman named Rosalind`.
pub(super) const RELATION: Class = 1 << 8;
/// What only one who speaks does.
pub(super) const SPEAKING: Class = 1 << 9;
/// Before a thing.
pub(super) const ARTICLE: Class = 1 << 10;
/// Between the words of one name.
pub(super) const PARTICLE: Class = 1 << 11;
/// Behind the name of a firm, a place, a thing.
pub(super) const ORGANISATION: Class = 1 << 12;
/// What bears the names of persons and is none.
pub(super) const STORM: Class = 1 << 13;
/// Before the name of a place: `St. Louis`.
pub(super) const SAINT: Class = 1 << 14;
/// The last word of "my name is" in some language.
pub(super) const NAME_PHRASE_END: Class = 1 << 15;
/// Behind the name of a street; with a number before it that is enough.
pub(super) const STREET: Class = 1 << 16;
/// Behind the name of a street, and of other things: where it stands must say that it is one.
pub(super) const DOUBTFUL_STREET: Class = 1 << 17;
/// Before the name of a street, whose number stands behind it, or before it in French.
pub(super) const STREET_FIRST: Class = 1 << 18;
/// Of those, what is one in lower case too.
pub(super) const STREET_FIRST_LOWER: Class = 1 << 19;
/// Of those, what is one only with a dot or a stroke behind it.
pub(super) const STREET_FIRST_SHORT: Class = 1 << 20;
/// Of those, what other words begin with a number before it.
pub(super) const STREET_FIRST_ALONE: Class = 1 << 21;
/// A word for a street behind its name, before its number: `utca`, `Gasse`.
pub(super) const STREET_LAST: Class = 1 << 22;
/// A part of a house.
pub(super) const FLAT: Class = 1 << 23;
/// After it an address stands, whatever its form.
pub(super) const TOLD: Class = 1 << 24;
/// Between that and the address.
pub(super) const AT: Class = 1 << 25;
/// Before a place.
pub(super) const PLACE: Class = 1 << 26;
/// A box for post.
pub(super) const BOX: Class = 1 << 27;
/// Post of the US forces.
pub(super) const FORCES: Class = 1 << 28;
/// Before the number of a box.
pub(super) const BOX_NUMBER: Class = 1 << 33;
/// Between the word for a birth and its date.
pub(super) const FILLER: Class = 1 << 34;
/// `name`, which may stand before one in lower case.
pub(super) const NAME: Class = 1 << 35;
/// Small words in the name of a street.
pub(super) const SMALL: Class = 1 << 29;
/// Words of a date of birth.
pub(super) const BIRTH: Class = 1 << 30;
/// The name of a month.
pub(super) const MONTH: Class = 1 << 31;
/// Behind a person: `lives`.
pub(super) const LIVING: Class = 1 << 32;

const LISTS: [(Class, &str); 38] = [
    (
        TITLE | SURE_TITLE,
        "mr mrs ms mx herr herrn frau monsieur mme mlle señora señor signora dhr",
    ),
    (
        TITLE,
        "dr prof professor miss madame mademoiselle fräulein signor sig srta sra mevr mevrouw meneer doña senhor senhora pani
         pastor dra",
    ),
    (DOT_TITLE, "m sr mw hr fr rev"),
    (
        LABEL,
        "name names patient attn signed holder cardholder accountholder passenger beneficiary kunde kundin vorname
         nachname ansprechpartner nom prénom nombre apellido apellidos nome cognome naam imię nazwisko",
    ),
    (
        OF_LABEL,
        "full first last middle maiden family given customer client patient contact your my his her account holder legal s",
    ),
    (
        GREETING,
        "hi hello hey dear hallo liebe lieber bonjour cher chère hola estimado estimada querido querida ciao caro cara olá beste
         moin hej",
    ),
    (
        SIGN_OFF,
        "regards sincerely thanks you thx cheers best yours truly faithfully wishes love grüße grüßen gruß cordialement saludos
         atentamente saluti groeten hilsen hälsningar pozdrawiam abraços atenciosamente",
    ),
    (
        KIN,
        "husband wife son daughter brother sister mother father mom mum dad kid uncle aunt cousin nephew niece grandson
         granddaughter grandfather grandmother fiancé fiancée girlfriend boyfriend tochter",
    ),
    (
        RELATION,
        "friend colleague coworker neighbour neighbor guy lady woman man gentleman girl boy person agent representative rep
         supervisor manager employee technician advisor someone",
    ),
    (
        SPEAKING,
        "said says told replied shouted wrote answered explained promised asked apologized apologised laughed whispered sagte
         schrieb",
    ),
    (
        ARTICLE,
        "the a an this that our your any every no new der die das le la el los il het de o os via",
    ),
    (PARTICLE, "van von der den de la del della di da dos das du le ten ter bin al zu el"),
    (
        ORGANISATION,
        "bank financial finance credit mortgage llc inc ltd corp corporation co company group services service servicing capital
         funding collection collections recovery associates partners law firm insurance auto motors motor furniture jewelers
         jewellers store stores university college school hospital clinic center centre county city park street st avenue ave
         road rd boulevard blvd lane drive court square airport hotel church foundation institute museum stadium arena theatre
         theater orchestra award prize act app card visa mastercard bros brothers sons gmbh ag sa srl spa bv plc island beach
         river lake mountain valley hills bay straße platz api bridge incorporated limited holdings investments solutions
         software systems technologies union terrace",
    ),
    (NAME, "name"),
    (STORM, "hurricane storm typhoon cyclone project"),
    (SAINT, "st saint san santa fort port mount lake el la los las costa val puerto rio villa monte"),
    (
        NAME_PHRASE_END,
        "is was also him her me name spelled heiße ist appelle est llamo es chiamo chamo é heet heter of",
    ),
    (
        STREET,
        "street st str avenue ave av road rd boulevard blvd lane ln terrace highway hwy parkway pkwy crescent cres gardens grove
         mews turnpike quay alley esplanade",
    ),
    (
        DOUBTFUL_STREET,
        "drive dr court ct ter circle cir square sq trail expressway parade route way place pl close row hill walk loop park green
         path run view point crossing rise bend creek ridge cove vale heights mill pass",
    ),
    (
        STREET_FIRST | STREET_FIRST_LOWER,
        "rue avenue boulevard chemin impasse allée quai calle avenida rua rúa ulica улица проспект",
    ),
    (
        STREET_FIRST | STREET_FIRST_LOWER | STREET_FIRST_ALONE,
        "via viale vicolo",
    ),
    (STREET_FIRST | STREET_FIRST_LOWER | STREET_FIRST_SHORT | STREET_FIRST_ALONE, "ul al os pl ул"),
    (STREET_FIRST | STREET_FIRST_SHORT | STREET_FIRST_ALONE, "c av bd avda"),
    (
        STREET_FIRST,
        "allées plaza paseo carrera camino ronda travesía carretera travessa praça largo estrada alameda piazza piazzale
         piazzetta corso strada carrer aleja aleje plac straße stradă calea bulevardul",
    ),
    (STREET_FIRST | STREET_FIRST_ALONE, "place cours passage"),
    (
        STREET_LAST,
        "utca u út útja tér köz rkp ulice třída náměstí ulica cesta trg sokak sokağı caddesi cd sk iela gatvė straße str weg platz
         gasse allee ufer damm gate vei veg tee",
    ),
    (
        FLAT,
        "apt apartment suite ste unit flat room rm bldg appartement appt étage piso puerta wohnung whg interno scala apto bloco
         lok",
    ),
    (
        TOLD,
        "address addresses adresse anschrift dirección domicilio indirizzo endereço adres adress osoite adresa wohnhaft wohne
         lives live lived living located domiciled resides reside residing",
    ),
    (LIVING, "lives lived resides died retired"),
    (AT, "at is in on ist es to"),
    (PLACE, "at to address is on in from adresse near am"),
    (BOX, "postfach postbox apartado postbus pobox postboks postilokero"),
    (BOX_NUMBER, "box"),
    (FORCES, "apo fpo dpo"),
    (
        SMALL,
        "de du des la le les l d del della delle dei da do dos das di el los las e y et von van i w the",
    ),
    (
        BIRTH,
        "born dob birth birthdate birthday geb geboren geburtsdatum geburtstag né née naissance nacido nacida nacimiento nato nata
         nascita geboortedatum nascimento nascido nascida urodzenia urodzony urodzona född født syntynyt рождения",
    ),
    (
        FILLER,
        "on is was the a am ist der den das le la el il op em en in of date it s my your est es è é był w mm dd yyyy yy tt jj jjjj
         aaaa datum fecha data de di",
    ),
    (
        MONTH,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep
         sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août
         septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
         diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei juni juli
         augustus oktober janeiro fevereiro março maio junho julho setembro outubro novembro dezembro",
    ),
];

/// A power of two, over twice as many as there are words.
const SLOTS: usize = 1 << 11;
/// Bits of the filter that most words of a text do not pass.
const FILTER_BITS: usize = 1 << 15;

struct Table {
    /// By the hash of each word, whether it may be in the table: small enough to stay near.
    filter: Vec<u64>,
    /// A word of at most sixteen bytes as one number, and what it may be.
    slots: Vec<(u128, Class)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { filter: vec![0; FILTER_BITS / 64], slots: vec![(0, 0); SLOTS] };
    for (class, list) in LISTS {
        for word in list.split_whitespace() {
            let Some(key) = Fold::default().of(word).and_then(|folded| key_at(folded, 0, folded.len()))
            else {
                continue;
            };
            let hash = hash(key);
            let slot = table.slot(key, hash);
            table.slots[slot].0 = key;
            table.slots[slot].1 |= class;
            table.filter[hash % FILTER_BITS / 64] |= 1 << (hash % 64);
        }
    }
    table
});

impl Table {
    fn slot(&self, key: u128, hash: usize) -> usize {
        let mut slot = hash % SLOTS;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}

/// The bytes of a word as one number; none if they are too many.
fn key_at(bytes: &[u8], start: usize, end: usize) -> Option<u128> {
    let length = end - start;
    if length == 0 || length > 16 {
        return None;
    }
    if let Some(whole) = bytes.get(start..start + 16).and_then(|whole| whole.try_into().ok()) {
        return Some(u128::from_le_bytes(whole) & (u128::MAX >> (128 - 8 * length)));
    }
    let mut padded = [0; 16];
    padded[..length].copy_from_slice(&bytes[start..end]);
    Some(u128::from_le_bytes(padded))
}

#[allow(clippy::cast_possible_truncation, reason = "a hash takes what it needs of a number")]
fn hash(key: u128) -> usize {
    let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 44) as usize
}

/// What the word may be that stands there, in lower case without accents.
pub(super) fn class_at(bytes: &[u8], start: usize, end: usize) -> Class {
    let Some(key) = key_at(bytes, start, end) else { return 0 };
    let table = &*TABLE;
    let hash = hash(key);
    if table.filter[hash % FILTER_BITS / 64] >> (hash % 64) & 1 == 0 {
        return 0;
    }
    table.slots[table.slot(key, hash)].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_lists_is_found_in_its_class() {
        for (class, list) in LISTS {
            for word in list.split_whitespace() {
                let mut fold = Fold::default();
                let folded = fold.of(word).unwrap();
                assert!(class_at(folded, 0, folded.len()) & class == class, "{word}");
            }
        }
        assert_eq!(class_at(b"some streets are long, and nothing more", 5, 12), 0);
        assert_eq!(class_at(b"a street that is long", 2, 8) & STREET, STREET);
    }
}
