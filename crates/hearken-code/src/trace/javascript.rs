//! JavaScript and TypeScript: V8 (Node, Chrome, Edge) and Firefox and Safari; bundlers' and browsers' addresses are cut
//! to the path that the repository may have.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar = Grammar {
    language: "JavaScript",
    marks: &[".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".vue", ".svelte", "bundle", "node:", "://"],
    find,
    gap,
    outermost_first: false,
};

/// `at async Cart.add (src/cart.ts:12:7)`
static CALL: LazyLock<Regex> = pattern!(
    r"(?-u:\b)at (?:async )?(?:new )?(?P<fn>[^\n():]+?(?: \[as [^\]\n]+\])?) ",
    r"\((?:async )?(?P<file>(?:eval at [^\n]+?|(?:[^\n()<>]|\([\w.-]+\)/)+?)):(?P<line>\d+)(?::\d+)?\)",
);

/// `at src/cart.ts:12:7`
static BARE: LazyLock<Regex> = pattern!(
    r"(?-u:\b)at (?:async )?(?P<file>[A-Za-z]:\\[^\n()<>'",
    r#"":]+|(?:[A-Za-z][a-z-]*:/{0,3}(?:[A-Za-z]:)?)?[^\s()<>'":]+(?::\d+/[^\s()<>:]+)?):(?P<line>\d+):\d+"#,
);

/// Firefox and Safari: `add@https://shop.example/src/cart.js:12:7`; the consoles of browsers: `add @ cart.js:12`.
static AT: LazyLock<Regex> = pattern!(
    r#"(?P<fn>[a-z]+ code|(?:[A-Za-z]+ (?:callback|handler|listener)\*)?[^\s@()"]*)(?:@|[ \t]+@[ \t]+)"#,
    r#"(?P<file>(?:[a-z-]+://)?[^\s@",]+?):(?P<line>\d+)(?::\d+)?(?:[\s,"]|$)"#,
);

/// Safari names what has no name by its address alone.
static ADDRESS: LazyLock<Regex> =
    pattern!(r"(?m)^[ \t>|]*(?P<file>[a-z-]+://[^\s@]+?):(?P<line>\d+):\d+[ \t]*\r?$");

const ENDINGS: [&str; 14] = [
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".ts",
    ".tsx",
    ".mts",
    ".cts",
    ".vue",
    ".svelte",
    ".astro",
    ".html",
    ".bundle",
    ".jsbundle",
];

fn find(text: &str) -> Vec<Found<'_>> {
    [&CALL, &BARE, &AT, &ADDRESS]
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|captures| {
            let mut found = innermost_call(Found::from(&captures)?);
            let runtime = found.file.starts_with("node:") || found.file.starts_with("internal/");
            found.file = path(&found.file);
            found.in_app = !runtime && !found.file.contains("node_modules/");
            (runtime || ENDINGS.iter().any(|ending| found.file.ends_with(ending))).then_some(found)
        })
        .collect()
}

/// A call that follows others without a file on one line: `at <anonymous> at add (cart.js:1:2)`.
fn innermost_call(mut found: Found<'_>) -> Found<'_> {
    if let Some((skipped, function)) = found.function.and_then(|function| function.rsplit_once(" at ")) {
        found.range.start += skipped.len() + " at ".len();
        found.function = Some(function);
    }
    found
}

/// The path in an address: `webpack://shop/./src/cart.js?a1b2` is `src/cart.js`.
fn path(file: &str) -> String {
    // What was evaluated names the place that did so last.
    let file = if file.starts_with("eval at") { file.rsplit('(').next().unwrap_or(file) } else { file };
    // Hermes names a place in a bundle.
    let file = file.strip_prefix("address at ").unwrap_or(file);
    let file = file.split(['?', '#']).next().unwrap_or(file);
    let file = match file.split_once("://") {
        Some(("file", rest)) => rest,
        Some((scheme, rest)) if scheme.ends_with("-internal") => rest.trim_start_matches('/'),
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_host, path)| path),
        None => file,
    };
    let file =
        file.strip_prefix("/(").and_then(|rest| rest.split_once(")/")).map_or(file, |(_layer, path)| path);
    let file =
        file.strip_prefix('(').and_then(|rest| rest.split_once(")/")).map_or(file, |(_layer, path)| path);
    file.trim_start_matches("./").replace("%20", " ")
}

fn gap(gap: &str) -> Gap {
    if gap.contains("[cause]") || gap.contains("Caused by") {
        return Gap::Cause;
    }
    // `at Array.map (<anonymous>)` has no file and is no break.
    let other = spoken_lines(gap)
        .any(|line| !(line.starts_with("at ") || line == ")" || line.ends_with("[native code]")));
    if other { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    fn shown(text: &str) -> Vec<(String, Option<String>, Option<u32>, bool)> {
        frames(text).into_iter().map(|f| (f.file, f.function, f.line, f.in_app_hint)).collect()
    }

    #[test]
    fn node_names_function_and_file() {
        let text = "TypeError: x is undefined\n    at Cart.add (/srv/shop/src/cart.ts:12:7)\n    \
            at async Promise.all (index 0)\n    at new Pay (C:\\shop\\pay.js:3:1)\n    at Array.map (<anonymous>)\n    \
            at file:///srv/shop/main.mjs:9:2\n    at /srv/node_modules/express/lib/router.js:5:10\n    \
            at node:internal/process/task_queues:95:5";
        assert_eq!(
            shown(text),
            [
                ("/srv/shop/src/cart.ts".into(), Some("Cart.add".into()), Some(12), true),
                ("C:/shop/pay.js".into(), Some("Pay".into()), Some(3), true),
                ("/srv/shop/main.mjs".into(), None, Some(9), true),
                ("/srv/node_modules/express/lib/router.js".into(), None, Some(5), false),
                ("node:internal/process/task_queues".into(), None, Some(95), false),
            ]
        );
        assert_eq!(frames(text).last().map(|frame| frame.position), Some(5));
    }

    #[test]
    fn firefox_and_safari_name_the_function_before_an_at() {
        let text = "add@https://shop.example/static/src/cart.js?v=3:12:7\n@http://localhost:3000/main.js:1:2\n\
            global code@https://shop.example/app.js:4";
        assert_eq!(
            shown(text),
            [
                ("static/src/cart.js".into(), Some("add".into()), Some(12), true),
                ("main.js".into(), None, Some(1), true),
                ("app.js".into(), Some("global code".into()), Some(4), true),
            ]
        );
    }

    #[test]
    fn bundlers_addresses_are_cut_to_the_path() {
        let text = "    at add (webpack-internal:///./src/cart.js:12:7)\n    at pay (webpack://shop/./src/pay.tsx?a1:3:1)\n    \
            at Page (webpack-internal:///(rsc)/./app/(shop)/page.tsx:8:1)\n    at http://localhost:5173/src/App.vue:7:1";
        let files: Vec<_> = frames(text).into_iter().map(|frame| frame.file).collect();
        assert_eq!(files, ["src/cart.js", "src/pay.tsx", "app/(shop)/page.tsx", "src/App.vue"]);
    }

    #[test]
    fn a_cause_comes_first() {
        let text = "Error: a\n    at f (src/a.js:1:1) {\n  [cause]: Error: b\n      at g (src/b.js:2:2)\n}";
        let files: Vec<_> = frames(text).into_iter().map(|frame| frame.file).collect();
        assert_eq!(files, ["src/b.js", "src/a.js"]);
    }

    #[test]
    fn times_and_addresses_are_no_frames() {
        assert!(
            frames("write to me@shop.example:80 at 12:30:00, at http://shop.example:80:1, ./x.js").is_empty()
        );
    }
}
