//! Where the items of a list come from.

use crate::domain::item::PowerItem;
use crate::domain::project::Project;
use crate::io::files::FileError;
use crate::io::sqlite::release::BATCH;
use crate::ops::catalog::sort_officially;

/// The items of a project, as often as they are wanted, without anybody having to hold all of them.
pub trait Items: Sync {
    /// Hands over all items in official order, some at a time, until `take` says no.
    ///
    /// # Errors
    /// When a file cannot be read.
    fn each(&self, take: &mut dyn FnMut(&[&PowerItem]) -> bool) -> Result<(), FileError>;
}

impl Items for Project {
    fn each(&self, take: &mut dyn FnMut(&[&PowerItem]) -> bool) -> Result<(), FileError> {
        let mut items: Vec<&PowerItem> = self.items.iter().collect();
        sort_officially(self, &mut items);
        items.chunks(BATCH).all(take);
        Ok(())
    }
}
