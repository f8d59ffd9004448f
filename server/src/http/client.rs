//! Whom a request counts as when budgets are kept. Never logged, never stored.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{extract::Request, http::HeaderMap};
use forwarded_header_value::ForwardedHeaderValue;
use ipnet::IpNet;
use tower_governor::{GovernorError, key_extractor::KeyExtractor};

/// The door a connection came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// The ordinary listener.
    Web,
    /// The listener of the onion service, whose visitors all share one address.
    Onion,
}

/// Where a connection came from; put into each request by the server loop.
#[derive(Clone, Copy)]
pub struct Peer {
    /// The other end of the connection, which may be a proxy.
    pub address: SocketAddr,
    /// The door.
    pub entrance: Entrance,
}

/// A household, not a person: IPv4 by address, IPv6 by the first 56 bits, everyone behind the onion service as one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// One IPv4 address.
    V4(Ipv4Addr),
    /// The first 56 bits of an IPv6 address.
    V6([u8; 7]),
    /// All visitors of the onion service.
    Onion,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client(hidden)")
    }
}

impl Client {
    /// The client behind a request. Forwarding headers count only if the connection comes from a trusted proxy.
    pub fn of(peer: Peer, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        match peer.entrance {
            Entrance::Onion => Self::Onion,
            Entrance::Web => Self::from(client_address(peer.address.ip(), headers, trusted)),
        }
    }
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, g, ..] = address.octets();
                Self::V6([a, b, c, d, e, f, g])
            }
        }
    }
}

/// Walks from the nearest hop outwards past every trusted proxy. What lies beyond the first untrusted address anyone may have invented.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(&address.to_canonical()));
    if !is_trusted(&peer) {
        return peer;
    }
    let mut nearest = peer;
    for hop in hops(headers).into_iter().rev() {
        let Some(address) = hop else { return nearest };
        nearest = address;
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
}

/// The hops that the proxies wrote down, farthest first; none for one that is no address.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines = |name| headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    if headers.contains_key("x-forwarded-for") {
        return lines("x-forwarded-for").flat_map(|line| line.split(',')).map(|hop| parse_hop(hop.trim())).collect();
    }
    lines("forwarded")
        .filter_map(|line| ForwardedHeaderValue::from_forwarded(line).ok())
        .flat_map(|value| value.iter().map(|stanza| stanza.forwarded_for_ip()).collect::<Vec<_>>())
        .collect()
}

fn parse_hop(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// Reads the client that the outermost layer found.
#[derive(Debug, Clone, Copy)]
pub struct ByClient;

impl KeyExtractor for ByClient {
    type Key = Client;

    fn extract<T>(&self, request: &Request<T>) -> Result<Client, GovernorError> {
        request.extensions().get::<Client>().copied().ok_or(GovernorError::UnableToExtractKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn found(peer: &str, header: Option<(&'static str, &str)>) -> IpAddr {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, value.parse().unwrap());
        }
        client_address(peer.parse().unwrap(), &headers, &["10.0.0.0/8".parse().unwrap()])
    }

    fn ip(address: &str) -> IpAddr {
        address.parse().unwrap()
    }

    #[test]
    fn a_stranger_cannot_name_another_address() {
        assert_eq!(found("203.0.113.9", Some(("x-forwarded-for", "198.51.100.1"))), ip("203.0.113.9"));
    }

    #[test]
    fn the_rightmost_untrusted_hop_counts() {
        assert_eq!(found(PROXY, Some(("x-forwarded-for", "198.51.100.1, 203.0.113.9, 10.0.0.2"))), ip("203.0.113.9"));
        assert_eq!(found(PROXY, Some(("forwarded", "for=198.51.100.1, for=\"[2001:db8::1]:80\""))), ip("2001:db8::1"));
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_walk() {
        assert_eq!(found(PROXY, Some(("x-forwarded-for", "198.51.100.1, unknown, 10.0.0.2"))), ip("10.0.0.2"));
        assert_eq!(found(PROXY, None), ip(PROXY));
    }

    #[test]
    fn one_household_is_one_client() {
        assert_eq!(Client::from(ip("2001:db8:1:2200::1")), Client::from(ip("2001:db8:1:22ff::9")));
        assert_ne!(Client::from(ip("2001:db8:1:2200::1")), Client::from(ip("2001:db8:1:2300::1")));
        assert_eq!(Client::from(ip("::ffff:192.0.2.1")), Client::from(ip("192.0.2.1")));
    }

    #[test]
    fn visitors_of_the_onion_service_are_one_client() {
        let peer = Peer { address: "127.0.0.1:1".parse().unwrap(), entrance: Entrance::Onion };
        assert_eq!(Client::of(peer, &HeaderMap::new(), &[]), Client::Onion);
    }
}
