//! Addresses of machines, and where on earth somebody is.

use crate::redact::chance::{Chance, HEX};
use crate::redact::sample::{Kind, Sample};

const IP_FRAMES: [&str; 12] = [
    "login from {} at night",
    "blocked address {}",
    "ping {} fails",
    "http://{}:8080/health is down",
    "server {}:443 refused us",
    "Client-IP: {}",
    "my ip is {}.",
    "[{}] said no",
    "remote_addr={} status=500",
    "connected to {}, then lost it",
    "Zugriff von {} gesperrt",
    "{} - - \"GET / HTTP/1.1\" 200",
];
const V6_FRAMES: [&str; 9] = [
    "login from {} at night",
    "blocked address {}",
    "http://[{}]:8080/health is down",
    "peer [{}]:51413 left",
    "ping {} fails",
    "my ip is {}",
    "remote_addr={} status=500",
    "route via {}, then lost",
    "no answer from {}",
];

pub fn ip(sample: &mut Sample, chance: &mut Chance) {
    if chance.one_in(2) {
        let last = chance.between(1, 254);
        let value =
            format!("{}.{}.{}.{last}", chance.between(11, 223), chance.between(11, 255), chance.below(256));
        sample.push_framed(chance.pick(&IP_FRAMES), &value, Kind::Ip, "v4");
        return;
    }
    let group = |chance: &mut Chance| {
        let length = chance.between(2, 4);
        format!("{}{}", chance.pick(&['1', '2', '8', 'a', 'c', 'f']), chance.string(length - 1, HEX))
    };
    let groups: Vec<String> = (0..6).map(|_| group(chance)).collect();
    let (value, form) = match chance.below(4) {
        0 => (format!("2a02:{}:{}", groups.join(":"), group(chance)), "v6, full"),
        1 => (format!("2001:db8:{}::{}:{}", groups[0], groups[1], groups[2]), "v6, short"),
        2 => (format!("fe80::{}%eth{}", groups[..4].join(":"), chance.below(3)), "v6, zone"),
        _ => (format!("2A00:{}::{}", groups[0].to_uppercase(), groups[1].to_uppercase()), "v6, capitals"),
    };
    sample.push_framed(chance.pick(&V6_FRAMES), &value, Kind::Ip, form);
}

const MAC_FRAMES: [&str; 8] = [
    "MAC {}",
    "the printer {} is gone",
    "device {} keeps dropping",
    "mac address: {}.",
    "hwaddr={} state=down",
    "wlan0 ether {} txqueuelen",
    "router ({}) restarts",
    "Gerät {} offline",
];

pub fn mac(sample: &mut Sample, chance: &mut Chance) {
    let pairs: Vec<String> = (0..6)
        .map(|place| {
            // Letters in the first two, so that none of them reads as a time of day.
            if place < 2 {
                format!("{}{}", chance.pick(&['a', 'c', 'e']), chance.string(1, HEX))
            } else {
                chance.string(2, HEX)
            }
        })
        .collect();
    let (value, form) = match chance.below(4) {
        0 => (pairs.join(":"), "colons"),
        1 => (pairs.join("-").to_uppercase(), "hyphens"),
        2 => (pairs.chunks(2).map(<[String]>::concat).collect::<Vec<_>>().join("."), "dots"),
        _ => (pairs.join(":").to_uppercase(), "capitals"),
    };
    sample.push_framed(chance.pick(&MAC_FRAMES), &value, Kind::Mac, form);
}

const PLACE_FRAMES: [&str; 7] = [
    "I am at {} and nobody came",
    "location {}",
    "parked here: {}",
    "GPS {} is where it broke",
    "coordinates: {}.",
    "Standort {}",
    "the pin shows {} instead",
];

pub fn coordinates(sample: &mut Sample, chance: &mut Chance) {
    let (north, east) = (chance.between(11, 69), chance.between(11, 159));
    let (north_part, east_part) = (chance.digits(5), chance.digits(5));
    let west = chance.pick(&["", "-"]);
    let degrees = |place: usize, chance: &mut Chance| {
        format!("{place}°{:02}'{:02}.{}\"", chance.below(60), chance.below(60), chance.below(10))
    };
    let (value, form) = match chance.below(5) {
        0 => (format!("{north}.{north_part}, {west}{east}.{east_part}"), "decimal"),
        1 => (format!("{north}.{}° N, {east}.{}° E", &north_part[..4], &east_part[..4]), "degrees"),
        2 => (format!("{}N {}W", degrees(north, chance), degrees(east, chance)), "minutes"),
        3 => (format!("{north}.{north_part},{west}{east}.{east_part}"), "geo"),
        _ => (format!("{north}.{north_part},{west}{east}.{east_part}"), "decimal, close"),
    };
    let frame = if form == "geo" { "see geo:{} on the map" } else { chance.pick(&PLACE_FRAMES) };
    sample.push_framed(frame, &value, Kind::Coordinates, form);
}
