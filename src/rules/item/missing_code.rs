//! I003 `missing-code`: 事项还没有编码

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项还没有编码。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 3),
    name: "missing-code",
    title: "事项还没有编码",
    why: "编码是事项终身不变的身份，意见、决定和以后的调整都靠它对上；没有编码的不能报送、不能公布。",
    remedy: "按“区划 6 位-部门代号-类别 2 位-流水号 4 位”编号，流水号接着本部门本类别最大的往下排，不用已经用过的；power-list code assign 可以代为编号，power-list fix 也可以改正",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key("code", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.item.code.is_none() {
        let name = &c.item.name;
        sink.field("code", name.span, format!("“{}”还没有编码", name.value));
    }
}
