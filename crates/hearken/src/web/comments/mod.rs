//! What people say to each other, on pages: a thread that any page can show, the page of a thread alone, and what waits for whom.

pub mod inbox;
pub mod say;
pub mod talk;

use hearken_app::actions::comments::cards::Holder;
use hearken_domain::Topic;

use crate::web::show;

/// The page on which something is talked about.
pub fn href(topic: &Topic) -> String {
    match topic {
        Topic::Theme(id) => format!("/themes/{id}#talk"),
        Topic::Opportunity(id) => format!("/opportunities/{id}#talk"),
        Topic::Decision(id) => format!("/decisions/{id}#talk"),
    }
}

/// The page of a thread alone.
pub fn alone(topic: &Topic) -> String {
    format!("/comments/{topic}#talk")
}

/// Until when somebody has something in hand, in words.
pub fn until(holder: &Holder) -> String {
    match (&holder.due, holder.overdue) {
        (Some(due), true) => format!("overdue: it was due on {}", show::civil(due)),
        (Some(due), false) => format!("until {}", show::civil(due)),
        (None, _) => String::new(),
    }
}
