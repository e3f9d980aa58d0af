//! All themes under a filter, in the order a person asks for.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::str::FromStr;

use hearken_domain::{AreaId, SignalFilter, Theme, ThemeKind, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::areas::find::among;
use crate::actions::cards::{
    AreaCard, AreaLink, ClusteringState, Facets, SPARK_WEEKS, ThemeCard, ThemeCards,
};
use crate::actions::customers::worth::WorthCard;
use crate::error::AppError;
use crate::known::known_filter;
use crate::next_step::NextStep;
use crate::view::View;
use crate::wording;

/// The order of a list of themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ThemeSort {
    /// Most signals first.
    #[default]
    Signals,
    /// What rises or is new first, and of that what rose by the most at least.
    Rising,
    /// First heard last first.
    Newest,
    /// Worst mean rating first; unrated last.
    Rating,
    /// By name.
    Name,
    /// Most customers first.
    Customers,
    /// Most revenue of customers first, where it is all in one currency or has rates.
    Revenue,
    /// By area: themes that lie near each other stand together, the largest area first.
    Area,
}

impl ThemeSort {
    /// Every order.
    pub const ALL: [Self; 8] = [
        Self::Signals,
        Self::Rising,
        Self::Newest,
        Self::Rating,
        Self::Name,
        Self::Customers,
        Self::Revenue,
        Self::Area,
    ];

    /// The word that commands and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signals => "signals",
            Self::Rising => "rising",
            Self::Newest => "newest",
            Self::Rating => "rating",
            Self::Name => "name",
            Self::Customers => "customers",
            Self::Revenue => "revenue",
            Self::Area => "area",
        }
    }
}

impl FromStr for ThemeSort {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid order of themes; orders are signals, rising, newest, rating, name, customers, revenue, area")
        })
    }
}

/// What to list.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeQuery {
    /// Counting only signals that this lets through.
    pub filter: SignalFilter,
    /// Only themes of this kind.
    pub kind: Option<ThemeKind>,
    /// Only themes of this area, by its id or name.
    pub area: Option<String>,
    /// In which order.
    pub sort: ThemeSort,
    /// At most so many.
    pub limit: usize,
}

impl Default for ThemeQuery {
    fn default() -> Self {
        let (filter, sort) = (SignalFilter::default(), ThemeSort::default());
        Self { filter, kind: None, area: None, sort, limit: 100 }
    }
}

/// Themes, and what they were counted among.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemeList {
    /// As of when.
    pub now: Timestamp,
    /// The themes.
    pub themes: Vec<ThemeCard>,
    /// The areas that all the themes lie in, the largest first, those in none last.
    pub areas: Vec<AreaCard>,
    /// How many there are without the limit.
    pub total: u64,
    /// Signals under the filter.
    pub signals: u64,
    /// Those of them without a theme.
    pub unsorted: u64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// Why the themes cannot be put in the order of revenue, if they cannot.
    pub no_revenue_order: Option<String>,
    /// What can be filtered by.
    pub facets: Facets,
    /// Where the finding of themes stands.
    pub clustering: ClusteringState,
}

/// Lists themes that have signals under the filter.
///
/// # Errors
/// The filter names what is not there, there is no such area, the order is by revenue in several currencies, or any failure
/// of the store.
pub fn list_themes(view: &View, query: &ThemeQuery) -> Result<ThemeList, AppError> {
    let filter = known_filter(view, &query.filter)?;
    let among = among(view, None, query.area.as_deref())?;
    let now = view.as_of()?;
    let themes = view.store().themes().living()?;
    let read = ThemeCards::read(view, &filter, now)?;
    let mut listed: Vec<&Theme> = themes
        .values()
        .filter(|theme| !theme.ignored)
        .filter(|theme| query.kind.is_none_or(|kind| kind == theme.kind))
        .filter(|theme| among.has(theme.id))
        .filter(|theme| read.signals_of(theme.id) > 0)
        .collect();
    let no_revenue_order = no_revenue_order(&read, &listed);
    if let Some(reason) = no_revenue_order.as_ref().filter(|_| query.sort == ThemeSort::Revenue) {
        let message = format!("themes cannot be put in the order of revenue: {reason}");
        return Err(AppError::user(message).suggest(NextStep::SetRate));
    }
    let areas = areas(&read, &mut listed);
    sort(&read, &mut listed, query.sort);
    let total = listed.len() as u64;
    listed.truncate(query.limit);
    let mut cards: Vec<ThemeCard> = listed.into_iter().map(|theme| read.card(theme, SPARK_WEEKS)).collect();
    read.quote(view, &mut cards, &themes)?;
    Ok(ThemeList {
        now,
        themes: cards,
        areas,
        total,
        signals: read.signals(),
        unsorted: read.unsorted(),
        customers: read.customers(),
        no_revenue_order,
        facets: Facets::under(view, &query.filter, &among, "")?,
        clustering: ClusteringState::now(view)?,
    })
}

/// Why these themes cannot be put in the order of revenue, if they cannot: it is in several currencies.
fn no_revenue_order(read: &ThemeCards, themes: &[&Theme]) -> Option<String> {
    let currencies = read.worth()?.currencies(themes.iter().map(|theme| theme.id));
    (currencies.len() > 1).then(|| wording::worth::incomparable(&currencies))
}

/// The areas of these themes.
fn areas(read: &ThemeCards, themes: &mut [&Theme]) -> Vec<AreaCard> {
    sort(read, themes, ThemeSort::Area);
    let runs = themes.chunk_by(|a, b| a.area_id == b.area_id);
    let area = |themes: &[&Theme]| {
        let link = themes[0].area_id.zip(themes[0].area.clone()).map(|(id, name)| AreaLink { id, name });
        read.area(link, themes.iter().map(|theme| theme.id).collect(), SPARK_WEEKS)
    };
    runs.map(area).collect()
}

impl ThemeList {
    /// The themes of each area that are listed, in the order of the areas.
    pub fn by_area(&self) -> impl Iterator<Item = (&AreaCard, Vec<&ThemeCard>)> {
        let listed = |area: &AreaCard| -> Vec<&ThemeCard> {
            self.themes.iter().filter(|card| card.area_id == area.id).collect()
        };
        self.areas.iter().map(move |area| (area, listed(area))).filter(|(_, listed)| !listed.is_empty())
    }
}

fn sort(read: &ThemeCards, themes: &mut [&Theme], sort: ThemeSort) {
    let signals = |theme: &Theme| read.signals_of(theme.id);
    // Ties fall to the larger theme, then to the older id, so that the order never wavers.
    themes.sort_by_cached_key(|theme| (Reverse(signals(theme)), theme.id));
    match sort {
        ThemeSort::Signals => {}
        ThemeSort::Customers => themes.sort_by_cached_key(|theme| {
            Reverse(read.worth().map_or(0, |worth| worth.customers_of(theme.id)))
        }),
        ThemeSort::Revenue => themes
            .sort_by_cached_key(|theme| Reverse(read.worth().and_then(|worth| worth.revenue_of(theme.id)))),
        ThemeSort::Rising => {
            read.read_movements();
            by_number(themes, |theme| -read.movement_of(theme.id).at_least());
            themes.sort_by_cached_key(|theme| !read.movement_of(theme.id).rises());
        }
        ThemeSort::Newest => {
            themes.sort_by_key(|theme| Reverse((read.first_week(theme.id), theme.born_at, theme.id)));
        }
        ThemeSort::Rating => by_number(themes, |theme| read.rating_of(theme.id).unwrap_or(f64::INFINITY)),
        ThemeSort::Area => {
            let mut sizes: BTreeMap<Option<AreaId>, u64> = BTreeMap::new();
            for theme in &*themes {
                *sizes.entry(theme.area_id).or_default() += signals(theme);
            }
            themes.sort_by_key(|theme| {
                (theme.area_id.is_none(), Reverse(sizes[&theme.area_id]), theme.area_id)
            });
        }
        ThemeSort::Name => themes.sort_by_cached_key(|theme| theme.name.as_str().to_lowercase()),
    }
}

/// The least number first; those of one number stay in their order.
fn by_number(themes: &mut [&Theme], number: impl Fn(&Theme) -> f64) {
    let mut numbered: Vec<(f64, &Theme)> = themes.iter().map(|theme| (number(theme), *theme)).collect();
    numbered.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (place, (_, theme)) in themes.iter_mut().zip(numbered) {
        *place = theme;
    }
}
