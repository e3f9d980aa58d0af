//! Months, weekdays and the words around them, in the languages in which sources write dates.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Names of each month, in lower case and without accents: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// the Scandinavian languages, Polish and Russian in both cases, Turkish.
const MONTHS: [&str; 12] = [
    "january januar janner janvier enero gennaio janeiro januari styczen stycznia январь января ocak",
    "february februar feber fevrier febrero febbraio fevereiro februari luty lutego февраль февраля subat",
    "march marz mrz maerz mars marzo marco maart mrt marts marzec marca март марта mart",
    "april avril abril aprile kwiecien kwietnia апрель апреля nisan",
    "may mai mayo maggio maio mei maj maja маи мая mayis",
    "june juni juin junio giugno junho czerwiec czerwca июнь июня haziran",
    "july juli juillet julio luglio julho lipiec lipca июль июля temmuz",
    "august aout agosto augustus augusti sierpien sierpnia август августа agustos",
    "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia сентябрь сентября eylul",
    "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika октябрь октября ekim",
    "november novembre noviembre novembro listopad listopada ноябрь ноября kasim",
    "december dezember decembre diciembre dicembre dezembro desember grudzien grudnia декабрь декабря aralik",
];

/// Weekdays, likewise. `mar`, which is Tuesday in three languages, is read as March unless another month follows.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag \
    lundi mardi mercredi jeudi vendredi samedi dimanche \
    lunes martes miercoles jueves viernes sabado domingo \
    lunedi martedi mercoledi giovedi venerdi sabato domenica \
    segunda terca quarta quinta sexta \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag \
    poniedzialek wtorek sroda czwartek piatek sobota niedziela \
    понедельник вторник среда четверг пятница суббота воскресенье";

/// Words that say nothing of their own: weekdays in two letters, articles, prepositions, and what is written behind hours.
const FILLERS: &str = "at on of the um uhr den der dem am le a las los el del de di da alle ore il om uur o r roku dnia \
    as kl klo klockan h hs hrs min feira г года в и \
    - @ | · • mo tu we th fr sa su di mi do so lu ma me je ve lun wo vr za zo pn wt sr cz pt nd пн вт ср чт пт сб вс";

/// The number of the month that the word names, in full or abbreviated to three letters or more, and that no other does.
pub(super) fn month_number(word: &str) -> Option<i8> {
    let word = folded(word);
    if word == "sept" {
        return Some(9);
    }
    let mut fitting = (1..).zip(MONTHS).filter(|(_, names)| begins_one(&word, names));
    let (number, _) = fitting.next()?;
    if fitting.next().is_none() { Some(number) } else { None }
}

/// Whether the word is a weekday or says nothing.
pub(super) fn is_filler(word: &str) -> bool {
    let word = folded(word);
    word.is_empty()
        || FILLERS.split_ascii_whitespace().any(|filler| filler == word)
        || begins_one(&word, WEEKDAYS)
}

fn begins_one(word: &str, names: &str) -> bool {
    word.chars().nth(2).is_some() && names.split_ascii_whitespace().any(|name| name.starts_with(word))
}

/// In lower case, without accents and the point of an abbreviation.
fn folded(word: &str) -> String {
    let word = word.trim_matches(|c: char| matches!(c, '.' | ',' | '\'' | '’'));
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let letters = word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let letters = letters.filter(|c| !is_combining_mark(*c));
    letters
        .map(|c| {
            if c == 'ı' {
                'i'
            } else if c == 'ł' {
                'l'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_full_and_abbreviated_with_and_without_accents() {
        let months: [(i8, &[&str]); 12] = [
            (1, &["Jan", "Jänner", "janv.", "enero", "ene", "gen"]),
            (2, &["Feb.", "févr.", "fev", "fevereiro", "февр.", "Şubat"]),
            (3, &["März", "Mrz", "Ma\u{308}rz", "mars", "março", "mrt", "марта", "MAR"]),
            (4, &["Apr", "avr.", "abr", "апреля", "kwietnia"]),
            (5, &["May", "Mai", "мая", "май", "mag", "mei", "maja"]),
            (6, &["Juni", "juin", "giu", "июня", "czerwca"]),
            (7, &["Juli", "juil.", "lug", "июл", "lipca"]),
            (8, &["août", "aout", "ago", "авг.", "sierpnia", "Ağustos"]),
            (9, &["Sept.", "set", "сентября", "września", "Eylül"]),
            (10, &["Okt", "ott.", "out", "октября", "października"]),
            (11, &["nov", "ноября", "listopada", "Kasım"]),
            (12, &["Dez.", "déc.", "dic", "декабря", "grudnia", "DECEMBER"]),
        ];
        for (number, names) in months {
            for name in names {
                assert_eq!(month_number(name), Some(number), "{name}");
            }
        }
        for word in ["jui", "ja", "maybe", "", "Foo", "marzipan"] {
            assert_eq!(month_number(word), None, "{word}");
        }
    }

    #[test]
    fn weekdays_and_the_words_around_a_date_say_nothing() {
        for word in ["Fri", "Freitag", "vendredi", "miércoles", "пятница", "пт", "de", "um", "Uhr", "г."]
        {
            assert!(is_filler(word), "{word}");
        }
        for word in ["soon", "hier", "ago", "nowhere"] {
            assert!(!is_filler(word), "{word}");
        }
    }
}
