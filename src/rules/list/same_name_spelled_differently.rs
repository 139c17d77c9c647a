//! X007 `same-name-spelled-differently`: 只是写法不同的同一事项

use super::{about, group, repeated};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 只是写法不同的同一事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 7),
    name: "same-name-spelled-differently",
    title: "只是写法不同的同一事项",
    why: "去掉标点、空格和“的”“行政”一类的字以后，名称与本单位本类别的另一项完全相同：同一事项列了两次。",
    remedy: "合并成一项；真是两项的，改名区分",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n  - code: 341100-hbj-02-0002\n    name: 对未编报水土保持方案的行为的行政处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n  - code: 341100-hbj-02-0002\n    name: 对未修改水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let pairs = repeated(
        c.keys,
        |item| Some((group(item), item.spelling())),
        |item| Some((group(item), spelled(&item.name()))),
    );
    for (other, item) in pairs {
        let (name, before) = (item.name(), other.name());
        let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
        // Names that do not differ at all are another rule's business.
        if same(&name, &before) {
            continue;
        }
        let message = format!("“{}”与“{}”只是写法不同", name.value, before.value);
        about(sink.field("name", name.span, message), item)
            .related
            .push((before.span, "另一项在这里".to_owned()));
    }
}
