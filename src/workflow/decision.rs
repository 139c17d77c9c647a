//! What is to become of an item (处理意见, DOMAIN §2.2). A decision carries what it demands and cannot be built without it.

use std::fmt;

use jiff::civil::Date;

use super::words::{Words, WordsError, iso_date};
use crate::domain::ids::ItemCode;

/// The items that a merged item absorbs: at least one, each once, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<ItemCode>", into = "Vec<ItemCode>")]
pub struct Absorbed(Box<[ItemCode]>);

impl Absorbed {
    /// The codes.
    pub fn codes(&self) -> &[ItemCode] {
        &self.0
    }
}

impl TryFrom<Vec<ItemCode>> for Absorbed {
    type Error = DecisionError;
    fn try_from(mut codes: Vec<ItemCode>) -> Result<Self, DecisionError> {
        codes.sort();
        codes.dedup();
        if codes.is_empty() {
            return Err(DecisionError::Missing("整合", "被整合的事项", "--absorb"));
        }
        Ok(Self(codes.into()))
    }
}

impl From<Absorbed> for Vec<ItemCode> {
    fn from(absorbed: Absorbed) -> Self {
        absorbed.0.into()
    }
}

/// A proposal or decision on an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// 保留: lawful and needed.
    Keep {},
    /// 取消.
    Cancel {
        /// Why: no legal basis, cancelled above, …
        ground: Words,
    },
    /// 下放 to a lower level.
    Delegate {
        /// Receiving level, e.g. 县级.
        level: Words,
        /// From which day.
        #[serde(with = "iso_date")]
        date: Date,
    },
    /// 转移 to an institution or a social organisation.
    Transfer {
        /// Who receives it.
        to: Words,
    },
    /// 整合: same or similar items become one.
    Merge {
        /// The items that this one absorbs.
        absorbs: Absorbed,
    },
    /// 优化: of the process only.
    Optimize {},
    /// 调整: between units, of name, category or elements.
    Adjust {},
    /// 冻结: in law but no longer used.
    Freeze {},
    /// 补充材料: cannot be decided yet.
    Supplement {},
}

/// Why a decision cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// No such kind of decision.
    #[error("没有“{0}”这种处理意见；可用：保留 取消 下放 转移 整合 优化 调整 冻结 补充材料")]
    Unknown(String),
    /// Something that this decision demands is not given: decision, what, option.
    #[error("“{0}”必须写明{1}（{2}）")]
    Missing(&'static str, &'static str, &'static str),
    /// Something is given that belongs to another decision: decision, option, the decision it belongs to.
    #[error("“{0}”用不上 {1}，那是“{2}”才要写的")]
    Needless(&'static str, &'static str, &'static str),
    /// A text is blank or has control characters: option, why.
    #[error("{0}：{1}")]
    Text(&'static str, WordsError),
}

/// The data that decisions demand, as they come from a command line or a form.
#[derive(Debug, Clone, Default)]
pub struct DecisionParts {
    /// Ground of 取消.
    pub ground: Option<String>,
    /// Receiver of 转移.
    pub to: Option<String>,
    /// Receiving level of 下放.
    pub level: Option<String>,
    /// Day of 下放.
    pub date: Option<Date>,
    /// Items absorbed by 整合.
    pub absorbs: Vec<ItemCode>,
}

impl Decision {
    /// The terms of art, in the order of DESIGN §5.
    pub const TERMS: [&'static str; 9] = [
        "保留",
        "取消",
        "下放",
        "转移",
        "整合",
        "优化",
        "调整",
        "冻结",
        "补充材料",
    ];

    /// 保留.
    pub const KEEP: Self = Self::Keep {};
    /// 补充材料.
    pub const SUPPLEMENT: Self = Self::Supplement {};

    /// Builds the decision that a term names from the given parts.
    ///
    /// # Errors
    /// When the term is unknown, a part it demands is missing or blank, or a part is given that it has no use for.
    pub fn build(term: &str, parts: DecisionParts) -> Result<Self, DecisionError> {
        let Some(term) = Self::TERMS.into_iter().find(|t| *t == term.trim()) else {
            return Err(DecisionError::Unknown(term.to_owned()));
        };
        let DecisionParts {
            ground,
            to,
            level,
            date,
            absorbs,
        } = parts;
        for (given, option, owner) in [
            (ground.is_some(), "--ground", "取消"),
            (to.is_some(), "--to", "转移"),
            (level.is_some(), "--level", "下放"),
            (date.is_some(), "--date", "下放"),
            (!absorbs.is_empty(), "--absorb", "整合"),
        ] {
            if given && owner != term {
                return Err(DecisionError::Needless(term, option, owner));
            }
        }
        let words = |text: Option<String>, what, option| match text {
            None => Err(DecisionError::Missing(term, what, option)),
            Some(text) => text.parse().map_err(|e| DecisionError::Text(option, e)),
        };
        Ok(match term {
            "取消" => Self::Cancel {
                ground: words(ground, "理由", "--ground")?,
            },
            "下放" => Self::Delegate {
                level: words(level, "承接层级", "--level")?,
                date: date.ok_or(DecisionError::Missing("下放", "下放日期", "--date"))?,
            },
            "转移" => Self::Transfer {
                to: words(to, "承接单位", "--to")?,
            },
            "整合" => Self::Merge {
                absorbs: absorbs.try_into()?,
            },
            "优化" => Self::Optimize {},
            "调整" => Self::Adjust {},
            "冻结" => Self::Freeze {},
            "补充材料" => Self::Supplement {},
            _ => Self::Keep {},
        })
    }

    /// The term of art.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Keep {} => "保留",
            Self::Cancel { .. } => "取消",
            Self::Delegate { .. } => "下放",
            Self::Transfer { .. } => "转移",
            Self::Merge { .. } => "整合",
            Self::Optimize {} => "优化",
            Self::Adjust {} => "调整",
            Self::Freeze {} => "冻结",
            Self::Supplement {} => "补充材料",
        }
    }

    /// Whether the unit is asked to do something about it.
    pub const fn asks(&self) -> bool {
        !matches!(self, Self::Keep {})
    }

    /// Whether an item can leave 三下 with it: 补充材料 leaves the matter open.
    pub const fn is_final(&self) -> bool {
        !matches!(self, Self::Supplement {})
    }

    /// Whether two bodies want the same. The words of a ground may differ, what happens to the item may not.
    pub fn agrees_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cancel { .. }, Self::Cancel { .. }) => true,
            _ => self == other,
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.chinese())?;
        match self {
            Self::Cancel { ground } => write!(f, "（理由：{ground}）"),
            Self::Delegate { level, date } => write!(f, "（{level}，自 {date} 起）"),
            Self::Transfer { to } => write!(f, "（{to}）"),
            Self::Merge { absorbs } => {
                let codes: Vec<&str> = absorbs.codes().iter().map(ItemCode::as_str).collect();
                write!(f, "（并入：{}）", codes.join("、"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(term: &str, change: impl Fn(&mut DecisionParts)) -> Result<Decision, DecisionError> {
        let mut parts = DecisionParts::default();
        change(&mut parts);
        Decision::build(term, parts)
    }

    #[test]
    fn every_term_builds_with_what_it_demands_and_only_with_it() {
        for term in ["保留", "优化", "调整", "冻结", "补充材料"] {
            assert_eq!(build(term, |_| ()).unwrap().chinese(), term);
        }
        assert!(build("取消", |_| ()).is_err());
        assert!(build("取消", |p| p.ground = Some(" ".into())).is_err());
        assert!(build("取消", |p| p.ground = Some("无法律依据".into())).is_ok());
        assert!(build("下放", |p| p.level = Some("县级".into())).is_err());
        let day = jiff::civil::date(2014, 9, 1);
        assert!(build("下放", |p| p.date = Some(day)).is_err());
        let delegate = build("下放", |p| {
            p.level = Some("县级".into());
            p.date = Some(day);
        });
        assert_eq!(
            delegate.unwrap().to_string(),
            "下放（县级，自 2014-09-01 起）"
        );
        assert!(build("转移", |_| ()).is_err());
        assert!(build("转移", |p| p.to = Some("行业协会".into())).is_ok());
        assert!(build("整合", |_| ()).is_err());
        let code: ItemCode = "341100-hbj-01-0002".parse().unwrap();
        assert!(build("整合", |p| p.absorbs = vec![code.clone(), code.clone()]).is_ok());
        assert!(build("保留", |p| p.ground = Some("无".into())).is_err());
        assert!(build("留", |_| ()).is_err());
    }

    #[test]
    fn json_without_the_demanded_data_is_no_decision() {
        for bad in [
            r#"{"kind":"cancel"}"#,
            r#"{"kind":"cancel","ground":""}"#,
            r#"{"kind":"delegate","level":"县级"}"#,
            r#"{"kind":"merge","absorbs":[]}"#,
            r#"{"kind":"keep","ground":"多余"}"#,
        ] {
            assert!(serde_json::from_str::<Decision>(bad).is_err(), "{bad}");
        }
        let keep: Decision = serde_json::from_str(r#"{"kind":"keep"}"#).unwrap();
        assert_eq!(serde_json::to_string(&keep).unwrap(), r#"{"kind":"keep"}"#);
    }

    #[test]
    fn grounds_may_differ_receivers_may_not() {
        let cancel = |why: &str| Decision::Cancel {
            ground: why.parse().unwrap(),
        };
        assert!(cancel("甲").agrees_with(&cancel("乙")));
        let to = |who: &str| Decision::Transfer {
            to: who.parse().unwrap(),
        };
        assert!(!to("甲").agrees_with(&to("乙")));
    }
}
