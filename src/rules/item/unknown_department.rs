//! I001 `unknown-department`: 部门不在 departments.yaml 里

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::nearest;

/// 部门不在 departments.yaml 里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 1),
    name: "unknown-department",
    title: "部门不在 departments.yaml 里",
    why: "清单上的每一项权力都要有法定的行使主体；部门名册之外的代号查不到主体。",
    remedy: "改正部门代号，或者先在 departments.yaml 登记这个单位",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/xxj/行政审批.yaml",
        "department: xxj\ncategory: 行政审批\nitems: []\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let departments = &c.shared.project.departments;
    for file in &c.shared.project.files {
        let Some(id) = &file.department else { continue };
        if c.shared.department(&id.value).is_none() {
            let ids = departments.iter().map(|d| d.id.value.as_str());
            let near = nearest(&id.value, ids).map(str::to_owned);
            let finding = sink.field(
                "department",
                id.span,
                format!("部门“{}”不在 departments.yaml 里", id.value),
            );
            finding.department = Some(id.value.clone());
            if let Some(near) = near {
                finding.help = Some(format!("是不是“{near}”？否则先在 departments.yaml 登记"));
            }
        }
    }
}
