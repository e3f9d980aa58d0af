//! Wide themes of long texts. A long text without a title says several things and has vague neighbours, so that what
//! nobody could own lies together; such a theme is taken into parts by its own words, as a person would split it.

use rayon::prelude::*;

use super::Text;
use super::graph::Graph;
use super::leiden::communities;
use super::neighbours::nearest;
use super::sample::Sample;
use super::settings::Settings;

/// A theme is wide from such a share of the sample on,
const WIDE_SHARE: f64 = 0.05;
/// and from so many texts on.
const WIDE_TEXTS: usize = 60;
/// Words of the median text from which on texts are long.
const LONG_WORDS: usize = 20;
/// A part has at least such a share of the theme,
const PART_SHARE: f64 = 0.08;
/// and none has more than this.
const PART_SHARE_MAX: f64 = 0.7;
/// Resolutions that are tried until there are parts, the coarsest first.
const RESOLUTIONS: [f64; 5] = [0.7, 1.0, 1.4, 2.0, 2.8];
/// Rounds of the search for communities.
const ROUNDS: usize = 4;

/// Takes wide communities of long untitled texts into parts, each of which becomes a community.
pub(super) fn split_wide(found: &mut [u32], sample: &Sample<'_>, settings: &Settings) {
    let count = found.iter().max().map_or(0, |most| *most as usize + 1);
    let mut members = vec![Vec::new(); count];
    for (row, community) in found.iter().enumerate() {
        members[*community as usize].push(row);
    }
    let least = WIDE_TEXTS.max((found.len() as f64 * WIDE_SHARE) as usize);
    members.retain(|members| members.len() >= least && are_long(sample, members));
    let parts: Vec<Vec<Option<u32>>> =
        members.par_iter().map(|members| parts(sample, members, settings)).collect();
    let mut next = count as u32;
    for (members, parts) in members.iter().zip(parts) {
        let most = parts.iter().flatten().max().map_or(0, |most| most + 1);
        for (row, part) in members.iter().zip(parts) {
            // What lies in no part stays what it was, and refinement finds its place.
            if let Some(part) = part.filter(|part| *part > 0) {
                found[*row] = next + part - 1;
            }
        }
        next += most.saturating_sub(1);
    }
}

/// Whether most of these texts are long, and have no title.
fn are_long(sample: &Sample<'_>, members: &[usize]) -> bool {
    let texts = || members.iter().map(|row| sample.rows[*row].text);
    let long = |text: &&Text<'_>| {
        text.title.is_empty() && text.text.split_whitespace().nth(LONG_WORDS - 1).is_some()
    };
    texts().filter(long).count() * 2 > members.len()
}

/// The part of each member; fewer than two parts where the theme is of one piece.
fn parts(sample: &Sample<'_>, members: &[usize], settings: &Settings) -> Vec<Option<u32>> {
    let drawn: Vec<(u32, &Text<'_>)> =
        (0..).zip(members).map(|(number, row)| (number, sample.rows[*row].text)).collect();
    let points = Sample::read(&drawn, Vec::new()).points(settings.seed);
    let near = nearest(&points, settings.neighbours(points.len()).max(5), &|_| {});
    let graph = Graph::of_neighbours(&near);
    for resolution in RESOLUTIONS {
        let found = communities(&graph, resolution, None, ROUNDS, settings.seed);
        let mut sizes = vec![0usize; found.iter().max().map_or(0, |most| *most as usize + 1)];
        found.iter().for_each(|part| sizes[*part as usize] += 1);
        let share = |part: usize| sizes[part] as f64 / members.len() as f64;
        let large: Vec<usize> = (0..sizes.len()).filter(|part| share(*part) >= PART_SHARE).collect();
        if large.len() > 1 && large.iter().all(|part| share(*part) <= PART_SHARE_MAX) {
            let number =
                |part: &u32| large.iter().position(|large| *large == *part as usize).map(|n| n as u32);
            return found.iter().map(number).collect();
        }
    }
    Vec::new()
}
