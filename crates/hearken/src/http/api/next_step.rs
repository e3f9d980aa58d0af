//! What to do about an error, as whoever writes a program against the API reads it: with routes, parameters and commands
//! of the API; what only the terminal can do is left to whoever runs Hearken.

use hearken_app::next_step::NextStep;

/// A step in words, without a period.
pub fn worded(step: &NextStep) -> String {
    let text = match step {
        NextStep::Advice(text) => text,
        NextStep::Import => "import something first: POST /api/v1/imports or /api/v1/signals",
        NextStep::GiveWords => "the words of the customer go into the field text",
        NextStep::SearchSignals => "it may have been taken back; GET /api/v1/search finds others",
        NextStep::ListThemes => "GET /api/v1/themes lists those there are",
        NextStep::ListThemesAndRulings => "GET /api/v1/themes and GET /api/v1/rulings list what there is",
        NextStep::ListViews => "GET /api/v1/views lists those there are",
        NextStep::ListSurges => "GET /api/v1/surges lists those of the last 60 days",
        NextStep::ListAlerts => "GET /api/v1/alerts lists those there are",
        NextStep::ListCustomers => "GET /api/v1/customers lists those there are",
        NextStep::ListGoals => "GET /api/v1/goals lists those there are",
        NextStep::ListOpportunities => "GET /api/v1/opportunities lists those there are",
        NextStep::ListDecisions => "GET /api/v1/decisions lists those there are",
        NextStep::ReadAgain => "read it again, and send the version that it has by now",
        NextStep::ListSegments => "GET /api/v1/segments lists those there are",
        NextStep::SetRate => "give a rate: the command set-rate",
        NextStep::ListReleases => "GET /api/v1/releases lists those there are",
        NextStep::NameProduct => "name it with product, or give the list a column product",
        NextStep::UndoRuling(ruling) => {
            return format!("undo {ruling} first: the command undo-ruling");
        }
        NextStep::MoveSignals => "move signals out of it: the command move-signals",
        NextStep::ListFromStart => "start again without a cursor",
        NextStep::ListSources => "GET /api/v1/sources lists those there are",
        NextStep::ListImports => "GET /api/v1/sources/{name} lists its imports",
        NextStep::NameSource => "choose one with the parameter source",
        NextStep::NameAnotherSource => "to take it in again, give it another name: the parameter source",
        NextStep::NameRepository => "name one with the parameter repository",
        NextStep::ListRepositories => "GET /api/v1/repositories lists those there are",
        NextStep::AddRepository => "whoever runs Hearken can register one at its terminal",
        NextStep::NameNewRepository => "give it another name",
        NextStep::NameAnotherRepository(name) => {
            return format!("give it another name, or have whoever runs Hearken remove {name}");
        }
        NextStep::PutBackRepository(name) => {
            return format!(
                "whoever runs Hearken can put {name} back where it was, or remove it and add it again"
            );
        }
        NextStep::UpdateRepository(Some(name)) => {
            return format!("rebuild the index of {name}: the command update-repositories");
        }
        NextStep::UpdateRepository(None) => "rebuild it: the command update-repositories",
        NextStep::Commit => "commit something, then send the request again",
        NextStep::ListComponents => {
            "components are the folders and rules of CODEOWNERS that GET /api/v1/components lists"
        }
        NextStep::MeanWholeFile => "leave symbol out to mean the whole file",
        NextStep::GiveTextToLocate => "what a customer says goes into the parameter q",
        NextStep::NameOwner => "name somebody with the parameter owner, such as @team or ann@example.com",
        NextStep::NameWhatToErase => "give one of contacts, source and customer",
        NextStep::NameContactByNumber => "name each one by its number in contacts, such as P-17",
        NextStep::ConfirmErasing => "confirm that it is to be erased",
        NextStep::WaitForHolder => "send it again once the other process has ended",
        NextStep::RestartHolder => "whoever runs Hearken can stop the server and start it again",
        NextStep::LetHearkenWrite => "whoever runs Hearken can let it write there, or choose another place",
        NextStep::CloseDirectory(_) => "whoever runs Hearken can close the data directory to everybody else",
        NextStep::ChooseDataDirectory => "whoever runs Hearken can choose a data directory",
        NextStep::RestoreBackup => "whoever runs Hearken can restore the data directory from a backup",
        NextStep::CatchUp => "it catches up by itself within a second",
        NextStep::RebuildView => "it is rebuilt by itself; send the request again in a moment",
        NextStep::RebuildViews => "rebuild every view from the log: the command check-data with rebuild",
        NextStep::ConfigureActor => "its configuration takes one line such as: actor = \"ann@example.com\"",
        NextStep::ChoosePort => "whoever runs Hearken can choose another port",
        NextStep::ListenLocally => "reach it from elsewhere through an SSH tunnel",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::next_steps::each;

    #[test]
    fn no_step_names_a_command_or_flag_of_the_terminal() {
        for step in each() {
            let words = worded(&step);
            assert!(!words.contains("hearken ") && !words.contains("--"), "{step:?}: {words}");
            assert!(!words.trim().is_empty(), "{step:?}");
        }
    }
}
