//! Customers and what they are worth, counted wherever signals are: each customer once, revenue by currency until a person
//! gives a rate, and what is not known said beside it.

use serde_json::{Value, json};

use crate::app::{TestApp, reviews};
use crate::shop::shop;

const HOSTILE: &str = "<script>alert('x')</script>";
const ACCOUNTS: &str = "id,name,domain,arr,mrr,state,as-of\n\
    a,Acme,acme.example,120000 EUR,,,2024-01-01\n\
    b,Bolt,bolt.example,,1000 USD,,\n\
    c,Core,core.example,5000 EUR,,former,\n\
    d,Deed,deed.example,7000 EUR,,lead,\n\
    e,Eden,eden.example,,,,\n";

/// The reviews, each with an address: crashes are a third Acme's, Bolt's and nobody's; charges are Core's, Deed's and Eden's;
/// of the praise one is Acme's.
fn said() -> String {
    let mut csv = String::new();
    for (n, line) in reviews().lines().enumerate() {
        let from = match (n, n % 3) {
            (0, _) => "email".to_owned(),
            (61, _) | (1..=30, 0) => format!("p{n}@acme.example"),
            (1..=30, 1) => format!("p{n}@bolt.example"),
            (31..=60, 0) => format!("p{n}@core.example"),
            (31..=60, 1) => format!("p{n}@deed.example"),
            (31..=60, 2) => format!("p{n}@eden.example"),
            _ => String::new(),
        };
        csv += &format!("{line},{from}\n");
    }
    csv
}

/// Reviews whose customers pay in two currencies, buy no more, or not yet.
pub fn with_worth() -> TestApp {
    let app = TestApp::new();
    app.file("reviews.csv", said());
    let ran = app.run(&["import", "reviews.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    app.file("accounts.csv", ACCOUNTS);
    let report = app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    assert_eq!((&report["added"], &report["rejected"]), (&json!(5), &json!(0)), "{report}");
    app
}

/// The theme in whose name a word stands.
fn theme(list: &Value, word: &str) -> Value {
    let mut themes = list["themes"].as_array().unwrap().iter();
    let named = |theme: &&Value| theme["name"].as_str().unwrap().to_lowercase().contains(word);
    themes.find(named).unwrap_or_else(|| panic!("{word}: {list}")).clone()
}

fn id(theme: &Value) -> String {
    theme["id"].as_str().unwrap().to_owned()
}

fn sums(worth: &Value) -> Vec<String> {
    let sums = worth["revenue"].as_array().unwrap().iter();
    sums.map(|sum| format!("{} {}", sum["hundredths"], sum["currency"].as_str().unwrap())).collect()
}

#[test]
fn a_theme_counts_customers_their_revenue_and_what_nobody_known_said() {
    let app = with_worth();
    let list = app.json(&["themes"]);
    let crashes = theme(&list, "crash");
    let worth = &crashes["customers"];
    assert_eq!(worth["customers"], 2, "{worth}");
    assert_eq!(sums(worth), ["12000000 EUR", "1200000 USD"], "apart, and a month is a twelfth of a year");
    assert_eq!(worth["signals_of_nobody"], 2, "{worth}");
    let charged = &theme(&list, "charged")["customers"];
    assert_eq!(
        (&charged["customers"], &charged["former"], &charged["prospects"], &charged["without_revenue"]),
        (&json!(3), &json!(1), &json!(1), &json!(1)),
        "{charged}"
    );
    assert_eq!(sums(charged), [] as [String; 0], "who does not buy is not counted");
    assert_eq!(list["customers"]["customers"], 5, "each once: {list}");
    let areas = list["areas"].as_array().unwrap();
    assert!(areas.iter().all(|area| area["customers"]["customers"].as_u64() <= Some(5)), "{areas:?}");
    let table = app.run(&["themes"]).stdout;
    for told in ["CUSTOMERS", "120k EUR, 12k USD", "33%", "all together: 5 customers"] {
        assert!(table.contains(told), "{told}: {table}");
    }
    let shown = app.run(&["theme", "show", &id(&crashes)]).stdout;
    for told in [
        "whose: 2 customers; 120,000 EUR and 12,000 USD a year; 33% of the signals come from no known customer",
        "C-1 Acme: 2 signals, arr 120,000 EUR (from 2024-01-01, source crm)",
        "C-2 Bolt: 2 signals, mrr 1,000 USD × 12 = 12,000 USD (said ",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let shown = app.run(&["theme", "show", &id(&theme(&list, "charged"))]).stdout;
    assert!(shown.contains("C-3 Core: 2 signals, former, not counted: arr 5,000 EUR"), "{shown}");
    app.rebuild_changes_nothing();
}

#[test]
fn without_any_customer_nothing_is_said_of_them() {
    let app = TestApp::with_reviews();
    let list = app.json(&["themes"]);
    assert_eq!((&list["customers"], &list["themes"][0]["customers"]), (&Value::Null, &Value::Null));
    assert!(!app.run(&["themes"]).stdout.contains("CUSTOMERS"));
    let server = app.serve();
    assert!(!server.get("/themes").body.contains("sort=customers"));
    assert!(!server.get(&format!("/themes/{}", id(&list["themes"][0]))).body.contains("Who it hurts"));
}

#[test]
fn revenue_is_added_across_currencies_only_at_a_rate_that_a_person_gave() {
    let app = with_worth();
    let refused = app.run(&["themes", "--sort", "revenue"]);
    assert_eq!(refused.code, 1, "{}", refused.stdout);
    for told in ["EUR, USD", "no rate of them is given", "hearken customer rate set"] {
        assert!(refused.stderr.contains(told), "{told}: {}", refused.stderr);
    }
    let rates = app.json(&["customer", "rate", "set", "usd", "EUR", "0.5", "--from", "2024-02-01"]);
    assert_eq!((&rates["rates"][0]["rate"], &rates["rates"][0]["holds"]), (&json!("0.5"), &json!(true)));
    app.json(&["customer", "rate", "set", "USD", "EUR", "7", "--from", "2999-01-01"]);
    let crashes = theme(&app.json(&["themes", "--sort", "revenue"]), "crash");
    assert_eq!(sums(&crashes["customers"]), ["12600000 EUR"]);
    let says = crashes["customers"]["says"].as_str().unwrap();
    assert!(says.contains("126,000 EUR a year; at 1 USD = 0.5 EUR from 2024-02-01"), "{says}");
    let page = app.json(&["theme", "show", &id(&crashes)]);
    let bolt = &page["whose"]["customers"][1]["revenue"];
    assert_eq!(
        (
            &bolt["field"],
            &bolt["sum"]["hundredths"],
            &bolt["yearly"]["hundredths"],
            &bolt["counted"]["hundredths"]
        ),
        (&json!("mrr"), &json!(100_000), &json!(1_200_000), &json!(600_000)),
        "{bolt}"
    );
    assert!(bolt["says"].as_str().unwrap().contains("× 0.5 from 2024-02-01 = 6,000 EUR"), "{bolt}");
    assert_eq!((&bolt["source"], &bolt["rate"]["from"]), (&json!("crm"), &json!("2024-02-01")), "{bolt}");
    app.rebuild_changes_nothing();

    app.json(&["customer", "rate", "remove", "USD", "EUR", "--from", "2024-02-01"]);
    let apart = |app: &TestApp| sums(&theme(&app.json(&["themes"]), "crash")["customers"]).len();
    assert_eq!(apart(&app), 2, "the one of a day to come does not hold");
    app.json(&["customer", "rate", "undo", "USD", "EUR"]);
    assert_eq!(apart(&app), 1, "it stands again");
    app.rebuild_changes_nothing();
}

#[test]
fn a_rate_that_would_turn_a_sum_twice_or_is_none_is_refused() {
    let app = with_worth();
    app.json(&["customer", "rate", "set", "USD", "EUR", "0.92"]);
    for (arguments, told) in [
        (&["set", "EUR", "USD", "1.1"][..], "USD is counted in EUR already"),
        (&["set", "USD", "GBP", "0.8"], "USD is counted in EUR already"),
        (&["set", "CHF", "CHF", "1"], "a currency has no rate to itself"),
        (&["set", "USD", "EURO", "1"], "'EURO' is not a valid currency"),
        (&["set", "USD", "EUR", "0"], "'0' is not a valid rate"),
        (&["set", "USD", "EUR", "1e9"], "'1e9' is not a valid rate"),
        (&["remove", "USD", "EUR", "--from", "2001-01-01"], "there is no rate from 2001-01-01"),
        (&["undo", "GBP", "EUR"], "there is no change of it to take back"),
    ] {
        let ran = app.run(&[&["customer", "rate"], arguments].concat());
        assert_ne!(ran.code, 0, "{arguments:?}");
        assert!(ran.stderr.contains(told), "{arguments:?}: {}", ran.stderr);
    }
    let listed = app.run(&["customer", "rate", "list"]).stdout;
    assert!(listed.starts_with("1 USD = 0.92 EUR from "), "{listed}");
}

#[test]
fn two_that_are_one_count_once_and_pay_what_is_believed_of_the_one_they_are_part_of() {
    let app = with_worth();
    let crashes = |app: &TestApp| theme(&app.json(&["themes"]), "crash")["customers"].clone();
    let before = crashes(&app);
    app.json(&["customer", "merge", "C-2", "C-1"]);
    let merged = crashes(&app);
    assert_eq!(
        (&merged["customers"], sums(&merged)),
        (&json!(1), vec!["12000000 EUR".to_owned()]),
        "never both"
    );
    app.json(&["customer", "unmerge", "C-2"]);
    assert_eq!(crashes(&app), before);
    // Of one of whom nobody said what they pay, what is said of its part holds.
    app.json(&["customer", "merge", "C-1", "C-5"]);
    app.json(&["customer", "rate", "set", "USD", "EUR", "0.5"]);
    let page = app.json(&["theme", "show", &id(&theme(&app.json(&["themes"]), "crash"))]);
    let eden = &page["whose"]["customers"][1];
    assert_eq!((&eden["id"], &eden["revenue"]["customer"]), (&json!("C-5"), &json!("C-1")), "{page}");
    assert!(eden["revenue"]["says"].as_str().unwrap().contains("source crm, of C-1"), "{eden}");
    app.json(&["customer", "set", "C-5", "arr=1 EUR"]);
    assert_eq!(sums(&crashes(&app)), ["600100 EUR"], "what is said of itself holds");
    app.rebuild_changes_nothing();
}

#[test]
fn a_fact_counts_from_its_day_on_and_what_a_person_said_counts_first() {
    let app = with_worth();
    let worth = |app: &TestApp| {
        let list = app.json(&["themes"]);
        sums(&theme(&list, "crash")["customers"]).into_iter().next().unwrap()
    };
    app.file("accounts.csv", ACCOUNTS.replace("120000 EUR,,,2024-01-01", "999000 EUR,,,2999-01-01"));
    app.json(&["customer", "import", "accounts.csv", "--source", "crm"]);
    assert_eq!(worth(&app), "12000000 EUR", "a fact of a day to come leaves what holds until then");
    app.json(&["customer", "set", "C-1", "mrr=2000 EUR"]);
    assert_eq!(worth(&app), "2400000 EUR");
    app.json(&["customer", "undo", "C-1"]);
    assert_eq!(worth(&app), "12000000 EUR");
}

#[test]
fn a_filter_counts_the_customers_whose_signals_it_lets_through() {
    let app = with_worth();
    let whole = theme(&app.json(&["themes"]), "crash")["customers"].clone();
    let same = theme(&app.json(&["themes", "--product", "Pay"]), "crash")["customers"].clone();
    assert_eq!(whole, same, "what lets everything through counts as the roll-up does");
    app.json(&["customer", "give", "S-3", "--nobody"]);
    app.json(&["customer", "give", "S-2", "C-4"]);
    let whole = theme(&app.json(&["themes"]), "crash")["customers"].clone();
    assert_eq!((&whole["customers"], &whole["signals_of_nobody"]), (&json!(3), &json!(2)), "{whole}");
    let same = theme(&app.json(&["themes", "--product", "Pay"]), "crash")["customers"].clone();
    assert_eq!(whole, same);
    let early = app.json(&["themes", "--until", "2024-01-03"]);
    let early = &theme(&early, "crash")["customers"];
    assert!(early["customers"].as_u64().unwrap() < 3, "{early}");
    app.rebuild_changes_nothing();
}

#[test]
fn the_page_says_whom_a_theme_hurts_and_how_the_sum_came_about() {
    let app = with_worth();
    app.json(&["customer", "set", "C-1", &format!("name={HOSTILE}")]);
    let crashes = id(&theme(&app.json(&["themes"]), "crash"));
    let server = app.serve();
    let page = server.get(&format!("/themes/{crashes}")).body;
    for told in [
        "Who it hurts",
        "/customers/C-1",
        "120,000 EUR and 12,000 USD a year",
        "33% of the signals come from no known customer",
        "mrr 1,000 USD × 12 = 12,000 USD",
        "&#60;script&#62;alert",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("<script>alert"), "{page}");
    let themes = server.get("/themes").body;
    assert!(themes.contains("sort=customers") && !themes.contains("sort=revenue"), "{themes}");
    assert!(themes.contains("No order by revenue: revenue is in EUR, USD"), "{themes}");

    let form = [
        ("command", "set-rate"),
        ("currency", "usd"),
        ("into", "EUR"),
        ("rate", "0.5"),
        ("from", "2024-02-01"),
        ("next", "/rates"),
    ];
    assert_eq!(server.post("/commands", &form).status, 303);
    let rates = server.get("/rates").body;
    assert!(rates.contains("<b>0.5</b>") && rates.contains("1 Feb 2024"), "{rates}");
    assert!(server.get("/themes").body.contains("sort=revenue"));
    assert!(server.get(&format!("/themes/{crashes}")).body.contains("126,000 EUR a year"));
}

#[test]
fn the_code_says_whose_pain_leads_there() {
    let app = with_worth();
    shop(&app.folder().join("shop"));
    app.json(&["code", "add", "shop"]);
    let charged = id(&theme(&app.json(&["themes"]), "charged"));
    let located = app.json(&["locate", &charged]);
    assert_eq!(located["customers"]["customers"], 3, "{located}");
    assert!(app.run(&["locate", &charged]).stdout.contains("whose: 3 customers"));
    assert_eq!(app.json(&["locate", "charged twice"])["customers"], Value::Null, "a text is nobody's");
    let file = app.json(&["blame", "shop/src/pay/charge.py"]);
    let of_region = &file["regions"][0]["themes"][0]["customers"];
    assert!(of_region["former"].as_u64() >= Some(1), "{file}");
    assert!(app.run(&["blame", "shop/src/pay/charge.py"]).stdout.contains("whose: "));
    let server = app.serve();
    let answer = server.get("/api/v1/repositories/shop/component?name=src/pay").body;
    let component: Value = serde_json::from_str(&answer).unwrap();
    let (all, one) = (&component["card"]["customers"], &component["themes"][0]["customers"]);
    assert!(all["customers"].as_u64() >= one["customers"].as_u64(), "{component}");
    assert_eq!(all["signals_of_nobody"], 0, "{component}");
    let page = server.get("/code/component?repository=shop&name=src/pay").body;
    assert!(page.contains("customers") && page.contains("1 former customer"), "{page}");
    assert!(server.get("/code/file?repository=shop&path=src/pay/charge.py").body.contains("customers"));
}

#[test]
fn a_file_counts_its_customers_a_lone_signal_says_whose_it_is_and_components_carry_both_into_a_table() {
    let app = with_worth();
    shop(&app.folder().join("shop"));
    // One who speaks of a refund alone, in no theme, and one whom nobody knows.
    let alone = "id,review,date,email\n\
                 1,\"give_back in src/pay/charge.py failed for refund(charge)\",2024-02-01,zoe@acme.example\n\
                 2,\"give_back in src/pay/charge.py never answers\",2024-02-01,\n";
    app.import("alone.csv", alone, &["--map", "text=review,id=id,at=date,author-email=email"]);
    app.json(&["code", "add", "shop"]);
    for signal in ["zoe", "nobody"] {
        let found = app.json(&["search", "give_back", "--source", "alone"]);
        let hits = found["hits"].as_array().unwrap();
        let of = hits
            .iter()
            .find(|hit| hit["signal"]["excerpt"].as_str().unwrap().contains("failed") == (signal == "zoe"));
        let id = of.unwrap()["signal"]["id"].as_str().unwrap().to_owned();
        app.json(&["theme", "move", &id, "--nowhere"]);
        app.json(&["link", &id, "src/pay/charge.py#refund", "--yes"]);
    }
    let file = app.json(&["blame", "shop/src/pay/charge.py"]);
    let signals: Vec<&Value> = file["regions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|region| region["signals"].as_array().unwrap())
        .collect();
    let named = signals.iter().filter(|signal| signal["customers"][0]["name"] == "Acme").count();
    assert!(named >= 1 && signals.iter().any(|signal| signal["customers"] == json!([])), "{file}");
    assert!(file["customers"]["customers"].as_u64() >= Some(3), "{file}");
    let shown = app.run(&["blame", "shop/src/pay/charge.py"]).stdout;
    for told in ["whose: C-1 Acme", "whose: nobody that is known", "120,000 EUR"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let exported = app.run(&["export", "components"]).stdout;
    assert!(
        exported.starts_with("repository,component,owners,signals,customers,revenue_a_year,"),
        "{exported}"
    );
    assert!(exported.contains("120000.00 EUR"), "{exported}");
    let server = app.serve();
    let page = server.get("/code/file?repository=shop&path=src/pay/charge.py").body;
    for told in
        ["signals lead here", "120,000 EUR", "Whose: <a href=\"/customers/C-1\"", "nobody that is known"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[test]
fn the_api_and_the_exports_tell_the_same() {
    let app = with_worth();
    let server = app.serve();
    let answer = |path: &str| -> Value { serde_json::from_str(&server.get(path).body).unwrap() };
    let list = answer("/api/v1/themes?sort=customers");
    assert_eq!(list["themes"], app.json(&["themes", "--sort", "customers"])["themes"]);
    assert_eq!(list["themes"][0]["customers"]["customers"], 3, "{list}");
    assert_eq!(server.get("/api/v1/themes?sort=revenue").status, 422);
    let crashes = id(&theme(&list, "crash"));
    let one = answer(&format!("/api/v1/themes/{crashes}?customers=1"));
    assert_eq!(
        (&one["whose"]["more"], &one["whose"]["customers"][0]["id"]),
        (&json!(1), &json!("C-1")),
        "{one}"
    );
    assert_eq!(one["whose"]["revenue_of_more"], json!([{"hundredths": 1_200_000, "currency": "USD"}]));
    assert_eq!(answer("/api/v1/rates")["rates"], json!([]));
    let exported = app.run(&["export", "themes", "--sort", "customers"]).stdout;
    assert_eq!(exported, server.get("/api/v1/exports/themes?sort=customers").body);
    for told in ["revenue_a_year", "120000.00 EUR; 12000.00 USD", "share_of_nobody"] {
        assert!(exported.contains(told), "{told}: {exported}");
    }
}
