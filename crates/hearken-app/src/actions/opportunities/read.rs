//! Opportunities with what they come to by now: themes that were merged are followed to what they are part of, customers are
//! counted once, and each is weighed beside the others.

use std::collections::{BTreeMap, BTreeSet};

use hearken_analysis::weigh::{self, Heard, Method};
use hearken_domain::{Guess, OpportunityAct, OpportunityId, Range, SignalFilter, ThemeId, Verbatim, counted};
use hearken_store::{HeldText, Opportunity};

use crate::actions::cards::{ThemeCards, ThemeLink};
use crate::actions::goals::read::{lives_on, taken_out};
use crate::actions::opportunities::cards::{
    HypothesisCard, OpportunityCard, OpportunityTheme, Reach, SolutionCard,
};
use crate::actions::opportunities::measured::Measured;
use crate::actions::opportunities::returned::returned;
use crate::actions::opportunities::weigh::{Weighed, most_reach, score_card, shares};
use crate::actions::themes::strength::strengths_of;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;
use crate::wording;

/// All opportunities, and what their cards are made from.
pub(crate) struct Opportunities<'v> {
    view: &'v View,
    all: BTreeMap<OpportunityId, Opportunity>,
    themes: ThemeCards,
    method: Method,
    measured: BTreeMap<OpportunityId, Measured>,
    weighed: BTreeMap<OpportunityId, Weighed>,
}

impl<'v> Opportunities<'v> {
    /// Reads them, to weigh by RICE.
    pub(crate) fn read(view: &'v View) -> Result<Self, AppError> {
        Self::weighing(view, Method::default())
    }

    /// Reads them, to weigh by a method. Those that nobody has let go, merged or put to rest are compared with each other.
    pub(crate) fn weighing(view: &'v View, method: Method) -> Result<Self, AppError> {
        let all = view.store().opportunities().all()?;
        let all: BTreeMap<_, _> = all.into_iter().map(|one| (one.id, one)).collect();
        let themes = ThemeCards::read(view, &SignalFilter::default(), view.as_of()?)?;
        let mut this =
            Self { view, all, themes, method, measured: BTreeMap::new(), weighed: BTreeMap::new() };
        for id in this.all.keys().copied().collect::<Vec<_>>() {
            let measured = this.measure(id)?;
            this.measured.insert(id, measured);
        }
        let compared: Vec<OpportunityId> = this.compared();
        let most = most_reach(compared.iter().filter_map(|id| this.measured.get(id)));
        for (id, opportunity) in &this.all {
            if let Some(measured) = this.measured.get(id) {
                this.weighed.insert(*id, Weighed::of(view.weighed(), method, opportunity, measured, most));
            }
        }
        shares(&compared, &mut this.weighed);
        Ok(this)
    }

    /// Those that are weighed beside each other.
    fn compared(&self) -> Vec<OpportunityId> {
        let open = |one: &&Opportunity| {
            one.last != OpportunityAct::Removed && one.held.into.is_none() && !one.held.state.is_resting()
        };
        self.all.values().filter(open).map(|one| one.id).collect()
    }

    /// One of them.
    pub(crate) fn get(&self, id: OpportunityId) -> Result<&Opportunity, AppError> {
        self.all.get(&id).ok_or_else(|| missing(id))
    }

    /// Their ids.
    pub(crate) fn ids(&self) -> Vec<OpportunityId> {
        self.all.keys().copied().collect()
    }

    /// Those that were held to be the same as one.
    fn parts(&self, id: OpportunityId) -> Vec<OpportunityId> {
        let standing = self.all.values().filter(|one| one.last != OpportunityAct::Removed);
        standing.filter(|one| one.held.into == Some(id)).map(|one| one.id).collect()
    }

    fn measure(&self, id: OpportunityId) -> Result<Measured, AppError> {
        let mut named: BTreeMap<ThemeId, Vec<ThemeId>> = BTreeMap::new();
        let with_parts = std::iter::once(id).chain(self.parts(id));
        for theme in with_parts.filter_map(|id| self.all.get(&id)).flat_map(|one| &one.held.themes) {
            named.entry(lives_on(self.view, *theme)?).or_default().push(*theme);
        }
        let ids: Vec<ThemeId> = named.keys().copied().collect();
        let known: BTreeSet<ThemeId> = named.keys().copied().collect();
        let mut themes = Vec::new();
        for id in &ids {
            let Some(theme) = self.view.store().themes().get(*id)? else { continue };
            let link = ThemeLink { id: *id, name: theme.name };
            let signals = self.themes.signals_of(*id);
            let mut others = named.remove(id).unwrap_or_default();
            others.retain(|other| other != id);
            themes.push(OpportunityTheme {
                theme: link,
                signals,
                retired: theme.retired_at.is_some(),
                named: others,
                parts: taken_out(self.view, *id, &known)?,
            });
        }
        let signals = themes.iter().map(|one| one.signals).sum();
        let heard = self.themes.worth().map(|worth| worth.heard(&ids, signals));
        let heard = heard.unwrap_or(Heard { of_nobody: signals, ..Heard::default() });
        let spoke = self.themes.worth().map(|_| heard.customers);
        Ok(Measured { themes, signals, heard, strengths: strengths_of(self.view, &ids, spoke)? })
    }

    /// The card of one.
    pub(crate) fn card(&self, id: OpportunityId) -> Result<OpportunityCard, AppError> {
        let opportunity = self.get(id)?;
        let (Some(measured), Some(weighed)) = (self.measured.get(&id), self.weighed.get(&id)) else {
            return Err(AppError::Internal(anyhow::anyhow!("{id} was not measured")));
        };
        let held = &opportunity.held;
        let ids: Vec<ThemeId> = measured.themes.iter().map(|one| one.theme.id).collect();
        let worth = self.themes.worth();
        Ok(OpportunityCard {
            id,
            title: shown(&held.title),
            problem: held.problem.as_ref().and_then(shown),
            state: held.state,
            reason: held.reason.as_ref().and_then(shown),
            until: held.until,
            returned: returned(self.view, opportunity, &self.themes.weekly(&ids))?,
            owner: held.owner.as_ref().and_then(shown),
            themes: measured.themes.clone(),
            signals: measured.signals,
            worth: worth.map(|worth| worth.of_themes(ids.iter().copied().map(Some), measured.signals)),
            strengths: measured.strengths.clone(),
            reach: reach_card(measured.heard),
            guesses: held.guesses.iter().map(|(of, guess)| (*of, Guess::range(*guess))).collect(),
            hypotheses: held
                .hypotheses
                .iter()
                .map(|one| HypothesisCard {
                    belief: shown(&one.belief),
                    supported_by: one.supported_by.clone(),
                    contradicted_by: one.contradicted_by.clone(),
                    changed_by: one.changed_by.as_ref().and_then(shown),
                })
                .collect(),
            solutions: held
                .solutions
                .iter()
                .map(|one| SolutionCard { words: shown(&one.words), chosen: one.chosen })
                .collect(),
            issues: held.issues.iter().filter_map(shown).collect(),
            told: held.told.as_ref().map(wording::tracker::says),
            into: held.into,
            parts: self.parts(id),
            score: score_card(self.method, weighed),
            version: opportunity.version,
            last: opportunity.last,
            by: opportunity.by.clone(),
            at: opportunity.at,
        })
    }
}

/// One as it is held, without what it comes to beside the others.
pub(crate) fn stands(view: &View, id: OpportunityId) -> Result<Opportunity, AppError> {
    view.store().opportunities().get(id)?.ok_or_else(|| missing(id))
}

fn missing(id: OpportunityId) -> AppError {
    AppError::not_found(format!("there is no opportunity {id}"), NextStep::ListOpportunities)
}

/// What somebody typed, as it is shown.
pub(crate) fn shown(held: &HeldText) -> Option<Verbatim> {
    held.text.clone().map(Verbatim::redacted)
}

fn reach_card(heard: Heard) -> Reach {
    let of_nobody = counted(heard.of_nobody, "signal");
    let Some(reach) = weigh::reach(heard) else {
        let says = match heard.of_nobody {
            0 => "nobody has spoken of it yet".to_owned(),
            _ => format!("not known: {of_nobody}, none of a customer that is known"),
        };
        return Reach { customers: None, says };
    };
    let known = counted(heard.customers, "customer");
    let says = match heard.of_nobody {
        0 => known,
        more => {
            let likely = match (reach.likely - reach.low).round() {
                few if few < 1.0 => "hardly any".to_owned(),
                many => format!("about {many:.0}"),
            };
            format!(
                "{known} at least; {of_nobody} of nobody known may be of {more} more, most likely {likely}"
            )
        }
    };
    Reach { customers: Some(Range { low: reach.low, likely: reach.likely, high: reach.high }), says }
}
