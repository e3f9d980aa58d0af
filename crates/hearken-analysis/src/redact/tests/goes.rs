//! What names a person, in the spellings that people use.

use super::check;
use crate::redact::{CustomRule, Rules, Sort, explain};

#[test]
fn addresses_of_e_mail_however_they_are_written() {
    check(&[
        ("mail me at a.b+c@mail.example.co.uk.", "mail me at [email 1]."),
        ("<ann@example.com>, (bob@example.org)", "<[email 1]>, ([email 2])"),
        ("ask anna.ruiz [at] example [dot] org today", "ask [email 1] today"),
        ("anna.ruiz(at)example.org", "[email 1]"),
        ("anna.ruiz&#64;example.org", "[email 1]"),
        ("anna.ruiz<at>mail(dot)example(dot)org", "[email 1]"),
        ("write to anna at example dot org", "write to [email 1]"),
        ("ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "[email 1]"),
        ("an\u{200b}na@exam\u{ad}ple.org is mine", "[email 1] is mine"),
        ("https://example.org/in?user=anna%40example.org&x=1", "https://example.org/in?user=[email 1]&x=1"),
        ("mailto:anna%2540example.org", "mailto:[email 1]"),
        ("пишите на анна@пример.рф", "пишите на [email 1]"),
    ]);
}

#[test]
fn telephone_numbers_of_many_countries() {
    for (country, text, number) in [
        ("us", "try 212-555-0182 x14 later", "212-555-0182 x14"),
        ("us", "(415) 555-0106 is mine", "(415) 555-0106"),
        ("uk", "ring 07700 900461 now", "07700 900461"),
        ("uk", "ring 07700900461 now", "07700900461"),
        ("uk", "+44(0)7700 900461", "+44(0)7700 900461"),
        ("uk", "0044 20 7946 0411", "0044 20 7946 0411"),
        ("fr", "joignable au 06.39.98.44.12", "06.39.98.44.12"),
        ("fr", "01 99 00 45 67", "01 99 00 45 67"),
        ("de", "Tel. 0171/5550123", "0171/5550123"),
        ("de", "the letter says 0176 83810268 and a name", "0176 83810268"),
        ("de", "Rufnummer 030/23125 014", "030/23125 014"),
        ("at", "+43 1 5550123", "+43 1 5550123"),
        ("ch", "ruf 044 668 18 00 an", "044 668 18 00"),
        ("es", "llámame al 612 34 98 76", "612 34 98 76"),
        ("it", "chiamami al 347 555 0199", "347 555 0199"),
        ("pt", "telemóvel 912 345 987", "912 345 987"),
        ("nl", "bel 06-12345987", "06-12345987"),
        ("be", "gsm 0470 12 39 87", "0470 12 39 87"),
        ("pl", "tel. 512 345 987", "512 345 987"),
        ("cz", "telefon 601 123 987", "601 123 987"),
        ("se", "ring mig 070-174 06 33", "070-174 06 33"),
        ("no", "tlf 406 12 987", "406 12 987"),
        ("dk", "telefon 32 12 39 87", "32 12 39 87"),
        ("fi", "puhelin 041 2345987", "041 2345987"),
        ("ru", "звоните 8 (912) 345-98-76", "8 (912) 345-98-76"),
        ("tr", "0 532 123 98 76 arayın", "0 532 123 98 76"),
        ("gr", "τηλ 210 123 9876", "210 123 9876"),
        ("jp", "電話 ０９０－１２３４－９８７６", "０９０－１２３４－９８７６"),
        ("kr", "010-1234-9876", "010-1234-9876"),
        ("cn", "手机 138 1234 9876", "138 1234 9876"),
        ("in", "call +91 98765 49876", "+91 98765 49876"),
        ("au", "mob 0491 570 156", "0491 570 156"),
        ("br", "(11) 91234-9876", "(11) 91234-9876"),
        ("za", "call 082 123 9876", "082 123 9876"),
        ("eg", "اتصل ٠١٠٠ ١٢٣ ٩٨٧٦", "٠١٠٠ ١٢٣ ٩٨٧٦"),
        ("de", "Phone:+4915112345678", "+4915112345678"),
        ("any", "my phone number is 5550147", "5550147"),
        ("any", "467 3395 office", "467 3395"),
    ] {
        check(&[(text, &text.replace(number, "[phone 1]"))]);
        let rules = Rules::standard();
        let hits = explain(text, &rules);
        assert_eq!(
            hits.iter().map(|hit| &text[hit.range.clone()]).collect::<Vec<_>>(),
            [number],
            "{country}"
        );
    }
}

#[test]
fn a_telephone_number_next_to_other_numbers() {
    check(&[
        ("call 212-555-0182 3 times", "call [phone 1] 3 times"),
        ("order 20931 212-555-0182", "order 20931 [phone 1]"),
        ("5 March 2024 +44 20 7946 0411", "5 March 2024 [phone 1]"),
        ("2024-03-05 212-555-0182", "2024-03-05 [phone 1]"),
        ("+1 212 555 0182 or +1 212 555 0199", "[phone 1] or [phone 2]"),
        ("tel. 512 345 987 / 512 345 988", "tel. [phone 1] / [phone 2]"),
        ("+44 20 7946 0411 192.168.10.20", "[phone 1] [ip 1]"),
    ]);
}

#[test]
fn payment_cards_of_every_scheme_whatever_stands_beside() {
    check(&[
        ("card 4111-1111-1111-1111 declined", "card [card 1] declined"),
        ("5555 5555 5555 4444 04/28 987", "[card 1] 04/28 987"),
        ("4000056655665556\n12/29", "[card 1]\n12/29"),
        ("amex 3782 822463 10005", "amex [card 1]"),
        ("diners 3056 930902 5904", "diners [card 1]"),
        ("6200000000000005 and 3566002020360505", "[card 1] and [card 2]"),
        ("maestro 6759649826438453", "maestro [card 1]"),
        ("mir 2200 0000 0000 0004", "mir [card 1]"),
        ("card 4222222222222", "card [card 1]"),
        ("４１１１ １１１１ １１１１ １１１１", "[card 1]"),
    ]);
}

#[test]
fn accounts_of_banks() {
    check(&[
        ("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF", "IBAN [iban 1] BIC COBADEFF"),
        ("pay to be68 5390 0754 7034 ASAP", "pay to [iban 1] ASAP"),
        ("GB82-WEST-1234-5698-7654-32", "[iban 1]"),
        ("FR14 20041 01005 0500013M026 06", "[iban 1]"),
        ("account number 0012345678 is mine", "account number [account 1] is mine"),
        ("routing number 021000021", "routing number [account 1]"),
        ("sort code 20-00-00", "sort code [account 1]"),
    ]);
}

#[test]
fn numbers_that_states_give() {
    check(&[
        ("my ssn is 123 45 6789", "my ssn is [ssn 1]"),
        ("SSN 123.45.6789, or 123456789", "SSN [ssn 1], or [ssn 1]"),
        ("078-05-1121", "[ssn 1]"),
        ("SSN#123-45-6789", "SSN#[ssn 1]"),
        ("ITIN 912-71-1234", "ITIN [ssn 1]"),
        ("my NI is AB 12 34 56 C", "my NI is [id 1]"),
        ("NHS 943 476 5919", "NHS [id 1]"),
        ("aadhaar 234123412346", "aadhaar [id 1]"),
        ("PAN ABCPE1234F", "PAN [id 1]"),
        ("DNI 12345678Z, NIE X1234567L", "DNI [id 1], NIE [id 2]"),
        ("12.345.678-Z", "[id 1]"),
        ("codice fiscale RSSMRA85T10A562S", "codice fiscale [id 1]"),
        ("Steuer-ID 86 095 742 719", "Steuer-ID [id 1]"),
        ("NIR 2 55 08 14 168 025 38", "NIR [id 1]"),
        ("BSN 111222333", "BSN [id 1]"),
        ("PESEL 44051401359", "PESEL [id 1]"),
        ("CPF 529.982.247-25", "CPF [id 1]"),
        ("my passport number is C01X00T47", "my passport number is [passport 1]"),
        ("Reisepass Nr. C4X9L2K71", "Reisepass Nr. [passport 1]"),
        ("driver's license: D123-4567-8901", "driver's license: [licence 1]"),
    ]);
}

#[test]
fn addresses_in_networks_and_on_the_globe() {
    check(&[
        ("from 192.168.17.4 today", "from [ip 1] today"),
        ("http://203.0.113.77:8080/x", "http://[ip 1]/x"),
        ("server 10.0.0.7/24", "server [ip 1]/24"),
        ("ping 2001:db8::ff00:42:8329 now", "ping [ip 1] now"),
        ("at 2a00:c820:1180:c84c::ad3f:d991:ec2e:49255", "at [ip 1]"),
        ("at 2a02:8071:2:0:0:3:32400", "at [ip 1]"),
        ("[2001:db8:85a3::8a2e:370:7334]:443", "[[ip 1]]:443"),
        ("fe80::1ff:fe23:4567:890a%eth0 up", "[ip 1] up"),
        ("mac 00:1A:2b:3C:4d:5E and 00-1a-2b-3c-4d-5e", "mac [mac 1] and [mac 1]"),
        ("I am at 52.520008, 13.404954 now", "I am at [coordinates 1] now"),
        ("I am at 51.5074, -0.1278 now", "I am at [coordinates 1] now"),
        ("my location: 5.6037, -0.1870", "my location: [coordinates 1]"),
        ("40.7128° N, 74.0060° W", "[coordinates 1]"),
        ("geo lat=52.5200&lon=13.4049", "geo lat=[coordinates 1]&lon=[coordinates 2]"),
    ]);
}

#[test]
fn patterns_of_the_operators_own() {
    let member = CustomRule { name: "member number".into(), pattern: r"\bM-\d{6}\b".into() };
    let rules = Rules::with_custom(&[member]).unwrap();
    let hits = explain("member M-004711 here", &rules);
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].range.clone(), hits[0].sort, hits[0].rule), (7..15, Sort::Custom, "member number"));
}
