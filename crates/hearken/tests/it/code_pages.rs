//! The pages about code, and a server that takes over what commands ask.

use std::collections::BTreeMap;

use hearken_app::command::Command;
use hearken_app::origin::Origin;
use hearken_code::create_repository;
use serde_json::json;

use crate::app::TestApp;
use crate::shop::{commit, shop, theme, with_shop};
use crate::webdriver::{Browser, is_there};

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
    assert_eq!(app.json(&["doctor", "--rebuild"])["well"], true);
    assert_eq!(app.json(&["watch", "--owner", "@pay"])["components"][0]["name"], "src/pay");
    assert_eq!(app.json(&["link", &charged, "src/help/texts.py", "--yes"])["ruling"], "linked");
    let theme_page = server.get(&format!("/themes/{charged}")).body;
    assert!(
        theme_page.contains("src/help/texts.py") && theme_page.contains("a person said yes"),
        "{theme_page}"
    );
    let of = [
        ("of", charged.as_str()),
        ("repository", "shop"),
        ("path", "src/pay/charge.py"),
        ("command", "answer-link"),
        ("yes", "false"),
        ("next", "/themes/{of}#code"),
    ];
    let answered = server.post("/commands", &of);
    assert_eq!(
        (answered.status, answered.header("location")),
        (303, format!("/themes/{charged}#code").as_str())
    );
    assert!(server.get(&format!("/themes/{charged}")).body.contains("No: <code>"));
    assert_eq!(app.json(&["code", "remove", "shop"])["name"], "shop");
    assert!(server.get("/code").body.contains("Whoever runs Hearken can register one"));
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
        browser.go(&server.entry);
        browser.go(&page);
        browser.click("#code button[name='yes'][value='false']");
        browser.text_that("#code", |text| text.contains("No: src/pay/charge.py"));
        browser.click("#code .standing button");
        browser.text_that("#code", |text| !text.contains("No: src/pay/charge.py"));
    }
    let narrow = Browser::start(500, 900, true);
    narrow.go(&server.entry);
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

#[test]
fn what_the_machine_s_own_terminal_alone_may_say_is_refused_at_every_page_and_route() {
    let app = with_shop();
    let elsewhere = shop(&app.folder().join("elsewhere")).display().to_string();
    let copy = app.folder().join("copy.db").display().to_string();
    let server = app.serve();
    let before = app.json(&["code", "list"]);
    let refused: Vec<&str> = Command::SHAPES
        .iter()
        .filter(|command| !Origin::Address.reaches(command.right))
        .map(|command| command.name)
        .collect();
    assert!(!refused.is_empty());
    for name in refused {
        let (field, value) = match name {
            "add-repository" => ("path", elsewhere.as_str()),
            "remove-repository" => ("name", "shop"),
            "back-up-data" => ("file", copy.as_str()),
            "set-redaction" => ("source", "calls"),
            other => panic!("{other} wants an example here"),
        };
        let mut fields = vec![("command", name), (field, value)];
        if name == "set-redaction" {
            fields.push(("policy", "off"));
        }
        let json = json!(fields.iter().copied().collect::<BTreeMap<_, _>>()).to_string();
        fields.push(("next", "/code"));
        let form = server.post("/commands", &fields);
        let api = server.send("/api/v1/commands", &[("content-type", "application/json")], json.as_bytes());
        assert_eq!((form.status, api.status), (400, 400), "{name}: {} {}", form.body, api.body);
        for page in [form, api] {
            assert!(page.body.contains("does not come this way"), "{name}: {}", page.body);
        }
    }
    assert_eq!(app.json(&["code", "list"]), before);
    assert!(!app.folder().join("copy.db").exists());
    assert_eq!(server.get("/code/file?repository=elsewhere&path=src/pay/charge.py").status, 404);
}
