//! Multinomial logistic regression: weights under which the classes of examples are likeliest, held back by how far they
//! are from what was known before (a Gaussian prior). Found by L-BFGS, always the same for the same examples.

use std::collections::VecDeque;

/// Steps that the curvature is estimated from.
const REMEMBERED: usize = 8;
/// Steps after which it is left as it is.
const STEPS_MAX: usize = 120;
/// How little a step may gain, as a share of the loss, before the search ends.
const GAIN_MIN: f64 = 1e-6;

/// Examples as rows of columns, and the class of each.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    classes: Vec<u8>,
    weights: Vec<f32>,
    /// What is already said for each class of each example; empty where nothing is.
    before: Vec<f64>,
}

impl Examples {
    /// Adds an example: what it counts in its columns, its class, and how much it matters.
    pub fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>, class: usize, weight: f32) {
        self.starts.push(self.columns.len());
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
        }
        self.classes.push(class as u8);
        self.weights.push(weight);
    }

    /// Adds what is already said for each class of the example that was added last.
    pub fn said_before(&mut self, logits: &[f64]) {
        self.before.extend_from_slice(logits);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    fn row(&self, example: usize) -> impl Iterator<Item = (usize, f64)> {
        let end = self.starts.get(example + 1).copied().unwrap_or(self.columns.len());
        let range = self.starts[example]..end;
        let columns = self.columns[range.clone()].iter().map(|column| *column as usize);
        columns.zip(self.values[range].iter().map(|value| f64::from(*value)))
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'p> {
    /// How many classes there are.
    pub classes: usize,
    /// Of each column: how strongly its weights are held at nothing.
    pub held: &'p [f64],
}

/// Finds the weights: of each column, one a class.
pub fn fit(examples: &Examples, shape: Shape<'_>) -> Vec<f64> {
    let mut at = vec![0.0; shape.held.len() * shape.classes];
    let mut slope = vec![0.0; at.len()];
    let mut loss = measure(examples, shape, &at, &mut slope);
    let mut steps: VecDeque<Step> = VecDeque::new();
    for _ in 0..STEPS_MAX {
        let direction = direction(&slope, &steps);
        let descent = dot(&direction, &slope);
        if descent >= 0.0 {
            break;
        }
        // The first step has no curvature to go by.
        let mut length = if steps.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let (mut there, mut slope_there) = (at.clone(), slope.clone());
        let mut loss_there = f64::INFINITY;
        for _ in 0..30 {
            for ((new, old), d) in there.iter_mut().zip(&at).zip(&direction) {
                *new = old + length * d;
            }
            loss_there = measure(examples, shape, &there, &mut slope_there);
            if loss_there <= loss + 1e-4 * length * descent {
                break;
            }
            length *= 0.5;
        }
        if loss_there >= loss {
            break;
        }
        let moved: Vec<f64> = there.iter().zip(&at).map(|(new, old)| new - old).collect();
        let turned: Vec<f64> = slope_there.iter().zip(&slope).map(|(new, old)| new - old).collect();
        let curvature = dot(&moved, &turned);
        if curvature > 1e-12 {
            steps.push_back(Step { moved, turned, curvature });
            if steps.len() > REMEMBERED {
                steps.pop_front();
            }
        }
        let gain = (loss - loss_there) / loss.abs().max(1e-12);
        (at, slope, loss) = (there, slope_there, loss_there);
        if gain < GAIN_MIN {
            break;
        }
    }
    at
}

struct Step {
    moved: Vec<f64>,
    turned: Vec<f64>,
    curvature: f64,
}

/// Where to go from here: against the slope, corrected by how the slope turned at the last steps.
fn direction(slope: &[f64], steps: &VecDeque<Step>) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let share = dot(&step.moved, &direction) / step.curvature;
        add(&mut direction, &step.turned, -share);
        shares.push(share);
    }
    if let Some(last) = steps.back() {
        let scale = last.curvature / dot(&last.turned, &last.turned);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for (step, share) in steps.iter().zip(shares.into_iter().rev()) {
        let back = dot(&step.turned, &direction) / step.curvature;
        add(&mut direction, &step.moved, share - back);
    }
    direction
}

/// The loss of these weights, and its slope.
fn measure(examples: &Examples, shape: Shape<'_>, at: &[f64], slope: &mut [f64]) -> f64 {
    let classes = shape.classes;
    let mut loss = 0.0;
    for ((held, at), slope) in
        shape.held.iter().zip(at.chunks_exact(classes)).zip(slope.chunks_exact_mut(classes))
    {
        for (weight, slope) in at.iter().zip(slope) {
            loss += 0.5 * held * weight * weight;
            *slope = held * weight;
        }
    }
    let mut logits = vec![0.0; classes];
    for example in 0..examples.len() {
        match examples.before.get(example * classes..(example + 1) * classes) {
            Some(before) => logits.copy_from_slice(before),
            None => logits.fill(0.0),
        }
        for (column, value) in examples.row(example) {
            let weights = &at[column * classes..(column + 1) * classes];
            logits.iter_mut().zip(weights).for_each(|(logit, weight)| *logit += weight * value);
        }
        softmax(&mut logits);
        let (class, matters) = (usize::from(examples.classes[example]), f64::from(examples.weights[example]));
        loss -= matters * logits[class].max(1e-300).ln();
        logits[class] -= 1.0;
        for (column, value) in examples.row(example) {
            let slopes = &mut slope[column * classes..(column + 1) * classes];
            slopes.iter_mut().zip(&logits).for_each(|(slope, off)| *slope += matters * off * value);
        }
    }
    loss
}

/// Makes probabilities of logits.
pub fn softmax(logits: &mut [f64]) {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - most).exp();
        sum += *logit;
    }
    logits.iter_mut().for_each(|logit| *logit /= sum);
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += times * what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_at_which_the_slope_is_nothing() {
        let mut examples = Examples::default();
        for (n, class) in [0, 0, 1, 2, 1, 0, 2, 2].into_iter().enumerate() {
            examples.push([(0, 1.0), (1, (n as f32).sin()), (2, (n as f32 * 1.7).cos())], class, 1.0);
        }
        let shape = Shape { classes: 3, held: &[0.1, 0.5, 0.5] };
        let found = fit(&examples, shape);
        let mut slope = vec![0.0; found.len()];
        measure(&examples, shape, &found, &mut slope);
        assert!(slope.iter().all(|s| s.abs() < 5e-3), "{slope:?}");
        assert_eq!(found, fit(&examples, shape));
    }

    #[test]
    fn what_is_held_fast_stays_and_what_was_said_before_counts() {
        let mut examples = Examples::default();
        examples.push([(0, 1.0)], 1, 1.0);
        examples.said_before(&[2.0, 0.0]);
        let firmly = fit(&examples, Shape { classes: 2, held: &[1e6] });
        assert!(firmly.iter().all(|weight| weight.abs() < 1e-4), "{firmly:?}");
        let freely = fit(&examples, Shape { classes: 2, held: &[0.01] });
        assert!(freely[1] - freely[0] > 2.0, "{freely:?}");
    }
}
