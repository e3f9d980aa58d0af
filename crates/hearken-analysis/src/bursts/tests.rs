//! What is a burst, and what only looks like one.

use super::*;
use crate::embedding::EmbeddingTable;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn report(title: Option<&str>, body: &str, day: i64) -> Report {
    let said = format!("{} {body}", title.unwrap_or_default());
    Report::new(title, body, EmbeddingTable::builtin().embed(&said), day * DAY_MS)
}

/// What each of these leads to, by its place among them.
fn leads(reports: Vec<Report>) -> Vec<Option<usize>> {
    let mut recent = RecentReports::default();
    let mut leads = Vec::new();
    for (number, report) in reports.into_iter().enumerate() {
        leads.push(recent.most_alike(&report));
        recent.push(number, report);
    }
    leads
}

fn untitled(texts: &[(&str, i64)]) -> Vec<Option<usize>> {
    leads(texts.iter().map(|(text, day)| report(None, text, *day)).collect())
}

fn titles(titles: &[&str]) -> Vec<Option<usize>> {
    leads(titles.iter().map(|title| report(Some(title), "", 1)).collect())
}

const ORBIT: &str =
    "The Orbit payment terminal shows error E4417 and refuses every contactless card since this morning";
const ORBIT_AGAIN: &str =
    "Since this morning our Orbit payment terminal refuses contactless card payments and shows error E4417";

#[test]
fn reports_of_one_incident_lead_to_the_first_whatever_their_words_order() {
    let found = untitled(&[
        (ORBIT, 1),
        ("Where can I change the address of my invoices, the page has no field for it", 1),
        (ORBIT_AGAIN, 2),
        (ORBIT, 3),
    ]);
    assert_eq!(found, [None, None, Some(0), Some(0)]);
}

#[test]
fn what_was_said_more_than_days_before_is_another_incident() {
    assert_eq!(untitled(&[(ORBIT, 0), (ORBIT, DAYS)]), [None, Some(0)]);
    assert_eq!(untitled(&[(ORBIT, 0), (ORBIT, DAYS + 1)]), [None, None]);
}

#[test]
fn short_praise_and_short_blame_are_no_burst_however_often_they_are_said() {
    let said = ["Good app", "good app!", "Very good app, I love it", "Worst app ever", "worst app ever"];
    assert_eq!(untitled(&said.map(|text| (text, 1))), [None; 5]);
}

#[test]
fn the_same_of_another_platform_number_or_name_is_a_sibling() {
    assert_eq!(
        titles(&[
            "Android: view borders with dp dimensions are not drawn around labels",
            "iOS: view borders with dp dimensions are not drawn around labels",
        ]),
        [None, None]
    );
    assert_eq!(
        titles(&[
            "backport checksum correction to branch-3.3 release",
            "backport checksum correction to branch-3.2 release"
        ]),
        [None, None]
    );
    assert_eq!(
        titles(&["compiler segmentation fault gccgo linker", "compiler segmentation fault gccgo linker (2)"]),
        [None, None]
    );
    assert_eq!(
        titles(&[
            "Implement touches sample application in C#",
            "Implement touches sample application in C++"
        ]),
        [None, None]
    );
}

#[test]
fn a_title_that_is_inflected_or_longer_says_the_same() {
    assert_eq!(
        titles(&[
            "ResourceManager page shows negative value for decommissioned nodes",
            "ResourceManager page showing negative values for decommissioned nodes after restart",
        ]),
        [None, Some(0)]
    );
}

#[test]
fn bodies_that_are_the_same_below_titles_that_are_not_are_a_form() {
    let form =
        "Checked the troubleshooting manual, restarted kernel extension loader, attached diagnostics bundle";
    let found = leads(vec![
        report(Some("Cursor jumps while typing Japanese"), form, 1),
        report(Some("Export ignores page margins"), form, 1),
    ]);
    assert_eq!(found, [None, None]);
}

#[test]
fn what_is_kept_is_bounded_and_what_fell_out_leads_nowhere() {
    let mut recent = RecentReports::default();
    recent.push(0, report(None, ORBIT, 1));
    let other = report(Some("x1 y1"), "", 1);
    for number in 1..RECENT {
        recent.push(number, other.clone());
    }
    assert_eq!(recent.most_alike(&report(None, ORBIT, 1)), Some(0));
    recent.push(RECENT, other);
    assert_eq!(recent.most_alike(&report(None, ORBIT, 1)), None);
}
