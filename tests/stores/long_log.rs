//! A history that is too long for one table.

use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::workflow::chain::Head;

use crate::records;
use crate::sample::town::Town;

#[test]
fn a_long_log_is_several_tables() {
    let town = Town::new();
    let mut store = WorkStore::open_or_create(&town.database()).unwrap();
    let events = records(Head::EMPTY, 10_001);
    store.append(Head::EMPTY, &events, &[], &[]).unwrap();
    drop(store);
    let log = town.ok("review log");
    let heads: Vec<&str> = log.lines().filter(|l| l.contains("做了什么")).collect();
    assert_eq!(heads.len(), 2);
    for number in [1, 10_000, 10_001] {
        let is_own = |line: &&str| line.starts_with(&format!("| {number} "));
        assert_eq!(log.lines().filter(is_own).count(), 1, "{number}");
    }
    // A blank line between the two, and nothing else.
    assert_eq!(log.lines().count(), 10_001 + 2 * 2 + 1);
}
