//! What is set aside counts nowhere, comes back when a person says so, and what people said holds whatever is found later.

use hearken_domain::{FilterField, Generation, NewSignal, SignalFilter, ThemeId};

use super::*;
use crate::bursts::{Compared, FoundAlike};
use crate::erase::Erasing;
use crate::fixture::{Fixture, by, day, filter, item, review};
use crate::rollup::Field;

const ALL: Compared = Compared { before_ms: i64::MAX, last_gap: u64::MAX >> 1 };

struct Themed {
    fixture: Fixture,
    s: Vec<SignalId>,
    theme: ThemeId,
    generation: Generation,
}

/// Eight reviews in one theme, of which the first six are copies of the first and a campaign.
fn themed() -> Themed {
    let fixture = Fixture::new();
    let s = fixture.record((0..8).map(|n| NewSignal {
        product: Some("card".to_owned()),
        at: Some(day(n)),
        ..review(&format!("review {n}"))
    }));
    let (generation, themes) = fixture.cluster(&[None]);
    let members: Vec<_> = s.iter().map(|signal| (*signal, Some(themes[0]))).collect();
    fixture.assign(generation, &members);
    let this = Themed { fixture, s, theme: themes[0], generation };
    this.find(&this.s[1..6]);
    this.weigh();
    this
}

impl Themed {
    /// These are copies of the first.
    fn find(&self, copies: &[SignalId]) {
        let copied = |&signal: &SignalId| FoundAlike {
            copied: Some((self.s[0], 0.9, 40.0)),
            ..FoundAlike::none(signal)
        };
        self.fixture.store().put_alike(copies.iter().map(copied).collect(), ALL).unwrap();
    }

    fn weigh(&self) {
        let signals = self.fixture.snapshot().asides().group(self.s[0], 99).unwrap().len() as u64;
        let campaign = NewCampaign {
            first: self.s[0],
            signals,
            unknown: signals,
            speakers: 0,
            new_speakers: 0,
            at_once: signals,
            first_ms: 0,
            last_ms: 1,
            likeness: 0.9,
            told: 40.0,
            weight: 150.0,
            confidence: 0.7,
        };
        self.fixture.store().keep_campaigns(vec![campaign]).unwrap();
    }

    /// Signals of the theme as the roll-up has them; they are as the memberships say.
    fn counted(&self) -> u64 {
        let snapshot = self.fixture.snapshot();
        assert_eq!(snapshot.rollup().differences().unwrap(), 0);
        let values = snapshot
            .rollup()
            .count_by(Field::Product, &SignalFilter::default(), Some(Some(self.theme)), 9)
            .unwrap();
        let by_value = values.first().map_or(0, |count| count.signals);
        let weeks = snapshot.rollup().weeks(&SignalFilter::default()).unwrap();
        assert_eq!(weeks.iter().map(|week| week.signals).sum::<u64>(), by_value);
        assert_eq!(
            snapshot.signals().span(&SignalFilter::default(), Some(Some(self.theme))).unwrap().0,
            by_value
        );
        by_value
    }

    fn passing(&self, is: &[&str]) -> u64 {
        let given: Vec<_> = is.iter().map(|word| (FilterField::Is, *word)).collect();
        self.fixture.snapshot().signals().span(&filter(&given), None).unwrap().0
    }

    fn rule(&self, signals: &[usize], holds: Aside, alike: bool) -> hearken_domain::RulingId {
        let signals = signals.iter().map(|at| self.s[*at]).collect();
        self.fixture.store().rule_aside(signals, holds, alike, &by(4)).unwrap().id
    }

    fn rebuild_changes_nothing(&self) {
        let rebuilt = self.fixture.store().rebuild_views_of_events().unwrap();
        assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
    }
}

#[test]
fn a_campaign_is_in_no_count_and_is_found_by_the_filter() {
    let this = themed();
    assert_eq!(this.counted(), 2);
    assert_eq!((this.passing(&["campaign"]), this.passing(&["spam"]), this.passing(&["counted"])), (6, 0, 2));
    assert_eq!((this.passing(&["campaign", "counted"]), this.passing(&["spam", "campaign"])), (8, 6));
    let snapshot = this.fixture.snapshot();
    let counts = snapshot.asides().counts(Some(this.theme)).unwrap();
    assert_eq!(counts, AsideCounts { spam: 0, campaign: 6, campaigns: 1 });
    let campaign = snapshot.asides().campaign_of(this.s[3]).unwrap().unwrap();
    assert_eq!((campaign.found.first, campaign.aside), (this.s[0], 6));
    let read = |is| snapshot.readings().passing(&filter(&[(FilterField::Is, is)])).unwrap().unwrap();
    assert!(read("campaign").has(this.s[1]) && !read("campaign").has(this.s[7]));
    assert!(read("counted").has(this.s[7]) && !read("counted").has(this.s[1]));
}

#[test]
fn a_person_says_that_it_is_none_and_all_of_it_counts_again_whatever_joins_it_later() {
    let this = themed();
    let ruling = this.rule(&[2], Aside::Counted, true);
    assert_eq!((this.counted(), this.passing(&["campaign"])), (8, 0));
    let campaign = this.fixture.snapshot().asides().campaign_of(this.s[3]).unwrap().unwrap();
    assert_eq!(campaign.aside, 0, "it is shown all the same");
    // One more is found to be a copy.
    this.find(&this.s[6..7]);
    this.weigh();
    assert_eq!(this.counted(), 8);
    this.rebuild_changes_nothing();
    assert_eq!(this.counted(), 8);
    this.fixture.store().undo_ruling(ruling, &by(5)).unwrap();
    assert_eq!((this.counted(), this.passing(&["campaign"])), (1, 7));
    this.rebuild_changes_nothing();
}

#[test]
fn the_last_that_was_said_of_a_signal_or_of_all_alike_holds() {
    let this = themed();
    this.rule(&[0], Aside::Counted, true);
    this.rule(&[1], Aside::Spam, false);
    assert_eq!((this.counted(), this.passing(&["spam"])), (7, 1));
    this.rule(&[5], Aside::Campaign, true);
    assert_eq!((this.counted(), this.passing(&["campaign"]), this.passing(&["spam"])), (2, 6, 0));
    let own = this.rule(&[1], Aside::Counted, false);
    assert_eq!(this.counted(), 3);
    let snapshot = this.fixture.snapshot();
    assert_eq!(snapshot.asides().ruling(this.s[1]).unwrap(), Some(own));
    assert_eq!(snapshot.asides().of(&[this.s[2]]).unwrap()[&this.s[2]].confidence, None, "a person said it");
    this.rebuild_changes_nothing();
    assert_eq!(this.counted(), 3);
}

#[test]
fn spam_is_set_aside_by_itself_and_a_signal_that_is_not_there_is_refused() {
    let this = themed();
    let spam = FoundAlike { spam: Some((4.0, 0.6)), ..FoundAlike::none(this.s[7]) };
    this.fixture.store().put_alike(vec![spam], ALL).unwrap();
    assert!(this.fixture.snapshot().asides().is_weighing_due().unwrap());
    this.weigh();
    assert!(!this.fixture.snapshot().asides().is_weighing_due().unwrap());
    assert_eq!((this.counted(), this.passing(&["spam"])), (1, 1));
    this.fixture.store().put_alike(vec![FoundAlike::none(this.s[7])], ALL).unwrap();
    this.weigh();
    assert_eq!((this.counted(), this.passing(&["spam"])), (2, 0), "it says something else by now");
    let wrong = this.fixture.store().rule_aside(vec![SignalId(99)], Aside::Spam, false, &by(4));
    assert!(wrong.is_err());
}

#[test]
fn where_a_signal_would_be_is_kept_by_a_later_run_and_it_comes_back_to_what_its_theme_is_part_of() {
    let this = themed();
    let (generation, _) = this.fixture.cluster(&[Some(this.theme)]);
    assert_eq!(this.fixture.snapshot().asides().unplaced().unwrap(), this.s[..6]);
    let members: Vec<_> = this.s.iter().map(|signal| (*signal, Some(this.theme))).collect();
    this.fixture.assign(generation, &members);
    assert_ne!(generation, this.generation);
    assert_eq!(this.counted(), 2);
    assert_eq!(this.fixture.snapshot().asides().unplaced().unwrap(), []);
    this.rule(&[0], Aside::Counted, true);
    assert_eq!(this.counted(), 8);
}

#[test]
fn who_is_erased_leaves_nothing_and_the_others_stay_set_aside() {
    let this = themed();
    this.rule(&[0, 3], Aside::Campaign, true);
    this.fixture.erase(&Erasing { items: vec![this.s[3]], ..Erasing::default() });
    let gone = |table: &str, signal: SignalId| -> u64 {
        let sql = format!("SELECT count(*) FROM {table} WHERE signal_id = ?1");
        this.fixture.store().read(|c| Ok(c.query_row(&sql, [signal.0], |row| row.get(0))?)).unwrap()
    };
    for table in ["copies", "spam", "asides", "aside_memberships", "aside_rulings"] {
        assert_eq!(gone(table, this.s[3]), 0, "{table}");
    }
    assert_eq!((this.counted(), this.passing(&["campaign"])), (2, 5));
    this.rebuild_changes_nothing();
}

#[test]
fn what_a_source_says_anew_of_a_signal_that_is_set_aside_is_placed_beside_the_counts_again() {
    let this = themed();
    let told = this.fixture.record([NewSignal { at: Some(day(2)), ..item("9", "one") }]);
    this.rule_of(told[0]);
    this.fixture.assign(this.generation, &[(told[0], Some(this.theme))]);
    assert_eq!(this.counted(), 2);
    this.fixture.import([NewSignal { at: Some(day(3)), ..item("9", "two") }]);
    this.fixture.assign(this.generation, &[(told[0], Some(this.theme))]);
    assert_eq!(this.counted(), 2);
}

impl Themed {
    fn rule_of(&self, signal: SignalId) {
        self.fixture.store().rule_aside(vec![signal], Aside::Spam, false, &by(4)).unwrap();
    }
}
