//! Lists of customers and what they are worth fit a terminal of 80 columns, as tables, and say what a wider one would show.

use crate::app::TestApp;
use crate::shop::shop;
use crate::terminal::run_within;
use crate::worth::with_worth;

/// Customers who pay in two currencies, with segments, goals, releases and code.
fn app() -> TestApp {
    let app = with_worth();
    shop(&app.folder().join("shop"));
    app.json(&["code", "add", "shop"]);
    app.json(&["customer", "set", "C-1", "plan=Enterprise", "name=Acme Anvils and Rockets of the North"]);
    app.json(&[
        "segment",
        "add",
        "Pays much",
        "revenue >= 10000 EUR and plan = Enterprise and state != former",
    ]);
    let charged = crate::shop::theme(&app, "charged");
    let words = "see each payment on the card once, on the day on which it was made";
    app.json(&["goal", "add", words, "--segment", "Pays much", "--theme", &charged]);
    app.json(&["release", "add", "2.4.0", "--product", "Pay", "--date", "2024-03-05"]);
    app
}

fn told(app: &TestApp, columns: usize, arguments: &[&str]) -> String {
    let ran = run_within(app, columns, arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    format!("{}---\n{}", ran.stdout, ran.stderr)
}

#[test]
fn themes_with_their_customers_stand_in_a_table_at_80_columns_and_whole_at_120() {
    let app = app();
    insta::assert_snapshot!("themes at 80 columns", told(&app, 80, &["themes"]));
    insta::assert_snapshot!("themes at 120 columns", told(&app, 120, &["themes"]));
    let piped = app.run(&["themes"]);
    assert!(
        piped.stdout.contains("BESIDES") && piped.stdout.contains("120k EUR, 12k USD"),
        "{}",
        piped.stdout
    );
}

#[test]
fn whatever_tells_of_customers_fits_80_columns() {
    let app = app();
    let charged = crate::shop::theme(&app, "charged");
    let lists: [(&[&str], &str); 8] = [
        (&["themes"], "ID    THEME"),
        (&["customer", "list"], "ID   NAME"),
        (&["segment", "list"], "NAME       CONDITION"),
        (&["goal", "list"], "ID   GOAL"),
        (&["release", "list"], "ID   PRODUCT"),
        (&["theme", "show", &charged], "whose: 3 customers"),
        (&["blame", "shop/src/pay/charge.py"], "whose: "),
        (&["locate", &charged], "whose: 3 customers"),
    ];
    for (arguments, titles) in lists {
        let ran = run_within(&app, 80, arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stdout.contains(titles), "{arguments:?} is no table: {}", ran.stdout);
        for line in ran.stdout.lines() {
            // What has no space to break at, such as a path, stays whole so that it can be copied.
            let breaks = line.trim_start().contains(' ') && !line.contains('/');
            assert!(console::measure_text_width(line) <= 80 || !breaks, "{arguments:?}: {line}");
        }
    }
    let customers = told(&app, 80, &["customer", "list"]);
    assert!(customers.contains("120,000 EUR a year") && customers.contains("SIGNALS"), "{customers}");
}
