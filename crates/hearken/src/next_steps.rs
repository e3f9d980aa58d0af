//! One of each next step, for the tests of the doors' words.

use hearken_app::next_step::NextStep;
use hearken_domain::RulingId;

/// One of each.
pub fn each() -> Vec<NextStep> {
    std::iter::successors(Some(NextStep::Advice("try again later".to_owned())), after).collect()
}

/// The step after one, in the order of the type: a new step does not compile until it has its place here.
fn after(step: &NextStep) -> Option<NextStep> {
    Some(match step {
        NextStep::Advice(_) => NextStep::Import,
        NextStep::Import => NextStep::GiveWords,
        NextStep::GiveWords => NextStep::SearchSignals,
        NextStep::SearchSignals => NextStep::ListThemes,
        NextStep::ListThemes => NextStep::ListThemesAndRulings,
        NextStep::ListThemesAndRulings => NextStep::ListViews,
        NextStep::ListViews => NextStep::ListAlerts,
        NextStep::ListAlerts => NextStep::ListSurges,
        NextStep::ListSurges => NextStep::ListCustomers,
        NextStep::ListCustomers => NextStep::ListGoals,
        NextStep::ListGoals => NextStep::ListOpportunities,
        NextStep::ListOpportunities => NextStep::ListDecisions,
        NextStep::ListDecisions => NextStep::ReadAgain,
        NextStep::ReadAgain => NextStep::ListSegments,
        NextStep::ListSegments => NextStep::SetRate,
        NextStep::SetRate => NextStep::ListReleases,
        NextStep::ListReleases => NextStep::NameProduct,
        NextStep::NameProduct => NextStep::UndoRuling(RulingId(5)),
        NextStep::UndoRuling(_) => NextStep::MoveSignals,
        NextStep::MoveSignals => NextStep::ListFromStart,
        NextStep::ListFromStart => NextStep::ListSources,
        NextStep::ListSources => NextStep::ListImports,
        NextStep::ListImports => NextStep::NameSource,
        NextStep::NameSource => NextStep::NameAnotherSource,
        NextStep::NameAnotherSource => NextStep::NameRepository,
        NextStep::NameRepository => NextStep::ListRepositories,
        NextStep::ListRepositories => NextStep::AddRepository,
        NextStep::AddRepository => NextStep::NameNewRepository,
        NextStep::NameNewRepository => NextStep::NameAnotherRepository("shop".to_owned()),
        NextStep::NameAnotherRepository(_) => NextStep::PutBackRepository("shop".to_owned()),
        NextStep::PutBackRepository(_) => NextStep::UpdateRepository(Some("shop".to_owned())),
        NextStep::UpdateRepository(Some(_)) => NextStep::UpdateRepository(None),
        NextStep::UpdateRepository(None) => NextStep::Commit,
        NextStep::Commit => NextStep::ListComponents,
        NextStep::ListComponents => NextStep::MeanWholeFile,
        NextStep::MeanWholeFile => NextStep::GiveTextToLocate,
        NextStep::GiveTextToLocate => NextStep::NameOwner,
        NextStep::NameOwner => NextStep::NameWhatToErase,
        NextStep::NameWhatToErase => NextStep::NameContactByNumber,
        NextStep::NameContactByNumber => NextStep::ConfirmErasing,
        NextStep::ConfirmErasing => NextStep::WaitForHolder,
        NextStep::WaitForHolder => NextStep::RestartHolder,
        NextStep::RestartHolder => NextStep::LetHearkenWrite,
        NextStep::LetHearkenWrite => NextStep::CloseDirectory("/data".to_owned()),
        NextStep::CloseDirectory(_) => NextStep::ChooseDataDirectory,
        NextStep::ChooseDataDirectory => NextStep::RestoreBackup,
        NextStep::RestoreBackup => NextStep::CatchUp,
        NextStep::CatchUp => NextStep::RebuildView,
        NextStep::RebuildView => NextStep::RebuildViews,
        NextStep::RebuildViews => NextStep::ConfigureActor,
        NextStep::ConfigureActor => NextStep::ChoosePort,
        NextStep::ChoosePort => NextStep::ListenLocally,
        NextStep::ListenLocally => return None,
    })
}
