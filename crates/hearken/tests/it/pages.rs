//! The pages as they come over HTTP: whole, safe, and every figure a way to the signals behind it.

use crate::app::TestApp;

#[test]
fn every_page_stands_and_lets_nothing_in_from_elsewhere() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let theme = app.json(&["themes"])["themes"][0]["id"].as_str().unwrap().to_owned();
    let signal = app.json(&["search"])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    let paths = [
        "/".to_owned(),
        "/themes".to_owned(),
        "/themes?sort=rising&rating_min=1&source=reviews".to_owned(),
        "/themes?since=30d&until=today&product=Pay&product=Pay&rating_max=3".to_owned(),
        format!("/themes/{theme}"),
        "/search?q=crash".to_owned(),
        "/search".to_owned(),
        format!("/signals/{signal}"),
        "/sources".to_owned(),
        "/sources/reviews".to_owned(),
        "/code".to_owned(),
        "/sizes".to_owned(),
        "/inbox".to_owned(),
        format!("/comments/{theme}"),
        "/help".to_owned(),
        "/opportunities".to_owned(),
        "/opportunities/board".to_owned(),
        "/opportunities/new".to_owned(),
    ];
    for path in &paths {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        for outside in ["src=\"http", "href=\"http://fonts", "@import", "style=\""] {
            assert!(!page.body.contains(outside), "{path} has {outside}");
        }
    }
}

#[test]
fn every_form_says_what_its_page_showed() {
    let app = TestApp::with_reviews();
    let theme = app.json(&["themes"])["themes"][0]["id"].as_str().unwrap().to_owned();
    let signal = app.json(&["search"])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    app.run(&["theme", "pin", &theme]);
    let position = app.json(&["sources"])["log_position"].to_string();
    let server = app.serve();
    for path in [
        "/rulings".to_owned(),
        "/sources/reviews".to_owned(),
        format!("/themes/{theme}"),
        format!("/signals/{signal}"),
    ] {
        let page = server.get(&path);
        let forms =
            page.body.split("action=\"/commands\"").skip(1).map(|form| form.split("</form>").next().unwrap());
        let forms: Vec<&str> = forms.collect();
        assert!(!forms.is_empty(), "{path}");
        for form in forms {
            assert!(form.contains(&format!("name=\"seen\" value=\"{position}\"")), "{path}: {form}");
        }
    }
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let mut seen = std::collections::BTreeSet::new();
    let mut next = vec!["/".to_owned()];
    while let Some(path) = next.pop() {
        if seen.len() > 250 || !seen.insert(path.clone()) {
            continue;
        }
        let page = server.get(&path);
        assert_eq!(page.status, 200, "{path}");
        for link in page.body.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
            let link = link.split('#').next().unwrap().to_owned();
            if link.starts_with('/') {
                next.push(link);
            }
        }
    }
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn a_theme_s_count_is_the_number_of_signals_behind_it() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for theme in app.json(&["themes"])["themes"].as_array().unwrap() {
        let (id, signals) = (theme["id"].as_str().unwrap(), theme["signals"].as_u64().unwrap());
        let found = app.json(&["search", "--theme", id, "--limit", "100"]);
        assert_eq!(found["matches"].as_u64(), Some(signals));
        assert_eq!(found["hits"].as_array().unwrap().len() as u64, signals);
        assert!(server.get(&format!("/themes/{id}")).body.contains(&signals.to_string()));
    }
}

#[test]
fn script_in_a_customer_s_words_is_text_on_every_page() {
    let app = TestApp::with_reviews();
    let hostile = "<script>alert('x')</script><img src=x onerror=alert(1)> {{7*7}}";
    let csv = format!("id,review,url\n1,\"{hostile}\",javascript:alert(1)\n");
    app.import("hostile.csv", csv, &[]);
    let server = app.serve();
    let id =
        app.json(&["search", "--source", "hostile"])["hits"][0]["signal"]["id"].as_str().unwrap().to_owned();
    for path in [
        &format!("/signals/{id}"),
        "/search?q=alert",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/sources/hostile",
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{path}");
        assert!(!page.body.contains("href=\"javascript:"), "{path}");
    }
}

#[test]
fn a_page_under_another_name_or_a_post_from_elsewhere_is_refused() {
    let app = TestApp::new();
    let server = app.serve();
    let rebound = server.get_with("/", &[("host", "evil.example")]);
    assert!((400..500).contains(&rebound.status), "{}", rebound.status);
    let text = [("text", "planted")];
    assert_eq!(server.post_from("/paste", &text, "http://evil.example").status, 403);
    assert_eq!(server.post("/paste", &text).status, 303);
}

#[test]
fn a_pasted_quote_becomes_a_signal_and_an_empty_one_is_refused_in_place() {
    let app = TestApp::new();
    let server = app.serve();
    assert!(
        server.get("/").body.contains("Whoever runs Hearken can import a file"),
        "the empty state does not say what to do"
    );
    let empty = server.post("/paste", &[("text", "  ")]);
    assert_eq!(empty.status, 422);
    let page = server
        .post("/paste", &[("text", "The form lost my answers"), ("author", "Ann"), ("at", "2024-05-06")]);
    assert_eq!(page.status, 303);
    let shown = server.get(page.header("location"));
    assert!(shown.body.contains("The form lost my answers") && shown.body.contains("Ann"), "{}", shown.body);
    assert!(shown.body.contains("6 May 2024"), "{}", shown.body);
}

#[test]
fn what_is_asked_wrongly_gets_a_page_that_says_so() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    for (path, status) in [
        ("/themes/T-999", 404),
        ("/themes/nonsense", 404),
        ("/signals/S-99999", 404),
        ("/sources/nowhere", 404),
        ("/nothing", 404),
        ("/themes?rating_min=abc", 400),
        ("/themes?since=soon", 400),
        ("/search?theme=S-1", 400),
        ("/themes?sort=sideways", 400),
        ("/search?sort=sideways", 400),
        ("/search?q=crash&theme=T-999", 404),
        ("/search?source=nowhere", 404),
        ("/themes?product=nothing", 404),
        ("/themes/T-1?label=nothing", 404),
        ("/?as_of=soon", 400),
        ("/themes?as_of=9999-01-01", 400),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, status, "{path}");
        assert!(page.body.contains("<html"), "{path}");
    }
}

#[test]
fn an_import_is_undone_from_its_source_s_page() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let page =
        server.post("/commands", &[("command", "undo-import"), ("source", "reviews"), ("import", "1")]);
    assert!(page.status == 303 || page.status == 200, "{}: {}", page.status, page.body);
    server.wait_for("/search", |page| !page.body.contains("/signals/S-"));
}

#[test]
fn the_work_in_the_background_is_shown_on_sources_page_and_terminal_alike() {
    let app = TestApp::with_reviews();
    assert_eq!(app.json(&["sources"])["jobs"], serde_json::json!([]), "no server ran yet");
    let server = app.serve();
    let page = server.wait_for("/sources", |page| {
        ["Look for new commits", "themes up to the log", "what many people say"]
            .iter()
            .all(|job| page.body.contains(job))
    });
    assert!(page.body.contains("Work in the background"), "{}", page.body);
    server.wait_for("/sources", |page| page.body.contains("when there is something new"));
    let jobs = app.json(&["sources"])["jobs"].clone();
    let kinds: Vec<&str> = jobs.as_array().unwrap().iter().map(|job| job["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["find-bursts", "follow-log", "look-for-commits", "notice-surges"]);
    let text = app.run(&["sources"]).stdout;
    assert!(text.contains("Look for new commits") && text.contains("waiting"), "{text}");
    let answer: serde_json::Value = serde_json::from_str(&server.get("/api/v1/sources").body).unwrap();
    assert_eq!(answer["jobs"].as_array().unwrap().len(), 4);
}
