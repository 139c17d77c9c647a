//! The review as it stood on an earlier day.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{ReviewError, Session};
use crate::domain::office_time;
use crate::io::store::Store;
use crate::workflow::chain::{Head, read_checked};
use crate::workflow::{Campaign, Event, SetBack};

impl<S: Store> Session<S> {
    /// Whether what is recorded now would be dated before the last event.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_set_back(&self, now: Timestamp) -> Result<Option<SetBack>, ReviewError> {
        let last = self.store.event(self.campaign.head().seq)?;
        let dated = last.and_then(|last| Some((last.seq, last.at.parse().ok()?)));
        Ok(dated.and_then(|(seq, before)| SetBack::of(seq, before, now)))
    }

    /// Every event of the record, checked, in order.
    ///
    /// # Errors
    /// When the store cannot be read or its chain does not hold.
    pub fn events(&self) -> Result<Vec<Event>, ReviewError> {
        let records = self.store.read(0)?;
        let mut events = Vec::with_capacity(records.len());
        read_checked(&records, Head::EMPTY, |event| {
            events.push(event);
            Ok(())
        })?;
        Ok(events)
    }

    /// The state at the end of a day: that of now where nothing was recorded since, or nothing until then — a day before
    /// the first event can only be meant as the day that it is supposed to be.
    ///
    /// # Errors
    /// When the store cannot be read or its chain does not hold.
    pub fn at_end_of(&self, day: Date) -> Result<Cow<'_, Campaign>, ReviewError> {
        let last = self.store.event(self.campaign.head().seq)?;
        let since = match last {
            Some(record) => office_time::day(record.read()?.at) > day,
            None => false,
        };
        if !since {
            return Ok(Cow::Borrowed(&self.campaign));
        }
        let events = self.events()?;
        let known = until(&events, day);
        if known == 0 {
            return Ok(Cow::Borrowed(&self.campaign));
        }
        Ok(Cow::Owned(Campaign::replay(
            events.get(..known).unwrap_or(&events),
        )?))
    }
}

/// How many of the events were known at the end of a day. Where a clock was set back, the first event of a later day is the
/// end: what followed it cannot have been known before.
pub fn until(events: &[Event], day: Date) -> usize {
    let later = |event: &Event| office_time::day(event.at) > day;
    events.iter().position(later).unwrap_or(events.len())
}
