//! The brief of a customer: what they tell us, what they try to get done, and what is done about it.

use hearken_domain::{
    CustomerId, FilterField, GoalState, SignalFilter, Strength, ThemeId, Verbatim, Whose, counted,
};

use crate::actions::briefs::page::{Brief, BriefKind, BriefLine};
use crate::actions::briefs::write::{Line, Notes, beyond, day, section, times};
use crate::actions::briefs::{asked, doing, figures, quotes};
use crate::actions::cards::ThemeCards;
use crate::actions::customers::cards::known_customer;
use crate::actions::customers::list::{CustomerQuery, CustomerSort, list_customers};
use crate::actions::customers::whose::revenue_card;
use crate::actions::customers::worth::Worth;
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::read::Goals;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Themes that are named.
const THEMES: usize = 5;
/// Goals that are named.
const GOALS: usize = 3;
/// Customers of a name that are looked at.
const NAMESAKES: usize = 200;

/// The customer of a name, or of an id.
pub(crate) fn called(view: &View, name: &str) -> Result<CustomerId, AppError> {
    if let Ok(id) = name.trim().parse::<CustomerId>() {
        return Ok(id);
    }
    let shown = || crate::near::shown(name);
    let query = CustomerQuery {
        named: Some(name.trim().to_owned()),
        sort: CustomerSort::Added,
        after: None,
        limit: NAMESAKES,
    };
    let found = list_customers(view, &query)?.customers;
    let called = |one: &Option<hearken_domain::Unredacted>| {
        one.as_ref().is_some_and(|one| one.as_str().to_lowercase() == name.trim().to_lowercase())
    };
    let exactly: Vec<CustomerId> = found.iter().filter(|one| called(&one.name)).map(|one| one.id).collect();
    let nearly: Vec<CustomerId> = found.iter().map(|one| one.id).collect();
    match (exactly.as_slice(), nearly.as_slice()) {
        ([only], _) | ([], [only]) => Ok(*only),
        ([], []) => Err(AppError::not_found(
            format!("there is no customer called '{}'", shown()),
            NextStep::ListCustomers,
        )),
        ([], several) | (several, _) => {
            let ids: Vec<String> = several.iter().take(5).map(ToString::to_string).collect();
            let told = format!("several customers are called like '{}': {}", shown(), ids.join(", "));
            Err(AppError::user(told).suggest(NextStep::advice("name one by its id")))
        }
    }
}

/// The brief of a customer. Of one that was erased it is said when, and nothing else.
pub(crate) fn brief(view: &View, asked_for: CustomerId) -> Result<Brief, AppError> {
    let id = known_customer(view, asked_for)?.root;
    let customer = known_customer(view, id)?;
    let now = view.as_of()?;
    let mut theirs = SignalFilter::default();
    theirs
        .add(FilterField::Customer, &Whose::Customer(id).to_string(), now)
        .map_err(|error| AppError::Internal(error.into()))?;
    let filter = view.up_to_then(&theirs);
    let cards = ThemeCards::read(view, &filter, now)?;
    let (reports, span) = view.store().signals().span(&filter, None)?;
    let page = format!("/customers/{id}");
    let all = format!("/search?customer={id}");
    let mut notes = Notes::new(view)?;
    let name = customer.name.as_deref().map_or_else(|| id.to_string(), |name| view.redact(name));

    let themes = most_heard(view, &cards)?;
    let ids: Vec<ThemeId> = themes.iter().map(|(id, ..)| *id).collect();
    let found = doing::from_themes(view, &ids)?;
    let heard = notes.piece(times(reports), &all, "every report that is known to be theirs");
    let summary = match span {
        Some((first, last)) => Line::new(format!("{name} told us something ")).with(heard).say(format!(
            " between {} and {}",
            day(first),
            day(last)
        )),
        None => Line::new(format!("{name} told us something ")).with(heard),
    };
    let summary = match themes.first() {
        Some((_, words, most)) => summary
            .say(format!(", most often about “{words}” ("))
            .with(notes.piece(times(*most), &format!("{all}&theme={}", ids[0]), "reports of theirs about it"))
            .say(").".to_owned()),
        None => summary.say("."),
    };
    let mut own = Goals::read(view)?.of_customer(id)?;
    own.retain(|goal| goal.state == GoalState::Open);
    let sections = [
        section("Who they are", who(view, &mut notes, id, &page)?),
        section("What hurts them", hurts(view, &mut notes, id, &themes, &cards, &all)?),
        quotes::section(quotes::of(
            view,
            &mut notes,
            &view.store().signals().page(&filter, None, None, quotes::QUOTES)?.signals,
        )?),
        section("What they try to get done", goals(&mut notes, &own)),
        section(
            "What we do about it",
            if ids.is_empty() { Vec::new() } else { doing::opportunities(&mut notes, &found) },
        ),
        section(asked::TITLE, ask(view, &mut notes, id, &page)?),
    ];
    let notices = (asked_for != id)
        .then(|| Line::new(format!("{asked_for} is part of {id}, of which this tells.")).end())
        .into_iter()
        .chain(customer.gone.then(|| Line::new("No list names them any more.").end()));
    Ok(Brief {
        kind: BriefKind::Customer,
        of: Verbatim::redacted(id.to_string()),
        title: Verbatim::redacted(name),
        now,
        about: page,
        address: notes.address(&format!("/brief/{id}")),
        notices: notices.collect(),
        summary: summary.end(),
        sections: sections.into_iter().flatten().collect(),
        notes: notes.done(),
    })
}

/// The themes that they speak of, those that they speak of most first: id, name, how often.
fn most_heard(view: &View, cards: &ThemeCards) -> Result<Vec<(ThemeId, String, u64)>, AppError> {
    let mut themes: Vec<(ThemeId, String, u64)> = view
        .store()
        .themes()
        .living()?
        .values()
        .map(|theme| (theme.id, theme.name.as_str().to_owned(), cards.signals_of(theme.id)))
        .filter(|(_, _, reports)| *reports > 0)
        .collect();
    themes.sort_by_key(|(id, _, reports)| (std::cmp::Reverse(*reports), *id));
    Ok(themes)
}

fn who(view: &View, notes: &mut Notes, id: CustomerId, page: &str) -> Result<Vec<BriefLine>, AppError> {
    let summary = view.store().customers().summary(id)?;
    let sources = view.store().sources().names()?;
    let revenue = Worth::read(view)?.and_then(|worth| revenue_card(&worth, id, &sources));
    let line = match revenue {
        Some(card) => {
            Line::new("They pay ").with(notes.piece(card.counted.to_string(), page, card.says)).say(" a year")
        }
        None => Line::new("What they pay is not known"),
    };
    let mut more = Vec::new();
    more.extend(summary.plan.map(|plan| format!("plan {}", view.redact(&plan))));
    more.extend(summary.state.map(|state| view.redact(&state)));
    more.extend(summary.renewal.map(|renewal| format!("renews on {}", view.redact(&renewal))));
    let more = if more.is_empty() { String::new() } else { format!("; {}", more.join(", ")) };
    Ok(vec![line.say(format!("{more}.")).end()])
}

/// What they speak of, how it goes, and whether they can do without.
fn hurts(
    view: &View,
    notes: &mut Notes,
    id: CustomerId,
    themes: &[(ThemeId, String, u64)],
    cards: &ThemeCards,
    all: &str,
) -> Result<Vec<BriefLine>, AppError> {
    let mut lines = Vec::new();
    for (theme, name, reports) in themes.iter().take(THEMES) {
        let address = format!("{all}&theme={theme}");
        let piece = notes.piece(times(*reports), &address, "reports of theirs about it");
        let judged = view.store().strengths().of_theme(*theme)?.into_iter().filter(|one| one.root == id);
        let need = match judged.map(|one| one.strength).min() {
            Some(Strength::Blocker) => "; they cannot do without it",
            Some(Strength::Important) => "; it is important to them",
            Some(Strength::Nice) => "; it would be nice to have",
            _ => "",
        };
        let trend = figures::heading(&cards.trend_of([*theme]));
        lines.push(Line::new(format!("“{name}”: ")).with(piece).say(format!("{trend}{need}.")).end());
    }
    match beyond(themes.len(), THEMES) {
        0 => {}
        more => {
            let piece =
                notes.piece(counted(more, "other matter"), all, "every report that is known to be theirs");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    Ok(lines)
}

fn goals(notes: &mut Notes, goals: &[GoalCard]) -> Vec<BriefLine> {
    let mut lines: Vec<BriefLine> = goals
        .iter()
        .take(GOALS)
        .map(|goal| {
            let address = format!("/goals/{}", goal.id);
            let blocked = counted(goal.themes.len() as u64, "matter");
            let piece = notes.piece(blocked, &address, "what somebody said stands in its way");
            Line::new(format!("“{}”; in its way: ", goal.title().as_str())).with(piece).say(".").end()
        })
        .collect();
    match beyond(goals.len(), GOALS) {
        0 => {}
        more => {
            let piece = notes.piece(format!("{more} more"), "/goals", "the list of every goal");
            lines.push(Line::new("And ").with(piece).say(".").end());
        }
    }
    lines
}

fn ask(view: &View, notes: &mut Notes, id: CustomerId, page: &str) -> Result<Vec<BriefLine>, AppError> {
    let renewal = view.store().customers().summary(id)?.renewal;
    let days = renewal.and_then(|day| day.parse::<hearken_domain::Date>().ok()).and_then(|day| {
        let today = view.day_of_facts().ok()?;
        let until = today.until((jiff::Unit::Day, day)).ok()?.get_days();
        (0..=90).contains(&until).then_some(until)
    });
    let mut lines = Vec::new();
    if let Some(days) = days {
        let piece = notes.piece(counted(days.unsigned_abs().into(), "day"), page, "until the day of renewal");
        lines.push(Line::new("They renew in ").with(piece).say(": speak of the above before.").end());
    }
    let why = "where it is said what they try to get done, and what they cannot do without";
    lines.push(
        Line::new("Ask them which of these they cannot do without, and ")
            .with(notes.piece("note it", page, why))
            .say(".")
            .end(),
    );
    Ok(lines)
}
