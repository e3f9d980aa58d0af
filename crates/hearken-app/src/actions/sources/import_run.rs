//! One run of an import: items are redacted, batched and recorded; batches overlap. A batch counts only once it is durable.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use hearken_domain::{Counts, Disposition, ImportId, SourceId};
use hearken_ingest::Arrival;
use hearken_store::{Arrived, ImportState, Pending, RejectRecord, Store};

use crate::actions::sources::repeats::Repeats;
use crate::actions::sources::understand::understand;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::redactor::Redactor;

/// Items a batch, at most.
const BATCH: usize = 4000;
/// Bytes of words a batch, about.
const BATCH_BYTES: usize = 4 << 20;
/// Batches on their way to the disk while the next is parsed. Those that wait share one commit: each commit writes every
/// index page that it touched, so the more rows it holds the less a row costs.
const IN_FLIGHT: usize = 4;

/// A reason as the log keeps it: what it quotes of the original never passed redaction, and stays in the file.
pub(crate) fn without_values(reason: &str) -> String {
    let mut parts = reason.split('\'');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    while let Some(_quoted) = parts.next() {
        kept.push('…');
        kept.push_str(parts.next().unwrap_or_default());
    }
    kept
}

/// One run of an import.
pub(crate) struct Run<'r> {
    ctx: &'r Context,
    store: &'r Store,
    source: &'r str,
    file: &'r str,
    redactor: &'r Redactor,
    host: &'r Host<'r>,
    /// Opened with the first batch: what could not be read at all leaves no trace.
    pub(crate) opened: Option<(SourceId, ImportId)>,
    batch: Vec<Arrived>,
    batch_bytes: usize,
    /// What was rejected, with where in the batch it stands.
    originals: Vec<(usize, RejectRecord)>,
    /// Whether each item of the batch has neither id nor date.
    bare: Vec<bool>,
    in_flight: VecDeque<(Pending<Vec<Disposition>>, Vec<bool>)>,
    pub(crate) repeats: Repeats,
    taken: u64,
    pub(crate) counts: Counts,
    failed: Option<AppError>,
}

impl<'r> Run<'r> {
    pub(crate) fn new(
        ctx: &'r Context,
        source: &'r str,
        file: &'r str,
        redactor: &'r Redactor,
        host: &'r Host<'r>,
        repeats: Repeats,
    ) -> Self {
        Self {
            ctx,
            store: ctx.app.store(),
            source,
            file,
            redactor,
            host,
            opened: None,
            batch: Vec::with_capacity(BATCH),
            batch_bytes: 0,
            originals: Vec::new(),
            bare: Vec::with_capacity(BATCH),
            in_flight: VecDeque::new(),
            repeats,
            taken: 0,
            counts: Counts::default(),
            failed: None,
        }
    }

    pub(crate) fn accept(&mut self, arrival: Arrival) -> ControlFlow<()> {
        match arrival {
            Arrival::Item(item) => {
                self.batch_bytes += item.text.len();
                let mut arrived = understand(item, self.redactor);
                let bare = match &mut arrived {
                    Arrived::Signal(signal) => self.repeats.number(signal),
                    Arrived::Rejected { .. } => false,
                };
                self.bare.push(bare);
                self.batch.push(arrived);
            }
            Arrival::Reject(reject) => {
                let original = serde_json::from_str(&reject.original)
                    .ok()
                    .filter(serde_json::Value::is_object)
                    .unwrap_or(serde_json::Value::String(reject.original));
                // An entry of an archive may be called after a person.
                let (place, reason) = (self.ctx.app.redact(&reject.location), reject.reason);
                self.bare.push(false);
                let logged = self.ctx.app.redact(&without_values(&reason));
                let record = RejectRecord { place: place.clone(), reason, original };
                self.originals.push((self.batch.len(), record));
                self.batch.push(Arrived::Rejected { place, reason: logged });
            }
        }
        if (self.batch.len() >= BATCH || self.batch_bytes >= BATCH_BYTES)
            && let Err(error) = self.flush()
        {
            self.failed = Some(error);
            return ControlFlow::Break(());
        }
        if self.host.stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Keeps the originals of what was rejected, but for those that name someone who was erased.
    fn keep_originals(&mut self, import: ImportId) -> Result<(), AppError> {
        let (places, records): (Vec<usize>, Vec<RejectRecord>) = self.originals.drain(..).unzip();
        let kept = self.store.keep_rejects(self.source, import, &records)?;
        for (place, _) in places.iter().zip(kept).filter(|(_, kept)| !kept) {
            if let Some(Arrived::Rejected { reason, .. }) = self.batch.get_mut(*place) {
                "it names someone who was erased".clone_into(reason);
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), AppError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.ctx.app.check_room()?;
        let now = self.ctx.later();
        let (source, import) = match self.opened {
            Some(opened) => opened,
            None => {
                let source = self.store.ensure_source(self.source, now)?;
                let import = self.store.start_import(source, self.file, &self.ctx.by()?)?;
                *self.opened.insert((source, import))
            }
        };
        self.keep_originals(import)?;
        let items = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.batch_bytes = 0;
        let first = self.taken + 1;
        self.taken += items.len() as u64;
        let bare = std::mem::replace(&mut self.bare, Vec::with_capacity(BATCH));
        self.in_flight.push_back((self.store.record(source, import, first, items, now)?, bare));
        while self.in_flight.len() > IN_FLIGHT {
            self.await_oldest_batch()?;
        }
        Ok(())
    }

    fn await_oldest_batch(&mut self) -> Result<(), AppError> {
        if let Some((pending, bare)) = self.in_flight.pop_front() {
            for (disposition, bare) in pending.wait()?.into_iter().zip(bare) {
                self.counts.add(disposition.fate());
                self.repeats.add(&disposition, bare);
            }
            (self.host.counted)(&self.counts);
        }
        Ok(())
    }

    /// Waits for everything on its way; whether it was stopped.
    pub(crate) fn drain(&mut self) -> Result<bool, AppError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.flush()?;
        while !self.in_flight.is_empty() {
            self.await_oldest_batch()?;
        }
        Ok(self.host.stop.load(Ordering::Relaxed))
    }

    pub(crate) fn close(
        &mut self,
        stopped: bool,
        format: &str,
        mapping: &BTreeMap<String, String>,
    ) -> Result<Option<PathBuf>, AppError> {
        let Some((_, import)) = self.opened else { return Ok(None) };
        let state = if stopped { ImportState::Interrupted } else { ImportState::Finished };
        self.store.finish_import(import, state, format, mapping, self.ctx.later())?;
        Ok(self.store.finish_rejects(import)?)
    }
}
