//! 期限: by when each leg of a unit has to end, and why. A pure function of the timetable, the calendar and the unit's
//! state, so that what a letter, a queue and a table say of a day is the same day.
//!
//! A leg that is given working days counts them from the day that the unit really ended the leg before; while it has
//! not, from the day on which that leg is due. A day that is no working day moves to the next one. An extension puts
//! its own day in place, unless the leg has more time without it: it never takes time away.

use jiff::civil::Date;

use super::campaign::{DepartmentState, Extension};
use super::stage::{Leg, Passage, Round};
use crate::domain::calendar::{NoData, WorkCalendar};
use crate::domain::office_time;
use crate::domain::timetable::{Term, Timetable};

/// The project's plan.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// What is planned.
    pub timetable: &'a Timetable,
    /// Which days are worked.
    pub calendar: &'a WorkCalendar,
}

/// One leg of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegPlan {
    /// Which.
    pub passage: Passage,
    /// The day on which it ended.
    pub ended: Option<Date>,
    /// By when it has to end; `None` where nothing is planned for it.
    pub due: Option<Result<Deadline, NoData>>,
}

impl LegPlan {
    /// The last day, where it is known.
    pub fn day(&self) -> Option<Date> {
        Some(self.due.as_ref()?.as_ref().ok()?.day)
    }

    /// What there is to say of it today: how much time is left, or why that cannot be told; `None` where nothing is
    /// planned.
    pub fn tell(&self, plan: &Plan<'_>, today: Date) -> Option<String> {
        match self.due.as_ref()? {
            Ok(deadline) => Some(plan.tell(today, deadline.day)),
            Err(missing) => Some(format!("期限算不出：{missing}")),
        }
    }

    /// How the last day came about, or why there is none; `None` where nothing is planned.
    pub fn because(&self) -> Option<String> {
        Some(match self.due.as_ref()? {
            Ok(deadline) => deadline.explain(),
            Err(missing) => missing.to_string(),
        })
    }

    /// The year without which the last day cannot be told.
    pub fn no_data(&self) -> Option<NoData> {
        self.due.as_ref()?.as_ref().err().copied()
    }
}

/// The last day of a leg and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub day: Date,
    /// What the timetable says; `None` where only an extension says something.
    pub basis: Option<Basis>,
    /// More time given, in the order it was given; none where the leg has more time without it.
    pub extended: Vec<Extended>,
}

/// What a last day is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The timetable names the day.
    On(Date),
    /// The timetable gives working days.
    Within {
        /// How many.
        days: u32,
        /// From the day of this event, which is not counted.
        from: Date,
        /// What ended then, or is due then; `None` for the start of the campaign.
        after: Option<Passage>,
        /// Whether it has really ended.
        ended: bool,
    },
}

/// One extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extended {
    /// To this day.
    pub until: Date,
    /// By so many working days, where there was a day before and the calendar tells.
    pub days: Option<i32>,
}

impl Plan<'_> {
    /// The legs of a unit.
    pub fn of(&self, state: &DepartmentState) -> [LegPlan; 6] {
        self.legs(Some(state), None)
    }

    /// The legs of a unit, supposing that it comes to the end of one of them on a day.
    pub fn supposing(&self, state: &DepartmentState, ended: Passage, on: Date) -> [LegPlan; 6] {
        self.legs(Some(state), Some((ended, on)))
    }

    /// The legs as they were planned before anything happened.
    pub fn planned(&self) -> [LegPlan; 6] {
        self.legs(None, None)
    }

    /// One leg of a unit.
    pub fn leg(&self, state: &DepartmentState, passage: Passage) -> LegPlan {
        let [a, b, c, d, e, f] = self.of(state);
        match (passage.round, passage.leg) {
            (Round::First, Leg::Up) => a,
            (Round::First, Leg::Down) => b,
            (Round::Second, Leg::Up) => c,
            (Round::Second, Leg::Down) => d,
            (Round::Third, Leg::Up) => e,
            (Round::Third, Leg::Down) => f,
        }
    }

    /// The leg that a unit is on; `None` once its list is confirmed.
    pub fn running(&self, state: &DepartmentState) -> Option<LegPlan> {
        Passage::running(state.stage).map(|passage| self.leg(state, passage))
    }

    /// Working days from `today` to a last day: 0 on the day itself, negative after it.
    ///
    /// # Errors
    /// When nothing is known of a year on the way.
    pub fn days_left(&self, today: Date, day: Date) -> Result<i32, NoData> {
        self.calendar.between(today, day)
    }

    /// What there is to say of a last day today.
    pub fn tell(&self, today: Date, day: Date) -> String {
        match self.days_left(today, day) {
            _ if day == today => "今天到期".to_owned(),
            Ok(left) if day > today => format!("还有 {left} 个工作日"),
            Ok(0) => "已逾期".to_owned(),
            Ok(left) => format!("逾期 {} 个工作日", -left),
            // The days up to it cannot be counted; the day itself stands.
            Err(_) if day > today => format!("{day} 到期"),
            Err(_) => format!("{day} 已到期"),
        }
    }

    fn legs(
        &self,
        state: Option<&DepartmentState>,
        supposed: Option<(Passage, Date)>,
    ) -> [LegPlan; 6] {
        // The end of the leg before, the day it is counted from, and whether it really is over.
        let mut before: Option<(Result<Date, NoData>, bool)> =
            self.timetable.start.map(|day| (Ok(day), true));
        let mut last = None;
        Passage::ALL.map(|passage| {
            let ended = state.and_then(|s| s.ended(passage)).map(office_time::day);
            let ended = ended.or_else(|| supposed.filter(|s| s.0 == passage).map(|s| s.1));
            let due = self.due(passage, state, before, last);
            before = match (ended, &due) {
                (Some(day), _) => Some((Ok(day), true)),
                (None, Some(due)) => Some((due.as_ref().map(|d| d.day).map_err(|e| *e), false)),
                (None, None) => None,
            };
            last = Some(passage);
            LegPlan {
                passage,
                ended,
                due,
            }
        })
    }

    fn due(
        &self,
        passage: Passage,
        state: Option<&DepartmentState>,
        before: Option<(Result<Date, NoData>, bool)>,
        after: Option<Passage>,
    ) -> Option<Result<Deadline, NoData>> {
        let natural = match (self.timetable.legs[passage.index()], before) {
            // Written down is written down, also where nobody can tell yet whether it is worked.
            (Some(Term::On(day)), _) => {
                let moved = self.calendar.on_or_after(day).unwrap_or(day);
                Some(Ok((moved, Basis::On(day))))
            }
            (Some(Term::Within(days)), Some((from, ended))) => Some(from.and_then(|from| {
                let basis = Basis::Within {
                    days,
                    from,
                    after,
                    ended,
                };
                Ok((self.calendar.after(from, days)?, basis))
            })),
            (Some(Term::Within(_)), None) | (None, _) => None,
        };
        let given: Vec<&Extension> = state
            .into_iter()
            .flat_map(|s| s.extensions_of(passage))
            .collect();
        let extended = given.iter().map(|e| Extended {
            until: e.until,
            days: e
                .from
                .and_then(|from| self.calendar.between(from, e.until).ok()),
        });
        let extended = extended.collect();
        let Some(last) = given.last() else {
            return natural.map(|natural| {
                natural.map(|(day, basis)| Deadline {
                    day,
                    basis: Some(basis),
                    extended,
                })
            });
        };
        Some(Ok(match natural {
            // What was counted anew from the day the leg before ended goes beyond what was given.
            Some(Ok((day, basis))) if day > last.until => Deadline {
                day,
                basis: Some(basis),
                extended: Vec::new(),
            },
            natural => Deadline {
                day: last.until,
                basis: natural.and_then(Result::ok).map(|(_, basis)| basis),
                extended,
            },
        }))
    }
}

impl Deadline {
    /// How the day came about, e.g. 自11月3日一上起15个工作日，延长5个工作日.
    pub fn explain(&self) -> String {
        let day = |day: Date| {
            if day.year() == self.day.year() {
                format!("{}月{}日", day.month(), day.day())
            } else {
                format!("{}年{}月{}日", day.year(), day.month(), day.day())
            }
        };
        let mut out = match self.basis {
            None => "没有计划".to_owned(),
            Some(Basis::On(planned)) if self.extended.is_empty() && planned != self.day => {
                format!("计划{}，遇休息日顺延", day(planned))
            }
            Some(Basis::On(planned)) => format!("计划{}", day(planned)),
            Some(Basis::Within {
                days,
                from,
                after,
                ended,
            }) => {
                let event = match (after, ended) {
                    (None, _) => "启动".to_owned(),
                    (Some(passage), true) => passage.chinese().to_owned(),
                    (Some(passage), false) => format!("{}期满", passage.chinese()),
                };
                format!("自{}{event}起{days}个工作日", day(from))
            }
        };
        for extension in &self.extended {
            match extension.days {
                Some(days) => out.push_str(&format!("，延长{days}个工作日")),
                None => out.push_str(&format!("，延至{}", day(extension.until))),
            }
        }
        out
    }
}
