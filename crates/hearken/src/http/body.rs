//! Bodies of requests: taken whole within a size and a time, or handed to a parser while they arrive. What is cut off,
//! broken or too slow is told apart from what is too large, and is never taken for the end.

use std::io::{self, Read};
use std::time::Duration;

use axum::body::{Body, Bytes};
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_stream::StreamExt as _;

/// A body that is taken whole has this long to arrive.
pub const WHOLE_TIME: Duration = Duration::from_secs(30);
/// A body that is read while it arrives may pause this long.
pub const PAUSE_TIME: Duration = Duration::from_secs(30);
/// Pieces of a body that may wait for the parser.
const PIECES_MAX: usize = 16;

/// Why a body was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// It has more bytes than are taken.
    TooLarge,
    /// It did not arrive in time.
    TooSlow,
    /// It ended before its end, or is not framed as HTTP frames bodies.
    Cut,
    /// All bodies together take as much as they may.
    NoRoom,
}

impl BodyError {
    /// What is wrong, as everybody is told.
    pub fn told(self) -> &'static str {
        match self {
            Self::TooLarge => "the body is larger than is taken",
            Self::TooSlow => "the body did not arrive within half a minute",
            Self::NoRoom => "more is being sent at this moment than can be taken",
            Self::Cut => "the body was cut off, or is not framed as HTTP frames bodies",
        }
    }
}

impl std::fmt::Display for BodyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.told())
    }
}

impl std::error::Error for BodyError {}

/// Bytes that all bodies together may take while they are gathered and worked on.
static ROOM: Semaphore = Semaphore::const_new(ROOM_BYTES);
const ROOM_BYTES: usize = 256 << 20;

/// A place among the bytes that bodies may take; free again once it is dropped.
pub type Room = SemaphorePermit<'static>;

/// Takes room for so many bytes more.
///
/// # Errors
/// There is none left: [`BodyError::NoRoom`].
pub fn room(bytes: usize) -> Result<Room, BodyError> {
    u32::try_from(bytes).ok().and_then(|bytes| ROOM.try_acquire_many(bytes).ok()).ok_or(BodyError::NoRoom)
}

/// The whole of a body of at most so many bytes, and the room that it takes.
///
/// # Errors
/// It is too large, too slow, or cut off; or there is no room for it.
pub async fn whole(body: Body, bytes_max: usize) -> Result<(Bytes, Room), BodyError> {
    timeout(WHOLE_TIME, gather(body, bytes_max)).await.unwrap_or(Err(BodyError::TooSlow))
}

async fn gather(body: Body, bytes_max: usize) -> Result<(Bytes, Room), BodyError> {
    let mut taken = room(0)?;
    let mut whole = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|_| BodyError::Cut)?;
        if whole.len() + piece.len() > bytes_max {
            return Err(BodyError::TooLarge);
        }
        taken.merge(room(piece.len())?);
        whole.extend_from_slice(&piece);
    }
    Ok((whole.into(), taken))
}

/// A body as something to read from, outside of async, while it arrives.
/// The handle ends once all of it was sent, or says why it was not.
pub fn stream(body: Body) -> (Box<dyn Read + Send>, JoinHandle<Result<(), BodyError>>) {
    let (pieces, reader) = mpsc::channel(PIECES_MAX);
    let forwarding = tokio::spawn(forward(body, pieces));
    (Box::new(PieceReader { pieces: reader, current: Bytes::new(), ended: false }), forwarding)
}

/// A piece; `None` is the end. A channel that closes without it was cut, by a server that stops, say.
type Piece = Result<Option<Bytes>, BodyError>;

async fn forward(body: Body, pieces: mpsc::Sender<Piece>) -> Result<(), BodyError> {
    let mut stream = body.into_data_stream();
    loop {
        let piece = match timeout(PAUSE_TIME, stream.next()).await {
            Ok(Some(Ok(piece))) => Ok(Some(piece)),
            Ok(Some(Err(_))) => Err(BodyError::Cut),
            Ok(None) => Ok(None),
            Err(_) => Err(BodyError::TooSlow),
        };
        let goes_on = piece.as_ref().map(Option::is_some).map_err(|error| *error);
        // A parser that gave up has dropped its end: the rest is of no use, but is read all the same.
        let _ = pieces.send(piece).await;
        if goes_on != Ok(true) {
            return goes_on.map(drop);
        }
    }
}

/// A body as something to read from, outside of async.
struct PieceReader {
    pieces: mpsc::Receiver<Piece>,
    current: Bytes,
    ended: bool,
}

impl Read for PieceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            if self.ended {
                return Ok(0);
            }
            match self.pieces.blocking_recv().unwrap_or(Err(BodyError::Cut)) {
                Ok(Some(piece)) => self.current = piece,
                Ok(None) => self.ended = true,
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        let length = self.current.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.current.split_to(length));
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(last: Result<&'static str, io::Error>) -> Body {
        Body::from_stream(tokio_stream::iter([Ok("first "), last]))
    }

    fn broken() -> io::Error {
        io::Error::other("a chunk that is none")
    }

    async fn read(body: Body) -> io::Result<String> {
        let (mut reader, _) = stream(body);
        let read = tokio::task::spawn_blocking(move || {
            let mut text = String::new();
            reader.read_to_string(&mut text).map(|_| text)
        });
        read.await.unwrap()
    }

    #[tokio::test]
    async fn a_body_is_taken_whole_or_not_at_all() {
        assert_eq!(whole(pieces(Ok("last")), 10).await.unwrap().0, "first last");
        assert_eq!(whole(pieces(Ok("last")), 9).await.err(), Some(BodyError::TooLarge));
        assert_eq!(whole(pieces(Err(broken())), 10).await.err(), Some(BodyError::Cut));
    }

    #[tokio::test]
    async fn what_is_cut_off_while_it_is_read_is_no_end() {
        assert_eq!(read(pieces(Ok("last"))).await.unwrap(), "first last");
        assert!(read(pieces(Err(broken()))).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_comes_is_not_waited_for() {
        let never = || Body::from_stream(tokio_stream::pending::<io::Result<Bytes>>());
        assert_eq!(whole(never(), 10).await.err(), Some(BodyError::TooSlow));
        let (_reader, forwarding) = stream(never());
        assert_eq!(forwarding.await.unwrap(), Err(BodyError::TooSlow));
    }
}
