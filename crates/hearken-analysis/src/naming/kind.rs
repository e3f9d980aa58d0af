//! What a theme's texts mostly are, told by cues in their words and by ratings where there are some.

use hearken_domain::ThemeKind;

use crate::themes::Text;

/// Texts that are read to tell the kind.
const READ_MAX: usize = 500;

/// The kind of the `members` (places in `texts`).
pub fn kind(texts: &[Text<'_>], members: &[u32]) -> ThemeKind {
    let step = members.len().div_ceil(READ_MAX).max(1);
    let mut votes = [0u32; 4];
    for member in members.iter().step_by(step) {
        let text = &texts[*member as usize];
        votes[one(text) as usize] += 1;
    }
    let most = (0..4).max_by_key(|at| (votes[*at], std::cmp::Reverse(*at))).unwrap_or(0);
    ThemeKind::ALL[most]
}

fn one(text: &Text<'_>) -> ThemeKind {
    let lower = text.text.to_lowercase();
    let has = |cues: &[&str]| cues.iter().any(|cue| lower.contains(cue));
    if text.rating.is_some_and(|rating| rating >= 4.0) {
        return ThemeKind::Praise;
    }
    if has(&["please add", "would like", "wish", "feature"]) {
        return ThemeKind::Request;
    }
    if lower.trim_end().ends_with('?') {
        return ThemeKind::Question;
    }
    ThemeKind::PainPoint
}
