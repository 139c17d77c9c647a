//! X020 `parent-list-unusable`: 上级清单用不了

use crate::domain::adoption::ParentList;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 上级清单用不了。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 20),
    name: "parent-list-unusable",
    title: "上级清单用不了",
    why: "承接上级的事项要与上级公布的清单对照；清单不在、读不出或者不是上级的，哪一项也对不上。",
    remedy: "把上级公布的 .db 文件放到工程能找到的地方，改正 parent 的 release",
    severities: Severities::always(Severity::Error),
    bad: Sample::County(&[
        (
            "power-list.yaml",
            "jurisdiction: { code: 341122, name: 来安县 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2015-03-01\ngate: 4\nreview_groups: [综合组, 审核一组]\nparent: { release: 上级/341100-20160301.db }\n",
        ),
        (
            "items/hbj/行政审批.yaml",
            "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
        ),
    ]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    let written = project.settings.parent.as_ref();
    if let (Some(ParentList::Unusable(why)), Some(written)) = (&project.parent, written) {
        let message = format!("上级清单“{}”用不了：{why}", written.value);
        sink.report(written.span, message);
    }
}
