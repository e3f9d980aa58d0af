//! What a plan touches, by its own words: "we plan to drop CSV export" touches CSV export. Whoever speaks of that says nothing
//! of planning and dropping.

use crate::naming::is_function_word;

/// A plan as it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanWords {
    /// What it is about: the plan without the words that say that it is one.
    pub about: String,
    /// The words that say what it touches, as they were typed, each once.
    pub words: Vec<String>,
}

/// Words with which people say that they plan something.
const LEAD: &str = "we i our team us plan plans planned planning to want wants wanted would like wish are am is be thinking think \
    of about on considering consider intend intending going will shall should what if how let's lets let could may might \
    please decided decide decision propose proposing proposal idea maybe perhaps soon also now just a the it that for \
    against do does it's we're i'm we'd we'll get rid phase out try";

/// What a plan does with what it touches.
const CHANGES: &str = "drop drops dropping remove removes removing change changes changing stop stops stopping end ends ending \
    add adds adding introduce introducing make makes making replace replaces replacing rename renaming rework reworking \
    redesign redesigning rewrite rewriting migrate migrating deprecate deprecating discontinue discontinuing sunset \
    sunsetting kill killing retire retiring abolish abolishing start starts starting begin beginning build building launch \
    launching ship shipping raise raises raising increase increases increasing lower lowering reduce reducing cut cutting \
    improve improving simplify simplifying move moving switch switching turn turning require requiring allow allowing \
    offer offering limit limiting restrict restricting extend extending run";

/// Reads a plan. A plan of nothing but such words touches nothing that has a name.
pub fn read_plan(plan: &str) -> PlanWords {
    let pieces: Vec<&str> = plan.split_whitespace().collect();
    let is_in = |list: &str, piece: &str| list.split_ascii_whitespace().any(|word| word == bare(piece));
    let lead = pieces.iter().take_while(|piece| bare(piece).is_empty() || is_in(LEAD, piece)).count();
    let rest = pieces.get(lead..).unwrap_or_default();
    let changed = rest.iter().take_while(|piece| is_in(CHANGES, piece)).take(1).count();
    let about = rest.get(changed..).unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for word in
        about.iter().flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’'))
    {
        let word = word.trim_matches(['\'', '’']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let lower = word.to_lowercase();
        if !lower.is_empty()
            && !is_function_word(&lower)
            && !words.iter().any(|one| one.to_lowercase() == lower)
        {
            words.push(word.to_owned());
        }
    }
    PlanWords { about: about.join(" "), words }
}

/// A piece as the lists have it.
fn bare(piece: &str) -> String {
    piece.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_about_what_it_touches_not_about_planning() {
        for (plan, about, words) in [
            ("we plan to drop CSV export", "CSV export", "CSV export"),
            (
                "Should we charge for the user's exports?",
                "charge for the user's exports?",
                "charge user exports",
            ),
            ("What if we stop replacing lost keys?", "replacing lost keys?", "replacing lost keys"),
            ("two-factor sign-in, two factor", "two-factor sign-in, two factor", "factor sign"),
            ("  We're  planning\nto remove dark mode ", "dark mode", "dark mode"),
        ] {
            let read = read_plan(plan);
            assert_eq!((read.about.as_str(), read.words.join(" ").as_str()), (about, words), "{plan}");
        }
    }

    #[test]
    fn a_plan_of_words_that_name_nothing_touches_nothing() {
        for plan in ["", "we plan to change it", "what if we", "?! … -- \"\"", "and the of"] {
            assert_eq!(read_plan(plan).words, Vec::<String>::new(), "{plan}");
        }
    }
}
