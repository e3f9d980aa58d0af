//! `hearken decide`: a decision is written down, or changed, in a form that an editor opens. What was written is never lost: where
//! it cannot be taken, it is kept in a file that is named.

use std::path::{Path, PathBuf};

use clap::Args;
use hearken_app::actions::decisions::add::AddDecision;
use hearken_app::actions::decisions::cards::{DecisionCard, DecisionEvidence};
use hearken_app::actions::decisions::change::ChangeDecision;
use hearken_app::actions::decisions::preview::PreviewEvidence;
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_app::query::ShowDecision;
use hearken_domain::{DecisionId, OpportunityId, ThemeId};

use crate::cli::Global;
use crate::cli::decisions::form::Form;
use crate::cli::decisions::{editor, reading, tell};
use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, safe};

#[derive(Debug, Args)]
#[command(
    about = "Write down what is decided, on what customers said",
    after_help = "\
VISUAL or EDITOR opens a form that shows what customers said of the themes, frozen as it stands.\n\n\
Examples:
  hearken decide T-3 O-1
  hearken decide T-3 --segment Large
  hearken decide --edit D-3
  hearken decide T-3 --file form.txt
  hearken decide --form T-3 > form.txt"
)]
pub struct DecideArgs {
    /// Themes that it rests on, such as T-3, and opportunities that it is about, such as O-1
    #[arg(value_name = "T-N|O-N", value_parser = subject)]
    on: Vec<On>,
    /// Change this one, rather than writing down another
    #[arg(long, value_name = "D-N", conflicts_with = "on")]
    edit: Option<DecisionId>,
    /// Take the form from a file, or with - from standard input, rather than from an editor
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only write the form that an editor would open
    #[arg(long, conflicts_with = "file")]
    form: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Clone, Copy)]
enum On {
    Theme(ThemeId),
    Opportunity(OpportunityId),
}

fn subject(given: &str) -> Result<On, String> {
    match given.chars().next() {
        Some('O' | 'o') => given.parse().map(On::Opportunity).map_err(|error| error.to_string()),
        _ => given.parse().map(On::Theme).map_err(|error| error.to_string()),
    }
}

pub fn run(args: &DecideArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    if let Some(file) = &args.file {
        let text = editor::read(file)?;
        return take(args, &text, Some(file), None, global, out);
    }
    let opened = open(args, global)?;
    let form = opened.form.write(Some(&opened.evidence));
    if args.form {
        safe(&form).lines().for_each(|line| out.whole_line(line));
        return Ok(());
    }
    let text = editor::edit(&form)?;
    if reading::read(&text).as_ref() == Ok(&opened.form) {
        return Err(AppError::user("nothing was written, and nothing was done"));
    }
    take(args, &text, None, Some(&opened.form), global, out)
}

/// What an editor is to open.
struct Opened {
    form: Form,
    evidence: DecisionEvidence,
}

fn open(args: &DecideArgs, global: &Global) -> Result<Opened, AppError> {
    let view = global.view()?;
    if let Some(id) = args.edit {
        let card = view.ask(&ShowDecision(id))?;
        return Ok(Opened { form: Form::of(&card), evidence: card.evidence });
    }
    let mut form = Form::default();
    rest_on(args, &mut form);
    let preview = PreviewEvidence {
        themes: form.themes.clone(),
        opportunities: form.opportunities.clone(),
        filter: form.filter.clone(),
    };
    Ok(Opened { evidence: view.ask(&preview)?, form })
}

/// What the line says besides the form.
fn rest_on(args: &DecideArgs, form: &mut Form) {
    for on in &args.on {
        match on {
            On::Theme(theme) if !form.themes.contains(theme) => form.themes.push(*theme),
            On::Opportunity(one) if !form.opportunities.contains(one) => form.opportunities.push(*one),
            On::Theme(_) | On::Opportunity(_) => {}
        }
    }
    for (field, value) in args.filter.typed() {
        let line = format!("{field}={value}");
        if !form.filter.contains(&line) {
            form.filter.push(line);
        }
    }
}

/// Does what a form says; where that cannot be done, what was written is kept.
fn take(
    args: &DecideArgs,
    text: &str,
    file: Option<&Path>,
    opened: Option<&Form>,
    global: &Global,
    out: &mut Out,
) -> Result<(), AppError> {
    let mut form = match reading::read(text) {
        Ok(form) => form,
        Err(wrong) => {
            let kept = kept(text, file)?;
            let told = format!("the form cannot be read: {wrong}; it is kept in {}", kept.display());
            return Err(AppError::user(told).suggest(again(&kept)));
        }
    };
    if let (Some(asked), Some(named)) = (args.edit, form.decision)
        && asked != named
    {
        return Err(AppError::user(format!("the form changes {named}, and --edit names {asked}")));
    }
    form.decision = form.decision.or(args.edit);
    // Whoever deletes the line did not see another version for that.
    form.version = form.version.or(opened.and_then(|opened| opened.version));
    rest_on(args, &mut form);
    match execute(form.clone(), global) {
        Ok(card) => tell(&card, out),
        Err(error @ AppError::Conflict { .. }) if form.decision.is_some() => overtaken(&form, &error, global),
        Err(error @ (AppError::User { .. } | AppError::NotFound { .. } | AppError::Conflict { .. })) => {
            let kept = kept(text, file)?;
            let told = format!("{error}; what you wrote is kept in {}", kept.display());
            Err(AppError::user(told).suggest(again(&kept)))
        }
        // Whatever else fails, the words of whoever wrote them are not to go with it.
        Err(error) => {
            let kept = kept(text, file)?;
            out.note(format!("what you wrote is kept in {}", kept.display()));
            Err(error)
        }
    }
}

fn execute(form: Form, global: &Global) -> Result<DecisionCard, AppError> {
    let Some(decision) = form.decision else {
        return global.execute(AddDecision {
            question: form.question,
            options: form.options,
            choice: form.choice,
            because: Some(form.because),
            dissent: form.dissent,
            unless: Some(form.unless),
            review: form.review,
            themes: form.themes,
            opportunities: form.opportunities,
            filter: form.filter,
        });
    };
    global.execute(ChangeDecision {
        decision,
        version: form.version,
        question: Some(form.question),
        options: Some(form.options),
        choice: Some(form.choice.unwrap_or(0)),
        because: Some(form.because),
        dissent: Some(form.dissent),
        unless: Some(form.unless),
        review: form.review,
        no_review: form.review.is_none(),
    })
}

/// Somebody else was faster: both versions are kept beside each other, and the form can be sent again once they were read.
fn overtaken(form: &Form, error: &AppError, global: &Global) -> Result<(), AppError> {
    let theirs = form.decision.map(|id| global.view()?.ask(&ShowDecision(id))).transpose();
    let text = match theirs {
        Ok(Some(theirs)) => {
            let by_now = Form::of(&theirs);
            let yours = Form { version: by_now.version, ..form.clone() };
            let by_now = by_now.write(None);
            let by_now: Vec<String> = by_now
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .map(|line| format!("#   {line}"))
                .collect();
            format!(
                "{}# While you wrote, somebody else changed it. What stands there by now:\n#\n{}\n",
                yours.write(None),
                by_now.join("\n")
            )
        }
        _ => form.write(None),
    };
    let kept = editor::keep(&text)?;
    let told =
        format!("{error}; what you wrote is kept in {}, above what stands there by now", kept.display());
    let message = NextStep::advice(format!(
        "read both, fix yours, and hearken decide --file {} puts it there",
        kept.display()
    ));
    Err(AppError::Conflict { message: told, next_step: Some(message) })
}

/// Where a form lies that could not be taken: where it came from, else a file of its own.
fn kept(text: &str, file: Option<&Path>) -> Result<PathBuf, AppError> {
    match file {
        Some(file) if file != Path::new("-") => Ok(file.to_owned()),
        _ => editor::keep(text),
    }
}

fn again(kept: &Path) -> NextStep {
    NextStep::advice(format!("fix it there, and hearken decide --file {} takes it", kept.display()))
}
