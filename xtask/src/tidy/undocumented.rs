//! Public items of the library crates without a doc comment, and files that do not say why they exist.
//!
//! The compiler's `missing_docs` looks at what another crate can reach; this looks at every `pub`, because a reader does
//! not know what is reachable. A field or method is as public as its type, and `#[expect(missing_docs, reason = …)]` holds
//! here too. Of the program's own crate only what `missing_docs` sees has to be documented: the doc
//! comments of its arguments are help texts, and a `run` in each file of a command does what the head of the file says.

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Attribute, Visibility};

use super::finding::Finding;
use super::tree::{Tree, is_test, is_test_file};

const PROGRAM: &str = "crates/hearken/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut items = Items { path: "", private_types: BTreeSet::new(), findings: Vec::new() };
    let libraries = tree.rust().filter(|(path, _)| path.starts_with("crates/") && !path.starts_with(PROGRAM));
    for (path, file) in libraries.filter(|(path, _)| !is_test_file(path)) {
        items.path = path;
        items.private_types = private_types(&file.syntax);
        items.visit_file(&file.syntax);
    }
    items.findings
}

struct Items<'a> {
    path: &'a str,
    private_types: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Items<'_> {
    fn see(&mut self, public: bool, attributes: &[Attribute], span: Span, name: &str) {
        if public && !is_documented(attributes) {
            let what = format!("`{name}` is public and undocumented: say what it is for, or make it private");
            self.findings.push(Finding { path: self.path.to_owned(), line: span.start().line, what });
        }
    }

    fn is_of_private_type(&self, item: &syn::ItemImpl) -> bool {
        let syn::Type::Path(self_type) = &*item.self_ty else { return false };
        self_type
            .path
            .segments
            .last()
            .is_some_and(|name| self.private_types.contains(&name.ident.to_string()))
    }

    fn item(&mut self, visibility: &Visibility, attributes: &[Attribute], name: &syn::Ident) {
        self.see(is_public(visibility), attributes, name.span(), &name.to_string());
    }
}

fn is_documented(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

/// Whether somebody said why no words are needed.
fn is_excused(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            list.tokens.to_string().contains("missing_docs")
        }
        _ => false,
    })
}

/// The types of a file that are not public.
fn private_types(file: &syn::File) -> BTreeSet<String> {
    let types = file.items.iter().filter_map(|item| match item {
        syn::Item::Enum(item) => Some((&item.vis, &item.ident)),
        syn::Item::Struct(item) => Some((&item.vis, &item.ident)),
        _ => None,
    });
    types.filter(|(visibility, _)| !is_public(visibility)).map(|(_, name)| name.to_string()).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl<'ast> Visit<'ast> for Items<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        use syn::Item::{Const, Enum, Fn, Impl, Mod, Static, Struct, Trait, Type, Union};
        match item {
            Const(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Enum(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Fn(item) => self.item(&item.vis, &item.attrs, &item.sig.ident),
            Static(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Struct(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Trait(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Type(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Union(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Mod(item) if is_test(&item.attrs) => return,
            Impl(item) if self.is_of_private_type(item) => return,
            // A file says at its head why it exists.
            Mod(item) if item.content.is_some() => self.item(&item.vis, &item.attrs, &item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_file(&mut self, file: &'ast syn::File) {
        if !is_documented(&file.attrs) {
            let what = "no `//!` at the head: say why the file exists".to_owned();
            self.findings.push(Finding { path: self.path.to_owned(), line: 1, what });
        }
        visit::visit_file(self, file);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let public = is_public(&item.vis) && !is_excused(&item.attrs);
        for variant in &item.variants {
            let name = format!("{}::{}", item.ident, variant.ident);
            self.see(public, &variant.attrs, variant.ident.span(), &name);
            for (field, name) in
                variant.fields.iter().filter_map(|field| Some((field, field.ident.as_ref()?)))
            {
                self.see(public, &field.attrs, name.span(), &name.to_string());
            }
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        for member in &item.items {
            let (attributes, name) = match member {
                syn::TraitItem::Const(member) => (&member.attrs, &member.ident),
                syn::TraitItem::Fn(member) => (&member.attrs, &member.sig.ident),
                syn::TraitItem::Type(member) => (&member.attrs, &member.ident),
                _ => continue,
            };
            self.see(is_public(&item.vis), attributes, name.span(), &format!("{}::{name}", item.ident));
        }
        visit::visit_item_trait(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if is_public(&item.vis) && !is_excused(&item.attrs) {
            visit::visit_item_struct(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        // The fields of a tuple are told by what the tuple is.
        if let Some(name) = &field.ident {
            self.item(&field.vis, &field.attrs, name);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.item(&function.vis, &function.attrs, &function.sig.ident);
    }

    fn visit_impl_item_const(&mut self, constant: &'ast syn::ImplItemConst) {
        self.item(&constant.vis, &constant.attrs, &constant.ident);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str) -> Vec<String> {
        let tree = Tree::from_files(&[("crates/a/src/a.rs", &format!("//! Why.\n{code}"))]);
        check(&tree).iter().map(|finding| finding.what.split('`').nth(1).unwrap().to_owned()).collect()
    }

    #[test]
    fn every_kind_of_public_item_needs_a_word() {
        let code = "pub fn a() {}\npub struct B { pub c: u8, d: u8 }\npub enum E { F { g: u8 } }\npub trait G { fn h(); }\n\
            impl B { pub fn i() {} pub const J: u8 = 1; }\npub const K: u8 = 1;\npub type L = u8;\npub static M: u8 = 1;\n\
            mod n { pub fn o() {} }";
        assert_eq!(found(code), ["a", "B", "c", "E", "E::F", "g", "G", "G::h", "i", "J", "K", "L", "M", "o"]);
    }

    #[test]
    fn what_is_documented_private_or_a_test_is_left_alone() {
        let code = "/// Why.\npub fn a() {}\nfn b() {}\npub(crate) fn c() {}\nenum D { E }\npub mod f;\npub use f::G;\n\
            #[cfg(test)]\nmod tests { pub fn h() {} }\nimpl Clone for I { fn clone(&self) -> I { I } }\n\
            /// Why.\npub struct J(pub u8);\n\
            pub(crate) struct K { pub l: u8 }\nimpl K { pub fn m() {} }\n\
            /// Why.\n#[expect(missing_docs, reason = \"words of their own\")]\npub enum N { O }";
        assert!(found(code).is_empty(), "{:?}", found(code));
    }

    #[test]
    fn a_file_that_does_not_say_why_it_exists_is_a_finding() {
        let tree = Tree::from_files(&[("crates/a/src/a.rs", "fn a() {}\n")]);
        assert!(check(&tree)[0].what.starts_with("no `//!` at the head"));
    }
}
