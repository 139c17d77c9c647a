//! Drafts: kept for their reviewer alone, until they are given as opinions.

use super::{Act, Plan, ReviewError, Session};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::ActorId;
use crate::io::store::{Store, StoreError};
use crate::workflow::event::Legality;
use crate::workflow::refusal::run;
use crate::workflow::{
    Command, Entry, Event, Notebook, NotebookKey, Refusal, Round, Staff, Step, may_speak,
};

/// How often a draft is written again when the same person was first elsewhere.
const TRIES: usize = 8;

/// A notebook with what it belongs to.
#[derive(Debug, Clone)]
pub struct Drafts {
    /// Whose, on which unit, in which round.
    pub key: NotebookKey,
    /// What is in it.
    pub notebook: Notebook,
    /// Whether its drafts can still be given: the round is under review and the own body has not signed.
    pub current: bool,
}

/// What somebody has drafted on a unit, and the notebook that ends when it is given.
#[derive(Default)]
struct Own {
    entries: Vec<(ItemCode, Entry)>,
    settled: Vec<(NotebookKey, u64)>,
}

impl<S: Store> Session<S> {
    /// The drafts of a person on a unit in the round under review; empty where none is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(
        &self,
        owner: &ActorId,
        department: &DepartmentId,
    ) -> Result<Notebook, ReviewError> {
        let round = self
            .campaign
            .department(department)
            .and_then(|state| state.under_review())
            .map(|round| round.round);
        match round {
            Some(round) => self.notebook(&NotebookKey {
                owner: owner.clone(),
                department: department.clone(),
                round,
            }),
            None => Ok(Notebook::default()),
        }
    }

    fn notebook(&self, key: &NotebookKey) -> Result<Notebook, ReviewError> {
        Ok(Notebook::replay(self.store.notebook(key)?))
    }

    /// All drafts of a person, also those that came to nothing because the round is over.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn all_drafts(&self, act: Act<'_>) -> Result<Vec<Drafts>, ReviewError> {
        let mut all = Vec::new();
        for key in self.store.notebooks()? {
            if key.owner != act.actor.id.value {
                continue;
            }
            let notebook = self.notebook(&key)?;
            let current = may_speak(
                &self.campaign,
                Staff(act.people),
                act.actor,
                &key.department,
            )
            .is_ok_and(|(round, _)| round == key.round);
            all.push(Drafts {
                key,
                notebook,
                current,
            });
        }
        Ok(all)
    }

    /// Writes one more step into the actor's notebook on a unit; gives the notebook after it. What would be refused as an
    /// opinion is refused as a draft, so that nothing is drafted that cannot be given.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn draft(
        &mut self,
        act: Act<'_>,
        department: &DepartmentId,
        step: &Step,
    ) -> Result<Notebook, ReviewError> {
        let mut tries = TRIES;
        loop {
            tries -= 1;
            let (round, _) = may_speak(&self.campaign, Staff(act.people), act.actor, department)?;
            if let Step::Write { items, entry } = step {
                let entries = items.iter().map(|i| (i.clone(), entry.clone())).collect();
                self.would(
                    act,
                    &Command::Record {
                        department: department.clone(),
                        entries,
                    },
                )?;
            }
            let key = NotebookKey {
                owner: act.actor.id.value.clone(),
                department: department.clone(),
                round,
            };
            let mut notebook = self.notebook(&key)?;
            if !notebook.changes(step) {
                return Ok(notebook);
            }
            match self.store.note(&key, notebook.steps(), act.at, step) {
                Ok(()) => {
                    notebook.take(step.clone());
                    return Ok(notebook);
                }
                Err(StoreError::Conflict { .. }) if tries > 0 => self.refresh()?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Gives the actor's drafts on a unit as opinions.
    ///
    /// # Errors
    /// When there are none, the workflow refuses or the store fails.
    pub fn give_drafts(
        &mut self,
        act: Act<'_>,
        department: &DepartmentId,
    ) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |session| {
            let Own { entries, settled } = session.own_entries(act, department)?;
            Ok(Plan {
                command: Command::Record {
                    department: department.clone(),
                    entries,
                },
                content: Vec::new(),
                settled,
            })
        })
    }

    /// Signs for the actor's body; the actor's drafts on the unit are given along with it.
    ///
    /// # Errors
    /// When somebody else of the body has drafts on the unit, the workflow refuses or the store fails.
    pub fn sign(
        &mut self,
        act: Act<'_>,
        department: &DepartmentId,
        legality: Option<&Legality>,
    ) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |session| {
            let Own { entries, settled } = session.own_entries(act, department)?;
            let command = Command::Sign {
                department: department.clone(),
                legality: legality.cloned(),
                entries,
            };
            // Whoever may not sign is told that first.
            session.would(act, &command)?;
            session.nobody_else_drafts(act, department)?;
            Ok(Plan {
                command,
                content: Vec::new(),
                settled,
            })
        })
    }

    /// Throws drafts of the actor away, also such as cannot be given any more; gives how many there were.
    ///
    /// # Errors
    /// When there are none or the store fails.
    pub fn discard_drafts(
        &mut self,
        act: Act<'_>,
        department: &DepartmentId,
        round: Round,
    ) -> Result<usize, ReviewError> {
        let key = NotebookKey {
            owner: act.actor.id.value.clone(),
            department: department.clone(),
            round,
        };
        let notebook = self.notebook(&key)?;
        self.store.discard(&key, notebook.steps())?;
        Ok(notebook.entries().len())
    }

    /// What the actor has drafted on a unit, with the notebook that holds it.
    fn own_entries(&self, act: Act<'_>, department: &DepartmentId) -> Result<Own, ReviewError> {
        let Ok((round, _)) = may_speak(&self.campaign, Staff(act.people), act.actor, department)
        else {
            // The command that follows is refused for the same reason.
            return Ok(Own::default());
        };
        let key = NotebookKey {
            owner: act.actor.id.value.clone(),
            department: department.clone(),
            round,
        };
        let notebook = self.notebook(&key)?;
        let steps = notebook.steps();
        let entries = notebook
            .entries()
            .iter()
            .map(|(code, entry)| (code.clone(), entry.clone()))
            .collect();
        let settled = if steps > 0 {
            vec![(key, steps)]
        } else {
            Vec::new()
        };
        Ok(Own { entries, settled })
    }

    /// Refuses where a colleague of the same body has drafts that the signature would cut off.
    fn nobody_else_drafts(
        &self,
        act: Act<'_>,
        department: &DepartmentId,
    ) -> Result<(), ReviewError> {
        let Some(state) = self.campaign.department(department) else {
            return Ok(());
        };
        let (Some(round), Some(body)) = (
            state.under_review().map(|r| r.round),
            act.actor.role.reviews_in(&state.group),
        ) else {
            return Ok(());
        };
        let mut left = Vec::new();
        let mut next = Vec::new();
        for key in self.store.notebooks()? {
            let colleague = act
                .people
                .iter()
                .any(|p| p.id.value == key.owner && p.role.reviews_in(&state.group) == Some(body));
            if key.owner == act.actor.id.value
                || key.department != *department
                || key.round != round
                || !colleague
            {
                continue;
            }
            let count = self.notebook(&key)?.entries().len();
            if count > 0 {
                left.push(format!("{} 的 {count} 条草稿（提交或丢弃）", key.owner));
                next.push(run::submit_drafts(department, key.owner.as_str()));
            }
        }
        if left.is_empty() {
            return Ok(());
        }
        Err(Refusal::new(
            "drafts_left",
            format!("{}还有人有草稿没有提交，签署以后就提不了了", body.chinese()),
        )
        .missing(left)
        .nexts(next)
        .into())
    }
}
