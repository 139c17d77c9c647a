//! S017 `expired-allow`: 允许已经过期

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 允许已经过期。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 17),
    name: "expired-allow",
    title: "允许已经过期",
    why: "允许是有期限的决定，过了 until 写的那一天就不再算数，问题重新报出来。",
    remedy: "改好问题后删去这一条；要延期的，经过批准再改 until 和 reason",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "power-list.yaml",
        "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2015-03-01\ngate: 4\nreview_groups: [审核一组]\nallow:\n  - { rule: I012, item: 341100-hbj-01-0001, reason: 正在申请公开电话, until: 2015-02-28 }\n",
    )]),
    good: Sample::Files(&[(
        "power-list.yaml",
        "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2015-03-01\ngate: 4\nreview_groups: [审核一组]\nallow:\n  - { rule: I012, item: 341100-hbj-01-0001, reason: 正在申请公开电话, until: 2015-12-31 }\n",
    )]),
    check: Check::Reader,
};
