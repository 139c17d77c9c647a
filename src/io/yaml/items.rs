//! Entries of item files into [`PowerItem`]s.

use crate::domain::adoption::{Adoption, AdoptionKind};
use crate::domain::citation;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::{
    Accountability, Basis, BasisRole, CitedText, DayUnit, Fee, IntegrityRisk, IntermediaryService,
    PowerItem, Prerequisite, Responsibility, RiskLevel, ServiceChoice, SubItem, Supervision,
    TimeLimit,
};
use crate::domain::place::At;

use super::decode::{Decoder, Fields, MOST_ENTRIES};
use super::keys::items as keys;
use super::tree::{Kind, NodeId, Tree};

/// Reads one entry of the list.
pub(super) fn item(
    d: &mut Decoder<'_, '_>,
    id: NodeId,
    department: Option<&At<DepartmentId>>,
    category: Option<&At<String>>,
) -> Option<PowerItem> {
    let mut f = d.shaped(id, &keys::ITEM)?;
    let code_node = f.take("code");
    if let Some(node) = code_node
        && let Kind::Scalar { text, .. } = d.tree.node(node).kind
    {
        d.item = Some(text.to_owned());
    }
    let code: Option<At<ItemCode>> = code_node.and_then(|n| d.parsed(n, "code（事项编码）"));
    let name = f.take("name").and_then(|n| d.text(n, "name（事项名称）"));
    if d.item.is_none() {
        d.item = name.as_ref().map(|n| n.value.clone());
    }
    let sub_items = each(d, &mut f, "sub_items", "子项", sub_item);
    let legal_basis = each(d, &mut f, "legal_basis", "法律依据", basis);
    let exercised_by = text(d, &mut f, "exercised_by", "exercised_by（行使层级）");
    let office = text(d, &mut f, "office", "office（承办机构）");
    let target = text(d, &mut f, "target", "target（行政相对人）");
    let flowchart = text(d, &mut f, "flowchart", "flowchart（流程图）");
    let time_limit = f.take("time_limit").and_then(|n| time_limit(d, n));
    let fee = f.take("fee").and_then(|n| fee(d, n));
    let responsibilities = each(d, &mut f, "responsibilities", "责任事项", responsibility);
    let accountability = each(d, &mut f, "accountability", "追责情形", accountable);
    let integrity_risks = each(d, &mut f, "integrity_risks", "廉政风险点", risk);
    let supervision = f.take("supervision").and_then(|n| supervision(d, n));
    let prerequisites = each(d, &mut f, "prerequisites", "前置审批", prerequisite);
    let intermediary_services = each(d, &mut f, "intermediary_services", "中介服务", service);
    let national_code = text(d, &mut f, "national_code", "national_code（国家编码）");
    let adopts = f.take("adopts").and_then(|n| adopts(d, n));
    let remarks = text(d, &mut f, "remarks", "remarks（备注）");
    let span = d.span(id);
    d.done(f);
    Some(PowerItem {
        span,
        department: department?.clone(),
        category: category?.clone(),
        code,
        name: name?,
        sub_items,
        legal_basis,
        exercised_by,
        office,
        target,
        flowchart,
        time_limit,
        fee,
        responsibilities,
        accountability,
        integrity_risks,
        supervision,
        prerequisites,
        intermediary_services,
        national_code,
        adopts,
        remarks: remarks.map(|r| r.value),
    })
}

fn text(
    d: &mut Decoder<'_, '_>,
    f: &mut Fields<'_>,
    key: &'static str,
    what: &str,
) -> Option<At<String>> {
    f.take(key).and_then(|n| d.text(n, what))
}

fn each<'t, 'a, T>(
    d: &mut Decoder<'t, 'a>,
    f: &mut Fields<'_>,
    key: &'static str,
    what: &str,
    read: impl Fn(&mut Decoder<'t, 'a>, NodeId) -> Option<T>,
) -> Vec<T> {
    let tree: &'t Tree<'a> = d.tree;
    let list = f.take(key);
    let Some(list) = list.and_then(|id| d.list(id, format_args!("{key}（{what}）"))) else {
        return Vec::new();
    };
    let count = tree.children(list).count();
    if count > MOST_ENTRIES {
        d.too_many(list, &format!("{key}（{what}）"), "个");
    }
    let mut out = Vec::with_capacity(count.min(MOST_ENTRIES));
    let entries = tree.children(list).take(MOST_ENTRIES);
    out.extend(entries.filter_map(|n| read(d, n)));
    out
}

/// Reads a citation from a scalar.
pub fn cited(d: &mut Decoder<'_, '_>, id: NodeId, what: &str) -> Option<CitedText> {
    let text = d.borrowed(id, what)?;
    Some(CitedText {
        verbatim: d.is_verbatim(id),
        parsed: citation::parse_once(text.value),
        text: At::new(text.value.to_owned(), text.span),
    })
}

fn basis(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Basis> {
    if !d.tree.is_mapping(id) {
        return Some(Basis {
            cite: cited(d, id, "法律依据")?,
            role: BasisRole::Creates,
            quote: None,
        });
    }
    let mut f = d.shaped(id, &keys::BASIS)?;
    let cite = f.take("cite").and_then(|n| cited(d, n, "cite（引用）"));
    let role = f.take("role").and_then(|n| {
        d.choice(
            n,
            "role（依据种类）",
            BasisRole::from_chinese,
            &BasisRole::ALL.map(BasisRole::chinese),
        )
    });
    let quote = text(d, &mut f, "quote", "quote（条文）");
    d.done(f);
    Some(Basis {
        cite: cite?,
        role: role.map_or(BasisRole::Creates, |r| r.value),
        quote,
    })
}

fn sub_item(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<SubItem> {
    let mut f = d.shaped(id, &keys::SUB_ITEM)?;
    let code = f.take("code").and_then(|n| d.parsed(n, "code（子项编码）"));
    let name = f.take("name").and_then(|n| d.text(n, "name（子项名称）"));
    let legal_basis = each(d, &mut f, "legal_basis", "法律依据", basis);
    let flowchart = text(d, &mut f, "flowchart", "flowchart（流程图）");
    d.done(f);
    Some(SubItem {
        code: code?,
        name: name?,
        legal_basis,
        flowchart,
    })
}

fn time_limit(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<TimeLimit> {
    let mut f = d.shaped(id, &keys::TIME_LIMIT)?;
    let statutory = f
        .take("statutory")
        .and_then(|n| d.number(n, "statutory（法定期限）"));
    let promised = f
        .take("promised")
        .and_then(|n| d.number(n, "promised（承诺期限）"));
    let unit = f.take("unit").and_then(|n| {
        let words = DayUnit::WORDS;
        let parse = |text: &str| words.iter().find(|(w, _)| *w == text).map(|(_, u)| *u);
        d.choice(n, "unit（单位）", parse, &words.map(|(word, _)| word))
    });
    let span = f.span;
    d.done(f);
    Some(TimeLimit {
        statutory,
        promised,
        unit: unit?.value,
        span,
    })
}

fn fee(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Fee> {
    let mut f = d.shaped(id, &keys::FEE)?;
    let charged = f
        .take("charged")
        .and_then(|n| d.flag(n, "charged（是否收费）"));
    let on_enterprises = f
        .take("on_enterprises")
        .and_then(|n| d.flag(n, "on_enterprises（是否涉企）"));
    let basis = each(d, &mut f, "basis", "收费依据", basis);
    let standard = text(d, &mut f, "standard", "standard（收费标准）");
    d.done(f);
    Some(Fee {
        charged: charged?,
        on_enterprises: on_enterprises.map(|x| x.value),
        basis,
        standard,
    })
}

fn responsibility(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Responsibility> {
    let mut f = d.shaped(id, &keys::RESPONSIBILITY)?;
    let stage = f.take("stage").and_then(|n| d.text(n, "stage（阶段）"));
    let duty = f.take("duty").and_then(|n| d.text(n, "duty（责任）"));
    let basis = f.take("basis").and_then(|n| cited(d, n, "basis（依据）"));
    d.done(f);
    Some(Responsibility {
        stage: stage?,
        duty: duty?,
        basis,
    })
}

fn accountable(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Accountability> {
    let mut f = d.shaped(id, &keys::ACCOUNTABILITY)?;
    let situation = f
        .take("situation")
        .and_then(|n| d.text(n, "situation（情形）"));
    let basis = f.take("basis").and_then(|n| cited(d, n, "basis（依据）"));
    d.done(f);
    Some(Accountability {
        situation: situation?,
        basis,
    })
}

fn risk(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<IntegrityRisk> {
    let mut f = d.shaped(id, &keys::INTEGRITY_RISK)?;
    let step = f.take("step").and_then(|n| d.text(n, "step（流程步骤）"));
    let risk = f.take("risk").and_then(|n| d.text(n, "risk（风险）"));
    let level = f.take("level").and_then(|n| {
        let parse = |text: &str| RiskLevel::ALL.into_iter().find(|l| l.chinese() == text);
        d.choice(
            n,
            "level（等级）",
            parse,
            &RiskLevel::ALL.map(RiskLevel::chinese),
        )
    });
    let measure = text(d, &mut f, "measure", "measure（防控措施）");
    d.done(f);
    Some(IntegrityRisk {
        step: step?,
        risk: risk?.value,
        level: level?.value,
        measure: measure.map(|m| m.value).unwrap_or_default(),
    })
}

fn supervision(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Supervision> {
    let mut f = d.shaped(id, &keys::SUPERVISION)?;
    let phone = text(d, &mut f, "phone", "phone（电话）");
    let email = text(d, &mut f, "email", "email（邮箱）");
    d.done(f);
    Some(Supervision { phone, email })
}

fn adopts(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<At<Adoption>> {
    if !d.tree.is_mapping(id) {
        let item: At<ItemCode> = d.parsed(id, "adopts（上级事项）")?;
        let kind = AdoptionKind::default();
        return Some(At::new(
            Adoption {
                item: item.value,
                kind,
            },
            item.span,
        ));
    }
    let mut f = d.shaped(id, &keys::ADOPTS)?;
    let item: Option<At<ItemCode>> = f
        .take("item")
        .and_then(|n| d.parsed(n, "item（上级事项编码）"));
    let kind = f.take("as").map(|n| {
        d.choice(
            n,
            "as（承接方式）",
            AdoptionKind::from_chinese,
            &AdoptionKind::ALL.map(AdoptionKind::chinese),
        )
    });
    d.done(f);
    let kind = match kind {
        None => AdoptionKind::default(),
        Some(chosen) => chosen?.value,
    };
    let item = item?;
    Some(At::new(
        Adoption {
            item: item.value,
            kind,
        },
        item.span,
    ))
}

fn prerequisite(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<Prerequisite> {
    if !d.tree.is_mapping(id) {
        return Some(Prerequisite {
            item: d.text(id, "前置审批")?,
            handled_by: None,
            basis: None,
        });
    }
    let mut f = d.shaped(id, &keys::PREREQUISITE)?;
    let item = f
        .take("item")
        .and_then(|n| d.text(n, "item（事项编码或名称）"));
    let handled_by = text(d, &mut f, "handled_by", "handled_by（办理单位）");
    let basis = f.take("basis").and_then(|n| cited(d, n, "basis（依据）"));
    d.done(f);
    Some(Prerequisite {
        item: item?,
        handled_by,
        basis,
    })
}

fn service(d: &mut Decoder<'_, '_>, id: NodeId) -> Option<IntermediaryService> {
    let mut f = d.shaped(id, &keys::INTERMEDIARY_SERVICE)?;
    let name = f.take("name").and_then(|n| d.text(n, "name（名称）"));
    let basis = f.take("basis").and_then(|n| cited(d, n, "basis（依据）"));
    let chosen_by = f.take("chosen_by").and_then(|n| {
        d.choice(
            n,
            "chosen_by（选择方）",
            ServiceChoice::from_chinese,
            &ServiceChoice::ALL.map(ServiceChoice::chinese),
        )
    });
    let paid_by = text(d, &mut f, "paid_by", "paid_by（付费方）");
    d.done(f);
    Some(IntermediaryService {
        name: name?,
        basis,
        chosen_by,
        paid_by: paid_by.map(|p| p.value),
    })
}
