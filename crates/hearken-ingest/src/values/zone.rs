//! Offsets from UTC: in figures, by the short names that programs print, and by the names of the time zone database.

use jiff::tz::{Offset, TimeZone};

/// Short names with their minutes from UTC. One that stands for several zones is read as the one most written:
/// `CST` in North America, `IST` in India, `BST` in Britain.
const NAMES: &[(&str, i32)] = &[
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("UCT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("MEZ", 60),
    ("MET", 60),
    ("WAT", 60),
    ("CEST", 120),
    ("MESZ", 120),
    ("MEST", 120),
    ("EET", 120),
    ("CAT", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("МСК", 180),
    ("TRT", 180),
    ("EAT", 180),
    ("IRST", 210),
    ("GST", 240),
    ("SAMT", 240),
    ("PKT", 300),
    ("YEKT", 300),
    ("UZT", 300),
    ("IST", 330),
    ("NPT", 345),
    ("ALMT", 360),
    ("ICT", 420),
    ("WIB", 420),
    ("NOVT", 420),
    ("HKT", 480),
    ("SGT", 480),
    ("MYT", 480),
    ("PHT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("VLAT", 600),
    ("ACDT", 630),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("NDT", -150),
    ("BRT", -180),
    ("ART", -180),
    ("ADT", -180),
    ("NST", -210),
    ("AST", -240),
    ("EDT", -240),
    ("EST", -300),
    ("CDT", -300),
    ("CST", -360),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
    ("AKDT", -480),
    ("AKST", -540),
    ("HST", -600),
];

/// The zone that `zone` names: `+01:00`, `UTC+2`, `CEST`, `Europe/Berlin`.
pub(super) fn parse_zone(zone: &str) -> Option<TimeZone> {
    let zone = zone.trim();
    offset(zone).map(TimeZone::fixed).or_else(|| named(zone))
}

/// A zone of the database. Its names have a slash, so that no other word is taken for one.
fn named(zone: &str) -> Option<TimeZone> {
    if zone.contains('/') { TimeZone::get(zone).ok() } else { None }
}

fn offset(zone: &str) -> Option<Offset> {
    let zone = zone.to_uppercase();
    if let Some((_, minutes)) = NAMES.iter().find(|(name, _)| *name == zone) {
        return Offset::from_seconds(minutes * 60).ok();
    }
    let signed = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("GMT")).unwrap_or(&zone).trim_start();
    let sign = match signed.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = signed[1..].replace(':', "");
    let number: i32 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    let valid = digits.len() <= 4 && hours < 24 && minutes < 60;
    valid.then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Midsummer noon in the zone, in UTC.
    fn noon(zone: &str) -> Option<String> {
        let noon = jiff::civil::date(2024, 6, 21).at(12, 0, 0, 0);
        parse_zone(zone)?.to_timestamp(noon).ok().map(|at| at.strftime("%H:%M").to_string())
    }

    #[test]
    fn offsets_are_read_in_figures_by_short_name_and_from_the_database() {
        for (zone, expected) in [
            ("Z", "12:00"),
            ("+01", "11:00"),
            ("-0530", "17:30"),
            ("UTC+2", "10:00"),
            ("GMT-03:00", "15:00"),
            ("PST", "20:00"),
            ("EST", "17:00"),
            ("cest", "10:00"),
            ("MSK", "09:00"),
            ("JST", "03:00"),
            ("Europe/Berlin", "10:00"),
            ("America/New_York", "16:00"),
        ] {
            assert_eq!(noon(zone).as_deref(), Some(expected), "{zone}");
        }
        for zone in ["+24", "+01:60", "nowhere", "", "Europe/Atlantis", "+", "japan"] {
            assert_eq!(noon(zone), None, "{zone}");
        }
    }
}
