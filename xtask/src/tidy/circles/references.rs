//! What the items of one module import and name, but for tests and the modules inside.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

use crate::tidy::tree::is_test;

/// A name that a `use` brings into a module.
pub struct Import {
    /// Nothing for a `*`.
    pub name: Option<String>,
    /// As written, so from the importing module.
    pub path: Vec<String>,
}

/// A path that code mentions, as written, and the line.
pub struct Reference {
    pub path: Vec<String>,
    pub line: usize,
}

#[derive(Default)]
pub struct References {
    pub imports: Vec<Import>,
    pub references: Vec<Reference>,
}

impl References {
    pub fn collect(items: &[Item]) -> References {
        let mut references = References::default();
        for item in items {
            references.visit_item(item);
        }
        references
    }

    fn mention(&mut self, path: Vec<String>, span: Span) {
        self.references.push(Reference { path, line: span.start().line });
    }

    /// Takes a `use` apart. A re-export needs nothing itself: whoever names what it exports does.
    fn import(&mut self, re_export: bool, mut path: Vec<String>, tree: &UseTree) {
        let (name, imported) = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                return self.import(re_export, path, &tree.tree);
            }
            UseTree::Group(tree) => {
                return tree.items.iter().for_each(|tree| self.import(re_export, path.clone(), tree));
            }
            UseTree::Glob(_) => return self.imports.push(Import { name: None, path }),
            UseTree::Name(tree) => (&tree.ident, &tree.ident),
            UseTree::Rename(tree) => (&tree.rename, &tree.ident),
        };
        if imported != "self" {
            path.push(imported.to_string());
        }
        if !re_export {
            self.mention(path.clone(), imported.span());
        }
        let name = if name == "self" { path.last().cloned() } else { Some(name.to_string()) };
        self.imports.push(Import { name, path });
    }

    /// The paths of two names and more in what is given to a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_colon =
            |index: usize| matches!(tokens.get(index), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
        let mut index = 0;
        while index < tokens.len() {
            match &tokens[index] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first)
                    if index == 0 || !is_colon(index - 1) || !is_colon(index.wrapping_sub(2)) =>
                {
                    let mut path = vec![first.to_string()];
                    while is_colon(index + 1) && is_colon(index + 2) {
                        let Some(TokenTree::Ident(next)) = tokens.get(index + 3) else { break };
                        path.push(next.to_string());
                        index += 3;
                    }
                    if path.len() > 1 {
                        self.mention(path, first.span());
                    }
                }
                _ => {}
            }
            index += 1;
        }
    }
}

impl<'ast> Visit<'ast> for References {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) && !matches!(item, Item::Mod(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.import(!matches!(item.vis, Visibility::Inherited), Vec::new(), &item.tree);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (None, Some(first)) = (path.leading_colon, path.segments.first()) {
            let names = path.segments.iter().map(|segment| segment.ident.to_string());
            self.mention(names.collect(), first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        visit::visit_macro(self, call);
        self.tokens(call.tokens.clone());
    }

    /// `pub(in crate::a)` needs nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
