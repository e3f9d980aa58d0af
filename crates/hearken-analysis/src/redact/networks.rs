//! Addresses in networks: IPv4 and IPv6, with ports and zones, and hardware addresses. Four numbers with full stops
//! between are a version as often as an address: what stands beside them decides.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;
use super::stays::token;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    for first in 0..scan.groups.len().saturating_sub(3) {
        four_numbers(scan, first, out);
    }
    let mut end = 0;
    for colon in &scan.colons {
        if *colon >= end {
            let token = token(scan, &(*colon..*colon), |byte| {
                byte.is_ascii_hexdigit() || byte == b':' || byte == b'.'
            });
            end = token.end.max(colon + 1);
            with_colons(scan, token, out);
        }
    }
    let mut end = 0;
    for group in &scan.groups {
        if group.start >= end {
            let token = token(scan, group, |byte| byte.is_ascii_hexdigit() || b"-.".contains(&byte));
            end = token.end;
            let kept = scan.text[token.clone()].trim_end_matches(['.', '-']).len();
            let token = token.start..token.start + kept;
            if is_hardware(&scan.text[token.clone()], '-', 2)
                || is_hardware(&scan.text[token.clone()], '.', 4)
            {
                mac(scan, token, out);
            }
        }
    }
}

fn four_numbers(scan: &Scan<'_>, first: usize, out: &mut Candidates<'_>) {
    let groups = first..first + 4;
    if !(first..first + 3).all(|group| scan.gap(group) == ".") {
        return;
    }
    let span = scan.span(&groups);
    let Ok(address) = scan.text[span.clone()].parse::<Ipv4Addr>() else { return };
    let dotted = |dot: u8, digit: u8| dot == b'.' && digit.is_ascii_digit();
    let longer = dotted(scan.byte_at(span.end), scan.byte_at(span.end + 1))
        || span.start > 1 && dotted(scan.byte_before(span.start), scan.byte_before(span.start - 1));
    if longer || scan.joined_after(span.end) {
        return;
    }
    if is_address(scan, &span, address) {
        out.goes(with_port(scan, span), Sort::Ip, "ip address", Priority::Certain);
    } else {
        out.stays(span, "version");
    }
}

/// Whether four numbers are an address rather than a version.
fn is_address(scan: &Scan<'_>, span: &Range<usize>, address: Ipv4Addr) -> bool {
    let octets = address.octets();
    let (before, rest) = (&scan.text[..span.start], &scan.text[span.end..]);
    // `Chrome/120.0.0.0`, `v4.18.2.1`, `Version=4.0.2.0`, `shopmod-1.0.2.4.jar`, `[1.84.1.0]`: part of a name.
    let product = before.ends_with('/') && scan.byte_before(span.start - 1).is_ascii_alphanumeric();
    let file = rest.starts_with('.') && scan.byte_at(span.end + 1).is_ascii_alphabetic()
        || before.ends_with('-') && scan.byte_before(span.start - 1).is_ascii_alphanumeric();
    if product || file || scan.joined_before(span.start) && !before.ends_with('_') {
        return false;
    }
    let (network, version) =
        (scan.cue_before(span.start, 24, &[Cue::Network]), scan.cue_before(span.start, 24, &[Cue::Version]));
    let clear = |end: usize| !scan.text[end..span.start].contains(['\n', ';']);
    let port = rest.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    let subnet = rest.strip_prefix('/').is_some_and(|bits| bits.starts_with(|c: char| c.is_ascii_digit()));
    if port || subnet || before.ends_with("//") || before.ends_with('@') {
        return true;
    }
    match (network.filter(|seen| clear(seen.end)), version.filter(|seen| clear(seen.end))) {
        (Some(network), Some(version)) if version.end >= network.end => return false,
        (Some(_), _) => return true,
        (None, Some(_)) => return false,
        (None, None) => {}
    }
    // Versions count up from small numbers; addresses are spread over all of them.
    let large = octets.iter().filter(|octet| **octet >= 32).count();
    let private = address.is_private() || address.is_loopback() && octets[1] == 0;
    let host = (1..224).contains(&octets[0]) && octets[3] != 0;
    host && (private && octets != [10, 0, 0, 0] || large >= 2)
}

/// An address with the port behind it.
fn with_port(scan: &Scan<'_>, span: Range<usize>) -> Range<usize> {
    let digits = |at: usize| {
        scan.text.as_bytes()[at..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count()
    };
    match scan.byte_at(span.end) {
        b':' if (1..=5).contains(&digits(span.end + 1)) => span.start..span.end + 1 + digits(span.end + 1),
        _ => span,
    }
}

fn with_colons(scan: &Scan<'_>, token: Range<usize>, out: &mut Candidates<'_>) {
    let text = &scan.text[token.clone()];
    let kept = text.trim_end_matches('.');
    let kept = if kept.ends_with("::") { kept } else { kept.trim_end_matches(':') };
    let lead = if kept.starts_with("::") { 0 } else { kept.len() - kept.trim_start_matches(':').len() };
    let (text, start) = (&kept[lead..], token.start + lead);
    let token = start..start + text.len();
    // What goes on with other letters is a path of code or a word.
    if scan.joined_before(start) || scan.joined_after(token.end) || text.matches(':').count() < 2 {
        return;
    }
    if is_hardware(text, ':', 2) {
        mac(scan, token, out);
    } else if is_ipv6(text) {
        let end = with_zone(scan, token.end);
        out.goes(start..end, Sort::Ip, "ip address, v6", Priority::Certain);
    }
}

fn is_ipv6(text: &str) -> bool {
    let groups: Vec<&str> = text.split(':').filter(|group| !group.is_empty()).collect();
    let global = groups.first().is_some_and(|first| {
        first.len() == 4
            && first.starts_with(['2', '3', 'f', 'F'])
            && first.bytes().any(|byte| byte.is_ascii_digit())
    });
    let enough = groups.len() >= 3 || global && groups.len() >= 2 && text.contains("::");
    let telling =
        text.bytes().any(|byte| byte.is_ascii_digit()) && groups.iter().any(|group| group.len() >= 3);
    if !enough || !telling {
        return false;
    }
    // A port behind an address without brackets cannot be told from a group, unless it is too long or one too many.
    let without_port =
        text.rsplit_once(':').filter(|(_, port)| port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()));
    let parses = |text: &str| text.parse::<Ipv6Addr>().is_ok();
    let hex = groups.iter().rev().skip(1).all(|group| group.len() <= 4);
    parses(text)
        || without_port.is_some_and(|(address, _)| parses(address))
        || global && hex && groups.len() >= 5 && !text.contains('.')
}

/// The end of an address with its zone: `fe80::1%eth0`.
fn with_zone(scan: &Scan<'_>, end: usize) -> usize {
    let zone = scan.text[end..].strip_prefix('%').unwrap_or("");
    let length = zone
        .bytes()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        .count();
    if length == 0 { end } else { end + 1 + length }
}

/// Whether a text is twelve hexadecimal digits, so many a group.
fn is_hardware(text: &str, sign: char, each: usize) -> bool {
    text.len() == 12 + 12 / each - 1
        && text
            .split(sign)
            .all(|group| group.len() == each && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn mac(scan: &Scan<'_>, token: Range<usize>, out: &mut Candidates<'_>) {
    let text = &scan.text[token.clone()];
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // Six pairs of digits alone are a date with its time as well.
    let mixed = digits < 12 || text.contains(':');
    let apart = !scan.joined_before(token.start) && !scan.joined_after(token.end);
    if apart && mixed && digits > 0 {
        out.goes(token, Sort::Mac, "hardware address", Priority::Certain);
    }
}
