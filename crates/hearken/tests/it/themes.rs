//! Themes: found by meaning, named in customers' words, the same tomorrow.

use crate::app::{TestApp, reviews};

#[test]
fn what_customers_say_again_and_again_becomes_themes_named_in_their_words() {
    let app = TestApp::with_reviews();
    let list = app.json(&["themes"]);
    let themes = list["themes"].as_array().unwrap();
    assert!(themes.len() >= 3, "{list}");
    let everything = reviews().to_lowercase();
    for theme in themes {
        let name = theme["name"].as_str().unwrap();
        assert!((2..=5).contains(&name.split_whitespace().filter(|word| *word != "·").count()), "{name}");
        for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            assert!(everything.contains(&word.to_lowercase()), "'{word}' of '{name}' is nobody's word");
        }
    }
    let counted: u64 = themes.iter().map(|theme| theme["signals"].as_u64().unwrap()).sum();
    assert_eq!(counted + list["unsorted"].as_u64().unwrap(), 90);
}

#[test]
fn crashes_charges_and_praise_are_not_mixed() {
    let app = TestApp::with_reviews();
    for theme in app.json(&["themes"])["themes"].as_array().unwrap() {
        let id = theme["id"].as_str().unwrap();
        let page = app.json(&["theme", "show", id, "--limit", "90"]);
        let signals = page["signals"].as_array().unwrap();
        let starts = |start: &str| {
            signals.iter().filter(|signal| signal["excerpt"].as_str().unwrap().starts_with(start)).count()
        };
        let most =
            ["The app crashes", "I was charged", "Great customer"].map(starts).into_iter().max().unwrap();
        assert!(most * 10 >= signals.len() * 9, "{id} mixes: {page}");
    }
}

#[test]
fn new_signals_join_the_themes_that_stand_and_ids_do_not_change() {
    let app = TestApp::with_reviews();
    let before = app.json(&["themes"]);
    let crash =
        "id,review,date,stars,app\n900,The app crashes when I open it again and again,2024-07-05,1,Pay\n";
    assert_eq!(app.import("reviews.csv", crash, &[]), [1, 0, 0, 0]);
    let after = app.json(&["themes"]);
    let ids = |list: &serde_json::Value| -> Vec<String> {
        let mut ids: Vec<_> = list["themes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| t["id"].to_string() + &t["name"].to_string())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&before), ids(&after));
    let found = app.json(&["search", "\"again and again\""]);
    let theme = &found["hits"][0]["signal"]["theme"];
    let page = app.json(&["theme", "show", theme["id"].as_str().unwrap()]);
    assert!(page["exemplars"][0]["text"].as_str().unwrap().contains("crashes"), "{page}");
}

#[test]
fn a_filter_counts_only_what_it_lets_through() {
    let app = TestApp::with_reviews();
    let list = app.json(&["themes", "--rating-min", "4"]);
    let counted: u64 =
        list["themes"].as_array().unwrap().iter().map(|t| t["signals"].as_u64().unwrap()).sum();
    assert_eq!(list["signals"], 30);
    assert!(counted <= 30);
    assert_eq!(app.json(&["themes", "--rating-min", "6"])["total"], 0);
}

#[test]
fn the_same_signals_give_the_same_themes() {
    let list = |app: &TestApp| {
        let list = app.json(&["themes"]);
        list["themes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| (t["name"].clone(), t["signals"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(list(&TestApp::with_reviews()), list(&TestApp::with_reviews()));
}

#[test]
fn a_theme_that_is_not_there_is_a_person_s_error() {
    let app = TestApp::with_reviews();
    let ran = app.run(&["theme", "show", "T-999"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("T-999") && ran.stderr.contains("hint:"), "{}", ran.stderr);
    assert_eq!(app.run(&["theme", "show", "S-1"]).code, 2);
}

#[test]
fn search_finds_words_in_every_form_and_meaning_without_the_words() {
    let app = TestApp::with_reviews();
    let found = app.json(&["search", "crash startup"]);
    assert_eq!(found["matches"], 6);
    assert!(found["hits"][0]["snippet"].to_string().contains("\"marked\":true"));
    assert_eq!(app.json(&["search", "\"charged twice\" -refund"])["matches"], 24);
    let meant = app.json(&["search", "billed two times"]);
    assert_eq!(meant["matches"], 0);
    assert!(meant["hits"][0]["signal"]["excerpt"].as_str().unwrap().contains("charged twice"), "{meant}");
}

#[test]
fn doctor_finds_everything_well_and_a_rebuild_changes_nothing() {
    let app = TestApp::with_reviews();
    let before = (app.json(&["themes"])["themes"].clone(), app.json(&["search", "crash"])["hits"].clone());
    std::fs::remove_dir_all(app.data().join("views")).unwrap();
    let same =
        |checkup: &serde_json::Value| checkup.to_string().matches("the same as what was there").count();
    let rebuilt = app.json(&["doctor", "--rebuild"]);
    assert_eq!(same(&rebuilt), 32, "{rebuilt}");
    let after = (app.json(&["themes"])["themes"].clone(), app.json(&["search", "crash"])["hits"].clone());
    assert_eq!(before, after);
    let checkup = app.json(&["doctor"]);
    assert_eq!(checkup["well"], true, "{checkup}");
}

#[test]
fn doctor_tells_a_damaged_view_from_a_sound_one_and_fixes_it() {
    let app = TestApp::with_reviews();
    let rows = app.data().join("views/vectors/rows");
    let mut bytes = std::fs::read(&rows).unwrap();
    bytes[300] ^= 0x55;
    std::fs::write(&rows, bytes).unwrap();
    let database = rusqlite::Connection::open(app.data().join("hearken.db")).unwrap();
    database.execute("UPDATE theme_weeks SET signals = signals + 1 WHERE theme_id = 1", []).unwrap();
    drop(database);
    assert_eq!(app.run(&["doctor"]).code, 3, "a roll-up that counts wrong is seen");
    let rebuilt = app.json(&["doctor", "--rebuild"]);
    let differed = |finding: &&serde_json::Value| finding["differed"] == true;
    let found: Vec<_> = rebuilt["findings"].as_array().unwrap().iter().filter(differed).collect();
    assert_eq!((found.len(), &rebuilt["well"]), (1, &true.into()), "{rebuilt}");
    assert_eq!(found[0]["what"], "themes by week, rebuilt");
    assert!(found[0]["found"].as_str().unwrap().contains(" rows differed"), "{rebuilt}");
    let rebuilt = rebuilt.to_string();
    // Vectors that do not match their seal were rebuilt by the command before.
    assert_eq!(rebuilt.matches("not what was there").count(), 1, "{rebuilt}");
    assert_eq!(rebuilt.matches("the same as what was there").count(), 31, "{rebuilt}");
    assert_eq!(app.json(&["doctor"])["well"], true);
}
