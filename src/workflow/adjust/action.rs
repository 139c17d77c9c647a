//! What an adjustment does to the list.

use super::super::words::Words;
use crate::domain::ids::{DepartmentId, ItemCode};

/// An item that goes to another unit: its code there is a new one, because a code names the unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The code that it had.
    pub from: ItemCode,
    /// The code that it has from now on.
    pub to: ItemCode,
}

/// Items that move: at least one, in order, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<Moved>", into = "Vec<Moved>")]
pub struct Moves(Box<[Moved]>);

impl Moves {
    /// The items.
    pub fn all(&self) -> &[Moved] {
        &self.0
    }
}

impl TryFrom<Vec<Moved>> for Moves {
    type Error = String;
    fn try_from(mut moves: Vec<Moved>) -> Result<Self, String> {
        moves.sort_by(|a, b| a.from.cmp(&b.from));
        if moves.is_empty() {
            return Err("没有写划转哪些事项".to_owned());
        }
        let twice = moves.windows(2).find(|w| w[0].from == w[1].from);
        if let Some([moved, _]) = twice {
            return Err(format!("事项 {} 写了两次", moved.from));
        }
        let mut to: Vec<&ItemCode> = moves.iter().map(|m| &m.to).collect();
        to.sort();
        if let Some([code, _]) = to.windows(2).find(|w| w[0] == w[1]) {
            return Err(format!("两个事项划转以后都是 {code}"));
        }
        Ok(Self(moves.into()))
    }
}

impl From<Moves> for Vec<Moved> {
    fn from(moves: Moves) -> Self {
        moves.0.into()
    }
}

/// A unit that a reorganisation makes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Its id.
    pub department: DepartmentId,
    /// The 审核组 that examines its items.
    pub group: Words,
    /// Its full name.
    pub name: Words,
    /// Its short name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Words>,
    /// Kind of unit, in Chinese.
    pub kind: Words,
}

/// A unit with another name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renamed {
    /// Its id, which stays.
    pub department: DepartmentId,
    /// The new name.
    pub name: Words,
    /// The new short name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Words>,
}

/// 机构改革: what becomes of the units themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitChange {
    /// Units that are no more: merged or split.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<DepartmentId>,
    /// New units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<NewUnit>,
    /// Units that have another name; their codes stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renamed: Vec<Renamed>,
}

impl UnitChange {
    /// The units that it is about.
    pub fn all(&self) -> impl Iterator<Item = &DepartmentId> {
        let opened = self.opened.iter().map(|unit| &unit.department);
        let renamed = self.renamed.iter().map(|unit| &unit.department);
        self.closed.iter().chain(opened).chain(renamed)
    }
}

/// What an adjustment does. One adjustment does one thing, to one item or to several for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// 新增
    Add {
        /// Codes of the new items.
        items: Vec<ItemCode>,
    },
    /// 承接 what a higher level has delegated.
    TakeOver {
        /// Codes of the new items.
        items: Vec<ItemCode>,
        /// Who delegated it.
        from: Words,
    },
    /// 变更 of elements: name, basis, process, limits …
    Amend {
        /// Codes.
        items: Vec<ItemCode>,
    },
    /// 取消
    Cancel {
        /// Codes.
        items: Vec<ItemCode>,
    },
    /// 划转 to another unit.
    Move {
        /// Which items, and what they are called there.
        moves: Moves,
    },
    /// 机构改革: units merged, split, renamed, with all items concerned.
    Reorganize {
        /// What becomes of the units.
        units: UnitChange,
        /// What becomes of their items; none where a unit only has another name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moves: Vec<Moved>,
    },
}

impl Action {
    /// The terms in use, in order.
    pub const TERMS: [&'static str; 6] = ["新增", "承接", "变更", "取消", "划转", "机构改革"];

    /// Their stable English keys.
    pub const KEYS: [&'static str; 6] =
        ["add", "take_over", "amend", "cancel", "move", "reorganize"];

    const fn place(&self) -> usize {
        match self {
            Self::Add { .. } => 0,
            Self::TakeOver { .. } => 1,
            Self::Amend { .. } => 2,
            Self::Cancel { .. } => 3,
            Self::Move { .. } => 4,
            Self::Reorganize { .. } => 5,
        }
    }

    /// The term in use.
    pub const fn chinese(&self) -> &'static str {
        Self::TERMS[self.place()]
    }

    /// The stable English key.
    pub const fn key(&self) -> &'static str {
        Self::KEYS[self.place()]
    }

    /// The items that move.
    pub fn moves(&self) -> &[Moved] {
        match self {
            Self::Move { moves } => moves.all(),
            Self::Reorganize { moves, .. } => moves,
            _ => &[],
        }
    }

    /// Codes that the list has and that this touches.
    pub fn old(&self) -> Vec<&ItemCode> {
        match self {
            Self::Add { .. } | Self::TakeOver { .. } => Vec::new(),
            Self::Amend { items } | Self::Cancel { items } => items.iter().collect(),
            Self::Move { .. } | Self::Reorganize { .. } => {
                self.moves().iter().map(|m| &m.from).collect()
            }
        }
    }

    /// Codes that the list has once it is done: those whose content is sent up.
    pub fn new_codes(&self) -> Vec<&ItemCode> {
        match self {
            Self::Add { items } | Self::TakeOver { items, .. } | Self::Amend { items } => {
                items.iter().collect()
            }
            Self::Cancel { .. } => Vec::new(),
            Self::Move { .. } | Self::Reorganize { .. } => {
                self.moves().iter().map(|m| &m.to).collect()
            }
        }
    }

    /// Codes that the list must not have before.
    pub fn fresh(&self) -> Vec<&ItemCode> {
        match self {
            Self::Amend { .. } | Self::Cancel { .. } => Vec::new(),
            _ => self.new_codes(),
        }
    }

    /// Every code that it is about.
    pub fn touched(&self) -> Vec<&ItemCode> {
        let mut out = self.old();
        out.extend(self.fresh());
        out
    }

    /// What becomes of units.
    pub const fn units(&self) -> Option<&UnitChange> {
        match self {
            Self::Reorganize { units, .. } => Some(units),
            _ => None,
        }
    }

    /// Whether the government has to approve it: everything but a change of elements (DOMAIN §2.4).
    pub const fn needs_approval(&self) -> bool {
        !matches!(self, Self::Amend { .. })
    }

    /// Units besides the applicant that have to agree in writing: those that receive items. A reorganisation was
    /// decided above them.
    pub fn receivers(&self, applicant: &DepartmentId) -> Vec<DepartmentId> {
        let Self::Move { moves } = self else {
            return Vec::new();
        };
        let mut out: Vec<DepartmentId> = moves
            .all()
            .iter()
            .flat_map(|m| [&m.from, &m.to])
            .filter_map(|code| code.parts().department.parse().ok())
            .filter(|unit| unit != applicant)
            .collect();
        out.sort();
        out.dedup();
        out
    }
}
