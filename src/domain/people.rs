//! Who takes part: reviewing bodies, roles, people.

use super::ids::{DepartmentId, IdError};
use super::place::At;
use super::ssh::DatedKey;

/// A body that reviews (DOMAIN §2.1).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// 编办: necessity, division of powers, the list as a whole.
    OrganizationOffice,
    /// 法制办: legality of the basis.
    LegalOffice,
    /// 政务服务中心: process, time limits, flowchart.
    ServiceCenter,
}

impl Body {
    /// All three.
    pub const ALL: [Self; 3] = [
        Self::OrganizationOffice,
        Self::LegalOffice,
        Self::ServiceCenter,
    ];

    /// The name in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::OrganizationOffice => "编办",
            Self::LegalOffice => "法制办",
            Self::ServiceCenter => "政务服务中心",
        }
    }

    /// The body that a name means.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|body| body.chinese() == text)
    }
}

/// How far a reviewer may speak for the own body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authority {
    /// Gives opinions, which somebody else of the body signs.
    Opines,
    /// Gives opinions and signs for the body.
    Signs,
}

/// What somebody may do in the review. A role carries what it is bound to, so none can be half filled in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Role {
    /// 填报人 of a unit.
    Clerk(DepartmentId),
    /// 负责人 of a unit: signs the third submission.
    Head(DepartmentId),
    /// 审核人 of a body in one or more review groups.
    Reviewer {
        /// For which body.
        body: Body,
        /// In which 审核组; never empty.
        groups: Vec<String>,
        /// Whether to sign for it as well.
        authority: Authority,
    },
    /// 综合组: returns, rules on disagreements, confirms.
    Coordinator,
    /// 公布人.
    Publisher,
}

impl Role {
    /// Whether it reviews in this group, for the body that it gives.
    pub fn reviews_in(&self, wanted: &str) -> Option<Body> {
        match self {
            Self::Reviewer { body, groups, .. } if groups.iter().any(|g| g == wanted) => {
                Some(*body)
            }
            _ => None,
        }
    }

    /// The body for which it may sign in this group.
    pub fn signs_in(&self, wanted: &str) -> Option<Body> {
        match self {
            Self::Reviewer {
                authority: Authority::Signs,
                ..
            } => self.reviews_in(wanted),
            _ => None,
        }
    }

    /// The role's name for people.
    pub fn chinese(&self) -> String {
        match self {
            Self::Clerk(department) => format!("填报人（{department}）"),
            Self::Head(department) => format!("负责人（{department}）"),
            Self::Reviewer { body, groups, .. } => {
                format!("审核人（{}，{}）", body.chinese(), groups.join("、"))
            }
            Self::Coordinator => "综合组".to_owned(),
            Self::Publisher => "公布人".to_owned(),
        }
    }
}

/// Id of a person: what `--as` takes.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct ActorId(Box<str>);

impl ActorId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ActorId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for ActorId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let ok = (1..=40).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'.');
        if ok {
            Ok(Self(text.into()))
        } else {
            Err(IdError {
                found: text.to_owned(),
                expected: "人员代号（1 至 40 个字母、数字、- _ .）",
            })
        }
    }
}

impl TryFrom<String> for ActorId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<ActorId> for String {
    fn from(id: ActorId) -> Self {
        id.0.into()
    }
}

/// A sentence that reviewers use again and again (常用意见).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The sentence.
    pub text: String,
    /// The decision that it goes with, by its term; any when absent.
    pub decision: Option<&'static str>,
    /// The body that uses it; every one when absent.
    pub body: Option<Body>,
}

/// Somebody who takes part.
#[derive(Debug, Clone)]
pub struct Person {
    /// Id.
    pub id: At<ActorId>,
    /// Name or post.
    pub name: String,
    /// Role.
    pub role: Role,
    /// SSH keys that sign what the person does.
    pub keys: Vec<DatedKey>,
}
