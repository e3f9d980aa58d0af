//! Decisions: questions with their options, what customers said when they were weighed, what was chosen, who disagreed, and when
//! to look again.

pub mod add;
pub mod cards;
pub mod change;
pub mod choose;
pub mod dissent;
pub mod draft;
pub mod evidence;
pub mod freeze;
pub mod list;
pub mod preview;
pub mod read;
pub mod remove;
pub mod review;
pub mod show;
pub mod supersede;
