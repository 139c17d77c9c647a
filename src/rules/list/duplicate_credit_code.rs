//! X014 `duplicate-credit-code`: 两个单位用同一个代码

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 两个单位用同一个代码。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 14),
    name: "duplicate-credit-code",
    title: "两个单位用同一个代码",
    why: "统一社会信用代码、组织机构代码一个单位一个。",
    remedy: "对照登记证书改正其中一个",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - id: hbj\n    name: 滁州市环境保护局\n    short_name: 市环保局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [环境影响评价科, 污染防治科]\n    credit_code: 11511301008778183N\n  - { id: slj, name: 滁州市水利局, kind: 市政府工作部门, credit_code: 11511301008778183N }\n",
    )]),
    good: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - id: hbj\n    name: 滁州市环境保护局\n    short_name: 市环保局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [环境影响评价科, 污染防治科]\n    credit_code: 11511301008778183N\n  - { id: slj, name: 滁州市水利局, kind: 市政府工作部门, credit_code: 11450721MB15580811 }\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut first = HashMap::new();
    for unit in &c.shared.project.departments {
        let Some(code) = &unit.credit_code else {
            continue;
        };
        match first.entry(code.value.replace('-', "")) {
            Entry::Vacant(slot) => {
                slot.insert(code.span);
            }
            Entry::Occupied(slot) => {
                let message = format!("代码“{}”别的单位已经用了", code.value);
                let finding = sink.report(code.span, message);
                finding.department = Some(unit.id.value.to_string());
                finding
                    .related
                    .push((*slot.get(), "第一次在这里".to_owned()));
            }
        }
    }
}
