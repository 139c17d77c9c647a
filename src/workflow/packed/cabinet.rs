//! Which papers lie open while a long history goes by: those of a few units at a time, because all of a province would
//! fill the memory.

use super::super::campaign::Campaign;
use super::super::event::EventKind;
use crate::domain::ids::DepartmentId;

/// How many items, counted once for each round they are in, may lie open: some 50 MB.
const ROOM: usize = 300_000;

/// How many items may be packed or unpacked for each item that events are about. Where units take turns so quickly that it
/// would be more, memory is the lesser evil.
const WORTH: usize = 32;

/// Packs the papers of units that nothing has happened to for the longest time.
#[derive(Debug)]
pub struct Cabinet {
    room: usize,
    /// Units whose papers lie open, the one touched last at the end.
    open: Vec<DepartmentId>,
    /// How many items the events were about.
    seen: usize,
    /// How many items were packed.
    packed: usize,
}

impl Default for Cabinet {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Cabinet {
    /// One that leaves so many items open.
    pub const fn with_room(room: usize) -> Self {
        Self {
            room,
            open: Vec::new(),
            seen: 0,
            packed: 0,
        }
    }

    /// The history has gone by: where it was too long to lie open, nothing stays open.
    pub fn close(&mut self, campaign: &mut Campaign) {
        if self.packed > 0 {
            for unit in self.open.drain(..) {
                if let Some(state) = campaign.departments.get_mut(&unit) {
                    state.folder.put_away();
                }
            }
        }
    }

    /// Takes note of an event that the state has taken in, and makes room where too much lies open.
    pub fn tidy(&mut self, campaign: &mut Campaign, event: &EventKind) {
        self.seen += match event {
            EventKind::Submitted { items, .. } => items.len(),
            EventKind::Confirmed { decisions, .. } => decisions.len(),
            _ => 1,
        };
        let Some(unit) = event.department() else {
            return;
        };
        if self.open.last() == Some(unit) {
            return;
        }
        self.open.retain(|known| known != unit);
        self.open.push(unit.clone());
        let lies_open = |campaign: &Campaign, unit: &DepartmentId| {
            let state = campaign.departments.get(unit);
            state.map_or(0, |state| state.folder.lies_open())
        };
        let mut all: usize = self.open.iter().map(|u| lies_open(campaign, u)).sum();
        while all > self.room && self.open.len() > 1 {
            if self.packed > WORTH * self.seen {
                self.room = all;
                break;
            }
            let first = self.open.remove(0);
            let items = lies_open(campaign, &first);
            if let Some(state) = campaign.departments.get_mut(&first) {
                state.folder.put_away();
            }
            self.packed += items;
            all -= items;
        }
    }
}
