//! What to do about an error, as whoever reads a page does it: with pages, buttons and fields; what only the terminal
//! can do is left to whoever runs Hearken.

use std::borrow::Cow;

use hearken_app::next_step::NextStep;

/// A step in words.
pub fn worded(step: &NextStep) -> Cow<'_, str> {
    let text = match step {
        NextStep::Advice(text) => text,
        NextStep::Import => "Nothing is here yet: paste a quote, or have whoever runs Hearken import a file.",
        NextStep::GiveWords => "Paste what the customer said.",
        NextStep::SearchSignals => "It may have been taken back. Search finds others.",
        NextStep::ListThemes => "The page Themes lists those there are.",
        NextStep::ListThemesAndRulings => "The pages Themes and Rulings list what there is.",
        NextStep::ListViews => "The page Saved views lists those there are.",
        NextStep::ListSurges => "The page Alerts lists those of the last 60 days.",
        NextStep::ListAlerts => "The page Alerts lists those there are.",
        NextStep::ListCustomers => "The page Customers lists those there are.",
        NextStep::ListGoals => "The page Goals lists those there are.",
        NextStep::ListOpportunities => "The page Opportunities lists those there are.",
        NextStep::ListDecisions => "The page Decisions lists those there are.",
        NextStep::ReadAgain => "Look at what stands there by now, and change that.",
        NextStep::ListSegments => "The page Segments lists those there are.",
        NextStep::SetRate => "Give a rate, on the page Rates of currencies.",
        NextStep::ListReleases => "The page Releases lists those there are.",
        NextStep::NameProduct => "Say what was released.",
        NextStep::UndoRuling(ruling) => {
            return format!("Undo {ruling} first, on the page Rulings.").into();
        }
        NextStep::MoveSignals => "Move signals out of it one by one, each on its own page.",
        NextStep::ListFromStart => "Start again at the first page of the list.",
        NextStep::ListSources => "The page Sources lists those there are.",
        NextStep::ListImports => "The page of the source lists its imports.",
        NextStep::NameSource => "Write another name into the field Source.",
        NextStep::NameAnotherSource => "If it is wanted again, write another name into the field Source.",
        NextStep::NameRepository => "Choose one of them on the page Code.",
        NextStep::ListRepositories => "The page Code lists those there are.",
        NextStep::AddRepository => "Whoever runs Hearken can register one at its terminal.",
        NextStep::NameNewRepository => "Give it another name.",
        NextStep::NameAnotherRepository(name) => {
            return format!("Give it another name, or have whoever runs Hearken remove {name}.").into();
        }
        NextStep::PutBackRepository(name) => {
            return format!(
                "Whoever runs Hearken can put {name} back where it was, or remove it and add it again."
            )
            .into();
        }
        NextStep::UpdateRepository(Some(name)) => {
            return format!(
                "{name} is indexed again by itself within half a minute; if not, its log says why."
            )
            .into();
        }
        NextStep::UpdateRepository(None) => {
            "It is indexed again by itself within half a minute; if not, the log says why."
        }
        NextStep::Commit => "Commit something, then try again.",
        NextStep::ListComponents => {
            "Components are folders and rules of CODEOWNERS. The page Code lists them."
        }
        NextStep::MeanWholeFile => "Leave the function or type out to mean the whole file.",
        NextStep::GiveTextToLocate => "Write what a customer says, such as: the card was declined.",
        NextStep::NameOwner => "Name somebody, such as @team or ann@example.com.",
        NextStep::NameWhatToErase => "Name a person, a source or a customer.",
        NextStep::NameContactByNumber => "Name each one by its number, such as P-17.",
        NextStep::ConfirmErasing => "Confirm that it is to be erased.",
        NextStep::WaitForHolder => "Try again once the other process has ended.",
        NextStep::RestartHolder => "Whoever runs Hearken can stop the server and start it again.",
        NextStep::LetHearkenWrite => {
            "Whoever runs Hearken can let it write there, or choose another data directory."
        }
        NextStep::CloseDirectory(_) => "Whoever runs Hearken can close the data directory to everybody else.",
        NextStep::ChooseDataDirectory => "Whoever runs Hearken can choose a data directory.",
        NextStep::RestoreBackup => "Whoever runs Hearken can restore the data directory from a backup.",
        NextStep::CatchUp => "It catches up by itself within a second.",
        NextStep::RebuildView => "It is rebuilt by itself. Try again in a moment.",
        NextStep::RebuildViews => "Whoever runs Hearken can rebuild every view from the log.",
        NextStep::ConfigureActor => "Its configuration takes one line such as: actor = \"ann@example.com\"",
        NextStep::ChoosePort => "Whoever runs Hearken can choose another port.",
        NextStep::ListenLocally => "Reach it from elsewhere through an SSH tunnel.",
    };
    text.into()
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
