//! X001 `duplicate-code`: 编码重复

use super::{about, repeated_among};
use crate::domain::place::At;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 编码重复。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 1),
    name: "duplicate-code",
    title: "编码重复",
    why: "编码是事项的身份，两项同号，意见和决定就分不清是谁的。",
    remedy: "给其中一项换一个没有用过的编码",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未批先建行为的处罚\n  - code: 341100-hbj-02-0001\n    name: 对偷排行为的处罚\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let pairs = repeated_among(
        c.keys,
        |item, take| {
            let own = item.code().into_iter();
            own.chain(item.sub_items().map(|(code, _)| code))
                .for_each(take);
        },
        |_, code: At<&str>| Some(code.value),
        |_, code| Some(code.value),
    );
    for ((_, other), (item, code)) in pairs {
        let message = format!("编码“{}”重复", code.value);
        about(sink.field("code", code.span, message), item)
            .related
            .push((other.span, "第一次在这里".to_owned()));
    }
}
