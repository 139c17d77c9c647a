//! How many items of each unit and category there are.

use crate::domain::item::PowerItem;
use crate::domain::project::Frame;
use crate::io::project::Loaded;
use crate::io::project::outline::Outline;
use crate::io::yaml::item_file::Taker;
use crate::ops::catalog::category_code;
use crate::report::figures::Counts;

use super::{ReadOnce, read_once};

/// The items of a project by unit and category.
pub fn count(outline: Outline) -> (Loaded<Frame>, Counts) {
    let ReadOnce { loaded, came } = read_once(outline, |frame, read| {
        let mut counting = Counting {
            frame,
            counts: Counts::default(),
        };
        read(&mut counting);
        counting.counts
    });
    let mut all = Counts::default();
    came.into_iter().for_each(|counts| all.and(counts));
    (loaded, all)
}

struct Counting<'p> {
    frame: &'p Frame,
    counts: Counts,
}

impl Taker for Counting<'_> {
    fn take(&mut self, item: PowerItem) {
        let unit = item.department.value.as_str();
        self.counts.add(unit, category_code(self.frame, &item));
    }

    fn start_over(&mut self) {
        self.counts = Counts::default();
    }
}
