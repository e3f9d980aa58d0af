//! A saved view: a page with its filter and order, under a name that a person gave it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page that can be saved with what was asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SavedPage {
    /// The list of themes.
    Themes,
    /// One theme; the parameter `theme` says which.
    Theme,
    /// Signals, searched for or listed.
    Search,
}

impl SavedPage {
    /// All of them, in the order in which people are shown them.
    pub const ALL: [Self; 3] = [Self::Themes, Self::Theme, Self::Search];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Themes => "themes",
            Self::Theme => "theme",
            Self::Search => "search",
        }
    }
}

impl fmt::Display for SavedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not a page that can be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a page that can be saved; there are themes, theme and search")]
pub struct UnknownPageError(String);

impl FromStr for SavedPage {
    type Err = UnknownPageError;
    fn from_str(given: &str) -> Result<Self, UnknownPageError> {
        let shown = || given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        Self::ALL.into_iter().find(|page| page.as_str() == given).ok_or_else(|| UnknownPageError(shown()))
    }
}

/// What is saved. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSavedView<Text> {
    /// What it is called.
    pub name: Text,
    /// Which page.
    pub page: SavedPage,
    /// What was asked of it: filter, order, words, theme.
    pub parameters: Vec<ViewParameter<Text>>,
}

/// One thing that was asked of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewParameter<Text> {
    /// The name of the parameter, as the page's address has it.
    pub name: String,
    /// Its value.
    pub value: Text,
}

impl<Text> NewSavedView<Text> {
    /// The same with each text as something else.
    ///
    /// # Errors
    /// The first that `to` fails with.
    pub fn try_map<Other, E>(
        self,
        mut to: impl FnMut(Text) -> Result<Other, E>,
    ) -> Result<NewSavedView<Other>, E> {
        let name = to(self.name)?;
        let parameters = self
            .parameters
            .into_iter()
            .map(|parameter| Ok(ViewParameter { name: parameter.name, value: to(parameter.value)? }));
        Ok(NewSavedView { name, page: self.page, parameters: parameters.collect::<Result<_, E>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, TextId, ViewId};

    #[test]
    fn a_page_reads_back_what_it_prints_and_another_word_is_told() {
        for page in SavedPage::ALL {
            assert_eq!(page.to_string().parse(), Ok(page));
        }
        let told = "sources\n".parse::<SavedPage>().unwrap_err().to_string();
        assert_eq!(told, "'sources ' is not a page that can be saved; there are themes, theme and search");
    }

    #[test]
    fn the_event_of_a_saved_view_holds_no_words() {
        let parameters = vec![ViewParameter { name: "label".to_owned(), value: TextId(8) }];
        let view = NewSavedView { name: TextId(7), page: SavedPage::Search, parameters };
        let event = Event::ViewSaved { id: ViewId(1), view };
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(
            written,
            r#"{"event":"view-saved","id":"V-1","name":7,"page":"search","parameters":[{"name":"label","value":8}]}"#
        );
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    }
}
