//! Check digits of made numbers, each from the description of its issuer.

/// The last digit of a payment card.
pub fn luhn(body: &str) -> char {
    let mut sum = 0;
    for (place, digit) in body.chars().rev().filter_map(|c| c.to_digit(10)).enumerate() {
        sum += match (place % 2, digit) {
            (0, digit) if digit > 4 => digit * 2 - 9,
            (0, digit) => digit * 2,
            _ => digit,
        };
    }
    digit((10 - sum % 10) % 10)
}

/// The two check digits of an IBAN.
pub fn iban(country: &str, account: &str) -> String {
    let mut rest = 0u32;
    for c in account.chars().chain(country.chars()).chain("00".chars()) {
        let value = c.to_digit(36).unwrap_or_default();
        rest = if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 };
    }
    format!("{:02}", 98 - rest)
}

/// Weighted digits, added up.
pub fn weighted(body: &str, weights: &[u32]) -> u32 {
    body.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The last digit of an Aadhaar number (Verhoeff: the dihedral group of the pentagon).
pub fn verhoeff(body: &str) -> char {
    // Of two elements, below five a rotation and from five a reflection.
    let product = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - 5 + 5 - b) % 5,
        (false, false) => (a - 5 + 5 - (b - 5)) % 5,
    };
    let step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut sum = 0;
    for (place, digit) in body.chars().rev().filter_map(|c| c.to_digit(10)).enumerate() {
        let moved = (0..(place + 1) % 8).fold(digit, |digit, _| step[digit as usize]);
        sum = product(sum, moved);
    }
    digit((0..10).find(|&last| product(sum, last) == 0).unwrap_or_default())
}

/// The last digit of a German tax number (ISO 7064, modulus 11 and 10).
pub fn eleven_ten(body: &str) -> char {
    let mut product = 10;
    for value in body.chars().filter_map(|c| c.to_digit(10)) {
        let sum = match (value + product) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    digit((11 - product) % 10)
}

/// The last letter of a codice fiscale.
pub fn codice(body: &str) -> char {
    let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let mut sum = 0;
    for (place, c) in body.chars().enumerate() {
        let value = c.to_digit(10).unwrap_or_else(|| c.to_digit(36).unwrap_or(10) - 10);
        sum += if place % 2 == 0 { odd[value as usize] } else { value };
    }
    char::from_u32(u32::from('A') + sum % 26).unwrap_or('A')
}

pub fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_published_examples() {
        assert_eq!(luhn("411111111111111"), '1');
        assert_eq!(iban("GB", "WEST12345698765432"), "82");
        assert_eq!(verhoeff("236"), '3');
        assert_eq!(eleven_ten("8609574271"), '9');
        assert_eq!(codice("MRTMTT91D08F205"), 'J');
    }
}
