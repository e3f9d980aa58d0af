//! From what arrived to what is recorded: redaction and the detected language.

use hearken_analysis::language::language;
use hearken_domain::{Contact, NewSignal, Redacted};
use hearken_ingest::Item;
use hearken_store::Arrived;

use crate::redactor::Redactor;

/// From what arrived to what it means: every text passes redaction, under one numbering of people. What cannot hold a
/// person does not: a product, a version, a language.
pub fn understand(item: Item, redactor: &Redactor) -> Arrived {
    let mut session = redactor.session();
    let title = item.title.map(|title| session.text(&title));
    let verbatim = session.text(&item.text);
    let detected = || language(verbatim.as_str()).map(str::to_owned);
    let spoken = item.language.as_ref().filter(|given| !given.trim().is_empty()).cloned().or_else(detected);
    let url = item.url.map(|url| session.field(&url));
    let mut labels: Vec<String> = item.labels.iter().map(|label| session.field(label)).collect();
    labels.sort_unstable();
    labels.dedup();
    let mut field = |value: Option<String>| value.map(|value| session.field(&value));
    let signal = NewSignal {
        external_id: item.external_id.map(|id| opaque(id, redactor)),
        kind: item.kind,
        at: item.at,
        title,
        verbatim,
        rating: item.rating,
        url,
        product: item.product,
        version: item.version,
        language: spoken,
        labels,
        state: item.state,
        status: field(item.status),
        contact: Contact {
            external_id: item.contact.external_id,
            name: item.contact.name,
            email: item.contact.email,
        },
        extra: item
            .extra
            .into_iter()
            .map(|(name, value)| (session.field(&name), session.field(&value)))
            .collect(),
        redacted: Redacted::default(),
    };
    let redacted = redactor.redacted(&session);
    Arrived::Signal(Box::new(NewSignal { redacted, ..signal }))
}

/// Letters and digits of which no rule makes anything without words beside them.
const SHORT_ID: usize = 8;

/// An id that names a person (an address, say) still tells items apart, without naming them.
fn opaque(id: String, redactor: &Redactor) -> String {
    let plain = id.len() <= SHORT_ID && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain || redactor.session().field(&id) == id {
        id
    } else {
        format!("#{}", &blake3::hash(id.as_bytes()).to_hex()[..32])
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::RedactionPolicy;
    use hearken_store::{Access, DataDir};

    use super::*;
    use crate::app::App;

    #[test]
    fn an_id_that_is_an_address_is_kept_apart_but_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(&DataDir::new(folder.path()), Access::Write).unwrap();
        let redactor = app.redactor(RedactionPolicy::Mask).unwrap();
        assert_eq!(opaque("4711".into(), &redactor), "4711");
        let hidden = opaque("ann@example.com".into(), &redactor);
        assert!(hidden.starts_with('#') && !hidden.contains("ann"));
        assert_ne!(hidden, opaque("bob@example.com".into(), &redactor));
    }
}
