//! What is done with several lists: two releases compared, an item followed through them, a list as the one above another,
//! the lists of all levels side by side.

use std::collections::BTreeMap;
use std::path::Path;

use power_list::compare::lists::{Side, diff};
use power_list::io::sqlite::release::{ReleaseFile, parent_at, path_of};
use power_list::ops::item_history::Releases;
use power_list::ops::publish::{PublishInput, Removal, publish};
use power_list::report::levels::figures;

use super::limits;
use super::measure::Table;

/// An item that stays, and one that is absorbed by it in the second release.
const STAYS: &str = "341100-d00-02-0001";
const GOES: &str = "341100-d00-02-0002";

/// Publishes the list a second time, one item absorbed by another, and measures what looks at both.
pub fn run(table: &mut Table, first: &PublishInput<'_>, releases: &Path) {
    let second = PublishInput {
        number: 2,
        removals: vec![Removal {
            item_code: GOES.to_owned(),
            decision: "整合".to_owned(),
            reason: format!("并入 {STAYS}"),
        }],
        ..first.clone()
    };
    let second = publish(&second, releases).unwrap();
    let old = path_of(releases, &"341100-20150301".parse().unwrap());
    table.row("两次发布读入并比较", 3, limits::COMPARE, || {
        let open = |path: &Path| ReleaseFile::open(path).unwrap().list().unwrap();
        let ((old, before), (new, now)) = (open(&old), open(&second.path));
        let old = Side {
            catalog: &old,
            decisions: &before,
        };
        let new = Side {
            catalog: &new,
            decisions: &now,
        };
        assert_eq!(diff(old, new, |_| true).len(), 1);
    });
    let tells = |code: &str, entries: usize| {
        let trail = Releases::open(releases).unwrap().trail(code).unwrap();
        assert_eq!(trail.entries.len(), entries, "{trail:?}");
    };
    table.row("一项的沿革", 5, limits::HISTORY, || tells(STAYS, 2));
    table.row(
        "一项的沿革，并入别的",
        3,
        limits::HISTORY_MOVED,
        || {
            tells(GOES, 2);
        },
    );
    table.row("作为上级清单读入", 3, limits::PARENT, || {
        assert!(parent_at(&old).unwrap().items.len() > 1);
    });
    table.row("并排统计中的一份", 3, limits::STATS, || {
        let file = ReleaseFile::open(&old).unwrap();
        let (catalog, _) = file.list().unwrap();
        let found = figures(file.header(), &catalog, &BTreeMap::new(), first.register);
        assert_eq!(found.items, catalog.items.len());
    });
}
