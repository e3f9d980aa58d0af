//! Where the pages about code are.

use crate::web::params::Params;

/// The address of a component's page.
pub fn component_href(repository: &str, name: &str) -> String {
    Params::default().with("repository", repository).with("name", name).href("/code/component")
}

/// The address of a file's page.
pub fn file_href(repository: &str, path: &str) -> String {
    Params::default().with("repository", repository).with("path", path).href("/code/file")
}
