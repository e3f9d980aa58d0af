//! Where a definition has its name.

use tree_sitter::Node;

/// How to find the name of a definition; a node that has none so defines nothing.
#[derive(Clone, Copy)]
pub(super) enum Naming {
    Field(&'static str),
    /// A name for a function or class: `const add = () => …`, `exports.add = function …`.
    OfFunction {
        name: &'static str,
        value: &'static str,
    },
    /// C's and C++'s, within pointers, references and arguments.
    Declarator,
    /// `typedef struct { … } Cart;`
    Typedef,
    /// A `struct` that is defined here, not one that is spoken of.
    WithBody,
    /// The last part of a name in a field: `Cart.prices.add`, `Cart:add`.
    Last(&'static str),
    /// `Cart.add = function …`, where names and values stand in lists.
    InLists,
    /// What has no name but the word that begins it: `init`.
    Keyword(&'static str),
    /// Within the signature, however deep.
    Signature,
    /// `const Cart = struct { … };`
    OfType,
    /// `defmodule Cart do`, `def add(item) when …`: calls of what defines.
    Call,
}

/// Characters of a name that are kept.
const NAME_CHARS_MAX: usize = 200;
/// Declarators within one another that are followed.
const DECLARATORS_MAX: usize = 32;

impl Naming {
    /// The name, and whether it says that it is part of a type (`Cart::add`).
    pub fn read(self, node: Node<'_>, source: &str) -> Option<(String, bool)> {
        let named = match self {
            Self::Field(field) => node.child_by_field_name(field)?,
            Self::OfFunction { name, value } => {
                let value = node.child_by_field_name(value)?.kind();
                let function = value.contains("function") || value.starts_with("class");
                let named = node.child_by_field_name(name).filter(|_| function)?;
                named.child_by_field_name("property").unwrap_or(named)
            }
            Self::Declarator => return declared(node, source),
            Self::Typedef => {
                node.child_by_field_name("type")?.child_by_field_name("body")?;
                node.child_by_field_name("declarator")?
            }
            Self::WithBody => {
                node.child_by_field_name("body")?;
                node.child_by_field_name("name")?
            }
            Self::Last(field) => last_part(node.child_by_field_name(field)?),
            Self::InLists => {
                let value = node.named_child(1)?.child_by_field_name("value")?;
                let named = node.named_child(0).filter(|_| value.kind().contains("function"))?;
                last_part(named.child_by_field_name("name")?)
            }
            Self::Keyword(word) => return Some((word.to_owned(), true)),
            Self::Signature => {
                let mut signature = node.child_by_field_name("signature")?;
                for _ in 0..DECLARATORS_MAX {
                    if signature.child_by_field_name("name").is_some() {
                        break;
                    }
                    signature = signature.named_child(0)?;
                }
                signature.child_by_field_name("name")?
            }
            Self::OfType => {
                let mut cursor = node.walk();
                let made = node.named_children(&mut cursor).any(|child| {
                    matches!(child.kind(), "struct_declaration" | "enum_declaration" | "union_declaration")
                });
                node.named_child(0).filter(|named| made && named.kind() == "identifier")?
            }
            Self::Call => return called(node, source),
        };
        Some((text(named, source)?, false))
    }
}

fn declared(node: Node<'_>, source: &str) -> Option<(String, bool)> {
    let mut node = node.child_by_field_name("declarator")?;
    let mut part = false;
    for _ in 0..DECLARATORS_MAX {
        let inner = if node.kind() == "qualified_identifier" {
            part = true;
            node.child_by_field_name("name")
        } else {
            // A reference's has no field.
            node.child_by_field_name("declarator")
                .or_else(|| node.kind().ends_with("_declarator").then(|| node.named_child(0)).flatten())
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    Some((text(node, source)?, part))
}

/// The last part of a name with dots or a colon.
fn last_part(named: Node<'_>) -> Node<'_> {
    named.child_by_field_name("field").or_else(|| named.child_by_field_name("method")).unwrap_or(named)
}

/// What a call of `def`, `defmodule` and the like defines.
fn called(node: Node<'_>, source: &str) -> Option<(String, bool)> {
    let target = text(node.child_by_field_name("target")?, source)?;
    if !matches!(
        target.as_str(),
        "def" | "defp" | "defmacro" | "defmacrop" | "defguard" | "defmodule" | "defprotocol" | "defimpl"
    ) {
        return None;
    }
    let mut cursor = node.walk();
    let arguments = node.named_children(&mut cursor).find(|child| child.kind() == "arguments")?;
    let mut named = arguments.named_child(0)?;
    if named.kind() == "binary_operator" {
        named = named.child_by_field_name("left")?;
    }
    Some((text(named.child_by_field_name("target").unwrap_or(named), source)?, false))
}

fn text(node: Node<'_>, source: &str) -> Option<String> {
    let text = source
        .get(node.byte_range())?
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
    let text: String =
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME_CHARS_MAX).collect();
    (!text.is_empty()).then_some(text)
}
