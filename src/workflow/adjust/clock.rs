//! The clock of an adjustment: by when its next step has to be done. Pure, as [`super::super::plan`] is for the legs.

use jiff::civil::Date;

use super::state::{Adjustment, Phase};
use crate::domain::adjustment::AdjustmentClock;
use crate::domain::calendar::{NoData, WorkCalendar};
use crate::domain::office_time;

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What has to be done.
    pub what: &'static str,
    /// By when; an error where the calendar does not know the year.
    pub day: Result<Date, NoData>,
    /// From which day it counts.
    pub from: Date,
    /// How many working days.
    pub days: u32,
}

impl Due {
    /// Whether it should have been done before `today`.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.day.as_ref().is_ok_and(|day| *day < today)
    }
}

/// The last day of an application for what happened on a day.
///
/// # Errors
/// When the calendar does not know a year on the way.
pub fn last_day_to_apply(
    clock: AdjustmentClock,
    calendar: &WorkCalendar,
    happened: Date,
) -> Result<Date, NoData> {
    calendar.after(happened, clock.apply_days)
}

/// What has to be done next, and by when; `None` where nothing is to be done any more.
pub fn due(
    adjustment: &Adjustment,
    clock: AdjustmentClock,
    calendar: &WorkCalendar,
) -> Option<Due> {
    let (what, from, days) = match adjustment.phase {
        Phase::Opened => ("一上", adjustment.ground.happened, clock.apply_days),
        Phase::Correction => {
            // Time to put right what was sent back is as long as the application had.
            let sent = adjustment.sent.as_ref()?;
            (
                "再次一上",
                office_time::day(sent.at),
                clock.review_days + clock.apply_days,
            )
        }
        Phase::Review => match adjustment.published_on {
            Some(published) => ("补办同意", published, clock.review_days),
            None => {
                let sent = adjustment.sent.as_ref()?;
                ("一下", office_time::day(sent.at), clock.review_days)
            }
        },
        Phase::Agreed if adjustment.release.is_none() => (
            "公布",
            office_time::day(adjustment.ended_at?),
            clock.publish_days,
        ),
        Phase::Refused if adjustment.is_to_be_undone() => (
            "另行调整，恢复原状",
            office_time::day(adjustment.ended_at?),
            clock.apply_days,
        ),
        Phase::Agreed | Phase::Refused | Phase::Withdrawn => return None,
    };
    Some(Due {
        what,
        day: calendar.after(from, days),
        from,
        days,
    })
}
