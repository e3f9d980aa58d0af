//! Figures for whoever watches over the machine: they hold nothing that a customer said.

use hearken_domain::{LogPosition, SignalFilter};
use hearken_store::WriterStats;

use crate::error::AppError;
use crate::view::View;

/// The figures.
#[derive(Debug, Clone)]
pub struct Measures {
    /// The last position of the log.
    pub log_position: u64,
    /// Signals in the log.
    pub signals: u64,
    /// Living themes.
    pub themes: u64,
    /// Log positions that the text index has not taken in yet.
    pub words_lag: u64,
    /// Log positions that the vectors have not taken in yet.
    pub vectors_lag: u64,
    /// What the writer did since the start.
    pub writer: WriterStats,
}

/// Reads them.
///
/// # Errors
/// Any failure of the store.
pub fn measure(view: &View) -> Result<Measures, AppError> {
    let end = view.store().log().position()?.0;
    let lag = |position: Option<LogPosition>| end.saturating_sub(position.map_or(0, |position| position.0));
    let (signals, _) = view.store().signals().span(&SignalFilter::default(), None)?;
    Ok(Measures {
        log_position: end,
        signals,
        themes: view.store().themes().totals()?.themes,
        words_lag: lag(view.words().map(|words| words.position())),
        vectors_lag: lag(view.vectors().map(|vectors| vectors.position())),
        writer: view.writer(),
    })
}
