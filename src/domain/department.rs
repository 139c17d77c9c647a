//! Units (单位) whose powers the list holds.

use super::ids::DepartmentId;
use super::place::At;

/// Kind of unit, as the 2014 Chuzhou plan names them (DOMAIN §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DepartmentKind {
    /// 市政府工作部门
    GovernmentDepartment,
    /// 部门管理机构
    ManagedAgency,
    /// 派出机构
    FieldOffice,
    /// 直属事业单位
    DirectInstitution,
    /// 部门所属事业单位
    SubordinateInstitution,
    /// 其他市直单位
    OtherUnit,
}

impl DepartmentKind {
    /// All kinds in official order.
    pub const ALL: [Self; 6] = [
        Self::GovernmentDepartment,
        Self::ManagedAgency,
        Self::FieldOffice,
        Self::DirectInstitution,
        Self::SubordinateInstitution,
        Self::OtherUnit,
    ];

    /// The term in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::GovernmentDepartment => "市政府工作部门",
            Self::ManagedAgency => "部门管理机构",
            Self::FieldOffice => "派出机构",
            Self::DirectInstitution => "直属事业单位",
            Self::SubordinateInstitution => "部门所属事业单位",
            Self::OtherUnit => "其他市直单位",
        }
    }

    /// The kind that a term names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.chinese() == text)
    }
}

/// One unit of `departments.yaml`.
#[derive(Debug, Clone)]
pub struct Department {
    /// Its id.
    pub id: At<DepartmentId>,
    /// Full name.
    pub name: At<String>,
    /// Short name for tables.
    pub short_name: String,
    /// Kind of unit.
    pub kind: DepartmentKind,
    /// 统一社会信用代码 (GB 32100) or 组织机构代码 (GB 11714), where given.
    pub credit_code: Option<At<String>>,
    /// The unit it belongs to, for managed agencies and the like.
    pub parent: Option<At<DepartmentId>>,
    /// Review group that examines its items.
    pub review_group: Option<At<String>>,
    /// Internal offices (内设机构); empty when not recorded.
    pub offices: Vec<String>,
}
