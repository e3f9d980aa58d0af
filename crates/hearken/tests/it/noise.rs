//! Texts without meaning, as many as a test wants and the same each time: only letters, so that redaction keeps them.

/// Words of one seed, without end.
pub fn words(seed: u64) -> impl Iterator<Item = String> {
    let mut random = Random::new(seed);
    std::iter::from_fn(move || {
        let length = 5 + random.below(5);
        Some((0..length).map(|_| char::from(b'a' + random.below(26) as u8)).collect())
    })
}

/// A table of `rows` reviews of `length` words each; ids begin at 1.
pub fn csv_from(seed: u64, rows: usize, length: usize) -> String {
    let mut words = words(seed);
    let mut csv = "id,text\n".to_owned();
    for id in 1..=rows {
        let text: Vec<String> = words.by_ref().take(length).collect();
        csv += &format!("{id},{}\n", text.join(" "));
    }
    csv
}

/// Bytes of one seed.
pub fn bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut random = Random::new(seed);
    (0..count).map(|_| random.below(256) as u8).collect()
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}
