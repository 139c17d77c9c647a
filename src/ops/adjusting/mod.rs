//! Adjustments in the files of a project: the codes that moved items get, and moving them.

mod apply;

use std::path::Path;

use crate::domain::ids::{DepartmentId, IdError, ItemCode};
use crate::io::files::FileError;
use crate::io::project::{self, Loaded, ProjectError};
use crate::io::store::StorePlace;
use crate::io::yaml::edit::NotMoved;
use crate::workflow::adjust::Moved;

use super::codes::{CodesError, Ledger};
use super::planned::WriteError;

pub use apply::{Applied, apply, plan};

/// Why an adjustment could not be put into the files.
#[derive(Debug, thiserror::Error)]
pub enum AdjustingError {
    /// The project cannot be read.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The codes in use cannot be told.
    #[error(transparent)]
    Codes(#[from] CodesError),
    /// An item is not in the project.
    #[error("工程里没有事项 {0}")]
    NoItem(ItemCode),
    /// No code can be made.
    #[error(transparent)]
    Code(#[from] IdError),
    /// An item cannot be moved in its file.
    #[error("“{path}”：{why}")]
    NotMoved {
        /// The file.
        path: String,
        /// Why.
        why: NotMoved,
    },
    /// What was written does not read as what was meant.
    #[error("“{0}”改写以后读出来的事项与原来的不同，没有写入任何文件")]
    Differs(String),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file changed meanwhile.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Items that are to move.
#[derive(Debug, Clone)]
pub enum Moving {
    /// These.
    These(Vec<ItemCode>),
    /// All that a unit has.
    AllOf(DepartmentId),
}

/// The codes that items get in the units that receive them: the next ones of unit and category, which nothing had before.
///
/// # Errors
/// When the project or the codes in use cannot be read.
pub fn numbered(
    store: &StorePlace,
    root: &Path,
    releases: &Path,
    wanted: Vec<(Moving, DepartmentId)>,
) -> Result<Vec<Moved>, AdjustingError> {
    let loaded = project::load(root, None, "", None)?;
    let mut ledger = Ledger::of(store, &loaded, releases)?;
    let mut moves = Vec::new();
    for (moving, unit) in wanted {
        let codes = match moving {
            Moving::These(codes) => codes,
            Moving::AllOf(unit) => items_of(&loaded, &unit),
        };
        for from in codes {
            let to = ledger.next(&unit, from.parts().category)?;
            moves.push(Moved { from, to });
        }
    }
    Ok(moves)
}

/// All items of a unit by code.
fn items_of(loaded: &Loaded, unit: &DepartmentId) -> Vec<ItemCode> {
    let items = loaded.project.items.iter();
    let mut codes: Vec<ItemCode> = items
        .filter(|item| item.department.value == *unit)
        .filter_map(|item| Some(item.code.as_ref()?.value.clone()))
        .collect();
    codes.sort();
    codes
}
