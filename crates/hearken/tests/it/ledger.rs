//! Clients that post from many connections and write down what they were told, and the store held against their ledger.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use rusqlite::OpenFlags;
use serde_json::Value;

use crate::app::{TestApp, TestServer};

/// One connection of one client, kept open from post to post.
pub struct Connection {
    to: TcpStream,
    from: BufReader<TcpStream>,
    host: String,
    bearer: String,
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<String>,
    pub body: String,
}

impl Connection {
    /// Connects; an error where nobody listens any more.
    pub fn open(server: &TestServer) -> std::io::Result<Self> {
        let host = server.url.trim_start_matches("http://").to_owned();
        let to = TcpStream::connect(&host)?;
        to.set_nodelay(true)?;
        let bearer = server.bearer.clone();
        Ok(Self { from: BufReader::new(to.try_clone()?), to, host, bearer })
    }

    /// Posts one signal under a key; an error where the server is gone before it answered.
    pub fn post(&mut self, key: &str, text: &str) -> std::io::Result<Answer> {
        let (head, body) = self.request(key, text, "");
        self.to.write_all(head.as_bytes())?;
        self.to.write_all(body.as_bytes())?;
        self.answer()
    }

    /// Sends all of a post but the last byte of its body, and gives that byte. The server has begun to read the body
    /// when this returns: it is told to say so.
    pub fn post_almost(&mut self, key: &str, text: &str) -> u8 {
        let (head, body) = self.request(key, text, "expect: 100-continue\r\n");
        let (last, most) = body.as_bytes().split_last().unwrap();
        self.to.write_all(head.as_bytes()).unwrap();
        let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        self.from.read_exact(&mut go_on).unwrap();
        assert_eq!(std::str::from_utf8(&go_on).unwrap(), "HTTP/1.1 100 Continue\r\n\r\n");
        self.to.write_all(most).unwrap();
        *last
    }

    /// Sends what was held back, and hears the answer.
    pub fn finish(&mut self, last: u8) -> Answer {
        self.to.write_all(&[last]).unwrap();
        self.answer().unwrap()
    }

    fn request(&self, key: &str, text: &str, header: &str) -> (String, String) {
        let body = serde_json::json!({ "text": text }).to_string();
        let length = body.len();
        let head = format!(
            "POST /api/v1/signals?source=ledger HTTP/1.1\r\nhost: {}\r\nauthorization: {}\r\ncontent-type: application/json\r\n\
             idempotency-key: {key}\r\ncontent-length: {length}\r\n{header}\r\n",
            self.host, self.bearer
        );
        (head, body)
    }

    fn answer(&mut self) -> std::io::Result<Answer> {
        let (mut status, mut length, mut retry_after) = (0, 0, None);
        loop {
            let mut line = String::new();
            if self.from.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            match line.split_once(": ") {
                None => status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap(),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().unwrap();
                }
                Some((name, value)) if name.eq_ignore_ascii_case("retry-after") => {
                    retry_after = Some(value.to_owned());
                }
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body)?;
        Ok(Answer { status, retry_after, body: String::from_utf8(body).unwrap() })
    }
}

/// What one client was told: each text that was acknowledged, with the signal it became.
#[derive(Default)]
pub struct Ledger {
    pub acknowledged: Vec<(String, String)>,
    /// The last post, if the server went away before answering it. Nobody knows what became of it.
    pub unanswered: Option<(String, String)>,
}

impl Ledger {
    /// Writes down an answer that acknowledges `text`.
    pub fn enter(&mut self, text: &str, answer: &Answer) {
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        let disposition = &told["dispositions"][0];
        assert_eq!(disposition["disposition"], "accepted", "{}", answer.body);
        self.acknowledged.push((text.to_owned(), disposition["signal"].as_str().unwrap().to_owned()));
    }
}

/// Holds the store against the ledgers: every acknowledged text stands there once, as the signal that was told; what was
/// not answered stands there once or not at all; and nothing else does. Gives how many signals there are.
pub fn hold(app: &TestApp, ledgers: &[Ledger]) -> usize {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(app.data().join("hearken.db"), flags).unwrap();
    let mut statement = database.prepare("SELECT text, id FROM signals").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u64>(1)?))).unwrap();
    let mut stored: HashMap<String, u64> = HashMap::new();
    let mut count = 0;
    for row in rows {
        let (text, id) = row.unwrap();
        assert!(stored.insert(text.clone(), id).is_none(), "'{text}' was recorded twice");
        count += 1;
    }
    for (text, signal) in ledgers.iter().flat_map(|ledger| &ledger.acknowledged) {
        let id = stored.remove(text).unwrap_or_else(|| panic!("'{text}' was acknowledged and is lost"));
        assert_eq!(*signal, format!("S-{id}"), "'{text}'");
    }
    for (_, text) in ledgers.iter().filter_map(|ledger| ledger.unanswered.as_ref()) {
        stored.remove(text);
    }
    assert!(stored.is_empty(), "nobody posted these: {stored:?}");
    count
}
