//! What the signals of a theme say, in shares.

use hearken_domain::Says;

/// The shares in words, as they come; nothing where there are none.
pub(crate) fn told(says: &[(Says, f64)], mixed: bool) -> Option<String> {
    if says.is_empty() {
        return None;
    }
    let each: Vec<String> =
        says.iter().map(|(value, part)| format!("{} {}", share(*part), plural(*value))).collect();
    let mixed = if mixed { "mixed: " } else { "" };
    Some(format!("{mixed}{}", each.join(", ")))
}

/// A share as whole hundredths; what is not quite nothing or all is not told as that.
fn share(share: f64) -> String {
    match share {
        little if little < 0.01 => "under 1%".to_owned(),
        most if most > 0.99 && most < 1.0 => "over 99%".to_owned(),
        share => format!("{:.0}%", share * 100.0),
    }
}

fn plural(says: Says) -> &'static str {
    match says {
        Says::PainPoint => "pain points",
        Says::Request => "requests",
        Says::Question => "questions",
        Says::Praise => "praise",
        Says::None => "none of these",
    }
}
