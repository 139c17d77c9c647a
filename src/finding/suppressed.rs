//! Findings that are not shown, and on whose word.

use jiff::civil::Date;

use super::Finding;

/// A finding that does not count, and why it does not.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding as it would have been shown.
    pub finding: Finding,
    /// On whose word.
    pub by: Suppressor,
}

/// What keeps a finding from being shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppressor {
    /// An entry of `allow` in `power-list.yaml`.
    Allow {
        /// Why.
        reason: String,
        /// Last day on which it counts.
        until: Date,
    },
    /// A comment in the file itself.
    Comment {
        /// Why.
        reason: String,
    },
    /// The baseline: it was there before.
    Baseline {
        /// The day it was first seen.
        since: Date,
    },
}
