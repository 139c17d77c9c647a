//! Makes the list as plain values from a project and the law of a day.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroU16;
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::catalog::{
    AccountabilityRow, BasisField, BasisRow, Catalog, CategoryRow, ChartRow, DepartmentRow,
    EdgeRow, ItemRow, LawRow, PrerequisiteRow, ResponsibilityRow, RiskRow, ServiceRow, StepRow,
    SubItemRow, VersionRow,
};
use crate::domain::citation::{Cited, CitedAt};
use crate::domain::department::Department;
use crate::domain::flowchart::{ChartFile, DrawingKind, Flowchart};
use crate::domain::gate::Gate;
use crate::domain::item::{BasisRole, CitedText, PowerItem};
use crate::domain::law::{Law, Register, Standing};
use crate::domain::project::Project;
use crate::domain::provision::{Article, Provision};
use crate::rules::context::{ResolvedCite, Shared};

/// Longest range of provisions that is written out; of a longer one only both ends are kept.
const LONGEST_RANGE: u16 = 200;

/// The list of a project, judged by the law of `as_of`.
///
/// `keep` says which items are on it, `confirmed` which units' lists are settled.
pub fn build(
    project: &Project,
    register: &Register,
    as_of: Date,
    keep: impl Fn(&PowerItem) -> bool + Sync,
    confirmed: impl Fn(&Department) -> bool,
) -> Catalog {
    // The gate decides severities only, and nothing is judged here.
    let shared = Shared::new(project, register, as_of, Gate::Publication);
    let mut kept: Vec<&PowerItem> = project.items.iter().filter(|item| keep(item)).collect();
    sort_officially(project, &mut kept);
    let codes = Codes::of(&kept);
    let (items, laws): (Vec<ItemRow>, Vec<BTreeSet<String>>) = kept
        .par_iter()
        .map(|item| item_row(&shared, &codes, item))
        .unzip();
    let mut laws: BTreeSet<String> = laws.into_iter().flatten().collect();
    let charts = charts(&shared, &items, &mut laws);
    Catalog {
        as_of,
        departments: project
            .departments
            .iter()
            .map(|d| department_row(d, confirmed(d)))
            .collect(),
        categories: project
            .settings
            .categories
            .categories
            .iter()
            .map(|c| CategoryRow {
                code: c.code.to_string(),
                name: c.name.to_string(),
                kind: c.kind.key().to_owned(),
            })
            .collect(),
        laws: laws
            .iter()
            .filter_map(|id| register.find(id))
            .map(|law| law_row(law, as_of))
            .collect(),
        charts,
        items,
    }
}

/// Units in their order, categories in theirs, then codes; what is unknown comes last, what is equal stays as it was.
fn sort_officially(project: &Project, items: &mut [&PowerItem]) {
    let units: HashMap<&str, usize> = project
        .departments
        .iter()
        .enumerate()
        .map(|(i, d)| (d.id.value.as_str(), i))
        .collect();
    let categories = &project.settings.categories;
    let last = |position: Option<usize>| position.unwrap_or(usize::MAX);
    items.sort_by(|a, b| {
        let unit = |i: &PowerItem| last(units.get(i.department.value.as_str()).copied());
        let category = |i: &PowerItem| last(categories.position(&i.category.value));
        let code = match (&a.code, &b.code) {
            (Some(x), Some(y)) => x.value.cmp(&y.value),
            (x, y) => x.is_none().cmp(&y.is_none()),
        };
        (unit(a), category(a))
            .cmp(&(unit(b), category(b)))
            .then(code)
    });
}

/// Codes by code and by name, for prerequisites.
struct Codes<'a> {
    known: BTreeSet<&'a str>,
    by_name: HashMap<(&'a str, &'a str), &'a str>,
    anywhere: HashMap<&'a str, Option<&'a str>>,
}

impl<'a> Codes<'a> {
    fn of(items: &[&'a PowerItem]) -> Self {
        let mut out = Self {
            known: BTreeSet::new(),
            by_name: HashMap::new(),
            anywhere: HashMap::new(),
        };
        for item in items {
            let Some(code) = &item.code else { continue };
            let (code, name) = (code.value.as_str(), item.name.value.as_str());
            out.known.insert(code);
            out.by_name
                .entry((item.department.value.as_str(), name))
                .or_insert(code);
            // A name that two units use means nobody in particular.
            out.anywhere
                .entry(name)
                .and_modify(|c| *c = None)
                .or_insert(Some(code));
        }
        out
    }

    fn find(&self, department: &'a str, text: &'a str) -> Option<&'a str> {
        self.known
            .get(text)
            .or_else(|| self.by_name.get(&(department, text)))
            .copied()
            .or_else(|| self.anywhere.get(text).copied().flatten())
    }
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn optional<T: AsRef<str>>(value: Option<&T>) -> Option<String> {
    value.map(|v| v.as_ref().to_owned())
}

fn department_row(d: &Department, confirmed: bool) -> DepartmentRow {
    DepartmentRow {
        id: d.id.value.to_string(),
        name: d.name.value.clone(),
        short_name: d.short_name.clone(),
        kind: text(d.kind.chinese()),
        review_group: d.review_group.as_ref().map(|g| g.value.clone()),
        parent: d.parent.as_ref().map(|p| p.value.to_string()),
        confirmed,
    }
}

fn law_row(law: &Law, as_of: Date) -> LawRow {
    let standing = law.standing(as_of);
    let [in_force, not_yet_in_force, not_yet_passed, repealed] = LawRow::STANDINGS;
    let (word, current) = match standing {
        Standing::InForce(version) => (in_force, Some(version.published)),
        Standing::NotYetInForce(_) => (not_yet_in_force, None),
        Standing::NotYetPassed(_) => (not_yet_passed, None),
        Standing::Repealed(_) => (repealed, None),
    };
    let versions: BTreeMap<Date, VersionRow> = law
        .versions
        .iter()
        .map(|v| {
            let row = VersionRow {
                published: v.published,
                effective: v.effective,
                enactment: text(v.enactment.chinese()),
                in_force: current == Some(v.published),
            };
            (v.published, row)
        })
        .collect();
    LawRow {
        id: law.id.to_string(),
        full_name: law.full_name.to_string(),
        level: text(law.level.chinese()),
        standing: text(word),
        repealed_on: law.repeal.as_ref().and_then(|r| r.on),
        versions: versions.into_values().collect(),
    }
}

fn charts(shared: &Shared<'_>, items: &[ItemRow], laws: &mut BTreeSet<String>) -> Vec<ChartRow> {
    let used: BTreeSet<&String> = items
        .iter()
        .flat_map(|i| {
            i.flowchart
                .iter()
                .chain(i.sub_items.iter().filter_map(|s| s.flowchart.as_ref()))
        })
        .collect();
    used.into_iter()
        .filter_map(|id| match shared.project.charts.get(id)? {
            ChartFile::Structured(chart) => {
                for cite in chart.citations() {
                    let mut resolved = Vec::new();
                    shared.resolve("steps", BasisRole::Implements, cite, &mut resolved);
                    laws.extend(resolved.iter().filter_map(|c| Some(c.law?.id.to_string())));
                }
                Some(chart_row(id, chart))
            }
            ChartFile::Drawing { kind, .. } => {
                let kind = match kind {
                    DrawingKind::Svg => "svg",
                    DrawingKind::Png => "png",
                    DrawingKind::Pdf => "pdf",
                };
                Some(ChartRow {
                    id: id.clone(),
                    kind: text(kind),
                    title: None,
                    category: None,
                    steps: Vec::new(),
                })
            }
            ChartFile::Faulty(_) => None,
        })
        .collect()
}

fn chart_row(id: &str, chart: &Flowchart) -> ChartRow {
    ChartRow {
        id: text(id),
        kind: text("structured"),
        title: Some(chart.title.value.clone()),
        category: chart.category.as_ref().map(|c| c.value.clone()),
        steps: chart
            .steps
            .iter()
            .map(|step| StepRow {
                id: step.id.value.clone(),
                name: step.name.value.clone(),
                kind: text(step.kind.value.key()),
                actor: step.actor.clone(),
                days: step.days.as_ref().map(|d| d.value),
                stage: step.stage.clone(),
                cite: cite_text(step.basis.as_ref()),
                next: step
                    .next
                    .iter()
                    .map(|n| EdgeRow {
                        to: n.to.value.clone(),
                        label: n.label.clone(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

fn cite_text(cite: Option<&CitedText>) -> Option<String> {
    cite.map(|c| c.text.value.clone())
}

fn item_row(
    shared: &Shared<'_>,
    codes: &Codes<'_>,
    item: &PowerItem,
) -> (ItemRow, BTreeSet<String>) {
    let category = shared.category(&item.category.value);
    let limit = item.time_limit.as_ref();
    let fee = item.fee.as_ref();
    let supervision = item.supervision.as_ref();
    let basis = basis_rows(shared, item);
    let laws = basis.iter().filter_map(|row| row.law_id.clone()).collect();
    let row = ItemRow {
        code: item
            .code
            .as_ref()
            .map_or_else(String::new, |c| c.value.to_string()),
        department: item.department.value.to_string(),
        category: category.map_or_else(|| item.category.value.clone(), |c| c.code.to_string()),
        name: item.name.value.clone(),
        exercised_by: optional(item.exercised_by.as_deref()),
        office: optional(item.office.as_deref()),
        target: optional(item.target.as_deref()),
        statutory_days: limit.and_then(|l| l.statutory.as_ref()).map(|d| d.value),
        promised_days: limit.and_then(|l| l.promised.as_ref()).map(|d| d.value),
        day_unit: limit.map(|l| text(l.unit.chinese())),
        fee_charged: fee.map(|f| f.charged.value),
        fee_on_enterprises: fee.and_then(|f| f.on_enterprises),
        fee_standard: fee.and_then(|f| optional(f.standard.as_deref())),
        phone: supervision.and_then(|s| optional(s.phone.as_deref())),
        email: supervision.and_then(|s| optional(s.email.as_deref())),
        national_code: optional(item.national_code.as_deref()),
        flowchart: optional(item.flowchart.as_deref()),
        remarks: item.remarks.clone(),
        sub_items: item
            .sub_items
            .iter()
            .map(|s| SubItemRow {
                code: s.code.value.to_string(),
                name: s.name.value.clone(),
                flowchart: optional(s.flowchart.as_deref()),
            })
            .collect(),
        basis,
        responsibilities: item
            .responsibilities
            .iter()
            .map(|r| ResponsibilityRow {
                stage: r.stage.value.clone(),
                duty: r.duty.value.clone(),
                cite: cite_text(r.basis.as_ref()),
            })
            .collect(),
        accountability: item
            .accountability
            .iter()
            .map(|a| AccountabilityRow {
                situation: a.situation.value.clone(),
                cite: cite_text(a.basis.as_ref()),
            })
            .collect(),
        integrity_risks: item
            .integrity_risks
            .iter()
            .map(|r| RiskRow {
                step: r.step.value.clone(),
                risk: r.risk.clone(),
                level: text(r.level.chinese()),
                measure: r.measure.clone(),
            })
            .collect(),
        prerequisites: item
            .prerequisites
            .iter()
            .map(|p| PrerequisiteRow {
                prerequisite: p.item.value.clone(),
                prerequisite_code: codes
                    .find(item.department.value.as_str(), &p.item.value)
                    .map(text),
                cite: cite_text(p.basis.as_ref()),
            })
            .collect(),
        intermediary_services: item
            .intermediary_services
            .iter()
            .map(|s| ServiceRow {
                name: s.name.value.clone(),
                cite: cite_text(s.basis.as_ref()),
                paid_by: s.paid_by.clone(),
            })
            .collect(),
    };
    (row, laws)
}

/// Every citation of an item, one row for each provision.
fn basis_rows(shared: &Shared<'_>, item: &PowerItem) -> Vec<BasisRow> {
    let mut out = Vec::new();
    for (i, basis) in item.legal_basis.iter().enumerate() {
        let quote = basis.quote.as_ref().map(|q| q.value.as_str());
        cite_rows(
            shared,
            (BasisField::LegalBasis, i),
            basis.role,
            &basis.cite,
            quote,
            &mut out,
        );
    }
    for (i, sub) in item.sub_items.iter().enumerate() {
        for basis in &sub.legal_basis {
            let quote = basis.quote.as_ref().map(|q| q.value.as_str());
            let place = (BasisField::SubItems, i);
            cite_rows(shared, place, basis.role, &basis.cite, quote, &mut out);
        }
    }
    for (i, basis) in item.fee.iter().flat_map(|f| &f.basis).enumerate() {
        let quote = basis.quote.as_ref().map(|q| q.value.as_str());
        let place = (BasisField::Fee, i);
        cite_rows(
            shared,
            place,
            BasisRole::Charges,
            &basis.cite,
            quote,
            &mut out,
        );
    }
    let duties = item.responsibilities.iter().map(|r| r.basis.as_ref());
    let situations = item.accountability.iter().map(|a| a.basis.as_ref());
    let prerequisites = item.prerequisites.iter().map(|p| p.basis.as_ref());
    let services = item.intermediary_services.iter().map(|s| s.basis.as_ref());
    let mut add = |field, role, cites: &mut dyn Iterator<Item = Option<&CitedText>>| {
        for (i, cite) in cites.enumerate() {
            if let Some(cite) = cite {
                cite_rows(shared, (field, i), role, cite, None, &mut out);
            }
        }
    };
    let (implements, answers) = (BasisRole::Implements, BasisRole::HoldsAccountable);
    add(
        BasisField::Responsibilities,
        implements,
        &mut duties.into_iter(),
    );
    add(
        BasisField::Accountability,
        answers,
        &mut situations.into_iter(),
    );
    add(
        BasisField::Prerequisites,
        implements,
        &mut prerequisites.into_iter(),
    );
    add(
        BasisField::IntermediaryServices,
        implements,
        &mut services.into_iter(),
    );
    out
}

fn cite_rows(
    shared: &Shared<'_>,
    (field, entry): (BasisField, usize),
    role: BasisRole,
    cite: &CitedText,
    quote: Option<&str>,
    out: &mut Vec<BasisRow>,
) {
    let whole = &cite.text.value;
    let first = out.len();
    let mut row = |resolved: Option<&ResolvedCite<'_>>,
                   provision: Option<Provision>,
                   quote: Option<&Range<usize>>| {
        let number = |n: Option<NonZeroU16>| n.map(NonZeroU16::get);
        out.push(BasisRow {
            field,
            entry: u32::try_from(entry + 1).unwrap_or(u32::MAX),
            role: text(role.chinese()),
            cite: whole.clone(),
            law_id: resolved.and_then(|r| r.law).map(|l| l.id.to_string()),
            law_name: resolved.and_then(|r| r.name).map(text),
            article: provision.map(|p| p.article.number.get()),
            article_sub: provision.map(|p| p.article.sub),
            paragraph: provision.and_then(|p| number(p.paragraph)),
            subparagraph: provision.and_then(|p| number(p.subparagraph)),
            point: provision.and_then(|p| number(p.point)),
            quote: quote.and_then(|r| whole.get(r.clone())).map(text),
        });
    };
    let mut resolved = Vec::new();
    shared.resolve("", role, cite, &mut resolved);
    for citation in &resolved {
        let provisions = &citation.citation.provisions;
        if provisions.is_empty() {
            row(Some(citation), None, None);
        }
        for at in provisions {
            let quote = at.quote.as_ref();
            match provisions_of(at) {
                Some(list) => list
                    .into_iter()
                    .for_each(|p| row(Some(citation), Some(p), quote)),
                None => row(Some(citation), None, quote),
            }
        }
    }
    if resolved.is_empty() {
        row(None, None, None);
    }
    if let (Some(quote), Some(row)) = (quote, out.get_mut(first)) {
        row.quote.get_or_insert_with(|| text(quote));
    }
}

/// The provisions that a mark names, ranges written out where their numbers allow it; `None` for chapters and
/// annexes, which no column holds.
fn provisions_of(at: &CitedAt) -> Option<Vec<Provision>> {
    match at.cited {
        Cited::Provision(p) => Some(vec![p]),
        Cited::Range { from, to } => Some(range(from, to)),
        Cited::Chapter(_) | Cited::AnnexItem { .. } => None,
    }
}

fn range(from: Provision, to: Provision) -> Vec<Provision> {
    let numbers = |a: NonZeroU16, b: NonZeroU16| {
        let short = b
            .get()
            .checked_sub(a.get())
            .is_some_and(|d| d < LONGEST_RANGE);
        short.then(|| (a.get()..=b.get()).filter_map(NonZeroU16::new))
    };
    let whole = |p: &Provision| *p == Provision::article(p.article);
    if whole(&from) && whole(&to) && from.article.sub == 0 && to.article.sub == 0 {
        // Articles inserted between them (第二十条之一) are left to whoever looks at the statute.
        if let Some(all) = numbers(from.article.number, to.article.number) {
            return all
                .map(|number| Provision::article(Article { number, sub: 0 }))
                .collect();
        }
    } else if from.article == to.article && from.point.is_none() && to.point.is_none() {
        match (from.subparagraph, to.subparagraph) {
            (None, None) => {
                if let (Some(a), Some(b)) = (from.paragraph, to.paragraph)
                    && let Some(all) = numbers(a, b)
                {
                    return all
                        .map(|n| Provision {
                            paragraph: Some(n),
                            ..from
                        })
                        .collect();
                }
            }
            (Some(a), Some(b)) if from.paragraph == to.paragraph => {
                if let Some(all) = numbers(a, b) {
                    return all
                        .map(|n| Provision {
                            subparagraph: Some(n),
                            ..from
                        })
                        .collect();
                }
            }
            _ => {}
        }
    }
    vec![from, to]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provision(article: u16, paragraph: u16, subparagraph: u16) -> Provision {
        Provision {
            article: Article::new(article).unwrap(),
            paragraph: NonZeroU16::new(paragraph),
            subparagraph: NonZeroU16::new(subparagraph),
            point: None,
        }
    }

    #[test]
    fn ranges_are_written_out_where_numbers_allow() {
        let articles: Vec<u16> = range(provision(20, 0, 0), provision(23, 0, 0))
            .iter()
            .map(|p| p.article.number.get())
            .collect();
        assert_eq!(articles, [20, 21, 22, 23]);
        assert_eq!(range(provision(5, 1, 0), provision(5, 3, 0)).len(), 3);
        assert_eq!(range(provision(5, 2, 1), provision(5, 2, 4)).len(), 4);
        // Nobody knows how many 款 lie between.
        assert_eq!(range(provision(5, 2, 0), provision(6, 1, 0)).len(), 2);
        assert_eq!(range(provision(1, 0, 0), provision(60000, 0, 0)).len(), 2);
        assert_eq!(range(provision(9, 0, 0), provision(3, 0, 0)).len(), 2);
    }
}
