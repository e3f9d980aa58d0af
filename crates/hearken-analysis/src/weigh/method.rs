//! The methods that teams rank by, each with its formula as it was published, and what it needs.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use hearken_domain::{Guess, GuessOf};

use super::Spread;
use crate::random::Random;

/// How opportunities are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Method {
    /// Reach × impact × confidence ÷ effort (McBride at Intercom, 2018), with effort in person-weeks.
    #[default]
    Rice,
    /// Importance + (importance − satisfaction where that is above nothing) (Ulwick, Harvard Business Review, January 2002).
    OpportunityScore,
    /// (Value + urgency + risk) ÷ effort: weighted shortest job first (Reinertsen 2009; SAFe).
    Wsjf,
    /// Three points for each customer who is blocked, two where it is important, one where it is nice or nobody has said: the
    /// customer importance score of Productboard, each customer once.
    Importance,
    /// Impact of 0 to 100 × confidence ÷ effort × 1000: the prioritisation score of Canny, with customers in place of votes, each
    /// once, and impact beside them where it is guessed.
    ImpactEffort,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Rice, Self::OpportunityScore, Self::Wsjf, Self::Importance, Self::ImpactEffort];

    /// The word that people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rice => "rice",
            Self::OpportunityScore => "opportunity-score",
            Self::Wsjf => "wsjf",
            Self::Importance => "importance",
            Self::ImpactEffort => "impact-effort",
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rice => "RICE",
            Self::OpportunityScore => "Opportunity score",
            Self::Wsjf => "WSJF",
            Self::Importance => "Customer importance (as Productboard counts)",
            Self::ImpactEffort => "Impact by effort (as Canny counts)",
        }
    }

    /// Its formula in words.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Rice => "reach × impact × confidence ÷ effort",
            Self::OpportunityScore => "importance + max(importance − satisfaction, 0)",
            Self::Wsjf => "(value + urgency + risk) ÷ effort",
            Self::Importance => "3 × blocked + 2 × important + 1 × nice + 1 × not said",
            Self::ImpactEffort => {
                "mean of (100 × reach ÷ most reach) and (impact ÷ 3 × 10)², × confidence ÷ effort × 1000"
            }
        }
    }

    /// What it cannot do without.
    fn needs(self) -> &'static [Need] {
        use GuessOf::{Confidence, Effort, Impact, Importance, Risk, Satisfaction, Urgency, Value};
        match self {
            Self::Rice => &[Need::Reach, Need::Guess(Impact), Need::Guess(Confidence), Need::Guess(Effort)],
            Self::OpportunityScore => &[Need::Guess(Importance), Need::Guess(Satisfaction)],
            Self::Wsjf => &[Need::Guess(Value), Need::Guess(Urgency), Need::Guess(Risk), Need::Guess(Effort)],
            Self::Importance => &[Need::Reach],
            Self::ImpactEffort => &[Need::Reach, Need::Guess(Effort)],
        }
    }

    /// What it takes into account where it is there.
    fn may_use(self) -> &'static [GuessOf] {
        match self {
            Self::ImpactEffort => &[GuessOf::Impact, GuessOf::Confidence],
            _ => &[],
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Method {
    type Err = WeighError;
    fn from_str(given: &str) -> Result<Self, WeighError> {
        let shown = || given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        let known = Self::ALL.into_iter().find(|method| method.as_str() == given);
        known.ok_or_else(|| WeighError(shown()))
    }
}

/// A word that is no method.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a valid method; there are rice, opportunity-score, wsjf, importance and impact-effort")]
pub struct WeighError(String);

/// How many customers need it how much, each counted once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strengths {
    /// They cannot go on without.
    pub blocker: u64,
    /// It matters to them.
    pub important: u64,
    /// It would be nice.
    pub nice: u64,
    /// Nobody has said.
    pub unknown: u64,
}

/// What is known of an opportunity, and guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    /// How many customers it reaches; `None` where that is not known.
    pub reach: Option<Spread>,
    /// The most that any of those reaches that it is compared with: what [`Method::ImpactEffort`] measures by.
    pub most_reach: f64,
    /// How many customers need it how much.
    pub strengths: Strengths,
    /// What people guess.
    pub guesses: BTreeMap<GuessOf, Guess>,
}

/// What a method needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// How many customers it reaches.
    Reach,
    /// A guess.
    Guess(GuessOf),
}

/// What is missing for a score. A missing number is not nothing: without it there is no score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unweighable(pub Vec<Need>);

/// A number that goes into a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// What it is.
    pub what: Points,
    /// How large.
    pub spread: Spread,
}

/// What goes into a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Points {
    /// Customers, measured.
    Reach,
    /// What a person guessed.
    Guess(GuessOf),
    /// Customers who cannot go on without.
    Blocked,
    /// Customers to whom it matters.
    Important,
    /// Customers for whom it would be nice.
    Nice,
    /// Customers of whom nobody has said.
    NotSaid,
    /// What each of those counts for.
    PointsOfNotSaid,
    /// The most that any of those reaches that it is compared with.
    MostReach,
}

/// A score before it is drawn: its terms, and what is made of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Formula {
    method: Method,
    pub(super) terms: Vec<Term>,
}

impl Formula {
    pub(super) fn of(method: Method, inputs: &Inputs) -> Result<Self, Unweighable> {
        let missing = |need: &Need| match need {
            Need::Reach => inputs.reach.is_none(),
            Need::Guess(of) => !inputs.guesses.contains_key(of),
        };
        let missing: Vec<Need> = method.needs().iter().copied().filter(missing).collect();
        if !missing.is_empty() {
            return Err(Unweighable(missing));
        }
        let mut terms = Vec::new();
        let mut take = |what, spread| terms.push(Term { what, spread });
        if method == Method::Importance {
            let Strengths { blocker, important, nice, unknown } = inputs.strengths;
            take(Points::Blocked, Spread::sure(blocker as f64));
            take(Points::Important, Spread::sure(important as f64));
            take(Points::Nice, Spread::sure(nice as f64));
            take(Points::NotSaid, Spread::sure(unknown as f64));
            // One by the method's own rule; in truth anything from nothing to a blocker.
            take(Points::PointsOfNotSaid, Spread { low: 0.0, likely: 1.0, high: 3.0 });
            return Ok(Self { method, terms });
        }
        for need in method.needs() {
            match need {
                Need::Reach => {
                    inputs.reach.into_iter().for_each(|reach| take(Points::Reach, reach));
                }
                Need::Guess(of) => {
                    inputs
                        .guesses
                        .get(of)
                        .into_iter()
                        .for_each(|guess| take(Points::Guess(*of), (*guess).into()));
                }
            }
        }
        for of in method.may_use() {
            inputs.guesses.get(of).into_iter().for_each(|guess| take(Points::Guess(*of), (*guess).into()));
        }
        if method == Method::ImpactEffort {
            take(Points::MostReach, Spread::sure(inputs.most_reach.max(1.0)));
        }
        Ok(Self { method, terms })
    }

    /// The score where every term has its likeliest value.
    pub(super) fn likely(&self) -> f64 {
        self.with(|spread| spread.likely)
    }

    pub(super) fn draw(&self, random: &mut Random) -> f64 {
        self.with(|spread| spread.draw(random))
    }

    /// The score where each term has the value that is picked for it.
    pub(super) fn with(&self, mut pick: impl FnMut(&Spread) -> f64) -> f64 {
        let mut values = [0.0; 8];
        for (value, term) in values.iter_mut().zip(&self.terms) {
            *value = pick(&term.spread);
        }
        match self.method {
            Method::Rice => {
                let [reach, impact, confidence, effort, ..] = values;
                reach * impact * (confidence / 100.0) / effort
            }
            Method::OpportunityScore => {
                let [importance, satisfaction, ..] = values;
                importance + (importance - satisfaction).max(0.0)
            }
            Method::Wsjf => {
                let [value, urgency, risk, effort, ..] = values;
                (value + urgency + risk) / effort
            }
            Method::Importance => {
                let [blocked, important, nice, not_said, points, ..] = values;
                3.0 * blocked + 2.0 * important + nice + not_said * points
            }
            Method::ImpactEffort => self.impact_by_effort(&values),
        }
    }

    fn impact_by_effort(&self, values: &[f64]) -> f64 {
        let of = |what: Points| self.terms.iter().position(|term| term.what == what).map(|at| values[at]);
        let most = of(Points::MostReach).unwrap_or(1.0);
        let reach = (100.0 * of(Points::Reach).unwrap_or(0.0) / most).min(100.0);
        let impact = of(Points::Guess(GuessOf::Impact)).map(|impact| (impact / 3.0 * 10.0).powi(2));
        let mean = impact.map_or(reach, |impact| f64::midpoint(reach, impact));
        let confidence = of(Points::Guess(GuessOf::Confidence)).unwrap_or(100.0) / 100.0;
        let effort = of(Points::Guess(GuessOf::Effort)).unwrap_or(1.0).clamp(1.0, 100.0);
        mean * confidence / effort * 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesses(given: &[(GuessOf, &str)]) -> BTreeMap<GuessOf, Guess> {
        given.iter().map(|(of, typed)| (*of, Guess::read(*of, typed).unwrap())).collect()
    }

    fn likely(method: Method, inputs: &Inputs) -> f64 {
        Formula::of(method, inputs).unwrap().likely()
    }

    #[test]
    fn each_method_computes_what_was_published() {
        use GuessOf::{Confidence, Effort, Impact, Importance, Risk, Satisfaction, Urgency, Value};
        let given = [
            (Impact, "2"),
            (Confidence, "80"),
            (Effort, "4"),
            (Importance, "9"),
            (Satisfaction, "3"),
            (Value, "8"),
            (Urgency, "5"),
            (Risk, "3"),
        ];
        let inputs = Inputs {
            reach: Some(Spread::sure(500.0)),
            most_reach: 1000.0,
            strengths: Strengths { blocker: 2, important: 3, nice: 4, unknown: 5 },
            guesses: guesses(&given),
        };
        assert_eq!(likely(Method::Rice, &inputs), 500.0 * 2.0 * 0.8 / 4.0);
        assert_eq!(likely(Method::OpportunityScore, &inputs), 15.0);
        assert_eq!(likely(Method::Wsjf, &inputs), 4.0);
        assert_eq!(likely(Method::Importance, &inputs), 6.0 + 6.0 + 4.0 + 5.0);
        let impact: f64 = 2.0 / 3.0 * 10.0;
        let expected = (50.0 + impact * impact) / 2.0 * 0.8 / 4.0 * 1000.0;
        assert!((likely(Method::ImpactEffort, &inputs) - expected).abs() < 1e-9);
        let served = Inputs { guesses: guesses(&[(Importance, "4"), (Satisfaction, "9")]), ..inputs };
        assert_eq!(likely(Method::OpportunityScore, &served), 4.0, "what is served well is no less for it");
    }

    #[test]
    fn what_is_missing_is_named_and_never_taken_for_nothing() {
        let inputs = Inputs { guesses: guesses(&[(GuessOf::Impact, "2")]), ..Inputs::default() };
        let missing = |method| Formula::of(method, &inputs).unwrap_err().0;
        assert_eq!(
            missing(Method::Rice),
            [Need::Reach, Need::Guess(GuessOf::Confidence), Need::Guess(GuessOf::Effort)]
        );
        assert_eq!(missing(Method::Importance), [Need::Reach]);
        assert_eq!(
            "luck".parse::<Method>().unwrap_err().to_string().split(';').next(),
            Some("'luck' is not a valid method")
        );
        for method in Method::ALL {
            assert_eq!(method.to_string().parse(), Ok(method));
        }
    }
}
