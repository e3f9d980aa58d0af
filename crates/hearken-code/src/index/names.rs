//! How a project is called: by the address that it was cloned from, and by the manifests at its top. Its name stands in
//! most of what is said of it, and in most of its files. Names of packages within it are left out: they tell where.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;
use crate::repository::{Content, Entry};
use crate::{CodeError, Repository};

/// Bytes of a manifest that are read.
const MANIFEST_MAX: usize = 64 << 10;

/// The names, each once.
pub(super) fn names(
    repository: &Repository,
    commit: &str,
    entries: &[Entry],
) -> Result<Vec<String>, CodeError> {
    let mut names: Vec<String> =
        repository.remote_url().and_then(|url| of_address(&url)).into_iter().collect();
    for entry in entries.iter().filter(|entry| is_manifest(&entry.path)) {
        if let Content::Bytes(bytes) = repository.content_at(commit, &entry.path)? {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MANIFEST_MAX)]);
            names.extend(of_manifest(&entry.path, &text));
        }
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// Whether a file says what the package in its folder is called.
pub(super) fn is_manifest(name: &str) -> bool {
    matches!(
        name,
        "Cargo.toml"
            | "pyproject.toml"
            | "package.json"
            | "composer.json"
            | "go.mod"
            | "setup.py"
            | "setup.cfg"
            | "pom.xml"
            | "build.gradle"
            | "build.gradle.kts"
            | "settings.gradle"
            | "settings.gradle.kts"
            | "mix.exs"
            | "pubspec.yaml"
            | "Package.swift"
            | "build.sbt"
            | "build.zig.zon"
            | "Gemfile"
            | "CMakeLists.txt"
    ) || name.ends_with(".gemspec")
        || name.ends_with(".rockspec")
        || name.ends_with(".csproj")
}

/// The last part of a repository's address.
fn of_address(url: &str) -> Option<String> {
    let name = url.trim_end_matches('/').rsplit(['/', ':', '\\']).next()?.trim_end_matches(".git");
    (!name.is_empty()).then(|| name.to_owned())
}

static MODULE: LazyLock<Regex> = pattern!(r"(?m)^module\s+(\S+?)(?:/v\d+)?\s*$");
static APP: LazyLock<Regex> = pattern!(r"\bapp:\s*:(\w+)");
static ARTIFACT: LazyLock<Regex> = pattern!(r"<artifactId>\s*([\w.-]+)\s*</artifactId>");
static PROJECT: LazyLock<Regex> = pattern!(r"(?i)\bproject\s*\(\s*([\w.-]+)");
static NAME: LazyLock<Regex> =
    pattern!(r#"(?m)(?:^|[\s(.{,])"?(?:name|rootProject\.name)"?\s*(?::=|[=:])\s*\.?["']?(@?[\w][\w./-]*)"#);

/// What a manifest calls its package.
fn of_manifest(path: &str, text: &str) -> Option<String> {
    let parent = text.find("</parent>").map_or(0, |end| end + "</parent>".len());
    let (pattern, text) = match path {
        "go.mod" => (&MODULE, text),
        "mix.exs" => (&APP, text),
        "pom.xml" => (&ARTIFACT, &text[parent..]),
        "CMakeLists.txt" => (&PROJECT, text),
        "Cargo.toml" => (&NAME, section(text, &["[package]"])?),
        "pyproject.toml" => (&NAME, section(text, &["[project]", "[tool.poetry]"])?),
        "setup.cfg" => (&NAME, section(text, &["[metadata]"])?),
        "Gemfile" | "build.gradle" | "build.gradle.kts" => return None,
        _ => (&NAME, text),
    };
    Some(pattern.captures(text)?.get(1)?.as_str().to_owned())
}

/// What stands under the first of these headings.
fn section<'a>(text: &'a str, headings: &[&str]) -> Option<&'a str> {
    let (at, heading) = headings.iter().find_map(|heading| Some((text.find(heading)?, heading)))?;
    let inside = &text[at + heading.len()..];
    Some(inside.find("\n[").map_or(inside, |end| &inside[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_says_what_its_package_is_called() {
        for (path, text, name) in [
            (
                "Cargo.toml",
                "[workspace]\nname = \"no\"\n[package]\nversion = \"1\"\nname = \"bat\"\n[lib]\nname = \"x\"",
                Some("bat"),
            ),
            ("Cargo.toml", "[workspace]\nmembers = []", None),
            ("pyproject.toml", "[build-system]\n[project]\nname = 'Sphinx'", Some("Sphinx")),
            ("package.json", "{\n  \"name\": \"@acme/shop\",\n  \"version\": \"1\"}", Some("@acme/shop")),
            ("go.mod", "module github.com/git-bug/git-bug/v2\n\ngo 1.22", Some("github.com/git-bug/git-bug")),
            ("setup.py", "setup(\n    name='shop',\n)", Some("shop")),
            (
                "pom.xml",
                "<project><parent><artifactId>all</artifactId></parent><artifactId>till</artifactId>",
                Some("till"),
            ),
            ("mix.exs", "[app: :shop, version: 1]", Some("shop")),
            ("CMakeLists.txt", "project(nvim C)", Some("nvim")),
            ("pubspec.yaml", "name: shop\n", Some("shop")),
        ] {
            assert_eq!(of_manifest(path, text).as_deref(), name, "{path}: {text}");
        }
    }

    #[test]
    fn an_address_ends_with_the_name() {
        for url in ["https://example.com/acme/shop.git", "git@example.com:acme/shop", "/srv/git/shop/"] {
            assert_eq!(of_address(url).as_deref(), Some("shop"), "{url}");
        }
        assert_eq!(of_address("/"), None);
    }
}
