//! What is said by hand of the demo's accounts: segments, goals, and how much some of them need what a theme asks for. Each says
//! that it is made up.

use super::words::{MATTERS, SEGMENTS};
use super::{Account, Heard, Random};

/// Signals by which a matter is told.
const HEARD: usize = 30;
/// An account that spoke so often of a matter was asked how much it needs it.
const ASKED_FROM: usize = 4;

pub fn segments() -> String {
    let mut text = "name,condition\n".to_owned();
    for (name, condition) in SEGMENTS {
        text += &format!("{name} (made up),{condition}\n");
    }
    text
}

/// A goal for each matter: of a segment, of the account that speaks of it most, or of everybody in turn.
pub fn goals(accounts: &[Account], heard: &[Heard]) -> String {
    let mut text = "goal,segment,customer,state,heard\n".to_owned();
    for (at, matter) in MATTERS.iter().enumerate() {
        let of_it: Vec<&Heard> = heard.iter().filter(|one| one.matter == at).collect();
        let loudest = (0..accounts.len()).max_by_key(|account| {
            (of_it.iter().filter(|one| one.account == *account).count(), accounts.len() - account)
        });
        let (segment, customer) = match at % 4 {
            0 => (format!("{} (made up)", SEGMENTS[at / 4 % SEGMENTS.len()].0), String::new()),
            3 if at > 4 => (String::new(), String::new()),
            _ => (String::new(), loudest.map(|account| name(&accounts[account])).unwrap_or_default()),
        };
        let state = if at == 5 { "met" } else { "open" };
        text += &format!("{} (made up),{segment},{customer},{state},{}\n", matter.goal, ids(&of_it));
    }
    text
}

/// How much accounts that spoke of a matter several times need it.
pub fn strengths(accounts: &[Account], heard: &[Heard], random: &mut Random) -> String {
    let mut text = "customer,strength,heard\n".to_owned();
    for (at, account) in accounts.iter().enumerate() {
        for matter in 0..MATTERS.len() {
            let of_it: Vec<&Heard> =
                heard.iter().filter(|one| one.matter == matter && one.account == at).collect();
            if of_it.len() >= ASKED_FROM {
                let strength = ["blocker", "important", "important", "nice"][random.below(4)];
                text += &format!("{},{strength},{}\n", name(account), ids(&of_it));
            }
        }
    }
    text
}

fn name(account: &Account) -> String {
    format!("{} (made up)", account.name)
}

pub fn ids(heard: &[&Heard]) -> String {
    heard.iter().take(HEARD).map(|one| one.id.as_str()).collect::<Vec<_>>().join(" ")
}
