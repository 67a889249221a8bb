//! How many connections there are, in all and from each address (IN2).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::client::Proxies;

/// The bits of an IPv6 address that one household has in common.
const HOUSEHOLD: u128 = u128::MAX << 64;

/// How many there are from each address that has any.
type Counts = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// The count. Trusted proxies are not limited: all clients come through them.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    places: Arc<Semaphore>,
    each: usize,
    by_address: Counts,
    unlimited: Proxies,
}

/// One connection, counted until it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    _place: OwnedSemaphorePermit,
    counted: Option<(Counts, IpAddr)>,
}

impl Connections {
    pub(super) fn new(all: usize, each: usize, unlimited: Proxies) -> Self {
        Self { places: Arc::new(Semaphore::new(all)), each, by_address: Arc::default(), unlimited }
    }

    /// Waits until there is a place for one more.
    pub(super) async fn place(&self) -> OwnedSemaphorePermit {
        loop {
            // It is never closed, so the first answer is a permit.
            if let Ok(place) = Arc::clone(&self.places).acquire_owned().await {
                return place;
            }
        }
    }

    /// Counts a connection, unless its address has too many already.
    pub(super) fn seat(&self, peer: IpAddr, place: OwnedSemaphorePermit) -> Option<Seat> {
        if self.unlimited.has(peer) {
            return Some(Seat { _place: place, counted: None });
        }
        let address = household(peer);
        let mut counts = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= self.each {
            return None;
        }
        *count += 1;
        Some(Seat { _place: place, counted: Some((Arc::clone(&self.by_address), address)) })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some((counts, address)) = &self.counted else { return };
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(address);
            }
        }
    }
}

fn household(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & HOUSEHOLD)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn in2_one_address_has_so_many_connections_and_no_more() {
        let connections = Connections::new(100, 2, "10.0.0.1".parse().unwrap());
        let seat = async |peer: &str| connections.seat(peer.parse().unwrap(), connections.place().await);
        let first = seat("2001:db8::1").await;
        let second = seat("2001:db8::2").await;
        assert!(first.is_some() && second.is_some());
        assert!(seat("2001:db8::3").await.is_none(), "the same household");
        assert!(seat("2001:db8:0:1::1").await.is_some(), "another");
        drop(first);
        assert!(seat("2001:db8::3").await.is_some());
        let proxied: Vec<_> = [seat("10.0.0.1").await, seat("10.0.0.1").await, seat("10.0.0.1").await].into();
        assert!(proxied.iter().all(Option::is_some), "a trusted proxy is not limited");
    }
}
