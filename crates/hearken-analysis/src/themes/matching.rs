//! Matches new clusters to the themes before, and new areas to the areas before: one continues that whose signals it shares.

use rustc_hash::FxHashMap;

/// A cluster with a smaller share in common with a theme than this is something new.
const SHARE_MIN: f64 = 0.25;

/// What became of the themes, or areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching<Id> {
    /// For each new cluster the theme it continues; `None` is born.
    pub kept: Vec<Option<Id>>,
    /// Themes that are no longer found, in their given order.
    pub retired: Vec<Id>,
    /// For each new cluster the share in common with the theme it continues, 0 when born.
    pub share: Vec<f64>,
}

/// Matches one to one, the greatest common share first. The share is the number of common signals over
/// the number of those in either, counting only signals that were there both times: new signals must not
/// make a theme look like another.
pub fn match_themes<Id: Copy>(old: &[(Id, Vec<u64>)], new: &[Vec<u64>]) -> Matching<Id> {
    let theme_of: FxHashMap<u64, u32> =
        old.iter().zip(0..).flat_map(|((_, ids), theme)| ids.iter().map(move |id| (*id, theme))).collect();
    let mut common: FxHashMap<(u32, u32), u64> = FxHashMap::default();
    let mut sizes = vec![0u64; new.len()];
    for (cluster, ids) in new.iter().enumerate() {
        for theme in ids.iter().filter_map(|id| theme_of.get(id)) {
            *common.entry((*theme, cluster as u32)).or_default() += 1;
            sizes[cluster] += 1;
        }
    }
    let mut pairs: Vec<(f64, u32, u32)> = common
        .into_iter()
        .map(|((theme, cluster), both)| {
            let either = old[theme as usize].1.len() as u64 + sizes[cluster as usize] - both;
            (both as f64 / either.max(1) as f64, theme, cluster)
        })
        .filter(|(share, ..)| *share >= SHARE_MIN)
        .collect();
    pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut matching =
        Matching { kept: vec![None; new.len()], retired: Vec::new(), share: vec![0.0; new.len()] };
    let mut taken = vec![false; old.len()];
    for (share, theme, cluster) in pairs {
        if !taken[theme as usize] && matching.kept[cluster as usize].is_none() {
            taken[theme as usize] = true;
            matching.kept[cluster as usize] = Some(old[theme as usize].0);
            matching.share[cluster as usize] = share;
        }
    }
    matching.retired = old.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|((id, _), _)| *id).collect();
    matching
}

#[cfg(test)]
mod tests {
    use hearken_domain::ThemeId;

    use super::*;

    #[test]
    fn a_theme_that_split_lives_on_in_its_larger_part_and_the_rest_is_born() {
        let old = [(ThemeId(7), (0..10).collect()), (ThemeId(9), (10..20).collect())];
        let new = [(0..4).collect(), (4..10).collect(), (30..40).collect()];
        let matching = match_themes(&old, &new);
        assert_eq!(matching.kept, [None, Some(ThemeId(7)), None]);
        assert_eq!(matching.retired, [ThemeId(9)]);
    }

    #[test]
    fn no_id_is_given_twice_and_new_signals_do_not_dilute_a_theme() {
        let old = [(ThemeId(1), (0..10).collect())];
        let grown = match_themes(&old, &[(0..500).collect()]);
        assert_eq!(grown.kept, [Some(ThemeId(1))]);
        assert_eq!(grown.share, [1.0]);
        let halves = match_themes(&old, &[(0..5).collect(), (5..10).collect()]);
        assert_eq!(halves.kept, [Some(ThemeId(1)), None]);
    }

    #[test]
    fn nothing_before_and_nothing_after_are_no_trouble() {
        assert_eq!(match_themes::<ThemeId>(&[], &[vec![1]]).kept, [None]);
        assert_eq!(match_themes(&[(ThemeId(1), vec![])], &[]).retired, [ThemeId(1)]);
    }
}
