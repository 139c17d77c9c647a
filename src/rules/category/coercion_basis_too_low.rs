//! C002 `coercion-basis-too-low`: 行政强制的设定依据层级不够

use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政强制的设定依据层级不够。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 2),
    name: "coercion-basis-too-low",
    title: "行政强制的设定依据层级不够",
    why: "行政强制措施由法律设定，行政法规、地方性法规在限定范围内可以设定，规章和规范性文件不得设定（行政强制法第十条）；行政强制执行只能由法律设定（第十三条）。",
    remedy: "改引设定这项强制的法律、法规；没有的，提出取消",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政强制.yaml",
        "department: hbj\ncategory: 行政强制\nitems:\n  - name: 查封有关物品\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.category.is_none_or(|k| k.kind != PowerKind::Coercion) {
        return;
    }
    let levels: Vec<_> = c
        .basis
        .creating()
        .filter_map(|x| x.law.map(|law| law.level))
        .collect();
    if levels.is_empty() || levels.len() != c.basis.creating().count() {
        return;
    }
    let enough = |level: &LawLevel| *level <= LawLevel::LocalRegulation;
    if !levels.iter().any(enough)
        && let Some(basis) = c.item.legal_basis.first()
    {
        let highest = levels.iter().min().map_or("", |l| l.chinese());
        let message = format!("行政强制的设定依据最高只是{highest}，无权设定行政强制");
        sink.field("legal_basis", basis.cite.text.span, message);
    }
}
