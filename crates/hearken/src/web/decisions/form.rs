//! The form in which a decision is written down or changed. It works without scripts: one more option is asked for by a button, and
//! whatever was typed comes back.

use askama::Template;
use hearken_app::actions::decisions::cards::{DecisionCard, ERASED};
use hearken_app::actions::decisions::draft::{DISSENT_MAX, DraftDissent, DraftOption, OPTIONS_MAX};
use hearken_domain::{Date, OpportunityId, ThemeId, Verbatim};

use crate::web::legible;
use crate::web::params::Params;

/// The form with what was typed so far.
#[derive(Template, Clone, Default)]
#[template(path = "_decision_form.html")]
pub struct DecisionForm {
    /// Where it is posted to.
    pub action: String,
    /// Up to where in the log the page showed.
    pub seen: String,
    /// The version that is changed; `None` writes one down.
    pub version: Option<u64>,
    pub question: String,
    pub options: Vec<OptionFields>,
    /// Counted from 1; 0 is none.
    pub choice: u64,
    pub because: String,
    pub dissent: Vec<DissentFields>,
    pub unless: String,
    pub review: String,
    /// Ids, as they were typed.
    pub themes: String,
    pub opportunities: String,
    pub filter: Vec<String>,
    /// The field that cannot be taken, and what is wrong with it.
    pub wrong: Option<(String, String)>,
}

#[derive(Clone, Default)]
pub struct OptionFields {
    pub words: String,
    pub cost: String,
    pub effect: String,
}

#[derive(Clone, Default)]
pub struct DissentFields {
    pub who: String,
    pub why: String,
}

/// What a form says, read.
pub struct Said {
    pub options: Vec<DraftOption>,
    pub choice: u64,
    pub dissent: Vec<DraftDissent>,
    pub review: Option<Date>,
    pub themes: Vec<ThemeId>,
    pub opportunities: Vec<OpportunityId>,
}

impl DecisionForm {
    /// An empty form, resting on what an address asks for.
    pub fn empty(params: &Params) -> Self {
        let ids = |name: &str| params.all(name).collect::<Vec<_>>().join(" ");
        let fields = hearken_domain::FilterField::ALL.into_iter();
        let filter = fields.flat_map(|field| {
            params.all(field.name()).map(move |value| format!("{field}={value}")).collect::<Vec<_>>()
        });
        Self {
            action: "/decisions/new".to_owned(),
            question: params.text("question"),
            options: vec![OptionFields::default(); 2],
            themes: ids("theme"),
            opportunities: ids("opportunity"),
            filter: filter.collect(),
            ..Self::default()
        }
    }

    /// The form that changes a decision.
    pub fn of(card: &DecisionCard) -> Self {
        let text = |text: Option<&Verbatim>| text.map(|text| text.as_str().to_owned()).unwrap_or_default();
        let option = |one: &hearken_app::actions::decisions::cards::OptionCard| OptionFields {
            words: one.title().into_string(),
            cost: text(one.cost.as_ref()),
            effect: text(one.effect.as_ref()),
        };
        let dissent = card.dissent.iter();
        Self {
            action: format!("/decisions/{}", card.id),
            version: Some(card.version.0),
            question: card.question.as_ref().map_or(ERASED, Verbatim::as_str).to_owned(),
            options: card.options.iter().map(option).collect(),
            choice: card.choice.unwrap_or(0),
            because: text(card.because.as_ref()),
            dissent: dissent
                .map(|one| DissentFields { who: one.name().into_string(), why: one.reason().into_string() })
                .collect(),
            unless: text(card.unless.as_ref()),
            review: card.review.map_or_else(String::new, |review| review.to_string()),
            ..Self::default()
        }
    }

    /// What was posted to `action`.
    pub fn posted(params: &Params, action: &str) -> Self {
        let count = |name: &str, most: usize| {
            params.get(name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(0).min(most)
        };
        let nth = |name: &str, n: usize| params.text(&format!("{name}_{n}"));
        let option =
            |n| OptionFields { words: nth("option", n), cost: nth("cost", n), effect: nth("effect", n) };
        let dissenter = |n| DissentFields { who: nth("who", n), why: nth("why", n) };
        Self {
            action: action.to_owned(),
            seen: params.text("seen"),
            version: params.get("version").and_then(|version| version.parse().ok()),
            question: params.text("question"),
            options: (1..=count("options", OPTIONS_MAX)).map(option).collect(),
            choice: params.get("choice").and_then(|choice| choice.parse().ok()).unwrap_or(0),
            because: params.text("because"),
            dissent: (1..=count("dissenters", DISSENT_MAX)).map(dissenter).collect(),
            unless: params.text("unless"),
            review: params.text("review"),
            themes: params.text("themes"),
            opportunities: params.text("opportunities"),
            filter: params.all("filter").map(str::to_owned).collect(),
            wrong: None,
        }
    }

    /// With one field more, where a button asks for that; whether one did.
    pub fn grow(&mut self, params: &Params) -> bool {
        match params.get("do") {
            Some("add-option") if self.options.len() < OPTIONS_MAX => {
                self.options.push(OptionFields::default());
            }
            Some("add-dissent") if self.dissent.len() < DISSENT_MAX => {
                self.dissent.push(DissentFields::default());
            }
            Some("add-option" | "add-dissent" | "look") => {}
            _ => return false,
        }
        true
    }

    /// The themes and opportunities that it names.
    ///
    /// # Errors
    /// The field that names something else, and what is wrong.
    pub fn rests_on(&self) -> Result<(Vec<ThemeId>, Vec<OpportunityId>), (String, String)> {
        Ok((ids(&self.themes, "themes")?, ids(&self.opportunities, "opportunities")?))
    }

    /// What it says.
    ///
    /// # Errors
    /// The field that cannot be read, and what is wrong.
    pub fn read(&self) -> Result<Said, (String, String)> {
        let wrong = |field: &str, told: &str| Err((field.to_owned(), told.to_owned()));
        let (themes, opportunities) = self.rests_on()?;
        if self.question.is_empty() {
            return wrong("question", "say what is to be decided");
        }
        let (mut options, mut choice) = (Vec::new(), 0);
        for (n, one) in (1..).zip(&self.options) {
            if one.words.is_empty() && one.cost.is_empty() && one.effect.is_empty() {
                continue;
            }
            if one.words.is_empty() {
                return wrong(&format!("option_{n}"), "say what would be done");
            }
            options.push(DraftOption {
                words: one.words.clone(),
                cost: Some(one.cost.clone()),
                effect: Some(one.effect.clone()),
            });
            choice = if self.choice == n { options.len() as u64 } else { choice };
        }
        if self.choice > 0 && choice == 0 {
            return wrong(
                &format!("option_{}", self.choice),
                "this is chosen, and does not say what would be done",
            );
        }
        let mut dissent = Vec::new();
        for (n, one) in (1..).zip(&self.dissent) {
            match (one.who.is_empty(), one.why.is_empty()) {
                (true, true) => {}
                (true, false) => return wrong(&format!("who_{n}"), "say who disagrees"),
                (false, true) => return wrong(&format!("why_{n}"), "say why they disagree"),
                (false, false) => {
                    dissent.push(DraftDissent { who: one.who.clone(), why: one.why.clone() });
                }
            }
        }
        let review = match self.review.as_str() {
            "" => None,
            day => match day.parse() {
                Ok(day) => Some(day),
                Err(_) => return wrong("review", "a day is written like 2027-05-01"),
            },
        };
        Ok(Said { options, choice, dissent, review, themes, opportunities })
    }

    /// Marks the field that an answer speaks of.
    pub fn marked(mut self, told: &str) -> Self {
        self.wrong = self.field_of(told).map(|field| (field, told.to_owned()));
        self
    }

    /// The field that an answer speaks of: options are counted there without those left empty.
    fn field_of(&self, told: &str) -> Option<String> {
        let said = (1..).zip(&self.options).filter(|(_, one)| !one.words.is_empty());
        for (number, (n, _)) in (1..).zip(said) {
            for (what, field) in [("cost of ", "cost"), ("effect of ", "effect"), ("", "option")] {
                if told.contains(&format!("the {what}option {number} is ")) {
                    return Some(format!("{field}_{n}"));
                }
            }
        }
        let fields = [
            ("the question is ", "question"),
            ("needs a question", "question"),
            ("reason of the choice", "because"),
            ("would change our mind", "unless"),
            ("name of who disagrees", "who_1"),
            ("reason of who disagrees", "why_1"),
            ("no theme ", "themes"),
            ("no opportunity ", "opportunities"),
        ];
        fields.into_iter().find(|(part, _)| told.contains(part)).map(|(_, field)| field.to_owned())
    }

    /// The attributes of a field that cannot be taken.
    fn invalid(&self, field: &str) -> String {
        match &self.wrong {
            Some((name, _)) if name == field => {
                format!(" aria-invalid=\"true\" aria-describedby=\"wrong-{field}\" autofocus")
            }
            _ => String::new(),
        }
    }

    /// Whether a field for days can show when to look again; what is none would be lost in it.
    fn is_day(&self) -> bool {
        self.review.is_empty() || self.review.parse::<Date>().is_ok_and(|day| day.to_string() == self.review)
    }

    fn is_chosen(&self, n: &usize) -> bool {
        self.choice == *n as u64
    }

    fn invalid_nth(&self, field: &str, n: &usize) -> String {
        self.invalid(&format!("{field}_{n}"))
    }

    /// What is wrong with a field, to stand below it.
    fn told(&self, field: &str) -> String {
        match &self.wrong {
            Some((name, what)) if name == field => format!(
                "<span class=\"field-error\" role=\"alert\" id=\"wrong-{field}\">{}</span>",
                legible::escaped(what)
            ),
            _ => String::new(),
        }
    }

    fn told_nth(&self, field: &str, n: &usize) -> String {
        self.told(&format!("{field}_{n}"))
    }
}

fn ids<Id: std::str::FromStr<Err: ToString>>(text: &str, field: &str) -> Result<Vec<Id>, (String, String)> {
    let each = text.split([' ', ',', ';']).filter(|id| !id.is_empty());
    each.map(|id| id.parse().map_err(|wrong: Id::Err| (field.to_owned(), wrong.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(posted: &str) -> DecisionForm {
        DecisionForm::posted(&Params::parse(posted.as_bytes()), "/decisions/new")
    }

    #[test]
    fn options_left_empty_are_passed_over_and_the_chosen_one_stays_chosen() {
        let said = form("question=a&options=3&option_2=b&option_3=c&choice=3&review=2027-05-01")
            .read()
            .ok()
            .unwrap();
        assert_eq!((said.options.len(), said.choice), (2, 2));
        assert_eq!(said.review.unwrap().to_string(), "2027-05-01");
    }

    #[test]
    fn the_field_that_cannot_be_taken_is_told() {
        for (posted, field) in [
            ("", "question"),
            ("question=a&options=2&cost_2=x", "option_2"),
            ("question=a&options=2&option_1=x&choice=2", "option_2"),
            ("question=a&dissenters=1&who_1=x", "why_1"),
            ("question=a&review=soon", "review"),
            ("question=a&themes=S-1", "themes"),
        ] {
            assert_eq!(form(posted).read().err().unwrap().0, field, "{posted}");
        }
        let marked = form("question=a&options=2&option_2=b").marked("the option 1 is 300 characters long");
        assert_eq!(marked.wrong.unwrap().0, "option_2");
    }

    #[test]
    fn everything_typed_comes_back_and_hostile_words_stay_words() {
        let html = form("question=%22%3E%3Cscript%3E&options=1&cost_1=%3C%2Ftextarea%3E&version=7")
            .render()
            .unwrap();
        assert!(!html.contains("<script") && html.contains("value=\"&#34;&#62;&#60;script&#62;\""), "{html}");
        assert!(
            html.contains("&#60;/textarea&#62;") && html.contains("name=\"version\" value=\"7\""),
            "{html}"
        );
    }
}
