//! C006 `coercion-kind-beyond-basis`: 依据的层级不能设定这一种强制

use super::{highest_level, own_names};
use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 依据的层级不能设定这一种强制。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 6),
    name: "coercion-kind-beyond-basis",
    title: "依据的层级不能设定这一种强制",
    why: "限制人身自由、冻结存款汇款和应当由法律规定的措施只能由法律设定；地方性法规只能设定查封、扣押；行政强制执行（划拨、拍卖、强制拆除等）只能由法律设定（行政强制法第十条、第十三条）。",
    remedy: "改引法律；没有的，改为申请人民法院强制执行或者提出取消",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政强制.yaml",
        "department: hbj\ncategory: 行政强制\nitems:\n  - code: 341100-hbj-06-0001\n    name: 冻结测试账户\n    legal_basis: [《取水许可和水资源费征收管理条例》第三条]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/行政强制.yaml",
        "department: hbj\ncategory: 行政强制\nitems:\n  - code: 341100-hbj-06-0001\n    name: 查封测试物品\n    legal_basis: [《取水许可和水资源费征收管理条例》第三条]\n",
    )]),
    check: Check::Item(check),
};

const ONLY_BY_LAW: [&str; 9] = [
    "限制人身自由",
    "强制隔离",
    "强制戒毒",
    "冻结",
    "划拨",
    "拍卖",
    "强制拆除",
    "强行拆除",
    "强制执行",
];
const BY_LOCAL_REGULATION: [&str; 2] = ["查封", "扣押"];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(highest) = highest_level(c, PowerKind::Coercion) else {
        return;
    };
    // What rests on rules and below may not be at all: another rule says so.
    if highest <= LawLevel::Law || highest > LawLevel::LocalRegulation {
        return;
    }
    for name in own_names(c.item) {
        let text = name.value.as_str();
        // What the court executes is not executed here, and 代履行 is given by 行政强制法 art. 50 itself.
        if ["申请", "代为", "代履行"]
            .iter()
            .any(|word| text.contains(word))
        {
            continue;
        }
        let message = match ONLY_BY_LAW.iter().find(|w| text.contains(**w)) {
            Some(word) => format!(
                "“{word}”只能由法律设定，设定依据最高只是{}",
                highest.chinese()
            ),
            None if highest == LawLevel::LocalRegulation
                && !BY_LOCAL_REGULATION.iter().any(|w| text.contains(w)) =>
            {
                "地方性法规只能设定查封、扣押，这一项不是".to_owned()
            }
            None => continue,
        };
        sink.field("name", name.span, message);
    }
}
