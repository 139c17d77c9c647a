//! C007 `levy-basis-too-low`: 行政征收的依据层级不够

use super::highest_level;
use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政征收的依据层级不够。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 7),
    name: "levy-basis-too-low",
    title: "行政征收的依据层级不够",
    why: "税的开征、停征和征收管理依照法律、行政法规（税收征收管理法第三条；立法法 2015 年修正第八条第六项，2023 年修正第十一条第六项）；征收、征用财产只能由法律设定（同条第七项）；收费要有法律、法规或者国务院、省级批准的文件。规章和规范性文件不能自行开征。",
    remedy: "改引法律、法规；经国务院或者省级批准的收费，把批准文件登记到 laws/ 并改引；都没有的停止征收",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/行政征收.yaml",
        "department: hbj\ncategory: 行政征收\nitems:\n  - code: 341100-hbj-03-0001\n    name: 测试费征收\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/行政征收.yaml",
        "department: hbj\ncategory: 行政征收\nitems:\n  - code: 341100-hbj-03-0001\n    name: 水资源费征收\n    legal_basis: [《取水许可和水资源费征收管理条例》第二十八条]\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(highest) = highest_level(c, PowerKind::Levy) else {
        return;
    };
    let tax = c.item.name.value.contains('税');
    let lowest = if tax {
        LawLevel::AdministrativeRegulation
    } else {
        LawLevel::LocalRegulation
    };
    if highest > lowest
        && let Some(basis) = c.item.legal_basis.first()
    {
        let what = if tax { "征税" } else { "征收" };
        let message = format!("{what}的依据最高只是{}，无权开征", highest.chinese());
        sink.field("legal_basis", basis.cite.text.span, message);
    }
}
