//! A decision as a form of plain text, which an editor opens: fields at the beginning of lines, and what it rests on as comments.

use std::fmt::{self, Write as _};

use hearken_app::actions::decisions::cards::{DecisionCard, DecisionEvidence, ERASED};
use hearken_app::actions::decisions::draft::{DraftDissent, DraftOption};
use hearken_domain::{Date, DecisionId, OpportunityId, ThemeId, Verbatim};

use crate::cli::out::safe;
use crate::export::decision::says;
use crate::shown::on_one_line;

/// What stands at the beginning: long enough that no editor looks for settings in what customers said below.
const HEAD: &str = "\
# A decision. Fill in what you know, and leave the rest empty.
# Lines that begin with # are left out. A text goes on in lines that begin with blanks.
# Options and dissents may stand there as often as there are some.
# Without a question, nothing is written down.
#
";

/// What stands at the end, for the same reason.
const END: &str = "\
#
# What customers said is quoted above as it was read.
# It is frozen with the decision as numbers and ids: what is erased
# later is gone from the decision, too.
#
#
";

/// What a form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Which decision it changes.
    pub decision: Option<DecisionId>,
    /// The version that was read.
    pub version: Option<u64>,
    pub themes: Vec<ThemeId>,
    pub opportunities: Vec<OpportunityId>,
    pub filter: Vec<String>,
    pub question: String,
    pub options: Vec<DraftOption>,
    pub choice: Option<u64>,
    pub because: String,
    pub dissent: Vec<DraftDissent>,
    pub unless: String,
    pub review: Option<Date>,
}

/// Why a form cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl Form {
    /// How a decision stands.
    pub fn of(card: &DecisionCard) -> Self {
        let text = |text: &Option<Verbatim>| text.as_ref().map(|text| text.as_str().to_owned());
        let option = |one: &hearken_app::actions::decisions::cards::OptionCard| DraftOption {
            words: one.title().into_string(),
            cost: text(&one.cost),
            effect: text(&one.effect),
        };
        let dissent = card.dissent.iter();
        Self {
            decision: Some(card.id),
            version: Some(card.version.0),
            question: text(&card.question).unwrap_or_else(|| ERASED.to_owned()),
            options: card.options.iter().map(option).collect(),
            choice: card.choice,
            because: text(&card.because).unwrap_or_default(),
            dissent: dissent
                .map(|one| DraftDissent { who: one.name().into_string(), why: one.reason().into_string() })
                .collect(),
            unless: text(&card.unless).unwrap_or_default(),
            review: card.review,
            ..Self::default()
        }
    }

    /// The form as an editor opens it.
    pub fn write(&self, evidence: Option<&DecisionEvidence>) -> String {
        let mut text = HEAD.to_owned();
        if let Some(decision) = self.decision {
            field(&mut text, "Decision", &decision.to_string());
            field(
                &mut text,
                "Version",
                &self.version.map_or_else(String::new, |version| version.to_string()),
            );
        } else {
            let themes = self.themes.iter().map(ToString::to_string);
            let rests_on: Vec<String> =
                themes.chain(self.opportunities.iter().map(ToString::to_string)).collect();
            field(&mut text, "Rests on", &rests_on.join(" "));
            self.filter.iter().for_each(|filter| field(&mut text, "Filter", filter));
        }
        text.push('\n');
        field(&mut text, "Question", &self.question);
        self.write_options(&mut text);
        text.push_str("\n# Which option, counted from 1; nothing while it is open.\n");
        field(&mut text, "Chosen", &self.choice.map_or_else(String::new, |choice| choice.to_string()));
        field(&mut text, "Because", &self.because);
        text.push_str("\n# Who disagrees, and why.\n");
        let nobody = [DraftDissent::default()];
        for one in if self.dissent.is_empty() { &nobody[..] } else { &self.dissent } {
            field(&mut text, "Dissent", &one.who);
            field(&mut text, "Why", &one.why);
        }
        text.push_str("\n# What would change our mind, and when to look at it again, such as 2027-05-01.\n");
        field(&mut text, "Unless", &self.unless);
        field(&mut text, "Review", &self.review.map_or_else(String::new, |review| review.to_string()));
        if let Some(evidence) = evidence {
            write_evidence(&mut text, evidence);
        }
        text.push_str(END);
        text
    }

    fn write_options(&self, text: &mut String) {
        let none = DraftOption::default();
        let wanted = if self.decision.is_some() { 1 } else { 2 };
        let missing = wanted - self.options.len().min(wanted);
        for option in self.options.iter().chain(std::iter::repeat_n(&none, missing)) {
            text.push('\n');
            field(text, "Option", &option.words);
            field(text, "Cost", option.cost.as_deref().unwrap_or_default());
            field(text, "Effect", option.effect.as_deref().unwrap_or_default());
        }
    }
}

/// A field; a text of several lines goes on in lines that begin with blanks.
fn field(text: &mut String, name: &str, value: &str) {
    let value = value.replace("\r\n", "\n").replace('\n', "\n  ");
    // Writing into a string does not fail.
    let _ = writeln!(text, "{}", format!("{name}: {value}").trim_end());
}

fn write_evidence(text: &mut String, evidence: &DecisionEvidence) {
    let mut comment = |line: &str| {
        // Some editors obey settings that stand near the end of a file.
        let line = on_one_line(&safe(line)).replace("ariables:", "ariables :");
        let _ = writeln!(text, "{}", format!("# {line}").trim_end());
    };
    comment("");
    let day = evidence.frozen_at.strftime("%Y-%m-%d");
    comment(&format!(
        "What it rests on, as it stood on {day}, at position {} of the log:",
        evidence.position
    ));
    if evidence.themes.is_empty() {
        comment("  no theme");
    }
    for theme in &evidence.themes {
        comment("");
        comment(&format!("{} {}", theme.theme.id, theme.theme.name.as_str()));
        comment(&format!("  {}", says(&theme.then)));
        for quote in &theme.quotes {
            comment(&format!("  {}: “{}”", quote.signal, quote.words().as_str()));
        }
    }
}
