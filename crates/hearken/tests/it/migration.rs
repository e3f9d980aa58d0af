//! A data directory of the last format goes on with this one.

use crate::app::TestApp;

#[test]
fn a_directory_of_the_last_format_opens_with_all_its_themes_names_and_rulings() {
    let app = TestApp::of_last_format();
    let themes = app.json(&["themes"]);
    let names: Vec<&str> =
        themes["themes"].as_array().unwrap().iter().map(|theme| theme["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 15);
    for name in ["Crashes at the start", "Quokka's charge", "Charged twice for one payment"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(app.data().join("before-format-7.db").exists(), "a copy was made first");
    let rulings = app.json(&["rulings"]);
    assert_eq!(rulings.as_array().unwrap().len(), 6);
    assert_eq!(rulings[0]["by"]["name"], "unknown", "nobody wrote down who it was");
    // The first command that writes makes the text index again, whose shape is another now.
    app.json(&["theme", "pin", "T-9"]);
    assert_eq!(app.json(&["search", "charged"])["matches"], 30);
}

#[test]
fn what_is_decided_after_a_migration_has_an_actor_and_every_view_is_as_its_events_say() {
    let app = TestApp::of_last_format();
    std::fs::write(app.data().join("hearken.toml"), "actor = 'ann@example.com'\n").unwrap();
    app.json(&["theme", "undo", "R-1"]);
    let pinned = app.json(&["theme", "pin", "T-1"]);
    assert_eq!(pinned["by"]["name"], "ann@example.com");
    app.json(&["code", "remove", "shop"]); // it lies nowhere on this machine
    app.rebuild_changes_nothing();
    let page = app.json(&["theme", "show", "T-1"]);
    assert!(page["lineage"].as_array().unwrap().len() >= 4, "{page}");
}
