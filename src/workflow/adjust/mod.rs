//! 动态调整: after publication a small round, one up and one down, for what has to be added, cancelled or changed.
//!
//! | step | who | when |
//! | --- | --- | --- |
//! | opened | 填报人 or 负责人 of the unit; 综合组 for a reorganisation | list published, ground stands, no other open adjustment on the items |
//! | submitted (一上) | 负责人 of the unit; 综合组 for a reorganisation | items pass the gate 公布 |
//! | opined | 审核人 who signs for 编办 or 法制办; 负责人 of a unit that receives items | under review |
//! | approved | 综合组 records the government's approval | under review; all kinds but 变更 need it |
//! | urged | 综合组, with the document that orders it | one item, submitted, not yet agreed: may be published before the round ends |
//! | answered (一下) | 综合组 | 同意 with all of the above; 补正 and 不同意 with a reason |
//! | withdrawn | 负责人 of the unit or 综合组 | not yet published |

mod action;
pub mod clock;
mod ground;
pub mod list;
pub(super) mod state;
mod step;

pub use action::{Action, Moved, Moves, NewUnit, Renamed, UnitChange};
pub use ground::{Basis, Ground, OUTLIVED};
pub use state::{Adjustment, Phase};
pub use step::{Answer, Party, Step};
