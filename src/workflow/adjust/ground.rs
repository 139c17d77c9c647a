//! The ground of an adjustment (事由): what happened, when, by which document.

use jiff::civil::Date;

use super::super::words::{Words, iso_date, iso_date_if};
use crate::domain::ids::LawId;
use crate::domain::law::{Register, Standing};

/// What happened (DOMAIN §2.4).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Basis {
    /// A law was made, changed or repealed.
    Law {
        /// Which.
        law: LawId,
        /// The version that counted when the adjustment was opened; `None` where the law had ended.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
        version: Option<Date>,
    },
    /// A higher authority cancelled, delegated or added it.
    Superior {},
    /// Units were merged, split, renamed, or their functions changed.
    Institution {},
    /// Elements changed without any of this: office, telephone, process, promised limit.
    Elements {},
}

impl Basis {
    /// The terms in use.
    pub const TERMS: [&'static str; 4] = ["法律变化", "上级决定", "机构变化", "要素变化"];

    /// The term in use.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Law { .. } => Self::TERMS[0],
            Self::Superior {} => Self::TERMS[1],
            Self::Institution {} => Self::TERMS[2],
            Self::Elements {} => Self::TERMS[3],
        }
    }
}

/// The ground of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// What happened.
    pub basis: Basis,
    /// The day on which it happened: the clock begins.
    #[serde(with = "iso_date")]
    pub happened: Date,
    /// Number of its document; only a law and a change of elements go without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Words>,
    /// Last day for which it holds, where it is for a time only.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
    pub until: Option<Date>,
}

/// What is said of a ground that holds no more, before the reason.
pub const OUTLIVED: &str = "事由已经变化";

impl Ground {
    /// Why it does not hold any more on a day, by what the register knows; `None` while it does.
    pub fn outlived(&self, register: &Register, today: Date) -> Option<String> {
        if let Some(until) = self.until.filter(|until| *until < today) {
            return Some(format!("事由只到 {until} 有效"));
        }
        let Basis::Law { law, version } = &self.basis else {
            return None;
        };
        let known = register.get(law)?;
        let newest = known.versions.iter().rev().find(|v| v.published <= today);
        match (known.standing(today), version) {
            (Standing::Repealed(repeal), Some(_)) => Some(match repeal.on {
                Some(on) => format!("《{law}》自 {on} 起已经废止"),
                None => format!("《{law}》已经废止"),
            }),
            (_, Some(version)) => {
                let newest = newest.filter(|v| v.published > *version)?;
                Some(format!(
                    "《{law}》在 {version} 的版本以后，{} 又有了新版本",
                    newest.published
                ))
            }
            (Standing::InForce(_), None) => Some(format!("《{law}》没有废止")),
            _ => None,
        }
    }

    /// In one phrase: 法律变化：《X》2014-12-01，滁编〔2014〕3号.
    pub fn words(&self) -> String {
        let mut out = match &self.basis {
            Basis::Law {
                law,
                version: Some(version),
            } => format!("《{law}》（{version}）"),
            Basis::Law { law, version: None } => format!("《{law}》废止"),
            other => other.chinese().to_owned(),
        };
        if let Some(document) = &self.document {
            out.push_str(&format!("，{document}"));
        }
        if let Some(until) = self.until {
            out.push_str(&format!("，至 {until}"));
        }
        out
    }
}
