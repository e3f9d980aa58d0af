//! Which groups of copies are campaigns: weighed where any may have changed.

use std::collections::BTreeMap;

use hearken_analysis::campaigns::{ACCOUNTS_MIN, Campaign, Member, WEIGHT_MIN, weigh};
use hearken_domain::SignalId;
use hearken_store::{GroupMember, NewCampaign};

use crate::app::App;
use crate::error::AppError;

/// Weighs every group of copies again, where any may have changed, and keeps which are campaigns.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn weigh_groups(app: &App) -> Result<(), AppError> {
    let snapshot = app.store().snapshot()?;
    if !snapshot.asides().is_weighing_due()? {
        return Ok(());
    }
    let groups = snapshot.asides().groups(ACCOUNTS_MIN)?;
    drop(snapshot);
    let campaigns = groups.into_iter().filter_map(|(first, group)| {
        let found = weigh(&members(&group)).filter(|found| found.weight >= WEIGHT_MIN)?;
        Some(stored(first, &found))
    });
    Ok(app.store().keep_campaigns(campaigns.collect())?)
}

/// A group as analysis takes it.
fn members(group: &[GroupMember]) -> Vec<Member> {
    let mut in_group: BTreeMap<u64, u64> = BTreeMap::new();
    for speaker in group.iter().filter_map(|member| member.speaker) {
        *in_group.entry(speaker).or_default() += 1;
    }
    let member = |member: &GroupMember| Member {
        speaker: member.speaker,
        says_nothing_else: member
            .speaker
            .is_none_or(|speaker| in_group.get(&speaker).is_some_and(|said| *said >= member.said)),
        at_ms: member.at_ms,
        copied: member.copied,
    };
    group.iter().map(member).collect()
}

fn stored(first: SignalId, found: &Campaign) -> NewCampaign {
    NewCampaign {
        first,
        signals: found.signals as u64,
        unknown: found.unknown as u64,
        speakers: found.speakers as u64,
        new_speakers: found.new_speakers as u64,
        at_once: found.at_once as u64,
        first_ms: found.first_ms,
        last_ms: found.last_ms,
        likeness: found.likeness,
        told: found.told,
        weight: found.weight,
        confidence: found.confidence(),
    }
}
