//! The hash of all that a source said in one item, by which a repetition is known.

use hearken_domain::NewSignal;

use crate::hash::short_hash;

/// All that the source said, so that an item that says the same is a duplicate. The time of arrival is no part of it.
pub(crate) fn content_of(signal: &NewSignal, extra: Option<&str>) -> [u8; 16] {
    short_hash(|hasher| {
        let mut part = |text: Option<&str>| {
            // Length-prefixed, so that no two different lists of parts read the same.
            hasher.update(&text.map_or(u64::MAX, |t| t.len() as u64).to_le_bytes());
            hasher.update(text.unwrap_or_default().as_bytes());
        };
        part(Some(signal.verbatim.as_str()));
        part(signal.title.as_ref().map(|t| t.as_str()));
        part(Some(signal.kind.as_str()));
        for field in [&signal.url, &signal.product, &signal.version, &signal.language] {
            part(field.as_deref());
        }
        // One label counts as it did when there was no more than one.
        match signal.labels.as_slice() {
            [] => part(None),
            [label] => part(Some(label)),
            labels => {
                part(Some("labels"));
                labels.iter().for_each(|label| part(Some(label)));
            }
        }
        for field in [&signal.contact.external_id, &signal.contact.name, &signal.contact.email] {
            part(field.as_deref());
        }
        part(extra);
        if signal.state.is_some() || signal.status.is_some() {
            part(signal.state.map(hearken_domain::SignalState::as_str));
            part(signal.status.as_deref());
        }
        hasher.update(&signal.at.map_or(i64::MIN, |at| at.as_millisecond()).to_le_bytes());
        hasher.update(&signal.rating.map_or(u64::MAX, f64::to_bits).to_le_bytes());
    })
}
