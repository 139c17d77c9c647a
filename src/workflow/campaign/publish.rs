//! What a publication makes of the state.

use jiff::civil::Date;

use super::super::adjust::NewUnit;
use super::super::packed::Folder;
use super::super::stage::{Position, Stage};
use super::{Campaign, DepartmentState, Release};

/// Steps of a unit whose list is published: where one begins that a reorganisation has made.
const PUBLISHED: u8 = 7;

impl Campaign {
    pub(super) fn publish(&mut self, release: Release, day: Date) -> Result<(), String> {
        let mut adjusted = Vec::new();
        for id in &release.adjustments {
            match self.adjustments.get(id) {
                Some(adjustment) if adjustment.may_be_published() => adjusted.push(*id),
                _ => return Err(format!("公布了还不能公布的调整 {id}")),
            }
        }
        let opened: Vec<NewUnit> = adjusted
            .iter()
            .filter_map(|id| self.adjustments.get(id)?.action.units())
            .flat_map(|units| units.opened.clone())
            .collect();
        let mut moves = Vec::new();
        for id in &release.departments {
            if opened.iter().any(|seat| seat.department == *id) {
                continue;
            }
            let state = self.seat(id)?;
            match state.stage.publish() {
                Some(stage) => moves.push((id, stage)),
                None if state.stage.position() == Position::Published => {}
                None => return Err(format!("公布了尚未确认的部门 {id}")),
            }
        }
        for (id, stage) in moves {
            self.seat(id)?.stage = stage;
        }
        for id in adjusted {
            if let Some(adjustment) = self.adjustments.get_mut(&id) {
                adjustment.release = Some(release.id.clone());
                adjustment.published_on = Some(day);
            }
        }
        for seat in opened {
            let state = DepartmentState {
                group: seat.group.to_string(),
                stage: Stage::after(PUBLISHED).unwrap_or(Stage::START),
                confirmed_at: None,
                extensions: Vec::new(),
                folder: Folder::default(),
            };
            self.departments.entry(seat.department).or_insert(state);
        }
        self.releases.push(release);
        Ok(())
    }
}
