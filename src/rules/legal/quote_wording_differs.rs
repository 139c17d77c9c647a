//! L011 `quote-wording-differs`: 引文与条文的文字不同

use crate::domain::quote::Outcome;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::{DEMO_LAW, show_differences};
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 引文与条文的文字不同。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 11),
    name: "quote-wording-differs",
    title: "引文与条文的文字不同",
    why: "引文要与基准日有效的条文一字不差；不一样的，不是抄错漏抄，就是法律修改以后没有跟着改，罚款数额、主管部门这样的改动就藏在里面。",
    remedy: "按有效的条文改正引文",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政确认.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - 《滁州市花木登记办法》第二条：种植花木满十亩的，应当在二十日内向花木主管部门登记。\n",
        ),
    ]),
    good: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政确认.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - \"《滁州市花木登记办法》第二条:“种植花木满十亩的,应当在三十日内向花木主管部门登记”\"\n",
        ),
    ]),
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    for quote in &c.cite.quotes {
        let Outcome::Wording { differences, .. } = &quote.comparison.outcome else {
            continue;
        };
        let Some(first) = differences.first() else {
            continue;
        };
        let only_marks = differences.iter().all(|d| d.punctuation);
        let what = if only_marks { "标点" } else { "文字" };
        let provisions = quote.provisions();
        let message = format!(
            "引文与{}{provisions}的{what}不同{}",
            quote.statute(),
            match differences.len() {
                1 => String::new(),
                n => format!("，共{n}处"),
            }
        );
        let mut help = show_differences(differences);
        if let Some(earlier) = quote.earlier() {
            help.push_str(&format!("。引文是{earlier}的文字，后来修改了"));
        }
        let finding = sink.field(c.cite.field, quote.span(&first.range), message);
        finding.help = Some(help);
        finding.provision = Some(format!("《{}》{provisions}", quote.law.id));
        for other in differences.iter().skip(1).take(4) {
            finding
                .related
                .push((quote.span(&other.range), "这里也不同".to_owned()));
        }
        if only_marks && finding.severity == Severity::Warning {
            // A comma for an enumeration comma changes nothing that anybody decides by.
            finding.severity = Severity::Note;
        }
    }
}
