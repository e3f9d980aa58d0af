//! The option that looks back.

use clap::Args;
use hearken_domain::{AsOf, Timestamp};

use crate::cli::Global;
use crate::cli::out::Out;
use hearken_app::error::AppError;
use hearken_app::view::View;

#[derive(Debug, Clone, Copy, Args)]
pub struct AsOfArgs {
    /// Look back: only what was said up to then counts, and trends end there; a day such as 2024-03-31, with all of it, or a
    /// time such as 2024-03-31T12:00 (UTC)
    #[arg(long, value_name = "WHEN", value_parser = past)]
    as_of: Option<AsOf>,
}

fn past(typed: &str) -> Result<AsOf, String> {
    AsOf::read(typed, Timestamp::now())
}

impl AsOfArgs {
    /// What there was to read then; says so where that is not now.
    pub fn view(self, global: &Global, out: &mut Out) -> Result<View, AppError> {
        let view = global.view_as_of(self.as_of)?;
        if let Some(as_of) = self.as_of {
            let at = as_of.at().strftime("%Y-%m-%d %H:%M");
            out.note(format!("as of {at} UTC: only what was said up to then counts, and nothing undated"));
        }
        Ok(view)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        as_of: AsOfArgs,
    }

    #[test]
    fn a_time_that_is_none_or_not_past_is_refused_where_it_is_typed() {
        let told = |typed: &str| Line::try_parse_from(["hearken", "--as-of", typed]).unwrap_err().to_string();
        assert!(told("soon").contains("--as-of") && told("soon").contains("give a day such as 2024-03-31"));
        assert!(told("9999-01-01").contains("is not past yet"), "{}", told("9999-01-01"));
        let line = Line::try_parse_from(["hearken", "--as-of", "2024-03-31"]).unwrap();
        assert!(line.as_of.as_of.is_some());
    }
}
