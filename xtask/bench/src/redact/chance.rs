//! Seeded chance, so that the made texts are the same in every run.

/// A stream of numbers from a seed (xorshift, with the multiplier of Vigna's xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let scattered = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(scattered).unwrap_or_default() % bound.max(1)
    }

    /// A number from `first` to `last`, both among them.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// So many characters of an alphabet.
    pub fn string(&mut self, length: usize, alphabet: &str) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.pick(&alphabet)).collect()
    }

    pub fn digits(&mut self, length: usize) -> String {
        self.string(length, DIGITS)
    }

    /// A form with its places filled: `#` any digit, `N` 2 to 9, `M` any digit but 1 and 9, `@` a capital letter.
    pub fn fill(&mut self, form: &str) -> String {
        form.chars()
            .map(|c| match c {
                '#' => self.pick(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
                'N' => self.pick(&['2', '3', '4', '5', '6', '7', '8', '9']),
                'M' => self.pick(&['0', '2', '3', '4', '5', '6', '7', '8']),
                '@' => {
                    self.pick(&['A', 'B', 'C', 'D', 'E', 'G', 'H', 'J', 'K', 'L', 'M', 'P', 'R', 'T', 'W'])
                }
                other => other,
            })
            .collect()
    }
}

pub const DIGITS: &str = "0123456789";
pub const HEX: &str = "0123456789abcdef";
pub const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
pub const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
pub const WORDLIKE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
