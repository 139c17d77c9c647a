//! The list (清单) as plain values: what a reader of it sees, free of the places it was read from.
//!
//! The same values are shown from a project in work and from a published release. In a project in work a code
//! may be missing and a unit or category unknown; publication refuses both.

use std::num::NonZeroU16;

use jiff::civil::Date;
use serde::Serialize;

use super::adoption::Adoption;
use super::item::ServiceChoice;
use super::provision::{Article, Provision};

/// The list of one jurisdiction on one day. Order is official: units, then categories, then codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Catalog {
    /// The day whose law counts.
    #[serde(serialize_with = "iso")]
    pub as_of: Date,
    /// Units.
    pub departments: Vec<DepartmentRow>,
    /// Categories of the set, also those without items.
    pub categories: Vec<CategoryRow>,
    /// Laws that items and their charts cite, by id.
    pub laws: Vec<LawRow>,
    /// Charts that items use, by id.
    pub charts: Vec<ChartRow>,
    /// Items.
    pub items: Vec<ItemRow>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentRow {
    /// Id, e.g. `hbj`.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Short name for tables.
    pub short_name: String,
    /// Kind of unit, in Chinese.
    pub kind: String,
    /// 审核组.
    pub review_group: Option<String>,
    /// Id of the unit it belongs to.
    pub parent: Option<String>,
    /// Whether its list is confirmed; only a partial release has units that are not, and they have no items.
    pub confirmed: bool,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryRow {
    /// Two-digit code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind of power, the stable English key.
    pub kind: String,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemRow {
    /// 事项编码; empty while none is assigned.
    pub code: String,
    /// Id of the unit.
    pub department: String,
    /// Code of the category; the name as written where the set does not have it.
    pub category: String,
    /// 事项名称.
    pub name: String,
    /// 行使层级.
    pub exercised_by: Option<String>,
    /// 承办机构.
    pub office: Option<String>,
    /// 行政相对人.
    pub target: Option<String>,
    /// 法定期限, in `day_unit`.
    pub statutory_days: Option<u32>,
    /// 承诺期限, in `day_unit`.
    pub promised_days: Option<u32>,
    /// 工作日 or 日.
    pub day_unit: Option<String>,
    /// Whether anything is charged; `None` when not stated.
    pub fee_charged: Option<bool>,
    /// Whether enterprises pay it.
    pub fee_on_enterprises: Option<bool>,
    /// 收费标准.
    pub fee_standard: Option<String>,
    /// 监督电话.
    pub phone: Option<String>,
    /// 监督邮箱.
    pub email: Option<String>,
    /// 基本编码 or 实施编码.
    pub national_code: Option<String>,
    /// Id of the flowchart.
    pub flowchart: Option<String>,
    /// The item of the level above that it adopts. Absent where there is none, so that older releases keep their digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopts: Option<Adoption>,
    /// 备注.
    pub remarks: Option<String>,
    /// 子项.
    pub sub_items: Vec<SubItemRow>,
    /// Every provision that is cited, of every field.
    pub basis: Vec<BasisRow>,
    /// 责任事项.
    pub responsibilities: Vec<ResponsibilityRow>,
    /// 追责情形.
    pub accountability: Vec<AccountabilityRow>,
    /// 廉政风险点.
    pub integrity_risks: Vec<RiskRow>,
    /// 前置审批.
    pub prerequisites: Vec<PrerequisiteRow>,
    /// 中介服务.
    pub intermediary_services: Vec<ServiceRow>,
}

/// A 子项.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubItemRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Id of its own flowchart.
    pub flowchart: Option<String>,
}

/// The field of an item that a citation stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisField {
    /// 法律依据 of the item.
    LegalBasis,
    /// 法律依据 of a sub-item.
    SubItems,
    /// 收费依据.
    Fee,
    /// 责任事项.
    Responsibilities,
    /// 追责情形.
    Accountability,
    /// 前置审批.
    Prerequisites,
    /// 中介服务.
    IntermediaryServices,
}

impl BasisField {
    /// All fields with the keys that item files and release tables use.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::LegalBasis, "legal_basis"),
        (Self::SubItems, "sub_items"),
        (Self::Fee, "fee"),
        (Self::Responsibilities, "responsibilities"),
        (Self::Accountability, "accountability"),
        (Self::Prerequisites, "prerequisites"),
        (Self::IntermediaryServices, "intermediary_services"),
    ];

    /// The key.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(field, _)| *field == self)
            .map_or("legal_basis", |(_, key)| key)
    }

    /// The field that a key names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, k)| *k == key)
            .map(|(field, _)| *field)
    }
}

/// One cited provision. A citation of several provisions makes several rows with the same `cite`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BasisRow {
    /// Field of the item.
    pub field: BasisField,
    /// Which entry of the field, from 1.
    pub entry: u32,
    /// 设定依据, 实施依据, 收费依据 or 追责依据.
    pub role: String,
    /// The citation as written.
    pub cite: String,
    /// Id of the law; `None` when the register does not have it.
    pub law_id: Option<String>,
    /// Name of the law as cited; `None` when the citation was not understood.
    pub law_name: Option<String>,
    /// 条; `None` when the law is cited as a whole, by chapter or by annex.
    pub article: Option<u16>,
    /// 之N, 0 for an ordinary article; `None` without an article.
    pub article_sub: Option<u16>,
    /// 款.
    pub paragraph: Option<u16>,
    /// 项.
    pub subparagraph: Option<u16>,
    /// 目.
    pub point: Option<u16>,
    /// Statute text as quoted by the unit.
    pub quote: Option<String>,
}

impl BasisRow {
    /// The provision, where the citation names one.
    pub fn provision(&self) -> Option<Provision> {
        let number = |n: Option<u16>| n.and_then(NonZeroU16::new);
        Some(Provision {
            article: Article {
                number: number(self.article)?,
                sub: self.article_sub.unwrap_or(0),
            },
            paragraph: number(self.paragraph),
            subparagraph: number(self.subparagraph),
            point: number(self.point),
        })
    }
}

/// One 责任事项.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponsibilityRow {
    /// 阶段.
    pub stage: String,
    /// The duty.
    pub duty: String,
    /// The citation as written.
    pub cite: Option<String>,
}

/// One 追责情形.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountabilityRow {
    /// The situation.
    pub situation: String,
    /// The citation as written.
    pub cite: Option<String>,
}

/// One 廉政风险点.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskRow {
    /// Id of the flowchart's step.
    pub step: String,
    /// The risk.
    pub risk: String,
    /// 高, 中 or 低.
    pub level: String,
    /// 防控措施.
    pub measure: String,
}

/// One 前置审批.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrerequisiteRow {
    /// Code or name as written.
    pub prerequisite: String,
    /// The item meant, where the list has it.
    pub prerequisite_code: Option<String>,
    /// 办理单位 as written. Absent where it is not stated, so that older releases keep their digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handled_by: Option<String>,
    /// The citation as written.
    pub cite: Option<String>,
}

/// One 中介服务.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceRow {
    /// Name.
    pub name: String,
    /// The citation as written.
    pub cite: Option<String>,
    /// Who chooses the provider. Absent where it is not stated, so that older releases keep their digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<ServiceChoice>,
    /// Who pays.
    pub paid_by: Option<String>,
}

/// A cited law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawRow {
    /// Id: the short name.
    pub id: String,
    /// Full name.
    pub full_name: String,
    /// 效力位阶.
    pub level: String,
    /// How it stands on the as-of date, one of [`LawRow::STANDINGS`].
    pub standing: String,
    /// First day without effect, where known.
    #[serde(serialize_with = "iso_option")]
    pub repealed_on: Option<Date>,
    /// Known versions, oldest first.
    pub versions: Vec<VersionRow>,
}

impl LawRow {
    /// In force, passed but not yet in force, not yet passed, no longer in force.
    pub const STANDINGS: [&'static str; 4] = ["有效", "尚未施行", "尚未公布", "已废止"];
}

/// A version of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionRow {
    /// Day that names it.
    #[serde(serialize_with = "iso")]
    pub published: Date,
    /// First day of effect, where known.
    #[serde(serialize_with = "iso_option")]
    pub effective: Option<Date>,
    /// 公布, 修正 or 修订.
    pub enactment: String,
    /// Whether it is the version that counts on the as-of date.
    pub in_force: bool,
}

/// A flowchart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartRow {
    /// Its path within the project.
    pub id: String,
    /// `structured`, or `svg`, `png`, `pdf` for a drawing.
    pub kind: String,
    /// Title, of structured charts.
    pub title: Option<String>,
    /// Category it may serve, where stated.
    pub category: Option<String>,
    /// Steps.
    pub steps: Vec<StepRow>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepRow {
    /// Id within the chart.
    pub id: String,
    /// Name.
    pub name: String,
    /// `start`, `task`, `decision` or `end`.
    pub kind: String,
    /// Who does it.
    pub actor: Option<String>,
    /// Days, in the unit of the item.
    pub days: Option<u32>,
    /// Stage of the procedure.
    pub stage: Option<String>,
    /// The citation as written.
    pub cite: Option<String>,
    /// Ways on.
    pub next: Vec<EdgeRow>,
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EdgeRow {
    /// Id of the step it leads to.
    pub to: String,
    /// Condition.
    pub label: Option<String>,
}

impl Catalog {
    /// The unit with this id.
    pub fn department(&self, id: &str) -> Option<&DepartmentRow> {
        self.departments.iter().find(|d| d.id == id)
    }

    /// The category with this code.
    pub fn category(&self, code: &str) -> Option<&CategoryRow> {
        self.categories.iter().find(|c| c.code == code)
    }

    /// Short name of a unit; the id where the unit is not known.
    pub fn department_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.department(id).map_or(id, |d| &d.short_name)
    }

    /// Name of a category; the code as written where it is not known.
    pub fn category_label<'a>(&'a self, code: &'a str) -> &'a str {
        self.category(code).map_or(code, |c| &c.name)
    }

    /// The law with this id.
    pub fn law(&self, id: &str) -> Option<&LawRow> {
        self.laws
            .binary_search_by(|law| law.id.as_str().cmp(id))
            .ok()
            .and_then(|i| self.laws.get(i))
    }

    /// The chart with this id.
    pub fn chart(&self, id: &str) -> Option<&ChartRow> {
        self.charts.iter().find(|chart| chart.id == id)
    }

    /// The item with this code, or the item whose sub-item has it.
    pub fn item(&self, code: &str) -> Option<&ItemRow> {
        self.items
            .iter()
            .find(|item| item.code == code || item.sub_items.iter().any(|s| s.code == code))
    }
}

impl ItemRow {
    /// The charts that it and its sub-items name.
    pub fn charts(&self) -> impl Iterator<Item = &String> {
        let subs = self.sub_items.iter().filter_map(|s| s.flowchart.as_ref());
        self.flowchart.iter().chain(subs)
    }

    /// Text of the columns that are searched: name, laws, duties. The unit's names are the fourth.
    pub fn search_columns(&self, catalog: &Catalog) -> SearchColumns {
        let subs = self.sub_items.iter().map(|sub| sub.name.as_str());
        let duties = self.responsibilities.iter();
        let duties = duties.flat_map(|duty| [duty.stage.as_str(), &duty.duty]);
        let situations = self.accountability.iter().map(|a| a.situation.as_str());
        let unit = catalog.department(&self.department);
        SearchColumns::of(
            std::iter::once(self.name.as_str()).chain(subs),
            (&self.basis, |id| Some(catalog.law(id)?.full_name.as_str())),
            duties.chain(situations),
            (
                &self.department,
                unit.map(|d| (d.name.as_str(), d.short_name.as_str())),
            ),
        )
    }
}

/// What of an item is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchColumns {
    /// Name, with the names of the sub-items.
    pub name: String,
    /// Names of the laws.
    pub basis: String,
    /// 责任事项 and 追责情形.
    pub duties: String,
    /// Names of the unit.
    pub department: String,
}

impl SearchColumns {
    /// Of an item: its names, what it rests on with the full names of laws by their ids, what has to be done and answered
    /// for, and the id of the unit with its names where it is known.
    pub fn of<'a>(
        names: impl Iterator<Item = &'a str>,
        (basis, law): (&'a [BasisRow], impl Fn(&str) -> Option<&'a str>),
        duties: impl Iterator<Item = &'a str>,
        (unit, unit_names): (&str, Option<(&str, &str)>),
    ) -> Self {
        let joined = |mut texts: Box<dyn Iterator<Item = &'a str> + '_>| {
            let mut out = texts.next().unwrap_or_default().to_owned();
            for text in texts {
                out.push('\n');
                out.push_str(text);
            }
            out
        };
        let mut laws: Vec<&str> = Vec::new();
        for row in basis {
            let full = row.law_id.as_deref().and_then(&law);
            // What was not understood is still worth finding.
            let law = full.or(row.law_name.as_deref()).unwrap_or(&row.cite);
            if !laws.contains(&law) {
                laws.push(law);
            }
        }
        Self {
            name: joined(Box::new(names)),
            basis: laws.join("\n"),
            duties: joined(Box::new(duties)),
            department: match unit_names {
                Some((name, short)) => format!("{name}\n{short}"),
                None => unit.to_owned(),
            },
        }
    }
}

/// A date as 2015-03-01 in JSON.
pub(crate) fn iso<S: serde::Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(date)
}

fn iso_option<S: serde::Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => s.collect_str(date),
        None => s.serialize_none(),
    }
}
