//! Texts in the source that users see: messages, labels, routes, translations. In them a customer's words meet the code.
//!
//! Found by scanning bytes rather than by parsing, since every file is read and a wrong one costs little: what looks like
//! words for people is taken, wherever it stands.

mod code;
mod found;
mod markup;
mod translation;
mod words;

use crate::language::Language;
use found::Found;
use words::Wanted;

/// The texts in a file that look like words for people, as (line from 1, text as it stands there, within one line). In
/// code a text needs two words; in files of translations and of routes one is enough.
pub fn strings<'a>(
    language: Language,
    path: &str,
    source: &'a str,
) -> impl Iterator<Item = (u32, &'a str)> + use<'a> {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let translated = translation::is_translation(path);
    let wanted = if translated {
        Wanted::Word
    } else if name.contains("route") || name.starts_with("urls.") {
        Wanted::Route
    } else {
        Wanted::Words
    };
    let mut found = Found { source, wanted, texts: Vec::new() };
    match made_by(language, &name) {
        Language::Gettext => translation::gettext(&mut found),
        Language::Properties | Language::Fluent => translation::properties(&mut found),
        Language::Strings if name.contains(".xlif") || name.ends_with(".xlf") => markup::scan(&mut found),
        Language::Strings => translation::pairs(&mut found),
        Language::Json if translated => translation::pairs(&mut found),
        Language::Yaml if translated => translation::yaml(&mut found),
        Language::Xml if translated || name.starts_with("strings") || name.ends_with(".resx") => {
            markup::scan(&mut found);
        }
        Language::Html
        | Language::Vue
        | Language::Svelte
        | Language::Astro
        | Language::Template
        | Language::Jsp
        | Language::Razor => markup::scan(&mut found),
        language => {
            if let Some(syntax) = code::syntax(language) {
                code::scan(&mut found, syntax, 0..source.len(), 1);
            }
        }
    }
    found.texts.into_iter()
}

/// Whether the texts of a language stand between quotes, as values; else they are what its files are made of.
pub fn are_values(language: Language) -> bool {
    code::syntax(language).is_some()
}

/// What a template makes, where its name tells: `base.css.j2` makes CSS.
fn made_by(language: Language, name: &str) -> Language {
    let made = name.rsplit_once('.').and_then(|(made, _)| Language::of_path(made));
    made.filter(|_| language == Language::Template).unwrap_or(language)
}

#[cfg(test)]
mod tests;
