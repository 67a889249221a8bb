//! The parts of an address that the configuration judges: scheme, host and options.

use std::net::IpAddr;

/// An address in its parts, without judging the rest of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub scheme: &'a str,
    host: &'a str,
    rest: &'a str,
    options: &'a str,
}

impl<'a> Address<'a> {
    /// `scheme://[user[:password]@]host[:port][/rest][?options]`
    pub(super) fn parse(url: &'a str) -> Option<Self> {
        let (scheme, after) = url.split_once("://")?;
        let (before, options) = after.split_once('?').unwrap_or((after, ""));
        let (authority, rest) = before.find('/').map_or((before, ""), |at| before.split_at(at));
        let server = authority.rsplit_once('@').map_or(authority, |(_, server)| server);
        let clean = !url.chars().any(|c| c.is_whitespace() || c.is_control());
        clean.then_some(Self { scheme, host: host(server)?, rest, options })
    }

    /// Whether it is a web address without path, user or options, which links can begin with.
    pub(super) fn is_origin(&self) -> bool {
        let plain = self.host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
        plain && !self.host.is_empty() && self.rest.is_empty() && self.options.is_empty()
    }

    /// Whether it stays on this machine. A database without a host is reached by its socket.
    pub(super) fn is_local(&self) -> bool {
        let host = match self.option("host") {
            Some(host) if self.host.is_empty() => host,
            _ => self.host,
        };
        let socket = host.is_empty() || host.starts_with('/') || host.starts_with("%2F");
        socket || host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// One of the options after the question mark.
    pub(super) fn option(&self, name: &str) -> Option<&'a str> {
        self.options.split('&').find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The host, without its port and without the brackets of an IPv6 address.
fn host(server: &str) -> Option<&str> {
    if let Some(server) = server.strip_prefix('[') {
        let (host, port) = server.split_once(']')?;
        return (port.is_empty() || is_port(port.strip_prefix(':')?)).then_some(host);
    }
    match server.split_once(':') {
        None => Some(server),
        Some((host, port)) => is_port(port).then_some(host),
    }
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_are_told_from_others() {
        for local in [
            "http://127.0.0.1:3000",
            "http://localhost",
            "http://[::1]:3000",
            "postgres://user:p@ss@localhost/caretrack",
            "postgres:///caretrack?host=/run/postgresql",
        ] {
            assert!(Address::parse(local).unwrap().is_local(), "{local}");
        }
        for elsewhere in [
            "http://care.example",
            "http://localhost.evil.example",
            "http://127.0.0.1@evil.example",
            "postgres:///caretrack?host=db.example",
            "smtp://192.0.2.1:25",
        ] {
            assert!(!Address::parse(elsewhere).unwrap().is_local(), "{elsewhere}");
        }
    }

    #[test]
    fn only_a_bare_web_address_is_what_links_can_begin_with() {
        assert!(Address::parse("https://care.example:8443").unwrap().is_origin());
        for other in ["https://care.example/", "https://care.example?x=1", "https://"] {
            assert!(!Address::parse(other).unwrap().is_origin(), "{other}");
        }
        for broken in ["care.example", "https://care.example:0", "https://care.example:http", "https://a b"] {
            assert_eq!(Address::parse(broken), None, "{broken}");
        }
    }
}
