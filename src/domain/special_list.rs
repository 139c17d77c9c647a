//! 专项目录清单: views of the same list that cities publish beside it. 行政审批 is what applicants need first; 涉企收费 has
//! to be public and complete (优化营商环境条例 art. 25); 前置审批 and 中介服务 show what an approval asks for beforehand
//! (行政许可法 art. 16; 优化营商环境条例 art. 43).

use std::collections::HashMap;

use super::catalog::{BasisField, Catalog, ItemRow, PrerequisiteRow, ServiceRow};
use super::category::PowerKind;
use super::item::BasisRole;

/// A special list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecialList {
    /// 行政审批: the items that are licences.
    Approvals,
    /// 涉企收费: the items for which enterprises pay.
    EnterpriseFees,
    /// 前置审批: what has to be approved before.
    Prerequisites,
    /// 中介服务: what somebody else has to do for the applicant.
    IntermediaryServices,
}

/// A column of a special list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable English key, in JSON.
    pub key: &'static str,
    /// Title, also in the release database's views.
    pub title: &'static str,
    /// Whether it holds running text.
    pub running_text: bool,
    /// Whether the list has to say it: where it is empty, a rule reports it.
    pub required: bool,
}

const fn short(key: &'static str, title: &'static str) -> Column {
    Column {
        key,
        title,
        running_text: false,
        required: true,
    }
}

const fn long(key: &'static str, title: &'static str) -> Column {
    Column {
        running_text: true,
        ..short(key, title)
    }
}

const fn optional(column: Column) -> Column {
    Column {
        required: false,
        ..column
    }
}

/// One line of a special list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The item that it comes from.
    pub item: &'a ItemRow,
    /// Its texts, by [`SpecialList::columns`]; empty where nothing is stated.
    pub cells: Vec<String>,
}

impl SpecialList {
    /// All of them in the order in which they are published.
    pub const ALL: [Self; 4] = [
        Self::Approvals,
        Self::EnterpriseFees,
        Self::Prerequisites,
        Self::IntermediaryServices,
    ];

    /// Stable English key, in JSON and in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Approvals => "approvals",
            Self::EnterpriseFees => "enterprise_fees",
            Self::Prerequisites => "prerequisites",
            Self::IntermediaryServices => "intermediary_services",
        }
    }

    /// What it is about, e.g. 涉企收费.
    pub const fn subject(self) -> &'static str {
        match self {
            Self::Approvals => "行政审批",
            Self::EnterpriseFees => "涉企收费",
            Self::Prerequisites => "前置审批",
            Self::IntermediaryServices => "中介服务",
        }
    }

    /// What it is called: also the name of its view in the release database.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Approvals => "行政审批目录清单",
            Self::EnterpriseFees => "涉企收费目录清单",
            Self::Prerequisites => "前置审批目录清单",
            Self::IntermediaryServices => "中介服务目录清单",
        }
    }

    /// One sentence that says what is in it.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Approvals => "向申请人发放许可的事项，每项写明依据、对象、时限和收费。",
            Self::EnterpriseFees => {
                "由企业缴纳的收费，每项写明依据和标准；目录以外的收费，企业有权拒绝。"
            }
            Self::Prerequisites => {
                "办理某一事项以前必须先取得的其他审批，每项写明由谁办理、依据什么。"
            }
            Self::IntermediaryServices => {
                "办理某一事项需要的检测、评估、鉴定等服务，每项写明依据、由谁选择机构、由谁付费。"
            }
        }
    }

    /// The list that a subject, a title or a key names.
    pub fn named(text: &str) -> Option<Self> {
        let names = |list: &Self| [list.subject(), list.title(), list.key()].contains(&text);
        Self::ALL.into_iter().find(names)
    }

    /// Its columns.
    pub const fn columns(self) -> &'static [Column] {
        const CODE: Column = short("code", "事项编码");
        const NAME: Column = long("name", "事项名称");
        const UNIT: Column = short("department", "实施单位");
        const FOR: Column = long("name", "对应事项");
        match self {
            Self::Approvals => {
                const ALL: &[Column] = &[
                    CODE,
                    NAME,
                    optional(long("sub_items", "子项")),
                    UNIT,
                    long("basis", "设定依据"),
                    short("target", "审批对象"),
                    optional(short("statutory_limit", "法定期限")),
                    optional(short("promised_limit", "承诺期限")),
                    short("fee", "收费"),
                ];
                ALL
            }
            Self::EnterpriseFees => {
                const ALL: &[Column] = &[
                    CODE,
                    NAME,
                    UNIT,
                    short("target", "缴费对象"),
                    long("basis", "收费依据"),
                    long("standard", "收费标准"),
                ];
                ALL
            }
            Self::Prerequisites => {
                const ALL: &[Column] = &[
                    long("prerequisite", "前置审批"),
                    optional(short("prerequisite_code", "前置审批编码")),
                    short("handled_by", "办理单位"),
                    long("basis", "设定依据"),
                    CODE,
                    FOR,
                    UNIT,
                ];
                ALL
            }
            Self::IntermediaryServices => {
                const ALL: &[Column] = &[
                    long("service", "中介服务"),
                    long("basis", "设定依据"),
                    short("chosen_by", "选择方"),
                    short("paid_by", "付费方"),
                    CODE,
                    FOR,
                    UNIT,
                ];
                ALL
            }
        }
    }

    /// Its lines in the order of the list.
    pub fn entries(self, catalog: &Catalog) -> Vec<Entry<'_>> {
        let by_code: HashMap<&str, &ItemRow> = match self {
            Self::Prerequisites => (catalog.items.iter())
                .map(|item| (item.code.as_str(), item))
                .collect(),
            _ => HashMap::new(),
        };
        let meant = |needed: &PrerequisiteRow| {
            let item = by_code.get(needed.prerequisite_code.as_deref()?)?;
            Some(Meant {
                name: name_of(item, &needed.prerequisite),
                department: item.department.clone(),
            })
        };
        let lines = |item| {
            let lines = self.lines(item, catalog, &meant).into_iter();
            lines.map(move |cells| Entry { item, cells })
        };
        catalog.items.iter().flat_map(lines).collect()
    }

    /// How many lines an item has in it; of `catalog` only the categories count.
    pub fn count(self, item: &ItemRow, catalog: &Catalog) -> usize {
        match self {
            Self::Approvals => usize::from(is_licence(item, catalog)),
            Self::EnterpriseFees => usize::from(is_paid_by_enterprises(item)),
            Self::Prerequisites => item.prerequisites.len(),
            Self::IntermediaryServices => item.intermediary_services.len(),
        }
    }

    /// The lines of an item; of `catalog` only units and categories count. `meant` knows the items of the list that are
    /// named as prerequisites.
    pub fn lines(
        self,
        item: &ItemRow,
        catalog: &Catalog,
        meant: &dyn Fn(&PrerequisiteRow) -> Option<Meant>,
    ) -> Vec<Vec<String>> {
        match self {
            Self::Approvals if is_licence(item, catalog) => vec![approval(item, catalog)],
            Self::EnterpriseFees if is_paid_by_enterprises(item) => {
                vec![enterprise_fee(item, catalog)]
            }
            Self::Approvals | Self::EnterpriseFees => Vec::new(),
            Self::Prerequisites => {
                let needed = item.prerequisites.iter();
                needed
                    .map(|p| prerequisite(item, p, meant(p), catalog))
                    .collect()
            }
            Self::IntermediaryServices => {
                let services = item.intermediary_services.iter();
                services
                    .map(|s| intermediary_service(item, s, catalog))
                    .collect()
            }
        }
    }
}

/// The item of the list that a prerequisite names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Its name, or that of the sub-item that is named.
    pub name: String,
    /// Id of its unit.
    pub department: String,
}

fn is_licence(item: &ItemRow, catalog: &Catalog) -> bool {
    let category = catalog.category(&item.category);
    category.is_some_and(|c| c.kind == PowerKind::Licensing.key())
}

fn is_paid_by_enterprises(item: &ItemRow) -> bool {
    item.fee_charged == Some(true) && item.fee_on_enterprises == Some(true)
}

fn approval(item: &ItemRow, catalog: &Catalog) -> Vec<String> {
    let subs = item.sub_items.iter().map(|s| s.name.as_str());
    vec![
        item.code.clone(),
        item.name.clone(),
        subs.collect::<Vec<_>>().join("；"),
        unit(catalog, &item.department),
        cites(item, BasisField::LegalBasis, Some(BasisRole::Creates)),
        said(item.target.as_ref()),
        limit(item.statutory_days, item),
        limit(item.promised_days, item),
        charge(item),
    ]
}

fn enterprise_fee(item: &ItemRow, catalog: &Catalog) -> Vec<String> {
    vec![
        item.code.clone(),
        item.name.clone(),
        unit(catalog, &item.department),
        said(item.target.as_ref()),
        cites(item, BasisField::Fee, None),
        said(item.fee_standard.as_ref()),
    ]
}

fn prerequisite(
    item: &ItemRow,
    p: &PrerequisiteRow,
    meant: Option<Meant>,
    catalog: &Catalog,
) -> Vec<String> {
    // An item of the list is handled by its unit; what else stands there is what was written.
    let handled_by = match (&p.handled_by, &meant) {
        (Some(written), _) => written.clone(),
        (None, Some(meant)) => unit(catalog, &meant.department),
        (None, None) => String::new(),
    };
    vec![
        meant.map_or_else(|| p.prerequisite.clone(), |meant| meant.name),
        said(p.prerequisite_code.as_ref()),
        handled_by,
        said(p.cite.as_ref()),
        item.code.clone(),
        item.name.clone(),
        unit(catalog, &item.department),
    ]
}

fn intermediary_service(item: &ItemRow, s: &ServiceRow, catalog: &Catalog) -> Vec<String> {
    vec![
        s.name.clone(),
        said(s.cite.as_ref()),
        s.chosen_by.map_or("", |c| c.chinese()).to_owned(),
        said(s.paid_by.as_ref()),
        item.code.clone(),
        item.name.clone(),
        unit(catalog, &item.department),
    ]
}

/// Name of the item, or of its sub-item where the code or the name of that is written.
fn name_of(item: &ItemRow, written: &str) -> String {
    let mut subs = item.sub_items.iter();
    let sub = subs.find(|s| s.code == written || s.name == written);
    sub.map_or(&item.name, |s| &s.name).clone()
}

fn unit(catalog: &Catalog, id: &str) -> String {
    catalog
        .department(id)
        .map_or_else(|| id.to_owned(), |d| d.name.clone())
}

fn said(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

/// What a field cites, each citation once.
fn cites(item: &ItemRow, field: BasisField, role: Option<BasisRole>) -> String {
    let mut out: Vec<&str> = Vec::new();
    let role = role.map(BasisRole::chinese);
    let of_field = |row: &&super::catalog::BasisRow| {
        row.field == field && role.is_none_or(|role| row.role == role)
    };
    for row in item.basis.iter().filter(of_field) {
        if !out.contains(&row.cite.as_str()) {
            out.push(&row.cite);
        }
    }
    out.join("；")
}

/// 20个工作日, 30日
fn limit(days: Option<u32>, item: &ItemRow) -> String {
    let Some(days) = days else {
        return String::new();
    };
    match item.day_unit.as_deref() {
        Some("日") => format!("{days}日"),
        _ => format!("{days}个工作日"),
    }
}

/// 不收费, or the standard.
fn charge(item: &ItemRow) -> String {
    match (item.fee_charged, &item.fee_standard) {
        (None, _) => String::new(),
        (Some(false), _) => "不收费".to_owned(),
        (Some(true), None) => "收费".to_owned(),
        (Some(true), Some(standard)) => format!("收费：{standard}"),
    }
}
