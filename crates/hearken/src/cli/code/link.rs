//! `hearken link`: a person's yes or no to a link into the code.

use clap::{ArgGroup, Args};
use hearken_domain::Subject;

use crate::cli::Global;
use crate::cli::out::Out;
use crate::cli::themes::rulings::rule;
use hearken_app::actions::code::answer::AnswerLink;
use hearken_app::error::AppError;

#[derive(Debug, Args)]
#[command(
    after_help = "An answer is a ruling: it binds, teaches, and can be undone with hearken theme undo R-5.\n\n\
    Examples:\n  hearken link T-42 src/pay/errors.rs --yes\n  hearken link S-17 'src/pay/errors.rs#decline' --no",
    group = ArgGroup::new("answer").required(true).args(["yes", "no"])
)]
pub struct LinkArgs {
    /// A theme or signal, such as T-42 or S-17
    of: Subject,
    /// A file from the top of its repository, and a function or type in it
    #[arg(value_name = "PATH[#SYMBOL]")]
    place: String,
    /// It has to do with what they say
    #[arg(long)]
    yes: bool,
    /// It has nothing to do with it
    #[arg(long)]
    no: bool,
    /// The repository, where there are several
    #[arg(long, value_name = "NAME")]
    repo: Option<String>,
}

pub fn run(args: LinkArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let (path, symbol) = match args.place.split_once('#') {
        Some((path, symbol)) => (path.to_owned(), Some(symbol.to_owned())),
        None => (args.place, None),
    };
    let (of, repository) = (args.of, args.repo);
    rule(AnswerLink { of, repository, path, symbol, yes: args.yes }, global, out)
}
