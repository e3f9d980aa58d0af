use hearken_domain::ThemeId;

use super::*;

#[test]
fn a_command_reads_back_what_it_writes_under_its_name() {
    let command = Command::from(RenameTheme { theme: ThemeId(3), name: "Refund never came".to_owned() });
    let written = serde_json::to_string(&command).unwrap();
    assert_eq!(written, r#"{"command":"rename-theme","theme":"T-3","name":"Refund never came"}"#);
    assert_eq!(serde_json::from_str::<Command>(&written).unwrap(), command);
    assert_eq!((command.name(), command.right()), ("rename-theme", Right::Decide));
}

#[test]
fn what_chooses_what_is_read_or_written_on_the_machine_is_given_at_its_data_directory_alone() {
    let near: Vec<&str> = Command::SHAPES
        .iter()
        .filter(|command| !Origin::Address.reaches(command.right))
        .map(|command| command.name)
        .collect();
    assert_eq!(near, ["add-repository", "remove-repository", "set-redaction", "back-up-data"]);
    assert_eq!(Host::default().origin, Origin::Address);
    for command in Command::SHAPES {
        assert!(require_origin(Origin::Directory, command.name, command.right).is_ok());
    }
    let refused = require_origin(Origin::Address, "add-repository", Right::Connect).unwrap_err();
    assert_eq!(refused.to_string(), "the command add-repository does not come this way");
}

#[test]
fn what_is_no_field_of_a_command_is_refused() {
    let wrong = r#"{"command":"pin-theme","theme":"T-3","forever":true}"#;
    assert!(serde_json::from_str::<Command>(wrong).unwrap_err().to_string().contains("forever"));
    assert!(serde_json::from_str::<Command>(r#"{"command":"dance"}"#).is_err());
}
