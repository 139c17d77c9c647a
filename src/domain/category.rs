//! Categories of power (权力类别) and the sets they come in. A set is data; its behaviour is a [`PowerKind`].

/// What kind of power a category holds: the kind decides which statute governs it.
///
/// Kinds follow GB/T 39046-2020 事项类型代码 (01-10), with 行政规划 added, which the 2014 Anhui set has and the standard has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PowerKind {
    /// 行政许可, in the 2014 Anhui set 行政审批: governed by 行政许可法.
    Licensing,
    /// 行政处罚: governed by 行政处罚法.
    Penalty,
    /// 行政强制: governed by 行政强制法.
    Coercion,
    /// 行政征收: taxes and fees.
    Levy,
    /// 行政给付.
    Payment,
    /// 行政检查.
    Inspection,
    /// 行政确认.
    Confirmation,
    /// 行政奖励.
    Reward,
    /// 行政裁决.
    Adjudication,
    /// 行政规划.
    Planning,
    /// 其他权力.
    Other,
}

impl PowerKind {
    /// All kinds with the key that names them in category data.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Licensing, "licensing"),
        (Self::Penalty, "penalty"),
        (Self::Coercion, "coercion"),
        (Self::Levy, "levy"),
        (Self::Payment, "payment"),
        (Self::Inspection, "inspection"),
        (Self::Confirmation, "confirmation"),
        (Self::Reward, "reward"),
        (Self::Adjudication, "adjudication"),
        (Self::Planning, "planning"),
        (Self::Other, "other"),
    ];

    /// The stable English key.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("other", |(_, key)| key)
    }

    /// The kind that a key names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, k)| *k == key)
            .map(|(kind, _)| *kind)
    }
}

/// One way in which a flowchart can show the steps that its category demands: every step must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepPattern {
    /// Words that the names or stages of the steps must contain.
    pub steps: Vec<Box<str>>,
    /// The statute that fixes the steps; `None` where it is practice only.
    pub basis: Option<Box<str>>,
}

/// A category of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Two-digit code within the set, part of item codes.
    pub code: Box<str>,
    /// Name as printed in the list, e.g. 行政审批.
    pub name: Box<str>,
    /// What kind of power it holds.
    pub kind: PowerKind,
    /// Alternatives of statutory steps; a flowchart must satisfy one. Empty: anything goes.
    pub steps: Vec<StepPattern>,
    /// Stages that responsibilities (责任事项) of the category usually have.
    pub stages: Vec<Box<str>>,
}

/// A set of categories (类别体系), e.g. `anhui-2014`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategorySet {
    /// Key, e.g. `anhui-2014`.
    pub id: Box<str>,
    /// Name for people.
    pub name: Box<str>,
    /// The document that made the set.
    pub source: Box<str>,
    /// Categories in their official order.
    pub categories: Vec<Category>,
}

impl CategorySet {
    /// The category with this name.
    pub fn find(&self, name: &str) -> Option<&Category> {
        self.categories.iter().find(|c| &*c.name == name)
    }

    /// Position of the category in the official order.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.categories.iter().position(|c| &*c.name == name)
    }
}
