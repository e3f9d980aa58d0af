//! One file per thing a person can do. Doors (terminal, web, HTTP) are thin and all call these.

pub mod cards;
