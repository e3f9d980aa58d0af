//! Wrong usage, told like every other error: on stderr, as data where `--json` stands on the line, with the code for it.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use crate::cli::Cli;
use crate::cli::out::say_failure;

/// The code for wrong usage.
const CODE: u8 = 2;

/// Says what is wrong with the line, or shows the help that it asks for.
pub fn answer(error: &clap::Error, line: &[OsString]) -> ExitCode {
    let json = asks_for_json(line);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print(); // a reader that went away is no failure
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !json => {
            let _ = error.print();
            ExitCode::from(CODE)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let message = format!("a command is missing; there are {}", below(line).join(", "));
            say_failure(json, &message, Some("hearken --help says more"), CODE)
        }
        _ => {
            let (message, hint) = parted(&error.render().to_string());
            say_failure(json, &message, Some(&hint), CODE)
        }
    }
}

fn asks_for_json(line: &[OsString]) -> bool {
    line.iter().take_while(|word| *word != "--").any(|word| word == "--json")
}

/// The commands below the one that the line names.
fn below(line: &[OsString]) -> Vec<String> {
    let mut command = Cli::command();
    for word in line.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(found) = command.find_subcommand(word) {
            command = found.clone();
        }
    }
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// What is wrong on one line, and what to do.
fn parted(rendered: &str) -> (String, String) {
    let rendered = rendered.strip_prefix("error: ").unwrap_or(rendered);
    let is_hint = |line: &&str| {
        ["Usage: ", "tip: ", "For more information"].iter().any(|start| line.trim_start().starts_with(start))
    };
    let lines = || rendered.lines().filter(|line| !line.trim().is_empty());
    let wrong: Vec<&str> = lines().take_while(|line| !is_hint(line)).map(str::trim).collect();
    let hints: Vec<String> = lines()
        .skip_while(|line| !is_hint(line))
        .map(|line| {
            let line = line.trim().trim_start_matches("tip: ").trim_end_matches('.');
            line.replace("Usage: ", "usage: ")
                .replace("For more information, try '--help'", "--help says more")
        })
        .collect();
    (wrong.join(" "), hints.join("; "))
}
