//! Links of the documentation that lead nowhere.
//!
//! Checked are the relative links and pictures of every Markdown file, with their `#anchors` as GitHub makes them from
//! headings, and every `docs/….md` that a comment, a page, a manifest or a help text speaks of. Tests may make up what
//! they like.

use std::collections::{BTreeMap, HashMap};

use pulldown_cmark::{Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::finding::Finding;
use super::tree::{Tree, is_test_file};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let anchors: BTreeMap<&str, Vec<String>> =
        markdown(tree).map(|(path, text)| (path, anchors(text))).collect();
    let mut findings = Vec::new();
    for (path, text) in markdown(tree) {
        for (offset, link) in links(text) {
            if let Some(problem) = problem(tree, &anchors, path, &link) {
                let what = format!("the link `{link}` leads nowhere, {problem}: set it right or remove it");
                findings.push(Finding { path: path.to_owned(), line: line_of(text, offset), what });
            }
        }
    }
    let code = tree.rust().filter(|(path, _)| !is_test_file(path));
    let code = code.map(|(path, file)| (path, file.text.split("#[cfg(test)]").next().unwrap_or_default()));
    let pages = tree.texts().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".toml"));
    for (path, text) in code.chain(pages) {
        for (offset, name) in documents_named(text).filter(|(_, name)| !tree.has(name)) {
            let what = format!("speaks of `{name}`, which is not there: name what is");
            findings.push(Finding { path: path.to_owned(), line: line_of(text, offset), what });
        }
    }
    findings
}

/// The project's Markdown; seeds of fuzz targets and sample data may be anything.
fn markdown(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts().filter(|(path, _)| path.ends_with(".md") && !path.starts_with("fuzz/seeds/"))
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Why a link of the file `from` is dead, if it is.
fn problem(tree: &Tree, anchors: &BTreeMap<&str, Vec<String>>, from: &str, link: &str) -> Option<String> {
    if link.contains(':') || link.starts_with("//") {
        return None; // another site's
    }
    let (target, anchor) =
        link.split_once('#').map_or((link, None), |(target, anchor)| (target, Some(anchor)));
    let path = if target.is_empty() { Some(from.to_owned()) } else { resolve(from, target) };
    let Some(path) = path else { return Some("out of the repository".to_owned()) };
    if !tree.has(&path) {
        return Some(format!("`{path}` is not there"));
    }
    let anchor = anchor?;
    let known = anchors.get(path.as_str())?;
    (!known.iter().any(|known| known == anchor)).then(|| format!("no heading of `{path}` makes `#{anchor}`"))
}

/// The path that a link leads to, or nothing if it leads out of the repository.
fn resolve(from: &str, target: &str) -> Option<String> {
    let target = target.replace("%20", " ");
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A text as GitHub reads it, with byte ranges.
fn events(text: &str) -> OffsetIter<'_> {
    let like_github = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(text, like_github).into_offset_iter()
}

/// The targets of links and pictures, with their offsets in the text.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    // A reference that is defined nowhere comes out as the text it is.
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push((range.start, dest_url.into_string()));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                for attribute in ["href=\"", "src=\"", "srcset=\""] {
                    let found = attributes(&html, attribute).map(|value| (range.start, value.to_owned()));
                    links.extend(found);
                }
            }
            _ => {}
        }
    }
    links
}

/// The values of an attribute, up to their first space.
fn attributes<'a>(html: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.split(['"', ' ']).next())
}

/// What can stand after a `#`: a slug for each heading, and what HTML names.
fn anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    let mut seen = HashMap::<String, usize>::new();
    let mut heading: Option<String> = None;
    for (event, _) in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap_or_default());
                let times = seen.entry(slug.clone()).or_default();
                anchors.push(if *times == 0 { slug } else { format!("{slug}-{times}") });
                *times += 1;
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                for attribute in ["id=\"", "name=\""] {
                    anchors.extend(attributes(&html, attribute).map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    anchors
}

/// GitHub's anchor of a heading: lower case, spaces as hyphens, of the other signs only `-` and `_`.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|char| char.is_alphanumeric() || [' ', '-', '_'].contains(char));
    kept.flat_map(char::to_lowercase).map(|char| if char == ' ' { '-' } else { char }).collect()
}

/// Documents that a text names by their path from the root, as `docs/glossary.md`, with their offsets.
fn documents_named(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("docs/").filter_map(|(offset, _)| {
        let before = text[..offset].chars().next_back();
        if before.is_some_and(|char| char.is_alphanumeric() || ['/', '-', '_', '.'].contains(&char)) {
            return None;
        }
        let name = text[offset..]
            .split(|char: char| !(char.is_alphanumeric() || ['/', '-', '_', '.'].contains(&char)));
        let name = name.into_iter().next()?.trim_end_matches('.');
        name.ends_with(".md").then_some((offset, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::from_files(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_and_pictures_that_lead_nowhere_are_found() {
        let text = "[a](b.md)\n\n![a](pictures/c.svg)\n\n[a]\n\n<img src=\"d.svg\">\n\n[e](../../f.md)\n\n[a]: g.md\n";
        let found = found(&[("docs/a.md", text)]);
        let dead: Vec<&str> = found.iter().map(|finding| finding.split(": set").next().unwrap()).collect();
        assert_eq!(
            dead,
            [
                "docs/a.md:1: the link `b.md` leads nowhere, `docs/b.md` is not there",
                "docs/a.md:3: the link `pictures/c.svg` leads nowhere, `docs/pictures/c.svg` is not there",
                "docs/a.md:5: the link `g.md` leads nowhere, `docs/g.md` is not there",
                "docs/a.md:7: the link `d.svg` leads nowhere, `docs/d.svg` is not there",
                "docs/a.md:9: the link `../../f.md` leads nowhere, out of the repository",
            ]
        );
    }

    #[test]
    fn links_that_lead_somewhere_and_code_are_left_alone() {
        let text = "[a](docs/b.md), [folder](docs/), [site](https://example.org/x), <mail@example.org>, `[c](d.md)`\n\n\
            ```\n[e](f.md)\n```\n\n[root](/docs/b.md) [here](#one-two)\n\n# One, *two*\n";
        assert!(found(&[("README.md", text), ("docs/b.md", "[up](../README.md#one-two)\n")]).is_empty());
    }

    #[test]
    fn an_anchor_that_no_heading_makes_is_found() {
        let found = found(&[("a.md", "[b](b.md#two) [c](#none)\n"), ("b.md", "# One\n")]);
        assert!(found[0].contains("no heading of `b.md` makes `#two`"));
        assert!(found[1].contains("no heading of `a.md` makes `#none`"));
    }

    #[test]
    fn anchors_are_those_of_github() {
        let text = "# What's *new* in `1.0`?\n\n## The same\n\n## The same\n\n## Ärger_mit-C++ & so\n\n<a id=\"own\"></a>\n";
        assert_eq!(anchors(text), ["whats-new-in-10", "the-same", "the-same-1", "ärger_mit-c--so", "own"]);
    }

    #[test]
    fn a_help_text_that_speaks_of_a_document_that_is_not_there_is_found() {
        let files = [
            ("crates/a/src/a.rs", "//! Words of docs/glossary.md.\nconst HELP: &str = \"see docs/gone.md\";"),
            ("crates/a/templates/a.html", "<a>docs/away.md</a>"),
            ("docs/glossary.md", ""),
        ];
        let found = found(&files);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("crates/a/src/a.rs:2: speaks of `docs/gone.md`"));
        assert!(found[1].starts_with("crates/a/templates/a.html:1: speaks of `docs/away.md`"));
    }

    #[test]
    fn tests_may_make_paths_up() {
        let code = "#[cfg(test)]\nmod tests { const PATH: &str = \"docs/a.md\"; }";
        assert!(
            found(&[("crates/a/src/a.rs", code), ("crates/a/src/a/tests.rs", "// docs/a.md")]).is_empty()
        );
    }
}
