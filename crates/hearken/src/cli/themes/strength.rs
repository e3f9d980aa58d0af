//! `hearken theme strength`: how much a customer needs what a theme asks for.

use clap::Args;
use hearken_app::actions::themes::strength::{JudgeStrength, Strengths, UndoStrength};
use hearken_app::error::AppError;
use hearken_domain::{CustomerId, Strength, ThemeId};

use crate::cli::Global;
use crate::cli::customers::name;
use crate::cli::out::{Out, safe};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken theme strength T-3 C-7 blocker
  hearken theme strength T-3 C-7 --undo")]
pub struct StrengthArgs {
    /// Which theme, such as T-3
    theme: ThemeId,
    /// Which customer, such as C-7
    customer: CustomerId,
    /// How much they need it: blocker, important, nice or unknown
    #[arg(value_name = "blocker|important|nice|unknown", required_unless_present = "undo")]
    strength: Option<Strength>,
    /// Take back what was last said of them
    #[arg(long, conflicts_with = "strength")]
    undo: bool,
}

pub fn judge(args: &StrengthArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let (theme, customer) = (args.theme, args.customer);
    let strengths = match args.strength {
        Some(strength) => global.execute(JudgeStrength { theme, customer, strength })?,
        None => global.execute(UndoStrength { theme, customer })?,
    };
    if out.json() {
        return out.data(&strengths);
    }
    show_strengths(&strengths, out);
    if !args.undo {
        out.note(format!("hearken theme strength {theme} {customer} --undo takes it back"));
    }
    Ok(())
}

/// How many customers need it how much, and who was judged.
pub fn show_strengths(strengths: &Strengths, out: &mut Out) {
    let Some(says) = &strengths.says else { return };
    out.line(format!("strength: {says}"));
    for one in &strengths.judged {
        let of = if one.of == one.customer { String::new() } else { format!(", said of {}", one.of) };
        let by = safe(&one.by.to_string());
        out.line(format!("  {} {}: {}{of} (by {by})", one.customer, name(one.name.as_ref()), one.strength));
    }
}
