//! Which addresses a webhook may be sent to: such as everybody on the Internet could reach, unless a person said otherwise at
//! the terminal. Looked at after the name was resolved; the connection is made to the very addresses that were looked at.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, OnceLock};

use hearken_domain::DeliveryTrouble;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// A resolver that answers with addresses that may be asked, or none.
#[derive(Debug)]
pub(super) struct Checked<R> {
    /// What resolves names.
    pub(super) names: R,
    /// Whether a private address may be asked.
    pub(super) allow_private: bool,
    /// Why an address was refused, for whoever asked.
    pub(super) refused: Arc<OnceLock<DeliveryTrouble>>,
}

impl<R: Resolver> Resolver for Checked<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.names.resolve(uri, config, timeout)?;
        let plain = uri.scheme_str() != Some("https");
        match addresses.iter().find_map(|address| refusal(address.ip(), plain, self.allow_private)) {
            None => Ok(addresses),
            Some(trouble) => {
                let _ = self.refused.set(trouble); // the first says it
                Err(ureq::Error::HostNotFound)
            }
        }
    }
}

/// Why an address is not asked, if it is not.
fn refusal(address: IpAddr, plain: bool, allow_private: bool) -> Option<DeliveryTrouble> {
    match (is_public(address), plain) {
        (true, true) => Some(DeliveryTrouble::Plain),
        (false, _) if !allow_private => Some(DeliveryTrouble::Private),
        _ => None,
    }
}

/// Whether an address is one that everybody on the Internet could reach.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match within(address) {
            Some(within) => is_public_v4(within),
            None => is_public_v6(address),
        },
    }
}

/// Blocks of the registry of special-purpose addresses that nobody far away is at; with the size of each in bits.
const V4_SPECIAL: [([u8; 4], u32); 15] = [
    ([0, 0, 0, 0], 8),       // this network
    ([10, 0, 0, 0], 8),      // private
    ([100, 64, 0, 0], 10),   // behind a provider's translation
    ([127, 0, 0, 0], 8),     // loopback
    ([169, 254, 0, 0], 16),  // link-local, where clouds tell machines their secrets
    ([172, 16, 0, 0], 12),   // private
    ([192, 0, 0, 0], 24),    // protocols
    ([192, 0, 2, 0], 24),    // documentation
    ([192, 88, 99, 0], 24),  // relays of 6to4
    ([192, 168, 0, 0], 16),  // private
    ([198, 18, 0, 0], 15),   // measurements
    ([198, 51, 100, 0], 24), // documentation
    ([203, 0, 113, 0], 24),  // documentation
    ([224, 0, 0, 0], 4),     // several at once
    ([240, 0, 0, 0], 4),     // reserved, and everybody
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    // Azure's machines are told their secrets here, too: it looks public, and is not.
    let told_by_azure = address == Ipv4Addr::new(168, 63, 129, 16);
    !told_by_azure
        && V4_SPECIAL.iter().all(|(block, size)| {
            let mask = u32::MAX << (32 - size);
            bits & mask != u32::from_be_bytes(*block) & mask
        })
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Everything that is given to anybody lies in 2000::/3.
    let given = first & 0xe000 == 0x2000;
    let documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second & 0xf000 == 0);
    // 2001::/23 are protocols; Teredo among them carries addresses of others.
    let protocols = first == 0x2001 && second < 0x0200;
    given && !documentation && !protocols
}

/// The address of the older kind that one of the newer kind stands for.
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let last = || Ipv4Addr::from_bits((u32::from(segments[6]) << 16) | u32::from(segments[7]));
    match segments {
        // Mapped, and the deprecated compatible form; `::` and `::1` among them are refused as 0.0.0.0/8.
        [0, 0, 0, 0, 0, 0 | 0xffff, ..] => Some(last()),
        // Translated, and by a network's own translator.
        [0, 0, 0, 0, 0xffff, 0, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => Some(last()),
        [0x2002, high, low, ..] => Some(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn public(address: &str) -> bool {
        is_public(address.parse().unwrap())
    }

    #[test]
    fn what_only_some_can_reach_is_refused() {
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.0.1",
            "169.254.169.254",
            "168.63.129.16",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.170",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:a9fe:a9fe",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "::ffff:0:7f00:1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "fc00::1",
            "fd00:ec2::254",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!public(private), "{private}");
        }
    }

    #[test]
    fn what_everybody_can_reach_is_asked() {
        for open in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.1",
            "192.167.255.255",
            "192.169.0.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
        ] {
            assert!(public(open), "{open}");
        }
    }

    #[test]
    fn without_encryption_only_a_private_address_is_asked_and_only_where_that_was_allowed() {
        let (far, near): (IpAddr, IpAddr) = ([1, 1, 1, 1].into(), [127, 0, 0, 1].into());
        assert_eq!(refusal(far, false, false), None);
        assert_eq!(refusal(far, true, false), Some(DeliveryTrouble::Plain));
        assert_eq!(refusal(far, true, true), Some(DeliveryTrouble::Plain));
        assert_eq!(refusal(near, true, true), None);
        assert_eq!(refusal(near, false, true), None);
        assert_eq!(refusal(near, false, false), Some(DeliveryTrouble::Private));
    }

    proptest! {
        #[test]
        fn no_private_address_passes_however_it_is_written(low in any::<u32>(), block in 0..8_usize, form in 0..5_usize) {
            let (base, size) =
                [([10, 0, 0, 0], 8), ([127, 0, 0, 0], 8), ([172, 16, 0, 0], 12), ([192, 168, 0, 0], 16),
                 ([169, 254, 0, 0], 16), ([100, 64, 0, 0], 10), ([0, 0, 0, 0], 8), ([224, 0, 0, 0], 3)][block];
            let mask = u32::MAX << (32 - size);
            let bits = (u32::from_be_bytes(base) & mask) | (low & !mask);
            let (high, rest) = ((bits >> 16) as u16, bits as u16);
            let address: IpAddr = match form {
                0 => Ipv4Addr::from_bits(bits).into(),
                1 => Ipv4Addr::from_bits(bits).to_ipv6_mapped().into(),
                2 => Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, rest).into(),
                3 => Ipv6Addr::new(0x2002, high, rest, 0, 0, 0, 0, 1).into(),
                _ => Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, rest).into(),
            };
            prop_assert!(!is_public(address), "{address}");
        }

        #[test]
        fn no_local_address_of_the_newer_kind_passes(low in any::<u128>(), block in 0..3_usize) {
            let (base, size) = [(0xfc00, 7), (0xfe80, 9), (0xff00, 8)][block];
            let mask = u128::MAX << (128 - size);
            let address = Ipv6Addr::from_bits(((base << 112) & mask) | (low & !mask));
            prop_assert!(!is_public(address.into()), "{address}");
        }
    }
}
