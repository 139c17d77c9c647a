//! X011 `other-category-swollen`: 其他权力过多

use std::collections::BTreeMap;

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 其他权力过多。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 11),
    name: "other-category-swollen",
    title: "其他权力过多",
    why: "“其他权力”是归不进别的类别的才列；占得太多，多半是没有认真分类。",
    remedy: "逐项核对能不能归入别的类别",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 第1号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0002\n    name: 第2号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0003\n    name: 第3号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0004\n    name: 第4号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0005\n    name: 第5号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0006\n    name: 第6号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0007\n    name: 第7号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0008\n    name: 第8号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0009\n    name: 第9号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n  - code: 341100-hbj-10-0010\n    name: 第10号测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

/// Of fewer items no share can be judged.
const FEWEST: usize = 10;

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut units: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for item in c.items() {
        let (all, other) = units.entry(item.department()).or_default();
        *all += 1;
        let category = c.shared.category(item.category());
        *other += usize::from(category.is_some_and(|k| k.kind == PowerKind::Other));
    }
    for (id, (all, other)) in units {
        if all >= FEWEST
            && other * 3 > all
            // What could not be read may well be of the other categories.
            && !c.shared.has_unread_items(Some(id))
            && let Some(unit) = c.shared.department(id)
        {
            let message = format!("{}的 {all} 项里有 {other} 项是其他权力", unit.name.value);
            sink.report(unit.name.span, message).department = Some(id.to_owned());
        }
    }
}
