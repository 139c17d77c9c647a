//! C015 `only-procedural-law`: 设定依据只有通用程序法

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 设定依据只有通用程序法。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 15),
    name: "only-procedural-law",
    title: "设定依据只有通用程序法",
    why: "行政许可法、行政处罚法、行政强制法规定由谁设定、按什么程序实施，本身不设定具体的许可、处罚和强制；具体一项权力要有单行的法律、法规、规章。",
    remedy: "补上设定这一项权力的单行法；程序法的条文改作实施依据",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对测试行为的处罚\n    legal_basis: [《行政处罚法》第十条]\n",
    )]),
    good: Sample::Base,
    check: Check::Item(check),
};

const PROCEDURAL: [&str; 3] = ["行政许可法", "行政处罚法", "行政强制法"];
/// What the procedural statutes do give power for: 加处罚款 (行政处罚法), 滞纳金 and 代履行 (行政强制法), and the like.
const GIVEN: [&str; 8] = [
    "加处罚款",
    "滞纳金",
    "代履行",
    "立即清除",
    "登记保存",
    "强制执行",
    "排除妨碍",
    "恢复原状",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let specific = c.category.is_some_and(|k| {
        matches!(
            k.kind,
            PowerKind::Licensing | PowerKind::Penalty | PowerKind::Coercion
        )
    });
    if !specific {
        return;
    }
    let mut creating = c.basis.creating().peekable();
    let Some(first) = creating.peek() else { return };
    let span = first.text.text.span;
    let only = creating.all(|x| {
        x.law
            .is_some_and(|law| PROCEDURAL.contains(&law.id.as_str()))
    });
    let name = &c.item.name.value;
    if only && !GIVEN.iter().any(|word| name.contains(word)) {
        let message = format!("“{name}”的设定依据只有通用程序法");
        sink.field("legal_basis", span, message);
    }
}
