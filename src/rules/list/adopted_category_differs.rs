//! X026 `adopted-category-differs`: 权力类别与上级的不同

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::adopted::Adopted;
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 权力类别与上级的不同。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 26),
    name: "adopted-category-differs",
    title: "权力类别与上级的不同",
    why: "权力的类别由设定它的法律决定，不因由哪一级行使而变；上下级类别不同，必有一边归错了类。",
    remedy: "改到上级清单的类别里；认为上级归错了的，向上级提出",
    severities: Severities::always(Severity::Warning),
    bad: Sample::County(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341122-hbj-10-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some((adopted, its)) = Adopted::of(c).and_then(|a| Some((a, a.its?))) else {
        return;
    };
    let written = &c.item.category;
    // Sets that name their categories otherwise mean the same kinds of power.
    let same_kind = c.category.is_some_and(|own| own.kind.key() == its.kind);
    let other_set = adopted.parent.category_set != c.shared.project.settings.categories.id.as_ref();
    if written.value != its.category && !(other_set && same_kind) {
        let message = format!(
            "承接的“{}”在上级清单里是{}，这里是{}",
            adopted.code(),
            its.category,
            written.value
        );
        sink.field("category", c.item.name.span, message);
    }
}
