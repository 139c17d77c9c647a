//! L021 `law-changes-soon`: 引用的法不久就要修改或者废止

use std::ops::Range;

use jiff::civil::Date;

use crate::domain::citation::Cited;
use crate::domain::law::{Evidence, Fate, Law, LawVersion, Outcome, Repeal, Standing};
use crate::domain::provision::Provision;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::version_name;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::date;

/// 引用的法不久就要修改或者废止。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 21),
    name: "law-changes-soon",
    title: "引用的法不久就要修改或者废止",
    why: "今天引得对，到了那一天就错了：新版本已经公布而没有施行的，或者已经定了废止日的，清单要赶在那一天以前调整。提前多少天提示由 power-list.yaml 的 law.notice_days 定，默认 180 天。",
    remedy: "在那一天以前调整；只是条号变了的，到时用 power-list fix --law-moves 改",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[
        ("laws/花木.yaml", SOON),
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 花木登记\n    legal_basis: [《安徽省花木登记办法》第四条]\n",
        ),
    ]),
    good: Sample::Files(&[
        (
            "laws/花木.yaml",
            "name: 安徽省花木登记办法\nlevel: 地方政府规章\nversions:\n  - { published: 2008-05-01, articles: 4 }\n  - { published: 2014-12-01, effective: 2015-02-01, enactment: 修订 }\n",
        ),
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 花木登记\n    legal_basis: [《安徽省花木登记办法》第四条]\n",
        ),
    ]),
    check: Check::Cite(check),
};

const SOON: &str = "name: 安徽省花木登记办法\nlevel: 地方政府规章\nversions:\n  - { published: 2008-05-01, articles: 4 }\n  - { published: 2014-12-01, effective: 2015-05-01, enactment: 修订 }\n";

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let days = i64::from(c.shared.project.settings.notice_days);
    let today = c.shared.as_of;
    let last = || today.checked_add(jiff::Span::new().days(days));
    let soon = |day: Date| today < day && last().is_ok_and(|last| day <= last);
    let end = |repeal: &'_ Repeal| {
        let on = repeal.on.filter(|on| soon(*on))?;
        known(c, repeal, today).then_some(on)
    };
    let (law, version) = match (c.cite.law, c.cite.standing, c.cite.name) {
        (Some(law), Some(Standing::InForce(version)), _) => (law, version),
        (None, _, Some(name)) => {
            let repeal = c.shared.register.repealed_name(name);
            if let Some((repeal, on)) = repeal.and_then(|repeal| Some((repeal, end(repeal)?))) {
                ends(c, repeal, on, sink);
            }
            return;
        }
        _ => return,
    };
    let next = law
        .versions
        .iter()
        .find(|next| next.published <= today && soon(next.starts()));
    let end = law
        .repeal
        .as_ref()
        .and_then(|repeal| Some((repeal, end(repeal)?)));
    // What comes first is what has to be seen to.
    match (next, end) {
        (Some(next), end) if end.is_none_or(|(_, on)| next.starts() <= on) => {
            changes(c, law, version, next, sink);
        }
        (_, Some((repeal, on))) => ends(c, repeal, on, sink),
        _ => {}
    }
}

/// Whether an end was known on a day: the law that brings it had been passed.
fn known(c: &CiteContext<'_>, repeal: &Repeal, day: Date) -> bool {
    let by = repeal.by.as_ref().and_then(|by| c.shared.register.get(by));
    by.is_none_or(|law| law.versions.iter().any(|v| v.published <= day))
}

fn ends(c: &CiteContext<'_>, repeal: &Repeal, on: Date, sink: &mut Sink<'_>) {
    let law = c.cite.law;
    let name = law.map_or(c.cite.name, |law| Some(law.id.as_str()));
    let by = repeal.by.as_ref();
    let by = by.map_or_else(String::new, |by| format!("被《{by}》"));
    let message = format!(
        "《{}》自{}起{by}废止，从那天起这样引用就错了",
        name.unwrap_or_default(),
        date(on)
    );
    let register = c.shared.register;
    let cited = c.cite.citation.provisions.iter();
    let went: Vec<String> = cited
        .filter_map(|at| at.cited.provisions())
        .flatten()
        .filter_map(|provision| {
            let (to, outcome) = register.successor(law?, &provision)?;
            Some(format!("{provision}改引《{to}》{}", listed(&outcome)?))
        })
        .collect();
    let finding = sink.cite(c.cite, &c.cite.citation.law_span, message);
    if !went.is_empty() {
        finding.help = Some(format!("到时{}，核对以后再改", went.join("，")));
    }
}

fn changes(
    c: &CiteContext<'_>,
    law: &Law,
    version: &LawVersion,
    next: &LawVersion,
    sink: &mut Sink<'_>,
) {
    let event = format!(
        "《{}》{}，自{}起施行",
        law.id,
        version_name(next),
        date(next.starts())
    );
    let route = c
        .shared
        .register
        .route(law, version.published, next.published);
    let Some(route) = route else {
        let message = format!("{event}，条款会怎么变不详");
        sink.cite(c.cite, &c.cite.citation.law_span, message).help =
            Some("取得新的文本，在那一天以前核对这处引用".to_owned());
        return;
    };
    for at in &c.cite.citation.provisions {
        let all = match at.cited {
            Cited::Provision(_) | Cited::Range { .. } => at.cited.provisions(),
            _ => None,
        };
        for provision in all.into_iter().flatten() {
            let outcome = route.of(&provision);
            if let Some((what, help)) = fate(law, next, &provision, &outcome) {
                report(
                    c,
                    &at.span,
                    &provision,
                    format!("{event}：{what}"),
                    help,
                    sink,
                );
            }
        }
    }
}

fn report(
    c: &CiteContext<'_>,
    span: &Range<usize>,
    provision: &Provision,
    message: String,
    help: String,
    sink: &mut Sink<'_>,
) {
    let law = c.cite.law.map(|law| &law.id);
    let finding = sink.cite(c.cite, span, message);
    finding.help = Some(help);
    finding.provision = law.map(|law| format!("《{law}》{provision}"));
}

/// What becomes of a provision and what to do, where anything does that can be seen.
fn fate(
    law: &Law,
    next: &LawVersion,
    provision: &Provision,
    outcome: &Outcome,
) -> Option<(String, String)> {
    let day = date(next.starts());
    let sure = format!(
        "按{}对照，把握 {}",
        outcome.evidence.chinese(),
        outcome.confidence
    );
    let to = listed(outcome).unwrap_or_default();
    let id = &law.id;
    Some(match outcome.fate {
        Fate::Same | Fate::New => return None,
        Fate::Moved => (
            match outcome.evidence {
                Evidence::Text | Evidence::Record => {
                    format!("{provision}那时是{to}，从那天起这样引用就错了（{sure}）")
                }
                Evidence::Structure => {
                    format!("{provision}那时多半是{to}，从那天起这样引用就错了（{sure}）")
                }
            },
            format!(
                "到{day}改引《{id}》{to}：power-list fix --law-moves --to {}",
                next.starts()
            ),
        ),
        Fate::Changed => (
            format!("{provision}的文字那时要改（{sure}）"),
            format!("在{day}以前对照新的文本，看名称、期限、责任要不要跟着改"),
        ),
        Fate::MovedAndChanged => (
            format!("{provision}那时是{to}，文字也改了，从那天起这样引用就错了（{sure}）"),
            format!("在{day}以前对照新的文本；到时改引《{id}》{to}"),
        ),
        Fate::Gone => (
            format!("{provision}那时删去，从那天起这样引用就错了（{sure}）"),
            format!("在{day}以前另找依据；没有的，提出取消这一项"),
        ),
    })
}

/// Where a provision is, as one phrase.
fn listed(outcome: &Outcome) -> Option<String> {
    let to: Vec<String> = outcome.to.iter().map(ToString::to_string).collect();
    (!to.is_empty()).then(|| to.join("、"))
}
