//! C013 `disguised-licence`: 其他类别里像是变相许可的事项

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 其他类别里像是变相许可的事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 13),
    name: "disguised-licence",
    title: "其他类别里像是变相许可的事项",
    why: "不得以备案、登记、注册、目录、规划、年检、年报、监制、认定、认证、审定等形式变相设定或者实施行政许可（优化营商环境条例第四十条，2020 年 1 月 1 日起施行）；清单之外不得有许可。",
    remedy: "核对是不是许可：是的移到审批类并引用设定许可的依据，不是的改用能看出性质的名称",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试设施启用许可\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试设施情况报告\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    check: Check::Item(check),
};

const ENDINGS: [&str; 8] = [
    "许可", "审批", "核准", "批准", "准入", "年检", "年审", "监制",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let elsewhere = c
        .category
        .is_some_and(|k| matches!(k.kind, PowerKind::Other | PowerKind::Confirmation));
    let name = &c.item.name;
    if elsewhere && let Some(ending) = ENDINGS.iter().find(|e| name.value.ends_with(**e)) {
        let message = format!("“{}”以“{ending}”结尾，要看是不是许可", name.value);
        sink.field("name", name.span, message);
    }
}
