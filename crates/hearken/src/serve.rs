//! The server: pages, the handover of other commands' actions, and the workers that run the jobs in the background.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};
use hearken_domain::Actor;
use hearken_store::Holder;
use tracing::{error, info};
use tracing_subscriber::EnvFilter;

use crate::http::door::Door;
use crate::http::entry::{Keys, Locked};
use crate::http::listen::{self, Limits};
use crate::http::metrics::{self, Metrics, Requests};
use crate::http::routes::Routes;
use crate::http::{api, deadline, entry, guard, handover, ready, secret};
use crate::shown::shown;
use crate::web;
use hearken_app::app::App;
use hearken_app::error::AppError;
use hearken_app::jobs::{Lane, Worker};
use hearken_app::next_step::NextStep;

/// Ports tried after the first.
const NEAR: u16 = 20;

/// Where programs ask.
const API: &str = "/api/";
/// Threads that may wait for the disk: for each post and import that may be at work, and as many again for whoever reads.
const BLOCKING_THREADS: usize = 2 * api::POSTS_MAX + api::IMPORTS_MAX;
/// How long what is cut off has to end: first requests, then workers.
const CUT_TIME: Duration = Duration::from_secs(2);

/// Where to listen.
#[derive(Debug, Clone, Copy)]
pub enum Address {
    /// There or nowhere.
    Exactly(SocketAddr),
    /// There, or on a free port near it.
    Near(SocketAddr),
}

/// A server that is bound but does not answer yet.
pub struct Server {
    door: Door,
    listener: TcpListener,
    address: SocketAddr,
    /// What other commands of this machine prove themselves by.
    secret: String,
    keys: Keys,
}

impl Server {
    /// Takes the port, and tells other commands where it is.
    ///
    /// # Errors
    /// The port is taken.
    pub fn bind(app: App, actor: Actor, address: Address) -> Result<Self, AppError> {
        let (first, ports) = match address {
            Address::Exactly(first) => (first, 0),
            Address::Near(first) => (first, NEAR),
        };
        let candidates =
            (0..=ports).map(|step| SocketAddr::new(first.ip(), first.port().saturating_add(step)));
        let mut refused = None;
        let listener =
            candidates.map(TcpListener::bind).find_map(|bound| bound.map_err(|e| refused = Some(e)).ok());
        let listener = listener.ok_or_else(|| AppError::Config {
            message: format!(
                "cannot listen on {first}: {}",
                refused.map_or_else(String::new, |error| error.to_string())
            ),
            next_step: Some(NextStep::ChoosePort),
        })?;
        let address = listener.local_addr().map_err(anyhow::Error::from)?;
        let secret = secret::draw()?;
        let keys = Keys::new(secret::draw()?, &app.store().token()?, address.port());
        let holder = Holder {
            pid: std::process::id(),
            address: Some(address.to_string()),
            secret: Some(secret.clone()),
        };
        app.store().announce(&holder)?;
        Ok(Self { door: Door { app, actor, as_of: None, saved: false }, listener, address, secret, keys })
    }

    /// Where a browser finds it and is let in. Whoever has it can read and erase everything.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.keys.address())
    }

    /// Answers until Ctrl-C or SIGTERM. Requests and batches on their way are finished, where they end within seconds;
    /// what a worker is at, too, or it is done again at the next start.
    ///
    /// # Errors
    /// The runtime cannot start, or the listener breaks.
    pub fn run(self) -> Result<(), AppError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .max_blocking_threads(BLOCKING_THREADS)
            .build()
            .map_err(anyhow::Error::from)?;
        let workers = Lane::ALL
            .map(|lane| WorkerThread::start(lane, Worker::new(self.door.app.clone(), lane)))
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?;
        let router = self.router();
        info!(address = %self.address, "serving");
        let served = runtime.block_on(async move {
            self.listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            listen::serve(listener, router, Limits::default().that_the_system_allows(), asked_to_stop())
                .await;
            std::io::Result::Ok(())
        });
        // What still waits for a body is cut off, and told so.
        runtime.shutdown_timeout(CUT_TIME);
        workers.iter().for_each(|worker| worker.stop.store(true, Ordering::Relaxed));
        let until = Instant::now() + CUT_TIME;
        workers.into_iter().for_each(|worker| worker.end(until));
        info!("stopped");
        served.map_err(|error| AppError::Internal(error.into()))
    }

    /// All routes, behind the guards, each request counted.
    pub fn router(&self) -> Router {
        let requests = Requests::default();
        let routes = deadline::protect(self.routes(&requests).into_router(), overdue);
        let routes = entry::protect(routes, self.keys.clone(), locked);
        guard::protect(routes, self.address.port())
            .layer(middleware::from_fn_with_state(requests, metrics::count))
    }

    /// The path of every route.
    pub fn paths(&self) -> Vec<&'static str> {
        self.routes(&Requests::default()).paths().to_vec()
    }

    fn routes(&self, requests: &Requests) -> Routes {
        let app = || self.door.app.clone();
        let metrics = Metrics { app: app(), requests: requests.clone() };
        let measured = Routes::empty().route("/metrics", get(metrics::show)).with_state(metrics);
        web::router(self.door.clone())
            .merge(api::router(self.door.clone()))
            .merge(measured)
            .merge(ready::router(app()))
            .merge(entry::router(self.keys.clone(), locked))
            .merge(handover::router(app(), &self.secret))
    }
}

/// What whoever shows no key is answered.
fn locked(path: &str, locked: Locked) -> Response {
    if path.starts_with(API) { api::locked() } else { web::locked(locked) }
}

/// What stands for an answer that takes too long.
fn overdue(path: &str) -> Response {
    if path.starts_with(API) { api::overdue() } else { web::overdue() }
}

/// Refuses any address that others could reach.
///
/// # Errors
/// The address is not this machine's own.
pub fn check_loopback(host: IpAddr) -> Result<(), AppError> {
    if host.is_loopback() {
        return Ok(());
    }
    Err(AppError::Config {
        message: format!(
            "will not listen on {host}: whoever reaches that address could read customers' words, and there are no \
             accounts yet to keep them out"
        ),
        next_step: Some(NextStep::ListenLocally),
    })
}

/// Structured logs on stderr; `HEARKEN_LOG` chooses what, or else `usual`. Customers' words are never logged.
pub fn log_to_stderr(usual: &str) {
    let filter = EnvFilter::try_from_env("HEARKEN_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    // A second start in one process, as in tests, keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| Legible(std::io::stderr()))
        .try_init();
}

/// A log that obeys no name of a file or source: each line is written at once.
struct Legible<W>(W);

impl<W: std::io::Write> std::io::Write for Legible<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write_all(shown(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// A thread that runs the jobs of a lane.
struct WorkerThread {
    lane: Lane,
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
    /// Says nothing, and ends with the thread.
    ended: mpsc::Receiver<()>,
}

impl WorkerThread {
    fn start(lane: Lane, worker: Worker) -> Result<Self, AppError> {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let (alive, ended) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name(lane.name().into())
            .spawn(move || {
                let _alive: mpsc::Sender<()> = alive;
                worker.run(&asked);
            })
            .map_err(anyhow::Error::from)?;
        Ok(Self { lane, stop, thread, ended })
    }

    /// Waits for the job it is at, but not beyond `until`: what is not done then is due again at the next start.
    fn end(self, until: Instant) {
        let lane = self.lane.name();
        let left = until.saturating_duration_since(Instant::now());
        if matches!(self.ended.recv_timeout(left), Err(mpsc::RecvTimeoutError::Timeout)) {
            info!(lane, "a job is left where it is, and runs again at the next start");
        } else if self.thread.join().is_err() {
            error!(lane, "a worker ended in a panic");
        }
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_orders_in_it_is_a_name_in_the_log() {
        let mut log = Legible(Vec::new());
        std::io::Write::write_all(&mut log, "source=a\u{1b}[2J\u{202e}b\n".as_bytes()).unwrap();
        assert_eq!(String::from_utf8(log.0).unwrap(), "source=a\u{fffd}[2J\u{fffd}b\n");
    }

    #[test]
    fn only_this_machines_own_addresses_are_listened_on() {
        for address in ["127.0.0.1", "127.8.8.8", "::1"] {
            assert!(check_loopback(address.parse().unwrap()).is_ok());
        }
        for other in ["0.0.0.0", "192.168.1.4", "::"] {
            let error = check_loopback(other.parse().unwrap()).unwrap_err();
            assert!(error.to_string().contains("no accounts yet"), "{error}");
        }
    }
}
