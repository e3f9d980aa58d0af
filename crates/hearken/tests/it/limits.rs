//! Requests that never end, are cut off, or ask for too much: each is refused early, costs nobody else anything, and keeps
//! the server neither busy nor from stopping.

use std::io::Write as _;
use std::time::{Duration, Instant};

use hearken::http::api::IMPORTS_MAX;

use crate::app::TestApp;
use crate::raw::Raw;

const IMPORT: &str = "POST /api/v1/imports?file=slow.csv";
const CSV: &str = "content-type: text/csv\r\n";
const JSON: &str = "content-type: application/json\r\n";

#[test]
fn imports_that_never_end_freeze_no_page_and_more_than_have_room_are_told_to_come_again() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let begin = || {
        let mut import = Raw::open(&server);
        import.head(IMPORT, &format!("{CSV}content-length: 1000\r\nexpect: 100-continue\r\n"));
        import
    };
    let mut begun: Vec<Raw> = (0..IMPORTS_MAX).map(|_| begin()).collect();
    for import in &mut begun {
        import.is_told_to_go_on();
        import.send(b"id,text\n1,");
    }
    for _ in 0..20 {
        let refused =
            server.send("/api/v1/imports?file=x.csv", &[("content-type", "text/csv")], b"id,text\n1,x\n");
        assert_eq!((refused.status, refused.header("retry-after")), (429, "1"), "{}", refused.body);
    }
    for path in ["/", "/themes", "/sources", "/search?q=crash"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    let posted =
        server.send("/api/v1/signals?source=s", &[("content-type", "application/json")], b"{\"text\":\"x\"}");
    assert_eq!(posted.status, 201, "{}", posted.body);
    for import in &mut begun {
        import.cut();
        assert_eq!(import.status(), 400);
    }
    let headers = [("content-type", "text/csv")];
    assert_eq!(server.send("/api/v1/imports?file=x.csv", &headers, b"id,text\n1,y\n").status, 200);
}

#[test]
fn a_body_that_is_cut_off_is_refused_as_such_and_nothing_of_it_is_done() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let form = format!("content-type: application/x-www-form-urlencoded\r\norigin: {}\r\n", server.url);
    let cases = [
        ("POST /api/v1/signals?source=cut", JSON, "{\"text\": \"cut off\"}"),
        ("POST /api/v1/commands", JSON, "{\"command\": \"pin-theme\", \"theme\": \"T-1\"}"),
        (IMPORT, CSV, "id,text\n1,cut off\n"),
        ("POST /paste", form.as_str(), "text=cut+off"),
        ("POST /commands", form.as_str(), "command=pin-theme&theme=T-1"),
    ];
    for (line, headers, body) in cases {
        let mut cut = Raw::open(&server);
        cut.head(line, &format!("{headers}content-length: {}\r\n", body.len() + 5));
        cut.send(body.as_bytes());
        cut.cut();
        assert_eq!(cut.status(), 400, "{line}");

        let mut chunked = Raw::open(&server);
        chunked.head(line, &format!("{headers}transfer-encoding: chunked\r\n"));
        chunked.send(format!("{:x}\r\n{body}\r\nno length\r\n", body.len()).as_bytes());
        assert_eq!(chunked.status(), 400, "{line}, by a chunk that is none");
    }
    assert_eq!(app.json(&["sources"])["sources"].as_array().unwrap().len(), 1, "{}", app.json(&["sources"]));
    assert!(app.json(&["rulings"]).as_array().unwrap().is_empty());
}

#[test]
fn a_server_that_is_asked_to_end_ends_within_ten_seconds_whatever_is_half_sent() {
    let app = TestApp::with_reviews();
    let mut server = app.serve();
    let mut half: Vec<Raw> = (0..12).map(|_| Raw::open(&server)).collect();
    for (index, raw) in half.iter_mut().enumerate() {
        match index % 3 {
            0 => raw.send(b"GET /themes HTTP/1.1\r\nhost: "),
            1 => {
                raw.head(IMPORT, &format!("{CSV}content-length: 1000\r\nexpect: 100-continue\r\n"));
                raw.is_told_to_go_on();
                raw.send(b"id,text\n1,half of a row");
            }
            _ => {
                let headers = format!("{JSON}content-length: 1000\r\nexpect: 100-continue\r\n");
                raw.head("POST /api/v1/signals?source=half", &headers);
                raw.is_told_to_go_on();
            }
        }
    }
    let asked = Instant::now();
    assert_eq!(server.terminate(), 0);
    assert!(asked.elapsed() < Duration::from_secs(10), "it took {:?}", asked.elapsed());
    assert_eq!(app.json(&["doctor"])["well"], true);
    let texts = app.texts();
    assert!(texts.iter().all(|text| !text.contains("half of a row")), "a row that was cut off is none");
}

#[test]
fn what_asks_for_too_much_is_refused_before_it_costs_anything() {
    let app = TestApp::with_reviews();
    let server = app.serve();
    let phrase = "ab+".repeat(12_000);
    for path in ["/search?q=%22", "/api/v1/search?q=%22"] {
        let page = server.get(&format!("{path}{phrase}%22"));
        assert_eq!(page.status, 400, "{path}: {}", page.body);
    }
    let phrase = phrase.replace('+', " ");
    let ran = app.run(&["search", &format!("\"{phrase}\"")]);
    assert!(ran.code == 1 && ran.stderr.contains("more than 1000 characters"), "{}", ran.stderr);

    let fields: Vec<String> = (0..200_000).map(|n| format!("\"k{n}\":1")).collect();
    let item = format!("{{\"text\":\"words\",{}}}", fields.join(","));
    let posted =
        server.send("/api/v1/signals?source=s", &[("content-type", "application/json")], item.as_bytes());
    assert_eq!(posted.status, 200, "{}", posted.body);
    assert!(posted.body.contains("fields; at most"), "{}", posted.body);
    assert_eq!(app.import("wide.jsonl", format!("{{\"text\":\"narrow words\"}}\n{item}\n"), &[])[0], 1);
    assert!(app.reasons("wide")[0].contains("more than 2000 fields"), "{:?}", app.reasons("wide"));
}

#[test]
fn a_small_body_that_unpacks_to_a_huge_one_is_refused_early() {
    let app = TestApp::new();
    let server = app.serve();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(b"id,text\n").unwrap();
    let row = "1,words words words\n".repeat(50_000);
    for _ in 0..100 {
        packer.write_all(row.as_bytes()).unwrap();
    }
    let packed = packer.finish().unwrap();
    let headers = [("content-type", "application/json"), ("content-encoding", "gzip")];
    let posted = server.send("/api/v1/signals?source=s", &headers, &packed);
    assert_eq!(posted.status, 413, "{}", posted.body);
    let zeros = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let block = vec![b'0'; 1 << 20];
        (0..80).for_each(|_| packer.write_all(&block).unwrap());
        packer.finish().unwrap()
    };
    let imported = server.send("/api/v1/imports?file=zeros.csv", &[("content-type", "text/csv")], &zeros);
    assert_eq!(imported.status, 422, "{}", imported.body);
    assert_eq!(server.get("/").status, 200);
}
