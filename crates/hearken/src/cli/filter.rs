//! The options that say which signals count: one for each field of the filter, made from its table.

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use hearken_domain::{FilterField, FilterValue, SignalFilter, Timestamp};

use hearken_app::error::AppError;
use hearken_app::view::View;

/// The filter as it was typed.
#[derive(Debug, Clone, Default)]
pub struct FilterArgs(Vec<(FilterField, String)>);

impl FilterArgs {
    /// Each field with each of its values as it was typed.
    pub fn typed(&self) -> impl Iterator<Item = (FilterField, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }

    /// The filter, with times relative to the time that pages speak of.
    ///
    /// # Errors
    /// A value that cannot be used, or any failure of the store.
    pub fn read(&self, view: &View) -> Result<SignalFilter, AppError> {
        let given = self.0.iter().map(|(field, value)| (*field, value.as_str()));
        SignalFilter::read(given, view.as_of()?).map_err(|wrong| {
            let told: Vec<String> = wrong
                .iter()
                .map(|error| format!("--{}: {}", error.field.definition().option, error.detail))
                .collect();
            AppError::user(told.join("; "))
        })
    }
}

impl FromArgMatches for FilterArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut this = Self::default();
        this.update_from_arg_matches(matches)?;
        Ok(this)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for field in FilterField::ALL {
            let values = matches.get_many::<String>(field.name()).into_iter().flatten();
            self.0.extend(values.map(|value| (field, value.clone())));
        }
        Ok(())
    }
}

impl Args for FilterArgs {
    fn augment_args(command: Command) -> Command {
        FilterField::ALL.into_iter().fold(command, |command, field| command.arg(option(field)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn option(field: FilterField) -> Arg {
    let definition = field.definition();
    let of_many = definition.comparison.of_many();
    let option = Arg::new(definition.name)
        .long(definition.option)
        .help(format!(
            "{}{}",
            definition.help,
            of_many.map_or_else(String::new, |of_many| format!("; {of_many}"))
        ))
        .help_heading("Filter; options with NAME, TAG, STATE, CUSTOMER or WORD may be given several times")
        .value_name(definition.placeholder)
        .value_parser(checked(field))
        .action(if of_many.is_some() { ArgAction::Append } else { ArgAction::Set });
    match field {
        FilterField::Label => option.alias("tag"), // its former name
        _ => option,
    }
}

/// What was typed, once it is known to be a value of the field.
fn checked(field: FilterField) -> ValueParser {
    ValueParser::from(move |typed: &str| {
        let read = FilterValue::read(field, typed, Timestamp::now());
        read.map(|_| typed.to_owned()).map_err(|error| error.detail)
    })
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        filter: FilterArgs,
    }

    fn typed(line: &[&str]) -> Result<Vec<(FilterField, String)>, String> {
        let line = Line::try_parse_from(std::iter::once(&"hearken").chain(line));
        line.map(|line| line.filter.0).map_err(|error| error.to_string())
    }

    #[test]
    fn every_field_is_an_option_under_its_heading() {
        let help = Line::command().render_long_help().to_string();
        for field in FilterField::ALL {
            assert!(help.contains(&format!("--{}", field.definition().option)), "{help}");
        }
        assert!(!help.contains("--tag"), "{help}");
        assert!(
            help.contains("it needs all of them") && help.contains("one of the values is enough"),
            "{help}"
        );
    }

    #[test]
    fn a_text_may_be_given_several_times_and_a_comma_belongs_to_it() {
        let given = typed(&["--product", "A, B", "--product", "C", "--tag", "pro"]).unwrap();
        let expected =
            [(FilterField::Product, "A, B"), (FilterField::Product, "C"), (FilterField::Label, "pro")];
        assert_eq!(given, expected.map(|(field, value)| (field, value.to_owned())));
    }

    #[test]
    fn a_bad_value_tells_the_option_and_what_would_be_right() {
        let told = typed(&["--since", "soon"]).unwrap_err();
        assert!(
            told.contains("--since") && told.contains("'soon' is not a valid time; give a day"),
            "{told}"
        );
        let told = typed(&["--rating-min", "NaN"]).unwrap_err();
        assert!(told.contains("'NaN' is not a valid number"), "{told}");
        assert!(typed(&["--until", "2024", "--until", "2025"]).is_err());
        assert!(typed(&["--product", ""]).is_err());
        let told = typed(&["--state", "solved"]).unwrap_err();
        assert!(told.contains("'solved' is not a valid state; give open or closed"), "{told}");
    }
}
