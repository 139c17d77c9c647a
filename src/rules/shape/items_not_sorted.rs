//! S020 `items-not-sorted`: 事项没有按编码排列

use std::collections::HashMap;

use crate::domain::ids::ItemCode;
use crate::domain::place::SourceId;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::key::{FileKeys, ItemKey};
use crate::rules::list::about;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项没有按编码排列。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 20),
    name: "items-not-sorted",
    title: "事项没有按编码排列",
    why: "文件里的次序就是公布的次序；按编码排好，两次报送之间的差异才看得清。",
    remedy: "power-list fix 可以改正：整项移动，连同它上面的注释",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0002\n    name: 对未批先建行为的处罚\n  - code: 341100-hbj-02-0001\n    name: 对偷排行为的处罚\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

/// Whether an item has no code yet, or one of its unit and category; any other code is another rule's business.
fn is_of_its_file(c: &ListContext<'_>, item: ItemKey<'_>) -> bool {
    let Some(code) = item.code() else { return true };
    let Ok(code) = code.value.parse::<ItemCode>() else {
        return false;
    };
    let parts = code.parts();
    parts.jurisdiction == c.shared.project.settings.jurisdiction.value.as_str()
        && parts.department == item.department()
        && c.shared
            .category(item.category())
            .is_some_and(|category| parts.category == &*category.code)
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut by_file: HashMap<SourceId, Vec<&FileKeys>> = HashMap::new();
    for file in c.keys {
        by_file.entry(file.source()).or_default().push(file);
    }
    for file in c.shared.project.files.iter().filter(|f| f.whole) {
        let keys = by_file.remove(&file.source).unwrap_or_default();
        // Nearly every file: what is in order as a whole is so without some of its items, too.
        let codes = keys.iter().flat_map(|keys| keys.items());
        if codes
            .filter_map(|item| item.code())
            .is_sorted_by_key(|code| code.value)
        {
            continue;
        }
        let mut last: Option<&str> = None;
        let mut out_of_order = None;
        for item in keys.into_iter().flat_map(FileKeys::items) {
            if !is_of_its_file(c, item) {
                continue;
            }
            let Some(code) = item.code() else {
                // Without every code there is no order to keep.
                out_of_order = None;
                break;
            };
            if out_of_order.is_none()
                && let Some(before) = last.filter(|last| code.value < *last)
            {
                out_of_order = Some((before, item, code));
            }
            last = Some(code.value);
        }
        let Some((before, item, code)) = out_of_order else {
            continue;
        };
        let message = format!("“{}”排在“{before}”之后，没有按编码排列", code.value);
        about(sink.field("code", code.span, message), item);
    }
}
