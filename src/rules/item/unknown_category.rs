//! I002 `unknown-category`: 类别不在本工程的类别体系里

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 类别不在本工程的类别体系里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 2),
    name: "unknown-category",
    title: "类别不在本工程的类别体系里",
    why: "清单按公布的类别体系分类（滁州 2014 年用安徽省的十类）；自造的类别无法汇总，也无法与上级清单对应。",
    remedy: "改成类别体系里的名称；体系本身要换的，改 power-list.yaml 的 categories",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政许可.yaml",
        "department: hbj\ncategory: 行政许可\nitems: []\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let set = &c.shared.project.settings.categories;
    for file in &c.shared.project.files {
        let Some(category) = &file.category else {
            continue;
        };
        if set.find(&category.value).is_none() {
            let names: Vec<&str> = set.categories.iter().map(|c| &*c.name).collect();
            let finding = sink.field(
                "category",
                category.span,
                format!("类别“{}”不在“{}”里", category.value, set.name),
            );
            finding.department = file.department.as_ref().map(|d| d.value.clone());
            finding.help = Some(format!("可用的类别：{}", names.join("、")));
        }
    }
}
