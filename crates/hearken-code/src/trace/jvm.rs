//! Java, Kotlin, Scala and Groovy: also wrapped by mail programs, behind log prefixes and on one line.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar = Grammar {
    language: "JVM",
    marks: &[".java", ".kt", ".scala", ".groovy", ".clj", "Native Method", "Unknown Source", "(SourceFile"],
    find,
    gap,
    outermost_first: false,
};

/// `at app//org.shop.Cart$Item.add(Cart.java:12) ~[shop.jar:1.0]`; Maven puts a blank before the parenthesis, and jstack the
/// module into it.
static FRAME: LazyLock<Regex> = pattern!(
    r"(?P<at>(?-u:\b)at\s+)?(?:[\w.@+-]*/)*(?P<class>(?:[\w$-]+\.)*[\w$-]+)(?:/0x[0-9a-f]+)?\.",
    r"(?P<fn><?[\w$-]+>?(?: [\w$,'-]+){0,12}) ?\(\s*(?:[\w.$-]+(?:@[\w.+-]*)?/)?",
    r"(?:(?P<name>[\w$-]+\.(?:java|kt|kts|scala|groovy|clj))(?::\s*(?P<line>\d+))?",
    r"|(?P<source>SourceFile)(?::(?P<source_line>\d+))?",
    // What Android counts in a source that it does not know is no line.
    r"|(?P<file>Native Method|Unknown Source|Compiled Code|Inlined Compiled Code|<generated>)(?::\d+)?)",
    r"\s*\)(?:[ \t]*~?\[[^\]\n]*\])?",
);

const LIBRARIES: [&str; 12] = [
    "java.",
    "javax.",
    "jakarta.",
    "sun.",
    "jdk.",
    "com.sun.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "groovy.",
    "org.codehaus.groovy.",
    "android.",
];

fn find(text: &str) -> Vec<Found<'_>> {
    FRAME
        .captures_iter(text)
        .filter_map(|captures| {
            let class = captures.name("class")?.as_str();
            let name = captures.name("name").map(|name| name.as_str());
            let line = captures.name("line").or_else(|| captures.name("source_line"));
            // Lists of frames have no word before each: there a line tells them from sentences.
            if captures.name("at").is_none()
                && (line.is_none() || class.starts_with(|c: char| c.is_numeric()))
            {
                return None;
            }
            Some(Found {
                range: captures.get(0)?.range(),
                file: file(class, name),
                of_class: name.is_none(),
                function: captures.name("fn").map(|function| function.as_str()),
                line: line.and_then(|line| line.as_str().parse().ok()),
                in_app: !LIBRARIES.iter().any(|library| class.starts_with(library)),
                first: false,
                counted_down: false,
            })
        })
        .collect()
}

/// The package's folder and the file; where that is not given, the file of the outermost class.
fn file(class: &str, name: Option<&str>) -> String {
    let (package, class) =
        class.rsplit_once('.').map_or((None, class), |(package, class)| (Some(package), class));
    let name =
        name.map_or_else(|| format!("{}.java", class.split('$').next().unwrap_or(class)), str::to_owned);
    match package {
        Some(package) => format!("{}/{name}", package.replace('.', "/")),
        None => name,
    }
}

fn gap(gap: &str) -> Gap {
    let lower = gap.to_ascii_lowercase();
    if lower.contains("caused by") || lower.contains("root cause") || lower.contains("nested exception") {
        return Gap::Cause;
    }
    let other = spoken_lines(gap).any(|line| {
        let log_prefix = line.len() < 60 && !gap.trim_end_matches([' ', '\t']).ends_with('\n');
        let lock = ["- ", "locked <", "waiting ", "parking "].iter().any(|word| line.starts_with(word));
        !line.starts_with("...") && !lock && !log_prefix
    });
    if other { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    fn shown(text: &str) -> Vec<(String, Option<u32>, usize)> {
        frames(text).into_iter().map(|frame| (frame.file, frame.line, frame.position)).collect()
    }

    #[test]
    fn the_class_gives_the_folder_and_the_cause_comes_first() {
        let text = "org.shop.PayException: declined\n\tat org.shop.Pay.charge(Pay.java:40)\n\
            \tat org.shop.Cart$Item.<init>(Cart.java:12)\n\t... 3 more\nCaused by: java.lang.NullPointerException\n\
            \tat org.shop.Card.limit(Card.kt:7)\n\t... 5 more\n";
        assert_eq!(
            shown(text),
            [
                ("org/shop/Card.kt".into(), Some(7), 1),
                ("org/shop/Pay.java".into(), Some(40), 2),
                ("org/shop/Cart.java".into(), Some(12), 3),
            ]
        );
        assert_eq!(frames(text)[2].function.as_deref(), Some("<init>"));
    }

    #[test]
    fn traces_that_were_wrapped_or_put_on_one_line_are_read() {
        let wrapped =
            "E\n        at\norg.shop.Pay.charge(Pay.java:40)\n        at org.shop.Cart.add(Cart.java:\n12)\n";
        let one_line = "E at org.shop.Pay.charge(Pay.java:40) at org.shop.Cart.add(Cart.java:12)";
        let escaped = r"E\n\tat org.shop.Pay.charge(Pay.java:40)\n\tat org.shop.Cart.add(Cart.java:12)";
        let logged = "12:00 E/App: at org.shop.Pay.charge(Pay.java:40)\n12:00 E/App: at org.shop.Cart.add(Cart.java:12)";
        let expected =
            [("org/shop/Pay.java".to_owned(), Some(40), 1), ("org/shop/Cart.java".to_owned(), Some(12), 2)];
        for text in [wrapped, one_line, escaped, logged] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn the_runtime_is_not_the_app() {
        let text = "\tat java.base/java.lang.Thread.run(Thread.java:833)\n\tat app//org.shop.Main.main(Main.java:3) \
            ~[shop.jar:1.0]\n\tat sun.reflect.X.invoke0(Native Method)\n\tat org.shop.Old.run(Unknown Source)";
        let found = frames(text);
        let hints: Vec<_> = found.iter().map(|frame| (frame.file.as_str(), frame.in_app_hint)).collect();
        assert_eq!(
            hints,
            [
                ("java/lang/Thread.java", false),
                ("org/shop/Main.java", true),
                ("sun/reflect/X.java", false),
                ("org/shop/Old.java", true),
            ]
        );
    }

    #[test]
    fn two_traces_are_counted_apart() {
        let text = "\tat a.B.c(B.java:1)\nLater the same day it failed once more, with another message in the log:\n\
            \tat d.E.f(E.java:2)";
        assert_eq!(shown(text), [("a/B.java".into(), Some(1), 1), ("d/E.java".into(), Some(2), 1)]);
    }
}
