//! Sums of money: an amount in a currency. Sums of different currencies are never added: that takes a rate, and a rate is a
//! person's word.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A currency, by its three letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(into = "String", try_from = "String")]
#[schema(value_type = String, pattern = "^[A-Z]{3}$", example = "EUR")]
pub struct Currency([u8; 3]);

/// Currencies in use, by ISO 4217.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL \
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD \
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES \
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

impl Currency {
    /// Its three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(given: String) -> Result<Self, MoneyError> {
        given.parse()
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    /// Reads three letters in any case, and the signs of currencies that no other has.
    fn from_str(given: &str) -> Result<Self, MoneyError> {
        let letters = match given.trim() {
            "€" => "EUR".to_owned(),
            "£" => "GBP".to_owned(),
            "₹" => "INR".to_owned(),
            other => other.to_ascii_uppercase(),
        };
        let bytes: Option<[u8; 3]> = letters.as_bytes().try_into().ok();
        match bytes.filter(|_| CURRENCIES.split(' ').any(|known| known == letters)) {
            Some(bytes) => Ok(Self(bytes)),
            None => Err(MoneyError::Currency(shown(given))),
        }
    }
}

/// A sum of money that is not negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// The amount in hundredths of the currency.
    pub hundredths: u64,
    /// The currency.
    pub currency: Currency,
}

/// What is no sum of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// There is no such currency.
    #[error("'{0}' is not a valid currency; write its three letters, such as EUR")]
    Currency(String),
    /// There is a currency missing.
    #[error(
        "'{0}' says no currency; write it behind the amount, such as 1200 EUR, or in a column of its own"
    )]
    NoCurrency(String),
    /// The amount is below nothing.
    #[error("'{0}' is negative; revenue is nothing or more")]
    Negative(String),
    /// It is no amount.
    #[error("'{0}' is not a valid amount; write it like 1200 or 1200.50")]
    Amount(String),
    /// Two currencies are told of one sum.
    #[error("'{0}' is in another currency than the one beside it, {1}")]
    Contradiction(String, Currency),
}

impl Money {
    /// Reads an amount with its currency before or behind it, or else `beside` it: `1,200.50 EUR`, `€ 1.200,50`.
    ///
    /// # Errors
    /// It is no amount, negative, of no currency, or contradicts the one beside it.
    pub fn read(given: &str, beside: Option<Currency>) -> Result<Self, MoneyError> {
        let text = given.trim();
        let is_of_number =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '\'' | '(' | ')');
        let number: String = text.chars().filter(|c| is_of_number(*c)).collect();
        let word: String = text.chars().filter(|c| !is_of_number(*c) && !c.is_whitespace()).collect();
        let own = match word.as_str() {
            "" => None,
            // The dollar is many countries': the column beside it says which, or it is nobody's.
            "$" => None,
            word => Some(word.parse::<Currency>()?),
        };
        if number.starts_with(['-', '−']) || (number.starts_with('(') && number.ends_with(')')) {
            return Err(MoneyError::Negative(shown(given)));
        }
        let hundredths = hundredths(&number).ok_or_else(|| MoneyError::Amount(shown(given)))?;
        let currency = match (own, beside) {
            (Some(own), Some(beside)) if own != beside => {
                return Err(MoneyError::Contradiction(shown(given), beside));
            }
            (own, beside) => own.or(beside).ok_or_else(|| MoneyError::NoCurrency(shown(given)))?,
        };
        Ok(Self { hundredths, currency })
    }
}

/// An amount in hundredths. Of two sorts of signs the last is the decimal one; a single one is so unless three digits follow it and
/// one to three stand before it, as in a thousand.
fn hundredths(number: &str) -> Option<u64> {
    let number = number.replace('\'', "");
    let last = number.rfind(['.', ',']);
    let (whole, fraction) = match last {
        Some(at) => {
            let sign = &number[at..=at];
            let repeated = number.matches(sign).count() > 1;
            let other = number.contains(if sign == "." { ',' } else { '.' });
            let behind = &number[at + 1..];
            let thousands = behind.len() == 3 && (1..=3).contains(&at) && !number.starts_with('0');
            if (thousands && !other) || repeated {
                (number.clone(), "")
            } else {
                (number[..at].to_owned(), behind)
            }
        }
        None => (number.clone(), ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    if groups.len() > 1 && (groups[0].len() > 3 || groups.iter().skip(1).any(|group| group.len() != 3)) {
        return None;
    }
    let digits: String = groups.concat();
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits.is_empty() || digits.len() > 15 || !all_digits(&digits) || !all_digits(fraction) {
        return None;
    }
    let cents: u64 = match fraction.len() {
        0 => 0,
        1 => fraction.parse::<u64>().ok()? * 10,
        // Beyond hundredths an amount of revenue says nothing; half of one and more is rounded up.
        _ => {
            let cents: u64 = fraction.get(..2)?.parse().ok()?;
            cents + u64::from(fraction.as_bytes().get(2).is_some_and(|digit| *digit >= b'5'))
        }
    };
    Some(digits.parse::<u64>().ok()? * 100 + cents)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, cents) = (crate::grouped(self.hundredths / 100), self.hundredths % 100);
        match cents {
            0 => write!(f, "{whole} {}", self.currency),
            cents => write!(f, "{whole}.{cents:02} {}", self.currency),
        }
    }
}

fn shown(given: &str) -> String {
    given.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &str, beside: Option<&str>) -> Result<String, String> {
        let beside = beside.map(|letters| letters.parse().unwrap());
        Money::read(given, beside).map(|money| money.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (given, read_as) in [
            ("1200 EUR", "1,200 EUR"),
            ("1,200.50 eur", "1,200.50 EUR"),
            ("€ 1.200,50", "1,200.50 EUR"),
            ("CHF 12'000.-", ""),
            ("CHF 12'000", "12,000 CHF"),
            ("1.234.567 USD", "1,234,567 USD"),
            ("1,234 USD", "1,234 USD"),
            ("12.5 USD", "12.50 USD"),
            ("0 JPY", "0 JPY"),
            ("9.999 GBP", "9,999 GBP"),
            ("12345.678 USD", "12,345.68 USD"),
            ("0.125 USD", "0.13 USD"),
            ("1234,567,890 USD", ""),
            ("9,99.9 GBP", ""),
        ] {
            match read_as {
                "" => assert!(read(given, None).is_err(), "{given}"),
                expected => assert_eq!(read(given, None).as_deref(), Ok(expected), "{given}"),
            }
        }
        assert_eq!(read("$99", Some("CAD")).as_deref(), Ok("99 CAD"));
        assert_eq!(read("99.999", Some("USD")).as_deref(), Ok("99,999 USD"));
        assert_eq!(read("1,000.999", Some("USD")).as_deref(), Ok("1,001 USD"));
    }

    #[test]
    fn what_is_no_sum_is_told_with_what_is_wrong() {
        let told = |given, beside| read(given, beside).unwrap_err();
        assert_eq!(told("-5", Some("EUR")), "'-5' is negative; revenue is nothing or more");
        assert_eq!(told("(5.00)", Some("EUR")), "'(5.00)' is negative; revenue is nothing or more");
        assert!(told("$5", None).contains("says no currency"));
        assert!(told("5 XYZ", None).starts_with("'XYZ' is not a valid currency"));
        assert!(told("5 EUR", Some("USD")).contains("another currency than the one beside it, USD"));
        assert!(told("much EUR", None).starts_with("'muchEUR' is not a valid currency"));
        assert!(told("EUR", None).contains("is not a valid amount"));
        assert!("EURO".parse::<Currency>().is_err());
        assert!(Money::read("99999999999999999999 EUR", None).is_err());
    }

    #[test]
    fn money_reads_back_from_json_what_it_writes() {
        let money = Money::read("12.34 EUR", None).unwrap();
        let written = serde_json::to_string(&money).unwrap();
        assert_eq!(written, r#"{"hundredths":1234,"currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&written).unwrap(), money);
        assert!(serde_json::from_str::<Money>(r#"{"hundredths":1,"currency":"E\u0000R"}"#).is_err());
    }
}
