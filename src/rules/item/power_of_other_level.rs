//! I019 `power-of-other-level`: 事项由别的层级行使

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项由别的层级行使。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 19),
    name: "power-of-other-level",
    title: "事项由别的层级行使",
    why: "本级清单只列本级行使的权力；属于省级、县级的，应当列在那一级的清单里，委托、下放下来的要写明。",
    remedy: "不是本级行使的删去；受委托或者承接的，在行使层级里写明",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key("exercised_by", "    exercised_by: 省级"),
    good: Sample::Base,
    check: Check::Item(check),
};

/// Words for the levels, highest first.
const LEVELS: [(&str, &[&str]); 4] = [
    ("省", &["省级", "自治区级"]),
    ("市", &["市级", "设区的市", "地级"]),
    (
        "县",
        &["县级", "区级", "县区", "县（市、区）", "县(市、区)"],
    ),
    ("乡", &["乡镇", "乡级", "街道"]),
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(level) = &c.item.exercised_by else {
        return;
    };
    // GB/T 2260: two digits each for province, city and county.
    let code = c.shared.project.settings.jurisdiction.value.as_str();
    let own = match (code.ends_with("0000"), code.ends_with("00")) {
        (true, _) => "省",
        (false, true) => "市",
        (false, false) => "县",
    };
    let text = level.value.as_str();
    let named = |level: &str| {
        LEVELS
            .iter()
            .filter(|(l, _)| *l == level)
            .flat_map(|(_, words)| *words)
            .any(|word| text.contains(word))
    };
    // So it is with nearly every item.
    if named(own) {
        return;
    }
    let handed_over = ["委托", "下放", "授权", "承接", "分级"]
        .iter()
        .any(|word| text.contains(word));
    let others = LEVELS
        .iter()
        .any(|(level, _)| *level != own && named(level));
    if !others || handed_over {
        return;
    }
    // 县（市、区） means cities of county level: its 市 is not this one.
    let of_counties = ["县（市、区）", "县(市、区)", "县（市）", "县(市)"];
    let rest = of_counties
        .iter()
        .fold(text.to_owned(), |rest, word| rest.replace(word, "县"));
    if !rest.contains(own) {
        let message = format!("行使层级是“{text}”，不是本级（{own}级）");
        sink.field("exercised_by", level.span, message);
    }
}
