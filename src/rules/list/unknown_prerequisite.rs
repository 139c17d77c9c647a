//! X015 `unknown-prerequisite`: 前置事项的编码不在清单里

use std::collections::HashSet;

use super::about;
use crate::domain::ids::ItemCode;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 前置事项的编码不在清单里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 15),
    name: "unknown-prerequisite",
    title: "前置事项的编码不在清单里",
    why: "前置审批写的编码在清单里找不到：或者编码写错了，或者那一项已经取消，前置也就没有了。",
    remedy: "改正编码；前置的事项已经取消的，删去",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 341100-hbj-01-0009, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 341100-hbj-01-0001, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    // A name in words may be another office's item; only a code promises to be in this list.
    let coded = c.items().flat_map(|item| {
        let all = item.prerequisites().map(move |(text, _)| (item, text));
        all.filter_map(|(item, text)| Some((item, text.parse::<ItemCode>().ok()?, text)))
    });
    let coded: Vec<_> = coded.collect();
    if coded.is_empty() {
        return;
    }
    let known = c.items().flat_map(|item| {
        let own = item.code().into_iter();
        own.chain(item.sub_items().map(|(code, _)| code))
    });
    let known: HashSet<&str> = known.map(|code| code.value).collect();
    for (item, code, text) in coded {
        let unread = c.shared.has_unread_items(Some(code.parts().department));
        if !known.contains(text.value) && !unread {
            let message = format!("前置事项“{}”不在清单里", text.value);
            about(sink.field("prerequisites", text.span, message), item);
        }
    }
}
