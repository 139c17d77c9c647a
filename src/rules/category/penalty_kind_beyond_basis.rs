//! C005 `penalty-kind-beyond-basis`: 依据的层级不能设定这一种处罚

use super::{highest_level, own_names};
use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 依据的层级不能设定这一种处罚。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 5),
    name: "penalty-kind-beyond-basis",
    title: "依据的层级不能设定这一种处罚",
    why: "限制人身自由的处罚只能由法律设定；吊销营业执照只能由法律、行政法规设定；规章只能设定警告、通报批评和一定数额的罚款，不能设定没收、停产停业、暂扣和吊销许可证（行政处罚法 2021 年修订第十条至第十四条，1996 年第九条至第十三条）。",
    remedy: "改引有权设定这种处罚的法律、法规；没有的，改为规章可以设定的种类或者提出取消",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 吊销测试许可证\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对被吊销许可证后继续经营行为的处罚\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    check: Check::Item(check),
};

/// Words that begin the name of a penalty of one kind, what the kind is called, and the lowest level that may create it.
const KINDS: [(&[&str], &str, LawLevel); 3] = [
    (
        &["行政拘留", "拘留", "限制人身自由"],
        "限制人身自由",
        LawLevel::Law,
    ),
    (
        &["吊销营业执照", "吊销企业营业执照"],
        "吊销营业执照",
        LawLevel::AdministrativeRegulation,
    ),
    (
        &[
            "吊销",
            "暂扣",
            "没收",
            "降低资质",
            "责令停产停业",
            "责令关闭",
            "限制从业",
        ],
        "没收、停产停业、暂扣吊销许可证一类的处罚",
        LawLevel::LocalRegulation,
    ),
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(highest) = highest_level(c, PowerKind::Penalty) else {
        return;
    };
    for name in own_names(c.item) {
        // Only what the name begins with is the penalty; further on it may be what is punished (对被吊销…后继续经营的处罚).
        let kind = KINDS
            .iter()
            .find(|(words, ..)| words.iter().any(|w| name.value.starts_with(w)));
        if let Some((_, kind, lowest)) = kind
            && highest > *lowest
        {
            let message = format!("设定依据最高只是{}，不能设定{kind}", highest.chinese());
            sink.field("name", name.span, message);
        }
    }
}
