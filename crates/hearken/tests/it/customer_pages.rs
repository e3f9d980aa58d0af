//! The pages of customers: a list is looked at and taken in, one customer's whole story stands on one page, two that are one
//! are held to be one and taken apart again, and a signal is given to whom it belongs. A script is text everywhere.

use serde_json::Value;

use crate::app::{TestApp, TestServer};
use crate::webdriver::{Browser, is_there};

const SCRIPT: &str = "<script>alert('x')</script>";
const ESCAPED: &str = "&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;";

/// Six people who spoke.
fn with_signals() -> TestApp {
    let app = TestApp::new();
    let said = "id,text,date,email\n\
                1,The card was declined,2024-03-01,ann@acme.example\n\
                2,I was charged twice,2024-03-02,someone@mail.acme.example\n\
                3,It crashes on start,2024-03-03,bob@gmail.com\n\
                4,Where is my refund,2024-03-04,x@bolt.example\n\
                5,Lovely people,2024-03-05,y@labs.example\n\
                6,Nobody knows me,2024-03-06,z@stranger.example\n";
    assert_eq!(app.import("desk.csv", said, &[]), [6, 0, 0, 0]);
    app
}

fn accounts() -> String {
    format!(
        "Account ID,Company,Website,Plan,ARR,Renewal Date,Industry,Contact Email,Contact Name\n\
         a-1,Acme {SCRIPT},acme.example,Pro {SCRIPT},12000 EUR,2025-03-31,{SCRIPT},ann@acme.example,Ann {SCRIPT}\n\
         b-1,Bolt,bolt.example,Free,,,,bob@gmail.com,Bob\n\
         c-1,Acme Labs,labs.example,Team,300 USD,,,,\n"
    )
}

fn with_customers() -> TestApp {
    let app = with_signals();
    app.file("accounts.csv", accounts());
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    app
}

/// The signal that says these words.
fn signal(app: &TestApp, words: &str) -> String {
    let found = app.json(&["search", &format!("\"{words}\"")]);
    found["hits"][0]["signal"]["id"].as_str().unwrap().to_owned()
}

fn upload(server: &TestServer, name: &str, content: &str) -> crate::app::Page {
    let body = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\ncrm\r\n--cut\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--cut--\r\n"
    );
    let headers = [("content-type", "multipart/form-data; boundary=cut"), ("origin", server.url.as_str())];
    server.send("/customers/import", &headers, body.as_bytes())
}

fn held_key(page: &str) -> String {
    let key = page.split("name=\"key\" value=\"").nth(1).expect("a list is held");
    key.split('"').next().unwrap().to_owned()
}

#[test]
fn without_customers_the_page_says_how_to_have_some_and_today_says_nothing_of_them() {
    let app = with_signals();
    let server = app.serve();
    let page = server.get("/customers");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("Nobody is known yet") && page.body.contains("/customers/import"),
        "{}",
        page.body
    );
    assert!(!server.get("/").body.contains("from no known customer"));
}

#[test]
fn a_list_is_looked_at_before_it_is_taken_in_and_can_be_taken_back() {
    let app = with_signals();
    let server = app.serve();
    let looked = upload(&server, "crm.csv", &accounts());
    assert_eq!(looked.status, 200, "{}", looked.body);
    for told in ["New: 3 customers and 2 people", "How its columns are read", "Account ID", "Take it in"] {
        assert!(looked.body.contains(told), "{told}: {}", looked.body);
    }
    assert_eq!(app.json(&["customer", "list"])["total"], 0, "nothing was done");
    let key = held_key(&looked.body);
    let wrong = server.post("/customers/import/held", &[("key", &key), ("currency", "XXX"), ("do", "look")]);
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("is not a valid currency") && wrong.body.contains(&key), "{}", wrong.body);
    let done = server.post("/customers/import/held", &[("key", &key), ("source", "crm"), ("do", "apply")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let page = server.get(done.header("location"));
    assert!(page.body.contains("is taken in") && page.body.contains("3 customers"), "{}", page.body);
    let gone = server.post("/customers/import/held", &[("key", &key), ("do", "apply")]);
    assert!(gone.body.contains("held no more"), "{}", gone.body);
    let import = done.header("location").rsplit('=').next().unwrap().to_owned();
    let undo =
        [("command", "undo-import"), ("source", "crm"), ("import", import.as_str()), ("next", "/customers")];
    assert_eq!(server.post("/commands", &undo).status, 303);
    assert!(server.get("/customers").body.contains("Nobody is known yet"));
}

#[test]
fn customers_are_looked_for_and_put_in_order_and_what_is_of_nobody_is_a_link_away() {
    let app = with_customers();
    let server = app.serve();
    let order = |path: &str| -> Vec<String> {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let rows = page.body.split("<tr id=\"").skip(1);
        rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
    };
    assert_eq!(order("/customers"), ["C-1", "C-2", "C-3"]);
    assert_eq!(order("/customers?sort=heard"), ["C-3", "C-2", "C-1"]);
    assert_eq!(order("/customers?sort=revenue"), ["C-1", "C-3", "C-2"]);
    assert_eq!(order("/customers?sort=name"), ["C-1", "C-3", "C-2"]);
    assert_eq!(order("/customers?named=bolt.ex"), ["C-2"]);
    assert_eq!(order("/customers?sort=signals&after=C-1"), ["C-2", "C-3"]);
    assert_eq!(server.get("/customers?sort=sideways").status, 400);
    let page = server.get("/customers").body;
    assert!(page.contains("href=\"/search?customer=nobody\">1 signal</a>, 17% of all"), "{page}");
    assert!(server.get("/search?customer=nobody").body.contains("Nobody knows me"));
    let found = server.get("/search?customer=C-1&q=charged").body;
    assert!(found.contains("twice") && !found.contains("Nobody knows me"), "{found}");
    let csv = server.get("/api/v1/exports/customers?sort=name").body;
    assert!(csv.lines().count() == 4 && csv.contains("12000.00,EUR"), "{csv}");
}

#[test]
fn no_cell_of_the_table_of_customers_is_a_formula() {
    let app = with_signals();
    app.file("accounts.csv", "id,name,plan\na,=HYPERLINK(\"http://evil\"),@SUM(1)\n");
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    let csv = app.run(&["export", "customers"]).stdout;
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://evil\"\")\"") && csv.contains("'@SUM(1)"), "{csv}");
}

#[test]
fn today_tells_who_renews_soon_and_is_heard_more_and_says_it_of_nobody_else() {
    let app = TestApp::new();
    let mut said = "id,text,date,email\n".to_owned();
    let mut id = 0;
    let mut speak = |count: usize, from: &str, date: &dyn Fn(usize) -> String| {
        for n in 0..count {
            id += 1;
            said += &format!("{id},The {id}th report is cut off again,{},{from}\n", date(n));
        }
    };
    let all_along = |n: usize| format!("2024-{:02}-{:02}", 2 + n / 28, 1 + n % 28);
    let of_late = |n: usize| format!("2024-05-{:02}", 8 + n % 18);
    speak(112, "x@steady.example", &all_along);
    speak(12, "x@louder.example", &of_late);
    speak(12, "x@later.example", &of_late);
    app.import("desk.csv", &said, &[]);
    let accounts = "id,name,domain,renewal\ns,Steady,steady.example,2024-06-20\n\
                    l,Louder,louder.example,2024-06-20\nt,Later,later.example,2025-06-20\n";
    app.file("accounts.csv", accounts);
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    let server = app.serve();
    let today = server.get("/").body;
    let news = today.split("id=\"h-renewing\"").nth(1).unwrap_or_else(|| panic!("{today}"));
    let news = news.split("</section>").next().unwrap();
    assert!(news.contains("Louder") && news.contains("renews 2024-06-20"), "{news}");
    assert!(!news.contains("Steady") && !news.contains("Later"), "{news}");
}

#[test]
fn one_page_tells_who_they_are_what_they_said_why_it_is_theirs_and_what_happened() {
    let app = with_customers();
    let server = app.serve();
    let say = |fields: &[(&str, &str)]| server.post("/customers/say", fields);
    let said = say(&[("customer", "C-1"), ("field", "plan"), ("value", "custom")]);
    assert_eq!((said.status, said.header("location")), (303, "/customers/C-1"));
    let page = server.get("/customers/C-1").body;
    for told in [
        "12,000 EUR a year",
        "custom",
        "not in force",
        "renews 2025-03-31",
        "acme.example",
        "The card was declined",
        "the speaker&#39;s address ann@acme.example is that of P-",
        "a domain of this customer",
        "they became known",
        "plan: custom",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    assert!(place("plan: custom") < place("charged twice") && place("charged twice") < place("was declined"));
    assert!(page.contains(ESCAPED) && !page.contains(SCRIPT), "{page}");
    let wrong = say(&[
        ("customer", "C-1"),
        ("typed", "field"),
        ("typed", "value"),
        ("field", "arr"),
        ("value", "much"),
    ]);
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("value=\"much\""), "what was typed is there still: {}", wrong.body);
    let forget =
        [("command", "set-customer"), ("customer", "C-1"), ("forget", "plan"), ("next", "/customers/C-1")];
    assert_eq!(server.post("/commands", &forget).status, 303);
    assert!(server.get("/customers/C-1").body.contains("plan: said no more"));
    let undo = [("command", "undo-customer"), ("customer", "C-1"), ("next", "/customers/C-1")];
    assert_eq!(server.post("/commands", &undo).status, 303);
    let page = server.get("/customers/C-1").body;
    assert!(page.contains("taken back: plan: said no more"), "{page}");
    let unknown = server.get("/customers/C-99");
    assert_eq!(unknown.status, 404);
    assert!(
        unknown.body.contains("there is no customer C-99") && unknown.body.contains("The page Customers")
    );
}

#[test]
fn two_that_are_one_are_held_to_be_one_after_a_look_and_taken_apart_again() {
    let app = with_customers();
    let server = app.serve();
    let preview = server.get("/customers/C-3/merge?into=C-1").body;
    for told in ["1 signal, beside the 2", "labs.example", "300 USD", "Yes, merge them"] {
        assert!(preview.contains(told), "{told}: {preview}");
    }
    assert!(!preview.contains(SCRIPT), "{preview}");
    assert!(!server.get("/customers/C-3").body.contains("part of another"), "a look does nothing");
    let refused = server.get("/customers/C-3/merge?into=C-3");
    assert!([400, 409].contains(&refused.status), "{}", refused.status);
    assert!(refused.body.contains("name=\"into\" value=\"C-3\" aria-invalid"), "{}", refused.body);
    let merge =
        [("command", "merge-customers"), ("customer", "C-3"), ("into", "C-1"), ("next", "/customers/C-1")];
    assert_eq!(server.post("/commands", &merge).status, 303);
    let part = server.get("/customers/C-3").body;
    assert!(part.contains("part of another customer") && part.contains("href=\"/customers/C-1\""), "{part}");
    let whole = server.get("/customers/C-1").body;
    assert!(whole.contains("Lovely people") && whole.contains("C-3 became part of C-1"), "{whole}");
    let apart = [("command", "unmerge-customer"), ("customer", "C-3"), ("next", "/customers/C-3")];
    assert_eq!(server.post("/commands", &apart).status, 303);
    let whole = server.get("/customers/C-1").body;
    assert!(
        !whole.contains("Lovely people") && whole.contains("taken back: C-3 became part of C-1"),
        "{whole}"
    );
}

#[test]
fn a_signal_is_given_to_another_or_to_nobody_and_that_is_undone() {
    let app = with_customers();
    let server = app.serve();
    let path = format!("/signals/{}", signal(&app, "Nobody knows me"));
    let give = |fields: &[(&str, &str)]| {
        let id = path.rsplit('/').next().unwrap();
        let all: Vec<(&str, &str)> = [&[("signal", id), ("next", path.as_str())], fields].concat();
        let done = server.post("/commands", &all);
        assert_eq!(done.status, 303, "{}", done.body);
        server.get(&path).body
    };
    assert!(server.get(&path).body.contains("no known customer"));
    let given = give(&[("command", "give-signal"), ("customer", "C-2")]);
    assert!(given.contains("href=\"/customers/C-2\"") && given.contains("a person gave it"), "{given}");
    assert!(server.get("/customers/C-2").body.contains("was given to them"));
    let form = [("command", "give-signal"), ("signal", "S-1"), ("needed", "customer"), ("customer", " ")];
    let blank = server.post("/commands", &form);
    assert_eq!(blank.status, 400, "a blank is not nobody: {}", blank.body);
    assert!(give(&[("command", "give-signal")]).contains("a person said so"));
    let undone = give(&[("command", "undo-give")]);
    assert!(undone.contains("href=\"/customers/C-2\""), "the one before stands again: {undone}");
    assert!(give(&[("command", "undo-give")]).contains("no known customer"));
}

#[test]
fn a_person_takes_a_list_in_and_reads_a_customer_with_and_without_javascript() {
    if !is_there() {
        return eprintln!("SKIPPED: no browser");
    }
    for javascript in [true, false] {
        let app = with_customers();
        let server = app.serve();
        let browser = Browser::start(1200, 900, javascript);
        browser.go(&server.entry);
        browser.click("nav a[href='/customers']");
        browser.click("main a[href='/customers/C-1']");
        let text = browser.text("main");
        assert!(text.contains("The card was declined") && text.contains(SCRIPT), "{text}");
        browser.click("main a[href^='/signals/S-']");
        browser.click("main a[href='/customers/C-1']");
        assert!(browser.url().ends_with("/customers/C-1"), "{}", browser.url());
    }
}

#[test]
fn everybody_in_a_large_customer_is_reached_and_addresses_say_from_when_to_when_they_are_theirs() {
    let app = TestApp::new();
    let mut list = "id,name,domain,contact_id,contact_name,contact_email\n".to_owned();
    for n in 0..130 {
        list += &format!("a,Acme,acme.example,p{n},Person {n:03},p{n}@mail.example\n");
    }
    list += "b,Bolt,bolt.example,q1,Quinn,q1@mail.example\n";
    app.file("accounts.csv", &list);
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    let first = app.json(&["customer", "show", "C-1"]);
    assert_eq!((&first["people"], first["contacts"].as_array().unwrap().len()), (&130.into(), 100));
    let next = first["next_person"].as_str().unwrap().to_owned();
    let second = app.json(&["customer", "show", "C-1", "--people-after", &next]);
    assert_eq!((&second["next_person"], second["contacts"].as_array().unwrap().len()), (&Value::Null, 30));
    let shown = app.run(&["customer", "show", "C-1"]).stdout;
    assert!(
        shown.contains(&format!("of 130 in all; more: hearken customer show C-1 --people-after {next}")),
        "{shown}"
    );
    // The address of one goes over to somebody at Bolt.
    app.file(
        "accounts.csv",
        list.replace("q1,Quinn,q1@mail", "q1,Quinn,p7@mail")
            .replace("p7,Person 007,p7@mail", "p7,Person 007,seven@mail"),
    );
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    let bolt = app.run(&["customer", "show", "C-2"]).stdout;
    assert!(bolt.contains("p7@mail.example from 2"), "{bolt}");
    let acme = app.run(&["customer", "show", "C-1"]).stdout;
    assert!(acme.contains("p7@mail.example until 2"), "{acme}");
    let server = app.serve();
    let page = server.get("/customers/C-1").body;
    assert!(
        page.contains("100 of 130") && page.contains(&format!("/customers/C-1?people={next}#h-people")),
        "{page}"
    );
    assert!(page.contains("p7@mail.example until 2") && page.contains("href=\"/rates\""), "{page}");
    let rest = server.get(&format!("/customers/C-1?people={next}")).body;
    assert!(rest.contains("Person 129") && !rest.contains("Person 007"), "{rest}");
    let answer = server.get(&format!("/api/v1/customers/C-1?people_after={next}")).body;
    assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["contacts"].as_array().unwrap().len(), 30);
    assert_eq!(server.get("/api/v1/customers/C-1?people_after=C-7").status, 400);
}

#[test]
fn an_order_by_revenue_in_several_currencies_says_that_they_stand_apart() {
    let app = TestApp::new();
    app.file("accounts.csv", "id,name,arr\na,Acme,100 EUR\nb,Bolt,900 USD\n");
    app.json(&["customer", "import", "accounts.csv"]);
    let ran = app.run(&["customer", "list", "--sort", "revenue"]);
    assert!(ran.stderr.contains("revenue is in EUR, USD: each currency stands by itself"), "{}", ran.stderr);
    assert!(app.json(&["customer", "list"])["currencies_apart"].is_null());
    let server = app.serve();
    let page = server.get("/customers?sort=revenue").body;
    assert!(page.contains("revenue is in EUR, USD") && page.contains("href=\"/rates\""), "{page}");
    app.json(&["customer", "set", "C-2", "arr=900 EUR"]);
    assert!(app.json(&["customer", "list", "--sort", "revenue"])["currencies_apart"].is_null());
}
