//! C012 `name-of-other-category`: 名称说的是另一类权力

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 名称说的是另一类权力。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 12),
    name: "name-of-other-category",
    title: "名称说的是另一类权力",
    why: "类别决定适用哪部法律、走什么程序：把备案、检查报成审批，或者把处罚报成其他权力，设定权限和程序就都核对错了。",
    remedy: "把事项移到名称所说的类别；类别没错的，改名称",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341100-hbj-01-0001\n    name: 测试设施竣工备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    good: Sample::Base,
    check: Check::Item(check),
};

/// Names of these kinds do not end so.
const ENDINGS: [(PowerKind, &[&str]); 9] = [
    (
        PowerKind::Licensing,
        &[
            "备案", "检查", "抽查", "处罚", "奖励", "表彰", "裁决", "征收",
        ],
    ),
    (
        PowerKind::Penalty,
        &[
            "许可", "审批", "核准", "备案", "检查", "奖励", "登记", "征收", "裁决",
        ],
    ),
    (
        PowerKind::Coercion,
        &["许可", "审批", "核准", "备案", "奖励", "登记", "的处罚"],
    ),
    (PowerKind::Levy, &["许可", "备案", "处罚", "奖励"]),
    (PowerKind::Payment, &["许可", "备案", "处罚", "征收"]),
    (PowerKind::Reward, &["许可", "备案", "处罚", "检查", "征收"]),
    (PowerKind::Confirmation, &["处罚", "检查", "奖励", "征收"]),
    (
        PowerKind::Adjudication,
        &["许可", "备案", "处罚", "检查", "奖励", "征收"],
    ),
    (PowerKind::Other, &["处罚", "奖励", "行政裁决"]),
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(category) = c.category else { return };
    let name = &c.item.name;
    let ending = ENDINGS
        .iter()
        .filter(|(kind, _)| *kind == category.kind)
        .flat_map(|(_, endings)| *endings)
        .find(|ending| name.value.ends_with(**ending));
    if let Some(ending) = ending {
        let message = format!("“{}”以“{ending}”结尾，却列在{}", name.value, category.name);
        sink.field("name", name.span, message);
    }
}
