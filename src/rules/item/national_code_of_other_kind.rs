//! I016 `national-code-of-other-kind`: 国家平台的编码是另一类事项

use crate::domain::national_code::NationalCode;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 国家平台的编码是另一类事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 16),
    name: "national-code-of-other-kind",
    title: "国家平台的编码是另一类事项",
    why: "基本编码的第三、四位是事项类型（GB/T 39046-2020：01 许可、02 处罚、03 强制、04 征收、05 给付、06 检查、07 确认、08 奖励、09 裁决、10 其他），应与清单里的类别一致。",
    remedy: "核对编码有没有抄错；没抄错的，核对类别",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    national_code: \"000204002000\"\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    national_code: \"001004002000\"\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let (Some(code), Some(category)) = (&c.item.national_code, c.category) else {
        return;
    };
    if let Ok(national) = NationalCode::parse(&code.value)
        && !national.kinds().contains(&category.kind)
    {
        let message = format!(
            "编码的事项类型是 {}，事项却列在{}",
            national.kind, category.name
        );
        sink.field("national_code", code.span, message);
    }
}
