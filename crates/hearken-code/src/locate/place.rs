//! The part of a file that a frame or a line leads to: what the line lies in, or else the function that is named.

use crate::link::Span;
use crate::text::Text;
use crate::trace::Frame;

/// Lines of a type beyond which a line in it, but in none of its functions, is shown with its neighbours alone.
const TYPE_MAX: u32 = 60;
/// Neighbours of a line on either side, where it lies in nothing that has a name.
const NEIGHBOURS: u32 = 15;

/// Where a frame leads. Its line decides, unless the line may be made up by whoever took the file's name out.
pub(super) fn of_frame(text: &Text, path: &str, frame: &Frame<'_>) -> Option<Span> {
    let by_line = || frame.line.and_then(|line| of_line(text, line));
    let by_name = || frame.function.as_deref().and_then(|function| of_function(text, path, function));
    if frame.of_class { by_name().or_else(by_line) } else { by_line().or_else(by_name) }
}

/// The smallest function or type around a line, from 1; lines around it where there is none.
pub(super) fn of_line(text: &Text, line: u32) -> Option<Span> {
    if line == 0 || line as usize > text.lines.len() {
        return None;
    }
    let around = |span: &&Span| span.first_line <= line && line <= span.last_line;
    let length = |span: &Span| span.last_line - span.first_line;
    let innermost = text.symbols.iter().filter(around).min_by_key(|span| length(span));
    match innermost {
        Some(span) if length(span) < TYPE_MAX || text.parts.contains(span) => Some(span.clone()),
        None if text.symbols.is_empty() => text.parts.iter().find(around).cloned(),
        _ => neighbours(text, line),
    }
}

/// The lines around a line up to a blank one or to something that has a name.
fn neighbours(text: &Text, line: u32) -> Option<Span> {
    let spoken = |line: u32| !text.line(line).trim().is_empty();
    let inside = |line: u32| {
        let holds = |span: &&Span| span.first_line <= line && line <= span.last_line;
        text.parts.iter().find(holds).is_some()
    };
    if !spoken(line) {
        return None;
    }
    let joined = |other: &u32| spoken(*other) && !inside(*other);
    let last = text.lines.len() as u32;
    let up = (line.saturating_sub(NEIGHBOURS).max(1)..line).rev().take_while(joined).last();
    let down = (line + 1..=last.min(line + NEIGHBOURS)).take_while(joined).last();
    Some(Span { symbol: None, first_line: up.unwrap_or(line), last_line: down.unwrap_or(line) })
}

/// The function or type that a frame names: the last of the names in it that the file defines.
fn of_function(text: &Text, path: &str, function: &str) -> Option<Span> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let class = file.split('.').next().unwrap_or(file);
    let function = match function {
        "<init>" | "<clinit>" => class,
        function if function.ends_with(".ctor") || function.ends_with(".cctor") => class,
        function => function.split(" [as ").next().unwrap_or(function),
    };
    names(function).rev().find_map(|name| {
        let named: Vec<&Span> =
            text.symbols.iter().filter(|span| span.symbol.as_deref() == Some(name)).collect();
        // A constructor is called after its type, and is meant rather than all of that.
        named.iter().find(|span| text.parts.contains(span)).or(named.first()).map(|span| (*span).clone())
    })
}

/// The names in what a frame calls its function, without its arguments.
fn names(function: &str) -> impl DoubleEndedIterator<Item = &str> {
    let of_name = |c: char| c.is_alphanumeric() || c == '_';
    let arguments = function
        .char_indices()
        .find(|(at, c)| *c == '(' && function[..*at].ends_with(of_name))
        .map_or(function.len(), |(at, _)| at);
    function[..arguments].split(move |c: char| !of_name(c)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::frames;
    use crate::words::Words;

    fn place(path: &str, source: &str, trace: &str) -> Option<(Option<String>, u32, u32)> {
        let text = Text::read(&Words::new(), path, source.to_owned(), |_| &[]);
        let frame = frames(trace).into_iter().next().unwrap();
        of_frame(&text, path, &frame).map(|span| (span.symbol, span.first_line, span.last_line))
    }

    fn named(name: &str, first: u32, last: u32) -> Option<(Option<String>, u32, u32)> {
        Some((Some(name.to_owned()), first, last))
    }

    const ORDERS: &str = "import { go } from './go';\nexport const limit = go(3);\n\nfunction send(order) {\n  return \
        order.lines.map(async (line) => {\n    await line.go();\n  });\n}\n\nfunction lines() {\n  const price = \
        () => 3;\n  return price();\n}\n";

    #[test]
    fn a_function_without_a_name_lies_in_the_one_that_has_one() {
        assert_eq!(
            place("orders.js", ORDERS, "at async https://shop.example/orders.js:6:5"),
            named("send", 4, 8)
        );
        assert_eq!(place("orders.js", ORDERS, "at price (orders.js:11:5)"), named("price", 11, 11));
        assert_eq!(place("orders.js", ORDERS, "at lines (orders.js:12:5)"), named("lines", 10, 13));
    }

    #[test]
    fn the_line_decides_though_another_function_is_called_as_the_frame_says() {
        assert_eq!(place("orders.js", ORDERS, "at lines (orders.js:6:5)"), named("send", 4, 8));
    }

    #[test]
    fn a_line_in_no_function_leads_to_the_lines_around_it() {
        assert_eq!(place("orders.js", ORDERS, "at orders.js:2:5"), Some((None, 1, 2)));
        assert_eq!(place("orders.js", ORDERS, "at orders.js:3:5"), None);
    }

    #[test]
    fn a_line_beyond_the_file_leads_to_the_function_that_is_named() {
        assert_eq!(place("orders.js", ORDERS, "at Object.send (orders.js:900:5)"), named("send", 4, 8));
        assert_eq!(place("orders.js", ORDERS, "at Object.gone (orders.js:900:5)"), None);
    }

    #[test]
    fn a_frame_without_a_file_leads_to_its_function() {
        let source = "package shop;\nclass Cart {\n  Cart() {\n  }\n  void add() {\n    int n = 0;\n  }\n}\n";
        for (trace, place_of) in [
            ("at shop.Cart.add(Unknown Source:6)", named("add", 5, 7)),
            ("at shop.Cart.<init>(Unknown Source:6)", named("Cart", 3, 4)),
            ("at shop.Cart.lambda$add$0(SourceFile:1)", named("add", 5, 7)),
        ] {
            assert_eq!(place("shop/Cart.java", source, trace), place_of, "{trace}");
        }
        let source = "namespace Shop;\nclass Cart {\n  async Task Add(int n) {\n    await x;\n  }\n}\n";
        let trace = "   at Shop.Cart.<Add>d__3.MoveNext()";
        assert_eq!(place("Shop/Cart.cs", source, trace), named("Add", 3, 5));
    }

    #[test]
    fn where_no_grammar_reads_a_file_a_line_leads_to_its_block() {
        let source = format!("class Cart {{\n{}}}\n", "  fun add() = 1\n".repeat(80));
        assert_eq!(
            place("shop/Cart.groovy", &source, "at shop.Cart.add(Cart.groovy:70)"),
            Some((None, 61, 82))
        );
    }
}
