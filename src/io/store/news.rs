//! What a store has to say while it is at work, to whoever sits in front of it: nobody asked, so it is no answer.

use std::fmt;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::StorePlace;

/// Something that happened to a store, and that its owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It was of an earlier version and is now of this one.
    Upgraded {
        /// Where.
        place: StorePlace,
        /// Its version until now.
        from: i64,
        /// Its version from now on.
        to: i64,
        /// Where it is kept as it was.
        backup: PathBuf,
    },
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upgraded {
                place,
                from,
                to,
                backup,
            } => write!(
                f,
                "提示：工作数据库 {place} 从第 {from} 版升到了第 {to} 版；升级以前的留在 {}，核验无误（power-list review verify）以后可以删去",
                backup.display()
            ),
        }
    }
}

static LISTENER: OnceLock<fn(&News)> = OnceLock::new();

/// Says who is told. There is one program and one who looks at it: the first counts.
pub fn listen(listener: fn(&News)) {
    // Who comes second finds somebody listening, which is what he wanted.
    let _ = LISTENER.set(listener);
}

/// Tells whoever listens.
pub(in crate::io) fn tell(news: &News) {
    if let Some(listener) = LISTENER.get() {
        listener(news);
    }
}
