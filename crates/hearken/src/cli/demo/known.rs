//! What is there by the time that something is said of it by hand, told by what a file can name: accounts by their names, and
//! signals by the ids of their source. A theme has no id before it is found, and is told by the signals that lie in it.

use std::collections::BTreeMap;

use hearken_app::actions::customers::list::CustomerQuery;
use hearken_app::actions::signals::list::SignalQuery;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_domain::{CustomerId, SignalFilter, SignalId, ThemeId};
use serde::de::DeserializeOwned;

/// The source that accounts and signals come from.
pub const MADE_UP: &str = "made-up";
/// More than there are of either.
const ALL: usize = 1_000;

/// What a file holds, a row each.
pub fn rows<T: DeserializeOwned>(content: &[u8]) -> Result<Vec<T>, AppError> {
    let rows = csv::Reader::from_reader(content).into_deserialize().collect::<Result<_, _>>();
    Ok(rows.map_err(anyhow::Error::from)?)
}

/// Accounts by their names, and themes by the signals that lie in them.
pub struct Known {
    pub customers: BTreeMap<String, CustomerId>,
    signals: BTreeMap<String, SignalId>,
    themes: BTreeMap<String, ThemeId>,
}

impl Known {
    pub fn read(ctx: &Context) -> Result<Self, AppError> {
        let view = ctx.view()?;
        let customers = view.ask(&CustomerQuery { limit: ALL, ..CustomerQuery::default() })?.customers;
        let filter = SignalFilter::default().of_source(MADE_UP);
        let signals = view.ask(&SignalQuery { filter, limit: ALL, ..SignalQuery::default() })?.signals;
        let named = customers.into_iter().filter_map(|one| Some((one.name?.as_str().to_owned(), one.id)));
        let (mut ids, mut themes) = (BTreeMap::new(), BTreeMap::new());
        for one in signals {
            let Some(external_id) = one.signal.external_id else { continue };
            themes.extend(one.theme.map(|theme| (external_id.clone(), theme.id)));
            ids.insert(external_id, one.signal.id);
        }
        Ok(Self { customers: named.collect(), signals: ids, themes })
    }

    /// The theme that most of these signals lie in; of several the one with the lower id.
    pub fn theme(&self, heard: &str) -> Option<ThemeId> {
        let mut counts: BTreeMap<ThemeId, usize> = BTreeMap::new();
        for theme in heard.split(' ').filter_map(|id| self.themes.get(id)) {
            *counts.entry(*theme).or_default() += 1;
        }
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(theme, _)| theme)
    }

    /// The signals of these ids.
    pub fn signals(&self, heard: &str) -> Vec<SignalId> {
        heard.split(' ').filter_map(|id| self.signals.get(id).copied()).collect()
    }
}
