//! The last reports that were compared, kept from one finding of bursts to the next.

use hearken_analysis::bursts::RecentReports;
use hearken_analysis::campaigns::RecentTexts;
use hearken_domain::SignalId;
use hearken_store::Place;

/// The last reports there are.
pub(crate) struct KeptReports {
    /// The reports.
    pub(crate) reports: RecentReports<SignalId>,
    /// Those of them that may be copied.
    pub(crate) copies: RecentTexts<SignalId>,
    /// The place of the last of them.
    pub(crate) last: Place,
}
