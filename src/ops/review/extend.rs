//! More time for a leg of some units.

use jiff::civil::Date;

use super::{Act, Plan as Step, ReviewError, Session};
use crate::domain::calendar::NoData;
use crate::domain::ids::DepartmentId;
use crate::io::store::Store;
use crate::workflow::{Command, Event, NewDay, Passage, Plan, Words};

/// To when a leg is extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// To this day.
    Day(Date),
    /// By so many working days from the last day until now.
    Days(u32),
}

/// More time, as asked for.
#[derive(Debug, Clone)]
pub struct Extend {
    /// The units; all that have not got to the end of the leg where there are none.
    pub departments: Vec<DepartmentId>,
    /// The leg.
    pub passage: Passage,
    /// To when.
    pub until: Until,
    /// Why.
    pub reason: Words,
    /// Number of the document.
    pub document: Option<Words>,
}

impl<S: Store> Session<S> {
    /// Gives units more time for a leg.
    ///
    /// # Errors
    /// When the new days cannot be worked out, the workflow refuses or the store fails.
    pub fn extend(
        &mut self,
        act: Act<'_>,
        plan: Plan<'_>,
        asked: &Extend,
    ) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |session| {
            Ok(Step::from(session.extension(plan, asked)?))
        })
    }

    /// The command for an extension as things stand.
    ///
    /// # Errors
    /// When the new days cannot be worked out.
    pub fn extension(&self, plan: Plan<'_>, asked: &Extend) -> Result<Command, NoData> {
        let departments: Vec<DepartmentId> = if asked.departments.is_empty() {
            let units = self.campaign.departments().iter();
            units
                .filter(|(_, state)| !asked.passage.is_over(state.stage))
                .map(|(id, _)| id.clone())
                .collect()
        } else {
            asked.departments.clone()
        };
        let day = |department: DepartmentId| {
            // Units that are unknown and legs that are over are for the workflow to refuse.
            let state = self.campaign.department(&department);
            let state = state.filter(|state| !asked.passage.is_over(state.stage));
            let due = state.and_then(|state| plan.leg(state, asked.passage).due);
            let from = due.transpose()?.map(|deadline| deadline.day);
            let until = match (asked.until, from) {
                (Until::Day(day), _) => Some(day),
                (Until::Days(days), Some(from)) => Some(plan.calendar.after(from, days)?),
                (Until::Days(_), None) => None,
            };
            let worked = until.map(|day| plan.calendar.is_working_day(day));
            Ok(NewDay {
                department,
                from,
                until,
                worked: worked.transpose()?.unwrap_or(false),
            })
        };
        let days = departments
            .into_iter()
            .map(day)
            .collect::<Result<_, NoData>>()?;
        Ok(Command::Extend {
            passage: asked.passage,
            days,
            reason: asked.reason.clone(),
            document: asked.document.clone(),
        })
    }
}
