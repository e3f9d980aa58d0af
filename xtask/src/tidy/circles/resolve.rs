//! Where a name is defined, by the rules of Rust as far as files need them: visibility is the compiler's business.

use super::modules::Modules;

/// What a path leads to.
#[derive(Clone, Copy)]
enum Target {
    /// Something defined in this module.
    Item(usize),
    Module(usize),
}

/// The imports that are being followed, each by its module and index there: they may lead in a circle, and an import
/// does not explain itself.
type Followed = Vec<(usize, usize)>;

impl Modules {
    /// The module that defines what a path leads to, written in the module `module_index`; nothing for a module itself and
    /// for what other crates define.
    pub fn definer(&self, module_index: usize, path: &[String]) -> Option<usize> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match self.resolve(module_index, &path, &mut Followed::new())? {
            Target::Item(module) => Some(module),
            Target::Module(_) => None,
        }
    }

    fn resolve(&self, module_index: usize, path: &[&str], followed: &mut Followed) -> Option<Target> {
        match path.split_first()? {
            (&"crate", rest) => self.resolve_inside(0, rest, followed),
            (&"self", rest) => self.resolve_inside(module_index, rest, followed),
            (&"super", mut rest) => {
                let mut module = self.all[module_index].parent;
                while let Some((&"super", further)) = rest.split_first() {
                    (module, rest) = (self.all[module].parent, further);
                }
                self.resolve_inside(module, rest, followed)
            }
            _ => self.look_up(module_index, path, followed).flatten(),
        }
    }

    /// As [`Self::look_up`], where the path says that the name is of this module: what is not seen there, a macro
    /// defines.
    fn resolve_inside(&self, module_index: usize, path: &[&str], followed: &mut Followed) -> Option<Target> {
        match path {
            [] => Some(Target::Module(module_index)),
            _ => self.look_up(module_index, path, followed).unwrap_or(Some(Target::Item(module_index))),
        }
    }

    /// Looks a path up among the names of a module: nothing if it has no such name, `Some(None)` if that is another
    /// crate's.
    fn look_up(&self, module_index: usize, path: &[&str], followed: &mut Followed) -> Option<Option<Target>> {
        let (&name, rest) = path.split_first()?;
        let module = &self.all[module_index];
        let child = module.children.get(name);
        if module.items.contains(name) && (rest.is_empty() || child.is_none()) {
            return Some(Some(Target::Item(module_index)));
        }
        if let (Some(&child), false) = (child, rest.is_empty()) {
            return Some(self.resolve_inside(child, rest, followed));
        }
        let mut found = child.map(|&child| Some(Target::Module(child)));
        for (import, imported) in module.imports.iter().enumerate() {
            if imported.name.as_deref() == Some(name) {
                let whole: Vec<&str> =
                    imported.path.iter().map(String::as_str).chain(rest.iter().copied()).collect();
                // A function and a module may share a name; the function is what needs its file.
                match self.follow((module_index, import), &whole, followed) {
                    target @ Some(Target::Item(_)) => return Some(target),
                    target => found = found.or(Some(target)),
                }
            }
        }
        if found.is_some() {
            return found;
        }
        module.imports.iter().enumerate().find_map(|(import, imported)| match imported.name {
            None => self.look_up_in_glob((module_index, import), path, followed),
            Some(_) => None,
        })
    }

    /// Looks a path up among what a `*` imports.
    fn look_up_in_glob(
        &self,
        import: (usize, usize),
        path: &[&str],
        followed: &mut Followed,
    ) -> Option<Option<Target>> {
        let all_of: Vec<&str> =
            self.all[import.0].imports[import.1].path.iter().map(String::as_str).collect();
        let Target::Module(module) = self.follow(import, &all_of, followed)? else { return None };
        if followed.contains(&import) {
            return None;
        }
        followed.push(import);
        let found = self.look_up(module, path, followed);
        followed.pop();
        found
    }

    /// Resolves a path that an import of a module leads to.
    fn follow(&self, import: (usize, usize), path: &[&str], followed: &mut Followed) -> Option<Target> {
        if followed.contains(&import) {
            return None;
        }
        followed.push(import);
        let target = self.resolve(import.0, path, followed);
        followed.pop();
        target
    }
}
