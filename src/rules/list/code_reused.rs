//! X006 `code-reused`: 用过的编码给了另一事项

use std::collections::HashSet;

use super::about;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 用过的编码给了另一事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 6),
    name: "code-reused",
    title: "用过的编码给了另一事项",
    why: "编码终身不变、用过不再用：旧编码指到另一事项，以前的公布、决定和诉讼就对不上了。",
    remedy: "换一个没有用过的编码（power-list code assign）；只是改名的不必理会",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Published(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341100-hbj-01-0001\n    name: 危险废物经营许可\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    good: Sample::Published(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341100-hbj-01-0001\n    name: 水土保持方案许可\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    check: Check::List(check),
};

/// Words of the form of a name, not of the thing it names.
const FORM: [&str; 12] = [
    "行为", "处罚", "许可", "审批", "核准", "备案", "确认", "奖励", "征收", "检查", "登记", "对",
];

/// Whether two names have so little in common that no renaming explains it: less than three of ten of the
/// two-character pieces of the shorter one are in the other.
pub fn are_strangers(a: &str, b: &str) -> bool {
    let pieces = |name: &str| -> HashSet<[char; 2]> {
        let bare = FORM
            .iter()
            .fold(spelled(name), |name, word| name.replace(word, ""));
        let chars: Vec<char> = bare.chars().collect();
        chars.windows(2).map(|w| [w[0], w[1]]).collect()
    };
    let (a, b) = (pieces(a), pieces(b));
    let fewer = a.len().min(b.len());
    fewer >= 2 && a.intersection(&b).count() * 10 < fewer * 3
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    if project.published.is_empty() {
        return;
    }
    for item in c.items() {
        let Some(code) = item.code() else { continue };
        let name = item.name();
        let Some(earlier) = project.published.other(code.value, &name) else {
            continue;
        };
        if are_strangers(&earlier.name, &name) {
            let message = format!(
                "“{}”在 {} 里是“{}”，现在是“{}”",
                code.value, earlier.release, earlier.name, name.value
            );
            about(sink.field("code", code.span, message), item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::are_strangers;

    #[test]
    fn a_renamed_item_is_no_stranger() {
        assert!(!are_strangers("民办学校设立审批", "民办教育机构设立许可"));
        assert!(!are_strangers("取水许可", "取水审批"));
        assert!(are_strangers(
            "对未编报水土保持方案行为的处罚",
            "对擅自捕捞水鸟行为的处罚"
        ));
    }
}
