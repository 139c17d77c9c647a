//! Two versions of one item compared field by field, lists entry by entry.

use similar::{Algorithm, capture_diff_slices};

use super::words::{Piece, PieceKind, words};
use crate::domain::flowchart::{Flowchart, Step, StepKind};
use crate::domain::form::{FEE, FormColumn, FormGroup, YES_NO};
use crate::domain::item::{Basis, CitedText, PowerItem, service_terms};
use crate::domain::place::At;

/// One changed entry of a list, or the change of a single value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number of the entry, from 1: in the new list, or in the old one where it is gone; `None` for a single value.
    pub number: Option<usize>,
    /// What changed in it; all of one kind where it is new or gone as a whole.
    pub pieces: Vec<Piece>,
}

/// A field in which two versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name in the form.
    pub label: &'static str,
    /// What changed; entries that are the same are left out.
    pub entries: Vec<Entry>,
}

/// What the item of the level above is called among the fields: the form has no column for it.
pub(super) const ADOPTS: &str = "上级事项";

fn adopts(item: &PowerItem) -> Option<String> {
    item.adopts.as_ref().map(|at| at.value.to_string())
}

/// The fields in which two versions of an item differ, in the order of the form.
pub fn fields(old: &PowerItem, new: &PowerItem) -> Vec<FieldChange> {
    let value = |column: FormColumn, of: fn(&PowerItem) -> Option<String>| {
        single(column.title(), of(old), of(new))
    };
    let list = |group: FormGroup, of: fn(&PowerItem) -> Vec<String>| {
        entries(group.title(), &of(old), &of(new))
    };
    use FormColumn as C;
    [
        value(C::Category, |i| Some(i.category.value.clone())),
        value(C::Name, |i| Some(i.name.value.clone())),
        value(C::Department, |i| Some(i.department.value.to_string())),
        value(C::ExercisedBy, |i| text(i.exercised_by.as_ref())),
        value(C::Office, |i| text(i.office.as_ref())),
        value(C::Target, |i| text(i.target.as_ref())),
        value(C::StatutoryDays, |i| limit(i, |l| l.statutory.as_ref())),
        value(C::PromisedDays, |i| limit(i, |l| l.promised.as_ref())),
        value(C::FeeCharged, |i| {
            yes_no(i.fee.as_ref().map(|f| f.charged.value))
        }),
        value(C::FeeOnEnterprises, |i| {
            yes_no(i.fee.as_ref().and_then(|f| f.on_enterprises))
        }),
        value(C::FeeStandard, |i| {
            text(i.fee.as_ref().and_then(|f| f.standard.as_ref()))
        }),
        value(C::Flowchart, |i| text(i.flowchart.as_ref())),
        value(C::Phone, |i| {
            text(i.supervision.as_ref().and_then(|s| s.phone.as_ref()))
        }),
        value(C::Email, |i| {
            text(i.supervision.as_ref().and_then(|s| s.email.as_ref()))
        }),
        value(C::NationalCode, |i| text(i.national_code.as_ref())),
        single(ADOPTS, adopts(old), adopts(new)),
        value(C::Remarks, |i| i.remarks.clone()),
        list(FormGroup::SubItems, sub_items),
        list(FormGroup::Basis, bases),
        list(FormGroup::Responsibilities, |i| {
            let duty = |d: &crate::domain::item::Responsibility| {
                with_basis(
                    format!("{}：{}", d.stage.value, d.duty.value),
                    d.basis.as_ref(),
                )
            };
            i.responsibilities.iter().map(duty).collect()
        }),
        list(FormGroup::Accountability, |i| {
            let situation = |a: &crate::domain::item::Accountability| {
                with_basis(a.situation.value.clone(), a.basis.as_ref())
            };
            i.accountability.iter().map(situation).collect()
        }),
        list(FormGroup::IntegrityRisks, |i| {
            let risk = |r: &crate::domain::item::IntegrityRisk| {
                let level = r.level.chinese();
                format!("{}：{}（{level}）；{}", r.step.value, r.risk, r.measure)
            };
            i.integrity_risks.iter().map(risk).collect()
        }),
        list(FormGroup::Prerequisites, |i| {
            let prerequisite = |p: &crate::domain::item::Prerequisite| {
                let unit = p.handled_by.as_ref();
                let unit = unit.map_or_else(String::new, |unit| format!("（{}）", unit.value));
                with_basis(format!("{}{unit}", p.item.value), p.basis.as_ref())
            };
            i.prerequisites.iter().map(prerequisite).collect()
        }),
        list(FormGroup::Services, |i| {
            let service = |s: &crate::domain::item::IntermediaryService| {
                let chosen_by = s.chosen_by.as_ref().map(|c| c.value);
                let terms = service_terms(chosen_by, s.paid_by.as_deref());
                with_basis(format!("{}{terms}", s.name.value), s.basis.as_ref())
            };
            i.intermediary_services.iter().map(service).collect()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What changed in a flowchart, step by step; `None` where nothing that is drawn did.
pub fn charts(old: Option<&Flowchart>, new: Option<&Flowchart>) -> Option<FieldChange> {
    let label = FormColumn::Flowchart.title();
    let title = |chart: Option<&Flowchart>| chart.map(|c| c.title.value.clone());
    let steps = |chart: Option<&Flowchart>| -> Vec<String> {
        let steps = chart
            .iter()
            .flat_map(|c| c.steps.iter().map(|s| step(c, s)));
        steps.collect()
    };
    let title = single(label, title(old), title(new));
    let steps = entries(label, &steps(old), &steps(new));
    let changes = title.into_iter().chain(steps).flat_map(|c| c.entries);
    let entries: Vec<Entry> = changes.collect();
    (!entries.is_empty()).then_some(FieldChange { label, entries })
}

/// A step in one line: 受理（环评科，5 日）→ 符合条件：审查；材料不齐：补正.
fn step(chart: &Flowchart, step: &Step) -> String {
    let name_of = |id: &str| {
        let step = chart.steps.iter().find(|s| s.id.value == id);
        step.map_or_else(|| id.to_owned(), |s| s.name.value.clone())
    };
    let mut notes: Vec<String> = step.actor.iter().cloned().collect();
    notes.extend(step.days.as_ref().map(|d| format!("{} 日", d.value)));
    notes.extend((step.kind.value == StepKind::End).then(|| "结束".to_owned()));
    let notes = match notes.is_empty() {
        true => String::new(),
        false => format!("（{}）", notes.join("，")),
    };
    let ways: Vec<String> = step
        .next
        .iter()
        .map(|n| match &n.label {
            Some(label) => format!("{label}：{}", name_of(&n.to.value)),
            None => name_of(&n.to.value),
        })
        .collect();
    let ways = match ways.is_empty() {
        true => String::new(),
        false => format!("→ {}", ways.join("；")),
    };
    with_basis(
        format!("{}{notes}{ways}", step.name.value),
        step.basis.as_ref(),
    )
}

fn text(value: Option<&At<String>>) -> Option<String> {
    value.map(|v| v.value.clone())
}

fn limit(
    item: &PowerItem,
    of: fn(&crate::domain::item::TimeLimit) -> Option<&At<u32>>,
) -> Option<String> {
    let limit = item.time_limit.as_ref()?;
    Some(format!("{} {}", of(limit)?.value, limit.unit.chinese()))
}

fn yes_no(value: Option<bool>) -> Option<String> {
    let (word, _) = YES_NO
        .into_iter()
        .find(|(_, means)| Some(*means) == value)?;
    Some(word.to_owned())
}

fn with_basis(text: String, basis: Option<&CitedText>) -> String {
    match basis {
        Some(basis) => format!("{text}（{}）", basis.text.value),
        None => text,
    }
}

fn basis(basis: &Basis) -> String {
    let quote = basis.quote.as_ref();
    let quote = quote.map_or_else(String::new, |q| format!("：“{}”", q.value));
    format!("{}　{}{quote}", basis.role.chinese(), basis.cite.text.value)
}

fn bases(item: &PowerItem) -> Vec<String> {
    let own = item.legal_basis.iter().map(basis);
    let fee = item.fee.iter().flat_map(|f| &f.basis);
    let fee = fee.map(|b| format!("{FEE}　{}", basis(b)));
    let subs = item.sub_items.iter().flat_map(|s| {
        let code = s.code.value.as_str();
        s.legal_basis
            .iter()
            .map(move |b| format!("{code}　{}", basis(b)))
    });
    own.chain(fee).chain(subs).collect()
}

fn sub_items(item: &PowerItem) -> Vec<String> {
    let sub = |s: &crate::domain::item::SubItem| {
        let chart = s.flowchart.as_ref();
        let chart = chart.map_or_else(String::new, |c| format!("（{}）", c.value));
        format!("{}　{}{chart}", s.code.value, s.name.value)
    };
    item.sub_items.iter().map(sub).collect()
}

pub(super) fn single(
    label: &'static str,
    old: Option<String>,
    new: Option<String>,
) -> Option<FieldChange> {
    if old == new {
        return None;
    }
    let pieces = words(&old.unwrap_or_default(), &new.unwrap_or_default());
    let entries = vec![Entry {
        number: None,
        pieces,
    }];
    Some(FieldChange { label, entries })
}

/// Lists are aligned, so that an entry put in between shows as that and nothing else.
pub(super) fn entries(label: &'static str, old: &[String], new: &[String]) -> Option<FieldChange> {
    if old == new {
        return None;
    }
    let mut entries = Vec::new();
    let one = |n: usize, kind, text: &String| Entry {
        number: Some(n + 1),
        pieces: vec![Piece::new(kind, text.clone())],
    };
    // A list without repetitions of long runs: the cost is that of what changed.
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (_, from, to) = op.as_tag_tuple();
        if op.tag() == similar::DiffTag::Equal {
            continue;
        }
        let pairs = pairs(old, new, from.clone(), to.clone());
        let (mut i, mut j) = (from.start, to.start);
        for (a, b) in pairs.into_iter().chain([(from.end, to.end)]) {
            entries.extend((i..a).filter_map(|n| Some(one(n, PieceKind::Gone, old.get(n)?))));
            entries.extend((j..b).filter_map(|n| Some(one(n, PieceKind::New, new.get(n)?))));
            if let (Some(before), Some(after)) = (old.get(a), new.get(b))
                && a < from.end
                && b < to.end
            {
                entries.push(Entry {
                    number: Some(b + 1),
                    pieces: words(before, after),
                });
            }
            (i, j) = (a + 1, b + 1);
        }
    }
    Some(FieldChange { label, entries })
}

/// Largest table in which entries are paired.
const MOST_PAIRS: usize = 4_000;
/// Share of pairs of characters that two entries have in common when one became the other.
const ALIKE: f64 = 0.4;

/// Which of the replaced entries became which, in order, so that the sum of likeness is greatest.
fn pairs(
    old: &[String],
    new: &[String],
    from: std::ops::Range<usize>,
    to: std::ops::Range<usize>,
) -> Vec<(usize, usize)> {
    let (rows, columns) = (from.len(), to.len());
    if rows * columns > MOST_PAIRS {
        return Vec::new();
    }
    let side = |texts: &[String], range: std::ops::Range<usize>| -> Vec<Vec<(char, char)>> {
        let texts = texts.get(range).unwrap_or_default();
        texts.iter().map(|t| bigrams(t)).collect()
    };
    let (left, right) = (side(old, from.clone()), side(new, to.clone()));
    let score = |i: usize, j: usize| match (left.get(i), right.get(j)) {
        (Some(a), Some(b)) => Some(likeness(a, b)).filter(|s| *s >= ALIKE),
        _ => None,
    };
    let at = |i: usize, j: usize| i * (columns + 1) + j;
    let mut best = vec![0.0_f64; (rows + 1) * (columns + 1)];
    let get = |best: &[f64], i, j| best.get(at(i, j)).copied().unwrap_or(0.0);
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let skip = get(&best, i + 1, j).max(get(&best, i, j + 1));
            let take = score(i, j).map_or(0.0, |s| s + get(&best, i + 1, j + 1));
            if let Some(cell) = best.get_mut(at(i, j)) {
                *cell = skip.max(take);
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < rows && j < columns {
        let here = get(&best, i, j);
        let taken = score(i, j).is_some_and(|s| s + get(&best, i + 1, j + 1) >= here);
        if taken && here > 0.0 {
            out.push((from.start + i, to.start + j));
            (i, j) = (i + 1, j + 1);
        } else if get(&best, i + 1, j) >= here {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// How like each other two texts are, from 0 to 1.
pub(super) fn alike(a: &str, b: &str) -> f64 {
    likeness(&bigrams(a), &bigrams(b))
}

/// Neighbouring characters, sorted.
fn bigrams(text: &str) -> Vec<(char, char)> {
    let mut out: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
    out.sort_unstable();
    out
}

/// Share of pairs that two sorted lists have in common.
fn likeness(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    match a.len() + b.len() {
        0 => 0.0,
        all => 2.0 * common as f64 / all as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| (*t).to_owned()).collect()
    }

    fn shown(old: &[&str], new: &[&str]) -> Vec<String> {
        let change = entries("责任事项", &list(old), &list(new));
        change
            .into_iter()
            .flat_map(|c| c.entries)
            .map(|e| {
                let pieces = e.pieces.iter().map(|p| match p.kind {
                    PieceKind::Same => p.text.clone(),
                    PieceKind::Gone => format!("[-{}-]", p.text),
                    PieceKind::New => format!("{{+{}+}}", p.text),
                });
                format!("{} {}", e.number.unwrap_or(0), pieces.collect::<String>())
            })
            .collect()
    }

    #[test]
    fn an_entry_put_in_between_is_one_insertion() {
        let old = ["受理：审查材料", "审查：提出意见", "送达：送达决定"];
        let new = [
            "受理：审查材料",
            "审查：提出意见",
            "决定：作出决定",
            "送达：送达决定",
        ];
        assert_eq!(shown(&old, &new), ["3 {+决定：作出决定+}"]);
        assert_eq!(shown(&new, &old), ["3 [-决定：作出决定-]"]);
        assert_eq!(shown(&old, &old), [""; 0]);
    }

    #[test]
    fn an_entry_that_changed_is_paired_with_what_it_was() {
        let old = ["受理：五日内审查申请材料", "送达：送达决定"];
        let new = [
            "公示：公示应当提交的材料",
            "受理：三日内审查申请材料",
            "送达：送达决定",
        ];
        assert_eq!(
            shown(&old, &new),
            [
                "1 {+公示：公示应当提交的材料+}",
                "2 受理：[-五日-]{+三日+}内审查申请材料"
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_of_a_list_is_lost(
            old in proptest::collection::vec("[甲乙丙丁]{1,4}", 0..8),
            new in proptest::collection::vec("[甲乙丙丁]{1,4}", 0..8),
        ) {
            let change = entries("责任事项", &old, &new);
            prop_assert_eq!(change.is_none(), old == new);
            let count = |kind: PieceKind| {
                let entries = change.iter().flat_map(|c| &c.entries);
                entries.filter(|e| e.pieces.iter().all(|p| p.kind == kind)).count() as isize
            };
            let difference = new.len() as isize - old.len() as isize;
            prop_assert_eq!(count(PieceKind::New) - count(PieceKind::Gone), difference);
        }
    }
}
