//! What opens a door. Keys are put together here, so that no scanner takes the source for a leak.

use super::{check, shown};

#[test]
fn keys_by_their_issuers_marks() {
    for parts in [
        ["AKIA", "IOSFODNN7EXAMPLE"],
        ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"],
        ["npm_", "kZ3kZ3kZ3kZ3kZ3kZ3kZ3kZ3kZ3kZ3kZ3kZ3"],
        ["sk-proj-", "kZ3_kZ3_kZ3_kZ3_kZ3_kZ3_kZ3_"],
        ["SG.", "kZ3kZ3kZ3kZ3kZ3kZ3kZ3x.qW4qW4qW4qW4qW4qW4qW4qW4qW4qW4qW4qW4qW4qW4y"],
        ["204815162:", "AAGdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"],
        ["eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r"],
    ] {
        let text = format!("the key {} leaked", parts.concat());
        assert_eq!(shown(&text), "the key [key 1] leaked", "{text}");
    }
}

#[test]
fn secrets_in_urls() {
    check(&[
        ("see https://bob:hunter2@example.com/x", "see https://[credential 1]@example.com/x"),
        ("postgres://app:p@ss/w0rd@db/shop", "postgres://[credential 1]@db/shop"),
        ("redis://:kz8Q7@cache:6379/0", "redis://[credential 1]@cache:6379/0"),
        ("GET /a?token=abc123def&x=1", "GET /a?token=[credential 1]&x=1"),
        ("https://example.com/r?a=1&sig=ab%2Fcd.", "https://example.com/r?a=1&sig=[credential 1]."),
    ]);
}

#[test]
fn secrets_by_their_names() {
    check(&[
        ("password:kz3nwkaxicn7 rejected", "password:[credential 1] rejected"),
        ("{\"user\":\"x\",\"password\":\"tallBlue7\"}", "{\"user\":\"x\",\"password\":\"[credential 1]\"}"),
        ("my passwd is tall!Blue7", "my passwd is [credential 1]"),
        ("mein Passwort lautet Blau77", "mein Passwort lautet [credential 1]"),
        ("mot de passe : bleu77", "mot de passe : [credential 1]"),
        ("DB_PASSWORD=tallBlue7", "DB_PASSWORD=[credential 1]"),
        ("Authorization: Basic YW5uOnRhbGxCbHVl", "Authorization: Basic [credential 1]"),
        (
            "[\"authorization\", \"Bearer kz3kz3def456ghi789\"]",
            "[\"authorization\", \"Bearer [credential 1]\"]",
        ),
        ("X-Api-Key: 7f3kz0aQ12", "X-Api-Key: [credential 1]"),
        ("Set-Cookie: sid=ab12cd34; Path=/", "Set-Cookie: sid=[credential 1]; Path=/"),
        ("api key 9f44b0c1-99c6-4bcf-9418-ad846dd0e4bb", "api key [key 1]"),
        ("client_secret = \"k3Z9x8Y7w6V5u4T3\"", "client_secret = \"[key 1]\""),
        ("cvv 123 was asked", "cvv [credential 1] was asked"),
    ]);
}

#[test]
fn private_keys_whole_or_cut_off() {
    check(&[
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----ok", "[key 1]ok"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE cut off", "[key 1]"),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nThe app then crashes on start.",
            "[key 1]\nThe app then crashes on start.",
        ),
        (
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYB\n=ab\n-----END PGP PRIVATE KEY BLOCK-----\nthanks",
            "[key 1]\nthanks",
        ),
        (
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5\n---- END SSH2 ENCRYPTED PRIVATE KEY ----",
            "[key 1]",
        ),
        (
            "{\"k\":\"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n\"}",
            "{\"k\":\"[key 1]\\n\"}",
        ),
        ("sk-aaaaaaaaaaaaaaaaaaaaaaaaa-----BEGIN PRIVATE KEY-----\nMIIE", "[key 1][key 2]"),
    ]);
}

#[test]
fn talk_about_secrets_stays() {
    for text in [
        "the password is incorrect",
        "Password: required",
        "password must be 8-digit",
        "I forgot my password twice",
        "a token of my appreciation",
        "the key to success is patience",
        "basic authentication fails",
        "secret santa 2024",
        "pin it to the top",
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
    ] {
        assert_eq!(shown(text), text);
    }
}
