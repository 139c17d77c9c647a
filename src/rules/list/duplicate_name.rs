//! X002 `duplicate-name`: 同一单位同一类别有同名的事项

use super::{about, group, repeated};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 同一单位同一类别有同名的事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 2),
    name: "duplicate-name",
    title: "同一单位同一类别有同名的事项",
    why: "同一事项列两次，数目就虚了；真是两项的，名称要能区分。",
    remedy: "合并成一项（可以设子项），或者改名区分",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未批先建行为的处罚\n  - code: 341100-hbj-02-0002\n    name: 对未批先建行为的处罚\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let pairs = repeated(
        c.keys,
        // Names that are the same but for blanks are spelled alike as well.
        |item| Some((group(item), item.spelling())),
        |item| {
            Some((
                group(item),
                item.name().split_whitespace().collect::<String>(),
            ))
        },
    );
    for (other, item) in pairs {
        let message = format!("事项“{}”在本单位本类别里已经有了", item.name().value);
        about(sink.field("name", item.name().span, message), item)
            .related
            .push((other.name().span, "第一次在这里".to_owned()));
    }
}
