//! I008 `bad-name-form`: 事项名称的写法不规范

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项名称的写法不规范。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 8),
    name: "bad-name-form",
    title: "事项名称的写法不规范",
    why: "名称是清单检索和对照的依据；名称里的换行、空格和句末标点会让同一事项看起来像两项。",
    remedy: "去掉名称首尾的空格、标点和中间的换行",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key("name", "    name: 建设项目环境影响评价文件审批。"),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let name = &c.item.name;
    let text = name.value.as_str();
    let fault = if text.trim() != text || text.starts_with('\u{3000}') || text.ends_with('\u{3000}')
    {
        Some("首尾有空格")
    } else if text.contains(['\n', '\r', '\t']) {
        Some("中间有换行或制表符")
    } else if text.ends_with(['。', '；', '，', '、', ';', ',', '.']) {
        Some("以标点结尾")
    } else if text.contains("  ") || text.contains('\u{3000}') {
        Some("中间有多余的空格")
    } else {
        None
    };
    if let Some(fault) = fault {
        sink.field(
            "name",
            name.span,
            format!("事项名称{fault}：“{}”", text.trim()),
        );
    }
}
