//! A release (发布): a published list that never changes again.

mod digest;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

use super::catalog::{Catalog, iso};
use super::flowchart::DrawingKind;
use super::ids::{Digest, IdError, Jurisdiction};

pub use self::digest::ContentDigest;

/// Name of a release: `<jurisdiction>-<day of publication>[-partial][.<number from 2>]`, e.g. `341100-20150301`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReleaseId {
    jurisdiction: Jurisdiction,
    published_on: Date,
    partial: bool,
    number: u16,
}

impl ReleaseId {
    /// The release of a day; `number` counts the releases of that day from 1.
    pub fn new(jurisdiction: Jurisdiction, published_on: Date, partial: bool, number: u16) -> Self {
        Self {
            jurisdiction,
            published_on,
            partial,
            number: number.max(1),
        }
    }

    /// Whose list it is.
    pub fn jurisdiction(&self) -> &Jurisdiction {
        &self.jurisdiction
    }

    /// Day of publication.
    pub fn published_on(&self) -> Date {
        self.published_on
    }

    /// Whether units are missing in it.
    pub fn partial(&self) -> bool {
        self.partial
    }

    /// Whether it was published before another one.
    pub fn is_before(&self, other: &Self) -> bool {
        let key = |id: &Self| (id.published_on, !id.partial, id.number);
        key(self) < key(other)
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.published_on;
        write!(
            f,
            "{}-{:04}{:02}{:02}",
            self.jurisdiction,
            date.year(),
            date.month(),
            date.day()
        )?;
        if self.partial {
            f.write_str("-partial")?;
        }
        if self.number > 1 {
            write!(f, ".{}", self.number)?;
        }
        Ok(())
    }
}

impl FromStr for ReleaseId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        fn parse(text: &str) -> Option<ReleaseId> {
            let (rest, number) = match text.split_once('.') {
                Some((rest, number)) => (rest, number.parse().ok().filter(|n| *n > 1)?),
                None => (text, 1u16),
            };
            let (rest, partial) = match rest.strip_suffix("-partial") {
                Some(rest) => (rest, true),
                None => (rest, false),
            };
            let (jurisdiction, day) = rest.split_once('-')?;
            if day.len() != 8 || !day.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let date = Date::new(
                day.get(..4)?.parse().ok()?,
                day.get(4..6)?.parse().ok()?,
                day.get(6..)?.parse().ok()?,
            );
            let id = ReleaseId::new(jurisdiction.parse().ok()?, date.ok()?, partial, number);
            // Leading zeros and signs would make two names of one release.
            (id.to_string() == text).then_some(id)
        }
        parse(text).ok_or_else(|| IdError {
            found: text.to_owned(),
            expected: "发布编号（区划 6 位-公布日 8 位，如 341100-20150301）",
        })
    }
}

impl Serialize for ReleaseId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// What a release says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Header {
    /// Name.
    pub id: ReleaseId,
    /// Name of the jurisdiction, e.g. 滁州市.
    pub jurisdiction_name: String,
    /// Edition, e.g. 2015年版.
    pub edition: String,
    /// Category set, e.g. `anhui-2014`.
    pub category_set: String,
    /// Remarks that go with every copy.
    pub notice: Option<String>,
    /// Day of publication.
    #[serde(serialize_with = "iso")]
    pub published_on: Date,
    /// The day whose law counts.
    #[serde(serialize_with = "iso")]
    pub as_of: Date,
    /// Head of the review ledger's chain.
    pub ledger_head: Digest,
    /// Digest of the law register that it was judged by; files of version 1 do not carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register_digest: Option<Digest>,
    /// The release of the level above that its items adopt from; files before version 3 do not carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Version of the program that wrote it.
    pub tool_version: String,
}

/// A final decision that took an item off the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// Code of the item.
    pub item_code: String,
    /// Name, where the project still has the item.
    pub name: Option<String>,
    /// 取消, 下放, 转移, 划转, 整合 or 冻结.
    pub decision: String,
    /// Ground, receiver or the item that absorbs it.
    pub reason: String,
}

/// An adjustment that the release has for the first time: one row for each item, or for the unit where it is about no
/// item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdjustmentRow {
    /// Number, e.g. 2015-001.
    pub id: String,
    /// The item; of a move the code that it had.
    pub item_code: Option<String>,
    /// The code that a moved item has now.
    pub becomes: Option<String>,
    /// Id of the unit that applied.
    pub department: String,
    /// 新增, 承接, 变更, 取消, 划转 or 机构改革.
    pub kind: String,
    /// 法律变化, 上级决定, 机构变化 or 要素变化.
    pub ground: String,
    /// The law or document.
    pub ground_detail: String,
    /// Why it is needed.
    pub reason: String,
    /// The day of what happened.
    #[serde(serialize_with = "iso")]
    pub happened_on: Date,
    /// The day from which it has effect.
    #[serde(serialize_with = "iso")]
    pub effective_on: Date,
    /// The document of the government's approval, or of the order to publish at once.
    pub approved_by: Option<String>,
    /// Published before everybody had agreed.
    pub urgent: bool,
}

/// What became of an item since the release before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// New on the list.
    Created,
    /// On both lists, not the same.
    Changed,
    /// No longer on the list.
    Removed,
}

impl ChangeKind {
    /// All kinds with their keys.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Created, "created"),
        (Self::Changed, "changed"),
        (Self::Removed, "removed"),
    ];

    /// The key.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("changed", |(_, key)| key)
    }

    /// The kind that a key names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, k)| *k == key)
            .map(|(kind, _)| *kind)
    }
}

/// One difference from the release before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// Code of the item.
    pub item_code: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// The name of an item that came or went, or the fields that changed, in Chinese.
    pub what: String,
}

/// The picture of a chart. In the digest of the release it stands as the SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Id of the chart.
    pub chart: String,
    /// What it is.
    pub kind: DrawingKind,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Drawing {
    /// What the digest of the release says of it.
    pub fn mark(&self) -> DrawingMark<'_> {
        DrawingMark {
            chart: &self.chart,
            media_type: self.kind.media_type(),
            sha256: Digest::of(&self.bytes),
        }
    }
}

impl Serialize for Drawing {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.mark().serialize(s)
    }
}

/// A picture as it stands in the digest of the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DrawingMark<'a> {
    /// Id of the chart.
    pub chart: &'a str,
    /// What it is.
    pub media_type: &'static str,
    /// Digest of the file.
    pub sha256: Digest,
}

/// A release with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// What it says of itself.
    pub header: Header,
    /// The list.
    pub catalog: Catalog,
    /// What was taken off.
    pub decisions: Vec<DecisionRow>,
    /// The release that `changes` compares with; `None` for the first.
    pub previous: Option<ReleaseId>,
    /// Differences from it.
    pub changes: Vec<ChangeRow>,
    /// Adjustments that it has for the first time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentRow>,
    /// Pictures of the charts, by chart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drawings: Vec<Drawing>,
}

impl Release {
    /// The picture of a chart.
    pub fn drawing(&self, chart: &str) -> Option<&Drawing> {
        self.drawings.iter().find(|drawing| drawing.chart == chart)
    }

    /// SHA-256 over every value of the release as JSON without blanks, members in the order in which the types
    /// declare them. It can be recomputed from the file, whatever the file's layout is. A member that later versions of
    /// the program have added is left out where it is empty, so that the digests of older files stay true.
    pub fn digest(&self) -> Digest {
        let mut digest = ContentDigest::begin(self);
        digest.items(&self.catalog.items);
        let drawings: Vec<DrawingMark<'_>> = self.drawings.iter().map(Drawing::mark).collect();
        digest.end(self, &self.changes, &drawings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_parse_and_order() {
        for text in [
            "341100-20150301",
            "341100-20150301-partial",
            "341100-20150301.2",
            "341100-20150301-partial.12",
        ] {
            assert_eq!(text.parse::<ReleaseId>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "341100",
            "341100-20150230",
            "341100-20150301.1",
            "341100-20150301.02",
            "341100-2015031",
            "341100-20150301-teil",
            "../341100-20150301",
        ] {
            assert!(bad.parse::<ReleaseId>().is_err(), "{bad}");
        }
        let id = |text: &str| text.parse::<ReleaseId>().unwrap();
        assert!(id("341100-20150301").is_before(&id("341100-20150301.2")));
        assert!(id("341100-20150301-partial").is_before(&id("341100-20150301")));
        assert!(!id("341100-20160301").is_before(&id("341100-20150301")));
    }
}
