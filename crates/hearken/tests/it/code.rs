//! From customers' words to the line of code and back, through every door, over a repository that the test makes.

use hearken_code::create_repository;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::shop::{commit, paths, theme, with_shop};

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
fn every_signal_is_located_and_blame_tells_of_each_what_locate_does() {
    let app = with_shop();
    let known = &app.json(&["code", "list"])[0];
    assert!(known["signals"].as_u64() > Some(0), "{known}");
    assert_eq!(known["located"], known["signals"]);
    let page = app.json(&["blame", "shop/src/pay/charge.py"]);
    let regions = page["regions"].as_array().unwrap();
    let shown = |kind: &str| -> Vec<Value> {
        regions.iter().flat_map(|region| region[kind].as_array().unwrap().clone()).collect()
    };
    let (themes, signals) = (shown("themes"), shown("signals"));
    assert!(!themes.is_empty(), "{page}");
    let located =
        |id: &Value| app.json(&["locate", id.as_str().unwrap()])["links"].as_array().unwrap().clone();
    let subjects = themes
        .iter()
        .map(|one| (&one["theme"]["id"], one))
        .chain(signals.iter().map(|one| (&one["id"], one)));
    for (id, shown) in subjects {
        let links = located(id);
        let rank = links.iter().position(|link| link["path"] == "src/pay/charge.py").unwrap();
        assert_eq!(shown["rank"], rank + 1, "{id}: {shown}");
        let told = links[rank]["evidence"].as_array().unwrap();
        let here = shown["evidence"].as_array().unwrap();
        assert!(here.iter().all(|reason| told.contains(reason)), "{id}: {here:#?} are of {told:#?}");
    }
}

#[test]
fn a_files_heat_is_of_the_signals_that_lead_there_and_of_a_theme_whole_only_where_somebody_said_so() {
    let app = with_shop();
    let heat = |path: &str| {
        let page = app.serve().get("/api/v1/repositories/shop/component?name=src/pay").body;
        let page: Value = serde_json::from_str(&page).unwrap();
        let files = page["files"].as_array().unwrap().clone();
        let file = files.into_iter().find(|file| file["path"] == path).unwrap();
        (file["signals"].as_u64().unwrap(), page["card"]["signals"].as_u64().unwrap())
    };
    let charged = theme(&app, "charged");
    let all = app.json(&["theme", "show", &charged])["signals"].as_array().unwrap().len();
    let near = |links: &Value| {
        let files: Vec<(&str, f64)> = links["links"]
            .as_array()
            .unwrap()
            .iter()
            .map(|link| (link["path"].as_str().unwrap(), link["score"].as_f64().unwrap()))
            .collect();
        files.iter().take(3).any(|(path, score)| *path == "src/pay/charge.py" && *score >= 0.9 * files[0].1)
    };
    let mut own = 0;
    for theme in app.json(&["themes"])["themes"].as_array().unwrap().clone() {
        for signal in
            app.json(&["theme", "show", theme["id"].as_str().unwrap()])["signals"].as_array().unwrap()
        {
            let links = app.json(&["locate", signal["id"].as_str().unwrap()]);
            own += u64::from(near(&links));
        }
    }
    assert_eq!(heat("src/pay/charge.py"), (own, own), "a theme of {all} has links here");
    let page = app.json(&["blame", "shop/src/pay/charge.py"]);
    let regions = page["regions"].as_array().unwrap();
    let most = |theme: &str| {
        let here = regions.iter().flat_map(|region| region["themes"].as_array().unwrap());
        here.filter(|linked| linked["theme"]["id"] == theme)
            .filter_map(|linked| linked["signals"].as_u64())
            .max()
    };
    assert!(most(&charged) > Some(0) && most(&charged) <= Some(own), "blame counts the same: {page}");
}

#[test]
fn the_line_of_code_itself_stands_beside_the_reason() {
    let app = with_shop();
    let found = app.json(&["locate", "You were charged twice for one payment"]);
    let evidence = found["links"][0]["evidence"].as_array().unwrap();
    let message = evidence.iter().find(|reason| reason["because"] == "message").unwrap();
    assert_eq!(message["excerpt"][0]["line"], 6, "{message}");
    assert!(message["excerpt"][0]["text"].as_str().unwrap().contains("raise Error(\"You were charged twice"));
    let shown = app.run(&["locate", "You were charged twice for one payment"]).stdout;
    assert!(shown.contains("6 │ raise Error(\"You were charged twice for one payment\")"), "{shown}");
    let page = app.serve().get(&format!("/themes/{}", theme(&app, "charged"))).body;
    assert!(page.contains("<ol class=\"excerpt\"") && page.contains("raise Error(&#34;You were"), "{page}");
}

#[test]
fn code_that_would_command_the_terminal_is_shown_as_text() {
    let app = TestApp::with_reviews();
    let line = "    return 'zebra crossing \u{1b}[31m<script>alert(1)</script>'\n";
    let files = [("evil.py", &*format!("def zebra():\n{line}"))];
    create_repository(&app.folder().join("evil"), [commit(1, "Ann", "Cross", &files)]).unwrap();
    app.json(&["code", "add", "evil"]);
    let shown = app.run(&["locate", "the zebra crossing is closed"]).stdout;
    assert!(shown.contains("2 │ return 'zebra crossing") && !shown.contains('\u{1b}'), "{shown:?}");
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
fn a_no_to_each_function_of_a_link_takes_it_away_on_every_page_and_a_yes_to_another_brings_it_back() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    let found = app.json(&["locate", &charged]);
    let functions: Vec<&str> = found["links"][0]["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["symbol"].as_str().unwrap())
        .collect();
    assert!(!functions.is_empty(), "{found}");
    for function in functions {
        app.json(&["link", &charged, &format!("src/pay/charge.py#{function}"), "--no"]);
    }
    let server = app.serve();
    let component = || server.get("/code/component?repository=shop&name=src/pay").body;
    let to_theme = format!("/themes/{charged}\"");
    assert!(!paths(&app.json(&["locate", &charged])).contains(&"src/pay/charge.py"));
    let page = app.json(&["blame", "shop/src/pay/charge.py"]);
    assert!(!page["regions"].to_string().contains(&format!("\"{charged}\"")), "{page}");
    assert!(!component().contains(&to_theme));
    app.json(&["link", &charged, "src/pay/charge.py#Charge", "--yes"]);
    let found = app.json(&["locate", &charged]);
    assert_eq!(found["links"][0]["places"][0]["symbol"], "Charge", "{found}");
    let page = app.json(&["blame", "shop/src/pay/charge.py"]);
    assert_eq!(page["regions"][0]["symbol"], "Charge", "{page}");
    assert_eq!(page["regions"][0]["themes"][0]["answer"]["yes"], true, "{page}");
    assert!(component().contains(&to_theme));
}

#[test]
fn a_yes_makes_a_link_that_outlives_a_clustering_run_and_a_new_commit() {
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
        (&["code", "add", "plain"], "is not a git repository"),
        (&["code", "add", "nowhere"], "is not a git repository"),
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
    assert!(
        page.status == 200 && page.body.contains("Whoever runs Hearken can register one"),
        "{}",
        page.body
    );
}

#[test]
fn a_name_is_taken_once_and_a_removed_repository_leaves_nothing_but_answers() {
    let app = with_shop();
    let charged = theme(&app, "charged");
    app.json(&["link", &charged, "src/help/texts.py", "--yes"]);
    assert!(app.run(&["code", "add", "shop"]).stderr.contains("already"));
    assert!(
        app.run(&["code", "add", "shop", "--name", "../x"])
            .stderr
            .contains("not a valid name for a repository")
    );
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
fn doctor_rebuilds_indexes_and_links() {
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
