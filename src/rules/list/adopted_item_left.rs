//! X023 `adopted-item-left`: 承接的事项上级已经取消或者转走

use crate::domain::adoption::DELEGATED;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::adopted::Adopted;
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 承接的事项上级已经取消或者转走。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 23),
    name: "adopted-item-left",
    title: "承接的事项上级已经取消或者转走",
    why: "上级取消、转移、合并或者冻结了的事项，下级没有可以承接的；照旧行使就没有来源。",
    remedy: "上级取消的，本级也清理；合并的，改成承接并入的那一项；另有依据的，删去 adopts",
    severities: Severities::always(Severity::Error),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 水土保持设施初步验收\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: 341100-hbj-01-0003\n",
    )]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 开垦荒坡地水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: 341100-hbj-01-0002\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(adopted) = Adopted::of(c) else {
        return;
    };
    let left = adopted.parent.left.get(adopted.code());
    let Some(left) = left.filter(|left| left.decision != DELEGATED) else {
        return;
    };
    let name = left.name.as_deref().unwrap_or_default();
    let message = format!(
        "“{}”{name}在 {} 里已经{}：{}",
        adopted.code(),
        left.release,
        left.decision,
        left.reason
    );
    sink.field("adopts", adopted.span, message);
}
