//! What differs between two lists: as text, as Markdown, as JSON.

mod json;
mod markdown;
mod plain;

pub use json::json;
pub use markdown::markdown;
pub use plain::plain;

use crate::compare::lists::{ItemDiff, Kind, counts};

/// Two lists and what differs.
#[derive(Debug)]
pub struct ListDiff<'a> {
    /// What the older list is called, e.g. 341100-20150301.
    pub old: &'a str,
    /// What the newer list is called.
    pub new: &'a str,
    /// What differs.
    pub changes: &'a [ItemDiff],
}

impl ListDiff<'_> {
    /// 新增 2 项，变更 5 项
    pub fn summary(&self) -> String {
        let counts = counts(self.changes).into_iter();
        let counts: Vec<String> = counts
            .map(|(kind, n)| format!("{} {n} 项", kind.chinese()))
            .collect();
        match counts.is_empty() {
            true => "没有不同".to_owned(),
            false => counts.join("，"),
        }
    }
}

/// What became of an item, in words, besides its fields; empty where the fields say it all.
pub fn fate(change: &ItemDiff) -> String {
    let mut out: Vec<String> = Vec::new();
    if let (Some(old), Some(new)) = (&change.old, &change.new) {
        if old.department != new.department {
            out.push(format!(
                "由{}划转到{}",
                old.department_name, new.department_name
            ));
        }
        if old.code != new.code {
            out.push(format!("原编码 {}", old.code));
        }
        if old.name != new.name {
            out.push(format!("原名“{}”", old.name));
        }
    }
    if !change.absorbed.is_empty() {
        out.push(format!("并入了 {}", change.absorbed.join("、")));
    }
    if let Some(into) = &change.into {
        out.push(format!("并入 {into}"));
    } else if let Some((decision, reason)) = &change.decision {
        out.push(format!("{decision}：{reason}"));
    }
    out.join("；")
}

/// Sign before an item.
const fn sign(kind: Kind) -> char {
    match kind {
        Kind::Added => '＋',
        Kind::Removed | Kind::Merged => '－',
        Kind::Moved | Kind::Renamed | Kind::Changed => '～',
    }
}
