//! Tells how a long publication goes on.

use std::sync::atomic::{AtomicU64, Ordering};

use power_list::domain::item::PowerItem;
use power_list::domain::project::Frame;
use power_list::io::project::outline::Changed;
use power_list::io::store::Store;
use power_list::ops::items::Items;
use power_list::ops::review::{ReviewError, Session};

use crate::cli::Global;
use crate::cli::bar::Bar;

/// Takes in the whole history of the review, with a bar.
pub fn prove<S: Store>(session: &mut Session<S>, global: &Global) -> Result<(), ReviewError> {
    let bar = Bar::new(
        global,
        "核对审核记录 {percent:>3}% [{bar:30}] {pos}/{len} 个事件，还要 {eta}",
    );
    let all = session.campaign().head().seq;
    let proven = session.prove_telling(&mut |done| bar.at(done, all.max(done)));
    bar.end();
    proven
}

/// Items that are read several times on their way into a release, with a bar that begins anew each time.
#[derive(Debug)]
pub struct Watched<'a> {
    items: &'a dyn Items,
    all: usize,
    times: AtomicU64,
    bar: Bar,
}

impl<'a> Watched<'a> {
    /// So many items.
    pub fn new(items: &'a dyn Items, all: usize, global: &Global) -> Self {
        Self {
            items,
            all,
            times: AtomicU64::new(0),
            bar: Bar::new(
                global,
                "写出发布，{msg} {percent:>3}% [{bar:30}] {pos}/{len} 项，还要 {eta}",
            ),
        }
    }

    /// Nobody reads them any more.
    pub fn end(&self) {
        self.bar.end();
    }
}

impl Items for Watched<'_> {
    fn frame(&self) -> &Frame {
        self.items.frame()
    }

    fn each(&self, take: &mut dyn FnMut(&[&PowerItem]) -> bool) -> Result<(), Changed> {
        let time = self.times.fetch_add(1, Ordering::Relaxed) + 1;
        let words = format!("第 {time} 遍");
        let mut passed = 0;
        self.items.each(&mut |some| {
            passed += some.len();
            self.bar.at_part(&words, passed as u64, self.all as u64);
            take(some)
        })
    }
}
