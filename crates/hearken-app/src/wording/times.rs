//! How a ratio is written.

/// A ratio, with as many places as it takes to tell it from 0.
pub fn times(ratio: f64) -> String {
    match ratio {
        0.0 => "0".to_owned(),
        small if small < 0.095 => format!("{:.2}", small.max(0.01)),
        ratio => format!("{ratio:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_ratio_is_told_from_none() {
        let told = [0.0, 0.0004, 0.04, 0.0949, 0.2, 1.0, 12.34].map(times);
        assert_eq!(told, ["0", "0.01", "0.04", "0.09", "0.2", "1.0", "12.3"]);
    }
}
