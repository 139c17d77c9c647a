//! The time that Chinese offices keep (北京时间, UTC+8, no summer time since 1992): which day a moment is on.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

const BEIJING: Offset = Offset::constant(8);

/// A moment as a calendar and a clock in an office show it.
pub fn local(at: Timestamp) -> DateTime {
    BEIJING.to_datetime(at)
}

/// The day that a moment is on.
pub fn day(at: Timestamp) -> Date {
    local(at).date()
}

/// A moment to the minute: 2014-07-01 10:00.
pub fn clock(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The moment at which an office's calendar and clock show this; `None` beyond the years that a timestamp holds.
pub fn moment(local: DateTime) -> Option<Timestamp> {
    BEIJING.to_timestamp(local).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_begins_eight_hours_before_it_does_in_greenwich() {
        let late: Timestamp = "2014-06-30T15:59:59Z".parse().unwrap();
        let early: Timestamp = "2014-06-30T16:00:00Z".parse().unwrap();
        assert_eq!(day(late), date(2014, 6, 30));
        assert_eq!(day(early), date(2014, 7, 1));
        assert_eq!(clock(early), "2014-07-01 00:00");
        assert_eq!(moment(local(early)), Some(early));
    }
}
