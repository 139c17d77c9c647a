//! C008 `basis-only-normative`: 依据只有规范性文件

use super::report_low_basis;
use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 依据只有规范性文件。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 8),
    name: "basis-only-normative",
    title: "依据只有规范性文件",
    why: "规章以下的规范性文件不得减损公民、法人和其他组织的权益或者增加其义务（立法法 2015 年修正第八十条、第八十二条）；给付、奖励、确认、裁决、规划和其他权力没有统一的设定法，至少要有规章以上的依据。",
    remedy: "改引法律、法规、规章；确实只有文件的，说明是哪一级的文件、为什么保留",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《滁州市测试办法》第三条]\n",
        ),
        (
            "laws/test.yaml",
            "name: 滁州市测试办法\nlevel: 规范性文件\nversions:\n  - { published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }\n",
        ),
    ]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    check: Check::Item(check),
};

/// Kinds that no statute of their own governs; the others have rules of their own.
const KINDS: [PowerKind; 7] = [
    PowerKind::Payment,
    PowerKind::Inspection,
    PowerKind::Confirmation,
    PowerKind::Reward,
    PowerKind::Adjudication,
    PowerKind::Planning,
    PowerKind::Other,
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    for kind in KINDS {
        report_low_basis(c, sink, kind, LawLevel::LocalGovernmentRule);
    }
}
