//! The item of the list (事项) with everything that is published of it.

mod texts;

pub use texts::Said;

use super::adoption::Adoption;
use super::citation::Citations;
use super::ids::{DepartmentId, ItemCode};
use super::place::{At, Span};

/// What a citation is cited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BasisRole {
    /// 设定依据: what creates the power.
    #[default]
    Creates,
    /// 实施依据: what says how it is exercised.
    Implements,
    /// 收费依据: what allows a fee.
    Charges,
    /// 追责依据: what makes officials answerable.
    HoldsAccountable,
}

impl BasisRole {
    /// All roles.
    pub const ALL: [Self; 4] = [
        Self::Creates,
        Self::Implements,
        Self::Charges,
        Self::HoldsAccountable,
    ];

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Creates => "设定依据",
            Self::Implements => "实施依据",
            Self::Charges => "收费依据",
            Self::HoldsAccountable => "追责依据",
        }
    }

    /// The role that a term names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.chinese() == text)
    }
}

/// A citation as written, read once.
#[derive(Debug, Clone)]
pub struct CitedText {
    /// The text as written, with its place.
    pub text: At<String>,
    /// Whether the text stands in the source letter for letter, so that ranges in it can be shown there.
    pub verbatim: bool,
    /// What it cites; shared by all that are written alike.
    pub parsed: Citations,
}

impl CitedText {
    /// The place of a byte range of the text; the whole text where the source is written with escapes.
    pub fn span_of(&self, range: &std::ops::Range<usize>) -> Span {
        let whole = self.text.span;
        if !self.verbatim || range.end > self.text.value.len() {
            return whole;
        }
        // A quoted scalar's span includes its quotation marks.
        let quote =
            u32::from(whole.end as usize - whole.start as usize == self.text.value.len() + 2);
        Span {
            source: whole.source,
            start: whole.start + quote + range.start as u32,
            end: whole.start + quote + range.end as u32,
        }
    }
}

/// One entry of 法律依据.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The citation.
    pub cite: CitedText,
    /// What it is cited for.
    pub role: BasisRole,
    /// Statute text as the department quotes it.
    pub quote: Option<At<String>>,
}

/// Unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayUnit {
    /// 工作日: 行政许可法 art. 82 counts limits in working days.
    WorkingDays,
    /// 日: calendar days.
    CalendarDays,
}

impl DayUnit {
    /// The words that people write, and what they mean.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("工作日", Self::WorkingDays),
        ("日", Self::CalendarDays),
        ("自然日", Self::CalendarDays),
    ];

    /// The word in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::WorkingDays => "工作日",
            Self::CalendarDays => "日",
        }
    }
}

/// 办理时限.
#[derive(Debug, Clone)]
pub struct TimeLimit {
    /// 法定期限, in `unit`.
    pub statutory: Option<At<u32>>,
    /// 承诺期限, in `unit`.
    pub promised: Option<At<u32>>,
    /// Unit of both.
    pub unit: DayUnit,
    /// The whole entry.
    pub span: Span,
}

/// 收费.
#[derive(Debug, Clone)]
pub struct Fee {
    /// Whether anything is charged.
    pub charged: At<bool>,
    /// Whether enterprises pay it (涉企收费).
    pub on_enterprises: Option<bool>,
    /// What allows it.
    pub basis: Vec<Basis>,
    /// 收费标准.
    pub standard: Option<At<String>>,
}

/// One entry of 责任事项.
#[derive(Debug, Clone)]
pub struct Responsibility {
    /// 阶段, e.g. 受理.
    pub stage: At<String>,
    /// The duty.
    pub duty: At<String>,
    /// What imposes it.
    pub basis: Option<CitedText>,
}

/// One entry of 追责情形.
#[derive(Debug, Clone)]
pub struct Accountability {
    /// The situation.
    pub situation: At<String>,
    /// What makes officials answerable.
    pub basis: Option<CitedText>,
}

/// How great an integrity risk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskLevel {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
}

impl RiskLevel {
    /// All levels, the highest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The word in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Low => "低",
            Self::Medium => "中",
            Self::High => "高",
        }
    }
}

/// One 廉政风险点.
#[derive(Debug, Clone)]
pub struct IntegrityRisk {
    /// Step of the flowchart.
    pub step: At<String>,
    /// The risk.
    pub risk: String,
    /// How great.
    pub level: RiskLevel,
    /// 防控措施.
    pub measure: String,
}

/// 监督方式.
#[derive(Debug, Clone, Default)]
pub struct Supervision {
    /// Telephone.
    pub phone: Option<At<String>>,
    /// E-mail.
    pub email: Option<At<String>>,
}

/// Who chooses the provider of an intermediary service (国办发〔2015〕31号: the applicant does, unless the law names a
/// provider or the authority itself needs the service and pays for it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceChoice {
    /// 申请人: chooses freely.
    Applicant,
    /// 行政机关: commissions the service itself.
    Authority,
    /// 法定机构: the law names who provides it.
    Statutory,
}

impl ServiceChoice {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Applicant, Self::Authority, Self::Statutory];

    /// The word in item files, forms and release tables.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Applicant => "申请人",
            Self::Authority => "行政机关",
            Self::Statutory => "法定机构",
        }
    }

    /// The choice that a word names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.chinese() == text)
    }

    /// As readers are told it.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Applicant => "由申请人自主选择",
            Self::Authority => "由行政机关委托",
            Self::Statutory => "由法定机构承担",
        }
    }
}

impl serde::Serialize for ServiceChoice {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.chinese())
    }
}

/// What stands in brackets after the name of an intermediary service: who chooses and who pays; empty where neither is
/// stated.
pub fn service_terms(chosen_by: Option<ServiceChoice>, paid_by: Option<&str>) -> String {
    let chosen = chosen_by.map(|c| c.sentence().to_owned());
    let paid = paid_by.map(|payer| format!("费用由{payer}承担"));
    let terms: Vec<String> = chosen.into_iter().chain(paid).collect();
    match terms.is_empty() {
        true => String::new(),
        false => format!("（{}）", terms.join("，")),
    }
}

/// One 中介服务.
#[derive(Debug, Clone)]
pub struct IntermediaryService {
    /// Name.
    pub name: At<String>,
    /// What demands it.
    pub basis: Option<CitedText>,
    /// Who chooses the provider.
    pub chosen_by: Option<At<ServiceChoice>>,
    /// Who pays.
    pub paid_by: Option<String>,
}

/// One 前置审批: another item by code or name.
#[derive(Debug, Clone)]
pub struct Prerequisite {
    /// Code or name of the item.
    pub item: At<String>,
    /// 办理单位, of an approval that another level or system gives and the list therefore does not have.
    pub handled_by: Option<At<String>>,
    /// What demands it.
    pub basis: Option<CitedText>,
}

/// A 子项.
#[derive(Debug, Clone)]
pub struct SubItem {
    /// Its code, the item's code with two digits more.
    pub code: At<ItemCode>,
    /// Its name.
    pub name: At<String>,
    /// Its own basis, where it differs.
    pub legal_basis: Vec<Basis>,
    /// Its own flowchart, where it differs.
    pub flowchart: Option<At<String>>,
}

/// An administrative power of one unit (权力事项).
#[derive(Debug, Clone)]
pub struct PowerItem {
    /// The whole entry in its file.
    pub span: Span,
    /// Unit that exercises it.
    pub department: At<DepartmentId>,
    /// Name of its category.
    pub category: At<String>,
    /// 事项编码; missing until assigned.
    pub code: Option<At<ItemCode>>,
    /// 事项名称.
    pub name: At<String>,
    /// 子项.
    pub sub_items: Vec<SubItem>,
    /// 法律依据.
    pub legal_basis: Vec<Basis>,
    /// 行使层级.
    pub exercised_by: Option<At<String>>,
    /// 承办机构.
    pub office: Option<At<String>>,
    /// 行政相对人.
    pub target: Option<At<String>>,
    /// Path of the flowchart within the project.
    pub flowchart: Option<At<String>>,
    /// 办理时限.
    pub time_limit: Option<TimeLimit>,
    /// 收费.
    pub fee: Option<Fee>,
    /// 责任事项.
    pub responsibilities: Vec<Responsibility>,
    /// 追责情形.
    pub accountability: Vec<Accountability>,
    /// 廉政风险点.
    pub integrity_risks: Vec<IntegrityRisk>,
    /// 监督方式.
    pub supervision: Option<Supervision>,
    /// 前置审批.
    pub prerequisites: Vec<Prerequisite>,
    /// 中介服务.
    pub intermediary_services: Vec<IntermediaryService>,
    /// 基本编码 or 实施编码 of the national platform.
    pub national_code: Option<At<String>>,
    /// The item of the level above that it adopts.
    pub adopts: Option<At<Adoption>>,
    /// 备注.
    pub remarks: Option<String>,
}

impl PowerItem {
    /// The charts that it and its sub-items name, as written.
    pub fn charts(&self) -> impl Iterator<Item = &At<String>> {
        let subs = self.sub_items.iter().filter_map(|s| s.flowchart.as_ref());
        self.flowchart.iter().chain(subs)
    }

    /// Code for messages; the name stands in while no code is assigned.
    pub fn label(&self) -> &str {
        self.code
            .as_ref()
            .map_or(self.name.value.as_str(), |code| code.value.as_str())
    }

    /// Every citation of the item with the role it plays and the field it stands in, in the order of the fields.
    pub fn citations(&self) -> impl Iterator<Item = (&'static str, BasisRole, &CitedText)> {
        self.citations_with_quotes()
            .map(|(field, role, text, _)| (field, role, text))
    }

    /// [`PowerItem::citations`] with the text quoted beside them under `quote:`.
    pub fn citations_with_quotes(
        &self,
    ) -> impl Iterator<Item = (&'static str, BasisRole, &CitedText, Option<&At<String>>)> {
        let basis = self
            .legal_basis
            .iter()
            .map(|b| ("legal_basis", b.role, &b.cite, b.quote.as_ref()));
        let sub_items = self
            .sub_items
            .iter()
            .flat_map(|s| &s.legal_basis)
            .map(|b| ("sub_items", b.role, &b.cite, b.quote.as_ref()));
        let fee = self
            .fee
            .iter()
            .flat_map(|f| &f.basis)
            .map(|b| ("fee", BasisRole::Charges, &b.cite, b.quote.as_ref()));
        let duties = self
            .responsibilities
            .iter()
            .filter_map(|r| r.basis.as_ref())
            .map(|c| ("responsibilities", BasisRole::Implements, c, None));
        let accountability = self
            .accountability
            .iter()
            .filter_map(|a| a.basis.as_ref())
            .map(|c| ("accountability", BasisRole::HoldsAccountable, c, None));
        let services = self
            .intermediary_services
            .iter()
            .filter_map(|s| s.basis.as_ref())
            .map(|c| ("intermediary_services", BasisRole::Implements, c, None));
        let prerequisites = self
            .prerequisites
            .iter()
            .filter_map(|p| p.basis.as_ref())
            .map(|c| ("prerequisites", BasisRole::Implements, c, None));
        basis
            .chain(sub_items)
            .chain(fee)
            .chain(duties)
            .chain(accountability)
            .chain(services)
            .chain(prerequisites)
    }
}
