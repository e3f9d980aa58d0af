//! What people decided, kept to by a clustering: texts of a theme that a person ruled about stay together in it, apart
//! from every other such theme, whatever communities say.

use super::PriorTheme;
use super::row::Row;
use crate::embedding::{DIM, Vector};

/// A community of which such a share was in a locked theme is that theme.
const SHARE_MIN: f64 = 0.5;
/// A community in which another locked theme has such a share is split between them.
const SPLIT_SHARE_MIN: f64 = 0.15;

/// Gives communities to locked themes, splits those in which several have a part, and takes a locked theme that no
/// community is out of the others. Gives the locked theme of each community.
pub(super) fn lock(communities: &mut [u32], rows: &[Row<'_>]) -> Vec<Option<u32>> {
    let mut count = communities.iter().max().map_or(0, |most| *most as usize + 1);
    let locked: Vec<Option<u32>> = rows.iter().map(|row| row.text.prior.locked()).collect();
    let themes = locked.iter().flatten().max().map_or(0, |most| *most as usize + 1);
    let mut theme_of = vec![None; count];
    if themes == 0 {
        return theme_of;
    }
    let mut members = vec![Vec::new(); count];
    for (row, community) in communities.iter().enumerate() {
        members[*community as usize].push(row);
    }
    let centroids = centroids(rows, themes);
    for (community, members) in members.iter().enumerate() {
        let mut counts = vec![0usize; themes];
        let known = members.iter().filter(|row| rows[**row].text.prior != PriorTheme::Unassigned).count();
        for theme in members.iter().filter_map(|row| locked[*row]) {
            counts[theme as usize] += 1;
        }
        let share = |theme: usize| counts[theme] as f64 / known.max(1) as f64;
        let parts: Vec<usize> =
            (0..themes).filter(|theme| counts[*theme] > 0 && share(*theme) >= SPLIT_SHARE_MIN).collect();
        let most = parts.iter().copied().max_by_key(|theme| (counts[*theme], std::cmp::Reverse(*theme)));
        let Some(most) = most.filter(|most| share(*most) >= SHARE_MIN || parts.len() > 1) else { continue };
        theme_of[community] = Some(most as u32);
        if parts.len() == 1 {
            continue;
        }
        // Each text goes to the theme it was in, or else to the nearest of those that share the community.
        let mut part_of: Vec<Option<u32>> = vec![None; themes];
        part_of[most] = Some(community as u32);
        for &row in members {
            let nearest = || {
                let cosine = |theme: &usize| centroids[*theme].dot(&rows[row].encoded.centred);
                parts.iter().copied().max_by(|a, b| cosine(a).total_cmp(&cosine(b)).then(b.cmp(a)))
            };
            let theme = locked[row]
                .map(|theme| theme as usize)
                .filter(|theme| parts.contains(theme))
                .or_else(nearest);
            let theme = theme.unwrap_or(most);
            communities[row] = *part_of[theme].get_or_insert_with(|| {
                count += 1;
                theme_of.push(Some(theme as u32));
                count as u32 - 1
            });
        }
    }
    // A locked theme that is nowhere by now is taken out of wherever its texts went.
    for theme in 0..themes as u32 {
        if !theme_of.contains(&Some(theme)) {
            for (row, _) in locked.iter().enumerate().filter(|(_, locked)| **locked == Some(theme)) {
                communities[row] = count as u32;
            }
            count += 1;
            theme_of.push(Some(theme));
        }
    }
    theme_of
}

fn centroids(rows: &[Row<'_>], themes: usize) -> Vec<Vector> {
    let mut sums = vec![[0.0f32; DIM]; themes];
    for (theme, row) in rows.iter().filter_map(|row| Some((row.text.prior.locked()?, row))) {
        for (s, v) in sums[theme as usize].iter_mut().zip(row.encoded.centred.values()) {
            *s += f32::from(*v);
        }
    }
    sums.iter().map(Vector::quantise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::themes::Text;
    use crate::themes::row::tests::{row, text};

    /// The communities, and the locked theme of each, where texts were in locked themes or in others.
    fn locked(communities: &[u32], locked: &[Option<u32>]) -> (Vec<u32>, Vec<Option<u32>>) {
        let prior = |theme: &Option<u32>| theme.map_or(PriorTheme::Free, PriorTheme::Locked);
        let texts: Vec<Text<'_>> =
            locked.iter().map(|theme| Text { prior: prior(theme), ..text("") }).collect();
        let direction =
            |n: usize| Vector::quantise(&std::array::from_fn(|d| f32::from(u8::from(d == n / 4))));
        let rows: Vec<Row<'_>> =
            texts.iter().enumerate().map(|(n, text)| row(text, Vec::new(), direction(n))).collect();
        let mut communities = communities.to_vec();
        let theme_of = lock(&mut communities, &rows);
        (communities, theme_of)
    }

    #[test]
    fn two_communities_of_one_locked_theme_are_both_that_theme() {
        let (communities, themes) = locked(&[0, 0, 1, 1, 2], &[Some(0), Some(0), Some(0), Some(0), None]);
        assert_eq!((communities, themes), (vec![0, 0, 1, 1, 2], vec![Some(0), Some(0), None]));
    }

    #[test]
    fn a_community_of_two_locked_themes_is_split_and_a_newcomer_goes_to_the_nearest() {
        let (communities, themes) =
            locked(&[0; 8], &[Some(0), Some(0), Some(0), None, Some(1), Some(1), None, None]);
        assert_eq!(communities, [0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(themes, [Some(0), Some(1)]);
    }

    #[test]
    fn a_locked_theme_that_melted_into_a_larger_one_is_taken_out_of_it() {
        let mut prior = vec![None; 20];
        prior[19] = Some(0);
        let (communities, themes) = locked(&[0; 20], &prior);
        assert_eq!(communities[19], 1);
        assert_eq!(themes, [None, Some(0)]);
    }
}
