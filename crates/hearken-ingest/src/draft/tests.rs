//! What becomes of values in their roles.

use super::*;

fn rules() -> Rules {
    Rules {
        limits: Limits::at("2024-06-01T00:00:00Z".parse().unwrap()),
        dates: Dates::default(),
        kind: Kind::Review,
        kind_is_given: false,
        no_text: "there is no text",
        title_as_text: false,
        ends: &[],
        markup: Markup::WholeTexts,
    }
}

fn item(fields: &[(&[Role], &str, &str)]) -> Result<Item, String> {
    let (rules, mut draft) = (rules(), Draft::default());
    for (roles, name, value) in fields {
        draft.put(&rules, roles, name, Cow::Borrowed(value));
    }
    draft.finish(&rules, "line 1".to_owned())
}

const TEXT: (&[Role], &str, &str) = (&[Role::Text], "t", "It crashes");

#[test]
fn zero_bytes_are_dropped_and_the_words_around_them_stay() {
    let item = item(&[(&[Role::Text], "t", " It \0crash\0es "), (&[], "x", "\0")]).unwrap();
    assert_eq!(item.text, "It crashes");
    assert!(item.extra.is_empty());
}

#[test]
fn right_to_left_emoji_markup_formulas_and_escapes_stay_as_they_came() {
    for words in
        ["האפליקציה קורסת 😡", "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")", "\u{1b}[31mred", "👍"]
    {
        assert_eq!(item(&[(&[Role::Text], "t", words)]).unwrap().text, words);
    }
}

#[test]
fn a_text_of_nothing_visible_is_no_text() {
    for blank in ["", "  \n\t ", "\u{200b}\u{feff}", "\0\0", "\u{202e}"] {
        assert_eq!(item(&[(&[Role::Text], "t", blank)]).unwrap_err(), "there is no text", "{blank:?}");
    }
}

#[test]
fn a_text_or_field_of_10_mb_is_refused_with_its_size() {
    let long = "x".repeat(10 << 20);
    let refusal = item(&[(&[Role::Text], "t", &long)]).unwrap_err();
    assert_eq!(refusal, "the text is 10 MiB long; at most 256 KiB are taken");
    assert!(item(&[TEXT, (&[], "x", &long)]).unwrap_err().starts_with("a field is 10 MiB long"));
}

#[test]
fn a_value_that_is_not_valid_in_its_role_is_kept_as_a_field() {
    let fields: [(&[Role], &str, &str); 5] = [
        TEXT,
        (&[Role::Rating], "stars", "many"),
        (&[Role::Url], "link", "javascript:alert(1)"),
        (&[Role::Kind], "type", "rant"),
        (&[], "device", "Pixel"),
    ];
    let item = item(&fields).unwrap();
    assert_eq!((item.rating, &item.url, item.kind), (None, &None, Kind::Review));
    let extra: Vec<(&str, &str)> = item.extra.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        extra,
        [("device", "Pixel"), ("link", "javascript:alert(1)"), ("stars", "many"), ("type", "rant")]
    );
}

#[test]
fn a_value_that_is_not_valid_takes_nothing_from_one_that_is() {
    let fields: [(&[Role], &str, &str); 5] = [
        TEXT,
        (&[Role::Rating], "stars", "4"),
        (&[Role::Rating], "mood", "fine"),
        (&[Role::Kind], "type", "ticket"),
        (&[Role::Kind], "sort", "rant"),
    ];
    let item = item(&fields).unwrap();
    assert_eq!((item.rating, item.kind), (Some(4.0), Kind::Ticket));
    assert_eq!(item.extra.len(), 2);
}

#[test]
fn labels_are_values_each_once_and_in_order_whatever_they_say() {
    let (rules, mut draft) = (rules(), Draft::default());
    let members = ["b, c", " \"a\" ", "b, c", "\0", "<i>"].map(str::to_owned).to_vec();
    draft.put(&rules, &[Role::Text], "t", "It crashes".into());
    draft.put_list(&rules, &[Role::Labels], "labels", "joined".into(), members);
    draft.put(&rules, &[Role::Labels], "tag", "z, y".into());
    let item = draft.finish(&rules, "line 1".to_owned()).unwrap();
    assert_eq!(item.labels, ["\"a\"", "<i>", "b, c", "z, y"]);
    assert!(item.extra.is_empty());
}

#[test]
fn of_more_labels_than_are_taken_all_are_kept_as_a_field() {
    let (rules, mut draft) = (rules(), Draft::default());
    let members: Vec<String> = (0..=LABELS_MAX).map(|n| format!("l{n}")).collect();
    draft.put(&rules, &[Role::Text], "t", "It crashes".into());
    draft.put_list(&rules, &[Role::Labels], "labels", members.join(", ").into(), members);
    let item = draft.finish(&rules, "line 1".to_owned()).unwrap();
    assert_eq!((item.labels.len(), item.extra["labels"].matches(", ").count()), (LABELS_MAX, LABELS_MAX));
}

#[test]
fn a_source_s_own_word_is_kept_where_it_says_more_than_the_state() {
    use hearken_domain::SignalState::{Closed, Open};
    for (state, status, expected) in [
        ("open", "", (Some(Open), None)),
        ("CLOSED", "not_planned", (Some(Closed), Some("not_planned"))),
        ("", "Solved", (Some(Closed), Some("Solved"))),
        ("In Progress", "", (Some(Open), Some("In Progress"))),
        ("done", "Shipped to the moon", (Some(Closed), Some("Shipped to the moon"))),
        ("", "Waiting for Godot", (None, Some("Waiting for Godot"))),
        ("", "closed", (Some(Closed), None)),
    ] {
        let item = item(&[TEXT, (&[Role::State], "s", state), (&[Role::Status], "w", status)]).unwrap();
        assert_eq!((item.state, item.status.as_deref()), expected, "{state} {status}");
    }
    let elsewhere = item(&[TEXT, (&[Role::State], "state", "CA")]).unwrap();
    assert_eq!((elsewhere.state, elsewhere.extra["state"].as_str()), (None, "CA"));
}

#[test]
fn a_future_date_and_an_ancient_one_are_refused() {
    for value in ["2031-01-01", "1970-01-01"] {
        assert!(item(&[TEXT, (&[Role::At], "d", value)]).unwrap_err().contains(value));
    }
    assert_eq!(item(&[TEXT, (&[Role::At], "d", "")]).unwrap().at, None);
}

#[test]
fn an_item_whose_date_cannot_be_read_is_undated_says_why_and_keeps_what_stood_there() {
    let item = item(&[TEXT, (&[Role::At], "d", "soon")]).unwrap();
    assert_eq!((item.at, item.extra["d"].as_str()), (None, "soon"));
    assert!(item.undated.unwrap().starts_with("'soon' is not a valid date"));
}

#[test]
fn one_column_may_play_two_roles_and_an_ignored_one_leaves_no_trace() {
    let address = "https://example.com/r/1";
    let item = item(&[TEXT, (&[Role::Id, Role::Url], "link", address), (&[Role::Ignore], "x", "y")]).unwrap();
    assert_eq!((item.external_id.as_deref(), item.url.as_deref()), (Some(address), Some(address)));
    assert!(item.extra.is_empty());
}

#[test]
fn an_item_given_back_as_its_original_is_the_same_item_again() {
    let item = item(&[TEXT, (&[Role::At], "d", "2024-01-05"), (&[Role::Rating], "r", "4"), (&[], "a", "b")])
        .unwrap();
    let original: serde_json::Value = serde_json::from_str(&item.original()).unwrap();
    let expected = serde_json::json!({
        "text": "It crashes", "at": "2024-01-05T00:00:00Z", "rating": "4", "kind": "review", "a": "b"
    });
    assert_eq!(original, expected);
}
