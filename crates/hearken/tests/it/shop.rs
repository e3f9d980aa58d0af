//! A small shop's repository and the customers who complain about it.

use std::path::{Path, PathBuf};

use hearken_code::{FileChange, NewCommit, create_repository};
use serde_json::Value;

use crate::app::TestApp;

pub const CHARGE: &str = "class Charge:\n    \"\"\"Takes money from a card.\"\"\"\n\n    def charge_card(self, card):\n        if self.was_charged(card):\n            raise Error(\"You were charged twice for one payment\")\n        return self.gateway.take(card)\n\n\ndef refund(charge):\n    return charge.gateway.give_back(charge)\n";
pub const STARTUP: &str = "def start_app(settings):\n    \"\"\"Opens the app after an update.\"\"\"\n    if settings is None:\n        raise Crash(\"the app crashes on startup\")\n    return App(settings)\n";
pub const OWNERS: &str = "/src/pay/ @pay ann@example.com\n/src/app/ @app\n";

pub fn commit(day: u8, author: &str, message: &str, files: &[(&str, &str)]) -> NewCommit {
    let changes = files.iter().map(|(path, content)| FileChange {
        path: (*path).to_owned(),
        content: Some(content.as_bytes().to_vec()),
    });
    NewCommit {
        author: author.to_owned(),
        email: format!("{}@example.com", author.to_lowercase()),
        at: format!("2023-12-{day:02}T10:00:00Z").parse().unwrap(),
        message: message.to_owned(),
        changes: changes.collect(),
    }
}

/// A shop: who charges twice, who crashes on startup, and something that nobody complains of.
pub fn shop(at: &Path) -> PathBuf {
    let first = [
        ("src/pay/charge.py", CHARGE),
        ("src/app/startup.py", "def start_app(settings):\n    return App(settings)\n"),
        ("src/help/texts.py", "HELP = 'How to write to us'\n"),
        (".github/CODEOWNERS", OWNERS),
    ];
    let commits = [
        commit(1, "Ann", "Take money from cards", &first),
        commit(20, "Ben", "Crash loudly on startup without settings", &[("src/app/startup.py", STARTUP)]),
    ];
    create_repository(at, commits).unwrap();
    at.to_owned()
}

/// Reviews with themes, and the shop registered.
pub fn with_shop() -> TestApp {
    let app = TestApp::with_reviews();
    shop(&app.folder().join("shop"));
    let report = app.json(&["code", "add", "shop"]);
    assert_eq!(report["files"], 4, "{report}");
    app
}

/// The theme whose name or words hold `word`.
pub fn theme(app: &TestApp, word: &str) -> String {
    let themes = app.json(&["themes"]);
    let themes = themes["themes"].as_array().unwrap().clone();
    let theme = themes.iter().find(|theme| theme.to_string().contains(word));
    theme.unwrap_or_else(|| panic!("no theme says {word}: {themes:?}"))["id"].as_str().unwrap().to_owned()
}

pub fn paths(found: &Value) -> Vec<&str> {
    found["links"].as_array().unwrap().iter().map(|link| link["path"].as_str().unwrap()).collect()
}
