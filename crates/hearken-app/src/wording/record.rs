//! What happened to what is known of a customer, in words.

use hearken_domain::{CustomerId, Unredacted};
use hearken_store::{RecordLine, Said};

/// One line of it, as the page of the customer `asked` tells it.
pub(crate) fn says(line: &RecordLine, asked: CustomerId) -> Unredacted {
    let words = match (&line.said, line.dropped) {
        (Said::Known, false) => "they became known".to_owned(),
        (Said::Known, true) => "they are named no more: marked as gone".to_owned(),
        (Said::Fact { field, value: Some(value) }, false) => format!("{field}: {value}"),
        (Said::Fact { field, .. }, _) => format!("{field}: said no more"),
        (Said::Identifier { kind, value }, false) => format!("{} {value}", plain(kind)),
        (Said::Identifier { kind, value }, true) => format!("{} {value}: theirs no more", plain(kind)),
        (Said::Member(contact), false) => format!("P-{contact} belongs to them"),
        (Said::Member(contact), true) => format!("P-{contact} belongs to them no more"),
        (Said::Merged(into), _) => format!("{} became part of {into}", line.customer),
        (Said::Apart, _) => format!("an identifier of {} was kept apart", line.customer),
        (Said::Given(signal), _) => format!("{signal} was given to them"),
    };
    let of = match &line.said {
        Said::Merged(_) | Said::Apart => String::new(),
        _ if line.customer == asked => String::new(),
        _ => format!("{}, ", line.customer),
    };
    let back = if line.taken_back { "taken back: " } else { "" };
    Unredacted::new(format!("{back}{of}{words}"))
}

fn plain(kind: &str) -> &str {
    match kind {
        "external-id" => "id",
        "email" => "address",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::SignalId;

    use super::*;

    #[test]
    fn each_line_says_what_became_so_and_of_whom() {
        let said = |said, customer, dropped, taken_back| {
            let customer = CustomerId(customer);
            let line = RecordLine { customer, source: None, import: None, said, dropped, taken_back };
            says(&line, CustomerId(7)).as_str().to_owned()
        };
        let fact =
            |value: Option<&str>| Said::Fact { field: "plan".to_owned(), value: value.map(str::to_owned) };
        assert_eq!(said(fact(Some("pro")), 7, false, false), "plan: pro");
        assert_eq!(said(fact(None), 9, true, false), "C-9, plan: said no more");
        assert_eq!(said(fact(Some("pro")), 7, false, true), "taken back: plan: pro");
        assert_eq!(said(Said::Merged(CustomerId(7)), 9, false, false), "C-9 became part of C-7");
        assert_eq!(said(Said::Given(SignalId(17)), 7, false, false), "S-17 was given to them");
        let domain = Said::Identifier { kind: "domain".to_owned(), value: "acme.example".to_owned() };
        assert_eq!(said(domain, 7, true, false), "domain acme.example: theirs no more");
    }
}
