//! Whether the clocks by which events are dated agree. The order of events is that of their numbers, whatever clocks say;
//! days and deadlines are counted from what they say.

use jiff::{SignedDuration, Timestamp};

use crate::domain::office_time;

/// So far clocks of two machines may be apart without a word.
const APART: SignedDuration = SignedDuration::from_mins(2);

/// An event, or what is to become one, that is dated before its predecessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetBack {
    /// Number of the predecessor.
    pub after: u64,
    /// When that was, by the clock of its machine.
    pub before: Timestamp,
    /// When this is.
    pub at: Timestamp,
}

impl SetBack {
    /// What comes after the event `after`, which is dated `before`, is dated `at`.
    pub fn of(after: u64, before: Timestamp, at: Timestamp) -> Option<Self> {
        (at.duration_until(before) > APART).then_some(Self { after, before, at })
    }

    /// Number of the event that is dated too early, or will be.
    pub const fn seq(&self) -> u64 {
        self.after + 1
    }
}

impl std::fmt::Display for SetBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [at, before] = [self.at, self.before].map(office_time::clock);
        write!(f, "{at}，比前面第 {} 号事件的 {before} 还早", self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_may_be_a_little_apart() {
        let last: Timestamp = "2014-07-01T02:00:00Z".parse().unwrap();
        let of = |at: &str| SetBack::of(7, last, at.parse().unwrap());
        assert_eq!(of("2014-07-01T02:00:01Z"), None);
        assert_eq!(of("2014-07-01T01:58:00Z"), None);
        let found = of("2014-07-01T01:57:59Z").unwrap();
        assert_eq!(found.seq(), 8);
        assert_eq!(
            found.to_string(),
            "2014-07-01 09:57，比前面第 7 号事件的 2014-07-01 10:00 还早"
        );
    }
}
