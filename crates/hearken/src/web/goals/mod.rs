//! Goals: all of them, and one.

pub mod list;
pub mod show;

use hearken_app::actions::goals::cards::GoalOwner;

use crate::web::show::{unredacted, words};

/// Whose a goal is, in words.
pub fn owner(of: &GoalOwner) -> String {
    match of {
        GoalOwner::Everybody => "everybody".to_owned(),
        GoalOwner::Customer(customer) => {
            let name = customer.name.as_ref().map_or("[no name]", unredacted);
            format!("{name} ({})", customer.id)
        }
        GoalOwner::Segment(Some(segment)) => format!("the segment {}", words(segment)),
        GoalOwner::Segment(None) => "a segment whose name was erased".to_owned(),
    }
}
