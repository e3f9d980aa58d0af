//! Macro-F1, Cohen's kappa, and how far chance alone moves them.

use hearken_domain::{Says, Sentiment, Severity};

/// The mean over the classes that occur in `gold` of each one's F1.
pub fn macro_f1(pairs: &[(usize, usize)]) -> f64 {
    let each = f1_by_class(pairs);
    each.iter().map(|(_, f1)| f1).sum::<f64>() / each.len().max(1) as f64
}

/// F1 of each class that occurs in the first of each pair.
pub fn f1_by_class(pairs: &[(usize, usize)]) -> Vec<(usize, f64)> {
    let mut counts = [[0_u32; 3]; 8];
    for (gold, found) in pairs {
        counts[*gold][1] += 1;
        counts[*found][2] += 1;
        counts[*gold][0] += u32::from(gold == found);
    }
    let f1 = |[hits, gold, found]: [u32; 3]| 2.0 * f64::from(hits) / f64::from(gold + found).max(1.0);
    counts.into_iter().enumerate().filter(|(_, c)| c[1] > 0).map(|(class, c)| (class, f1(c))).collect()
}

/// The share of pairs that are alike.
pub fn accuracy(pairs: &[(usize, usize)]) -> f64 {
    pairs.iter().filter(|(gold, found)| gold == found).count() as f64 / pairs.len().max(1) as f64
}

/// How far two readers agree beyond what they would by chance.
pub fn kappa(pairs: &[(usize, usize)]) -> f64 {
    let count = pairs.len().max(1) as f64;
    let share =
        |of: &dyn Fn(&(usize, usize)) -> bool| pairs.iter().filter(|pair| of(pair)).count() as f64 / count;
    let chance: f64 =
        (0..8).map(|class| share(&|pair| pair.0 == class) * share(&|pair| pair.1 == class)).sum();
    (accuracy(pairs) - chance) / (1.0 - chance).max(1e-9)
}

/// Draws again from as many as there are, a thousand times: the 2.5th and 97.5th percentile of a figure.
pub fn interval(count: usize, figure: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    let mut random = Random(7);
    let mut figures: Vec<f64> =
        (0..1000).map(|_| figure(&(0..count).map(|_| random.below(count)).collect::<Vec<_>>())).collect();
    figures.sort_unstable_by(f64::total_cmp);
    (figures[25], figures[974])
}

/// Macro-F1 and its interval, as a row has it.
pub fn row_of(pairs: &[(usize, usize)]) -> serde_json::Value {
    let drawn = |drawn: &[usize]| macro_f1(&drawn.iter().map(|at| pairs[*at]).collect::<Vec<_>>());
    let (low, high) = interval(pairs.len(), drawn);
    let round = crate::row::round;
    serde_json::json!({
        "texts": pairs.len(), "macro_f1": round(macro_f1(pairs)), "from": round(low), "to": round(high),
        "accuracy": round(accuracy(pairs)),
    })
}

/// By how much macro-F1 of the second is above the first's, on the same texts, with its interval.
pub fn gain(gold: &[usize], first: &[usize], second: &[usize]) -> serde_json::Value {
    let gain = |drawn: &[usize]| {
        let of =
            |found: &[usize]| macro_f1(&drawn.iter().map(|at| (gold[*at], found[*at])).collect::<Vec<_>>());
        of(second) - of(first)
    };
    let (low, high) = interval(gold.len(), gain);
    let round = crate::row::round;
    let whole: Vec<usize> = (0..gold.len()).collect();
    serde_json::json!({ "gain": round(gain(&whole)), "from": round(low), "to": round(high) })
}

/// The name of an answer.
pub fn name(head: hearken_analysis::readings::Head, class: usize) -> &'static str {
    use hearken_analysis::readings::Head;
    match head {
        Head::Stars => ["1-2", "3", "4-5"][class],
        Head::Says => Says::ALL[class].as_str(),
        Head::Sentiment => Sentiment::ALL[class].as_str(),
        Head::Severity => Severity::ALL[class].as_str(),
    }
}

/// A small generator (SplitMix64), the same everywhere.
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    /// Fisher and Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            let with = self.below(index + 1);
            items.swap(index, with);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_scikit_learn() {
        // f1_score(average="macro") and cohen_kappa_score on these two rows.
        let pairs = [(0, 0), (0, 1), (1, 1), (1, 1), (2, 0), (2, 2)];
        assert!((macro_f1(&pairs) - 0.655_555).abs() < 1e-5);
        assert!((kappa(&pairs) - 0.5).abs() < 1e-9);
    }
}
