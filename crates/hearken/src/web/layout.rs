//! What every page has around it.

use hearken_domain::LogPosition;

use crate::web::assets;

/// Where in the product a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What changed.
    Today,
    /// All themes, or one.
    Themes,
    /// What the code has to do with it.
    Code,
    /// Searching.
    Search,
    /// Where signals come from.
    Sources,
    /// None of these.
    Elsewhere,
}

/// The frame of a page: its title, and the navigation's state.
pub struct Layout {
    /// What the window is called.
    pub title: String,
    section: Section,
    seen: Option<LogPosition>,
}

impl Layout {
    /// A frame.
    pub fn new(title: impl Into<String>, section: Section) -> Self {
        Self { title: title.into(), section, seen: None }
    }

    /// The same around a page that shows the log up to `seen`.
    pub fn showing(self, seen: LogPosition) -> Self {
        Self { seen: Some(seen), ..self }
    }

    /// Up to where in the log the page shows, for the forms on it; empty where that is not known.
    pub fn seen(&self) -> String {
        self.seen.map_or_else(String::new, |seen| seen.0.to_string())
    }

    /// The navigation: address, word, and whether it is where the page stands.
    pub fn navigation(&self) -> [(&'static str, &'static str, bool); 5] {
        [
            ("/", "Today", Section::Today),
            ("/themes", "Themes", Section::Themes),
            ("/code", "Code", Section::Code),
            ("/search", "Search", Section::Search),
            ("/sources", "Sources", Section::Sources),
        ]
        .map(|(href, word, section)| (href, word, section == self.section))
    }

    /// Whether the page has a search field of its own, so that the frame needs none.
    pub fn searches(&self) -> bool {
        self.section == Section::Search
    }

    /// Address of the style sheet.
    pub fn style(&self) -> String {
        assets::address("app.css")
    }

    /// Address of the script.
    pub fn script(&self) -> String {
        assets::address("app.js")
    }

    /// Address of the icon.
    pub fn icon(&self) -> String {
        assets::address("favicon.svg")
    }
}
