use std::io::Cursor;

use hearken_domain::{Contact, RefusedPerson};

use super::*;

fn options() -> CustomerOptions {
    CustomerOptions {
        format: None,
        encoding: None,
        mapping: CustomerMapping::default(),
        mapping_required: true,
        currency: None,
        limits: Limits::at("2024-06-01T00:00:00Z".parse().unwrap()),
    }
}

fn read(text: &str) -> CustomerFile {
    read_with(text, &options()).unwrap()
}

fn read_with(text: &str, options: &CustomerOptions) -> Result<CustomerFile, ReadError> {
    let input = Input::from_reader("crm.csv", Box::new(Cursor::new(text.as_bytes().to_vec())));
    read_customers(input, options)
}

fn first(file: &CustomerFile) -> &CustomerRow {
    file.rows[0].as_ref().unwrap()
}

fn told(file: &CustomerFile) -> Vec<(String, String)> {
    let rejects = file.rows.iter().filter_map(|row| row.as_ref().err());
    rejects.map(|reject| (reject.place.clone(), reject.reason.clone())).collect()
}

fn value(item: &CustomerRow, field: &str) -> Option<String> {
    item.facts.iter().find(|fact| fact.field.as_str() == field).map(|fact| fact.value.clone())
}

#[test]
fn a_crm_list_is_read_by_the_names_of_its_columns() {
    let file = read(
        "Account ID,Company,Website,Plan,ARR,Currency,Renewal Date,Account Owner,Status,Industry\n\
         a-1,Acme,https://www.acme.example/x,Pro,\"12,000\",EUR,2025-03-31,ann@ours.example,Churned,Steel\n",
    );
    let acme = first(&file);
    assert_eq!(
        (acme.external_id.as_str(), acme.domains.as_slice()),
        ("a-1", &["acme.example".to_owned()][..])
    );
    for (field, expected) in [
        ("name", "Acme"),
        ("plan", "Pro"),
        ("arr", "12,000 EUR"),
        ("renewal", "2025-03-31"),
        ("owner", "ann@ours.example"),
        ("state", "former"),
        ("industry", "Steel"),
    ] {
        assert_eq!(value(acme, field).as_deref(), Some(expected), "{field}");
    }
    assert!(acme.contact.is_none());
}

#[test]
fn in_a_list_of_people_id_and_name_are_theirs() {
    let file = read("id,name,email,account id\np-1,Ann Lee,Ann <Ann@Acme.example>,a-1\n");
    let row = first(&file);
    let person = row.contact.as_ref().unwrap();
    assert_eq!(row.external_id, "a-1");
    assert_eq!(person.contact.external_id.as_deref(), Some("p-1"));
    assert_eq!(person.contact.name.as_deref(), Some("Ann Lee"));
    assert_eq!(person.address.as_deref(), Some("ann@acme.example"));
    assert!(file.fields.is_empty(), "a list of people tells nothing of the customers themselves");
}

#[test]
fn what_a_list_of_people_says_besides_is_nobodys_unless_it_is_the_same_for_all_of_a_customer() {
    let file =
        read("Account ID,Account Name,Email,Phone\na-1,Acme,ann@a.example,1\na-1,Acme,bo@a.example,2\n");
    assert!(file.rows.iter().all(Result::is_ok), "{:?}", told(&file));
    assert_eq!((value(first(&file), "name").as_deref(), value(first(&file), "phone")), (Some("Acme"), None));
    assert!(file.notes.iter().any(|note| note.contains("customers: Phone")), "{:?}", file.notes);
    let both = read(
        "id,plan,industry,contact email,phone\na-1,pro,Steel,x@a.example,1\na-1,pro,Steel,y@a.example,2\n",
    );
    assert_eq!(
        (value(first(&both), "industry").as_deref(), value(first(&both), "phone")),
        (Some("Steel"), None)
    );
}

#[test]
fn json_lines_are_read_the_same_way() {
    let text = "{\"id\":7,\"name\":\"Acme\",\"domains\":[\"acme.example\",\"acme.com\"],\"contact\":{\"email\":\"a@acme.com\"}}\n";
    let file = read(text);
    let row = first(&file);
    assert_eq!(row.external_id, "7");
    assert_eq!(row.domains, ["acme.example", "acme.com"]);
    assert_eq!(row.contact.as_ref().unwrap().address.as_deref(), Some("a@acme.com"));
}

#[test]
fn bad_values_cost_their_own_record_and_say_where_and_why() {
    let file = read(
        "id,name,arr,currency,renewal,domain\n\
         1,One,100,EUR,2025-01-31,one.example\n\
         2,Two,100,EURO,2025-01-31,two.example\n\
         3,Three,-5,EUR,2025-01-31,three.example\n\
         4,Four,100,EUR,someday,four.example\n\
         ,Five,100,EUR,2025-01-31,five.example\n\
         6,Six,100,EUR,2025-01-31,not a domain\n\
         7,Seven\n\
         8,Eight,100,,2025-01-31,eight.example\n\
         9,Nine,100,EUR,2025-01-31,nine.example\n",
    );
    let told = told(&file);
    let expected = [
        ("line 3", "'EURO' is not a valid currency"),
        ("line 4", "'-5' is negative"),
        ("line 5", "'someday'"),
        ("line 6", "there is no id"),
        ("line 7", "is not a valid domain"),
        ("line 8", "the row has 2 cells where the table has 6 columns"),
        ("line 9", "says no currency"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((place, reason), (expected_place, expected_reason)) in told.iter().zip(expected) {
        assert_eq!(place, expected_place);
        assert!(reason.contains(expected_reason), "{place}: {reason}");
    }
    assert_eq!(file.rows.iter().filter(|row| row.is_ok()).count(), 2);
    let third = file.rows[2].as_ref().unwrap_err();
    assert_eq!(third.external_id.as_deref(), Some("3"), "who it names has not vanished");
}

#[test]
fn whom_a_record_names_that_cannot_be_used_is_told_where_it_can_be_read() {
    let file = read(
        "id,arr,currency,contact id,contact email\n\
         1,bad,EUR,p-1,ann@a.example\n2,bad,EUR,,ann@a.example\n3,1,EUR,,ann at a\n4,bad,EUR,,\n,1,EUR,p-1,\n5,1\n",
    );
    let person = |row: &Result<CustomerRow, RefusedRow>| row.as_ref().unwrap_err().person.clone();
    let by = |id: Option<&str>, email: Option<&str>| {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        RefusedPerson::Known(Box::new(Contact { external_id: owned(id), email: owned(email), name: None }))
    };
    let expected = [
        by(Some("p-1"), Some("ann@a.example")),
        by(None, Some("ann@a.example")),
        RefusedPerson::Unread,
        RefusedPerson::Nobody,
        by(Some("p-1"), None),
        RefusedPerson::Unread,
    ];
    assert_eq!(file.rows.iter().map(person).collect::<Vec<_>>(), expected);
}

#[test]
fn days_are_read_in_the_shapes_in_which_they_are_written() {
    for written in ["2025-03-31", "31.03.2025", "03/31/2025", "March 31, 2025", "2025-03-31T10:00:00Z"] {
        let file = read(&format!("id,renewal date\n1,\"{written}\"\n"));
        assert_eq!(value(first(&file), "renewal").as_deref(), Some("2025-03-31"), "{written}");
    }
    let open = read("id,renewal date\n1,03/04/2025\n");
    assert!(open.notes.iter().any(|note| note.contains("03/04/2025")), "{:?}", open.notes);
}

#[test]
fn a_status_of_other_words_is_a_field_of_its_own() {
    let file = read("id,name,status\n1,One,gold\n");
    assert_eq!(value(first(&file), "state"), None);
    assert_eq!(value(first(&file), "status").as_deref(), Some("gold"));
    let file = read("id,name,state\n1,One,Texas\n");
    assert_eq!(value(first(&file), "state at source").as_deref(), Some("Texas"));
}

#[test]
fn what_a_person_maps_must_be_there_and_goes_before_all_guesses() {
    let mut options = options();
    options.mapping = "id=Number,name=\"Trade name\"".parse().unwrap();
    let file = read_with("Number,id,Trade name\nn-1,x,Acme\n", &options).unwrap();
    assert_eq!(first(&file).external_id, "n-1");
    let missing = read_with("id,name\n1,x\n", &options).unwrap_err().to_string();
    assert!(missing.contains("has no column 'Number' for id; columns are id, name"), "{missing}");
    let unknown = "who=x".parse::<CustomerMapping>().unwrap_err().to_string();
    assert!(unknown.starts_with("'who' is not a valid role of a column; roles are id, name,"), "{unknown}");
    assert!("id=a,id=b".parse::<CustomerMapping>().is_err());
}

#[test]
fn a_list_without_ids_and_a_text_are_refused_as_wholes() {
    let error = read_with("name,plan\nAcme,pro\n", &options()).unwrap_err().to_string();
    assert!(error.contains("seems to hold the ids of customers"), "{error}");
    assert!(read_with("just some words about a customer\n\nand more\n", &options()).is_err());
    assert!(read_with("", &options()).is_err());
}

#[test]
fn a_sum_without_a_currency_takes_the_one_that_was_given() {
    let mut options = options();
    options.currency = Some("USD".parse().unwrap());
    let file = read_with("id,mrr\n1,99.50\n2,99 EUR\n", &options).unwrap();
    let sums: Vec<String> =
        file.rows.iter().map(|row| value(row.as_ref().unwrap(), "mrr").unwrap_or_default()).collect();
    assert_eq!(sums, ["99.50 USD", "99 EUR"]);
}
