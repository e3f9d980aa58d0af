use super::*;

fn addresses(text: &str) -> Vec<String> {
    let words = Words::new(text);
    let mut candidates = Candidates::default();
    find(&words, &mut candidates);
    candidates.resolve(text).into_iter().map(|(range, ..)| text[range].to_owned()).collect()
}

#[test]
fn addresses_are_found() {
    for (text, expected) in [
        ("send it to 12 Juniper Street please", "12 Juniper Street"),
        (
            "I live at 4417 N. Harlow Ave, Apt. 5, Duluth, MN 55802 now",
            "4417 N. Harlow Ave, Apt. 5, Duluth, MN 55802",
        ),
        ("Flat 3, 18 Marlowe Road, Leeds LS6 3AB", "Flat 3, 18 Marlowe Road, Leeds LS6 3AB"),
        ("parcel for 221 West 4th St. arrived", "221 West 4th St"),
        ("write to P.O. Box 4471, Boise, ID 83701", "P.O. Box 4471, Boise, ID 83701"),
        ("Lieferung an Lindenstraße 14a, 10969 Berlin kam nie", "Lindenstraße 14a, 10969 Berlin"),
        ("Alexanderstr. 7 ist falsch", "Alexanderstr. 7"),
        ("wohnt Lange Gasse 22", "Lange Gasse 22"),
        ("Postfach 1204", "Postfach 1204"),
        ("habite 18 bis rue des Lilas, 69003 Lyon", "18 bis rue des Lilas, 69003 Lyon"),
        ("au 5, avenue Victor Hugo", "5, avenue Victor Hugo"),
        ("en Calle de Alcalá, 45, 28014 Madrid", "Calle de Alcalá, 45, 28014 Madrid"),
        ("send to 18 Rua Augusta 1508\n Apt. 4", "18 Rua Augusta 1508\n Apt. 4"),
        ("at 12 Marlowe Road Weaver House, Flat 3", "12 Marlowe Road Weaver House, Flat 3"),
        ("Rua Augusta 1508", "Rua Augusta 1508"),
        ("in via Garibaldi 12, 20121 Milano", "via Garibaldi 12, 20121 Milano"),
        ("Piazza Dante 3", "Piazza Dante 3"),
        ("Prinsengracht 263, 1016 GV Amsterdam", "Prinsengracht 263, 1016 GV Amsterdam"),
        ("Storgatan 12", "Storgatan 12"),
        ("ul. Długa 7/3", "ul. Długa 7/3"),
        ("Petőfi Sándor utca 9", "Petőfi Sándor utca 9"),
        ("My new address is 77 Wickham Farm, Hexley", "77 Wickham Farm, Hexley"),
        ("Address: Old Mill 4, Brenford", "Old Mill 4, Brenford"),
        ("he lives at 9 kerrin lane in town", "9 kerrin lane"),
    ] {
        assert_eq!(addresses(text), [expected], "{text}");
    }
}

#[test]
fn what_is_no_address_stays() {
    for text in [
        "I paid 12 Euro for 3 months",
        "version 4.2 Street Edition",
        "the 5 Star Way of doing it",
        "30 Day Court notice",
        "Wall Street fell by 12 percent",
        "see Section 12 Row 4",
        "via Android 12",
        "I flew via London 3 times",
        "2 Way sync, 24 Hour Drive",
        "order 1204 Postcard",
        "The email address is wrong since 2019",
        "my IP address is 12 Hops away",
        "Der Ring 5 hat gefehlt",
        "in place of 12 I got 3",
        "Umweg 3 mal",
        "box 12 was empty",
    ] {
        assert_eq!(addresses(text), Vec::<String>::new(), "{text}");
    }
}
