//! What to do about an error, as whoever sits at a terminal reads it: with the command or flag that does it.

use hearken_app::next_step::NextStep;

/// A step in words, without a period.
pub fn worded(step: &NextStep) -> String {
    let text = match step {
        NextStep::Advice(text) => text,
        NextStep::Import => "import something first (hearken import FILE), or try hearken demo",
        NextStep::GiveWords => "paste what the customer said",
        NextStep::SearchSignals => "it may have been taken back; hearken search finds others",
        NextStep::ListThemes => "hearken themes lists those there are",
        NextStep::ListThemesAndRulings => "hearken themes and hearken rulings list what there is",
        NextStep::ListViews => "hearken view list names those there are",
        NextStep::ListSurges => "hearken surge list names those of the last 60 days",
        NextStep::ListAlerts => "hearken alert list names those there are",
        NextStep::ListCustomers => "hearken customer list names those there are",
        NextStep::ListGoals => "hearken goal list names those there are",
        NextStep::ListOpportunities => "hearken opportunity list names those there are",
        NextStep::ListDecisions => "hearken decision list names those there are",
        NextStep::ReadAgain => "look at it again, and change what stands there by now",
        NextStep::ListSegments => "hearken segment list names those there are",
        NextStep::SetRate => "give a rate: hearken customer rate set USD EUR 0.92",
        NextStep::ListReleases => "hearken release list names those there are",
        NextStep::NameProduct => "name it with --product NAME, or give the list a column product",
        NextStep::UndoRuling(ruling) => {
            return format!("undo that ruling first: hearken theme undo {ruling}");
        }
        NextStep::MoveSignals => "move signals out of it one by one: hearken theme move S-17 --to T-4",
        NextStep::ListFromStart => "start again at the first page",
        NextStep::ListSources => "hearken sources lists those there are",
        NextStep::ListImports => "hearken sources NAME lists its imports",
        NextStep::NameSource => "choose one with --source NAME",
        NextStep::NameAnotherSource => "if it is wanted again, give it another name with --source",
        NextStep::NameRepository => "name one with --repo NAME",
        NextStep::ListRepositories => "hearken code list names those there are",
        NextStep::AddRepository => "register one: hearken code add PATH",
        NextStep::NameNewRepository => "give it one with --name NAME",
        NextStep::NameAnotherRepository(name) => {
            return format!("give it another name with --name NAME, or hearken code remove {name}");
        }
        NextStep::PutBackRepository(name) => {
            return format!("put it back where it was, or hearken code remove {name} and add it again");
        }
        NextStep::UpdateRepository(Some(name)) => return format!("rebuild it: hearken code update {name}"),
        NextStep::UpdateRepository(None) => "rebuild it: hearken code update",
        NextStep::Commit => "commit something, then run the command again",
        NextStep::ListComponents => {
            "components are the folders and rules of CODEOWNERS; hearken blame names a file's"
        }
        NextStep::MeanWholeFile => "leave #symbol out to mean the whole file",
        NextStep::GiveTextToLocate => "hearken locate 'the card was declined'",
        NextStep::NameOwner => "name somebody with --owner @team or --owner ann@example.com",
        NextStep::NameWhatToErase => {
            "hearken erase --contact ann@example.com, --source app-reviews, or --customer C-7"
        }
        NextStep::NameContactByNumber => "name each one by its number: --contact P-17",
        NextStep::ConfirmErasing => "add --yes to go ahead without asking",
        NextStep::WaitForHolder => "wait for it to end, or stop it",
        NextStep::RestartHolder => "is it still running? stop it and run the command again",
        NextStep::LetHearkenWrite => {
            "let this user write there, or name another data directory with --data DIR"
        }
        NextStep::CloseDirectory(directory) => {
            return format!("close it to everybody else: chmod -R go-rwx {}", quoted(directory));
        }
        NextStep::ChooseDataDirectory => "name a data directory with --data DIR",
        NextStep::RestoreBackup => {
            "restore it from a backup: move the data directory away, then hearken restore FILE"
        }
        NextStep::CatchUp => {
            "it catches up with the next command that writes, or within a second while hearken serve runs"
        }
        NextStep::RebuildView => {
            "a running server, or the next command that writes (hearken doctor, say), rebuilds it from the log"
        }
        NextStep::RebuildViews => "hearken doctor --rebuild rebuilds every view from the log",
        NextStep::ConfigureActor => "it takes one line such as: actor = \"ann@example.com\"",
        NextStep::ChoosePort => "choose another port with --port N",
        NextStep::ListenLocally => "leave --host out, and reach it from elsewhere through an SSH tunnel",
    };
    text.to_owned()
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,@%".contains(c);
    if path.chars().all(is_plain) && !path.starts_with('-') {
        return path.to_owned();
    }
    let guard = if path.starts_with('-') { "./" } else { "" };
    format!("'{guard}{}'", path.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory as _};

    use super::*;
    use crate::next_steps::each;

    #[test]
    fn a_path_with_spaces_or_quotes_is_one_word_to_a_shell() {
        assert_eq!(quoted("/home/ann/data"), "/home/ann/data");
        assert_eq!(quoted("/home/ann/my data"), "'/home/ann/my data'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("-rf"), "'./-rf'");
    }

    #[test]
    fn every_command_and_flag_that_a_step_names_is_one() {
        let mut root = crate::cli::Cli::command();
        root.build();
        for step in each() {
            let text = worded(&step);
            let words: Vec<&str> =
                text.split(' ').map(|word| word.trim_matches(['(', ')', ',', ':', '\''])).collect();
            for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == "hearken") {
                let command =
                    root.find_subcommand(words[at + 1]).unwrap_or_else(|| panic!("{step:?}: {text}"));
                let next = words.get(at + 2).copied().unwrap_or_default();
                assert!(!command.has_subcommands() || command.find_subcommand(next).is_some(), "{text}");
            }
            for flag in words.iter().filter_map(|word| word.strip_prefix("--")) {
                assert!(knows(&root, flag), "{step:?}: {text}");
            }
        }
    }

    fn knows(command: &Command, flag: &str) -> bool {
        command.get_arguments().any(|argument| argument.get_long() == Some(flag))
            || command.get_subcommands().any(|below| knows(below, flag))
    }
}
