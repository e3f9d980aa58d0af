//! Finding bursts: near-duplicate reports of one incident. A view that follows the signals: what came, changed or went left a
//! gap at its time, and reports behind it are compared again, until so many have been that it lies in nobody's reach.
//! What comes in the order of time costs only itself: the reports before it are kept from one time to the next.
//!
//! The same pass finds texts that are nearly copies of each other, and spam: see `weigh_groups.rs`.

use std::collections::VecDeque;

use hearken_analysis::boilerplate::{Templates, own_words};
use hearken_analysis::bursts::{DAYS, RECENT, RecentReports, Report};
use hearken_analysis::campaigns::{
    COPY_DAYS, Copied, RecentTexts, SPAM_WEIGHT_MIN, Wording, spam_confidence, spam_weight,
};
use hearken_analysis::embedding::EmbeddingTable;
use hearken_domain::SignalId;
use hearken_store::{Compared, ComparedText, FoundAlike, Place};
use rayon::prelude::*;
use tracing::info;

use crate::actions::signals::kept_reports::KeptReports;
use crate::actions::signals::weigh_groups::weigh_groups;
use crate::app::App;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Changes whenever the same reports may make other bursts.
const RULE: &str = "2";
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
        let made_with = format!(
            "{RULE} {DAYS} {COPY_DAYS} {RECENT} {} {:x}",
            EmbeddingTable::builtin().id(),
            templates.digest()
        );
        app.store().make_bursts_with(&made_with)?;
        // Gaps that come meanwhile are the next one's.
        let Some((_, last_gap)) = app.store().snapshot()?.bursts().first_gap()? else {
            return weigh_groups(app);
        };
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
        weigh_groups(app)
    })
}

/// One go over reports in the order of time, from a gap on.
struct Pass<'a> {
    app: &'a App,
    templates: &'a Templates,
    reports: RecentReports<SignalId>,
    copies: RecentTexts<SignalId>,
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
            let KeptReports { reports, copies, last } = kept;
            return Ok(Self { app, templates, reports, copies, place: last, from_ms });
        }
        let before = app.store().snapshot()?.bursts().said_before(from_ms, RECENT)?;
        let place = before.last().map_or((i64::MIN, SignalId(0)), |last| last.place);
        let (mut reports, mut copies) = (RecentReports::default(), RecentTexts::default());
        for read in read(&before, templates) {
            reports.push(read.signal, read.report);
            if let Some(wording) = read.wording {
                copies.push(read.signal, wording);
            }
        }
        Ok(Self { app, templates, reports, copies, place, from_ms })
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
            let to_ms = texts.last().map_or(i64::MAX, |last| last.place.0);
            let mut gaps: VecDeque<i64> = snapshot.bursts().gaps(self.from_ms, to_ms)?.into();
            drop(snapshot);
            let mut found = Vec::with_capacity(texts.len());
            for (ComparedText { place, .. }, read) in texts.iter().zip(read(&texts, self.templates)) {
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
                found.push(self.take(read));
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
                let Self { reports, copies, place: last, .. } = self;
                *kept = ended.then_some(KeptReports { reports, copies, last });
                return Ok(compared);
            }
        }
    }
}

/// A signal as it is compared.
struct Read {
    signal: SignalId,
    report: Report,
    /// Its words, where copies of them may be a campaign.
    wording: Option<Wording>,
    spam: Option<(f32, f32)>,
}

impl Pass<'_> {
    /// What a signal is alike to, and it among those that others are compared with.
    fn take(&mut self, read: Read) -> FoundAlike {
        let Read { signal, report, wording, spam } = read;
        let alike_to = self.reports.most_alike(&report);
        self.reports.push(signal, report);
        let copied = wording.as_ref().and_then(|wording| self.copies.copied(wording));
        if let Some(wording) = wording {
            self.copies.push(signal, wording);
        }
        let copied = copied.map(|Copied { of, likeness, told }| (of, likeness, told));
        FoundAlike { signal, alike_to, copied, spam }
    }
}

/// Signals as they are compared: as reports each without its source's boilerplate.
fn read(texts: &[ComparedText], templates: &Templates) -> Vec<Read> {
    let table = EmbeddingTable::builtin();
    let one = |ComparedText { text, is_open_to_all, .. }: &ComparedText| {
        let title = text.title.as_deref();
        let own = own_words(title, &text.text, templates.of(text.source.0));
        let at_ms = text.at.as_millisecond();
        let said = is_open_to_all.then(|| format!("{} {}", title.unwrap_or_default(), text.text));
        let spam = said.as_deref().map(spam_weight).filter(|weight| *weight >= SPAM_WEIGHT_MIN);
        Read {
            signal: text.id,
            report: Report::new(title, &own.body(), own.embed(table), at_ms),
            wording: said.map(|said| Wording::new(&said, at_ms)),
            spam: spam.map(|weight| (weight, spam_confidence(weight))),
        }
    };
    texts.par_iter().with_min_len(64).map(one).collect()
}
