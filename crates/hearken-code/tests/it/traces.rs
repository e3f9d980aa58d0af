//! A stack trace leads to the function that its line lies in, before any word does.

use hearken_code::{Evidence, Located};

use crate::shop::{Shop, commit};

const ORDERS: &str = "export async function sendOrder(order: Order) {\n  const post = order.post;\n  return \
    order.lines.map(async (line) => {\n    await post.send(line);\n  });\n}\n\nexport function \
    cannotReadUndefined(read: string) {\n  // cannot read properties of undefined\n  return read;\n}\n";
const TAX: &str = "pub fn rate(table: &[u32]) -> u32 {\n    let wanted = 3;\n    if wanted > 0 {\n        return \
    table[wanted];\n    }\n    0\n}\n\n/// The index within bounds, or the len.\npub fn index_of(len: usize, index: \
    usize) -> usize {\n    index.min(len)\n}\n";
const TILL: &str = "namespace Shop;\n\npublic class Till {\n  public void Open(int drawer) {\n    var x = 1;\n    x += \
    drawer;\n  }\n\n  public void FormatException(string text) {\n    throw new FormatException(text);\n  }\n}\n";
const STOCK: &str = "package org.shop\n\nclass Stock {\n  fun take(n: Int) {\n    println(n)\n  }\n}\n";
const JOB: &str =
    "import os\n\nLIMIT = int(os.environ[\"LIMIT\"])\n\n\ndef limit(environ):\n    return environ\n";

fn shop() -> Shop {
    let files = [
        ("web/orders.ts", Some(ORDERS)),
        ("src/tax.rs", Some(TAX)),
        ("Shop/Till.cs", Some(TILL)),
        ("app/src/org/shop/Stock.kt", Some(STOCK)),
        ("jobs/nightly.py", Some(JOB)),
    ];
    Shop::with_commits(vec![commit("2024-01-01T10:00:00Z", "Start", &files)])
}

/// Path, the line that the frame names, and the first place: its name and its lines.
fn first(found: &[Located]) -> (&str, Option<u32>, Option<&str>, (u32, u32)) {
    let line = found[0].evidence.iter().find_map(|reason| match reason {
        Evidence::Frame { line, .. } => Some(*line),
        _ => None,
    });
    let place = &found[0].spans[0];
    (
        found[0].path.as_str(),
        line.expect("a frame speaks for it"),
        place.symbol.as_deref(),
        (place.first_line, place.last_line),
    )
}

#[test]
fn the_line_of_a_frame_decides_the_function_before_any_word() {
    let shop = shop();
    let text = "TypeError: Cannot read properties of undefined\n    at async https://shop.example/web/orders.ts:4:11\n";
    assert_eq!(first(&shop.locate(text)), ("web/orders.ts", Some(4), Some("sendOrder"), (1, 6)));
    let text =
        "thread 'main' panicked at src/tax.rs:4:16:\nindex out of bounds: the len is 0 but the index is 3\n";
    let found = shop.locate(text);
    assert_eq!(first(&found), ("src/tax.rs", Some(4), Some("rate"), (1, 7)));
    assert_eq!(found[0].spans.len(), 1, "what words alone would lead to is not told beside it");
}

#[test]
fn a_frame_without_a_file_leads_to_the_function_that_it_names() {
    let shop = shop();
    for text in [
        "System.FormatException: x\n   bei Shop.Till.Open(Int32 drawer)\n   bei Shop.Program.Main(String[] args)\n",
        "System.FormatException: x   at Shop.Till.Open(Int32 drawer)   at Shop.Program.Main(String[] args)",
    ] {
        assert_eq!(first(&shop.locate(text)), ("Shop/Till.cs", None, Some("Open"), (4, 7)), "{text}");
    }
    let text = "E/AndroidRuntime( 311): \tat org.shop.Stock.take(Unknown Source:12)\n";
    assert_eq!(first(&shop.locate(text)).0, "app/src/org/shop/Stock.kt");
}

#[test]
fn a_line_that_lies_in_no_function_leads_to_the_lines_around_it() {
    let text = "Traceback (most recent call last):\n  File \"/srv/jobs/nightly.py\", line 3, in <module>\nKeyError: 'LIMIT'\n";
    assert_eq!(first(&shop().locate(text)), ("jobs/nightly.py", Some(3), None, (3, 3)));
}

#[test]
fn a_line_that_is_named_in_passing_decides_too() {
    let found = shop().locate("The index is wrong\nsee src/tax.rs:4, the len is 0");
    assert_eq!((found[0].path.as_str(), found[0].spans[0].symbol.as_deref()), ("src/tax.rs", Some("rate")));
}

#[test]
fn windows_writes_names_as_it_likes() {
    let text = "   at Shop.Till.Open(Int32 drawer) in C:\\My Shop\\shop\\till.cs:line 6\n";
    assert_eq!(first(&shop().locate(text)), ("Shop/Till.cs", Some(6), Some("Open"), (4, 7)));
}

#[test]
fn where_it_failed_comes_first_though_words_speak_for_a_caller() {
    let caller = "from .cards import limit\n\n\ndef charge(card):\n    # charge, limit, cards, tills\n    return limit(card)\n";
    let files = [
        ("shop/tills.py", Some(caller)),
        ("shop/cards.py", Some("def limit(card):\n    return card.most\n")),
        ("shop/other.py", Some("x = 1\n")),
    ];
    let shop = Shop::with_commits(vec![commit("2024-01-01T10:00:00Z", "Charge cards at tills", &files)]);
    for text in [
        "Fatal Python error: Aborted\n\nThread 0x7f (most recent call first):\n  File \"/srv/shop/cards.py\", line 2 in \
            limit\n  File \"/srv/shop/tills.py\", line 6 in charge\n",
        "Traceback (most recent call last):\n  File \"/srv/shop/tills.py\", line 6, in charge\n    return limit(card)\n  \
            File \"/srv/shop/cards.py\", line 2, in limit\n    return card.most\nAttributeError: charge of tills\n",
    ] {
        assert_eq!(first(&shop.locate(text)), ("shop/cards.py", Some(2), Some("limit"), (1, 2)), "{text}");
    }
}
