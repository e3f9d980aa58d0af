//! Every example that a help text, the README or the documentation gives is a line that the program takes.

use clap::{Command, CommandFactory as _, Parser as _};

use crate::cli::Cli;

/// The command lines of a text: those that stand on a line of their own or behind `Example:`, each with what comes before a
/// pipe or a redirection left out.
fn lines_of(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("Example: ").trim_start_matches("$ ");
        for part in outside_quotes(line, '|') {
            let part = outside_quotes(&part, '#').swap_remove(0);
            let part = part.trim();
            if part == "hearken" || part.starts_with("hearken ") {
                lines.push(part.to_owned());
            }
        }
    }
    lines
}

/// The parts of a line between letters that stand outside quotes; a `#` counts behind a space alone.
fn outside_quotes(line: &str, at: char) -> Vec<String> {
    let (mut parts, mut quote, mut before) = (vec![String::new()], None, ' ');
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            None if c == at && (at != '#' || before == ' ') => {
                parts.push(String::new());
                before = c;
                continue;
            }
            _ => {}
        }
        before = c;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The words of a line as a shell parts them, without redirections.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars().chain([' ']) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.push(c),
            None if c == '\'' || c == '"' => (quote, begun) = (Some(c), true),
            None if c.is_whitespace() => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            None => word.push(c),
        }
    }
    let redirected = words.iter().position(|word| word == ">" || word == "<").unwrap_or(words.len());
    words.truncate(redirected);
    words
}

fn each_help(command: &Command, path: &str, found: &mut Vec<(String, String)>) {
    let name = format!("{path} {}", command.get_name());
    let after = [command.get_after_help(), command.get_after_long_help()];
    let text: Vec<String> = after.into_iter().flatten().map(ToString::to_string).collect();
    found.push((name.trim().to_owned(), text.join("\n")));
    command.get_subcommands().for_each(|below| each_help(below, &name, found));
}

fn is_taken(line: &str) -> Result<(), String> {
    Cli::try_parse_from(words(line)).map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn every_command_has_an_example_and_the_program_takes_it() {
    let mut helps = Vec::new();
    each_help(&Cli::command(), "", &mut helps);
    assert!(helps.len() > 25);
    for (name, text) in helps {
        let lines = lines_of(&text);
        let leads_on = Cli::command()
            .find_subcommand(name.trim_start_matches("hearken "))
            .is_some_and(Command::has_subcommands);
        assert!(!lines.is_empty() || leads_on || name == "hearken", "{name} has no example");
        for line in lines {
            assert!(line.starts_with(&name), "the example of {name} is of another command: {line}");
            is_taken(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}

#[test]
fn every_command_of_the_documentation_is_one() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let docs = std::fs::read_dir(format!("{root}/docs")).unwrap().map(|entry| entry.unwrap().path());
    let files = docs.chain([format!("{root}/README.md").into(), format!("{root}/CHANGELOG.md").into()]);
    let mut seen = 0;
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for block in text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            for line in lines_of(block) {
                seen += 1;
                is_taken(&line).unwrap_or_else(|error| panic!("{}: {line}: {error}", file.display()));
            }
        }
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn a_line_is_parted_as_a_shell_parts_it() {
    assert_eq!(words("hearken search 'a b' \"c|d\" > x"), ["hearken", "search", "a b", "c|d"]);
    assert_eq!(
        lines_of("pbpaste | hearken locate -\nhearken redact f # not this | that\ntext about hearken only"),
        ["hearken locate -", "hearken redact f"]
    );
}

#[test]
fn whoever_leaves_something_out_is_told_every_way_to_give_it() {
    for (line, ways) in [
        ("hearken import", &["FILE", "-"][..]),
        ("hearken locate", &["T-N", "S-N", "TEXT", "-"][..]),
        ("hearken link T-3 a.rs", &["--yes", "--no"][..]),
        ("hearken erase", &["--contact", "--source"][..]),
        ("hearken theme move S-17", &["--to", "--nowhere"][..]),
        ("hearken area move T-3", &["--to", "--nowhere"][..]),
        ("hearken source redaction reviews", &["off", "mask", "hash"][..]),
        ("hearken themes --sort up", &["signals", "rising", "newest", "rating", "name", "area"][..]),
        ("hearken themes --kind x", &["pain-point", "request", "question", "praise"][..]),
        ("hearken import x --kind x", &["ticket", "review", "incident"][..]),
        ("hearken export themes --format x", &["csv", "markdown"][..]),
        ("hearken source redaction reviews x", &["off", "mask", "hash"][..]),
    ] {
        let told = is_taken(line).unwrap_err();
        for way in ways {
            assert!(told.contains(way), "{line} does not say {way}: {told}");
        }
    }
}
