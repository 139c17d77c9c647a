//! I007 `unknown-office`: 承办机构不是本单位的内设机构

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 承办机构不是本单位的内设机构。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 7),
    name: "unknown-office",
    title: "承办机构不是本单位的内设机构",
    why: "承办机构写错，群众会找错门，追责也落不到人。",
    remedy: "改成 departments.yaml 里登记的内设机构；机构有变动的先改名册",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key("office", "    office: 总工程师办公室"),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let (Some(office), Some(department)) = (&c.item.office, c.department) else {
        return;
    };
    let offices = &department.offices;
    // One item may be handled by several offices, written with 、 between them.
    let unknown: Vec<&str> = office
        .value
        .split(['、', '，', ',', '/', '；'])
        .map(str::trim)
        .filter(|name| !name.is_empty() && !offices.iter().any(|o| o == name))
        .collect();
    if offices.is_empty() || unknown.is_empty() {
        return;
    }
    let message = format!(
        "承办机构“{}”不在{}的内设机构里",
        unknown.join("、"),
        department.short_name
    );
    let finding = sink.field("office", office.span, message);
    finding.help = Some(format!("已登记的内设机构：{}", offices.join("、")));
}
