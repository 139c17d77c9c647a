//! X018 `prerequisite-unit-not-stated`: 前置审批没有写明由谁办理

use std::collections::HashSet;
use std::iter;

use super::about;
use crate::domain::ids::ItemCode;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 前置审批没有写明由谁办理。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 18),
    name: "prerequisite-unit-not-stated",
    title: "前置审批没有写明由谁办理",
    why: "前置审批不在本清单里的，要写明由哪一级哪个单位办理，申请人才知道先去哪里（行政许可法第三十条）。",
    remedy: "本清单里有的写编码；没有的写 handled_by（办理单位）",
    severities: Severities::first_then(Severity::Note, Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 某地用地预审, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 某地用地预审, handled_by: 省国土资源厅, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let unsaid = c.items().flat_map(|item| {
        let all = item.prerequisites().filter(|(_, handled)| !handled);
        all.map(move |(text, _)| (item, text))
    });
    // A code is looked up by `unknown-prerequisite`.
    let unsaid: Vec<_> = unsaid
        .filter(|(_, text)| text.parse::<ItemCode>().is_err())
        .collect();
    if unsaid.is_empty() {
        return;
    }
    let named = c.items().flat_map(|item| {
        let subs = item.sub_items().map(|(_, name)| name);
        iter::once(item.name().value).chain(subs)
    });
    let known: HashSet<&str> = named.collect();
    for (item, text) in unsaid {
        if !known.contains(text.value) {
            let message = format!("前置审批“{}”不在清单里，也没有写明由谁办理", text.value);
            about(sink.field("prerequisites", text.span, message), item);
        }
    }
}
