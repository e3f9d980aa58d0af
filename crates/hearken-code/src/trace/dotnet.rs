//! .NET: frames with a file in whatever language the runtime speaks, and without one by their class.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar = Grammar {
    language: ".NET",
    marks: &[".cs", ".vb", ".fs", ".razor", ".cshtml", ")"],
    find,
    gap,
    outermost_first: false,
};

/// `at Shop.Cart.Add(Item item) in C:\shop\Cart.cs:line 12`; German has `bei … in …:Zeile 12`, Japanese
/// `場所 … 場所 …:行 12`, Mono `at Shop.Cart.Add (Item item) [0x0001a] in /shop/Cart.cs:12`, Unity `(at Assets/Cart.cs:12)`.
static WITH_FILE: LazyLock<Regex> = pattern!(
    r"(?:(?:^|[ \t])\p{L}{1,12}:?[ \t]+)?(?P<fn>[^\s()]+) ?\([^()\n]*\)(?:\+[\w.<>]+\([^()\n]*\))?(?: \[0x[0-9a-f]+\])?",
    r"(?: (?:\p{L}{1,16} ){0,2}\p{L}{1,16}:? | \(at )",
    r"(?P<file>(?:(?:[A-Za-z]:)?[\\/][^\n:]*?|Assets/[^\n:()]*?|[^\s:()]*?)\.(?:cs|vb|fs|razor|cshtml)):(?:\p{L}+\.? ?)?(?P<line>\d+)\.?",
);

/// The word before a frame in the languages that the runtime speaks.
const WORDS: [&str; 24] = [
    "at",
    "bei",
    "à",
    "en",
    "em",
    "in",
    "w",
    "v",
    "в",
    "у",
    "bij",
    "vid",
    "ved",
    "på",
    "hos",
    "kohteessa",
    "konum:",
    "στο",
    "在",
    "於",
    "場所",
    "위치:",
    "helyen:",
    "tại",
];

/// `at Shop.Cart.Add(Item item)`
static WITHOUT_FILE: LazyLock<Regex> = pattern!(
    r"(?:^|[\s])(?P<word>[\p{L}]{1,12}:?)[ \t]+(?P<fn>(?:[\w`+<>$|]+\.)+[\w`<>|$.]+)(?:\[[^\]\n]*\])?",
    r" ?\((?P<arguments>[^()\n]*)\)(?: \[0x[0-9a-f]+\] in <[^>\n]*>:0)?(?P<after>[^\n]{0,3})",
);

fn find(text: &str) -> Vec<Found<'_>> {
    let with = WITH_FILE.captures_iter(text).filter_map(|captures| Found::from(&captures));
    let without = WITHOUT_FILE.captures_iter(text).filter_map(|captures| {
        let function = captures.name("fn")?.as_str();
        let after = captures.name("after")?;
        let ends = after.is_empty() || after.as_str().starts_with(char::is_whitespace);
        let known = WORDS.contains(&captures.name("word")?.as_str());
        // What was compiled ahead of time has types alone, and an offset behind them.
        let offset = after.as_str() == " + ";
        let fits = offset || captures.name("arguments")?.as_str().split(',').all(is_argument);
        if !ends || !known || !fits {
            return None;
        }
        Some(Found {
            range: captures.get(0)?.start()..after.start(),
            file: file(function)?,
            of_class: true,
            function: Some(function),
            line: None,
            in_app: true,
            first: false,
            counted_down: false,
        })
    });
    with.chain(without)
        .map(|mut found| {
            let function = found.function.unwrap_or_default();
            found.in_app = !["System.", "Microsoft."].iter().any(|library| function.starts_with(library));
            found
        })
        .collect()
}

/// Whether it is a type with a name, or with none behind the blank, as obfuscators leave it; other languages have other
/// things in parentheses.
fn is_argument(argument: &str) -> bool {
    // So the JVM says that it knows no file.
    if matches!(argument.trim(), "Native Method" | "Unknown Source" | "Compiled Code") {
        return false;
    }
    let of_type = |c: char| c.is_alphanumeric() || "._`&*[]<>|+".contains(c);
    let words: Vec<&str> = argument.split_whitespace().collect();
    let fits = match words.len() {
        0 | 2 => true,
        1 => argument.ends_with(' '),
        _ => false,
    };
    fits && words.iter().all(|word| word.chars().all(of_type))
}

/// `Shop/Cart.cs` of `Shop.Cart+Row.Add` and of `Shop.Cart.<Add>d__1.MoveNext`.
fn file(function: &str) -> Option<String> {
    let (path, _) = function.split_once(".<").or_else(|| function.rsplit_once('.'))?;
    let path = path.split(['+', '`']).next()?;
    Some(format!("{}.cs", path.replace('.', "/")))
}

fn gap(gap: &str) -> Gap {
    let other = spoken_lines(gap).any(|line| !line.starts_with("---"));
    if other { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    #[test]
    fn the_file_and_line_are_read_in_any_language() {
        let text = "System.Exception: x ---> y\n   at Shop.Cart.Add(Item item, Int32 n) in C:\\shop dir\\Cart.cs:line 12\n   \
            --- End of inner exception stack trace ---\n   bei Shop.Main.Run() in /srv/shop/Main.cs:Zeile 7";
        let shown: Vec<_> = frames(text)
            .into_iter()
            .map(|f| (f.file, f.function.unwrap_or_default(), f.line, f.position))
            .collect();
        let expected =
            [("C:/shop dir/Cart.cs", "Shop.Cart.Add", 12, 1), ("/srv/shop/Main.cs", "Shop.Main.Run", 7, 2)]
                .map(|(file, function, line, position)| {
                    (file.to_owned(), function.to_owned(), Some(line), position)
                });
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_frame_without_a_file_is_known_by_its_class() {
        let text = "   at Shop.Pay.Card`1.<Charge>d__3.MoveNext()\n   at Shop.Cart+Row.Add(String name)\n   \
            at System.Linq.Enumerable.First(IEnumerable`1 source)";
        let shown: Vec<_> = frames(text).into_iter().map(|f| (f.file, f.in_app_hint)).collect();
        let expected =
            [("Shop/Pay/Card.cs", true), ("Shop/Cart.cs", true), ("System/Linq/Enumerable.cs", false)]
                .map(|(file, app)| (file.to_owned(), app));
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_sentence_is_no_frame() {
        assert!(frames("we look\nat the cart.It is empty (always)\nat home").is_empty());
    }
}
