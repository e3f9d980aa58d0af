//! From what arrived to what is recorded: redaction and the detected language.

use hearken_analysis::language::language;
use hearken_analysis::redact::Session;
use hearken_domain::{Contact, NewSignal};
use hearken_ingest::Item;
use hearken_store::Arrived;

/// From what arrived to what it means: every text passes redaction, under one numbering of people.
pub fn understand(item: Item) -> Arrived {
    let mut session = Session::new();
    let title = item.title.map(|title| session.text(&title));
    let verbatim = session.text(&item.text);
    let detected = || language(verbatim.as_str()).map(str::to_owned);
    let spoken = item.language.as_ref().filter(|given| !given.trim().is_empty()).cloned().or_else(detected);
    let mut field = |value: Option<String>| value.map(|value| session.field(&value));
    let signal = NewSignal {
        external_id: item.external_id.map(opaque),
        kind: item.kind,
        at: item.at,
        title,
        verbatim,
        rating: item.rating,
        url: field(item.url),
        product: field(item.product),
        version: field(item.version),
        language: field(spoken),
        tag: field(item.tag),
        contact: Contact {
            external_id: item.contact.external_id,
            name: item.contact.name,
            email: item.contact.email,
        },
        extra: item.extra.into_iter().map(|(name, value)| (name, session.field(&value))).collect(),
    };
    Arrived::Signal(Box::new(signal))
}

/// An id that names a person (an address, say) still tells items apart, without naming them.
fn opaque(id: String) -> String {
    if Session::new().field(&id) == id {
        id
    } else {
        format!("#{}", &blake3::hash(id.as_bytes()).to_hex()[..32])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_an_address_is_kept_apart_but_not_kept() {
        assert_eq!(opaque("4711".into()), "4711");
        let hidden = opaque("ann@example.com".into());
        assert!(hidden.starts_with('#') && !hidden.contains("ann"));
        assert_ne!(hidden, opaque("bob@example.com".into()));
    }
}
