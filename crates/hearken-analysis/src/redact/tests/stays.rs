//! What names nobody, however much it looks like something that does.

use super::shown;

#[track_caller]
fn all_stay(texts: &[&str]) {
    for text in texts {
        assert_eq!(shown(text), *text);
    }
}

#[test]
fn versions_and_what_browsers_call_themselves() {
    all_stay(&[
        "version 1.2.3.4 of the app, build 20190807",
        "since app version 4.0.11.2 it crashes; v4.0.11.1 was fine",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.6167.85 Safari/537.36",
        "assembly 'Shop.Pay, Version=4.0.2.0, Culture=neutral'",
        "## [2.14.3.0] - 2025-03-02 broke the export",
        "lib | shopkit | 1.0.2.4 | shopkit-1.0.2.4.jar",
        "updated to 12.4.1.9 and lost it",
        "macOS 10.15.7.1, Windows 10.0.19045.3",
    ]);
}

#[test]
fn dates_times_and_amounts() {
    all_stay(&[
        "paid {$4000.00} on 2019-10-10 at 12:30:45",
        "it broke on 03-04-2024 15:30 and on 09.12.2023 08:15",
        "since 2024-01-15 12 nothing works",
        "from 2018-11-01 to 2019-10-31",
        "took 12:34:56, then 1 hour",
        "XX/XX/2019 I called XXXX XXXX at XXXX",
        "1 234 567 users, 12 345 678 views",
        "ratio 3.14159265358979",
        "loss 0.1234, 0.5678 and then 3.1416, 2.7183",
        "weights 0.123456, 0.654321",
        "20 000 000 EUR, 1,299.00 USD",
        "it costs $1299 or 1.299,00 €",
    ]);
}

#[test]
fn numbers_of_things() {
    all_stay(&[
        "order 1234567890123456 never came",
        "{\"product_id\": 3074185296}",
        "created_at 1755302400, 1755302400123",
        "Item 4123456789013 is out of stock",
        "EAN 4006381333931, ISBN 978-3-16-148410-0",
        "ZIP 33424-1234, ticket #1318032",
        "part no. 415-555-0132, case 123-45-6789",
        "tracking 1Z999AA10123456784",
        "call 1-800",
        "the report (2019) 123-4567",
        "win32 error 0x80070005, code 1603",
        "the 2 of 3 at 99.9 % in 24/7",
    ]);
}

#[test]
fn what_machines_make_up() {
    all_stay(&[
        "order 3fa1bc25-a55d-453a-8046-129790155321 never came",
        "git revert a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "crash in abc::def::add and std::vector<int>::at",
        "missing asset logo-checkout@2x.png, Shape@3x.jpg",
        "react@18.2.0 and @babel/core",
        "git@example.com:team/shop.git",
        "a::b ::1 10:20",
    ]);
}

#[test]
fn addresses_of_sites() {
    all_stay(&[
        "https://example.com/path?x=1&page=2",
        "see example.com or www.example.org/help",
        "https://example.com/@ann/posts",
        "https://example.com:8080/a",
    ]);
}

#[test]
fn plain_talk() {
    all_stay(&[
        "[email 1] said so",
        "me @ home",
        "look at example dot com",
        "I was at the bank. com",
        "5 stars, 10/10, number 1",
        "it is 20°C at 52% humidity",
    ]);
}
