//! What waits for somebody, with what the snapshots, the findings and the drafts say of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Act, Filter, ReviewError, Row, Session};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::io::store::Store;
use crate::workflow::queue::{Task, TaskKind, Traits, tasks, urgency};
use crate::workflow::{Notebook, Plan, Round, Staff};

/// One row of the queue.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What is to be done.
    pub task: Task,
    /// The item as its snapshot has it, where it is about one.
    pub row: Option<Row>,
    /// What of it the order goes by.
    pub traits: Traits,
}

/// Which rows of the queue are meant: all that fit every condition. What is not about an item fits no condition on items.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// Only of this unit.
    pub department: Option<DepartmentId>,
    /// Only of this kind.
    pub kind: Option<TaskKind>,
    /// Only about these items.
    pub items: Filter,
}

impl QueueFilter {
    fn takes(&self, waiting: &Waiting, drafts: &Notebook) -> bool {
        let department = waiting.task.department.as_ref();
        self.department
            .as_ref()
            .is_none_or(|d| department == Some(d))
            && self.kind.is_none_or(|kind| waiting.task.kind == kind)
            && match &waiting.row {
                Some(row) => self.items.takes(row, drafts),
                None => !self.items.is_narrow(),
            }
    }
}

/// The items of a round by code.
type Rows = BTreeMap<ItemCode, Row>;

impl<S: Store> Session<S> {
    /// What waits for the actor, the most urgent first (see [`crate::workflow::queue`]).
    ///
    /// # Errors
    /// When a snapshot or the notebooks cannot be read.
    pub fn queue(
        &mut self,
        act: Act<'_>,
        plan: Plan<'_>,
        today: Date,
        filter: &QueueFilter,
    ) -> Result<Vec<Waiting>, ReviewError> {
        let own: Vec<_> = self
            .all_drafts(act)?
            .into_iter()
            .filter(|drafts| drafts.current)
            .map(|drafts| (drafts.key.department, drafts.notebook))
            .collect();
        let notebooks: BTreeMap<DepartmentId, Notebook> = own.into_iter().collect();
        let drafted = |department: &DepartmentId, code: &ItemCode| {
            let notebook = notebooks.get(department);
            notebook.is_some_and(|notebook| notebook.entry(code).is_some())
        };
        let tasks = tasks(&self.campaign, Staff(act.people), act.actor, plan, &drafted);
        let none = Notebook::default();
        let mut rows: BTreeMap<(DepartmentId, Round), Rows> = BTreeMap::new();
        let mut out = Vec::new();
        for task in tasks {
            let mut row = None;
            if let (Some(department), Some(code), Some(round)) =
                (&task.department, &task.item, task.round)
            {
                let key = (department.clone(), round);
                if !rows.contains_key(&key) {
                    let found = self.rows(department, round)?;
                    let found = found.into_iter().map(|row| (row.code.clone(), row));
                    rows.insert(key.clone(), found.collect());
                }
                row = rows.get(&key).and_then(|rows| rows.get(code)).cloned();
            }
            let traits = Traits {
                worst: row.as_ref().and_then(Row::worst),
                change: row.as_ref().and_then(|row| row.change),
                drafted: match (&task.department, &task.item) {
                    (Some(department), Some(code)) if task.kind == TaskKind::Opine => {
                        drafted(department, code)
                    }
                    _ => false,
                },
            };
            let waiting = Waiting { task, row, traits };
            let notebook = waiting.task.department.as_ref();
            let notebook = notebook.and_then(|d| notebooks.get(d)).unwrap_or(&none);
            if filter.takes(&waiting, notebook) {
                out.push(waiting);
            }
        }
        out.sort_by_cached_key(|waiting| urgency(&waiting.task, waiting.traits, today));
        Ok(out)
    }
}
