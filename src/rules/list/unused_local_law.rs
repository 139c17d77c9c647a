//! X012 `unused-local-law`: 登记的法规没有事项引用

use std::collections::HashSet;

use crate::domain::flowchart::ChartFile;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::context::find_law;
use crate::rules::key::laws_of;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 登记的法规没有事项引用。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 12),
    name: "unused-local-law",
    title: "登记的法规没有事项引用",
    why: "laws/ 里登记的文件是为清单补充的；没有事项和流程图引用，多半是登记的名称与引用的写法不一致，或者引用它的事项已经删去。",
    remedy: "核对名称；不再需要的，从 laws/ 里删去",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "laws/test.yaml",
        "name: 滁州市测试办法\nlevel: 规范性文件\nversions:\n  - { published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }\n",
    )]),
    good: Sample::Files(&[
        (
            "laws/test.yaml",
            "name: 滁州市测试办法\nlevel: 规范性文件\nversions:\n  - { published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }\n",
        ),
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款, 《滁州市测试办法》第三条]\n",
        ),
    ]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    if project.local_laws.is_empty() || project.files.iter().any(|file| !file.whole) {
        return;
    }
    let charts = project.charts.values().filter_map(|chart| match chart {
        ChartFile::Structured(chart) => Some(chart),
        _ => None,
    });
    let of_charts = charts
        .flat_map(|chart| chart.citations())
        .flat_map(|text| laws_of(text, c.shared.register))
        .map(|law| law.id.as_str());
    let of_items = c.keys.iter().flat_map(|file| &file.local_laws);
    let cited: HashSet<&str> = of_items.map(String::as_str).chain(of_charts).collect();
    for name in &project.local_laws {
        let law = find_law(c.shared.register, &name.value);
        if law.is_some_and(|law| !cited.contains(law.id.as_str())) {
            let message = format!("没有事项引用《{}》", name.value);
            sink.report(name.span, message);
        }
    }
}
