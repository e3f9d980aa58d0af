//! What every page has around it.

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
}

impl Layout {
    /// A frame.
    pub fn new(title: impl Into<String>, section: Section) -> Self {
        Self { title: title.into(), section }
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
