//! What can be asked of a page that is saved: its parameters, read when it is saved, and again when it is opened, for `30d`
//! means thirty days before then.

use hearken_domain::{FilterField, SavedPage, SignalFilter, ThemeId, ThemeKind, Timestamp, ViewParameter};

use crate::actions::signals::search::{SearchQuery, SearchSort, WORDS_MAX};
use crate::actions::themes::list::{ThemeQuery, ThemeSort};
use crate::actions::themes::show::ShowTheme;
use crate::actions::views::list::SavedViewCard;
use crate::error::AppError;
use crate::view::View;

/// Parameters of one view.
const PARAMETERS_MAX: usize = 200;
/// Signals on a page of an opened view.
const LIMIT: usize = 20;

/// What a saved view asks when it is opened.
#[derive(Debug, Clone, PartialEq)]
pub enum ViewQuery {
    /// Themes.
    Themes(ThemeQuery),
    /// One theme.
    Theme(ShowTheme),
    /// Signals.
    Search(SearchQuery),
}

/// Reads parameters, each `name=value`; what people typed in them is redacted like everything that is kept.
///
/// # Errors
/// One is not a parameter of the page, or has no valid value.
pub(crate) fn read(
    view: &View,
    page: SavedPage,
    given: &[String],
) -> Result<Vec<ViewParameter<String>>, AppError> {
    if given.len() > PARAMETERS_MAX {
        return Err(AppError::user(format!(
            "{} parameters are more than the {PARAMETERS_MAX} that a saved view takes",
            given.len()
        )));
    }
    let mut parameters = Vec::new();
    for parameter in given {
        let (name, value) = parameter.split_once('=').ok_or_else(|| {
            AppError::user("a parameter of a saved view is its name, an equals sign and its value: label=ios")
        })?;
        let value = value.trim();
        if value.is_empty() {
            continue; // a form sends every field it has
        }
        let field = name.parse::<FilterField>().ok();
        let typed = matches!(name, "q" | "area")
            || matches!(field, Some(FilterField::Label | FilterField::Status | FilterField::Segment));
        let value = if typed { view.redact(value) } else { value.to_owned() };
        parameters.push(ViewParameter { name: name.to_owned(), value });
    }
    let pairs: Vec<(&str, &str)> =
        parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.value.as_str())).collect();
    query(page, &pairs, view.as_of()?)?;
    Ok(parameters)
}

impl SavedViewCard {
    /// What it asks as of now. A value that was erased is asked for no more.
    ///
    /// # Errors
    /// A parameter is none of the page's, or has no valid value; or any failure of the store.
    pub fn query(&self, view: &View) -> Result<ViewQuery, AppError> {
        let pairs: Vec<(&str, &str)> = self
            .parameters
            .iter()
            .filter_map(|parameter| Some((parameter.name.as_str(), parameter.value.as_ref()?.as_str())))
            .collect();
        query(self.page, &pairs, view.as_of()?)
    }
}

fn query(page: SavedPage, pairs: &[(&str, &str)], now: Timestamp) -> Result<ViewQuery, AppError> {
    let own: &[&str] = match page {
        SavedPage::Themes => &["kind", "area", "sort"],
        SavedPage::Theme => &["theme"],
        SavedPage::Search => &["q", "theme", "area", "unsorted", "sort"],
    };
    let mut filter = SignalFilter::default();
    let (mut words, mut unsorted) = (String::new(), false);
    let (mut theme, mut kind, mut area) = (None, None, None);
    let (mut themes_by, mut signals_by) = (ThemeSort::default(), SearchSort::default());
    for (name, value) in pairs {
        if let Ok(field) = name.parse::<FilterField>() {
            filter.add(field, value, now).map_err(|error| AppError::user(error.to_string()))?;
            continue;
        }
        let wrong = |detail: String| AppError::user(format!("{name}: {detail}"));
        match *name {
            known if !own.contains(&known) => {
                let known = [own, &FilterField::NAMES].concat().join(", ");
                return Err(AppError::user(format!(
                    "the page {page} takes no such parameter; it takes {known}"
                )));
            }
            "q" if value.chars().count() > WORDS_MAX => {
                return Err(wrong(format!("it has more than {WORDS_MAX} characters")));
            }
            "q" => words = (*value).to_owned(),
            "theme" => theme = Some(value.parse::<ThemeId>().map_err(|error| wrong(error.to_string()))?),
            "area" => area = Some((*value).to_owned()),
            "kind" => kind = Some(value.parse::<ThemeKind>().map_err(wrong)?),
            "sort" if page == SavedPage::Search => signals_by = value.parse().map_err(wrong)?,
            "sort" => themes_by = value.parse().map_err(wrong)?,
            _ => unsorted = true,
        }
    }
    Ok(match page {
        SavedPage::Themes => {
            ViewQuery::Themes(ThemeQuery { filter, kind, area, sort: themes_by, ..ThemeQuery::default() })
        }
        SavedPage::Theme => {
            let id = theme.ok_or_else(|| AppError::user("theme: say which, such as T-42"))?;
            ViewQuery::Theme(ShowTheme {
                id,
                filter,
                cursor: None,
                in_rows: false,
                limit: LIMIT,
                customers: LIMIT,
            })
        }
        SavedPage::Search => ViewQuery::Search(SearchQuery {
            words,
            sort: signals_by,
            filter,
            theme,
            area,
            unsorted,
            limit: LIMIT,
            ..SearchQuery::default()
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(page: SavedPage, pairs: &[(&str, &str)]) -> Result<ViewQuery, String> {
        query(page, pairs, "2024-03-31T12:00:00Z".parse().unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_view_asks_what_its_page_does() {
        let pairs = [("label", "ios"), ("label", "a, b"), ("sort", "rising"), ("kind", "question")];
        let Ok(ViewQuery::Themes(themes)) = asked(SavedPage::Themes, &pairs) else { panic!("no themes") };
        assert_eq!(themes.filter.texts(FilterField::Label).collect::<Vec<_>>(), ["ios", "a, b"]);
        assert_eq!((themes.sort, themes.kind), (ThemeSort::Rising, Some(ThemeKind::Question)));
        let pairs = [("q", "refund"), ("theme", "T-3"), ("since", "30d"), ("sort", "oldest")];
        let Ok(ViewQuery::Search(search)) = asked(SavedPage::Search, &pairs) else { panic!("no search") };
        assert_eq!((search.words.as_str(), search.theme), ("refund", Some(ThemeId(3))));
        assert!(!search.filter.is_empty() && search.sort == SearchSort::Oldest);
        let Ok(ViewQuery::Theme(theme)) = asked(SavedPage::Theme, &[("theme", "T-3")]) else {
            panic!("no theme")
        };
        assert_eq!(theme.id, ThemeId(3));
    }

    #[test]
    fn what_a_page_does_not_take_is_told() {
        for (page, pair, told) in [
            (
                SavedPage::Themes,
                ("q", "refund"),
                "the page themes takes no such parameter; it takes kind, area, sort, source, customer",
            ),
            (SavedPage::Search, ("kind", "praise"), "the page search takes no such parameter"),
            (SavedPage::Search, ("sort", "name"), "sort: 'name' is not a valid order of signals"),
            (SavedPage::Themes, ("sort", "sideways"), "sort: 'sideways' is not a valid order of themes"),
            (SavedPage::Search, ("theme", "S-3"), "theme: 'S-3' is not a valid theme id"),
            (SavedPage::Search, ("since", "soon"), "since: 'soon' is not a valid time"),
            (SavedPage::Theme, ("label", "x"), "theme: say which"),
        ] {
            let error = asked(page, &[pair]).unwrap_err();
            assert!(error.starts_with(told), "{error}");
        }
    }
}
