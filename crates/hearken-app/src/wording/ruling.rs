//! What a person decided.

use std::collections::BTreeMap;

use hearken_domain::{Link, Ruled, Subject, ThemeId, Verbatim, counted};

/// What was decided; `names` are those of all themes.
pub(crate) fn says(ruled: &Ruled<Option<Verbatim>>, names: &BTreeMap<ThemeId, Verbatim>) -> Verbatim {
    let name = |id: &ThemeId| match names.get(id) {
        Some(name) => format!("{id} ({})", name.as_str()),
        None => id.to_string(),
    };
    let list = |ids: &[ThemeId]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let says = match ruled {
        Ruled::Renamed { theme, name: given } => {
            format!("{theme} is called {}", given.as_ref().map_or("[erased]", Verbatim::as_str))
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
