//! One act: decided on the state as it is, kept, taken in. Where somebody else was first, decided anew.

use super::{Act, Plan, ReviewError, Session};
use crate::io::store::{Store, StoreError};
use crate::workflow::chain::{Head, Record, read_checked, seal};
use crate::workflow::{Event, EventKind, Staff, decide, overtaken, since_then};

impl<S: Store> Session<S> {
    /// Decides, keeps, takes in. Where somebody else was first, what they did is taken in and it is decided anew, with
    /// everybody else kept waiting: nobody is second twice. What the act rests on and others have changed meanwhile is
    /// for the actor to see first.
    pub(super) fn perform(
        &mut self,
        act: Act<'_>,
        plan: impl Fn(&mut Self) -> Result<Plan, ReviewError>,
    ) -> Result<Vec<Event>, ReviewError> {
        let first = self.attempt(act, &plan, &[]);
        let Err(ReviewError::Store(StoreError::Conflict { .. })) = first else {
            return first;
        };
        let mut since = Vec::new();
        let second = self.store.hold().map_err(ReviewError::from).and_then(|()| {
            since = self.catch_up()?;
            self.attempt(act, &plan, &since)
        });
        // Unless the act is kept, everybody else is still waiting.
        self.store.release();
        second
    }

    /// One attempt, after others have done what is in `since`.
    fn attempt(
        &mut self,
        act: Act<'_>,
        plan: &impl Fn(&mut Self) -> Result<Plan, ReviewError>,
        since: &[Event],
    ) -> Result<Vec<Event>, ReviewError> {
        let Plan {
            command,
            content,
            settled,
        } = plan(self)?;
        if command.settles() {
            self.prove()?;
        }
        let staff = Staff(act.people);
        let kinds = decide(&self.campaign, staff, act.actor, &command)
            .map_err(|refusal| since_then(refusal, &command, staff, since))?;
        self.may_record(act, &command)?;
        if let Some(refusal) = overtaken(&command, act.actor, staff, since) {
            return Err(refusal.into());
        }
        let (events, mut records) = self.sealed(act, kinds)?;
        match &mut self.pending {
            Some(pending) => {
                pending.records.append(&mut records);
                pending.content.extend(content);
                pending.settled.extend(settled);
            }
            None => {
                let expected = self.campaign.head();
                self.store.append(expected, &records, &content, &settled)?;
            }
        }
        for event in &events {
            self.kept.note(&event.payload);
            self.campaign.apply(event)?;
        }
        self.remember();
        Ok(events)
    }

    /// The events with their records, behind the end of the chain, signed where the actor signs.
    fn sealed(
        &self,
        act: Act<'_>,
        kinds: Vec<EventKind>,
    ) -> Result<(Vec<Event>, Vec<Record>), ReviewError> {
        let mut head = self.campaign.head();
        let mut events = Vec::with_capacity(kinds.len());
        let mut records = Vec::with_capacity(kinds.len());
        for kind in kinds {
            let (event, mut record) = seal(head, act.at, act.actor, kind);
            if let Some(signer) = &self.signer {
                record.signature = Some(signer.sign(&record.canonical())?);
            }
            head = Head {
                seq: event.seq,
                digest: event.digest,
            };
            events.push(event);
            records.push(record);
        }
        Ok((events, records))
    }

    /// Takes in what others have appended; gives it.
    fn catch_up(&mut self) -> Result<Vec<Event>, ReviewError> {
        let records = self.store.read(self.campaign.head().seq)?;
        let mut events = Vec::with_capacity(records.len());
        read_checked(&records, self.campaign.head(), |event| {
            events.push(event);
            Ok(())
        })?;
        self.take_in(&records)?;
        Ok(events)
    }
}
