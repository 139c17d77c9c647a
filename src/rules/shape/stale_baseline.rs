//! S019 `stale-baseline`: 基线里的旧账已经改好

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 基线里的旧账已经改好。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 19),
    name: "stale-baseline",
    title: "基线里的旧账已经改好",
    why: "基线只减不增才有用：改好的不划掉，日后再犯会被当作旧账放过去。",
    remedy: "运行 power-list baseline prune 划掉",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "power-list.baseline.json",
        "{ \"schema\": \"power-list/baseline/v1\", \"entries\": [{ \"file\": \"items/hbj/行政审批.yaml\", \"rule\": \"L002\", \"item\": \"341100-hbj-01-0001\", \"count\": 1, \"since\": \"2014-08-15\", \"messages\": [] }] }\n",
    )]),
    good: Sample::Files(&[(
        "power-list.baseline.json",
        "{ \"schema\": \"power-list/baseline/v1\", \"entries\": [] }\n",
    )]),
    check: Check::Reader,
};
