//! Dates from everywhere in one spelling: spaces that are not the plain one, digits of full width, the signs behind figures
//! in Chinese, Japanese and Korean, and the many ways to write AM and PM.

use crate::message::is_invisible;

/// The value with plain spaces, digits and separators, and with `AM` or `PM` behind the time of day.
pub(super) fn plain(value: &str) -> String {
    let value = value.trim();
    let inner = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let letters = inner.unwrap_or(value).chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        c if c.is_whitespace() => ' ',
        // Letters and figures of full width lie as far from ASCII's as the first one does.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
        '،' | '、' => ',',
        c => c,
    });
    let text: String = letters.collect();
    let text = if text.chars().any(|c| c >= '\u{2e80}') { east_asian(&text) } else { text };
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    with_decimal_point(with_plain_meridiem(joined_dots(words.join(" "))))
}

/// `2024年1月5日 下午3時04分` as `2024-1-5 3:04 PM`.
fn east_asian(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (mut plain, mut afternoon, mut next) = (String::new(), None, 0);
    while next < letters.len() {
        let rest = &letters[next..];
        if let Some(length) = weekday(rest) {
            plain.push(' ');
            next += length;
            continue;
        }
        if let Some(half) = half_of_day(rest) {
            afternoon = Some(half);
            plain.push(' ');
            next += 2;
            continue;
        }
        let joining = match rest[0] {
            '年' | '년' | '月' | '월' => Some('-'),
            '时' | '時' | '시' | '点' | '點' | '分' | '분' => Some(':'),
            _ => None,
        };
        match (joining, rest[0]) {
            (Some(joining), _) => {
                plain.push(joining);
                next += rest[1..].iter().take_while(|c| **c == ' ').count();
            }
            (None, '日' | '号' | '號' | '일' | '秒' | '초') => plain.push(' '),
            (None, letter) => plain.push(letter),
        }
        next += 1;
    }
    let mut plain = plain.trim().to_owned();
    // Whole hours, or minutes without seconds.
    if plain.ends_with(':') {
        let clock = plain.rsplit(' ').next().unwrap_or_default();
        match clock.matches(':').count() {
            1 => plain.push_str("00"),
            _ => drop(plain.pop()),
        }
    }
    let hour = plain.split(':').next().and_then(|before| before.rsplit(' ').next()?.parse::<u8>().ok());
    match (afternoon, hour) {
        (Some(true), Some(..=12)) => plain + " PM",
        (Some(false), Some(..=12)) => plain + " AM",
        _ => plain,
    }
}

/// How many letters at the beginning name a weekday.
fn weekday(letters: &[char]) -> Option<usize> {
    let day = |c: &char| "一二三四五六日天月火水木金土월화수목금토일".contains(*c);
    match letters {
        ['星', '期', x, ..] | ['(', x, ')', ..] if day(x) => Some(3),
        ['周' | '週', x, ..] if day(x) => Some(2),
        [x, '曜', '日', ..] | [x, '요', '일', ..] if day(x) => Some(3),
        _ => None,
    }
}

/// Which half of the day the two letters at the beginning name: whether it is the afternoon.
fn half_of_day(letters: &[char]) -> Option<bool> {
    match letters {
        ['上', '午', ..] | ['凌', '晨', ..] | ['早', '上', ..] | ['午', '前', ..] | ['오', '전', ..] => {
            Some(false)
        }
        ['下', '午', ..] | ['晚', '上', ..] | ['中', '午', ..] | ['午', '後', ..] | ['오', '후', ..] => {
            Some(true)
        }
        _ => None,
    }
}

/// `5. 1. 2024` and `2024. 1. 5.` without the spaces.
fn joined_dots(text: String) -> String {
    let mut parts = text.splitn(4, ' ');
    let figures = |part: Option<&str>| {
        part.is_some_and(|part| {
            part.strip_suffix('.')
                .is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()) && part.len() <= 4)
        })
    };
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    if !figures(first) || !figures(second) {
        return text;
    }
    let third = third.unwrap_or_default();
    let digits = third.trim_end_matches(['.', ',']);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text;
    }
    let head = [first.unwrap_or_default(), second.unwrap_or_default(), digits].concat();
    match parts.next() {
        Some(rest) => format!("{head} {rest}"),
        None => head,
    }
}

/// `a.m.`, `p. m.` and their like as `AM` and `PM`.
fn with_plain_meridiem(text: String) -> String {
    let lower = text.to_ascii_lowercase();
    for (start, half) in lower.char_indices().filter(|(_, c)| matches!(c, 'a' | 'p')) {
        if !lower[..start].ends_with(|c: char| c == ' ' || c.is_ascii_digit()) {
            continue;
        }
        let rest = lower[start + 1..].strip_prefix('.').map(str::trim_start);
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix('m')) else { continue };
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        if rest.starts_with(char::is_alphanumeric) {
            continue;
        }
        let (before, after) = (&text[..start], &text[text.len() - rest.len()..]);
        return format!("{before}{}{after}", if half == 'p' { "PM" } else { "AM" });
    }
    text
}

/// `10:00:00,123` with a point, so that a comma only stands between words.
fn with_decimal_point(mut text: String) -> String {
    let comma = text.match_indices(',').map(|(offset, _)| offset).find(|offset| {
        let clock = text[..*offset].rsplit([' ', 'T']).next().unwrap_or_default();
        let seconds = clock.rsplit(':').next().unwrap_or_default();
        clock.matches(':').count() == 2
            && seconds.len() == 2
            && text[*offset + 1..].starts_with(|c: char| c.is_ascii_digit())
    });
    if let Some(comma) = comma {
        text.replace_range(comma..=comma, ".");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_becomes_the_plain_one() {
        for (given, expected) in [
            ("1/15/2024, 3:04:05\u{202f}PM", "1/15/2024, 3:04:05 PM"),
            ("\u{200e}1/15/2024\u{a0}3:04", "1/15/2024 3:04"),
            ("２０２４／０１／０５", "2024/01/05"),
            ("2024年1月5日", "2024-1-5"),
            ("2024年01月16日 15:04", "2024-01-16 15:04"),
            ("2024年1月5日星期五 下午3:04", "2024-1-5 3:04 PM"),
            ("2024年1月5日(金) 15時04分05秒", "2024-1-5 15:04:05"),
            ("2024年1月5日 15時", "2024-1-5 15:00"),
            ("2024/1/5 午後15:04", "2024/1/5 15:04"),
            ("2024년 1월 5일 금요일 오후 3시 4분", "2024-1-5 3:4 PM"),
            ("2024. 1. 5. 오전 9:05", "2024.1.5 9:05 AM"),
            ("5. 1. 2024 10:00", "5.1.2024 10:00"),
            ("5/1/2024 3:04 p. m.", "5/1/2024 3:04 PM"),
            ("5/1/2024 3:04a.m.", "5/1/2024 3:04AM"),
            ("2024-01-05 10:00:00,123", "2024-01-05 10:00:00.123"),
            ("Jan 5, 2024, 10:00", "Jan 5, 2024, 10:00"),
        ] {
            assert_eq!(plain(given), expected, "{given}");
        }
    }
}
