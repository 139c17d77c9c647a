//! The gates a list passes: each round up, and publication.

use std::fmt;

/// A point where the list is judged; what is a remark at the first gate may be an error at the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// 一上
    First,
    /// 二上
    Second,
    /// 三上
    Third,
    /// 公布
    Publication,
}

impl Gate {
    /// All gates in order.
    pub const ALL: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Publication];

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Publication => 4,
        }
    }

    /// The gate with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.number() == number)
    }

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::First => "一上",
            Self::Second => "二上",
            Self::Third => "三上",
            Self::Publication => "公布",
        }
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.chinese())
    }
}
