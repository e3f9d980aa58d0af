//! Plain BM25 (k1 = 1.2, b = 0.75) over the words of a file and its path: what anybody would build first.

use std::collections::HashMap;

use hearken_code::Repository;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// An inverted index in memory; texts are cut into words once for each content.
#[derive(Default)]
pub(super) struct Plain {
    known: HashMap<(String, Vec<u8>), HashMap<String, u32>>,
    paths: Vec<String>,
    lengths: Vec<f32>,
    lists: HashMap<String, Vec<(u32, u32)>>,
}

impl Plain {
    /// Makes the index of these files at a commit.
    pub fn bring_to(
        &mut self,
        repository: &Repository,
        commit: &str,
        paths: Vec<String>,
    ) -> anyhow::Result<()> {
        let mut known = std::mem::take(&mut self.known);
        (self.lists, self.lengths) = (HashMap::new(), Vec::new());
        for (path, number) in paths.iter().zip(0..) {
            let content = repository.file_at(commit, path)?.unwrap_or_default();
            let key = (path.clone(), content);
            let words = known
                .remove(&key)
                .unwrap_or_else(|| count(&[&String::from_utf8_lossy(&key.1), path.as_str()]));
            self.lengths.push(words.values().sum::<u32>() as f32);
            for (word, frequency) in &words {
                self.lists.entry(word.clone()).or_default().push((number, *frequency));
            }
            self.known.insert(key, words);
        }
        self.paths = paths;
        Ok(())
    }

    /// Paths, best first.
    pub fn rank(&self, text: &str, limit: usize) -> Vec<String> {
        let files = self.paths.len() as f32;
        let average = self.lengths.iter().sum::<f32>() / files.max(1.0);
        let mut scores = vec![0f32; self.paths.len()];
        for (word, asked) in count(&[text]) {
            let Some(list) = self.lists.get(&word) else { continue };
            let idf = (1.0 + (files - list.len() as f32 + 0.5) / (list.len() as f32 + 0.5)).ln();
            for (file, frequency) in list {
                let (frequency, length) = (*frequency as f32, self.lengths[*file as usize] / average);
                scores[*file as usize] +=
                    asked as f32 * idf * frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length));
            }
        }
        let mut order: Vec<usize> = (0..scores.len()).filter(|file| scores[*file] > 0.0).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        order.into_iter().take(limit).map(|file| self.paths[file].clone()).collect()
    }
}

fn count(texts: &[&str]) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for word in texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
    {
        *counts.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    counts
}
