//! Rows of one file that say the same and carry neither an id nor a time: nothing tells whether one customer was exported
//! twice or two wrote the same, so the report counts them, and the person who imports decides.
//!
//! By default the first stands for all. Kept apart, each further one is known by what it says and its number among those
//! that say it, so that the same file imported again changes nothing.

use std::collections::HashMap;

use hearken_domain::{Disposition, NewSignal, SignalId, counted};

/// What is known of the rows of one file without id and time.
#[derive(Default)]
pub struct Repeats {
    /// Whether each is kept.
    apart: bool,
    /// How often each was met, where they are kept apart.
    met: HashMap<blake3::Hash, u64>,
    /// The first signal that this import brought.
    first_new: Option<SignalId>,
    repeated: u64,
}

impl Repeats {
    /// For one file.
    pub fn new(apart: bool) -> Self {
        Self { apart, ..Self::default() }
    }

    /// Looks at an item before it is recorded; whether it has neither an id nor a time.
    pub fn number(&mut self, signal: &mut NewSignal) -> bool {
        let bare = signal.external_id.is_none() && signal.at.is_none();
        if bare && self.apart {
            let content = content(signal);
            let times = self.met.entry(content).or_default();
            *times += 1;
            if *times > 1 {
                self.repeated += 1;
                signal.external_id = Some(format!("#{}-{times}", &content.to_hex()[..32]));
            }
        }
        bare
    }

    /// Looks at what became of an item of which [`Self::number`] said whether it has neither.
    pub fn add(&mut self, disposition: &Disposition, bare: bool) {
        match disposition {
            Disposition::Accepted { signal } => {
                self.first_new = Some(self.first_new.map_or(*signal, |first| first.min(*signal)));
            }
            // What an earlier import brought is known, and no row of this file.
            Disposition::Duplicate { signal }
                if bare && self.first_new.is_some_and(|first| *signal >= first) =>
            {
                self.repeated += 1;
            }
            _ => {}
        }
    }

    /// What a person should know.
    pub fn note(&self) -> Option<String> {
        let (say, carry) = match self.repeated {
            0 => return None,
            1 => ("says", "carries"),
            _ => ("say", "carry"),
        };
        let rows = counted(self.repeated, "row");
        let kept = match self.apart {
            true => "each is kept as an item of its own",
            false => "they are kept as one; with keep-repeats each is an item of its own",
        };
        Some(format!("{rows} {say} the same as another and {carry} neither id nor date: {kept}"))
    }
}

/// What it says, without who says it: an id must not tell that.
fn content(signal: &NewSignal) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    part(signal.verbatim.as_str());
    part(signal.title.as_ref().map_or("", |title| title.as_str()));
    part(&signal.rating.map(|rating| rating.to_string()).unwrap_or_default());
    for (name, value) in &signal.extra {
        part(name);
        part(value);
    }
    hasher.finalize()
}
