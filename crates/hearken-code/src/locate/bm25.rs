//! BM25: how much the words that a text shares with a report count.

/// How rare a term is (Robertson and Zaragoza 2009, with one added so that no term counts against a document).
pub(super) fn idf(documents: usize, with: usize) -> f32 {
    (1.0 + (documents as f32 - with as f32 + 0.5).max(0.0) / (with as f32 + 0.5)).ln()
}

/// What a term of this frequency counts in a document of so many times the average length, at most k1 + 1 (BM25).
pub(super) fn saturated(frequency: f32, length: f32, k1: f32, b: f32) -> f32 {
    frequency * (k1 + 1.0) / (frequency + k1 * (1.0 - b + b * length))
}
