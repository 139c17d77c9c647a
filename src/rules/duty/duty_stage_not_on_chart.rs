//! R005 `duty-stage-not-on-chart`: 责任事项的环节在流程图上找不到

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 责任事项的环节在流程图上找不到。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 5),
    name: "duty-stage-not-on-chart",
    title: "责任事项的环节在流程图上找不到",
    why: "责任事项按流程图的环节写，两边对得上才知道谁在哪一步负责；流程图上没有的环节，或者是图漏画了，或者是责任写错了。",
    remedy: "统一两边的环节名称，或者补画这个环节",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key(
        "responsibilities",
        "    responsibilities:\n      - { stage: 受理, duty: 一次告知需要补正的材料 }\n      - { stage: 踏勘, duty: 现场核实 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

/// Stages that no chart of the procedure itself shows; 直接实施 and 指导监督 are how some lists split duties.
const OUTSIDE: [&str; 6] = ["监管", "监督", "公开", "其他", "其它", "直接实施"];

/// Words that charts use for one stage of the procedure.
const ALIKE: [&[&str]; 8] = [
    &["受理", "接收", "收件", "申请", "申报", "登记"],
    &[
        "审查", "审核", "评审", "核审", "审议", "讨论", "会审", "审理", "核查", "勘", "复核",
        "审定", "初审", "审批", "核对", "合议",
    ],
    &[
        "决定", "批准", "审批", "核准", "作出", "签发", "审定", "下达", "裁决", "责令",
    ],
    &["告知", "通知", "陈述", "听证"],
    &["执行", "缴", "履行", "结案", "处理"],
    &[
        "处理", "处置", "解除", "结案", "退还", "归还", "返还", "移送", "没收", "拍卖", "销毁",
        "办结",
    ],
    &[
        "检查", "巡查", "抽查", "监测", "核查", "调查", "督查", "查看",
    ],
    &["制定方案", "方案", "计划", "部署", "启动", "发布"],
];

/// Whether a stage and a step's name share two characters in a row.
fn meet(stage: &str, step: &str) -> bool {
    let ends = || stage.char_indices().map(|(at, c)| at + c.len_utf8());
    let Some(first) = ends().next().filter(|end| *end < stage.len()) else {
        return step.contains(stage);
    };
    // Where each piece of two characters begins and ends.
    std::iter::once(0)
        .chain(std::iter::once(first))
        .chain(ends().skip(1))
        .zip(ends().skip(1))
        .any(|(from, to)| step.contains(&stage[from..to]))
}

/// Whether a step's name speaks of a stage, in its own word or in one that means the same.
fn shows(step: &str, stage: &str) -> bool {
    meet(stage, step)
        || ALIKE.iter().any(|words| {
            words.first().is_some_and(|first| stage.contains(first))
                && words.iter().any(|word| step.contains(word))
        })
}

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(chart) = c.structured_chart() else {
        return;
    };
    // 其他权力 has no procedure of its own, and each unit names its stages as it likes.
    if c.category.is_none_or(|k| k.stages.is_empty()) {
        return;
    }
    for duty in &c.item.responsibilities {
        let stage = duty.stage.value.as_str();
        // The step's own word, as most write it, needs no search.
        if chart.steps.iter().any(|s| s.name.value == stage) {
            continue;
        }
        if OUTSIDE.iter().any(|word| stage.contains(word)) {
            continue;
        }
        let shown = chart.steps.iter().any(|s| {
            shows(&s.name.value, stage) || s.stage.as_ref().is_some_and(|x| shows(x, stage))
        });
        if !shown {
            let message = format!("流程图上没有“{stage}”这个环节");
            sink.field("responsibilities", duty.stage.span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::meet;

    #[test]
    fn two_characters_in_a_row_meet() {
        assert!(meet("调查取证", "立案调查"));
        assert!(meet("决定", "作出决定"));
        assert!(meet("审", "审核"));
        assert!(!meet("审查", "查审"));
        assert!(!meet("送达", "达送一"));
        assert!(meet("受理审查", "审查"));
    }
}
