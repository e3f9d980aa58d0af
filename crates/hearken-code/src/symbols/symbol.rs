//! What a file defines: functions, methods and types.

use serde::{Deserialize, Serialize};
use tree_sitter::Node;

use crate::link::Span;

/// Something that a file defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symbol {
    /// The name as it is written, without what it stands in: `add`, not `Cart::add`.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Its first line, from 1, with the comments and attributes right above.
    pub first_line: u32,
    /// Its last line, inclusive.
    pub last_line: u32,
}

impl Symbol {
    /// Where it is.
    pub fn span(&self) -> Span {
        Span { symbol: Some(self.name.clone()), first_line: self.first_line, last_line: self.last_line }
    }
}

/// What a symbol is, in the word of its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is its own word")]
pub enum SymbolKind {
    Function,
    Method,
    Class,
    Struct,
    Enum,
    Interface,
    Trait,
    Type,
    Module,
    Macro,
}

impl SymbolKind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Method => "method",
            Self::Class => "class",
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::Interface => "interface",
            Self::Trait => "trait",
            Self::Type => "type",
            Self::Module => "module",
            Self::Macro => "macro",
        }
    }

    pub(super) fn within(self, methods: bool, node: Node<'_>, source: &str) -> Self {
        match self {
            // Elixir defines everything by calls.
            Self::Function if node.kind() == "call" => {
                let words = &source[node.byte_range()];
                let module =
                    ["defmodule", "defprotocol", "defimpl"].iter().any(|word| words.starts_with(word));
                if module { Self::Module } else { Self::Function }
            }
            // Swift and Kotlin have one kind of node for several, and the word that tells which.
            Self::Class if node.kind() == "class_declaration" => {
                let mut cursor = node.walk();
                let mut words = node.children(&mut cursor).map(|child| child.kind());
                let told = words.find_map(|word| match word {
                    "struct" => Some(Self::Struct),
                    "enum" => Some(Self::Enum),
                    "interface" => Some(Self::Interface),
                    _ => None,
                });
                told.unwrap_or(self)
            }
            Self::Function if methods => Self::Method,
            // Go says what a type is by what it is made of.
            Self::Type => match node.child_by_field_name("type").map(|made_of| made_of.kind()) {
                Some("struct_type") => Self::Struct,
                Some("interface_type") => Self::Interface,
                _ => Self::Type,
            },
            kind => kind,
        }
    }

    pub(super) fn has_methods(self) -> bool {
        matches!(self, Self::Class | Self::Struct | Self::Enum | Self::Interface | Self::Trait)
    }
}
