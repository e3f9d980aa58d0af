//! The modules of a crate: what each defines, imports and names.

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use super::references::{Import, Reference, References};
use crate::tidy::tree::{Tree, is_test};

/// A crate, its root first.
pub struct Modules {
    pub all: Vec<Module>,
}

pub struct Module {
    /// Where its text stands; an inline module stands in the file around it.
    pub file: String,
    /// The root is its own parent.
    pub parent: usize,
    pub children: BTreeMap<String, usize>,
    /// The names of what is defined in it but for modules.
    pub items: BTreeSet<String>,
    pub imports: Vec<Import>,
    pub references: Vec<Reference>,
}

impl Modules {
    /// The modules that are reached from the file `root`.
    pub fn of(tree: &Tree, root: &str) -> Modules {
        let mut modules = Modules { all: Vec::new() };
        if let Some(file) = tree.rust_file(root) {
            let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
            modules.add(tree, 0, (root, folder), &file.syntax.items);
        }
        modules
    }

    /// Whether the module `inner` is `outer` or stands in it, however deep.
    pub fn is_inside(&self, inner: usize, outer: usize) -> bool {
        let mut at = inner;
        while at != outer && at != 0 {
            at = self.all[at].parent;
        }
        at == outer
    }

    /// Adds a module whose items stand in `file`, and whose children's files in `folder`.
    fn add(&mut self, tree: &Tree, parent: usize, (file, folder): (&str, &str), items: &[Item]) -> usize {
        let References { imports, references } = References::of(items);
        let at = self.all.len();
        self.all.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            items: items.iter().filter_map(name).collect(),
            imports,
            references,
        });
        for item in items {
            let Item::Mod(child) = item else { continue };
            if is_test(&child.attrs) {
                continue;
            }
            let name = child.ident.to_string();
            let folder = format!("{folder}/{name}");
            let added = if let Some((_, items)) = &child.content {
                Some(self.add(tree, at, (file, &folder), items))
            } else {
                let places = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
                let found = places.iter().find_map(|place| Some((place, tree.rust_file(place)?)));
                found.map(|(place, file)| self.add(tree, at, (place, &folder), &file.syntax.items))
            };
            self.all[at].children.extend(added.map(|added| (name, added)));
        }
        at
    }
}

/// What an item that is neither a module nor an import is called.
fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
