//! Which texts of a source are taken for words that users see.

use proptest::prelude::*;

use super::*;

fn found(language: Language, source: &str) -> Vec<(u32, &str)> {
    strings(language, "src/a", source).collect()
}

#[test]
fn messages_in_code_are_found_with_their_line() {
    let source = "// \"not this one\"\nlet a = \"card was declined\";\n/* \"nor\n this one\" */ let b = \"two more words\";\n\
        let c = \"one\";\nlet d = 'x'; let e: &'a str = \"after a lifetime\"; let f = '\"'; let g = \"after that quote\";\n";
    assert_eq!(
        found(Language::Rust, source),
        [(2, "card was declined"), (4, "two more words"), (6, "after a lifetime"), (6, "after that quote")]
    );
}

#[test]
fn escapes_do_not_end_a_text() {
    assert_eq!(found(Language::Java, r#"a("say \"no\" twice"); b("C:\\"); c("and go on");"#).len(), 2);
    assert_eq!(found(Language::CSharp, "a(@\"C:\\\"); b(\"go on here\");"), [(1, "go on here")]);
}

#[test]
fn texts_over_several_lines_are_taken_by_line() {
    let source = "let a = \"first of all\n    second of all\";\nlet b = r#\"a \"raw\" one\"#;\nlet c = \"the last one\";";
    let expected = [(1, "first of all"), (2, "second of all"), (3, "a \"raw\" one"), (4, "the last one")];
    assert_eq!(found(Language::Rust, source), expected);
    assert_eq!(
        found(Language::Go, "a := `first line\nsecond line`"),
        [(1, "first line"), (2, "second line")]
    );
    assert_eq!(found(Language::Java, "a(\"\"\"\n  text block here\n  \"\"\");"), [(2, "text block here")]);
}

#[test]
fn documentation_in_python_is_no_message() {
    let source = "def f():\n    \"\"\"Says what it does.\"\"\"\n    # it's a comment\n    fail('card was declined')\n    \
        x = '''so long\n    text here'''\n";
    assert_eq!(found(Language::Python, source), [(4, "card was declined"), (5, "so long"), (6, "text here")]);
}

#[test]
fn a_quote_that_does_not_close_ends_with_its_line() {
    assert_eq!(found(Language::Ruby, "a = 'unclosed text\nb = 'closed text'\n"), [(2, "closed text")]);
    assert_eq!(found(Language::JavaScript, "a = `unclosed text\nb = 'closed text'\n"), [(2, "closed text")]);
}

#[test]
fn text_between_tags_is_found_in_scripts() {
    let source = "const a = (x) => <p className=\"big red box\" title=\"shown to all\">\n  Don't pay twice {x}\n</p>;\n\
        const b = c > d ? 'not this' : e;\nif (a > b && c < d) {}\n";
    assert_eq!(found(Language::Tsx, source), [(1, "shown to all"), (2, "Don't pay twice"), (4, "not this")]);
}

#[test]
fn pages_give_their_text_and_the_attributes_that_people_see() {
    let source = "<!-- not this one -->\n<p class=\"not this one\" title='but this one'>Card was\n declined</p>\n\
        <style>a b { not this }</style>\n<script>\nfail(\"in a script\");\n</script>\n{% if not this %}<b>Try it again</b>\n\
        <input placeholder=\"Your card number\"> 1 < 2 <% not this %>";
    assert_eq!(
        found(Language::Html, source),
        [
            (2, "but this one"),
            (2, "Card was"),
            (6, "in a script"),
            (8, "Try it again"),
            (9, "Your card number"),
        ]
    );
}

#[test]
fn a_template_is_read_as_what_it_makes() {
    let found_in = |path| strings(Language::Template, path, "a { not this } /* \"one of two\" */").count();
    assert_eq!(
        (found_in("a.html.j2"), found_in("a.j2"), found_in("a.css.j2"), found_in("a.js.ejs")),
        (1, 1, 0, 0)
    );
}

#[test]
fn what_is_not_for_people_is_left_out() {
    for text in [
        "application/json; charset=utf-8",
        "a_b c_d",
        "%s: %d",
        "x y z",
        "https://a.b/c d",
        "--flag=1 --x",
        "",
    ] {
        assert_eq!(found(Language::Go, &format!("\"{text}\"")), [], "{text}");
    }
    for text in ["Unknown option: %s", "Card {} declined", "déjà payé", "卡被拒绝了", "It's paid."] {
        assert_eq!(found(Language::Go, &format!("\"{text}\"")), [(1, text)], "{text}");
    }
}

#[test]
fn a_translation_needs_one_word_and_its_key_is_not_one() {
    let found_in = |language, path, source| strings(language, path, source).collect::<Vec<_>>();
    assert_eq!(
        found_in(
            Language::Json,
            "web/locales/de.json",
            "{\n \"pay.button\": \"Bezahlen\",\n \"n\": [\"Karte\", 1]}"
        ),
        [(2, "Bezahlen"), (3, "Karte")]
    );
    assert_eq!(found_in(Language::Json, "package.json", "{\"a\": \"not for people\"}"), []);
    assert_eq!(
        found_in(
            Language::Yaml,
            "config/locales/en.yml",
            "en:\n  # no comment\n  pay: \"Pay now\"\n  card: Card\n"
        ),
        [(3, "Pay now"), (4, "Card")]
    );
    assert_eq!(
        found_in(
            Language::Properties,
            "a/LocalStrings.properties",
            "# no\npay.fail=Cannot pay {0}, \\\n    try again\n"
        ),
        [(2, "Cannot pay {0}, \\"), (3, "try again")]
    );
    assert_eq!(
        found_in(
            Language::Gettext,
            "locale/de.po",
            "#: a.py\nmsgid \"Pay\"\nmsgstr \"\"\n\"Content: x\\n\"\n\"Zahlen\"\n"
        ),
        [(2, "Pay"), (5, "Zahlen")]
    );
    assert_eq!(
        found_in(Language::Xml, "res/values/strings.xml", "<string name=\"a b\">Bezahlen</string>"),
        [(1, "Bezahlen")]
    );
}

#[test]
fn routes_are_found_where_they_are_set() {
    let found_in = |path| strings(Language::Python, path, "path('/cart/checkout', x)").collect::<Vec<_>>();
    assert_eq!(found_in("shop/urls.py"), [(1, "/cart/checkout")]);
    assert_eq!(found_in("shop/views.py"), []);
}

#[test]
fn a_character_that_is_a_lines_end_counts_as_one() {
    let found: Vec<_> = strings(Language::Rust, "a.rs", "'\n'\"two words\"").collect();
    assert_eq!(found, [(2, "two words")]);
}

#[test]
fn quotes_that_never_close_are_looked_for_once() {
    for source in
        ["`".repeat(200_001), "\"\\".repeat(200_000), "<a b='".repeat(100_000), "/*".repeat(200_000)]
    {
        for language in [Language::JavaScript, Language::Rust, Language::Html, Language::Clojure] {
            strings(language, "a", &source).count();
        }
    }
}

const LANGUAGES: [Language; 16] = [
    Language::Rust,
    Language::Python,
    Language::JavaScript,
    Language::Tsx,
    Language::Go,
    Language::CSharp,
    Language::Ruby,
    Language::Php,
    Language::Html,
    Language::Vue,
    Language::Lua,
    Language::Clojure,
    Language::Gettext,
    Language::Properties,
    Language::Json,
    Language::Yaml,
];

fn stand_where_told(source: &str) {
    let lines: Vec<&str> = source.split('\n').collect();
    for language in LANGUAGES {
        for (line, text) in strings(language, "i18n/a", source) {
            assert!(lines[line as usize - 1].contains(text), "{language:?} {line} {text:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_what_is_found_stands_on_its_line(source in any::<String>()) {
        stand_where_told(&source);
    }

    #[test]
    fn any_mixture_of_what_texts_are_made_of_is_read(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..80)
    ) {
        stand_where_told(&parts.concat());
    }
}

const PARTS: &[&str] = &[
    "\n",
    " ",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "'''",
    "\\",
    "two words",
    "卡被拒绝了",
    "ü",
    "//",
    "/*",
    "*/",
    "#",
    "--",
    "r#\"",
    "\"#",
    "@\"",
    "<p>",
    "</p>",
    "<script>",
    "</script>",
    "<style>",
    "<!--",
    "-->",
    "{%",
    "%}",
    "<",
    ">",
    "{",
    "}",
    " title=\"",
    "=",
    ": ",
    "msgid ",
    ";",
    "\r\n",
    "\u{0}",
];
