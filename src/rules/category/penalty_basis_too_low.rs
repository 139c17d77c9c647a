//! C004 `penalty-basis-too-low`: 行政处罚的设定依据只是规范性文件

use super::report_low_basis;
use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政处罚的设定依据只是规范性文件。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 4),
    name: "penalty-basis-too-low",
    title: "行政处罚的设定依据只是规范性文件",
    why: "法律、法规、规章可以在各自的权限内设定行政处罚，其他规范性文件不得设定（行政处罚法 2021 年修订第十六条，1996 年第十四条）。",
    remedy: "改引设定这项处罚的法律、法规、规章；没有的，提出取消",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对测试行为的处罚\n    legal_basis: [《滁州市测试办法》第三条]\n",
        ),
        (
            "laws/test.yaml",
            "name: 滁州市测试办法\nlevel: 规范性文件\nversions:\n  - { published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }\n",
        ),
    ]),
    good: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对测试行为的处罚\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    report_low_basis(c, sink, PowerKind::Penalty, LawLevel::LocalGovernmentRule);
}
