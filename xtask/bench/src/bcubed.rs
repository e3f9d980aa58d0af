//! How well themes agree with labels where both may overlap: extended BCubed (Amigó, Gonzalo, Artiles and Verdejo 2009,
//! "A comparison of extrinsic clustering evaluation metrics based on formal constraints", section 6).

use std::collections::HashMap;

/// Precision and recall, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BCubed {
    pub precision: f64,
    pub recall: f64,
}

impl BCubed {
    /// Their harmonic mean.
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall).max(f64::MIN_POSITIVE)
    }
}

/// Scores the themes of each item against its labels. Each item has at least one of both.
pub fn bcubed(gold: &[Vec<usize>], found: &[Vec<usize>]) -> BCubed {
    let (of_label, of_theme) = (items_of(gold), items_of(found));
    let (mut precision, mut recall) = (0.0, 0.0);
    let (mut labels, mut themes) = (vec![0u32; gold.len()], vec![0u32; gold.len()]);
    for item in 0..gold.len() {
        let mut met = Vec::new();
        for (classes, items, shared) in
            [(&gold[item], &of_label, &mut labels), (&found[item], &of_theme, &mut themes)]
        {
            for other in classes.iter().flat_map(|class| &items[class]) {
                shared[*other] += 1;
                met.push(*other);
            }
        }
        met.sort_unstable();
        met.dedup();
        let mean = |of: &[u32]| {
            let shares = met.iter().filter(|other| of[**other] > 0);
            let (sum, count) = shares.fold((0.0, 0.0), |(sum, count), other| {
                (sum + f64::from(labels[*other].min(themes[*other])) / f64::from(of[*other]), count + 1.0)
            });
            sum / f64::max(count, 1.0)
        };
        precision += mean(&themes);
        recall += mean(&labels);
        for other in met {
            labels[other] = 0;
            themes[other] = 0;
        }
    }
    let all = gold.len().max(1) as f64;
    BCubed { precision: precision / all, recall: recall / all }
}

fn items_of(classes: &[Vec<usize>]) -> HashMap<usize, Vec<usize>> {
    let mut items: HashMap<usize, Vec<usize>> = HashMap::new();
    for (item, classes) in classes.iter().enumerate() {
        for class in classes {
            items.entry(*class).or_default().push(item);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(gold: &[&[usize]], found: &[&[usize]]) -> (f64, f64) {
        let sets = |sets: &[&[usize]]| sets.iter().map(|set| set.to_vec()).collect::<Vec<_>>();
        let BCubed { precision, recall } = bcubed(&sets(gold), &sets(found));
        (precision, recall)
    }

    #[test]
    fn what_agrees_is_one_and_one_theme_of_all_has_the_precision_of_chance() {
        assert_eq!(scored(&[&[0], &[0, 1], &[1]], &[&[5], &[5, 6], &[6]]), (1.0, 1.0));
        assert_eq!(scored(&[&[0], &[0], &[1], &[1]], &[&[0], &[0], &[0], &[0]]), (0.5, 1.0));
        assert_eq!(scored(&[&[0], &[0]], &[&[0], &[1]]), (1.0, 0.5));
    }

    #[test]
    fn two_items_that_share_two_labels_want_to_share_two_themes() {
        let (precision, recall) = scored(&[&[0, 1], &[0, 1]], &[&[0], &[0]]);
        assert_eq!((precision, recall), (1.0, 0.5));
    }
}
