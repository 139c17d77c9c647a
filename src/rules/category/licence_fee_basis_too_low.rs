//! C001 `licence-fee-basis-too-low`: 行政审批收费的依据层级不够

use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政审批收费的依据层级不够。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 1),
    name: "licence-fee-basis-too-low",
    title: "行政审批收费的依据层级不够",
    why: "实施行政许可不得收费，法律、行政法规另有规定的除外（行政许可法第五十八条、第五十九条）。",
    remedy: "改引法律或行政法规；没有的，停止收费",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key(
        "fee",
        "    fee: { charged: true, standard: 每件, basis: [《侵害消费者权益行为处罚办法》第三条] }",
    ),
    good: Sample::Key(
        "fee",
        "    fee: { charged: true, standard: 按量, basis: [《水土保持法》第三十二条第二款] }",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let licensing = c.category.is_some_and(|k| k.kind == PowerKind::Licensing);
    let (true, Some(fee)) = (licensing, &c.item.fee) else {
        return;
    };
    if !fee.charged.value {
        return;
    }
    let bases = c.fee_cites();
    let levels: Vec<_> = bases
        .iter()
        .filter_map(|x| x.law.map(|law| law.level))
        .collect();
    // A law that the register does not have is another rule's business.
    let known = levels.len() == bases.len();
    let enough = |level: &LawLevel| *level <= LawLevel::AdministrativeRegulation;
    if known && !levels.is_empty() && !levels.iter().any(enough) {
        let highest = levels.iter().min().map_or("", |l| l.chinese());
        let message = format!("行政审批收费的依据最高只是{highest}，不是法律、行政法规");
        sink.field("fee", fee.charged.span, message);
    }
}
