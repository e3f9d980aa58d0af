//! Where the pages about code are.

use crate::web::params::Params;

/// The address of a component's page.
pub fn component_href(repository: &str, name: &str) -> String {
    within_component(&Params::default(), repository, name)
}

/// The same, looking back as these parameters do.
pub fn within_component(back: &Params, repository: &str, name: &str) -> String {
    back.with("repository", repository).with("name", name).href("/code/component")
}

/// The address of a component's brief.
pub fn brief_href(repository: &str, name: &str) -> String {
    Params::default().with("repository", repository).with("name", name).href("/brief/component")
}

/// The address of a file's page.
pub fn file_href(repository: &str, path: &str) -> String {
    within_file(&Params::default(), repository, path)
}

/// The same, looking back as these parameters do.
pub fn within_file(back: &Params, repository: &str, path: &str) -> String {
    back.with("repository", repository).with("path", path).href("/code/file")
}
