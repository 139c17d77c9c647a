//! What the clean-up came to (清理成效), as cities publish it: how many items the units reported at 一上, what became of
//! each, how many are left, and the percentage.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use super::campaign::{Campaign, DepartmentState};
use super::decision::Decision;
use super::round::ItemState;
use super::stage::Position;
use crate::domain::ids::{DepartmentId, ItemCode};

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// 保留, also where it absorbed others.
    Kept,
    /// 优化: stays, its process made better.
    Optimized,
    /// 调整: stays, adjusted.
    Adjusted,
    /// Stays for now: not decided, or 补充材料.
    Open,
    /// 取消.
    Cancelled,
    /// 下放.
    Delegated,
    /// 转移.
    Transferred,
    /// 整合: absorbed by another.
    Absorbed,
    /// 冻结: in law but no longer used.
    Frozen,
    /// Taken back by the unit itself between two rounds, though nobody had asked for it (自行取消).
    Withdrawn,
}

impl Fate {
    /// All, those that stay first.
    pub const ALL: [Self; 10] = [
        Self::Kept,
        Self::Optimized,
        Self::Adjusted,
        Self::Open,
        Self::Cancelled,
        Self::Delegated,
        Self::Transferred,
        Self::Absorbed,
        Self::Frozen,
        Self::Withdrawn,
    ];

    /// Those that leave the list.
    pub const LEAVING: [Self; 6] = [
        Self::Cancelled,
        Self::Delegated,
        Self::Transferred,
        Self::Absorbed,
        Self::Frozen,
        Self::Withdrawn,
    ];

    /// Stable English key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Optimized => "optimized",
            Self::Adjusted => "adjusted",
            Self::Open => "open",
            Self::Cancelled => "cancelled",
            Self::Delegated => "delegated",
            Self::Transferred => "transferred",
            Self::Absorbed => "merged",
            Self::Frozen => "frozen",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What a table calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Kept => "保留",
            Self::Optimized => "优化",
            Self::Adjusted => "调整",
            Self::Open => "未定",
            Self::Cancelled => "取消",
            Self::Delegated => "下放",
            Self::Transferred => "转移",
            Self::Absorbed => "整合",
            Self::Frozen => "冻结",
            Self::Withdrawn => "自行取消",
        }
    }

    const fn of(decision: &Decision) -> Self {
        match decision {
            // What an item absorbs goes; the item itself stays.
            Decision::Keep {} | Decision::Merge { .. } => Self::Kept,
            Decision::Optimize {} => Self::Optimized,
            Decision::Adjust {} => Self::Adjusted,
            Decision::Supplement {} => Self::Open,
            Decision::Cancel { .. } => Self::Cancelled,
            Decision::Delegate { .. } => Self::Delegated,
            Decision::Transfer { .. } => Self::Transferred,
            Decision::Freeze {} => Self::Frozen,
        }
    }

    /// Whether the item is on the list afterwards.
    pub const fn stays(self) -> bool {
        matches!(
            self,
            Self::Kept | Self::Optimized | Self::Adjusted | Self::Open
        )
    }
}

/// Numbers of items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reported at 一上 (清理前).
    pub before: usize,
    /// Reported for the first time in a later round (新增).
    pub added: usize,
    fates: [usize; Fate::ALL.len()],
}

impl Tally {
    /// How many came to this.
    pub const fn fate(&self, fate: Fate) -> usize {
        self.fates[fate as usize]
    }

    /// On the list afterwards (清理后).
    pub fn after(&self) -> usize {
        self.count(|fate| fate.stays())
    }

    /// Gone from the list.
    pub fn gone(&self) -> usize {
        self.count(|fate| !fate.stays())
    }

    fn count(&self, wanted: impl Fn(Fate) -> bool) -> usize {
        Fate::ALL
            .into_iter()
            .filter(|fate| wanted(*fate))
            .map(|fate| self.fate(fate))
            .sum()
    }

    /// By how much the list became shorter, in tenths of a per cent, rounded half up (精简比例); below zero where it
    /// became longer, `None` where there was nothing before.
    pub fn reduction(&self) -> Option<i64> {
        let before = i64::try_from(self.before).ok().filter(|n| *n > 0)?;
        let less = before - i64::try_from(self.after()).ok()?;
        Some((less * 2000 + before).div_euclid(2 * before))
    }

    fn add(&mut self, fate: Fate) {
        self.fates[fate as usize] += 1;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.before += other.before;
        self.added += other.added;
        for (sum, more) in self.fates.iter_mut().zip(other.fates) {
            *sum += more;
        }
    }
}

/// One unit's share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCleanup {
    /// The unit.
    pub department: DepartmentId,
    /// Its 审核组.
    pub group: String,
    /// Whether its list is settled; else the figures are those of what has been said so far.
    pub settled: bool,
    /// By the code of the category.
    pub categories: BTreeMap<String, Tally>,
}

impl UnitCleanup {
    /// Over all categories.
    pub fn total(&self) -> Tally {
        sum(self.categories.values().copied())
    }
}

/// Adds tallies up.
pub fn sum(tallies: impl IntoIterator<Item = Tally>) -> Tally {
    tallies
        .into_iter()
        .fold(Tally::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
}

/// What became of every unit's items, for the units that have reported, in order of id.
pub fn cleanup(campaign: &Campaign) -> Vec<UnitCleanup> {
    let absorbed = Absorbed::of(campaign);
    campaign
        .departments()
        .iter()
        .filter(|(_, state)| !state.rounds().is_empty())
        .map(|(id, state)| UnitCleanup {
            department: id.clone(),
            group: state.group.clone(),
            settled: is_settled(state),
            categories: categories(state, &absorbed),
        })
        .collect()
}

const fn is_settled(state: &DepartmentState) -> bool {
    matches!(
        state.stage.position(),
        Position::Confirmed | Position::Published
    )
}

/// The items that others absorb.
struct Absorbed<'a> {
    /// By what holds now: the decisions, or what the last round comes to.
    now: BTreeSet<&'a ItemCode>,
    /// By what any round came to: for items that have gone since.
    ever: BTreeSet<&'a ItemCode>,
}

impl<'a> Absorbed<'a> {
    fn of(campaign: &'a Campaign) -> Self {
        fn codes(decision: &Decision) -> &[ItemCode] {
            match decision {
                Decision::Merge { absorbs } => absorbs.codes(),
                _ => &[],
            }
        }
        let mut out = Self {
            now: BTreeSet::new(),
            ever: BTreeSet::new(),
        };
        for state in campaign.departments().values() {
            let rounds = state.rounds();
            for (n, round) in (1..).zip(rounds) {
                let outcomes = round.items.values().filter_map(ItemState::outcome);
                let taken: Vec<&ItemCode> = outcomes.flat_map(codes).collect();
                if n == rounds.len() && !is_settled(state) {
                    out.now.extend(taken.iter().copied());
                }
                out.ever.extend(taken);
            }
            for (_, decision) in state.decisions() {
                out.now.extend(codes(decision));
                out.ever.extend(codes(decision));
            }
        }
        out
    }
}

fn categories(state: &DepartmentState, absorbed: &Absorbed<'_>) -> BTreeMap<String, Tally> {
    let mut out: BTreeMap<String, Tally> = BTreeMap::new();
    let mut first = BTreeSet::new();
    // The last round that has an item tells what became of it.
    let mut last: BTreeMap<&ItemCode, (usize, &ItemState)> = BTreeMap::new();
    for (n, round) in state.rounds().iter().enumerate() {
        for (code, item) in &round.items {
            last.insert(code, (n, item));
            if n == 0 {
                first.insert(code);
            }
        }
    }
    let decided: BTreeMap<&ItemCode, &Decision> =
        state.decisions().iter().map(|(c, d)| (c, d)).collect();
    let newest = state.rounds().len().saturating_sub(1);
    for (code, (round, item)) in last {
        let tally = out.entry(code.parts().category.to_owned()).or_default();
        if first.contains(code) {
            tally.before += 1;
        } else {
            tally.added += 1;
        }
        let said = decided.get(code).copied().or_else(|| item.outcome());
        tally.add(if round == newest {
            match said {
                _ if absorbed.now.contains(code) => Fate::Absorbed,
                Some(decision) => Fate::of(decision),
                None => Fate::Open,
            }
        } else {
            match said.map(Fate::of).filter(|fate| !fate.stays()) {
                _ if absorbed.ever.contains(code) => Fate::Absorbed,
                Some(fate) => fate,
                None => Fate::Withdrawn,
            }
        });
    }
    out
}
