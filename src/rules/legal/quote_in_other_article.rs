//! L012 `quote-in-other-article`: 引文是别的条的文字

use crate::domain::quote::Outcome;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::{DEMO_LAW, show_differences};
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 引文是别的条的文字。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 12),
    name: "quote-in-other-article",
    title: "引文是别的条的文字",
    why: "条号和引文对不上，依据就落空了。多半是法律修改后条文重新编号，引文还在，条号没有跟着改（如种子法2021年修改后第七十二条成了第七十一条）。",
    remedy: "把条号改成引文所在的那一条",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - name: 对不登记花木的处罚\n    legal_basis:\n      - 《滁州市花木登记办法》第五条：不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。\n",
        ),
    ]),
    good: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - name: 对不登记花木的处罚\n    legal_basis:\n      - 《滁州市花木登记办法》第四条：不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。\n",
        ),
    ]),
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    for quote in &c.cite.quotes {
        let Outcome::Elsewhere {
            articles,
            differences,
        } = &quote.comparison.outcome
        else {
            continue;
        };
        let provisions = quote.provisions();
        let holders: Vec<String> = articles.iter().map(ToString::to_string).collect();
        let holders = holders.join("、");
        let nearly = if differences.is_empty() { "" } else { "大致" };
        let message = format!(
            "引文{nearly}是{}{holders}的文字，引用的却是{provisions}",
            quote.statute()
        );
        let mut help = Vec::new();
        match quote.earlier() {
            Some(earlier) => help.push(format!(
                "{earlier}的文本里它是{provisions}，后来条号变了：改引{holders}"
            )),
            None => help.push(format!("核对以后改引{holders}")),
        }
        if !differences.is_empty() {
            help.push(format!("文字也要改，{}", show_differences(differences)));
        }
        let finding = sink.field(c.cite.field, quote.whole_span(), message);
        finding.help = Some(help.join("。"));
        finding.provision = Some(format!("《{}》{provisions}", quote.law.id));
        let marks = c.cite.citation.provisions.iter();
        let cited = marks.filter(|at| quote.cited.contains(&at.cited));
        for at in cited {
            let span = c.cite.text.span_of(&at.span);
            finding.related.push((span, "引用的条".to_owned()));
        }
    }
}
