// src/core/security/attempts.rs - Limits how often one address may try to log in

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// Addresses that are remembered before those with no recent attempt are forgotten.
const REMEMBERED_ADDRESSES: usize = 10_000;

/// Counts attempts by address.
///
/// The count is this process's own: behind a load balancer each instance admits as many.
#[derive(Clone)]
pub struct AttemptLimiter {
    limiter: Arc<RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>>,
}

impl AttemptLimiter {
    /// Admits so many attempts of one address in a minute.
    pub fn per_minute(attempts: NonZeroU32) -> Self {
        Self { limiter: Arc::new(RateLimiter::hashmap(Quota::per_minute(attempts))) }
    }

    /// Counts an attempt, or says how long to wait before the next.
    pub fn admit(&self, address: IpAddr) -> Result<(), Duration> {
        if self.limiter.len() > REMEMBERED_ADDRESSES {
            self.limiter.retain_recent();
        }
        let now = DefaultClock::default().now();
        self.limiter.check_key(&address).map_err(|refusal| refusal.wait_time_from(now))
    }
}
