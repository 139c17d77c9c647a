//! How long somebody else who is writing is waited for, and that it is said.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long is waited before it is said.
const SAID_AFTER: Duration = Duration::from_secs(2);

/// Unless said otherwise: a large import or the copying of a backup holds the database for longer than an act does, and
/// whoever waits is told so.
const USUAL: Duration = Duration::from_secs(30);

/// Where nobody can be told, since the screen is somebody else's: longer than any act takes, shorter than one takes a
/// screen for dead.
const UNSAID: Duration = Duration::from_secs(5);

static PATIENCE: Mutex<Option<Patience>> = Mutex::new(None);

/// How long somebody else who is writing is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    limit: Duration,
    tell: Option<fn()>,
}

impl Patience {
    /// So long, or as long as usual; `tell` is called when it has taken a while.
    pub fn telling(limit: Option<Duration>, tell: fn()) -> Self {
        Self {
            limit: limit.unwrap_or(USUAL),
            tell: Some(tell),
        }
    }

    /// So long, or not longer than nothing need be said.
    pub fn silent(limit: Option<Duration>) -> Self {
        Self {
            limit: limit.unwrap_or(UNSAID),
            tell: None,
        }
    }

    /// Makes it that of this process.
    pub fn set(self) {
        *PATIENCE.lock().unwrap_or_else(PoisonError::into_inner) = Some(self);
    }

    /// That of this process.
    pub(in crate::io) fn now() -> Self {
        let set = *PATIENCE.lock().unwrap_or_else(PoisonError::into_inner);
        set.unwrap_or_else(|| Self::silent(None))
    }

    /// How long it is.
    pub(in crate::io) const fn limit(self) -> Duration {
        self.limit
    }

    /// Whether more may be waited after so long; says so, once, when it has taken a while.
    pub(in crate::io) fn goes_on(self, waited: Duration) -> bool {
        static TOLD: AtomicBool = AtomicBool::new(false);
        if let Some(tell) = self.tell
            && waited >= SAID_AFTER.min(self.limit / 2)
            && !TOLD.swap(true, Ordering::Relaxed)
        {
            tell();
        }
        waited < self.limit
    }
}
