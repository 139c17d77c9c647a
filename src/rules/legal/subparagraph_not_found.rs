//! L004 `subparagraph-not-found`: 引用的项不存在

use crate::domain::law::Existence;
use crate::domain::provision::Provision;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::{judged, other_version, version_name};
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::count;

/// 引用的项不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 4),
    name: "subparagraph-not-found",
    title: "引用的项不存在",
    why: "这一条（款）没有这么多项，引用落空。",
    remedy: "按条文改正项号，或者补上所在的款",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款第（三）项",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    for (provision, range, law, version, existence) in judged(c) {
        let Existence::NoSubparagraph { has } = existence else {
            continue;
        };
        let message = format!(
            "《{}》（{}）{}，没有{}",
            law.id,
            version_name(version),
            items_of(&provision, has),
            provision
        );
        let elsewhere = other_version(law, version, &provision);
        let finding = sink.cite(cite, range, message);
        finding.provision = Some(format!("《{}》{provision}", law.id));
        if let Some(other) = elsewhere {
            finding.help = Some(format!(
                "{}有这一处：核对引用的是不是另一个版本",
                version_name(other)
            ));
        }
    }
}

fn items_of(provision: &Provision, has: u16) -> String {
    let whole = Provision {
        subparagraph: None,
        point: None,
        ..*provision
    };
    match has {
        0 => format!("{whole}不分项"),
        _ => format!("{whole}只有{}项", count(has)),
    }
}
