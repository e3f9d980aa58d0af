//! What follows from what was said of customers: which rows of it stand, who there is, what is part of what, whose a speaker
//! is, and how many signals of whom are in a theme. A row stands where it is the last of its key that was not taken back.

pub(crate) mod change;
mod follow;
mod join;
mod who;

pub(crate) use follow::{delete, rebuild, stand, take_back};
#[cfg(test)]
pub(crate) use join::ROOTS_OF_SIGNAL;
pub(crate) use join::{add, any, count_all, counted_as, looked_up_by, settle_arrived, sort_here};
pub(crate) use who::{BELIEVED, collect};
