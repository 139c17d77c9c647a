//! I015 `malformed-national-code`: 国家平台的编码不对

use super::credit_code_fault;
use crate::domain::national_code::{NationalCode, NationalCodeFault};
use crate::domain::width;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 国家平台的编码不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 15),
    name: "malformed-national-code",
    title: "国家平台的编码不对",
    why: "基本编码 12 位数字；实施编码 31 位：18 位统一社会信用代码、1 位行使层级、12 位基本编码（国家政务服务平台事项编码的通行格式）。",
    remedy: "对照国家政务服务平台改正；还没有的不写",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    national_code: \"0001040020\"\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    national_code: \"001004002000\"\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(code) = &c.item.national_code else {
        return;
    };
    // What is only in the wrong width is another rule's business.
    let Err(fault) = NationalCode::parse(&width::half(&code.value)) else {
        return;
    };
    let why = match fault {
        NationalCodeFault::Length(n) => format!("有 {n} 位，应为 12 位或者 31 位"),
        NationalCodeFault::NotDigits => "里有不是数字的字符".to_owned(),
        NationalCodeFault::Body(fault) => {
            format!("里的统一社会信用代码{}", credit_code_fault(fault))
        }
    };
    sink.field("national_code", code.span, format!("“{}”{why}", code.value));
}
