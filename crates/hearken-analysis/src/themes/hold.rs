//! What people decided, kept to by a learning: texts of a theme that a person ruled about stay together in it, apart from
//! every other such theme, whatever communities say.

use crate::meaning::{DIM, Vector};

/// A community of which such a share was in a held theme is that theme.
const IS: f64 = 0.5;
/// A community in which another held theme has such a share is cut between them.
const CUTS: f64 = 0.15;

/// Gives communities to held themes, cuts those in which several have a part, and takes a held theme that no community
/// is out of the others. `held` names the held theme of each text that was in one. Gives the held theme of each
/// community.
pub(super) fn hold(
    communities: &mut [u32],
    held: &[Option<u32>],
    was_somewhere: &[bool],
    centred: &[Vector],
) -> Vec<Option<u32>> {
    let mut count = communities.iter().max().map_or(0, |most| *most as usize + 1);
    let themes = held.iter().flatten().max().map_or(0, |most| *most as usize + 1);
    let mut of = vec![None; count];
    if themes == 0 {
        return of;
    }
    let mut members = vec![Vec::new(); count];
    for (text, community) in communities.iter().enumerate() {
        members[*community as usize].push(text);
    }
    let centres = centres(held, themes, centred);
    for (community, members) in members.iter().enumerate() {
        let mut shares = vec![0usize; themes];
        let known = members.iter().filter(|text| was_somewhere[**text]).count();
        for theme in members.iter().filter_map(|text| held[*text]) {
            shares[theme as usize] += 1;
        }
        let share = |theme: usize| shares[theme] as f64 / known.max(1) as f64;
        let parts: Vec<usize> =
            (0..themes).filter(|theme| shares[*theme] > 0 && share(*theme) >= CUTS).collect();
        let most = parts.iter().copied().max_by_key(|theme| (shares[*theme], std::cmp::Reverse(*theme)));
        let Some(most) = most.filter(|most| share(*most) >= IS || parts.len() > 1) else { continue };
        of[community] = Some(most as u32);
        if parts.len() == 1 {
            continue;
        }
        // Each text goes to the theme it was in, or else to the nearest of those that share the community.
        let mut own: Vec<Option<u32>> = vec![None; themes];
        own[most] = Some(community as u32);
        for &text in members {
            let nearest = || {
                let near = |theme: &usize| centres[*theme].dot(&centred[text]);
                parts.iter().copied().max_by(|a, b| near(a).total_cmp(&near(b)).then(b.cmp(a)))
            };
            let theme =
                held[text].map(|theme| theme as usize).filter(|theme| parts.contains(theme)).or_else(nearest);
            let theme = theme.unwrap_or(most);
            let to = *own[theme].get_or_insert_with(|| {
                count += 1;
                of.push(Some(theme as u32));
                count as u32 - 1
            });
            communities[text] = to;
        }
    }
    // A held theme that is nowhere by now is taken out of wherever its texts went.
    for theme in 0..themes as u32 {
        if !of.contains(&Some(theme)) {
            for (text, _) in held.iter().enumerate().filter(|(_, held)| **held == Some(theme)) {
                communities[text] = count as u32;
            }
            count += 1;
            of.push(Some(theme));
        }
    }
    of
}

fn centres(held: &[Option<u32>], themes: usize, centred: &[Vector]) -> Vec<Vector> {
    let mut sums = vec![[0.0f32; DIM]; themes];
    for (theme, vector) in held.iter().zip(centred).filter_map(|(held, vector)| Some(((*held)?, vector))) {
        for (s, v) in sums[theme as usize].iter_mut().zip(vector.values()) {
            *s += f32::from(*v);
        }
    }
    sums.iter().map(Vector::quantise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(count: usize) -> Vec<Vector> {
        (0..count)
            .map(|n| Vector::quantise(&std::array::from_fn(|d| f32::from(u8::from(d == n / 4)))))
            .collect()
    }

    fn held(communities: &[u32], held: &[Option<u32>]) -> (Vec<u32>, Vec<Option<u32>>) {
        let mut communities = communities.to_vec();
        let known = vec![true; held.len()];
        let of = hold(&mut communities, held, &known, &vectors(held.len()));
        (communities, of)
    }

    #[test]
    fn two_communities_of_one_held_theme_are_both_that_theme() {
        let (communities, of) = held(&[0, 0, 1, 1, 2], &[Some(0), Some(0), Some(0), Some(0), None]);
        assert_eq!((communities, of), (vec![0, 0, 1, 1, 2], vec![Some(0), Some(0), None]));
    }

    #[test]
    fn a_community_of_two_held_themes_is_cut_and_a_newcomer_goes_to_the_nearest() {
        let (communities, of) =
            held(&[0; 8], &[Some(0), Some(0), Some(0), None, Some(1), Some(1), None, None]);
        assert_eq!(communities, [0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(of, [Some(0), Some(1)]);
    }

    #[test]
    fn a_held_theme_that_melted_into_a_larger_one_is_taken_out_of_it() {
        let mut was = vec![None; 20];
        was[19] = Some(0);
        let (communities, of) = held(&[0; 20], &was);
        assert_eq!(communities[19], 1);
        assert_eq!(of, [None, Some(0)]);
    }
}
