//! Functions, methods and types of a file, with the lines that they take; of a text that no grammar reads, blocks.
//!
//! A grammar's tree is walked with a table of the kinds of nodes that define something (`grammar`); how a language hides
//! the name is told by `name`.

mod blocks;
mod grammar;
mod name;
mod symbol;

pub use blocks::{Block, blocks};
pub use symbol::{Symbol, SymbolKind};

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{Node, ParseOptions, Parser, Tree};

use crate::language::Language;
use grammar::{Grammar, Role, grammar_for};

/// Bytes beyond which a file is not parsed; nobody wrote it by hand.
const BYTES_MAX: usize = 2 << 20;
/// How long one file may take; a parser that meets hostile input is stopped.
const PARSING_MAX: Duration = Duration::from_secs(2);

/// What a file defines, in its order; what contains another stands before it. Nothing where the language has no grammar,
/// the file is larger than 2 MiB, or the parser is stopped after two seconds: such a file has [`blocks`].
pub fn symbols(language: Language, source: &str) -> Vec<Symbol> {
    let Some(grammar) = grammar_for(language).filter(|_| source.len() <= BYTES_MAX) else {
        return Vec::new();
    };
    parse(grammar, source).map_or_else(Vec::new, |tree| walk(grammar, &tree, source))
}

fn parse(grammar: &Grammar, source: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&grammar.language).ok()?;
    let started = Instant::now();
    let mut stop = |_: &_| {
        if started.elapsed() > PARSING_MAX { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut stop);
    parser.parse_with_options(
        &mut |byte, _| source.as_bytes().get(byte..).unwrap_or_default(),
        None,
        Some(options),
    )
}

fn walk(grammar: &Grammar, tree: &Tree, source: &str) -> Vec<Symbol> {
    let lines = Lines::new(source);
    let mut found = Vec::new();
    // What the node stands in: where that ends, and whether functions in it are methods.
    let mut around: Vec<(usize, bool)> = Vec::new();
    // The node that only wraps the next definition: its line and its end.
    let mut wrapper: Option<(usize, usize)> = None;
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        while around.last().is_some_and(|(end, _)| *end <= node.start_byte()) {
            around.pop();
        }
        match grammar.role(node.kind_id()) {
            Some(Role::Wrapper) => {
                let outer = wrapper.filter(|(_, end)| *end >= node.end_byte());
                wrapper = outer.or(Some((node.start_position().row, node.end_byte())));
            }
            Some(Role::Container) => around.push((node.end_byte(), true)),
            Some(Role::Symbol(kind, naming)) => {
                if let Some((name, part)) = naming.read(node, source) {
                    let methods = around.last().is_some_and(|(_, methods)| *methods);
                    let kind = kind.within(methods || part, node, source);
                    let start = wrapper.take().filter(|(_, end)| *end >= node.end_byte());
                    let row = start.map_or(node.start_position().row, |(row, _)| row);
                    found.push(Symbol {
                        name,
                        kind,
                        first_line: lines.number(lines.first_above(row, grammar.comment)),
                        last_line: lines.number(last_row(node)),
                    });
                    around.push((node.end_byte(), kind.has_methods()));
                }
            }
            None => {}
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// The row of a node's last character: one that ends with a line ends on it.
fn last_row(node: Node<'_>) -> usize {
    let end = node.end_position();
    if end.column == 0 && end.row > node.start_position().row { end.row - 1 } else { end.row }
}

/// The lines of a source.
struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    fn new(source: &'a str) -> Self {
        Self(source.split('\n').collect())
    }

    fn number(&self, row: usize) -> u32 {
        u32::try_from(row.min(self.0.len().saturating_sub(1)) + 1).unwrap_or(u32::MAX)
    }

    /// The first of the rows right above that are comments or attributes.
    fn first_above(&self, mut row: usize, comment: fn(&str) -> bool) -> usize {
        while row > 0 && self.0.get(row - 1).is_some_and(|line| comment(line.trim())) {
            row -= 1;
        }
        row
    }
}

#[cfg(test)]
mod tests;
