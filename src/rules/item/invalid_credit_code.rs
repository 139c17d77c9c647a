//! I014 `invalid-credit-code`: 统一社会信用代码或组织机构代码不对

use super::credit_code_fault;
use crate::domain::credit_code::check as check_code;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 统一社会信用代码或组织机构代码不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 14),
    name: "invalid-credit-code",
    title: "统一社会信用代码或组织机构代码不对",
    why: "统一社会信用代码 18 位（GB 32100-2015），组织机构代码 9 位（GB 11714-1997），最后一位都是校验码；校验不过，代码一定抄错了。",
    remedy: "对照登记证书改正",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - id: hbj\n    name: 滁州市环境保护局\n    short_name: 市环保局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [环境影响评价科, 污染防治科]\n    credit_code: 11511301008778183X\n",
    )]),
    good: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - id: hbj\n    name: 滁州市环境保护局\n    short_name: 市环保局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [环境影响评价科, 污染防治科]\n    credit_code: 11511301008778183N\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    for unit in &c.shared.project.departments {
        if let Some(code) = &unit.credit_code
            && let Err(fault) = check_code(&code.value)
        {
            let message = format!("“{}”{}", code.value, credit_code_fault(fault));
            sink.report(code.span, message).department = Some(unit.id.value.to_string());
        }
    }
}
