//! L013 `quote-not-in-law`: 这部法里没有引文这样的文字

use crate::domain::citation::Cited;
use crate::domain::quote::Outcome;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::DEMO_LAW;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 这部法里没有引文这样的文字。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 13),
    name: "quote-not-in-law",
    title: "这部法里没有引文这样的文字",
    why: "引文在有效的版本里哪一条都找不到，相近的也没有：法律已经大改，或者引错了法，或者写的是自己的概括。",
    remedy: "核对是不是这部法、是不是现在有效的文字；概括的话不要当引文写",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政奖励.yaml",
            "department: hbj\ncategory: 行政奖励\nitems:\n  - name: 花木能手奖励\n    legal_basis:\n      - cite: 《滁州市花木登记办法》第三条\n        quote: 对在栽培工作中做出突出贡献的个人，市人民政府给予表彰和奖励。\n",
        ),
    ]),
    good: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政确认.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - cite: 《滁州市花木登记办法》第三条\n        quote: 有下列情形之一的，不予登记：……（二）申请材料不实的。\n",
        ),
    ]),
    check: Check::Cite(check),
};

/// Share of characters that agree from which the nearest article is worth a look.
const WORTH_A_LOOK: f64 = 0.4;

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    for quote in &c.cite.quotes {
        let Outcome::NotInLaw { nearest } = &quote.comparison.outcome else {
            continue;
        };
        let provisions = quote.provisions();
        let message = format!("{}里没有引文这样的文字", quote.statute());
        let mut help = Vec::new();
        if let Some(earlier) = quote.earlier() {
            help.push(format!(
                "引文是{earlier}{provisions}的文字，有效的版本已经改写"
            ));
        }
        if let Some((article, _)) = nearest.filter(|(_, share)| *share >= WORTH_A_LOOK) {
            help.push(format!("最接近的是{article}"));
        }
        let same_number = quote.cited.iter().find_map(|cited| match cited {
            Cited::Provision(p) => {
                let texts = c.shared.texts;
                let law = texts.of_same_number(quote.text(), p.article, &quote.law.id)?;
                Some((law, p.article))
            }
            _ => None,
        });
        if let Some((law, article)) = same_number {
            help.push(format!("《{law}》{article}有这段文字，是不是引错了法"));
        }
        let finding = sink.field(c.cite.field, quote.whole_span(), message);
        finding.provision = Some(format!("《{}》{provisions}", quote.law.id));
        if !help.is_empty() {
            finding.help = Some(help.join("；"));
        }
    }
}
