//! What is known of a plan on one page, to hand on: sentences, each number with a note that leads to what is behind it.

use hearken_domain::{SignalFilter, Verbatim, counted, grouped, noun_for};

use crate::actions::ahead::cards::{PlanTouched, PlanVerbatim, TouchedCustomer, UnknownKind};
use crate::actions::briefs::figures::{self, Speakers};
use crate::actions::briefs::page::{Brief, BriefKind, BriefLine, BriefQuote, BriefSection};
use crate::actions::briefs::write::{Line, Notes, day, in_address, section, signals_of, times};
use crate::actions::cards::Facet;
use crate::actions::opportunities::of_themes::OpportunityLink;
use crate::error::AppError;
use crate::view::View;

/// Things of a kind that are named.
const NAMED: usize = 5;

/// Everything that was found out, as a brief.
pub(super) fn brief(view: &View, touched: &PlanTouched, filter: &SignalFilter) -> Result<Brief, AppError> {
    let mut notes = Notes::new(view)?;
    let under: String =
        filter.pairs().map(|(field, value)| format!("&{}={}", field.name(), in_address(&value))).collect();
    let address = format!("/ask-ahead?plan={}{under}", in_address(touched.plan.as_str()));
    let pages = Pages { address, under };
    let speakers = Speakers::of(touched.worth.as_ref(), touched.having_words);
    let summary = summary(&mut notes, touched, speakers, &pages);
    let sections = [
        section("What was looked for", words(&mut notes, touched)),
        quotes(&mut notes, touched),
        section("How they say it", sizes(&mut notes, touched, &pages)),
        section("Where it lies", themes(&mut notes, touched, &pages)),
        section("Whose words they are", people(view, &mut notes, touched, &pages)),
        section("What they try to get done", goals(&mut notes, touched)),
        section("Where in the code", code(&mut notes, touched)),
        section("What is under way", under_way(&mut notes, touched)),
        section(
            "What is not known",
            touched.unknown.iter().map(|one| Line::new(one.says.as_str()).end()).collect(),
        ),
    ];
    let brief = Brief {
        kind: BriefKind::Plan,
        of: Verbatim::redacted("Ask ahead".to_owned()),
        title: touched.plan.clone(),
        now: touched.now,
        about: notes.address(&pages.address),
        address: notes.address(&pages.address),
        notices: Vec::new(),
        summary,
        sections: sections.into_iter().flatten().collect(),
        notes: notes.done(),
    };
    Ok(brief.in_order())
}

/// Where things are read.
struct Pages {
    /// This answer.
    address: String,
    /// What an address carries of the filter.
    under: String,
}

impl Pages {
    fn search(&self, words: &str) -> String {
        format!("/search?q={}{}", in_address(words), self.under)
    }

    /// The signals that have the words; where not all are needed, a list of these is only here.
    fn having(&self, touched: &PlanTouched) -> String {
        let known = known(touched);
        if known.len() as u64 == touched.words_needed {
            self.search(&known.join(" "))
        } else {
            self.address.clone()
        }
    }
}

/// The words that any signal has.
fn known(touched: &PlanTouched) -> Vec<&str> {
    touched.words.iter().filter(|word| word.signals > 0).map(|word| word.word.as_str()).collect()
}

fn is_unknown(touched: &PlanTouched, what: UnknownKind) -> bool {
    touched.unknown.iter().any(|one| one.what == what)
}

fn summary(notes: &mut Notes, touched: &PlanTouched, speakers: Speakers, pages: &Pages) -> BriefLine {
    for what in [UnknownKind::NothingHeard, UnknownKind::NothingNamed] {
        if let Some(one) = touched.unknown.iter().find(|one| one.what == what) {
            return Line::new(one.says.as_str()).end();
        }
    }
    let line = match touched.having_words {
        0 if touched.verbatims.is_empty() => {
            Line::new("No signal has its words, and none was found that means it.")
        }
        0 => Line::new("No signal has its words; those below were found by what they mean."),
        having => {
            let needed = match known(touched).len() as u64 {
                1 => "the word".to_owned(),
                all if all == touched.words_needed => {
                    format!("all {} words that any signal has", grouped(all))
                }
                all => format!(
                    "at least {} of the {} words that any signal has",
                    grouped(touched.words_needed),
                    grouped(all)
                ),
            };
            let why = format!("signals that have {needed}; of {} in all", counted(touched.signals, "signal"));
            let piece = notes.piece(counted(having, "signal"), &pages.having(touched), why);
            let have = if having == 1 { " has its words." } else { " have its words." };
            Line::default().with(piece).say(format!("{have} ")).and(&figures::customers(
                notes,
                speakers,
                &pages.address,
            ))
        }
    };
    let line = match touched.themes.len() as u64 {
        0 => line,
        themes => line.say(format!(" What was found lies in or near {}.", counted(themes, "theme"))),
    };
    let few = is_unknown(touched, UnknownKind::Few) && touched.having_words > 0;
    let line =
        if few { line.say(" That so few speak of it is no evidence that nobody cares.") } else { line };
    line.end()
}

fn words(notes: &mut Notes, touched: &PlanTouched) -> Vec<BriefLine> {
    let mut line: Option<Line> = None;
    for word in &touched.words {
        let before = if line.is_none() { "“" } else { ", “" };
        let said = line.unwrap_or_default().say(format!("{before}{}” ", word.word.as_str()));
        line = Some(match word.signals {
            0 => said.say("(in no signal)"),
            signals => {
                let why = "signals that have the word in any form, whatever is filtered";
                let page = format!("/search?q={}", in_address(word.word.as_str()));
                said.say("(").with(notes.piece(counted(signals, "signal"), &page, why)).say(")")
            }
        });
    }
    line.map(|line| line.say(", and what means the same.").end()).into_iter().collect()
}

fn quotes(notes: &mut Notes, touched: &PlanTouched) -> Option<BriefSection> {
    let quotes: Vec<BriefQuote> = touched.verbatims.iter().map(|one| quote(notes, one)).collect();
    let title = "In their words".to_owned();
    (!quotes.is_empty()).then_some(BriefSection { title, lines: Vec::new(), quotes })
}

fn quote(notes: &mut Notes, one: &PlanVerbatim) -> BriefQuote {
    let signal = &one.signal;
    let words = match &signal.title {
        Some(title) => Verbatim::redacted(format!("{} – {}", title.as_str().trim(), one.passage.as_str())),
        None => one.passage.clone(),
    };
    let mut said =
        vec![if signal.undated { "undated".to_owned() } else { day(signal.at) }, signal.source.clone()];
    said.extend(
        one.says
            .filter(|says| *says != hearken_domain::Says::None)
            .map(|says| says.as_str().replace('-', " ")),
    );
    said.extend(one.severity.map(|severity| severity.as_str().to_owned()));
    said.extend(signal.burst.map(|burst| format!("one of {} alike", counted(burst.signals, "report"))));
    let why =
        format!("all of it, as it came from {}, with names and numbers of people masked", signal.source);
    let note = notes.number(&signal.id.to_string(), &format!("/signals/{}", signal.id), why);
    BriefQuote { words, said: said.join(", "), note }
}

/// What those that have the words say, and whether it is said more and more.
fn sizes(notes: &mut Notes, touched: &PlanTouched, pages: &Pages) -> Vec<BriefLine> {
    let Some(trend) = touched.trend.as_ref().filter(|_| touched.having_words > 0) else { return Vec::new() };
    let mut lines = vec![
        shares(notes, "Read as", &touched.says, pages),
        shares(notes, "Mood", &touched.sentiments, pages),
        shares(notes, "How bad, where it hurts", &touched.severities, pages),
    ];
    lines.push(Some(figures::trend(notes, trend, &pages.having(touched))));
    lines.into_iter().flatten().collect()
}

fn shares(notes: &mut Notes, what: &str, facets: &[Facet], pages: &Pages) -> Option<BriefLine> {
    let mut line: Option<Line> = None;
    for facet in facets {
        let why = "of those that have its words, as a small model reads them or a person said";
        let value = if facet.value.as_str() == "none" {
            "none of these".to_owned()
        } else {
            facet.value.as_str().replace('-', " ")
        };
        let piece = notes.piece(counted(facet.signals, "signal"), &pages.address, why);
        let before = if line.is_none() { format!("{what}: ") } else { ", ".to_owned() };
        line = Some(line.unwrap_or_default().say(format!("{before}{value} (")).with(piece).say(")"));
    }
    line.map(|line| line.say(".").end())
}

fn themes(notes: &mut Notes, touched: &PlanTouched, pages: &Pages) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    for one in &touched.themes {
        let theme = &one.theme;
        let all = format!("{}{}", signals_of(theme.id), pages.under);
        let piece = notes.piece(
            times(theme.signals),
            &all,
            format!("every report of {}, under the same filter", theme.id),
        );
        let line = Line::new(format!("“{}” (", theme.name.as_str()));
        let line =
            line.with(notes.piece(theme.id.to_string(), &format!("/themes/{}", theme.id), "the theme"));
        let line = line.say("): heard ").with(piece);
        let line = match one.having_words {
            0 => line.say(", in none of them with the plan’s words"),
            having => line.say(format!(", {} of them with the plan’s words", grouped(having))),
        };
        let line = match &theme.customers {
            Some(worth) if worth.customers > 0 => line.say(format!("; {}", worth.says)),
            _ => line,
        };
        let line = one.told.iter().fold(line, |line, told| line.say(format!("; {told}")));
        lines.push(line.say(format!("{}.", figures::heading(&theme.trend))).end());
    }
    lines
}

fn people(view: &View, notes: &mut Notes, touched: &PlanTouched, pages: &Pages) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    if touched.customers.is_empty() {
        return lines;
    }
    lines.push(figures::pay(notes, touched.worth.as_ref(), &pages.address));
    lines.extend(touched.customers.iter().map(|one| customer(view, notes, one, pages)));
    if !touched.segments.is_empty() {
        let told: Vec<String> = touched
            .segments
            .iter()
            .map(|segment| {
                format!(
                    "{} ({} of {})",
                    segment.name.as_str(),
                    grouped(segment.customers),
                    grouped(segment.of)
                )
            })
            .collect();
        lines.push(Line::new(format!("Segments that they are in: {}.", told.join(", "))).end());
    }
    lines
}

fn customer(view: &View, notes: &mut Notes, one: &TouchedCustomer, pages: &Pages) -> BriefLine {
    let name = one.name.as_ref().map_or_else(|| one.id.to_string(), |name| view.redact(name.as_str()));
    let page = format!("/customers/{}", one.id);
    let why =
        format!("their signals that have the plan’s words, of those that are known to be said by {}", one.id);
    let line = Line::new(format!("{name} (")).with(notes.piece(one.id.to_string(), &page, why.clone()));
    let line = line.say("): ").with(notes.piece(times(one.signals), &pages.address, why));
    let line = match &one.revenue {
        Some(revenue) => line.say(format!(", {revenue} a year")),
        None => line,
    };
    let line = match (&one.renewal, one.renews_soon) {
        (Some(renewal), true) => line.say(format!(", renews soon, on {}", renewal.as_str())),
        (Some(renewal), false) => line.say(format!(", renews on {}", renewal.as_str())),
        (None, _) => line,
    };
    line.say(".").end()
}

fn goals(notes: &mut Notes, touched: &PlanTouched) -> Vec<BriefLine> {
    let told = touched.goals.iter().take(NAMED).map(|one| {
        let id = one.goal.id;
        let piece =
            notes.piece(id.to_string(), &format!("/goals/{id}"), "somebody linked it to these themes");
        let themes: Vec<String> = one.themes.iter().map(|theme| theme.id.to_string()).collect();
        let title = one.goal.title();
        Line::new(format!("“{}” (", title.as_str()))
            .with(piece)
            .say(format!("), which {} bears on.", themes.join(", ")))
            .end()
    });
    told.collect()
}

fn code(notes: &mut Notes, touched: &PlanTouched) -> Vec<BriefLine> {
    let told = touched.components.iter().map(|one| {
        let named = format!("repository={}&name={}", in_address(&one.repository), in_address(&one.name));
        let why = "where linking found that reports of these themes lead, as people answered";
        let piece = notes.piece(one.name.clone(), &format!("/code/component?{named}"), why);
        let themes: Vec<String> = one.themes.iter().map(ToString::to_string).collect();
        let line = Line::default().with(piece).say(format!(
            " in {}, to which {}",
            one.repository,
            themes.join(", ")
        ));
        let line = line.say(if one.themes.len() == 1 { " leads" } else { " lead" });
        match one.owners.is_empty() {
            true => line.say(".").end(),
            false => line.say(format!("; owned by {}.", one.owners.join(", "))).end(),
        }
    });
    told.collect()
}

fn under_way(notes: &mut Notes, touched: &PlanTouched) -> Vec<BriefLine> {
    let mut lines: Vec<BriefLine> =
        touched.opportunities.iter().take(NAMED).map(|one| opportunity(notes, one)).collect();
    lines.extend(touched.decisions.iter().take(NAMED).map(|one| {
        let piece = notes.piece(
            one.id.to_string(),
            &format!("/decisions/{}", one.id),
            "a decision that rests on it or asks about it",
        );
        let question = one.question.as_ref().map_or("[erased]", Verbatim::as_str);
        let line = Line::new("Decision ").with(piece).say(format!(", {}: {question}", one.state));
        match &one.chosen {
            Some(chosen) => line.say(format!(" Chosen: {}", chosen.as_str())).end(),
            None => line.end(),
        }
    }));
    lines.extend(touched.talks.iter().map(|talk| {
        let why = format!("what colleagues said about {}", talk.theme.id);
        let piece =
            notes.piece(counted(talk.comments, "comment"), &format!("/comments/{}", talk.theme.id), why);
        Line::default().with(piece).say(format!(" on “{}”.", talk.theme.name.as_str())).end()
    }));
    let more = [
        (touched.opportunities.len(), "opportunity", "/opportunities"),
        (touched.decisions.len(), "decision", "/decisions"),
    ];
    for (all, noun, page) in more {
        let more = all.saturating_sub(NAMED) as u64;
        if more > 0 {
            let piece = notes.piece(format!("{} more", grouped(more)), page, format!("every {noun}"));
            lines.push(Line::new("And ").with(piece).say(format!(" {}.", noun_for(more, noun))).end());
        }
    }
    lines
}

fn opportunity(notes: &mut Notes, one: &OpportunityLink) -> BriefLine {
    let piece = notes.piece(
        one.id.to_string(),
        &format!("/opportunities/{}", one.id),
        "an opportunity that comes from it or is called so",
    );
    Line::new("Opportunity ")
        .with(piece)
        .say(format!(", {}: {}.", one.state, one.title().as_str().trim_end_matches('.')))
        .end()
}
