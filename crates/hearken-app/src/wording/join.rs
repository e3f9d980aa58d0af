//! Why a signal is a customer's, in words.

use hearken_domain::{JoinReason, Unredacted};
use hearken_store::SignalJoin;

/// The reason of a join, with what it rests on.
pub(crate) fn says(join: &SignalJoin) -> Unredacted {
    let value = join.value.as_deref().unwrap_or("[erased]");
    let contact = join.contact.map_or_else(|| "a contact".to_owned(), |contact| format!("P-{contact}"));
    let words = match join.reason {
        JoinReason::ByHand => "a person gave it to this customer".to_owned(),
        JoinReason::ExternalId => format!("its source knows the speaker as {value}, who is {contact}"),
        JoinReason::Email => format!("the speaker's address {value} is that of {contact}"),
        JoinReason::Domain => format!("the speaker's address is at {value}, a domain of this customer"),
    };
    let part = match join.customer == join.root {
        true => String::new(),
        false => format!("; {} is part of {}", join.customer, join.root),
    };
    Unredacted::new(words + &part)
}

#[cfg(test)]
mod tests {
    use hearken_domain::{ContactId, CustomerId};

    use super::*;

    #[test]
    fn each_reason_names_what_it_rests_on() {
        let join = |reason, customer| SignalJoin {
            customer: CustomerId(customer),
            root: CustomerId(1),
            name: None,
            contact: Some(ContactId(7)),
            reason,
            value: Some("ann@acme.example".to_owned()),
            change: None,
        };
        let said = |reason, customer| says(&join(reason, customer)).as_str().to_owned();
        assert_eq!(said(JoinReason::Email, 1), "the speaker's address ann@acme.example is that of P-7");
        assert!(said(JoinReason::ExternalId, 2).ends_with("who is P-7; C-2 is part of C-1"));
        assert!(said(JoinReason::Domain, 1).contains("a domain of this customer"));
        assert_eq!(said(JoinReason::ByHand, 1), "a person gave it to this customer");
    }
}
