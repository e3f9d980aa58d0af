//! From customers' words to the line of code and back, through every door, over a repository that the test makes.

use std::path::{Path, PathBuf};

use hearken_code::{FileChange, NewCommit, create_repository};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::webdriver::{Browser, is_there};

const CHARGE: &str = "class Charge:\n    \"\"\"Takes money from a card.\"\"\"\n\n    def charge_card(self, card):\n        if self.was_charged(card):\n            raise Error(\"You were charged twice for one payment\")\n        return self.gateway.take(card)\n\n\ndef refund(charge):\n    return charge.gateway.give_back(charge)\n";
const STARTUP: &str = "def start_app(settings):\n    \"\"\"Opens the app after an update.\"\"\"\n    if settings is None:\n        raise Crash(\"the app crashes on startup\")\n    return App(settings)\n";
const OWNERS: &str = "/src/pay/ @pay ann@example.com\n/src/app/ @app\n";

fn commit(day: u8, author: &str, message: &str, files: &[(&str, &str)]) -> NewCommit {
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
fn shop(at: &Path) -> PathBuf {
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
fn theme(app: &TestApp, word: &str) -> String {
    let themes = app.json(&["themes"]);
    let themes = themes["themes"].as_array().unwrap().clone();
    let theme = themes.iter().find(|theme| theme.to_string().contains(word));
    theme.unwrap_or_else(|| panic!("no theme says {word}: {themes:?}"))["id"].as_str().unwrap().to_owned()
}

fn paths(found: &Value) -> Vec<&str> {
    found["links"].as_array().unwrap().iter().map(|link| link["path"].as_str().unwrap()).collect()
}

#[test]
fn words_a_signal_and_a_theme_lead_to_the_file_and_to_whom_to_ask() {
    let app = with_shop();
    let text = app.json(&["locate", "you were charged twice for one payment"]);
    assert_eq!(paths(&text)[0], "src/pay/charge.py", "{text}");
    let evidence = text["links"][0]["evidence"].as_array().unwrap();
    assert!(evidence.iter().all(|reason| reason["says"].is_string() && reason["because"].is_string()));
    let charged = theme(&app, "charged");
    let found = app.json(&["locate", &charged]);
    assert_eq!(paths(&found)[0], "src/pay/charge.py", "{found}");
    assert_eq!(found["components"][0]["owners"], json!(["@pay", "ann@example.com"]));
    assert_eq!(found["ask"][0]["who"], "@pay", "owners come before authors: {found}");
    let signal = app.json(&["theme", "show", &charged])["signals"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(paths(&app.json(&["locate", &signal]))[0], "src/pay/charge.py");
    let read = app.run_with_input(&["locate", "-"], b"charged twice for one payment");
    assert!(read.stdout.contains("shop:src/pay/charge.py"), "{}", read.stdout);
}

#[test]
fn a_line_of_code_tells_whose_pain_it_carries_from_inside_the_working_tree() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    let page = app.json(&["blame", "shop/src/pay/charge.py"]);
    assert_eq!(
        (page["repository"].as_str(), page["path"].as_str()),
        (Some("shop"), Some("src/pay/charge.py"))
    );
    let pains = |page: &Value| page["regions"].to_string().matches(&format!("\"{charged}\"")).count();
    assert!(pains(&page) > 0, "{page}");
    let pain = &page["regions"][0]["themes"][0];
    assert_eq!(pain["changed_before"]["subject"], "Take money from cards", "{pain}");
    assert!(pain["trend"]["why"].is_string());
    let shown = app.run(&["blame", "src/pay/charge.py:4-7", "--repo", "shop"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(
        shown.stdout.contains("def charge_card") && !shown.stdout.contains("def refund"),
        "{}",
        shown.stdout
    );
    let lines = app.run(&["blame", "shop/src/pay/charge.py", "--porcelain"]).stdout;
    let fields: Vec<&str> = lines.lines().next().unwrap().split('\t').collect();
    assert_eq!(fields.len(), 9, "{lines}");
    assert_eq!(fields[3], charged);
}

#[test]
fn a_no_takes_a_link_away_everywhere_until_it_is_undone() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    let no = app.json(&["link", &charged, "src/pay/charge.py", "--no"]);
    assert_eq!(no["ruling"], "unlinked", "{no}");
    let found = app.json(&["locate", &charged]);
    assert!(!paths(&found).contains(&"src/pay/charge.py"), "{found}");
    assert_eq!(found["denied"][0]["path"], "src/pay/charge.py");
    let page = app.json(&["blame", "shop/src/pay/charge.py"]);
    assert!(!page["regions"].to_string().contains(&format!("\"{charged}\"")), "{page}");
    let against = app.run(&["link", &charged, "src/pay/charge.py", "--yes"]);
    assert_eq!(against.code, 1);
    assert!(against.stderr.contains(no["id"].as_str().unwrap()), "{}", against.stderr);
    app.json(&["theme", "undo", no["id"].as_str().unwrap()]);
    assert_eq!(paths(&app.json(&["locate", &charged]))[0], "src/pay/charge.py");
}

#[test]
fn a_yes_makes_a_link_that_outlives_a_learning_and_a_new_commit() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    app.json(&["link", &charged, "src/help/texts.py", "--yes"]);
    app.json(&["learn"]);
    std::fs::write(app.folder().join("shop/src/new.py"), "x = 1\n").unwrap();
    let found = app.json(&["locate", &charged]);
    assert_eq!(paths(&found)[0], "src/help/texts.py", "what somebody said comes first: {found}");
    assert_eq!(found["links"][0]["answer"]["yes"], true);
    for (place, why) in [("src/nowhere.py", "no file"), ("src/pay/charge.py#nothing", "no function")] {
        let refused = app.run(&["link", &charged, place, "--yes"]);
        assert!(refused.code == 1 && refused.stderr.contains(why), "{}", refused.stderr);
    }
}

#[test]
fn watch_tells_what_came_since_the_last_look() {
    let app = with_shop();
    let first = app.json(&["watch", "--owner", "@pay"]);
    assert_eq!(first["since"], Value::Null);
    assert_eq!(first["components"][0]["name"], "src/pay", "{first}");
    assert!(first["components"][0]["arrived"].as_u64().unwrap() > 0);
    let second = app.json(&["watch", "--owner", "@pay"]);
    assert_eq!(second["components"][0]["arrived"], 0, "{second}");
    let csv =
        "id,review,date,stars,app\n900,\"I was charged twice for one payment, once more\",2024-07-20,1,Pay\n";
    app.import("reviews.csv", csv, &[]);
    let third = app.json(&["watch", "--owner", "ANN@example.com"]);
    assert_eq!(third["since"], Value::Null, "another name has looked at nothing yet");
    let third = app.json(&["watch", "--owner", "@pay"]);
    assert_eq!(third["components"][0]["arrived"], 1, "{third}");
    assert!(app.json(&["watch", "--owner", "@nobody"])["components"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_no_repository_is_refused_with_what_to_do() {
    let app = TestApp::with_reviews();
    std::fs::create_dir(app.folder().join("plain")).unwrap();
    let wrong: [(&[&str], &str); 7] = [
        (&["code", "add", "plain"], "is no git repository"),
        (&["code", "add", "nowhere"], "is no git repository"),
        (&["code", "update"], "no repository is registered"),
        (&["code", "remove", "shop"], "there is no repository 'shop'"),
        (&["locate", "my card was declined"], "hearken code add"),
        (&["blame", "src/pay.py"], "hearken code add"),
        (&["watch"], "hearken code add"),
    ];
    for (arguments, why) in wrong {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(why), "{arguments:?}: {}", ran.stderr);
    }
    assert!(app.json(&["code", "list"]).as_array().unwrap().is_empty(), "what failed is not registered");
    let server = app.serve();
    let page = server.get("/code");
    assert!(page.status == 200 && page.body.contains("hearken code add"), "{}", page.body);
}

#[test]
fn a_name_is_taken_once_and_a_removed_repository_leaves_nothing_but_answers() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    app.json(&["link", &charged, "src/help/texts.py", "--yes"]);
    assert!(app.run(&["code", "add", "shop"]).stderr.contains("already"));
    assert!(app.run(&["code", "add", "shop", "--name", "../x"]).stderr.contains("no name for a repository"));
    app.json(&["code", "remove", "shop"]);
    assert_eq!(std::fs::read_dir(app.data().join("code")).unwrap().count(), 0);
    assert!(app.folder().join("shop/src/pay/charge.py").exists(), "its files are not touched");
    app.json(&["code", "add", "shop"]);
    assert_eq!(paths(&app.json(&["locate", &charged]))[0], "src/help/texts.py");
}

#[test]
fn a_repository_that_is_gone_is_named_and_the_rest_goes_on() {
    let app = with_shop();
    std::fs::rename(app.folder().join("shop"), app.folder().join("moved")).unwrap();
    let update = app.run(&["code", "update"]);
    assert!(update.code == 1 && update.stderr.contains("hearken code remove shop"), "{}", update.stderr);
    assert_eq!(app.json(&["code", "list"])[0]["state"], "gone");
    let text = app.run(&["locate", "charged twice for one payment"]);
    assert!(text.code == 1 && text.stderr.contains("hearken code remove shop"), "{}", text.stderr);
    assert!(!paths(&app.json(&["locate", &theme(&app, "charged")])).is_empty(), "what was linked stands");
    let server = app.serve();
    for path in ["/code", "/code/file?repository=shop&path=src/pay/charge.py", "/"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
}

#[test]
fn doctor_makes_indexes_and_links_again() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    let before = app.json(&["locate", &charged]);
    std::fs::write(app.data().join("code/shop.index"), "damaged").unwrap();
    let told = app.run(&["blame", "shop/src/pay/charge.py"]);
    assert!(told.code == 3 && told.stderr.contains("hearken code update shop"), "{}", told.stderr);
    let checkup = app.json(&["doctor", "--rebuild"]);
    assert_eq!(checkup["well"], true, "{checkup}");
    assert_eq!(paths(&app.json(&["locate", &charged])), paths(&before));
}

#[test]
fn an_erased_customer_s_words_are_in_no_evidence() {
    let app = with_shop();
    let csv = "id,review,author_email\n1,\"Traceback of zebrastripe: at src/pay/charge.py:6 I was charged twice\",zoe@example.com\n";
    app.import("traces.csv", csv, &["--map", "text=review,id=id,author-email=author_email"]);
    let id =
        app.json(&["search", "--source", "traces"])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    assert!(!paths(&app.json(&["locate", &id])).is_empty());
    assert_eq!(app.run(&["erase", "--contact", "zoe@example.com", "--yes"]).code, 0);
    assert!(app.run(&["locate", &id]).stderr.contains("no signal"));
    let page = app.json(&["blame", "shop/src/pay/charge.py"]).to_string();
    assert!(!page.contains("zebrastripe") && !page.contains(&format!("\"{id}\"")), "{page}");
}

#[test]
fn hostile_names_of_files_and_people_are_text_in_the_terminal_and_on_every_page() {
    let app = TestApp::with_reviews();
    let name = "src/<img src=x onerror=alert(1)>\u{1b}[2Jcharged.py";
    let files = [(
        name,
        "def charged_twice():\n    '''charged twice for one payment'''\n    return '<script>alert(1)</script>'\n",
    )];
    let mut hostile = commit(1, "Ann", "<script>alert(2)</script>\u{1b}[31m", &files);
    hostile.author = "Ann\u{202e}".to_owned();
    create_repository(&app.folder().join("odd"), [hostile]).unwrap();
    app.json(&["code", "add", "odd"]);
    let charged = theme(&app, "charged");
    app.json(&["link", &charged, name, "--yes"]);
    let commands: [&[&str]; 4] =
        [&["locate", "charged twice for one payment"], &["blame", name], &["code", "list"], &["rulings"]];
    for arguments in commands {
        let ran = app.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{arguments:?}: {:?}", ran.stdout);
    }
    let server = app.serve();
    let file = format!("/code/file?repository=odd&path={}", percent(name));
    for path in
        ["/code", "/code/component?repository=odd&name=src", &file, &format!("/themes/{charged}"), "/rulings"]
    {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        for raw in ["<img src=x", "<script>alert"] {
            assert!(!page.body.contains(raw), "{path} has {raw}");
        }
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn a_server_takes_over_what_commands_ask_and_shows_it() {
    let app = TestApp::with_reviews();
    shop(&app.folder().join("shop"));
    let server = app.serve();
    let report = app.json(&["code", "add", "shop"]);
    assert_eq!(report["name"], "shop");
    let charged = theme(&app, "charged");
    server.wait_for(&format!("/themes/{charged}"), |page| page.body.contains("src/pay/charge.py"));
    assert_eq!(app.json(&["code", "update"])[0]["unchanged"], true);
    assert_eq!(app.json(&["watch", "--owner", "@pay"])["components"][0]["name"], "src/pay");
    assert_eq!(app.json(&["link", &charged, "src/help/texts.py", "--yes"])["ruling"], "linked");
    let theme_page = server.get(&format!("/themes/{charged}")).body;
    assert!(
        theme_page.contains("src/help/texts.py") && theme_page.contains("somebody said yes"),
        "{theme_page}"
    );
    let of = [
        ("of", charged.as_str()),
        ("repository", "shop"),
        ("path", "src/pay/charge.py"),
        ("ruling", "unlinked"),
    ];
    let answered = server.post("/rulings", &of);
    assert_eq!(
        (answered.status, answered.header("location")),
        (303, format!("/themes/{charged}#code").as_str())
    );
    assert!(server.get(&format!("/themes/{charged}")).body.contains("No: <code>"));
    assert_eq!(app.json(&["code", "remove", "shop"])["name"], "shop");
    assert!(server.get("/code").body.contains("hearken code add"));
}

#[test]
fn pages_lead_from_a_component_to_its_file_and_theme_and_back() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    let server = app.serve();
    let code = server.get("/code").body;
    assert!(
        code.contains("/code/component?repository=shop&#38;name=src%2Fpay") && code.contains("<svg"),
        "{code}"
    );
    let component = server.get("/code/component?repository=shop&name=src/pay").body;
    assert!(component.contains(&format!("/themes/{charged}")) && component.contains("@pay"), "{component}");
    let file = server.get("/code/file?repository=shop&path=src/pay/charge.py").body;
    assert!(file.contains("def charge_card") && file.contains(&format!("/themes/{charged}")), "{file}");
    for missing in [
        "/code/file?path=nothing.py",
        "/code/component?name=nothing",
        "/code/file",
        "/code/file?repository=no&path=x",
    ] {
        assert_eq!(server.get(missing).status, 404, "{missing}");
    }
}

#[test]
fn a_person_answers_a_link_by_mouse_and_undoes_it_with_and_without_javascript() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    let app = with_shop();
    let server = app.serve();
    let page = format!("{}/themes/{}", server.url, theme(&app, "charged"));
    for javascript in [true, false] {
        let browser = Browser::start(1200, 900, javascript);
        browser.go(&page);
        browser.click("#code button[value='unlinked']");
        browser.text_that("#code", |text| text.contains("No: src/pay/charge.py"));
        browser.click("#code .standing button");
        browser.text_that("#code", |text| !text.contains("No: src/pay/charge.py"));
    }
    let narrow = Browser::start(500, 900, true);
    for path in [
        "/code",
        "/code/component?repository=shop&name=src/pay",
        "/code/file?repository=shop&path=src/pay/charge.py",
    ] {
        narrow.go(&format!("{}{path}", server.url));
        narrow.run("document.body.style.setProperty('max-width', '360px')");
        let overflow = narrow.run("return document.documentElement.scrollWidth - window.innerWidth");
        assert!(overflow.as_i64().unwrap() <= 0, "{path} is {overflow} px too wide");
    }
}
