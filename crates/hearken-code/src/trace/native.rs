//! Programs that were compiled to the machine's own code: C, C++, Swift, Objective-C and Dart, as gdb, lldb, sanitizers and
//! crash logs show them.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar = Grammar {
    language: "native",
    marks: &[".c", ".h", ".m", ".swift", ".dart", ".C"],
    find,
    gap,
    outermost_first: false,
};

/// `#1  0x00005591 in add (n=1) at src/cart.c:12`, `frame #1: 0x1 shop`Cart.add(n=1) at Cart.swift:12:5`
static DEBUGGER: LazyLock<Regex> = pattern!(
    r"#\d+:?[ \t]+(?:0x[0-9a-f]+[ \t]+)?(?:in[ \t]+)?(?:[^\s`()]+`)?(?P<fn>[^\s(][^\n(]*?) ?\([^\n]*?\)(?: const)?",
    r"(?: \[[^\]\n]*\])* at (?P<file>(?:[A-Za-z]:)?[^\s:()]+\.(?:c|cc|cpp|cxx|C|h|hh|hpp|m|mm|swift)):(?P<line>\d+)",
);

/// `#1 0x4f81 in shop::add(int) /src/cart.cpp:12:5`
static SANITIZER: LazyLock<Regex> = pattern!(
    r"#\d+[ \t]+0x[0-9a-f]+[ \t]+in[ \t]+(?P<fn>\S[^\n]*?) ",
    r"(?P<file>(?:[A-Za-z]:)?[^\s:()]+\.(?:c|cc|cpp|cxx|C|h|hh|hpp|m|mm|swift|rs)):(?P<line>\d+)(?::\d+)?",
);

/// `3   Shop   0x0000000100003f4c Cart.add(item:) + 52 (Cart.swift:12)`
static CRASH_LOG: LazyLock<Regex> = pattern!(
    r"(?:\d+[ \t]+)?\S+[ \t]+0x[0-9a-f]{8,16}[ \t]+(?P<fn>[^\n]+?) (?:\+ \d+ )?",
    r"\((?P<file>[\w+.-]+\.(?:c|cc|cpp|cxx|h|hpp|m|mm|swift)):(?P<line>\d+)\)",
);

/// `Shop/Cart.swift:12: Fatal error: …`, `Fatal error: …: file Shop/Cart.swift, line 12`
static FATAL: LazyLock<Regex> = pattern!(r"(?-u:\b)file (?P<file>[^\s:,]+\.swift), line (?P<line>\d+)",);

/// `#0      Cart.add (package:shop/cart.dart:12:5)`
static DART: LazyLock<Regex> = pattern!(
    r"#\d+[ \t]+(?P<fn>[^\n()]+?) \((?:package:|file://)?(?P<file>[^\s():]+\.dart):(?P<line>\d+)(?::\d+)?\)",
);

fn find(text: &str) -> Vec<Found<'_>> {
    [&DEBUGGER, &SANITIZER, &CRASH_LOG, &FATAL, &DART]
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|captures| Found::from(&captures))
        .map(|mut found| {
            found.in_app = !["/usr/", "/build/", "dart:", "../sysdeps/", "flutter/"]
                .iter()
                .any(|library| found.file.starts_with(library));
            found
        })
        .collect()
}

/// Frames of which no file is known, and what a debugger says of a frame, stand between others.
fn gap(gap: &str) -> Gap {
    let other = spoken_lines(gap).filter(|line| {
        let number = line.strip_prefix("frame ").unwrap_or(line).trim_start_matches('#');
        !number.starts_with(|c: char| c.is_ascii_digit()) && !line.contains("0x")
    });
    if other.count() > 3 || gap.contains("Thread ") { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    #[test]
    fn debuggers_sanitizers_and_crash_logs_name_function_and_file() {
        for (text, function, file, line) in [
            ("#1  0x00005591 in cart_add (n=1) at src/cart.c:12", "cart_add", "src/cart.c", 12),
            ("#0  shop::add (n=..., m=(1)) at ../src/cart.cpp:7", "shop::add", "../src/cart.cpp", 7),
            ("  * frame #0: 0x0001 shop`Cart.add(n=1) at Cart.swift:12:5", "Cart.add", "Cart.swift", 12),
            (
                "    #1 0x4f81c3 in shop::add(int) /srv/shop/cart.cpp:12:5",
                "shop::add(int)",
                "/srv/shop/cart.cpp",
                12,
            ),
            (
                "3   Shop    0x0000000100003f4c Cart.add(item:) + 52 (Cart.swift:12)",
                "Cart.add(item:)",
                "Cart.swift",
                12,
            ),
            ("4 Shop 0x0000000100003f4c -[SHPCart add:] (SHPCart.m:9)", "-[SHPCart add:]", "SHPCart.m", 9),
            ("Fatal error: Index out of range: file Shop/Cart.swift, line 12", "", "Shop/Cart.swift", 12),
            ("#0      Cart.add (package:shop/cart.dart:12:5)", "Cart.add", "shop/cart.dart", 12),
        ] {
            let found = frames(text);
            let shown: Vec<_> = found
                .iter()
                .map(|f| (f.function.as_deref().unwrap_or_default(), f.file.as_str(), f.line))
                .collect();
            assert_eq!(shown, [(function, file, Some(line))], "{text}");
        }
    }

    #[test]
    fn a_crashed_thread_is_one_trace() {
        let text = "Thread 0 Crashed:\n0   libswiftCore.dylib  0x00000001a1 _assertionFailure + 188\n\
            1   Shop  0x0000000100003f4c Cart.add(item:) + 52 (Cart.swift:12)\n\
            2   UIKitCore  0x00000001a2b3c4d5 -[UIControl sendAction:] + 96\n\
            3   Shop  0x0000000100003f5c main + 9 (main.swift:3)\n";
        let shown: Vec<_> = frames(text).into_iter().map(|f| (f.file, f.position)).collect();
        assert_eq!(shown, [("Cart.swift".to_owned(), 1), ("main.swift".to_owned(), 2)]);
    }
}
