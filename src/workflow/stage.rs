//! Where a unit stands in 三上三下. A [`Stage`] is only had from [`Stage::START`] by one step after another,
//! so a unit that skipped a round cannot be written down.

use std::fmt;

use crate::domain::gate::Gate;

/// 轮: one way up and one way down.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "u8", into = "u8")]
pub enum Round {
    /// 第一轮: 一上 and 一下.
    First,
    /// 第二轮.
    Second,
    /// 第三轮.
    Third,
}

impl Round {
    /// All rounds in order.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];

    /// 1 to 3.
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
        }
    }

    /// Position in [`Round::ALL`].
    pub const fn index(self) -> usize {
        self.number() as usize - 1
    }

    /// The gate that the way up passes.
    pub const fn gate(self) -> Gate {
        match self {
            Self::First => Gate::First,
            Self::Second => Gate::Second,
            Self::Third => Gate::Third,
        }
    }

    /// Name of one of its legs: 一上 … 三下.
    pub const fn leg(self, leg: Leg) -> &'static str {
        match (self, leg) {
            (Self::First, Leg::Up) => "一上",
            (Self::First, Leg::Down) => "一下",
            (Self::Second, Leg::Up) => "二上",
            (Self::Second, Leg::Down) => "二下",
            (Self::Third, Leg::Up) => "三上",
            (Self::Third, Leg::Down) => "三下",
        }
    }

    /// Name of the review between its legs.
    pub const fn review(self) -> &'static str {
        match self {
            Self::First => "初审",
            Self::Second => "复审",
            Self::Third => "终审",
        }
    }
}

impl From<Round> for u8 {
    fn from(round: Round) -> Self {
        round.number()
    }
}

impl TryFrom<u8> for Round {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|r| r.number() == number)
            .ok_or_else(|| format!("没有第 {number} 轮，只有第 1 至 3 轮"))
    }
}

/// A way: up from the unit, or down to it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// 上
    Up,
    /// 下
    Down,
}

/// One of the six legs 一上 … 三下: a way in a round.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The round.
    pub round: Round,
    /// The way.
    pub leg: Leg,
}

impl Passage {
    /// All six in order.
    pub const ALL: [Self; 6] = {
        let [first, second, third] = Round::ALL;
        [
            Self::new(first, Leg::Up),
            Self::new(first, Leg::Down),
            Self::new(second, Leg::Up),
            Self::new(second, Leg::Down),
            Self::new(third, Leg::Up),
            Self::new(third, Leg::Down),
        ]
    };

    /// The way in the round.
    pub const fn new(round: Round, leg: Leg) -> Self {
        Self { round, leg }
    }

    /// Position in [`Passage::ALL`].
    pub const fn index(self) -> usize {
        self.round.index() * 2
            + match self.leg {
                Leg::Up => 0,
                Leg::Down => 1,
            }
    }

    /// The one that a unit at this stage is on; `None` once its list is confirmed.
    pub fn running(stage: Stage) -> Option<Self> {
        Self::ALL.get(usize::from(stage.steps())).copied()
    }

    /// Whether a unit at this stage has it behind it.
    pub const fn is_over(self, stage: Stage) -> bool {
        stage.steps() as usize > self.index()
    }

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        self.round.leg(self.leg)
    }

    /// Stable English key, used in JSON.
    pub const fn key(self) -> &'static str {
        match (self.round, self.leg) {
            (Round::First, Leg::Up) => "first_up",
            (Round::First, Leg::Down) => "first_down",
            (Round::Second, Leg::Up) => "second_up",
            (Round::Second, Leg::Down) => "second_down",
            (Round::Third, Leg::Up) => "third_up",
            (Round::Third, Leg::Down) => "third_down",
        }
    }

    /// The one that a term names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.chinese() == text)
    }
}

/// Which of the two times a unit revises its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Revision {
    /// After 一下, before 二上.
    AfterFirst,
    /// After 二下, before 三上.
    AfterSecond,
}

impl Revision {
    /// The round whose opinions are being answered.
    pub const fn answers(self) -> Round {
        match self {
            Self::AfterFirst => Round::First,
            Self::AfterSecond => Round::Second,
        }
    }

    /// The round that the next submission opens.
    pub const fn prepares(self) -> Round {
        match self {
            Self::AfterFirst => Round::Second,
            Self::AfterSecond => Round::Third,
        }
    }
}

/// The view of a [`Stage`]: to look at, not to make one from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// 自查
    SelfCheck,
    /// 初审, 复审, 终审
    Review(Round),
    /// 修改
    Revision(Revision),
    /// 确认
    Confirmed,
    /// 公布
    Published,
}

/// Where a unit stands; grows by one step at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stage(Position);

impl Stage {
    /// 自查: where every unit begins.
    pub const START: Self = Self(Position::SelfCheck);

    /// What it looks like.
    pub const fn position(self) -> Position {
        self.0
    }

    /// The stage after the unit submitted, and the round that this opens; `None` where it is not the unit's turn.
    pub const fn submit(self) -> Option<(Self, Round)> {
        let round = match self.0 {
            Position::SelfCheck => Round::First,
            Position::Revision(revision) => revision.prepares(),
            Position::Review(_) | Position::Confirmed | Position::Published => return None,
        };
        Some((Self(Position::Review(round)), round))
    }

    /// The stage after the list was returned (一下, 二下); `None` where there is nothing to return. 终审 ends with [`Stage::confirm`].
    pub const fn give_back(self) -> Option<Self> {
        match self.0 {
            Position::Review(Round::First) => Some(Self(Position::Revision(Revision::AfterFirst))),
            Position::Review(Round::Second) => {
                Some(Self(Position::Revision(Revision::AfterSecond)))
            }
            _ => None,
        }
    }

    /// The stage after 三下; `None` unless in 终审.
    pub const fn confirm(self) -> Option<Self> {
        match self.0 {
            Position::Review(Round::Third) => Some(Self(Position::Confirmed)),
            _ => None,
        }
    }

    /// The stage after publication; `None` unless confirmed.
    pub const fn publish(self) -> Option<Self> {
        match self.0 {
            Position::Confirmed => Some(Self(Position::Published)),
            _ => None,
        }
    }

    /// Steps done since the start: 0 (自查) to 7 (公布).
    pub const fn steps(self) -> u8 {
        match self.0 {
            Position::SelfCheck => 0,
            Position::Review(Round::First) => 1,
            Position::Revision(Revision::AfterFirst) => 2,
            Position::Review(Round::Second) => 3,
            Position::Revision(Revision::AfterSecond) => 4,
            Position::Review(Round::Third) => 5,
            Position::Confirmed => 6,
            Position::Published => 7,
        }
    }

    /// The stage after this many steps from the start; `None` where the way is not that long.
    pub fn after(steps: u8) -> Option<Self> {
        (0..steps).try_fold(Self::START, |stage, _| {
            let submitted = stage.submit().map(|(next, _)| next);
            submitted
                .or(stage.give_back())
                .or(stage.confirm())
                .or(stage.publish())
        })
    }

    /// Stable English key, used in JSON.
    pub const fn key(self) -> &'static str {
        match self.0 {
            Position::SelfCheck => "self_check",
            Position::Review(Round::First) => "first_review",
            Position::Revision(Revision::AfterFirst) => "first_revision",
            Position::Review(Round::Second) => "second_review",
            Position::Revision(Revision::AfterSecond) => "second_revision",
            Position::Review(Round::Third) => "final_review",
            Position::Confirmed => "confirmed",
            Position::Published => "published",
        }
    }

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self.0 {
            Position::SelfCheck => "自查",
            Position::Review(round) => round.review(),
            Position::Revision(Revision::AfterFirst) => "修改（一下后）",
            Position::Revision(Revision::AfterSecond) => "修改（二下后）",
            Position::Confirmed => "确认",
            Position::Published => "公布",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.chinese())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_way_through_and_no_shortcut() {
        let mut stage = Stage::START;
        let mut seen = vec![stage];
        loop {
            let nexts: Vec<Stage> = [
                stage.submit().map(|(s, _)| s),
                stage.give_back(),
                stage.confirm(),
                stage.publish(),
            ]
            .into_iter()
            .flatten()
            .collect();
            assert!(nexts.len() <= 1, "{stage:?} can go more than one way");
            let Some(next) = nexts.first() else { break };
            assert_eq!(next.steps(), stage.steps() + 1);
            assert_eq!(Stage::after(next.steps()), Some(*next));
            stage = *next;
            seen.push(stage);
        }
        assert_eq!(seen.len(), 8);
        assert_eq!(Stage::after(8), None);
        assert_eq!(stage.position(), Position::Published);
    }

    #[test]
    fn a_unit_is_on_the_leg_that_its_next_step_ends() {
        for (index, passage) in Passage::ALL.into_iter().enumerate() {
            assert_eq!(passage.index(), index);
            assert_eq!(Passage::from_chinese(passage.chinese()), Some(passage));
            assert_eq!(passage.chinese(), crate::domain::timetable::LEGS[index]);
            let stage = Stage::after(index as u8).unwrap();
            assert_eq!(Passage::running(stage), Some(passage));
            assert!(!passage.is_over(stage));
            assert!(passage.is_over(Stage::after(index as u8 + 1).unwrap()));
        }
        assert_eq!(Passage::running(Stage::after(6).unwrap()), None);
        assert_eq!(Passage::running(Stage::after(7).unwrap()), None);
    }

    #[test]
    fn rounds_are_numbers_in_json() {
        assert_eq!(serde_json::to_string(&Round::Second).unwrap(), "2");
        assert!(serde_json::from_str::<Round>("4").is_err());
        assert!(serde_json::from_str::<Round>("0").is_err());
    }
}
