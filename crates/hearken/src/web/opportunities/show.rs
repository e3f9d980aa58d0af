//! One opportunity: what is known and guessed of it, how it weighs, what is believed and what might solve it, and what was done to it;
//! with a form for each thing that can be changed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_analysis::weigh::Method;
use hearken_app::actions::cards::SignalCard;
use hearken_app::actions::decisions::cards::DecisionRow;
use hearken_app::actions::decisions::list::ListDecisions;
use hearken_app::actions::opportunities::cards::{HypothesisCard, OpportunityTheme, ScoreTerm, SolutionCard};
use hearken_app::actions::opportunities::of_themes::{OpportunityLink, PickOpportunities};
use hearken_app::actions::opportunities::page::{GuessCard, OpportunityPage, ReadOpportunity};
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::query::PickThemes;
use hearken_app::view::View;
use hearken_app::wording::between;
use hearken_domain::{
    Guess, GuessOf, OpportunityAct, OpportunityId, OpportunityState, SignalId, Topic, Verbatim,
};

use crate::http::door::Door;
use crate::web::comments::talk::Talk;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::opportunities::done::{Done, without};
use crate::web::opportunities::figures::{Figures, weeks};
use crate::web::opportunities::filled::{Filled, Sort};
use crate::web::opportunities::moving::{after, reachable};
use crate::web::params::Params;
use crate::web::themes::field;
use crate::web::{decisions, html, legible, show};

#[derive(Template)]
#[template(path = "opportunity.html")]
struct Page {
    layout: Layout,
    page: OpportunityPage,
    method: Method,
    figures: Figures,
    /// A form that could not be taken.
    filled: Filled,
    done: Option<Done>,
    /// Living themes, to come from, too.
    themes: OfferedThemes,
    /// Others, to be the same as.
    twins: Vec<OpportunityLink>,
    /// What was decided about it.
    decided: Vec<DecisionRow>,
    talk: Talk,
    /// The address of this page, to come back to.
    next: String,
}

/// Something that is believed, with the signals that it names.
struct Believed<'p> {
    number: usize,
    hypothesis: &'p HypothesisCard,
    supported_by: Vec<Named<'p>>,
    contradicted_by: Vec<Named<'p>>,
}

/// A signal that is named; `None` where it is there no more.
struct Named<'p> {
    id: SignalId,
    signal: Option<&'p SignalCard>,
}

impl Page {
    fn line(&self, form: &str, name: &str, label: &str, stands: &str, note: &str) -> String {
        self.filled.field(form, name, label, stands, Sort::Line, note)
    }

    fn text(&self, form: &str, name: &str, label: &str, stands: &str, note: &str) -> String {
        self.filled.field(form, name, label, stands, Sort::Words, note)
    }

    fn title(&self) -> &str {
        said(self.page.card.title.as_ref())
    }

    fn problem(&self) -> &str {
        said(self.page.card.problem.as_ref())
    }

    fn owner(&self) -> &str {
        said(self.page.card.owner.as_ref())
    }

    /// A field for each thing that can be guessed.
    fn guess_fields(&self) -> Vec<String> {
        let field = |of: GuessOf| {
            let stands = self.page.card.guesses.get(&of).and_then(|range| Guess::try_from(*range).ok());
            let stands = stands.map_or_else(String::new, |guess| guess.to_string());
            let needed =
                if self.page.card.score.missing.contains(&of.to_string()) { ", missing" } else { "" };
            self.line(
                "guess",
                of.as_str(),
                &capital(of.as_str()),
                &stands,
                &format!("{}{needed}", of.scale()),
            )
        };
        GuessOf::ALL.into_iter().map(field).collect()
    }

    fn range(card: &GuessCard) -> String {
        with_unit(card.of.as_str(), between(&card.range))
    }

    /// The form that rewords a solution.
    fn solve_form(number: &usize) -> String {
        format!("solve-{number}")
    }

    fn words_of(solution: &SolutionCard) -> &str {
        said(solution.words.as_ref())
    }

    fn value(term: &ScoreTerm) -> String {
        with_unit(&term.what, between(&term.value))
    }

    /// Who guessed a number of the arithmetic.
    fn guessed_by(&self, term: &ScoreTerm) -> Option<&GuessCard> {
        self.page.guessed.iter().find(|guess| guess.of.as_str() == term.what)
    }

    fn believed(&self) -> Vec<Believed<'_>> {
        let named = |ids: &[SignalId]| {
            ids.iter().map(|id| Named { id: *id, signal: self.page.signal(*id) }).collect::<Vec<_>>()
        };
        (1..)
            .zip(&self.page.card.hypotheses)
            .map(|(number, hypothesis)| Believed {
                number,
                hypothesis,
                supported_by: named(&hypothesis.supported_by),
                contradicted_by: named(&hypothesis.contradicted_by),
            })
            .collect()
    }

    fn reachable(&self) -> Vec<OpportunityState> {
        reachable(self.page.card.state)
    }

    fn after(&self) -> OpportunityState {
        after(self.page.card.state)
    }

    fn named(theme: &OpportunityTheme) -> String {
        theme.named.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Believed<'_> {
    /// The form that changes it.
    fn form(&self) -> String {
        format!("believe-{}", self.number)
    }

    fn belief(&self) -> &str {
        said(self.hypothesis.belief.as_ref())
    }

    fn changed_by(&self) -> &str {
        said(self.hypothesis.changed_by.as_ref())
    }

    /// What speaks for it, and what speaks against it.
    fn sides(&self) -> [(&'static str, &[Named<'_>]); 2] {
        [("Speaks for it", &self.supported_by), ("Speaks against it", &self.contradicted_by)]
    }
}

fn said(words: Option<&Verbatim>) -> &str {
    words.map_or("", show::words)
}

fn with_unit(what: &str, number: String) -> String {
    match what {
        "confidence" => format!("{number}%"),
        "effort" => weeks(&number),
        _ => number,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// `GET /opportunities/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: OpportunityId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let method = params.value::<Method>("method")?.unwrap_or_default();
    render(&door, id, method, params, Filled::default()).await
}

/// The same page, with a form that could not be taken.
pub async fn again(door: &Door, id: OpportunityId, filled: Filled) -> Result<Response, PageError> {
    let method = filled.typed.get("method").and_then(|method| method.parse().ok()).unwrap_or_default();
    render(door, id, method, Params::default(), filled).await
}

async fn render(
    door: &Door,
    id: OpportunityId,
    method: Method,
    params: Params,
    mut filled: Filled,
) -> Result<Response, PageError> {
    let path = format!("/opportunities/{id}");
    let (shown, at) = (params.clone(), path.clone());
    let read = move |view: &View| {
        let page = view.ask(&ReadOpportunity { id, method })?;
        let done = Done::read(view, &shown, &at)?;
        let decided =
            view.ask(&ListDecisions { opportunity: Some(id), ..ListDecisions::default() })?.decisions;
        let talk = Talk::read(view, Topic::Opportunity(id))?;
        let picked = (view.ask(&PickThemes { near: None })?, view.ask(&PickOpportunities)?);
        Ok((page, done, picked, (decided, talk), view.position()?))
    };
    let (page, done, (themes, mut twins), (decided, talk), seen) = door.read(read).await?;
    let themes = themes.without(|theme| page.card.themes.iter().any(|own| own.theme.id == theme));
    twins.retain(|twin| twin.id != id);
    // What somebody else took away meanwhile can be said anew.
    for (form, there) in [("believe", page.card.hypotheses.len()), ("solve", page.card.solutions.len())] {
        let number = filled.form.strip_prefix(form).and_then(|rest| rest.strip_prefix('-'));
        if number.is_some_and(|number| number.parse::<usize>().is_ok_and(|number| number > there)) {
            filled.form = form.to_owned();
        }
    }
    let title = page.card.title();
    html(&Page {
        layout: Layout::new(show::words(&title), Section::Opportunities).showing(seen),
        figures: Figures::of(&page.card),
        next: without(&params).only(&["method"]).href(&path),
        page,
        method,
        filled,
        done,
        themes,
        twins,
        decided,
        talk,
    })
}
