//! Takes connections and answers on them. Every wait has an end here: for a request's head, for whoever reads no answer,
//! for a server that is asked to stop. There are only so many connections at once; whoever comes when all are taken gets
//! the place of the one that has asked for nothing the longest, so that connections held open by the thousand keep
//! nobody out.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;
use tower::ServiceExt as _;
use tracing::{info, warn};

use crate::http::places::{Place, Places};

/// How much of each is given.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Time for the head of a request, counted from the connection or the answer before.
    pub head_time: Duration,
    /// Time without any request at work: by then a head had to come, so whoever is still there does not read its answer.
    pub idle_time: Duration,
    /// Bytes of a request's head.
    pub head_bytes: usize,
    /// Time that requests on their way have once the server is asked to stop.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head_time: Duration::from_secs(20),
            idle_time: Duration::from_secs(60),
            head_bytes: 64 << 10,
            stop_time: Duration::from_secs(4),
        }
    }
}

impl Limits {
    /// The same with no more connections than the system gives file handles for; it is asked for enough first.
    #[must_use]
    pub fn that_the_system_allows(self) -> Self {
        #[cfg(unix)]
        {
            use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
            let limit = getrlimit(Resource::Nofile);
            let wanted = (self.connections + OTHER_FILES) as u64;
            let given = limit.current.unwrap_or(u64::MAX);
            let most = wanted.min(limit.maximum.unwrap_or(u64::MAX));
            let raised = Rlimit { current: Some(most), maximum: limit.maximum };
            let given =
                if given < most && setrlimit(Resource::Nofile, raised).is_ok() { most } else { given };
            let left = usize::try_from(given).unwrap_or(usize::MAX).saturating_sub(OTHER_FILES);
            if left < self.connections {
                warn!(
                    connections = left.max(CONNECTIONS_MIN),
                    "fewer connections than usual: too few open files are allowed"
                );
                return Self { connections: left.max(CONNECTIONS_MIN), ..self };
            }
        }
        self
    }
}

/// Files that may be open besides connections: readers of the log above all.
const OTHER_FILES: usize = 1024;
/// Connections that are taken however few files may be open.
const CONNECTIONS_MIN: usize = 64;
/// How often the log is told that all connections are taken.
const TOLD_EVERY: Duration = Duration::from_secs(60);
/// How long to wait where the system gives no connection, for want of file handles above all.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers on every connection until `stop` ends, and gives what is on its way its time.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let free = Arc::new(Semaphore::new(limits.connections));
    let places = Places::default();
    let (stopping, stopped) = watch::channel(false);
    let mut told = None;
    tokio::pin!(stop);
    loop {
        let next = async {
            let stream = accept(&listener, &places).await;
            (stream, place(&free, &places, &mut told).await)
        };
        let (stream, permit) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let place = places.take();
        let connection = answer(stream, router.clone(), limits, place, stopped.clone());
        tokio::spawn(async move {
            connection.await;
            drop(permit);
        });
    }
    drop(listener);
    let _ = stopping.send(true);
    drop(stopped);
    if timeout(limits.stop_time, stopping.closed()).await.is_err() {
        let connections = limits.connections - free.available_permits();
        info!(connections, "requests that did not end in time are cut");
    }
}

async fn accept(listener: &TcpListener, places: &Places) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                places.settle();
                return stream;
            }
            // It went away before it was taken.
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                warn!(%error, "no connection can be taken");
                places.free_one();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// One of the places that there are.
async fn place(
    free: &Arc<Semaphore>,
    places: &Places,
    told: &mut Option<Instant>,
) -> Option<OwnedSemaphorePermit> {
    if let Ok(permit) = Arc::clone(free).try_acquire_owned() {
        return Some(permit);
    }
    if told.is_none_or(|told: Instant| told.elapsed() > TOLD_EVERY) {
        warn!(
            "all connections are taken: each further one closes the one that has asked for nothing the longest"
        );
        *told = Some(Instant::now());
    }
    places.free_one();
    let permit = Arc::clone(free).acquire_owned().await.ok();
    places.settle();
    permit
}

/// Answers on one connection until it ends, its place is wanted, or the server has stopped.
async fn answer(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    place: Place,
    mut stopped: watch::Receiver<bool>,
) {
    // An answer is not held back for one that may follow.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request: Request<Incoming>| {
        let working = place.work();
        let router = router.clone();
        async move {
            let answer = router.oneshot(request.map(Body::new)).await;
            drop(working);
            Ok::<_, Infallible>(answer.unwrap_or_else(|never| match never {}))
        }
    });
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_time)
            .max_buf_size(limits.head_bytes)
            .serve_connection(TokioIo::new(stream), service)
    );
    let mut stopping = false;
    loop {
        tokio::select! {
            // What a client did wrong is between it and its connection.
            _ = &mut connection => return,
            () = place.is_wanted() => return,
            () = place.has_waited(limits.idle_time) => return,
            _ = stopped.changed(), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};

    use axum::routing::{get, post};
    use tokio::sync::oneshot;

    use super::{Limits, serve};
    use axum::Router;
    use std::time::Duration;
    use tokio::net::TcpListener;

    /// Serves a page on a port of its own until the sender is dropped or told.
    async fn serving(limits: Limits) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel();
        let router = Router::new()
            .route("/", get(async || "page"))
            .route("/whole", post(async |body: axum::body::Bytes| body));
        let serving = tokio::spawn(serve(listener, router, limits, async {
            let _ = ended.await;
        }));
        (address, end, serving)
    }

    /// All that comes until the server closes the connection.
    fn rest(stream: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer); // it may end in a reset
        String::from_utf8(answer).unwrap()
    }

    const PAGE: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_head_that_does_not_come_in_time_is_cut() {
        // Only that deadline can end it while the test waits.
        let (head_time, idle_time) = (Duration::from_millis(20), Duration::from_secs(3600));
        let (address, _end, _) = serving(Limits { head_time, idle_time, ..Limits::default() }).await;
        let mut slow = TcpStream::connect(address).unwrap();
        slow.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").unwrap();
        let mut answer = Vec::new();
        let waited = |error: std::io::Error| {
            matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
        };
        assert!(!slow.read_to_end(&mut answer).is_err_and(waited), "it was left open");
        assert!(!String::from_utf8(answer).unwrap().contains("200"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_head_that_is_too_large_is_refused() {
        let (address, _end, _) = serving(Limits { head_bytes: 8 << 10, ..Limits::default() }).await;
        let mut large = TcpStream::connect(address).unwrap();
        let head = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(9 << 10));
        large.write_all(head.as_bytes()).unwrap();
        // What is left unread may cost the client the answer, too.
        assert!(!rest(&mut large).contains("200"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn connections_that_ask_for_nothing_keep_nobody_out() {
        let (address, _end, _) = serving(Limits { connections: 3, ..Limits::default() }).await;
        let mut idle = Vec::new();
        for _ in 0..20 {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
            idle.push(stream);
        }
        let mut person = TcpStream::connect(address).unwrap();
        person.write_all(PAGE).unwrap();
        assert!(rest(&mut person).ends_with("page"));
        for stream in &mut idle[..17] {
            assert_eq!(rest(stream), "", "the first that came had to go");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_server_that_is_asked_to_stop_waits_for_requests_but_not_for_ever() {
        let limits = Limits { stop_time: Duration::from_millis(20), ..Limits::default() };
        let (address, end, serving) = serving(limits).await;
        let mut half = TcpStream::connect(address).unwrap();
        half.write_all(b"POST /whole HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf").unwrap();
        end.send(()).unwrap();
        serving.await.unwrap();
        assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_was_asked_before_the_stop_is_answered() {
        let (address, end, serving) = serving(Limits::default()).await;
        let mut asked = TcpStream::connect(address).unwrap();
        let head = b"POST /whole HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
        asked.write_all(head).unwrap();
        let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        asked.read_exact(&mut go_on).unwrap();
        end.send(()).unwrap();
        asked.write_all(b"all of it").unwrap();
        assert!(rest(&mut asked).ends_with("all of it"));
        serving.await.unwrap();
    }
}
