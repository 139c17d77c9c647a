//! Whether what is in a release is what the review confirmed: no item more or less, none with other words.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Ledger, Outcome};
use crate::domain::canonical;
use crate::domain::catalog::{BasisField, ChartRow, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::item::{CitedText, PowerItem};
use crate::domain::place::At;
use crate::domain::release::{DrawingMark, Release};
use crate::ops::publication;
use crate::ops::publish::half;

/// How many places are named.
const SHOWN: usize = 8;

/// What passes by, held against the state of the review just before its publication.
pub(super) struct Confirming<'a> {
    outcome: publication::Outcome<'a>,
    /// It has what was submitted.
    ledger: &'a mut Ledger,
    awaited: Awaited,
    charts: Charts<'a>,
    compared: usize,
    wrong: Wrong,
}

impl<'a> Confirming<'a> {
    /// Nothing has passed by yet; `marks` are those of the pictures that the release has.
    pub(super) fn new(
        outcome: publication::Outcome<'a>,
        ledger: &'a mut Ledger,
        release: &'a Release,
        marks: &[DrawingMark<'a>],
    ) -> Self {
        let mut wrong = Wrong::default();
        for unit in &release.catalog.departments {
            if unit.confirmed && !outcome.settled.units.contains(unit.id.as_str()) {
                wrong.push(format!("单位 {} 没有确认", unit.id));
            }
        }
        Self {
            awaited: Awaited::of(&outcome),
            outcome,
            ledger,
            charts: chart_digests(&release.catalog.charts, marks),
            compared: 0,
            wrong,
        }
    }

    /// The next items.
    pub(super) fn hold(&mut self, items: &[ItemRow]) {
        for row in items {
            let fault = self.fault_of(row);
            self.wrong.extend(fault);
        }
    }

    fn fault_of(&mut self, row: &ItemRow) -> Option<String> {
        let Some(digest) = self.awaited.take(&row.code) else {
            return Some(format!("事项 {} 没有确认", row.code));
        };
        let bytes = self.ledger.content(digest);
        let Some(item) = bytes.and_then(|bytes| canonical::read_item(&bytes).ok()) else {
            return Some(format!("事项 {} 确认的内容读不出来", row.code));
        };
        self.compared += 1;
        let mut other = other_fields(&item, row);
        if other.is_empty() && !has_charts(&item, digest, &self.charts) {
            other.push("流程图的内容");
        }
        let other = Some(other.join("、")).filter(|other| !other.is_empty())?;
        Some(format!("事项 {} 的{other}与确认的不同", row.code))
    }

    /// When all items have passed by.
    pub(super) fn end(self, release: &Release) -> Outcome {
        let Self {
            outcome,
            awaited,
            compared,
            mut wrong,
            ..
        } = self;
        let missing = awaited.left(&outcome).into_iter();
        wrong.extend(missing.map(|code| format!("确认了的事项 {code} 不在里面")));
        let gone: BTreeMap<&str, &str> = outcome
            .removals
            .iter()
            .map(|r| (r.item_code.as_str(), r.decision.as_str()))
            .collect();
        let stated: BTreeMap<&str, &str> = release
            .decisions
            .iter()
            .map(|d| (d.item_code.as_str(), d.decision.as_str()))
            .collect();
        if stated != gone {
            wrong.push("审核中退出的事项与记录不同".to_owned());
        }
        if release.adjustments != outcome.adjusted {
            wrong.push("调整的编号、事由、日期与记录不同".to_owned());
        }
        if wrong.total == 0 {
            return Outcome::Good(format!("{compared} 个事项逐项与确认的内容相同"));
        }
        Outcome::Wrong(wrong.told())
    }
}

/// What is wrong: the first places, and how many there are.
#[derive(Default)]
struct Wrong {
    shown: Vec<String>,
    total: usize,
}

impl Wrong {
    fn push(&mut self, place: String) {
        self.total += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(place);
        }
    }

    fn extend(&mut self, places: impl IntoIterator<Item = String>) {
        places.into_iter().for_each(|place| self.push(place));
    }

    fn told(self) -> Vec<String> {
        let Self { mut shown, total } = self;
        if total > SHOWN {
            shown.push(format!("……共 {total} 处"));
        }
        shown
    }
}

/// The items that were confirmed and have not passed by yet. Of a list of a million there are a million, so their codes
/// are not kept.
struct Awaited(Vec<([u8; 16], Option<Digest>)>);

impl Awaited {
    fn of(outcome: &publication::Outcome<'_>) -> Self {
        let mut items = Vec::new();
        each_confirmed(outcome, |code, digest| {
            items.push((half(code), Some(digest)))
        });
        items.sort_by_key(|(key, _)| *key);
        Self(items)
    }

    /// What an item was when it was confirmed; each passes by once.
    fn take(&mut self, code: &str) -> Option<Digest> {
        let at = self.place(code)?;
        self.0.get_mut(at)?.1.take()
    }

    /// The codes of those that did not pass by, in order.
    fn left(&self, outcome: &publication::Outcome<'_>) -> Vec<String> {
        let mut left = Vec::new();
        each_confirmed(outcome, |code, _| {
            let item = self.place(code).and_then(|at| self.0.get(at));
            if item.is_some_and(|(_, digest)| digest.is_some()) {
                left.push(code.to_owned());
            }
        });
        left.sort_unstable();
        left
    }

    fn place(&self, code: &str) -> Option<usize> {
        let key = half(code);
        self.0.binary_search_by(|(other, _)| other.cmp(&key)).ok()
    }
}

/// Hands over the items that were confirmed and stayed on the list.
fn each_confirmed(outcome: &publication::Outcome<'_>, mut take: impl FnMut(&str, Digest)) {
    let gone: HashSet<&str> = outcome
        .removals
        .iter()
        .map(|removal| removal.item_code.as_str())
        .collect();
    outcome.settled.each(|code, digest| {
        if !gone.contains(code.as_str()) {
            take(code.as_str(), digest);
        }
    });
}

/// Digests of charts by path, as the review took them; `None` for a drawing that is not in the file.
type Charts<'a> = HashMap<&'a str, Option<Digest>>;

fn chart_digests<'a>(charts: &'a [ChartRow], marks: &[DrawingMark<'a>]) -> Charts<'a> {
    let drawn: HashMap<&str, Digest> = marks.iter().map(|m| (m.chart, m.sha256)).collect();
    charts
        .iter()
        .map(|chart| {
            let digest = if chart.kind == "structured" {
                Some(canonical::published_chart_digest(chart))
            } else {
                drawn.get(chart.id.as_str()).copied()
            };
            (chart.id.as_str(), digest)
        })
        .collect()
}

/// Whether an item with the charts of the release is the one that was confirmed. Files of version 1 have no drawings to
/// tell by.
fn has_charts(item: &PowerItem, confirmed: Digest, charts: &Charts<'_>) -> bool {
    let subs = item
        .sub_items
        .iter()
        .filter_map(|sub| sub.flowchart.as_ref());
    let mut paths = item.flowchart.iter().chain(subs);
    if paths.any(|path| charts.get(path.value.as_str()) == Some(&None)) {
        return true;
    }
    let digest = |path: &str| *charts.get(path)?;
    Digest::of(&canonical::item(item, digest)) == confirmed
        || Digest::of(&canonical::item_of_old(item, digest)) == confirmed
}

/// The fields of an item that do not have the words that were confirmed.
fn other_fields(item: &PowerItem, row: &ItemRow) -> Vec<&'static str> {
    let supervision = item.supervision.as_ref();
    let limit = item.time_limit.as_ref();
    let fee = item.fee.as_ref();
    let days = |at: Option<&At<u32>>| at.map(|days| days.value);
    let same = [
        ("单位", item.department.value.as_str() == row.department),
        ("名称", item.name.value == row.name),
        ("子项", sub_items(item).eq(sub_rows(row))),
        ("依据", cites(item) == cited(row)),
        ("行使层级", is(&item.exercised_by, &row.exercised_by)),
        ("承办机构", is(&item.office, &row.office)),
        ("行政相对人", is(&item.target, &row.target)),
        ("流程图", is(&item.flowchart, &row.flowchart)),
        (
            "期限",
            limit.map(|l| (days(l.statutory.as_ref()), days(l.promised.as_ref())))
                == row
                    .day_unit
                    .as_ref()
                    .map(|_| (row.statutory_days, row.promised_days))
                && limit.map(|l| l.unit.chinese()) == row.day_unit.as_deref(),
        ),
        (
            "收费",
            fee.map(|f| f.charged.value) == row.fee_charged
                && fee.and_then(|f| f.on_enterprises) == row.fee_on_enterprises
                && fee.and_then(|f| f.standard.as_ref()).map(|s| &s.value)
                    == row.fee_standard.as_ref(),
        ),
        (
            "责任事项",
            item.responsibilities
                .iter()
                .map(|r| (&r.stage.value, &r.duty.value, cite(r.basis.as_ref())))
                .eq(row
                    .responsibilities
                    .iter()
                    .map(|r| (&r.stage, &r.duty, r.cite.as_ref()))),
        ),
        (
            "追责情形",
            item.accountability
                .iter()
                .map(|a| (&a.situation.value, cite(a.basis.as_ref())))
                .eq(row
                    .accountability
                    .iter()
                    .map(|a| (&a.situation, a.cite.as_ref()))),
        ),
        (
            "廉政风险点",
            item.integrity_risks
                .iter()
                .map(|r| (&r.step.value, &r.risk, r.level.chinese(), &r.measure))
                .eq(row
                    .integrity_risks
                    .iter()
                    .map(|r| (&r.step, &r.risk, r.level.as_str(), &r.measure))),
        ),
        (
            "监督方式",
            is_at(supervision.and_then(|s| s.phone.as_ref()), &row.phone)
                && is_at(supervision.and_then(|s| s.email.as_ref()), &row.email),
        ),
        (
            "前置审批",
            item.prerequisites
                .iter()
                .map(|p| {
                    let handled_by = p.handled_by.as_ref().map(|at| &at.value);
                    (&p.item.value, handled_by, cite(p.basis.as_ref()))
                })
                .eq(row
                    .prerequisites
                    .iter()
                    .map(|p| (&p.prerequisite, p.handled_by.as_ref(), p.cite.as_ref()))),
        ),
        (
            "中介服务",
            item.intermediary_services
                .iter()
                .map(|s| {
                    let chosen_by = s.chosen_by.as_ref().map(|at| at.value);
                    let cite = cite(s.basis.as_ref());
                    (&s.name.value, cite, chosen_by, s.paid_by.as_ref())
                })
                .eq(row
                    .intermediary_services
                    .iter()
                    .map(|s| (&s.name, s.cite.as_ref(), s.chosen_by, s.paid_by.as_ref()))),
        ),
        ("国家编码", is(&item.national_code, &row.national_code)),
        (
            "上级事项",
            item.adopts.as_ref().map(|at| &at.value) == row.adopts.as_ref(),
        ),
        ("备注", item.remarks == row.remarks),
    ];
    same.into_iter()
        .filter(|(_, same)| !same)
        .map(|(field, _)| field)
        .collect()
}

fn is(confirmed: &Option<At<String>>, published: &Option<String>) -> bool {
    is_at(confirmed.as_ref(), published)
}

fn is_at(confirmed: Option<&At<String>>, published: &Option<String>) -> bool {
    confirmed.map(|at| &at.value) == published.as_ref()
}

fn cite(cite: Option<&CitedText>) -> Option<&String> {
    cite.map(|cite| &cite.text.value)
}

fn sub_items(item: &PowerItem) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
    item.sub_items.iter().map(|sub| {
        let chart = sub.flowchart.as_ref().map(|path| path.value.as_str());
        (sub.code.value.as_str(), sub.name.value.as_str(), chart)
    })
}

fn sub_rows(row: &ItemRow) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
    row.sub_items.iter().map(|sub| {
        (
            sub.code.as_str(),
            sub.name.as_str(),
            sub.flowchart.as_deref(),
        )
    })
}

/// What an item cites as its own ground, for its sub-items and for its fee: field, entry, words.
fn cites(item: &PowerItem) -> BTreeSet<(BasisField, usize, &str)> {
    let own = item.legal_basis.iter().map(|basis| &basis.cite);
    let subs = item.sub_items.iter().enumerate();
    let subs = subs.flat_map(|(i, sub)| {
        let cites = sub.legal_basis.iter();
        cites.map(move |basis| (BasisField::SubItems, i + 1, basis.cite.text.value.as_str()))
    });
    let fees = item.fee.iter().flat_map(|fee| &fee.basis).enumerate();
    own.enumerate()
        .map(|(i, cite)| (BasisField::LegalBasis, i + 1, cite.text.value.as_str()))
        .chain(subs)
        .chain(fees.map(|(i, basis)| (BasisField::Fee, i + 1, basis.cite.text.value.as_str())))
        .collect()
}

fn cited(row: &ItemRow) -> BTreeSet<(BasisField, usize, &str)> {
    row.basis
        .iter()
        .filter(|b| {
            matches!(
                b.field,
                BasisField::LegalBasis | BasisField::SubItems | BasisField::Fee
            )
        })
        .map(|b| (b.field, b.entry as usize, b.cite.as_str()))
        .collect()
}
