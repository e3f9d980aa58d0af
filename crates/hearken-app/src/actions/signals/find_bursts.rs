//! Finding bursts: near-duplicate reports of one incident. A view that follows the signals: what came, changed or went left a
//! gap at its time, and reports behind it are compared again, until so many have been that it lies in nobody's reach.
//! What comes in the order of time costs only itself: the reports before it are kept from one time to the next.

use std::collections::VecDeque;

use hearken_analysis::boilerplate::{Templates, own_words};
use hearken_analysis::bursts::{DAYS, RECENT, RecentReports, Report};
use hearken_analysis::embedding::EmbeddingTable;
use hearken_domain::SignalId;
use hearken_store::{Compared, Place, StoredText};
use rayon::prelude::*;
use tracing::info;

use crate::actions::signals::kept_reports::KeptReports;
use crate::app::App;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Changes whenever the same reports may make other bursts.
const RULE: &str = "1";
/// Reports read and written at a time.
const BATCH: usize = 2048;

/// Brings bursts up to the signals. Does nothing, quickly, where they are.
///
/// # Errors
/// Any failure of the store; what was found stands.
pub fn find_bursts(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    let app = &ctx.app;
    app.while_finding_bursts(|kept| {
        let templates = app.templates(&app.store().snapshot()?)?;
        let made_with =
            format!("{RULE} {DAYS} {RECENT} {} {:x}", EmbeddingTable::builtin().id(), templates.digest());
        app.store().make_bursts_with(&made_with)?;
        // Gaps that come meanwhile are the next one's.
        let Some((_, last_gap)) = app.store().snapshot()?.bursts().first_gap()? else { return Ok(()) };
        let mut compared = 0;
        while let Some((from_ms, last)) = app.store().snapshot()?.bursts().first_gap()? {
            let pass = Pass::from(app, &templates, kept.take(), from_ms)?;
            compared += pass.run(last_gap, kept, &|done| progress("comparing reports", done))?;
            if last > last_gap {
                break;
            }
        }
        if compared > 0 {
            info!(compared, "compared reports");
        }
        Ok(())
    })
}

/// One go over reports in the order of time, from a gap on.
struct Pass<'a> {
    app: &'a App,
    templates: &'a Templates,
    reports: RecentReports<SignalId>,
    place: Place,
    from_ms: i64,
}

impl<'a> Pass<'a> {
    /// Behind what was kept where the gap lies behind it, else behind the reports before the gap.
    fn from(
        app: &'a App,
        templates: &'a Templates,
        kept: Option<KeptReports>,
        from_ms: i64,
    ) -> Result<Self, AppError> {
        if let Some(kept) = kept.filter(|kept| kept.last.0 < from_ms) {
            return Ok(Self { app, templates, reports: kept.reports, place: kept.last, from_ms });
        }
        let before = app.store().snapshot()?.bursts().said_before(from_ms, RECENT)?;
        let place = before.last().map_or((i64::MIN, SignalId(0)), |(place, _)| *place);
        let mut reports = RecentReports::default();
        for (signal, report) in read(&before, templates) {
            reports.push(signal, report);
        }
        Ok(Self { app, templates, reports, place, from_ms })
    }

    /// Compares reports until none is left in reach of a gap; keeps the last where there is no further. Gives how many.
    fn run(
        mut self,
        last_gap: u64,
        kept: &mut Option<KeptReports>,
        progress: &dyn Fn(f32),
    ) -> Result<usize, AppError> {
        let store = self.app.store();
        let total = store.snapshot()?.signals().span(&hearken_domain::SignalFilter::default(), None)?.0;
        // The times of the last that were compared: a gap is closed once all in its reach were.
        let mut behind: VecDeque<i64> = VecDeque::new();
        let (mut in_reach, mut compared, mut gap_ms) = (0, 0, i64::MIN);
        loop {
            let snapshot = store.snapshot()?;
            let texts = snapshot.bursts().said_after(self.place, BATCH)?;
            let to_ms = texts.last().map_or(i64::MAX, |((at_ms, _), _)| *at_ms);
            let mut gaps: VecDeque<i64> = snapshot.bursts().gaps(self.from_ms, to_ms)?.into();
            drop(snapshot);
            let mut found = Vec::with_capacity(texts.len());
            for ((place, _), (signal, report)) in texts.iter().zip(read(&texts, self.templates)) {
                while let Some(gap) = gaps.front().copied().filter(|gap| *gap <= place.0) {
                    gaps.pop_front();
                    (gap_ms, in_reach) = (gap, RECENT);
                }
                // What came at the time of a gap may stand anywhere among what was said then.
                if place.0 == gap_ms {
                    in_reach = RECENT;
                }
                if in_reach == 0 {
                    break;
                }
                in_reach -= 1;
                found.push((signal, self.reports.most_alike(&report)));
                self.reports.push(signal, report);
                self.place = *place;
                behind.push_back(place.0);
            }
            compared += found.len();
            self.from_ms = self.place.0.max(self.from_ms);
            let ended = texts.len() < BATCH && found.len() == texts.len();
            let far = behind.len().saturating_sub(RECENT);
            let far_ms = behind.drain(..far).next_back().unwrap_or(i64::MIN);
            let before_ms = match (ended, in_reach) {
                (true, _) => i64::MAX,
                (false, 0) => self.place.0,
                (false, _) => far_ms,
            };
            store.put_alike(found, Compared { before_ms, last_gap })?;
            progress(compared as f32 / total.max(1) as f32);
            if ended || in_reach == 0 {
                let (reports, last) = (self.reports, self.place);
                *kept = ended.then_some(KeptReports { reports, last });
                return Ok(compared);
            }
        }
    }
}

/// Signals as reports, each without its source's boilerplate.
fn read(texts: &[(Place, StoredText)], templates: &Templates) -> Vec<(SignalId, Report)> {
    let table = EmbeddingTable::builtin();
    let one = |(_, text): &(Place, StoredText)| {
        let title = text.title.as_deref();
        let own = own_words(title, &text.text, templates.of(text.source.0));
        (text.id, Report::new(title, &own.body(), own.embed(table), text.at.as_millisecond()))
    };
    texts.par_iter().with_min_len(64).map(one).collect()
}
