//! Where a list rests on given laws.

use std::collections::{BTreeMap, HashMap};

use crate::domain::catalog::{BasisField, Catalog, ChartRow, ItemRow};
use crate::domain::citation::{Cited, find_law, law_names, parse};
use crate::domain::item::BasisRole;
use crate::domain::law::Register;
use crate::domain::provision::Provision;

/// What kind of entry cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A field of an item.
    Item(BasisField),
    /// A step of a flowchart.
    FlowStep,
    /// An opinion of the review.
    Opinion,
}

impl Field {
    /// All keys that [`Field::key`] has.
    pub fn keys() -> Vec<&'static str> {
        let own = BasisField::ALL.map(|(_, key)| key).to_vec();
        [own, vec![Self::FlowStep.key(), Self::Opinion.key()]].concat()
    }

    /// The key in reports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Item(field) => field.key(),
            Self::FlowStep => "flow_step",
            Self::Opinion => "opinion",
        }
    }

    /// In Chinese.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Item(BasisField::LegalBasis) => "法律依据",
            Self::Item(BasisField::SubItems) => "子项依据",
            Self::Item(BasisField::Fee) => "收费依据",
            Self::Item(BasisField::Responsibilities) => "责任事项",
            Self::Item(BasisField::Accountability) => "追责情形",
            Self::Item(BasisField::Prerequisites) => "前置审批",
            Self::Item(BasisField::IntermediaryServices) => "中介服务",
            Self::FlowStep => "流程图步骤",
            Self::Opinion => "审核意见",
        }
    }
}

/// One place that cites a law, for one provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Id of the unit.
    pub department: String,
    /// Codes of the items concerned: one, or all that use the chart.
    pub items: Vec<String>,
    /// Name of the item; of a chart its title.
    pub name: String,
    /// Kind of entry.
    pub field: Field,
    /// Which entry of its kind, from 1; of an opinion the number of its event.
    pub entry: u64,
    /// What the entry is, in its own words.
    pub label: String,
    /// What is cited for.
    pub role: String,
    /// The citation as written.
    pub cite: String,
    /// Id of the law, or its name where the register has no more.
    pub law: String,
    /// What is cited of it; `None` where it is no provision.
    pub provision: Option<Provision>,
    /// Whether a 章, 附件 or the like is cited, which no mapping speaks of.
    pub part: bool,
}

/// The places of a list that cite one of these laws, in the order of the list. Texts that do not name one of them are
/// not looked into.
pub fn of_catalog(
    catalog: &Catalog,
    register: &Register,
    wanted: &impl Fn(&str) -> bool,
) -> Vec<Place> {
    let mut out = Vec::new();
    for item in &catalog.items {
        for row in &item.basis {
            let law = row.law_id.as_deref().or(row.law_name.as_deref());
            let Some(law) = law.filter(|law| wanted(law)) else {
                continue;
            };
            let provision = row.provision();
            out.push(Place {
                department: item.department.clone(),
                items: vec![item.code.clone()],
                name: item.name.clone(),
                field: Field::Item(row.field),
                entry: u64::from(row.entry),
                label: label(item, row.field, row.entry),
                role: row.role.clone(),
                cite: row.cite.clone(),
                law: law.to_owned(),
                provision,
                part: provision.is_none() && cites_a_part(&row.cite),
            });
        }
    }
    of_charts(catalog, register, wanted, &mut out);
    out
}

/// What an entry is, in its own words.
fn label(item: &ItemRow, field: BasisField, entry: u32) -> String {
    let i = usize::try_from(entry).unwrap_or(usize::MAX).wrapping_sub(1);
    let words = match field {
        BasisField::LegalBasis | BasisField::Fee => None,
        BasisField::SubItems => item.sub_items.get(i).map(|s| s.name.as_str()),
        BasisField::Responsibilities => item.responsibilities.get(i).map(|r| r.stage.as_str()),
        BasisField::Accountability => item.accountability.get(i).map(|a| a.situation.as_str()),
        BasisField::Prerequisites => item.prerequisites.get(i).map(|p| p.prerequisite.as_str()),
        BasisField::IntermediaryServices => {
            item.intermediary_services.get(i).map(|s| s.name.as_str())
        }
    };
    words.unwrap_or_default().to_owned()
}

/// Whether a citation points at something larger than a provision.
fn cites_a_part(cite: &str) -> bool {
    let parsed = parse(cite);
    let mut cited = parsed.citations.iter().flat_map(|c| &c.provisions);
    cited.any(|at| {
        matches!(
            at.cited,
            Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. }
        )
    })
}

fn of_charts(
    catalog: &Catalog,
    register: &Register,
    wanted: &impl Fn(&str) -> bool,
    out: &mut Vec<Place>,
) {
    // Many steps cite in the same words.
    let mut read: HashMap<&str, Vec<CitedOf>> = HashMap::new();
    let mut users: Option<BTreeMap<&str, Vec<&ItemRow>>> = None;
    for chart in &catalog.charts {
        for (i, step) in chart.steps.iter().enumerate() {
            let Some(cite) = step.cite.as_deref() else {
                continue;
            };
            let cited = read
                .entry(cite)
                .or_insert_with(|| cited_in(cite, register, wanted));
            if cited.is_empty() {
                continue;
            }
            let users = users.get_or_insert_with(|| users_of_charts(catalog));
            let users = users.get(chart.id.as_str()).map_or(&[][..], Vec::as_slice);
            for one in cited.iter() {
                out.push(Place {
                    department: unit_of(chart, users),
                    items: users.iter().map(|item| item.code.clone()).collect(),
                    name: chart.title.clone().unwrap_or_else(|| chart.id.clone()),
                    field: Field::FlowStep,
                    entry: i as u64 + 1,
                    label: step.name.clone(),
                    role: BasisRole::Implements.chinese().to_owned(),
                    cite: cite.to_owned(),
                    law: one.law.clone(),
                    provision: one.provision,
                    part: one.part,
                });
            }
        }
    }
}

fn users_of_charts(catalog: &Catalog) -> BTreeMap<&str, Vec<&ItemRow>> {
    let mut out: BTreeMap<&str, Vec<&ItemRow>> = BTreeMap::new();
    for item in &catalog.items {
        for chart in item.charts() {
            let users = out.entry(chart).or_default();
            if users.last().is_none_or(|last| last.code != item.code) {
                users.push(item);
            }
        }
    }
    out
}

/// The unit whose chart it is: that of its users, or of its folder.
fn unit_of(chart: &ChartRow, users: &[&ItemRow]) -> String {
    let of_folder = || chart.id.split('/').nth(1).unwrap_or_default();
    users
        .first()
        .map_or_else(of_folder, |item| item.department.as_str())
        .to_owned()
}

/// One thing that a text cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedOf {
    /// Id of the law, or its name where the register has no more.
    pub law: String,
    /// The provision; `None` where it is none, and where the law is cited as a whole.
    pub provision: Option<Provision>,
    /// Whether a 章, 附件 or the like is cited.
    pub part: bool,
}

/// What a text cites of the wanted laws.
pub fn cited_in(text: &str, register: &Register, wanted: &impl Fn(&str) -> bool) -> Vec<CitedOf> {
    let parsed = parse(text);
    let mut out = Vec::new();
    for (citation, name) in parsed.citations.iter().zip(law_names(&parsed.citations)) {
        let Some(name) = name else { continue };
        let law = find_law(register, name).map_or(name, |law| law.id.as_str());
        if !wanted(law) {
            continue;
        }
        let one = |provision, part| CitedOf {
            law: law.to_owned(),
            provision,
            part,
        };
        if citation.provisions.is_empty() {
            out.push(one(None, false));
        }
        for at in &citation.provisions {
            match at.cited.provisions() {
                Some(all) => out.extend(all.into_iter().map(|p| one(Some(p), false))),
                None => out.push(one(None, true)),
            }
        }
    }
    out
}
