//! `hearken watch`: what is new and rising in the code that somebody owns.

use clap::Args;
use hearken_domain::counted;

use crate::cli::Global;
use crate::cli::out::{Out, safe, words};
use crate::cli::table::{flexible, left, right, table};
use hearken_app::actions::cards::Direction;
use hearken_app::actions::code::watch::{SeeCode, Watched};
use hearken_app::error::AppError;

#[derive(Debug, Args)]
#[command(
    after_help = "Each look counts: the next one tells what came since. So it does not look back; hearken blame --as-of shows\n\
    what led to a file as of an earlier day, hearken export components --as-of what led to each component.\n\n\
    Examples:\n  hearken watch\n  hearken watch --owner @payments"
)]
pub struct WatchArgs {
    /// A team or person as CODEOWNERS names them, or a mail address [default: user.email of git]
    #[arg(long, value_name = "@TEAM|EMAIL")]
    owner: Option<String>,
}

pub fn run(args: WatchArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    if !global.dir()?.exists() {
        global.read()?; // says that there is nothing yet
    }
    let watched = global.execute(SeeCode { owner: args.owner })?;
    if out.json() {
        return out.data(&watched);
    }
    show(&watched, out);
    Ok(())
}

fn show(watched: &Watched, out: &mut Out) {
    let since = watched.since.map_or_else(
        || "this is the first look".to_owned(),
        |at| format!("since {}", at.strftime("%Y-%m-%d %H:%M UTC")),
    );
    out.line(console::style(safe(&format!("{}, {since}", watched.owner))).bold().to_string());
    if watched.components.is_empty() {
        out.note("no component is theirs: CODEOWNERS names them nowhere, and others changed every part more lately");
    }
    for component in &watched.components {
        out.line("");
        let component_name = safe(&format!("{}:{}", component.repository, component.name));
        out.line(format!(
            "{component_name}  {}, {} of them new",
            counted(component.signals, "signal"),
            component.arrived
        ));
        if component.themes.is_empty() {
            out.line("  nothing new, nothing rising");
            continue;
        }
        let rows: Vec<Vec<String>> = component
            .themes
            .iter()
            .map(|theme| {
                let rising = matches!(theme.trend.direction, Direction::Rising | Direction::New);
                let trend = if rising { "▲" } else { "·" };
                let counts = [theme.arrived, theme.signals].map(|count| count.to_string());
                let [arrived, signals] = counts;
                vec![trend.to_owned(), theme.theme.id.to_string(), words(&theme.theme.name), arrived, signals]
            })
            .collect();
        let columns = [left("TREND"), left("ID"), flexible("THEME"), right("NEW"), right("SIGNALS")];
        table(out, &columns, &rows);
    }
}
