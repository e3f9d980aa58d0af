//! Texts as they are looked at together: which of their words tell something, and where each of them lies.

use rayon::prelude::*;

use super::features::Features;
use super::latent::latent;
use super::space::{Place, centred, places};
use super::tongue::{Tongue, spoken};
use crate::meaning::{DIM, Vector};

/// What is read from texts, in their order.
#[derive(Debug)]
pub(super) struct Reading {
    pub middle: [f32; DIM],
    pub tongues: Vec<Tongue>,
    pub features: Features,
    /// The features of each text, ascending.
    pub known: Vec<Vec<u32>>,
    /// What each means, seen from the middle, or from that of its tongue.
    pub centred: Vec<Vector>,
}

impl Reading {
    /// `words` are those of each text, as [`super::features::hashed`] gives them.
    pub(super) fn of(
        words: &[Vec<u32>],
        vectors: &[Vector],
        middle: [f32; DIM],
        tongues: Vec<Tongue>,
    ) -> Self {
        let features = Features::of(words).without(tongues.iter().flat_map(|tongue| &tongue.common));
        let read = |(words, vector): (&Vec<u32>, &Vector)| read(words, vector, &middle, &tongues, &features);
        let (known, centred) = words.par_iter().zip(vectors).with_min_len(64).map(read).unzip();
        Self { middle, tongues, features, known, centred }
    }

    /// Where the texts lie, by what they mean and by which words they share.
    pub(super) fn places(&self, seed: u64) -> Vec<Place> {
        places(&self.centred, &latent(&self.known, self.features.len(), seed))
    }

    /// Keeps the texts that stay.
    pub(super) fn retain(&mut self, stays: &[bool]) {
        retain(&mut self.known, stays);
        retain(&mut self.centred, stays);
    }
}

/// The features of one text, and what it means, seen from where it has to be.
pub(super) fn read(
    hashed: &[u32],
    vector: &Vector,
    middle: &[f32; DIM],
    tongues: &[Tongue],
    features: &Features,
) -> (Vec<u32>, Vector) {
    let known = features.known(hashed);
    let middle = spoken(tongues, hashed, known.len()).map_or(middle, |tongue| &tongue.middle);
    (known, centred(vector, middle))
}

/// Keeps the items that stay.
pub(super) fn retain<T>(items: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    items.retain(|_| stays.next() == Some(&true));
}
