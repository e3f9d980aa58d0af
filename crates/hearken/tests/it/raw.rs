//! Requests byte by byte, for what no client would send: half of one, a body that is cut off, a chunk that is none.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::app::TestServer;

/// A connection that sends what it is told.
pub struct Raw {
    stream: TcpStream,
    head: String,
}

impl Raw {
    /// Connects.
    pub fn open(server: &TestServer) -> Self {
        let host = server.url.trim_start_matches("http://");
        let stream = TcpStream::connect(host).unwrap();
        stream.set_nodelay(true).unwrap();
        // Longer than any deadline of the server: a test that waits for one that never comes fails by this.
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let head = format!("host: {host}\r\nauthorization: {}\r\n", server.bearer);
        Self { stream, head }
    }

    /// Sends the head of a request by a program that was let in.
    pub fn head(&mut self, line: &str, headers: &str) {
        let head = format!("{line} HTTP/1.1\r\n{}{headers}\r\n", self.head);
        self.send(head.as_bytes());
    }

    /// Sends bytes.
    pub fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// Hears that the server has begun to wait for the body.
    pub fn is_told_to_go_on(&mut self) {
        let mut told = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        self.stream.read_exact(&mut told).unwrap();
        assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    }

    /// Says that nothing more comes.
    pub fn cut(&self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// All that the server says until it closes the connection.
    pub fn rest(&mut self) -> String {
        let mut answer = Vec::new();
        match self.stream.read_to_end(&mut answer) {
            Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("{error}"),
            _ => String::from_utf8_lossy(&answer).into_owned(),
        }
    }

    /// The status of the answer.
    pub fn status(&mut self) -> u16 {
        let answer = self.rest();
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
    }
}
