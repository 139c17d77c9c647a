//! Beginning from a checkpoint, keeping one, and doing without.

use super::{ReviewError, Session};
use crate::io::store::Store;
use crate::workflow::chain::{Record, read_checked};
use crate::workflow::packed::{Cabinet, Kept};
use crate::workflow::{Campaign, Head};

impl<S: Store> Session<S> {
    /// Begins from the checkpoint and takes in what came after it; false where there is none that fits: then the history has
    /// to be replayed from its beginning.
    pub(super) fn resume(&mut self) -> Result<bool, ReviewError> {
        let Some((checkpoint, (campaign, kept))) = self
            .store
            .recall()
            .and_then(|checkpoint| Some((checkpoint.head, checkpoint.open()?)))
        else {
            return Ok(false);
        };
        let Some(before) = checkpoint.seq.checked_sub(1) else {
            return Ok(false);
        };
        let records = self.store.read(before)?;
        let Some((at, after)) = records.split_first() else {
            return Ok(false);
        };
        // The event that it names, unchanged since.
        let predecessor = Head {
            seq: before,
            digest: at.previous,
        };
        if at.digest != checkpoint.digest || at.check(predecessor).is_err() {
            return Ok(false);
        }
        (self.campaign, self.kept, self.proven) = (campaign, kept, false);
        // What does not fit the checkpoint may fit the events: that is for the whole history to tell.
        Ok(self.take_in(after).is_ok())
    }

    /// Takes in records that follow on the state.
    pub(super) fn take_in(&mut self, records: &[Record]) -> Result<(), ReviewError> {
        let Self {
            campaign,
            kept,
            cabinet,
            ..
        } = self;
        read_checked(records, campaign.head(), |event| {
            kept.note(&event.payload);
            campaign.apply(&event)?;
            cabinet.tidy(campaign, &event.payload);
            Ok(())
        })?;
        Ok(())
    }

    /// Makes the state anew of all events in the store, whatever a checkpoint says.
    pub(super) fn replay(&mut self) -> Result<(), ReviewError> {
        self.replay_telling(&mut |_| {})
    }

    fn replay_telling(&mut self, told: &mut dyn FnMut(u64)) -> Result<(), ReviewError> {
        self.campaign = Campaign::default();
        self.kept = Kept::default();
        self.cabinet = Cabinet::default();
        self.proven = true;
        self.refresh_telling(told)?;
        self.cabinet.close(&mut self.campaign);
        Ok(())
    }

    /// Makes sure that the state is what all events add up to. What closes a leg, settles the list or is published rests on
    /// the events alone.
    ///
    /// # Errors
    /// When the store cannot be read or its chain does not hold.
    pub fn prove(&mut self) -> Result<(), ReviewError> {
        self.prove_telling(&mut |_| {})
    }

    /// As [`Session::prove`]; `told` hears again and again how many events were taken in.
    ///
    /// # Errors
    /// As [`Session::prove`].
    pub fn prove_telling(&mut self, told: &mut dyn FnMut(u64)) -> Result<(), ReviewError> {
        if self.proven {
            return Ok(());
        }
        self.replay_telling(told)?;
        // What is deferred is not in the store yet.
        if let Some(pending) = self.pending.take() {
            let taken = self.take_in(&pending.records);
            self.pending = Some(pending);
            taken?;
        }
        Ok(())
    }

    /// Keeps a checkpoint where one is due. One that cannot be kept, now or ever, is none: the events are.
    pub(super) fn remember(&mut self) {
        if self.pending.is_some() || !self.kept.is_due(self.campaign.head()) {
            return;
        }
        let (checkpoint, kept) = self.kept.next(&self.campaign);
        let since = self.kept.since();
        self.kept = match self.store.remember(since, &checkpoint) {
            Ok(()) => kept,
            // Somebody else has kept one, or nothing can be kept: next time all of it.
            Err(_) => kept.alone(),
        };
    }
}
