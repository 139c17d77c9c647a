//! 工作日历: which days are worked. Monday to Friday are, but for the holidays of the year; Saturday and Sunday are
//! not, but for the days of 调休. What a year's holidays are is published the year before and cannot be computed, so a
//! year that nobody has written down has no working days to count: [`NoData`].

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// Days of the longest year.
const DAYS: usize = 366;

/// A year without a calendar was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("没有 {year} 年的工作日历，不知道那一年哪些天放假、哪些周末上班")]
pub struct NoData {
    /// The year.
    pub year: i16,
}

impl NoData {
    /// What to do about it.
    pub fn help(self) -> String {
        let year = self.year;
        format!(
            "国务院办公厅的通知公布以后，在 power-list.yaml 里写上这一年：\n\
             calendar:\n  {year}:\n    source: 通知的名称、文号、日期\n    \
             holidays: [{year}-10-01 至 {year}-10-07, …]\n    workdays: [周末上班的日子, …]"
        )
    }
}

/// Why a day does not belong in a year's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// It is in another year.
    #[error("{day} 不在 {year} 年")]
    OtherYear {
        /// The day.
        day: Date,
        /// The year of the list.
        year: i16,
    },
    /// A holiday ends before it begins.
    #[error("{from} 至 {to} 前后颠倒")]
    Backwards {
        /// First day as written.
        from: Date,
        /// Last day as written.
        to: Date,
    },
    /// A day of 调休 would be worked anyway.
    #[error("{0} 不是星期六、星期日，本来就上班")]
    NoWeekend(Date),
    /// A day is said to be a holiday and to be worked.
    #[error("{0} 既写成放假，又写成上班")]
    Both(Date),
}

/// One year: which of its days are worked, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkYear {
    year: i16,
    sources: Vec<String>,
    worked: Box<[bool; DAYS]>,
    holidays: Box<[bool; DAYS]>,
}

impl WorkYear {
    /// A year with weekends only, and the notices that its holidays are going to be taken from.
    pub fn new(year: i16, sources: Vec<String>) -> Self {
        let mut worked = Box::new([false; DAYS]);
        let first = date(year, 1, 1);
        for (day, worked) in first.series(1.day()).take(DAYS).zip(worked.iter_mut()) {
            *worked = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        }
        Self {
            year,
            sources,
            worked,
            holidays: Box::new([false; DAYS]),
        }
    }

    /// Which year.
    pub const fn year(&self) -> i16 {
        self.year
    }

    /// The notices that it rests on.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Takes a holiday in.
    ///
    /// # Errors
    /// When it is not in the year or ends before it begins.
    pub fn rest(&mut self, from: Date, to: Date) -> Result<(), DayFault> {
        if to < from {
            return Err(DayFault::Backwards { from, to });
        }
        let (first, last) = (self.place(from)?, self.place(to)?);
        for place in first..=last {
            self.worked[place] = false;
            self.holidays[place] = true;
        }
        Ok(())
    }

    /// Takes a day of 调休 in; the holidays come first.
    ///
    /// # Errors
    /// When it is not in the year, no weekend day, or a holiday.
    pub fn work(&mut self, day: Date) -> Result<(), DayFault> {
        let place = self.place(day)?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return Err(DayFault::NoWeekend(day));
        }
        if self.holidays[place] {
            return Err(DayFault::Both(day));
        }
        self.worked[place] = true;
        Ok(())
    }

    fn place(&self, day: Date) -> Result<usize, DayFault> {
        if day.year() == self.year {
            Ok(place(day))
        } else {
            Err(DayFault::OtherYear {
                day,
                year: self.year,
            })
        }
    }
}

/// Place of a day in its year.
fn place(day: Date) -> usize {
    usize::from(day.day_of_year().unsigned_abs()) - 1
}

/// The working days of the years that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, Arc<WorkYear>>,
}

impl WorkCalendar {
    /// Takes a year in, in place of the one that was there.
    pub fn set(&mut self, year: WorkYear) {
        self.years.insert(year.year, Arc::new(year));
    }

    /// The years that are known.
    pub fn years(&self) -> impl Iterator<Item = &WorkYear> {
        self.years.values().map(AsRef::as_ref)
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// When nothing is known of its year.
    pub fn is_working_day(&self, day: Date) -> Result<bool, NoData> {
        match self.years.get(&day.year()) {
            Some(year) => Ok(year.worked[place(day)]),
            None => Err(NoData { year: day.year() }),
        }
    }

    /// The day itself where it is worked, else the next one that is: what a period that ends on it ends on.
    ///
    /// # Errors
    /// When nothing is known of a year on the way.
    pub fn on_or_after(&self, day: Date) -> Result<Date, NoData> {
        let mut day = day;
        while !self.is_working_day(day)? {
            day = next(day)?;
        }
        Ok(day)
    }

    /// The last day of a period of working days from an event: the day of the event is not counted (民法典第二百零一条).
    /// No days at all end on the day itself, or on the next one worked.
    ///
    /// # Errors
    /// When nothing is known of a year on the way.
    pub fn after(&self, event: Date, days: u32) -> Result<Date, NoData> {
        let mut day = event;
        if days == 0 {
            return self.on_or_after(day);
        }
        for _ in 0..days {
            day = self.on_or_after(next(day)?)?;
        }
        Ok(day)
    }

    /// How many working days there are from one day to another: the first not counted, the last counted; negative where
    /// the second is the earlier.
    ///
    /// # Errors
    /// When nothing is known of a year on the way.
    pub fn between(&self, from: Date, to: Date) -> Result<i32, NoData> {
        if to < from {
            return Ok(-self.between(to, from)?);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = next(day)?;
            count += i32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }
}

/// The day after; the calendar's end is the end of what is known.
fn next(day: Date) -> Result<Date, NoData> {
    day.tomorrow().map_err(|_| NoData { year: day.year() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two years with a holiday over their border.
    fn calendar() -> WorkCalendar {
        let mut first = WorkYear::new(2014, vec!["通知".to_owned()]);
        first.rest(date(2014, 10, 1), date(2014, 10, 7)).unwrap();
        first.work(date(2014, 9, 28)).unwrap();
        first.work(date(2014, 10, 11)).unwrap();
        let mut second = WorkYear::new(2015, vec!["通知".to_owned()]);
        second.rest(date(2015, 1, 1), date(2015, 1, 3)).unwrap();
        second.work(date(2015, 1, 4)).unwrap();
        let mut calendar = WorkCalendar::default();
        calendar.set(first);
        calendar.set(second);
        calendar
    }

    #[test]
    fn the_day_of_the_event_is_not_counted_and_holidays_are_passed_over() {
        let calendar = calendar();
        // Friday, then the worked Sunday.
        assert_eq!(calendar.after(date(2014, 9, 26), 1), Ok(date(2014, 9, 28)));
        assert_eq!(calendar.after(date(2014, 9, 30), 1), Ok(date(2014, 10, 8)));
        assert_eq!(calendar.after(date(2014, 10, 1), 4), Ok(date(2014, 10, 11)));
        assert_eq!(calendar.after(date(2014, 12, 31), 1), Ok(date(2015, 1, 4)));
        assert_eq!(calendar.after(date(2014, 10, 3), 0), Ok(date(2014, 10, 8)));
        assert_eq!(
            calendar.between(date(2014, 9, 30), date(2014, 10, 8)),
            Ok(1)
        );
        assert_eq!(
            calendar.between(date(2014, 10, 8), date(2014, 9, 30)),
            Ok(-1)
        );
    }

    #[test]
    fn a_year_without_data_is_an_error() {
        let calendar = calendar();
        let unknown = |year| Err(NoData { year });
        assert_eq!(
            calendar.is_working_day(date(2016, 1, 1)),
            Err(NoData { year: 2016 })
        );
        assert_eq!(calendar.after(date(2015, 12, 31), 1), unknown(2016));
        assert_eq!(calendar.on_or_after(date(2013, 12, 31)), unknown(2013));
        assert!(
            calendar
                .between(date(2015, 12, 1), date(2016, 1, 1))
                .is_err()
        );
        assert!(calendar.after(Date::MAX, 1).is_err());
        assert!(NoData { year: 2027 }.help().contains("2027-10-01"));
    }

    #[test]
    fn days_that_do_not_belong_are_refused_and_change_nothing() {
        let mut year = WorkYear::new(2015, Vec::new());
        let before = year.clone();
        let (january, march) = (date(2015, 1, 1), date(2015, 3, 2));
        assert_eq!(
            year.rest(march, january),
            Err(DayFault::Backwards {
                from: march,
                to: january
            })
        );
        let other = |day| Err(DayFault::OtherYear { day, year: 2015 });
        assert_eq!(
            year.rest(january, date(2016, 1, 1)),
            other(date(2016, 1, 1))
        );
        assert_eq!(year.work(date(2014, 12, 28)), other(date(2014, 12, 28)));
        assert_eq!(year.work(march), Err(DayFault::NoWeekend(march)));
        assert_eq!(year, before);
        year.rest(date(2015, 2, 28), date(2015, 2, 28)).unwrap();
        assert_eq!(
            year.work(date(2015, 2, 28)),
            Err(DayFault::Both(date(2015, 2, 28)))
        );
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0_i64..600).prop_map(|days| date(2014, 1, 1).saturating_add(days.days()))
    }

    proptest! {
        #[test]
        fn counting_undoes_adding(day in any_day(), days in 1_u32..90) {
            let calendar = calendar();
            let end = calendar.after(day, days).unwrap();
            prop_assert!(end > day);
            prop_assert!(calendar.is_working_day(end).unwrap());
            prop_assert_eq!(calendar.between(day, end), Ok(days as i32));
            // No earlier day would do.
            let before = end.yesterday().unwrap();
            prop_assert_eq!(calendar.between(day, before), Ok(days as i32 - 1));
        }

        #[test]
        fn adding_goes_on_where_it_stopped(day in any_day(), first in 1_u32..40, second in 1_u32..40) {
            let calendar = calendar();
            let once = calendar.after(day, first + second);
            let twice = calendar.after(day, first).and_then(|end| calendar.after(end, second));
            prop_assert_eq!(once, twice);
        }

        #[test]
        fn a_later_event_never_ends_earlier(a in any_day(), b in any_day(), days in 0_u32..60) {
            let calendar = calendar();
            let (a, b) = (a.min(b), a.max(b));
            prop_assert!(calendar.after(a, days).unwrap() <= calendar.after(b, days).unwrap());
        }

        #[test]
        fn counts_add_up_and_turn_round(a in any_day(), b in any_day(), c in any_day()) {
            let calendar = calendar();
            let count = |from, to| calendar.between(from, to).unwrap();
            prop_assert_eq!(count(a, b) + count(b, c), count(a, c));
            prop_assert_eq!(count(a, b), -count(b, a));
        }
    }
}
