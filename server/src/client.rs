//! Who is at the other end: the peer, or the client that a trusted proxy speaks for (IN9).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use backend::Client;

/// The longest name of a browser that is kept.
const AGENT: usize = 300;

/// The networks whose word about the client is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

/// Why a list of networks cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANetwork(String);

impl std::fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is no address or network", self.0)
    }
}

impl std::error::Error for NotANetwork {}

impl FromStr for Proxies {
    type Err = NotANetwork;

    fn from_str(list: &str) -> Result<Self, NotANetwork> {
        let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| Network::parse(part).ok_or_else(|| NotANetwork(part.to_owned())))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Proxies {
    /// Whether nobody's word is taken.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is one of them.
    pub fn has(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.has(address))
    }
}

impl Network {
    /// `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
        (bits <= most).then_some(Self { address, bits })
    }

    fn has(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let apart = network.to_bits() ^ address.to_bits();
                apart.leading_zeros() >= u32::from(self.bits)
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let apart = network.to_bits() ^ address.to_bits();
                apart.leading_zeros() >= u32::from(self.bits)
            }
            _ => false,
        }
    }
}

/// The client of a request, as use cases know it.
pub fn client(parts: &Parts, trusted: &Proxies) -> Client {
    let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Client {
        ip: address(&parts.headers, peer(parts), trusted).to_string(),
        agent: agent.chars().filter(|c| !c.is_control()).take(AGENT).collect(),
    }
}

/// The other end of the connection.
pub fn peer(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical())
}

/// From the right, the first address that no trusted proxy has: whatever stands further left, anybody may have
/// written.
fn address(headers: &HeaderMap, peer: IpAddr, trusted: &Proxies) -> IpAddr {
    let mut client = peer;
    let lines = headers.get_all("x-forwarded-for");
    let named: Vec<&str> =
        lines.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).collect();
    for name in named.into_iter().rev() {
        if !trusted.has(client) {
            break;
        }
        let Some(before) = forwarded(name.trim()) else { break };
        client = before;
    }
    client
}

/// An address as proxies write it, perhaps with a port.
fn forwarded(text: &str) -> Option<IpAddr> {
    let address = text.parse().or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// Whether the browser's own connection was encrypted, as the trusted proxy says.
pub fn is_https(parts: &Parts, trusted: &Proxies) -> bool {
    let mut protocols = parts.headers.get_all("x-forwarded-proto").iter();
    let one = (protocols.next(), protocols.next());
    trusted.has(peer(parts)) && matches!(one, (Some(protocol), None) if protocol.as_bytes() == b"https")
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn request(peer: &str, forwarded: &[&str]) -> Parts {
        let mut request = Request::get("/");
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = request.header(USER_AGENT, "Browser").body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        parts
    }

    fn ip(peer: &str, forwarded: &[&str]) -> String {
        client(&request(peer, forwarded), &"10.0.0.0/8, ::1".parse().unwrap()).ip
    }

    #[test]
    fn in9_a_stranger_speaks_only_for_itself() {
        assert_eq!(ip("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(ip("203.0.113.7", &[]), "203.0.113.7");
    }

    #[test]
    fn in9_a_trusted_proxy_names_the_client_and_what_stands_before_is_not_believed() {
        assert_eq!(ip("10.0.0.2", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(ip("10.0.0.2", &["6.6.6.6, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(ip("10.0.0.2", &["6.6.6.6", "198.51.100.1, 10.0.0.3"]), "198.51.100.1");
        assert_eq!(ip("::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(ip("::ffff:10.0.0.2", &["198.51.100.1:80"]), "198.51.100.1");
    }

    #[test]
    fn in9_nonsense_from_a_proxy_leaves_the_last_address_that_made_sense() {
        assert_eq!(ip("10.0.0.2", &["198.51.100.1, unknown"]), "10.0.0.2");
        assert_eq!(ip("10.0.0.2", &[""]), "10.0.0.2");
    }

    #[test]
    fn networks_are_read_or_refused() {
        let list: Proxies = "192.0.2.0/25,2001:db8::/32".parse().unwrap();
        assert!(list.has("192.0.2.127".parse().unwrap()) && !list.has("192.0.2.128".parse().unwrap()));
        assert!(list.has("2001:db8:ffff::1".parse().unwrap()) && !list.has("2001:db9::1".parse().unwrap()));
        assert!("0.0.0.0/0".parse::<Proxies>().unwrap().has("203.0.113.7".parse().unwrap()));
        for wrong in ["10.0.0.0/33", "proxy.example", "10.0.0", "::/129", "10.0.0.1/x"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
    }
}
