//! The demo's own time.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};

use crate::domain::office_time;

/// The `i`-th of `n` days spread evenly after `first` and up to `last`.
pub(super) fn between(first: Date, last: Date, i: usize, n: usize) -> Date {
    let days = (last - first).get_days().max(0);
    let offset = i64::from(days) * (i as i64 + 1) / (n as i64).max(1);
    first
        .checked_add(jiff::Span::new().days(offset))
        .unwrap_or(last)
}

/// Office hours of the timetable: goes forward only, a minute an act, nine to half past five, Monday to Friday.
pub(super) struct Clock {
    pub(super) date: Date,
    minute: i32,
}

impl Clock {
    const OPENS: i32 = 9 * 60;
    const CLOSES: i32 = 17 * 60 + 30;

    pub(super) fn at(date: Date) -> Self {
        Self {
            date,
            minute: Self::OPENS,
        }
    }

    pub(super) fn advance_to(&mut self, date: Date) {
        if date > self.date {
            self.date = date;
            self.minute = Self::OPENS;
            self.skip_weekend();
        }
    }

    /// Goes to a day, whatever day of the week it is.
    pub(super) fn set(&mut self, date: Date) {
        self.date = date;
        self.minute = Self::OPENS;
    }

    fn skip_weekend(&mut self) {
        while matches!(self.date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            match self.date.tomorrow() {
                Ok(next) => self.date = next,
                Err(_) => return,
            }
        }
    }

    pub(super) fn tick(&mut self) -> Timestamp {
        self.minute += 1;
        if self.minute > Self::CLOSES {
            self.minute = Self::OPENS;
            self.date = self.date.tomorrow().unwrap_or(self.date);
            self.skip_weekend();
        }
        let hour = (self.minute / 60) as i8;
        let time = Time::new(hour, (self.minute % 60) as i8, 0, 0).unwrap_or(Time::midnight());
        office_time::moment(self.date.to_datetime(time)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
