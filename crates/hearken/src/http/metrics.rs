//! Measurements in the Prometheus text format (version 0.0.4): requests, the writer, how far the views follow the log.
//! No label and no value holds anything a customer said.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hearken_domain::Actor;
use hearken_store::COMMIT_SECONDS;

use hearken_app::app::App;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::query::Measure;

/// Upper bounds, in seconds, by which requests are counted.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Requests answered, by route, method and status.
#[derive(Debug, Clone, Default)]
pub struct Requests(Arc<Mutex<BTreeMap<Asked, Timed>>>);

/// Route, method and status.
type Asked = (String, String, u16);

#[derive(Debug, Clone, Default)]
struct Timed {
    by_seconds: [u64; SECONDS.len() + 1],
    seconds: f64,
}

/// What the handler needs.
#[derive(Clone)]
pub struct Metrics {
    /// The data.
    pub app: App,
    /// The requests counted.
    pub requests: Requests,
}

/// Counts a request by the route that answered it, never by its address: addresses hold customers' words.
pub async fn count(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let response = next.run(request).await;
    let took = started.elapsed().as_secs_f64();
    let mut all = requests.0.lock().unwrap_or_else(PoisonError::into_inner);
    let timed = all.entry((route, method, response.status().as_u16())).or_default();
    timed.by_seconds[SECONDS.iter().position(|bound| took <= *bound).unwrap_or(SECONDS.len())] += 1;
    timed.seconds += took;
    response
}

/// `GET /metrics`
pub async fn show(State(metrics): State<Metrics>) -> Response {
    let told = tokio::task::spawn_blocking(move || text(&metrics)).await;
    match told {
        Ok(Ok(text)) => {
            let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be asked; the log says more\n")
            .into_response(),
    }
}

fn text(metrics: &Metrics) -> Result<String, AppError> {
    let mut out = String::new();
    let measures = Context::now(metrics.app.clone(), Actor::machine("metrics")).view()?.ask(&Measure)?;
    gauge(&mut out, "hearken_log_position", "Last position of the log.", measures.log_position);
    gauge(&mut out, "hearken_signals", "Signals in the log.", measures.signals);
    gauge(&mut out, "hearken_themes", "Living themes.", measures.themes);
    head(&mut out, "hearken_view_lag_positions", "gauge", "Log positions that a view has not taken in yet.");
    for (view, lag) in [("words", measures.words_lag), ("vectors", measures.vectors_lag)] {
        line(&mut out, &format!("hearken_view_lag_positions{{view=\"{view}\"}}"), lag);
    }
    let writer = &measures.writer;
    gauge(&mut out, "hearken_writer_queue", "Writes that wait or are at work.", writer.queued);
    counter(&mut out, "hearken_writer_tasks_total", "Writes in commits.", writer.tasks);
    head(&mut out, "hearken_commit_seconds", "histogram", "Commits by how long they took, sync included.");
    histogram(&mut out, "hearken_commit_seconds", "", &COMMIT_SECONDS, &writer.by_seconds, writer.seconds);
    if let Some(bytes) = resident_bytes() {
        gauge(&mut out, "process_resident_memory_bytes", "Memory in use, mapped files included.", bytes);
    }
    head(&mut out, "hearken_request_seconds", "histogram", "Requests by route, method and status.");
    let requests = metrics.requests.0.lock().unwrap_or_else(PoisonError::into_inner);
    for ((route, method, status), timed) in requests.iter() {
        let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
        histogram(&mut out, "hearken_request_seconds", &labels, &SECONDS, &timed.by_seconds, timed.seconds);
    }
    Ok(out)
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}"); // a String takes everything
}

fn line(out: &mut String, name: &str, value: impl std::fmt::Display) {
    let _ = writeln!(out, "{name} {value}");
}

fn gauge(out: &mut String, name: &str, help: &str, value: u64) {
    head(out, name, "gauge", help);
    line(out, name, value);
}

fn counter(out: &mut String, name: &str, help: &str, value: u64) {
    head(out, name, "counter", help);
    line(out, name, value);
}

/// Counts are of each bucket alone; the format wants them summed up.
fn histogram(out: &mut String, name: &str, labels: &str, bounds: &[f64], counts: &[u64], sum: f64) {
    let comma = if labels.is_empty() { "" } else { "," };
    let mut total = 0;
    for (index, count) in counts.iter().enumerate() {
        total += count;
        let bound = bounds.get(index).map_or_else(|| "+Inf".to_owned(), f64::to_string);
        line(out, &format!("{name}_bucket{{{labels}{comma}le=\"{bound}\"}}"), total);
    }
    let braces = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
    line(out, &format!("{name}_sum{braces}"), sum);
    line(out, &format!("{name}_count{braces}"), total);
}

/// Only Linux tells it in a file.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(kib.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}
