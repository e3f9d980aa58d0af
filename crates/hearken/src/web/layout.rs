//! What every page has around it.

use hearken_domain::{AreaId, LogPosition, SignalId, ThemeId};

use crate::web::assets;

/// Where in the product a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What changed.
    Today,
    /// All themes, or one.
    Themes,
    /// Problems that are worth solving.
    Opportunities,
    /// Who the customers are.
    Customers,
    /// What was decided.
    Decisions,
    /// What the code has to do with it.
    Code,
    /// What shipped when.
    Releases,
    /// Searching.
    Search,
    /// Where signals come from.
    Sources,
    /// What waits for whoever looks.
    Inbox,
    /// None of these.
    Elsewhere,
}

/// The frame of a page: its title, and the navigation's state.
#[derive(Clone)]
pub struct Layout {
    /// What the window is called.
    pub title: String,
    /// What the page looks back to.
    pub back: Option<LookBack>,
    section: Section,
    seen: Option<LogPosition>,
}

/// A time that a page looks back to.
#[derive(Clone)]
pub struct LookBack {
    /// As it was typed.
    pub typed: String,
    /// As people read it.
    pub told: String,
    /// The same page without looking back.
    pub now: String,
}

impl Layout {
    /// A frame.
    pub fn new(title: impl Into<String>, section: Section) -> Self {
        Self { title: title.into(), back: None, section, seen: None }
    }

    /// The same around a page that shows the log up to `seen`.
    pub fn showing(self, seen: LogPosition) -> Self {
        Self { seen: Some(seen), ..self }
    }

    /// The same around a page that looks back, where it does.
    pub fn looking_back(self, back: Option<LookBack>) -> Self {
        Self { back, ..self }
    }

    /// An address of another page that looks back as this one does.
    pub fn to(&self, path: &str) -> String {
        let Some(back) = &self.back else { return path.to_owned() };
        let (path, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
        let typed: String = form_urlencoded::byte_serialize(back.typed.as_bytes()).collect();
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}as_of={typed}{fragment}")
    }

    /// The address of a theme's page that looks back as this one does.
    pub fn theme(&self, id: &ThemeId) -> String {
        self.to(&format!("/themes/{id}"))
    }

    /// The address of an area's page that looks back as this one does.
    pub fn area(&self, id: &AreaId) -> String {
        self.to(&format!("/areas/{id}"))
    }

    /// The address of the brief of a theme, an opportunity or a customer, which looks back as this one does.
    pub fn brief(&self, of: &impl std::fmt::Display) -> String {
        self.to(&format!("/brief/{of}"))
    }

    /// The address of a signal's page that looks back as this one does.
    pub fn signal(&self, id: &SignalId) -> String {
        self.to(&format!("/signals/{id}"))
    }

    /// Up to where in the log the page shows, for the forms on it; empty where that is not known.
    pub fn seen(&self) -> String {
        self.seen.map_or_else(String::new, |seen| seen.0.to_string())
    }

    /// The navigation: address, word, the key that leads there behind a `g`, and whether it is where the page stands. The
    /// script and the list of keys read it from the page, so that no section is without one.
    pub fn navigation(&self) -> [(String, &'static str, &'static str, bool); 10] {
        [
            (self.to("/"), "Today", "t", Section::Today),
            (self.to("/themes"), "Themes", "h", Section::Themes),
            // Opportunities, and who the customers are, are told as they are now.
            ("/opportunities".to_owned(), "Opportunities", "p", Section::Opportunities),
            ("/customers".to_owned(), "Customers", "u", Section::Customers),
            // What was decided is told as it is now, too.
            ("/decisions".to_owned(), "Decisions", "d", Section::Decisions),
            (self.to("/code"), "Code", "c", Section::Code),
            (self.to("/releases"), "Releases", "r", Section::Releases),
            (self.to("/search"), "Search", "s", Section::Search),
            (self.to("/sources"), "Sources", "o", Section::Sources),
            // What waits is what waits now.
            ("/inbox".to_owned(), "Inbox", "i", Section::Inbox),
        ]
        .map(|(href, word, key, section)| (href, word, key, section == self.section))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_looks_back_leads_to_others_that_do() {
        let back = LookBack { typed: "2019-08-05".to_owned(), told: String::new(), now: String::new() };
        let layout = Layout::new("Themes", Section::Themes).looking_back(Some(back));
        assert_eq!(layout.to("/themes"), "/themes?as_of=2019-08-05");
        assert_eq!(layout.to("/themes?sort=rising#top"), "/themes?sort=rising&as_of=2019-08-05#top");
        assert_eq!(layout.theme(&ThemeId(4)), "/themes/T-4?as_of=2019-08-05");
        assert_eq!(Layout::new("Today", Section::Today).to("/themes"), "/themes");
    }
}
