//! What the items of a file are called together with what they belong to: `module::item`, `Type::method`,
//! `Enum::Variant`, `Struct::field`, and each pair of names in a path.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::super::tree::RustFile;

/// A name, and the name of what it belongs to.
pub struct Member {
    pub owner: String,
    pub name: String,
    pub line: usize,
}

/// Every one in a file, where it is defined and where a path leads to it.
pub fn members(path: &str, file: &RustFile) -> Vec<Member> {
    let mut items = Items { owners: vec![module_of(path)], members: Vec::new() };
    items.visit_file(&file.syntax);
    let mut members = items.members;
    paths(file.text.parse().unwrap_or_default(), &mut members);
    members
}

/// The module that a file is, by its path; of the root of a crate, the crate.
fn module_of(path: &str) -> String {
    let mut parts = path.trim_end_matches(".rs").rsplit('/');
    let (file, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match (file, folder) {
        ("lib" | "main", "src") => parts.next().unwrap_or_default().replace('-', "_"),
        ("mod", folder) => folder.to_owned(),
        (file, _) => file.to_owned(),
    }
}

/// Pairs in paths, in macros too.
fn paths(tokens: TokenStream, members: &mut Vec<Member>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for token in &tokens {
        if let TokenTree::Group(group) = token {
            paths(group.stream(), members);
        }
    }
    for run in tokens.windows(4) {
        if let [
            TokenTree::Ident(owner),
            TokenTree::Punct(first),
            TokenTree::Punct(second),
            TokenTree::Ident(name),
        ] = run
            && (first.as_char(), second.as_char()) == (':', ':')
        {
            let line = name.span().start().line;
            members.push(Member { owner: owner.to_string(), name: name.to_string(), line });
        }
    }
}

struct Items {
    /// What the item that is being visited lies in, the innermost last.
    owners: Vec<String>,
    members: Vec<Member>,
}

impl Items {
    fn add(&mut self, name: &str, span: Span) {
        let owner = self.owners.last().cloned().unwrap_or_default();
        self.members.push(Member { owner, name: name.to_owned(), line: span.start().line });
    }

    fn within(&mut self, owner: String, visit: impl FnOnce(&mut Self)) {
        self.owners.push(owner);
        visit(self);
        self.owners.pop();
    }
}

impl<'ast> Visit<'ast> for Items {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item::{Const, Enum, Fn, Impl, Mod, Static, Struct, Trait, Type};
        let owner = match item {
            Const(item) => Some(&item.ident),
            Enum(item) => Some(&item.ident),
            Fn(item) => Some(&item.sig.ident),
            Mod(item) => Some(&item.ident),
            Static(item) => Some(&item.ident),
            Struct(item) => Some(&item.ident),
            Trait(item) => Some(&item.ident),
            Type(item) => Some(&item.ident),
            _ => None,
        };
        if let Some(name) = owner {
            self.add(&name.to_string(), name.span());
        }
        let owner = match item {
            Impl(item) => type_name(&item.self_ty),
            _ => owner.map(ToString::to_string),
        };
        match owner {
            Some(owner) => self.within(owner, |this| visit::visit_item(this, item)),
            None => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(&function.sig.ident.to_string(), function.sig.ident.span());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        self.add(&function.sig.ident.to_string(), function.sig.ident.span());
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.add(&variant.ident.to_string(), variant.ident.span());
        self.within(variant.ident.to_string(), |this| visit::visit_variant(this, variant));
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(name) = &field.ident {
            self.add(&name.to_string(), name.span());
        }
        visit::visit_field(self, field);
    }
}

fn type_name(r#type: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = r#type else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}
