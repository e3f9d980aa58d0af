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
    pub fn read(tree: &Tree, root: &str) -> Modules {
        let mut modules = Modules { all: Vec::new() };
        if let Some(file) = tree.rust_file(root) {
            let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
            modules.add(tree, 0, (root, folder), &file.syntax.items);
        }
        modules
    }

    /// Whether the module `inner` is `outer` or stands in it, however deep.
    pub fn is_inside(&self, inner: usize, outer: usize) -> bool {
        let mut index = inner;
        while index != outer && index != 0 {
            index = self.all[index].parent;
        }
        index == outer
    }

    /// Adds a module whose items stand in `file`, and whose children's files in `folder`.
    fn add(&mut self, tree: &Tree, parent: usize, (file, folder): (&str, &str), items: &[Item]) -> usize {
        let References { imports, references } = References::collect(items);
        let index = self.all.len();
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
                Some(self.add(tree, index, (file, &folder), items))
            } else {
                let paths = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
                let found = paths.iter().find_map(|path| Some((path, tree.rust_file(path)?)));
                found.map(|(path, file)| self.add(tree, index, (path, &folder), &file.syntax.items))
            };
            self.all[index].children.extend(added.map(|added| (name, added)));
        }
        index
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
