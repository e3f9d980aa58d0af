//! Exports of stores, chats and trackers, in the shape in which each writes them.

use hearken_domain::{Kind, SignalState};
use hearken_ingest::Format;

use crate::read;

#[test]
fn reviews_of_a_stores_feed_are_read_and_the_app_itself_is_not() {
    let feed = r#"{"feed":{"author":{"name":{"label":"iTunes Store"}},"id":{"label":"https://x"},"title":{"label":"iTunes Store: Reviews"},"entry":[
      {"im:name":{"label":"Shop"},"im:artist":{"label":"Shop Inc."},"title":{"label":"Shop - Shop Inc."},"summary":{"label":"The best shop"},"id":{"label":"1"}},
      {"author":{"uri":{"label":"https://itunes.apple.com/us/reviews/id7"},"name":{"label":"annlee"}},"updated":{"label":"2024-01-05T10:00:00-07:00"},
       "im:rating":{"label":"1"},"im:version":{"label":"2.1"},"id":{"label":"10001"},"title":{"label":"Broken"},
       "content":{"label":"The cart is always empty","attributes":{"type":"text"}},"link":{"attributes":{"rel":"related"}}}]}}"#;
    let read = read("reviews.json", feed);
    assert_eq!(read.report().format, Format::AppStoreReviews);
    let item = &read.items[0];
    assert_eq!((item.text.as_str(), item.title.as_deref()), ("The cart is always empty", Some("Broken")));
    assert_eq!((item.rating, item.version.as_deref()), (Some(1.0), Some("2.1")));
    assert_eq!((item.external_id.as_deref(), item.kind), (Some("10001"), Kind::Review));
    assert_eq!(item.at.unwrap().to_string(), "2024-01-05T17:00:00Z");
    assert_eq!(item.contact.name.as_deref(), Some("annlee"));
    assert_eq!(read.reasons(), [("record 1", "the app's own entry in the feed, not a review")]);
}

#[test]
fn the_only_review_of_a_feed_is_no_list() {
    let feed = r#"{"feed":{"entry":{"author":{"name":{"label":"bob"}},"im:rating":{"label":"5"},"id":{"label":"10002"},
      "title":{"label":"Good"},"content":{"label":"Fast now"},"updated":{"label":"2024-01-06T10:00:00Z"}}}}"#;
    let read = read("r.json", feed);
    assert_eq!((read.texts(), read.items[0].rating), (vec!["Fast now"], Some(5.0)));
}

#[test]
fn of_play_reviews_the_reviewers_words_are_kept_apart_from_the_developers() {
    let list = r#"{"reviews":[{"reviewId":"r1","authorName":"Ann","comments":[
        {"userComment":{"text":"Loses my cart","lastModified":{"seconds":"1704448800","nanos":0},"starRating":1,"reviewerLanguage":"en","appVersionName":"2.1"}},
        {"developerComment":{"text":"Sorry to hear that","lastModified":{"seconds":"1704535200"}}}]}],
        "tokenPagination":{"nextPageToken":"x"}}"#;
    let read = read("reviews.json", list);
    assert_eq!(read.report().format, Format::GooglePlayReviews);
    let item = &read.items[0];
    assert_eq!(
        (item.text.as_str(), item.rating, item.external_id.as_deref()),
        ("Loses my cart", Some(1.0), Some("r1"))
    );
    assert_eq!(item.at.unwrap().to_string(), "2024-01-05T10:00:00Z");
    assert_eq!(item.extra["comments.developerComment.text"], "Sorry to hear that");
}

#[test]
fn a_telegram_chat_is_its_messages_and_not_its_notices() {
    let chat = r#"{"name":"Support","type":"private_supergroup","id":99,"messages":[
      {"id":1,"type":"service","date":"2024-01-05T10:00:00","actor":"Ann","action":"join_group_by_link","text":""},
      {"id":2,"type":"message","date":"2024-01-05T10:01:00","date_unixtime":"1704448860","from":"Ann","from_id":"user1","text":"The cart is empty","text_entities":[{"type":"plain","text":"The cart is empty"}]},
      {"id":3,"type":"message","date":"2024-01-05T10:02:00","date_unixtime":"1704448920","from":"Bob","from_id":"user2","forwarded_from":"Carol",
       "text":["Look at ",{"type":"bold","text":"Pay"},": it hangs since ",{"type":"link","text":"https://shop.example/x"},"."]},
      {"id":4,"type":"message","date":"2024-01-05T10:03:00","date_unixtime":"1704448980","from":"Bob","from_id":"user2","photo":"p.jpg","text":""}]}"#;
    let read = read("result.json", chat);
    assert_eq!(read.report().format, Format::Telegram);
    assert_eq!(read.texts(), ["The cart is empty", "Look at Pay: it hangs since https://shop.example/x."]);
    assert_eq!(read.items[0].at.unwrap().to_string(), "2024-01-05T10:01:00Z");
    assert_eq!(read.items[0].contact.name.as_deref(), Some("Ann"));
    assert!(read.items.iter().all(|item| item.extra.values().all(|value| !value.contains("Carol"))));
    let reasons: Vec<&str> = read.reasons().into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons[0], "a notice of the chat, not a customer's words");
    assert!(reasons[1].starts_with("the message has no words"), "{reasons:?}");
}

#[test]
fn a_day_of_a_slack_channel_is_what_people_said() {
    let day = r#"[{"type":"message","user":"U1","text":"The <https://shop.example/a|cart> is empty &amp; slow","ts":"1704448800.000100","client_msg_id":"m1","user_profile":{"real_name":"Ann Lee"}},
      {"type":"message","subtype":"channel_join","user":"U2","text":"<@U2> has joined the channel","ts":"1704448801.000100"},
      {"type":"message","bot_id":"B1","user":"U3","text":"Deploy done","ts":"1704448802.000100"}]"#;
    let read = read("2024-01-05.json", day);
    assert_eq!((read.report().format, read.texts()), (Format::Slack, vec!["The cart is empty & slow"]));
    assert_eq!(read.items[0].external_id.as_deref(), Some("m1"));
    assert_eq!(read.rejects.len(), 2);
}

#[test]
fn gitlabs_table_and_list_tell_the_same_of_an_issue_and_a_merge_request_is_none() {
    let head = "Title,Description,Issue ID,URL,State,Author,Author Username,Assignee,Assignee Username,Confidential,Locked,Due Date,\
        Created At (UTC),Updated At (UTC),Closed At (UTC),Milestone,Weight,Labels,Time Estimate,Time Spent\n";
    let table = head.to_owned()
        + "'-10 on the fee,The fee was a surprise,12,https://gitlab.com/acme/app/-/issues/12,Closed,Ann Lee,ann,Bob,bob,No,No,,2024-01-05 10:00:00,2024-01-06 10:00:00,2024-01-06 10:00:00,,,\"pay,web\",0,0\n"
        + "Slow pages,,13,https://gitlab.com/acme/app/-/issues/13,Open,Eve,eve,,,No,No,,2024-01-07 10:00:00,,,,,,0,0\n";
    let list = r#"[{"id":9001,"iid":12,"project_id":3,"title":"-10 on the fee","description":"The fee was a surprise","state":"closed",
        "created_at":"2024-01-05T10:00:00.000Z","closed_at":"2024-01-06T10:00:00.000Z","closed_by":{"name":"Bob","username":"bob"},
        "labels":["pay","web"],"author":{"id":7,"username":"ann","name":"Ann Lee","state":"active","avatar_url":"https://x/a.png","web_url":"https://gitlab.com/ann"},
        "assignees":[{"name":"Bob"}],"assignee":{"name":"Bob"},"web_url":"https://gitlab.com/acme/app/-/issues/12","_links":{"self":"https://x"}},
      {"id":9002,"iid":13,"project_id":3,"title":"Slow pages","description":null,"state":"opened","created_at":"2024-01-07T10:00:00.000Z","labels":[],
        "author":{"id":8,"username":"eve","name":"Eve"},"web_url":"https://gitlab.com/acme/app/-/issues/13"},
      {"id":9003,"iid":4,"title":"Say the fee","description":"Closes #12","state":"merged","created_at":"2024-01-05T12:00:00.000Z","labels":[],
        "author":{"id":7,"username":"bob","name":"Bob"},"web_url":"https://gitlab.com/acme/app/-/merge_requests/4"}]"#;
    let (table, list) = (read("issues.csv", table), read("issues.json", list));
    for read in [&table, &list] {
        assert_eq!(read.report().format, Format::Gitlab);
        assert_eq!(read.texts(), ["The fee was a surprise", "Slow pages"]);
        let item = &read.items[0];
        assert_eq!(
            item.title.as_deref(),
            Some("-10 on the fee"),
            "an apostrophe that kept a formula away is gone"
        );
        assert_eq!(item.url.as_deref(), Some("https://gitlab.com/acme/app/-/issues/12"));
        assert_eq!((item.external_id.as_ref(), item.kind), (item.url.as_ref(), Kind::Issue));
        assert_eq!((item.state, item.status.as_deref()), (Some(SignalState::Closed), None));
        assert_eq!(item.labels, ["pay", "web"]);
        assert_eq!(
            (item.contact.name.as_deref(), item.contact.external_id.as_deref()),
            (Some("Ann Lee"), Some("ann"))
        );
        assert_eq!(item.at.unwrap().to_string(), "2024-01-05T10:00:00Z");
        assert!(!item.extra.values().any(|value| value.to_lowercase().contains("bob")), "{:?}", item.extra);
        assert_eq!(read.items[1].state, Some(SignalState::Open));
    }
    assert_eq!(list.reasons(), [("record 3", "a merge request, not an issue")]);
}

#[test]
fn linears_table_knows_issues_by_their_keys_and_its_interface_by_their_addresses_too() {
    let head = "ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Cycle Number,Cycle Name,\
        Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,Canceled,Archived,Due Date,Parent issue,Initiatives\n";
    let row = |key: &str, title: &str, status: &str, ends: &str| {
        format!(
            "{key},Engineering,{title},,{status},,High,,,Ann Lee,Bob,\"pay, web\",,,,,Fri Jan 05 2024 10:00:00 GMT+0000 (GMT+00:00),,,,{ends},,,,\n"
        )
    };
    let day = "Sat Jan 06 2024 10:00:00 GMT+0000 (GMT+00:00)";
    let table = head.to_owned()
        + &row("ENG-42", "'=The fee was a surprise", "In Progress", ",")
        + &row("ENG-43", "Slow pages", "Done", &format!("{day},"))
        + &row("ENG-44", "Cart is empty", "On the moon", &format!("{day},"))
        + &row("ENG-45", "No receipt", "Asked for", ",");
    let read_table = read("export.csv", table);
    assert_eq!(read_table.report().format, Format::Linear);
    assert_eq!(read_table.texts(), ["=The fee was a surprise", "Slow pages", "Cart is empty", "No receipt"]);
    let item = &read_table.items[0];
    assert_eq!((item.external_id.as_deref(), item.url.as_deref()), (Some("ENG-42"), None));
    assert_eq!((item.kind, item.contact.name.as_deref()), (Kind::Issue, Some("Ann Lee")));
    assert_eq!((item.at.unwrap().to_string().as_str(), item.labels.len()), ("2024-01-05T10:00:00Z", 2));
    assert!(!item.extra.values().any(|value| value.contains("Bob")), "{:?}", item.extra);
    let stands: Vec<_> =
        read_table.items.iter().map(|item| (item.state.unwrap(), item.status.as_deref().unwrap())).collect();
    let (open, closed) = (SignalState::Open, SignalState::Closed);
    let expected = [(open, "In Progress"), (closed, "Done"), (closed, "On the moon"), (open, "Asked for")];
    assert_eq!(stands, expected, "of a status that nobody knows the day on which it ended says it");

    let nodes = r#"{"data":{"issues":{"nodes":[{"id":"5f1c","identifier":"ENG-42","number":42,"title":"Fees","description":"The fee was a surprise",
        "url":"https://linear.app/acme/issue/ENG-42/fees","createdAt":"2024-01-05T10:00:00.000Z","completedAt":null,
        "state":{"id":"s1","name":"On the moon","type":"completed"},"creator":{"id":"u1","name":"Ann Lee","email":"ann@acme.example"},
        "assignee":{"name":"Bob"},"labels":{"nodes":[{"name":"pay"},{"name":"web"}]}}]}}}"#;
    let read = read("issues.json", nodes);
    assert_eq!((read.report().format, read.texts()), (Format::Linear, vec!["The fee was a surprise"]));
    let item = &read.items[0];
    assert_eq!(item.url.as_deref(), Some("https://linear.app/acme/issue/ENG-42/fees"));
    assert_eq!(
        (item.external_id.as_deref(), item.state, item.status.as_deref()),
        (Some("ENG-42"), Some(closed), Some("On the moon"))
    );
    assert_eq!((item.contact.email.as_deref(), item.labels.len()), (Some("ann@acme.example"), 2));
    assert!(!item.extra.values().any(|value| value.contains("Bob")), "{:?}", item.extra);
}

#[test]
fn jiras_table_repeats_its_columns_and_an_answer_is_no_report() {
    let table = "Summary,Issue key,Issue id,Issue Type,Status,Reporter,Assignee,Created,Labels,Labels,Description,Comment,Comment\n\
        Cart,SHOP-1,10001,Bug,Open,ann,bob,05/Jan/24 3:04 PM,web,pay,\"The cart is empty\n{code}x{code}\",\"05/Jan/24 4:00 PM;bob;Me too\",06/Jan/24 4:00 PM;eve;Same\n\
        Slow pages,SHOP-2,10002,Bug,Open,bob,,15/Jan/24 9:30 AM,,,,,\n";
    let read = read("jira.csv", table);
    assert_eq!(read.report().format, Format::Jira);
    assert_eq!(read.texts(), ["The cart is empty\n{code}x{code}", "Slow pages"]);
    let item = &read.items[0];
    assert_eq!((item.external_id.as_deref(), item.title.as_deref()), (Some("SHOP-1"), Some("Cart")));
    assert_eq!((item.labels.as_slice(), item.kind), (&["pay".to_owned(), "web".to_owned()][..], Kind::Issue));
    assert_eq!((item.state, item.status.as_deref()), (Some(SignalState::Open), None));
    assert_eq!(item.extra["Comment"], "Me too\n\nSame");
    assert!(
        !item.extra.values().any(|value| value.contains("bob") || value.contains("eve")),
        "{:?}",
        item.extra
    );
    assert_eq!(item.at.unwrap().to_string(), "2024-01-05T15:04:00Z");
    assert_eq!(read.report().notes, Vec::<String>::new());
}

#[test]
fn jiras_search_gives_descriptions_as_text_and_as_an_editors_tree() {
    for description in [
        r#""The cart is empty""#,
        r#"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"The cart is "},{"type":"text","text":"empty","marks":[{"type":"strong"}]}]}]}"#,
    ] {
        let search = format!(
            r#"{{"expand":"names","startAt":0,"total":1,"issues":[{{"id":"10001","key":"SHOP-1","self":"https://x","fields":{{
              "summary":"Cart","description":{description},"created":"2024-01-05T10:00:00.000+0000","labels":["web"],
              "status":{{"name":"Shipped to the moon","statusCategory":{{"key":"done","name":"Done"}}}},
              "reporter":{{"displayName":"Ann Lee","accountId":"a1"}},"assignee":{{"displayName":"Bob"}},"components":[{{"name":"Shop"}}],
              "comment":{{"comments":[{{"author":{{"displayName":"Eve"}},"body":"Me too"}}]}}}}}}]}}"#
        );
        let read = read("search.json", search);
        assert_eq!(
            (read.report().format, read.texts()),
            (Format::Jira, vec!["The cart is empty"]),
            "{:?}",
            read.reasons()
        );
        let item = &read.items[0];
        assert_eq!(
            (item.external_id.as_deref(), item.contact.name.as_deref()),
            (Some("SHOP-1"), Some("Ann Lee"))
        );
        assert_eq!(
            (item.product.as_deref(), item.labels.as_slice()),
            (Some("Shop"), &["web".to_owned()][..])
        );
        assert_eq!(
            (item.state, item.status.as_deref()),
            (Some(SignalState::Closed), Some("Shipped to the moon"))
        );
        assert_eq!(item.extra["fields.comment.comments"], "Me too");
        assert!(
            !item.extra.values().any(|value| value.contains("Bob") || value.contains("Eve")),
            "{:?}",
            item.extra
        );
    }
}

#[test]
fn bugs_of_bugzilla_are_read_from_a_search_a_list_and_their_comments() {
    let table = "\"Bug ID\",\"Product\",\"Component\",\"Assignee\",\"Status\",\"Resolution\",\"Summary\",\"Opened\"\n\
                 17,Shop,Cart,nobody@x.example,NEW,---,\"The cart is empty after login\",\"2024-01-05 10:00:00\"\n";
    let from_table = read("bugs.csv", table);
    let list = r#"{"bugs":[{"id":17,"summary":"Cart","description":"The cart is empty after login","creation_time":"2024-01-05T10:00:00Z",
        "creator":"ann@x.example","creator_detail":{"id":5,"real_name":"Ann Lee","email":"ann@x.example"},"assigned_to":"bob@x.example",
        "product":"Shop","component":"Cart","version":"2.1","status":"NEW","resolution":"","keywords":[],"cc":["eve@x.example"]}]}"#;
    let from_list = read("bugs.json", list);
    let comments = r#"{"bugs":{"17":{"comments":[
        {"id":75,"bug_id":17,"count":0,"text":"The cart is empty after login","creator":"ann@x.example","creation_time":"2024-01-05T10:00:00Z","is_private":false},
        {"id":76,"bug_id":17,"count":1,"text":"Cannot reproduce","creator":"bob@x.example","creation_time":"2024-01-06T10:00:00Z","is_private":false}]}},"comments":{}}"#;
    let from_comments = read("comments.json", comments);
    for read in [&from_table, &from_list, &from_comments] {
        assert_eq!(read.report().format, Format::Bugzilla);
        assert_eq!(read.texts(), ["The cart is empty after login"]);
        assert_eq!(read.items[0].external_id.as_deref(), Some("17"));
        assert_eq!(read.items[0].at.unwrap().to_string(), "2024-01-05T10:00:00Z");
        assert!(read.items[0].status.as_deref().is_none_or(|status| status == "NEW"));
        assert!(!read.items[0].extra.values().any(|value| value.contains("bob@") || value.contains("eve@")));
    }
    assert_eq!(from_list.items[0].contact.email.as_deref(), Some("ann@x.example"));
    assert_eq!(from_comments.reasons()[0].1, "a comment on the bug, not its report");
}

#[test]
fn backups_of_issues_are_read_a_file_an_issue() {
    let flat = r#"{"number":7,"title":"Crash on start","body":null,"user":null,"created_at":"2024-01-05T10:00:00Z","html_url":"https://github.com/o/r/issues/7",
        "state":"closed","assignee":{"login":"dev"},"labels":[{"name":"bug"}],"comment_data":[{"body":"Me too","user":{"login":"eve"}}],"event_data":[{"event":"closed","actor":{"login":"dev"}}]}"#;
    let wrapped = r#"{"type":"issue","issue":{"number":7,"title":"Crash on start","body":"","user":{"login":"ann"},"created_at":"2024-01-05T10:00:00Z",
        "html_url":"https://github.com/o/r/issues/7","labels":[{"name":"bug"}]},"events":[{"id":1,"actor":{"login":"dev"}}],"comments":[{"body":"Me too","user":{"login":"eve"}}]}"#;
    for backup in [flat, wrapped] {
        let read = read("7.json", backup);
        assert_eq!(read.report().format, Format::GithubIssues, "{}", read.error());
        assert_eq!(read.texts(), ["Crash on start"]);
        let item = &read.items[0];
        assert_eq!(
            (item.external_id.as_deref(), item.labels.as_slice()),
            (Some("https://github.com/o/r/issues/7"), &["bug".to_owned()][..])
        );
        assert!(
            !item.extra.values().any(|value| value.contains("eve") || value.contains("dev")),
            "{:?}",
            item.extra
        );
        assert!(item.extra.values().any(|value| value == "Me too"), "{:?}", item.extra);
    }
    let pull = r#"{"type":"pull","pull":{"number":8,"title":"Fix crash","body":"Fixes it"},"events":[]}"#;
    assert_eq!(read("8.json", pull).reasons(), [("record 1", "a pull request, not an issue")]);
}

#[test]
fn an_agents_answers_are_told_apart_where_a_column_says_who_spoke() {
    let lines = r#"{"id":1,"body":"My card was charged twice","author":{"type":"end-user","name":"Ann"},"created_at":"2024-01-05T10:00:00Z"}
{"id":2,"body":"We are looking into it","author":{"type":"agent","name":"Bob"},"created_at":"2024-01-05T11:00:00Z"}
"#;
    let read = read("comments.jsonl", lines);
    assert_eq!(read.texts(), ["My card was charged twice"]);
    assert_eq!(
        read.reasons()[0].1,
        "'author.type' says that it is an answer of the company, not a customer's words"
    );
}

#[test]
fn html_is_read_as_words_where_texts_are_html_and_nowhere_else() {
    let tickets = r#"{"id":1,"subject":"Refund","description":"<div class=\"c\"><p>The refund &amp; the invoice</p><br>Ann&nbsp;Lee</div>"}
{"id":2,"subject":"Login","description":"<p>I can&#39;t log in</p><ul><li>Firefox</li><li>Linux</li></ul>"}
{"id":3,"subject":"Types","description":"Vec&lt;String&gt; is it"}
"#;
    let expected =
        ["The refund & the invoice\n\nAnn Lee", "I can't log in\n\n- Firefox\n- Linux", "Vec<String> is it"];
    assert_eq!(read("t.jsonl", tickets).texts(), expected);
    let issue = |n: u32| {
        format!(
            "{{\"id\":{n},\"title\":\"Slow\",\"body\":\"Type: <b>Bug</b>\\n\\nIt is slow {n}\\n\\n<details>\\n<p>x</p>\\n\\n|Item|Value|\\n|---|---|\\n</details>\"}}\n"
        )
    };
    let issues: String = (0..5).map(issue).collect();
    assert!(
        read("issues.jsonl", issues.as_str()).texts()[0]
            .starts_with("Type: <b>Bug</b>\n\nIt is slow 0\n\n<details>")
    );
    let code =
        "id,text\n1,Vec<String> &amp; a < b\n2,The <b> key does nothing\n3,It crashes\n4,Slow\n5,Fine\n";
    assert_eq!(read("c.csv", code).texts()[..2], ["Vec<String> &amp; a < b", "The <b> key does nothing"]);
    let prose = "id,text\n1,I wrote <p>Hello</p> &amp; it vanished\n2,Put a <div> around the <br> there\n3,It crashes\n4,Slow\n";
    let texts = ["I wrote <p>Hello</p> &amp; it vanished", "Put a <div> around the <br> there"];
    assert_eq!(read("p.csv", prose).texts()[..2], texts, "whoever speaks of tags writes none");
}

#[test]
fn a_whatsapp_chat_is_its_messages_and_not_its_notices() {
    let chat = "05/01/2024, 09:59 - Messages and calls are end-to-end encrypted\n\
                05/01/2024, 10:00 - Ann: The cart is empty\nsince today\n\
                25/01/2024, 10:01 - Bob: <Media omitted>\n\
                25/01/2024, 10:02 - Bob: Slow: very slow\n";
    let read = read("_chat.txt", chat);
    assert_eq!(read.report().format, Format::WhatsApp);
    assert_eq!(read.texts(), ["The cart is empty\nsince today", "Slow: very slow"]);
    assert_eq!(read.items[0].contact.name.as_deref(), Some("Ann"));
    assert_eq!(read.items[0].at.unwrap().to_string(), "2024-01-05T10:00:00Z");
    let locations: Vec<&str> = read.reasons().into_iter().map(|(location, _)| location).collect();
    assert_eq!(locations, ["line 1", "line 4"]);
}
