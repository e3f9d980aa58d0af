//! What a person decided.

use std::collections::BTreeMap;

use hearken_domain::{AreaId, Aside, Link, Ruled, SignalId, Subject, ThemeId, Verbatim, counted};

/// What themes and areas are called.
pub(crate) struct Names {
    pub(crate) themes: BTreeMap<ThemeId, Verbatim>,
    pub(crate) areas: BTreeMap<AreaId, Verbatim>,
}

/// What was decided; `names` are those of the themes and areas in it.
pub(crate) fn says(ruled: &Ruled<Option<Verbatim>>, names: &Names) -> Verbatim {
    let name = |id: &ThemeId| with_name(id, names.themes.get(id));
    let area_name = |id: &AreaId| with_name(id, names.areas.get(id));
    let list = |ids: &[ThemeId]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let says = match ruled {
        Ruled::Renamed { theme, name: given } => {
            format!("{theme} is called {}", called(given.as_ref()))
        }
        Ruled::Merged { into, from } => format!("{} became part of {}", list(from), name(into)),
        Ruled::Split { theme, born } => format!("{} was taken out of {}", list(born), name(theme)),
        Ruled::Moved { signals, to } => {
            let to = to.as_ref().map_or_else(|| "no theme".to_owned(), name);
            match signals.as_slice() {
                [signal] => format!("{signal} belongs to {to}"),
                more => format!("{} belong to {to}", counted(more.len() as u64, "signal")),
            }
        }
        Ruled::Pinned { theme } => format!("{} stays", name(theme)),
        Ruled::Ignored { theme } => format!("{} is not shown", name(theme)),
        Ruled::AreaRenamed { area, name } => format!("{area} is called {}", called(name.as_ref())),
        Ruled::AreasMerged { into, from } => {
            let from: Vec<String> = from.iter().map(area_name).collect();
            format!("{} became part of {}", from.join(", "), area_name(into))
        }
        Ruled::Placed { theme, area: Some(area) } => format!("{} lies in {}", name(theme), area_name(area)),
        Ruled::Placed { theme, area: None } => format!("{} lies in no area", name(theme)),
        Ruled::NotAlike { signal } => format!("{signal} is no report of the same as others"),
        Ruled::SetAside { signals, holds, alike } => set_aside(signals, *holds, *alike),
        Ruled::Linked(link) => {
            format!("{} leads to {} in {}", subject(link, &name), location(link), link.repository)
        }
        Ruled::Unlinked(link) => {
            format!(
                "{} has nothing to do with {} in {}",
                subject(link, &name),
                location(link),
                link.repository
            )
        }
    };
    Verbatim::redacted(says)
}

fn set_aside(signals: &[SignalId], holds: Aside, alike: bool) -> String {
    let first = signals.first().map_or_else(String::new, SignalId::to_string);
    let (whose, is) = match (alike, signals.len()) {
        (true, _) => (format!("{first} and all that are copies with it"), "are"),
        (false, 1) => (first, "is"),
        (false, more) => (counted(more as u64, "signal"), "are"),
    };
    let what = match holds {
        Aside::Counted => return format!("{whose} {}", if is == "is" { "counts" } else { "count" }),
        Aside::Spam => "spam",
        Aside::Campaign => "part of a campaign",
    };
    format!("{whose} {is} {what}")
}

fn with_name(id: &impl ToString, name: Option<&Verbatim>) -> String {
    name.map_or_else(|| id.to_string(), |name| format!("{} ({})", id.to_string(), name.as_str()))
}

fn called(name: Option<&Verbatim>) -> &str {
    name.map_or("[erased]", Verbatim::as_str)
}

fn subject(link: &Link, name: &dyn Fn(&ThemeId) -> String) -> String {
    match &link.of {
        Subject::Theme(theme) => name(theme),
        Subject::Signal(signal) => signal.to_string(),
    }
}

fn location(link: &Link) -> String {
    match &link.symbol {
        Some(symbol) => format!("{} ({symbol})", link.path),
        None => link.path.clone(),
    }
}
