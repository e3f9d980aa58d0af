//! What a person can do about an error, as a value: each door words it for its readers.

use hearken_domain::RulingId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to do next. A terminal names a command, a page a page, the API a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    /// A sentence that reads the same at every door: it names no command, no flag, no page and no route.
    Advice(String),
    /// Import something.
    Import,
    /// Paste or post the words of a customer that were left out.
    GiveWords,
    /// Look for a signal among those there are.
    SearchSignals,
    /// Look for a theme among those there are.
    ListThemes,
    /// Look for a theme, ruling or signal among those there are.
    ListThemesAndRulings,
    /// Look for a saved view among those there are.
    ListViews,
    /// Look for an alert among those there are.
    ListAlerts,
    /// Look for a surge among those there are.
    ListSurges,
    /// Look for a customer among those there are.
    ListCustomers,
    /// Look for a goal among those there are.
    ListGoals,
    /// Look for an opportunity among those there are.
    ListOpportunities,
    /// Look for a decision among those there are.
    ListDecisions,
    /// Look at it again as it is by now, and change that.
    ReadAgain,
    /// Look for a segment among those there are.
    ListSegments,
    /// Say at which rate sums of a currency are counted in another.
    SetRate,
    /// Look for a release among those there are.
    ListReleases,
    /// Say what was released.
    NameProduct,
    /// Undo a ruling that stands against it.
    UndoRuling(RulingId),
    /// Move signals out of a theme that cannot be split.
    MoveSignals,
    /// Start again at the first page of a list.
    ListFromStart,
    /// Look for a source among those there are.
    ListSources,
    /// Look for an import of a source.
    ListImports,
    /// Give the source a name that can be one.
    NameSource,
    /// Give the source another name than that of an erased one.
    NameAnotherSource,
    /// Say which of the repositories is meant.
    NameRepository,
    /// Look for a repository among those there are.
    ListRepositories,
    /// Register a repository.
    AddRepository,
    /// Give the new repository a name that can be one.
    NameNewRepository,
    /// Give the new repository another name than that of this one, or remove this one.
    NameAnotherRepository(String),
    /// Put the repository back where it was, or remove it and add it again.
    PutBackRepository(String),
    /// Bring the index of a repository up to its newest commit; `None` is of all.
    UpdateRepository(Option<String>),
    /// Commit something in the repository.
    Commit,
    /// Look for a component among those there are.
    ListComponents,
    /// Leave the function or type out, to mean the whole file.
    MeanWholeFile,
    /// Say what text to locate.
    GiveTextToLocate,
    /// Say whose code is meant.
    NameOwner,
    /// Say whom or which source to erase.
    NameWhatToErase,
    /// Name a person by their number, since several have the name.
    NameContactByNumber,
    /// Confirm that it is to be erased.
    ConfirmErasing,
    /// Wait for the process that holds the data directory to end, or stop it.
    WaitForHolder,
    /// Stop the server that does not answer, and try again.
    RestartHolder,
    /// Let Hearken write in the data directory, or choose another.
    LetHearkenWrite,
    /// Take everybody else's rights on the data directory away.
    CloseDirectory(String),
    /// Choose a data directory.
    ChooseDataDirectory,
    /// Restore the data directory from a backup.
    RestoreBackup,
    /// Let views catch up with the log, which a running server does by itself.
    CatchUp,
    /// Let a damaged view be rebuilt, which a running server does by itself.
    RebuildView,
    /// Rebuild every view from the log.
    RebuildViews,
    /// Name whoever runs Hearken in its configuration.
    ConfigureActor,
    /// Listen on another port.
    ChoosePort,
    /// Listen on this machine's own address.
    ListenLocally,
}

impl NextStep {
    /// A sentence that reads the same at every door.
    pub fn advice(text: impl Into<String>) -> Self {
        Self::Advice(text.into())
    }
}
