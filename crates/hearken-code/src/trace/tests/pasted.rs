//! Traces as customers paste them: through logs, terminals, pages and JSON, in the languages that runtimes speak.

use crate::trace::frames;

/// Function (empty where none is told), file and line (0 where none is told), from where it failed outwards.
type Told = &'static [(&'static str, &'static str, u32)];

fn assert_told(cases: &[(&str, Told)]) {
    for (text, told) in cases {
        let found = frames(text);
        let shown: Vec<_> = found
            .iter()
            .map(|f| (f.function.as_deref().unwrap_or_default(), f.file.as_str(), f.line.unwrap_or_default()))
            .collect();
        assert_eq!(shown, *told, "{text}");
        assert!(found.iter().all(|frame| text.contains(frame.raw)), "{text}");
    }
}

const GO: Told = &[("shop.Send", "/src/shop/post.go", 9), ("main.main", "/src/shop/main.go", 4)];
const JAVA: Told = &[("charge", "org/shop/Pay.java", 40), ("run", "org/shop/Till.java", 7)];
const PYTHON: Told = &[("charge", "/srv/shop/pay.py", 12), ("main", "/srv/shop/app.py", 30)];
const NET: Told = &[("Shop.Pay.Charge", "C:/shop/Pay.cs", 12), ("Shop.Till.Run", "C:/shop/Till.cs", 7)];

/// What a log puts before each line.
const PREFIXES: [&str; 18] = [
    "> ",
    "web_1  | ",
    "shop-web-1 | 2024-03-05T09:07:01.25Z ",
    "[pod/shop-6d5f9c/web] ",
    "shop-7d9f8b6c5-x2x4z web ",
    "2024-03-05T09:07:01.250123456Z stderr F ",
    "2024-03-05 09:07:01,250 ERROR [main] ",
    "2024-03-05 09:07:01.250 ERROR 311 --- [nio-80-exec-1] o.s.Pay : ",
    "[311] ERROR ",
    "[ERROR] ",
    "Mar  5 09:07:01 box shop[311]: ",
    "Mar 05 09:07:01 box shop: ",
    "2024-03-05T09:07:01+00:00 app[web.1]: ",
    "E/AndroidRuntime( 311): ",
    "03-05 09:07:01.250  311  312 E AndroidRuntime: ",
    "2024-03-05 09:07:01.250 311-311/org.shop E/AndroidRuntime: ",
    "2024-03-05 09:07:01.250   311-311   AndroidRuntime   org.shop   E  ",
    "\u{1b}[36mapp\u{1b}[0m | \u{1b}[31mERROR\u{1b}[0m ",
];

const GO_TEXT: &str = "panic: runtime error: nil\n\ngoroutine 1 [running]:\nshop.Send(0xc0002f40a0, {0x1, 0x2})\n\
    \t/src/shop/post.go:9 +0x21d\nmain.main()\n\t/src/shop/main.go:4 +0x1\n";
const JAVA_TEXT: &str =
    "java.lang.Error: x\n\tat org.shop.Pay.charge(Pay.java:40)\n\tat org.shop.Till.run(Till.java:7)\n";
const PYTHON_TEXT: &str = "Traceback (most recent call last):\n  File \"/srv/shop/app.py\", line 30, in main\n    \
    charge(card)\n  File \"/srv/shop/pay.py\", line 12, in charge\n    return 1 / 0\nZeroDivisionError\n";
const NET_TEXT: &str = "System.Exception: x\n   at Shop.Pay.Charge(Card card, Int32 cents) in C:\\shop\\Pay.cs:line 12\n   \
    at Shop.Till.Run() in C:\\shop\\Till.cs:line 7\n";
const RUST_TEXT: &str = "thread 'main' panicked at src/pay.rs:12:5:\nno card\nstack backtrace:\n   0: shop::pay::charge\n             \
    at ./src/pay.rs:13:5\n   1: shop::main\n             at ./src/main.rs:3:5\n";
const RUST: Told =
    &[("", "src/pay.rs", 12), ("shop::pay::charge", "./src/pay.rs", 13), ("shop::main", "./src/main.rs", 3)];
const RUBY_TEXT: &str = "app/pay.rb:12:in `charge': no card (RuntimeError)\n\tfrom app/till.rb:7:in `run'\n";
const RUBY: Told = &[("charge", "app/pay.rb", 12), ("run", "app/till.rb", 7)];
const NODE_TEXT: &str =
    "TypeError: x\n    at Pay.charge (/srv/shop/pay.ts:12:7)\n    at async /srv/shop/till.ts:7:3\n";
const NODE: Told = &[("Pay.charge", "/srv/shop/pay.ts", 12), ("", "/srv/shop/till.ts", 7)];
const PHP_TEXT: &str = "PHP Fatal error:  Uncaught Error: x in /srv/shop/Pay.php:12\nStack trace:\n\
    #0 /srv/shop/Till.php(7): Shop\\Pay->charge()\n#1 {main}\n  thrown in /srv/shop/Pay.php on line 12\n";
const PHP: Told = &[("", "/srv/shop/Pay.php", 12), ("Shop\\Pay->charge", "/srv/shop/Till.php", 7)];

const ALL: [(&str, Told); 8] = [
    (GO_TEXT, GO),
    (JAVA_TEXT, JAVA),
    (PYTHON_TEXT, PYTHON),
    (NET_TEXT, NET),
    (RUST_TEXT, RUST),
    (RUBY_TEXT, RUBY),
    (NODE_TEXT, NODE),
    (PHP_TEXT, PHP),
];

#[test]
fn every_language_is_read_behind_every_logs_prefix() {
    for (text, told) in ALL {
        assert_told(&[(text, told)]);
        for prefix in PREFIXES {
            let logged: String = text.lines().map(|line| format!("{prefix}{line}\n")).collect();
            assert_told(&[(&logged, told)]);
        }
    }
}

#[test]
fn a_cause_comes_first_behind_every_logs_prefix() {
    let text = "java.lang.Error: x\n\tat org.shop.Till.run(Till.java:7)\nCaused by: java.lang.Error: y\n\tat \
        org.shop.Pay.charge(Pay.java:40)\n\t... 5 more\n";
    for prefix in PREFIXES {
        let logged: String = text.lines().map(|line| format!("{prefix}{line}\n")).collect();
        assert_told(&[(&logged, JAVA)]);
    }
}

#[test]
fn every_language_is_read_with_its_newlines_escaped_once_or_twice() {
    for (text, told) in ALL {
        let once = serde_json::to_string(text).unwrap();
        let twice = serde_json::to_string(&once).unwrap();
        let windows = text.replace('\n', "\r\n");
        for escaped in [format!("{{\"stack\":{once}}}"), twice, windows] {
            assert_told(&[(&escaped, told)]);
        }
        let docker: String = text
            .lines()
            .map(|line| {
                let log = serde_json::to_string(&format!("{line}\n")).unwrap();
                format!("{{\"log\":{log},\"stream\":\"stderr\",\"time\":\"2024-03-05T09:07:01.25Z\"}}\n")
            })
            .collect();
        assert_told(&[(&docker, told)]);
    }
}

#[test]
fn every_language_is_read_on_one_line() {
    for (text, told) in ALL {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for flat in [text.replace('\n', " "), joined] {
            assert_told(&[(&flat, told)]);
        }
    }
}

#[test]
fn every_language_is_read_with_colours_and_from_a_page() {
    for (text, told) in ALL {
        let coloured = text.replace("at ", "\u{1b}[1;31mat\u{1b}[m ").replace('(', "(\u{1b}[36m");
        let caret = coloured.replace('\u{1b}', "^[");
        let escaped =
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let page: String =
            escaped.lines().map(|line| format!("<span class=\"line\">{line}</span><br/>")).collect();
        assert_told(&[(&coloured, told), (&caret, told), (&page, told)]);
    }
}

#[test]
fn dotnet_is_read_in_the_languages_it_speaks() {
    const WITHOUT: Told = &[("Shop.Pay.Charge", "Shop/Pay.cs", 0), ("Shop.Till.Run", "Shop/Till.cs", 0)];
    for (at, within, line) in [
        ("at", "in", "line"),
        ("bei", "in", "Zeile"),
        ("à", "dans", "ligne"),
        ("en", "en", "línea"),
        ("em", "na", "linha"),
        ("in", "in", "riga"),
        ("в", "в", "строка"),
        ("w", "w", "wiersz"),
        ("在", "位置", "行号"),
        ("場所", "場所", "行"),
        ("위치:", "파일", "줄"),
        ("konum:", "konum:", "satır"),
        ("a következő helyen:", "hely:", "sor"),
    ] {
        let frame = |call: &str, file: &str| format!("   {at} {call} {within} {file}:{line} ");
        let text = format!(
            "System.Exception: x\n{}12\n{}7\n",
            frame("Shop.Pay.Charge(Card card, Int32 cents)", "C:\\shop\\Pay.cs"),
            frame("Shop.Till.Run()", "C:\\shop\\Till.cs"),
        );
        assert_told(&[(&text, NET), (&text.replace('\n', " "), NET)]);
        let text = format!("x\n   {at} Shop.Pay.Charge(Card card, Int32 )\n   {at} Shop.Till.Run()\n");
        assert_told(&[(&text, WITHOUT), (&text.replace('\n', " "), WITHOUT)]);
    }
}

#[test]
fn other_runtimes_of_dotnet_are_read() {
    assert_told(&[
        (
            "  at Shop.Pay.Charge (Shop.Card card) [0x0001a] in /src/Pay.cs:12 ",
            &[("Shop.Pay.Charge", "/src/Pay.cs", 12)],
        ),
        (
            "  at Shop.Pay.Charge (Shop.Card card) [0x0001a] in <0123ab>:0 ",
            &[("Shop.Pay.Charge", "Shop/Pay.cs", 0)],
        ),
        (
            "Shop.Pay:Charge(Card) (at Assets/My Game/Pay.cs:12)",
            &[("Shop.Pay:Charge", "Assets/My Game/Pay.cs", 12)],
        ),
        ("   at Shop.Pay.Charge(Card, Int32) + 0x1f", &[("Shop.Pay.Charge", "Shop/Pay.cs", 0)]),
        (
            "   at Shop.Pay.Items()+MoveNext() in D:\\My Shop\\Pay.cs:line 3",
            &[("Shop.Pay.Items", "D:/My Shop/Pay.cs", 3)],
        ),
    ]);
}

#[test]
fn the_jvm_is_read_without_files_and_as_tools_print_it() {
    assert_told(&[
        ("    at org.shop.Pay.charge (Pay.java:40)", &JAVA[..1]),
        ("\tat org.shop.Pay.charge(org.shop.app@1.2/Pay.java:40)", &JAVA[..1]),
        ("\tat java.util.Joiner.add(java.base@17.0.1/Joiner.java:2)", &[("add", "java/util/Joiner.java", 2)]),
        ("\tat org.shop.Pay.charge(Unknown Source:12)", &[("charge", "org/shop/Pay.java", 0)]),
        ("\tat org.shop.Pay.charge(SourceFile:3)", &[("charge", "org/shop/Pay.java", 3)]),
        ("\tat org.shop.Pay.charge(SourceFile)", &[("charge", "org/shop/Pay.java", 0)]),
        ("\tat org.shop.Pay.charge(Native Method)", &[("charge", "org/shop/Pay.java", 0)]),
        (
            "\tat org.shop.PayTest.charges one card, once(PayTest.kt:3)",
            &[("charges one card, once", "org/shop/PayTest.kt", 3)],
        ),
        ("[org.shop.Pay.charge(Pay.java:40), org.shop.Till.run(Till.java:7)]", JAVA),
        ("W/x( 1): at org.shop.Pay.&lt;init&gt;(Pay.java:4)", &[("<init>", "org/shop/Pay.java", 4)]),
        (
            "\tat org.shop.Pay.charge(Pay.java:40)\n\t- waiting to lock <0x1> (a org.shop.Card)\n\
             \tat org.shop.Till.run(Till.java:7)",
            JAVA,
        ),
    ]);
    let dump =
        frames("\tat a.B.c(B.java:1)\n\t- locked <0x00000007> (a java.lang.Object)\n\tat a.D.e(D.java:2)");
    assert_eq!(dump.iter().map(|frame| frame.position).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn python_says_itself_which_call_is_first() {
    let first = "Fatal Python error: Aborted\n\nCurrent thread 0x7f (most recent call first):\n  \
        File \"/srv/shop/pay.py\", line 12 in charge\n  File \"/srv/shop/app.py\", line 30 in main\n";
    assert_told(&[(first, PYTHON)]);
    let other = first.replace(
        "Fatal Python error: Aborted\n\nCurrent thread",
        "Thread 0x9 (most recent call first):\n  \
        File \"b.py\", line 2 in wait\n\nCurrent thread",
    );
    assert_eq!(frames(&other)[0].function.as_deref(), Some("charge"), "the thread that failed comes first");
    let two = format!("{first}\nThread 0x8 (most recent call first):\n  File \"b.py\", line 2 in wait\n");
    assert_eq!(frames(&two).iter().map(|frame| frame.position).collect::<Vec<_>>(), [1, 2, 1]);
}

#[test]
fn paths_of_windows_may_hold_blanks() {
    assert_told(&[
        (
            "PHP Fatal error:  Uncaught Error: x in C:\\My Sites\\shop\\Pay.php:12\nStack trace:\n\
             #0 C:\\My Sites (old)\\shop\\Till.php(7): Shop\\Pay->charge()\n#1 {main}\n  thrown in \
             C:\\My Sites\\shop\\Pay.php on line 12",
            &[
                ("", "C:/My Sites/shop/Pay.php", 12),
                ("Shop\\Pay->charge", "C:/My Sites (old)/shop/Till.php", 7),
            ],
        ),
        (
            "[2024-03-05 09:07:01] production.ERROR: x {\"exception\":\"[object] (Error(code: 0): x at \
             C:\\\\My Sites\\\\shop\\\\new\\\\Pay.php:12)\n[stacktrace]\n#0 C:\\\\My Sites\\\\Till.php(7): f()",
            &[("", "C:/My Sites/shop/new/Pay.php", 12), ("f", "C:/My Sites/Till.php", 7)],
        ),
        ("at charge (C:\\My Shop\\pay.js:12:3)", &[("charge", "C:/My Shop/pay.js", 12)]),
        ("main.f(0x1)\n\tC:/My Shop/pay.go:12 +0x1", &[("main.f", "C:/My Shop/pay.go", 12)]),
        ("File \"C:\\My Shop\\new\\pay.py\", line 12, in f", &[("f", "C:/My Shop/new/pay.py", 12)]),
        ("at C:\\My Shop\\pay.js:12:3", &[("", "C:/My Shop/pay.js", 12)]),
        ("at file:///C:/My%20Shop/pay.js:12:3", &[("", "/C:/My Shop/pay.js", 12)]),
        ("   0: shop::pay\n      at C:\\My Shop\\pay.rs:12:3", &[("shop::pay", "C:/My Shop/pay.rs", 12)]),
        ("C:/My Shop/pay.rb:12:in 'Pay#charge'", &[("Pay#charge", "C:/My Shop/pay.rb", 12)]),
        ("Error: x in /home/ann/My Sites/pay.php on line 12", &[("", "/home/ann/My Sites/pay.php", 12)]),
        ("panicked at C:\\My Shop\\pay.rs:12:3:\nx", &[("", "C:/My Shop/pay.rs", 12)]),
        (
            "x\\n   at Shop.Pay.Charge() in C:\\shop\\net\\Pay.cs:line 12\\n   at Shop.Till.Run()",
            &[("Shop.Pay.Charge", "C:/shop/net/Pay.cs", 12), ("Shop.Till.Run", "Shop/Till.cs", 0)],
        ),
    ]);
}

#[test]
fn browsers_and_bundlers_are_read() {
    assert_told(&[
        (
            "add@https://shop.example/src/a.js:1:2 map@[native code] pay@https://shop.example/src/b.js:3:4",
            &[("add", "src/a.js", 1), ("pay", "src/b.js", 3)],
        ),
        ("map@[native code]\nhttps://shop.example/src/a.ts:4:1\n", &[("", "src/a.ts", 4)]),
        (
            "at add (src/a.ts:8) at HTMLButtonElement.onclick (index.html:12)",
            &[("add", "src/a.ts", 8), ("HTMLButtonElement.onclick", "index.html", 12)],
        ),
        (
            "add@src/a.ts:8\nsetTimeout handler*pay@src/b.ts:9",
            &[("add", "src/a.ts", 8), ("setTimeout handler*pay", "src/b.ts", 9)],
        ),
        ("pay\t@\tb.js:3", &[("pay", "b.js", 3)]),
        ("at f (webpack:///./src/a.js:1:2)", &[("f", "src/a.js", 1)]),
        ("at Array.map (<anonymous>) at f (src/a.js:1:2)", &[("f", "src/a.js", 1)]),
        ("at https://h.example/a.js:1:2 at f (src/b.js:3:4)", &[("", "a.js", 1), ("f", "src/b.js", 3)]),
        ("at add (address at src/main.jsbundle:1:20)", &[("add", "src/main.jsbundle", 1)]),
    ]);
}

#[test]
fn a_frame_is_shown_as_it_arrived() {
    let text = "a\n> \u{1b}[1mat\u{1b}[m org.shop.Pay.&lt;init&gt; (\u{1b}[36mPay.java:8\u{1b}[m)\u{1b}[0m";
    assert_eq!(frames(text)[0].raw, "at\u{1b}[m org.shop.Pay.&lt;init&gt; (\u{1b}[36mPay.java:8\u{1b}[m)");
}

#[test]
fn sentences_are_no_frames() {
    for text in [
        "we met at noon (12:30) in the shop",
        "bei Shop.Kasse (neu) war ich in der Stadt",
        "in Main.Street (near the shop) it rained",
        "I was at the Shop.Example (closed), write to ann@shop.example:80",
        "en Madrid (2024)",
        "version 1.2.3 (Pay.java) of it",
        "C:\\new\\table is full",
    ] {
        assert!(frames(text).is_empty(), "{text}");
    }
}
