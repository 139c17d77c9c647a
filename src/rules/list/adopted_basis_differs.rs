//! X027 `adopted-basis-differs`: 法律依据与上级的不同

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::adopted::{Adopted, provisions_of_item, provisions_of_rows};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 法律依据与上级的不同。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 27),
    name: "adopted-basis-differs",
    title: "法律依据与上级的不同",
    why: "同一项权力上下级的依据应当是同一些条款；不同的，或者本级引漏、引错，或者上级的法已经改了，要弄清是哪一种。",
    remedy: "逐条对照：引漏的补上，引错的改正；上级的依据过时的，向上级提出；本级另有依据的，在工程设置里 allow 并写明",
    severities: Severities::always(Severity::Warning),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十六条]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《中华人民共和国水土保持法》第25条第1款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some((adopted, its)) = Adopted::of(c).and_then(|a| Some((a, a.its?))) else {
        return;
    };
    let own = provisions_of_item(c.item, c.shared.register);
    let theirs = provisions_of_rows(&its.basis, c.shared.register);
    // What was not understood cannot be compared; other rules speak of it.
    let (Some(own), Some(theirs)) = (own, theirs) else {
        return;
    };
    let lacking: Vec<String> = theirs.difference(&own).map(ToString::to_string).collect();
    let more: Vec<String> = own.difference(&theirs).map(ToString::to_string).collect();
    if lacking.is_empty() && more.is_empty() {
        return;
    }
    let mut parts = Vec::new();
    if !lacking.is_empty() {
        parts.push(format!("上级有而这里没有{}", lacking.join("、")));
    }
    if !more.is_empty() {
        parts.push(format!("这里有而上级没有{}", more.join("、")));
    }
    let first = c.item.legal_basis.first();
    let span = first.map_or(c.item.name.span, |basis| basis.cite.text.span);
    let message = format!("依据与承接的“{}”不同：{}", adopted.code(), parts.join("；"));
    sink.field("legal_basis", span, message);
}
