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
        for field in [&signal.url, &signal.product, &signal.version, &signal.language, &signal.tag] {
            part(field.as_deref());
        }
        for field in [&signal.contact.external_id, &signal.contact.name, &signal.contact.email] {
            part(field.as_deref());
        }
        part(extra);
        hasher.update(&signal.at.map_or(i64::MIN, |at| at.as_millisecond()).to_le_bytes());
        hasher.update(&signal.rating.map_or(u64::MAX, f64::to_bits).to_le_bytes());
    })
}
