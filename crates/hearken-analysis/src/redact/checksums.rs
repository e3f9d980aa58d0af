//! Check digits, by which a number is told from any other of its length.

fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
    digits.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')))
}

/// Payment cards, and some national numbers (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &str) -> bool {
    let doubled = values(digits).rev().zip([1, 2].into_iter().cycle()).map(|(digit, times)| digit * times);
    doubled.map(|value| if value > 9 { value - 9 } else { value }).sum::<u32>().is_multiple_of(10)
}

/// Indian Aadhaar numbers: the multiplication of the dihedral group of ten, with a permutation that depends on the place.
pub(super) fn verhoeff(digits: &str) -> bool {
    let permuted = |place: usize, digit: u32| {
        const ONCE: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        (0..place % 8).fold(digit, |digit, _| ONCE[digit as usize])
    };
    let product = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - b) % 5,
        (false, false) => (5 + a - b) % 5,
    };
    values(digits).rev().enumerate().fold(0, |sum, (place, digit)| product(sum, permuted(place, digit))) == 0
}

/// The sum of the digits, each times its weight.
pub(super) fn weighted(digits: &str, weights: &[u32]) -> u32 {
    values(digits).zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The remainder by 97 of letters and digits, letters as 10 to 35 (ISO 7064).
pub(super) fn mod_97(characters: impl Iterator<Item = u8>) -> u64 {
    characters.fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u64::from(byte - b'0')) % 97,
        _ => (rest * 100 + u64::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
    })
}

/// German tax ids (ISO 7064, MOD 11,10).
pub(super) fn mod_11_10(digits: &str) -> bool {
    let Some((number, check)) = digits.split_at_checked(digits.len().saturating_sub(1)) else { return false };
    let product = values(number).fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    values(check).next() == Some((11 - product) % 10)
}

/// European article numbers: weights 1 and 3 from the left, of thirteen digits.
pub(super) fn ean_13(digits: &str) -> bool {
    digits.len() == 13 && weighted(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_check_digit_is_told() {
        assert!(luhn("4111111111111111") && !luhn("4111111111111112"));
        assert!(verhoeff("2363") && !verhoeff("2364"));
        assert!(mod_11_10("86095742719") && !mod_11_10("86095742718"));
        assert!(ean_13("4006381333931") && !ean_13("4006381333932"));
        assert_eq!(mod_97("370400440532013000DE89".bytes()), 1);
    }

    proptest::proptest! {
        #[test]
        fn verhoeff_tells_every_wrong_digit(digits in "[0-9]{11}", place in 0usize..12, more in 1u8..10) {
            let right = (0..10).map(|check| format!("{digits}{check}")).find(|all| verhoeff(all)).unwrap();
            let mut wrong = right.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + more) % 10;
            proptest::prop_assert!(!verhoeff(std::str::from_utf8(&wrong).unwrap()));
        }
    }
}
