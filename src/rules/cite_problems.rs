//! What is wrong with the citations of one text, in words: one sentence, and what to do.

use std::ops::Range;

use jiff::civil::Date;

use crate::domain::citation::GapReason;
use crate::domain::law::{Register, Repeal, Standing};
use crate::domain::numeral::Chinese;
use crate::domain::provision::Provision;
use crate::finding::Severity;

use super::cite::{CiteStatus, Explained, ExplainedCitation, ExplainedProvision};
use super::legal::{level_tag_mismatch, other_version, outdated_version_cited, version_name};
use super::text::{count, date, nearest};

/// One fault of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether something is missing, or only written in a way that is doubtful.
    pub severity: Severity,
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    /// What is wrong, in one sentence without full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The faults of a text, in its order. A law that cannot be relied on as a whole is told once, not for each provision.
pub fn problems(explained: &Explained<'_>, register: &Register, as_of: Date) -> Vec<Problem> {
    let mut out = Vec::new();
    for cite in &explained.citations {
        out.extend(law_problem(cite, register, as_of));
        out.extend(doubts(cite));
        for provision in &cite.provisions {
            out.extend(provision_problem(cite, provision));
        }
    }
    for gap in explained.gaps {
        let (message, help) = gap_words(gap.why);
        out.push(Problem {
            severity: Severity::Error,
            span: gap.span.clone(),
            message: message.to_owned(),
            help: help.to_owned(),
        });
    }
    out.sort_by_key(|p| (p.span.start, p.span.end));
    out
}

/// [`GapReason::chinese`] taken apart: what is wrong, and what to do.
pub fn gap_words(why: GapReason) -> (&'static str, &'static str) {
    why.chinese()
        .rsplit_once('，')
        .unwrap_or((why.chinese(), ""))
}

/// What is said of the law around its name: the level and the version.
pub fn doubts(cite: &ExplainedCitation<'_>) -> Vec<Problem> {
    let Some(law) = cite.law else {
        return Vec::new();
    };
    let level = level_tag_mismatch::mismatch(cite.citation, law)
        .map(|message| (message, level_tag_mismatch::RULE.remedy));
    let version = cite
        .version()
        .and_then(|version| outdated_version_cited::outdated(cite.citation, law, version))
        .map(|message| (message, outdated_version_cited::RULE.remedy));
    level
        .into_iter()
        .chain(version)
        .map(|(message, help)| Problem {
            severity: Severity::Warning,
            span: cite.citation.law_span.clone(),
            message,
            help: help.to_owned(),
        })
        .collect()
}

fn law_problem(cite: &ExplainedCitation<'_>, register: &Register, as_of: Date) -> Option<Problem> {
    let problem = |message: String, help: String| {
        Some(Problem {
            severity: Severity::Error,
            span: cite.citation.law_span.clone(),
            message,
            help,
        })
    };
    let message = of_law(cite, as_of)?;
    let Some(name) = cite.name else {
        return problem(message, "把“本法”“同法”写成《法名》".to_owned());
    };
    match cite.status {
        CiteStatus::UnknownLaw => {
            let short = name
                .strip_prefix(crate::domain::law::COUNTRY)
                .unwrap_or(name);
            let names = register.laws().iter().map(|law| law.id.as_str());
            problem(
                message,
                match nearest(short, names) {
                    Some(near) => format!(
                        "是不是《{near}》？不是的话，在清单工程里把它登记到 laws/ 下的 YAML 文件"
                    ),
                    None => "核对名称（power-list law list 关键词）；地方性法规、规章和文件在清单工程里登记到 laws/ 下的 YAML 文件".to_owned(),
                },
            )
        }
        CiteStatus::Repealed => {
            let help = match repeal(cite).and_then(|r| r.by.as_ref()) {
                Some(by) => format!("核对《{by}》的相应条款"),
                None => "改引接替它的法；没有接替的，提出取消这一项".to_owned(),
            };
            problem(message, help)
        }
        CiteStatus::NotYetInForce => problem(
            message,
            "改引这一天有效的法；要按别的日子判断，用 --as-of".to_owned(),
        ),
        _ => None,
    }
}

/// Why a law cannot be relied on as a whole, in one sentence; `None` where it can.
pub fn of_law(cite: &ExplainedCitation<'_>, as_of: Date) -> Option<String> {
    let today = date(as_of);
    let Some(name) = cite.name else {
        return Some("前面没有写出是哪一部法".to_owned());
    };
    match cite.status {
        CiteStatus::UnknownLaw => Some(format!("法规库里没有《{name}》")),
        CiteStatus::Repealed => Some(repealed(name, repeal(cite), &today)),
        CiteStatus::NotYetInForce => Some(match cite.standing {
            Some(Standing::NotYetInForce(version)) => format!(
                "《{name}》自{}起施行，{today}还没有生效",
                date(version.starts())
            ),
            Some(Standing::NotYetPassed(Some(version))) => format!(
                "《{name}》{}才公布，{today}还没有这部法",
                date(version.published)
            ),
            _ => format!("《{name}》没有已知的版本，{today}无从核对"),
        }),
        _ => None,
    }
}

fn repeal<'a>(cite: &ExplainedCitation<'a>) -> Option<&'a Repeal> {
    match cite.standing {
        Some(Standing::Repealed(repeal)) => Some(repeal),
        _ => cite.ended_name,
    }
}

fn repealed(name: &str, repeal: Option<&Repeal>, today: &str) -> String {
    let when = match repeal.map(|r| (r.on, r.known_by)) {
        Some((Some(on), _)) => format!("自{}起", date(on)),
        Some((None, Some(known))) => format!("在{}之前", date(known)),
        _ => String::new(),
    };
    let by = repeal.and_then(|r| r.by.as_ref());
    let who = by.map_or(String::new(), |by| format!("被《{by}》"));
    format!("《{name}》已{when}{who}废止，{today}不能再作依据")
}

fn provision_problem(
    cite: &ExplainedCitation<'_>,
    provision: &ExplainedProvision,
) -> Option<Problem> {
    let (law, version, cited) = (cite.law?, cite.version()?, provision.provision?);
    let message = of_provision(cite, provision)?;
    let help = match other_version(law, version, &cited) {
        Some(other) => format!(
            "{}有这一处：核对引用的是不是另一个版本",
            version_name(other)
        ),
        None => "按有效的版本改正，或者核对是不是引错了法".to_owned(),
    };
    Some(Problem {
        severity: Severity::Error,
        span: provision.span.clone(),
        message,
        help,
    })
}

/// Why a provision is not there, with its law and version, in one sentence; `None` where it is or nobody can tell.
pub fn of_provision(
    cite: &ExplainedCitation<'_>,
    provision: &ExplainedProvision,
) -> Option<String> {
    let (law, version, cited) = (cite.law?, cite.version()?, provision.provision?);
    let what = missing(&cited, provision.status)?;
    Some(format!("《{}》（{}）{what}", law.id, version_name(version)))
}

/// Why a provision is not there: 没有第九十条，最后一条是第八十二条; `None` where it is or nobody can tell.
pub fn missing(cited: &Provision, status: CiteStatus) -> Option<String> {
    let article = Provision::article(cited.article);
    match status {
        CiteStatus::ArticleNotFound { last } => {
            Some(format!("没有{article}，最后一条是第{}条", Chinese(last)))
        }
        CiteStatus::ParagraphNotFound { has } => {
            Some(format!("{article}只有{}款，没有{cited}", count(has)))
        }
        CiteStatus::SubparagraphNotFound { has } => {
            let whole = Provision {
                subparagraph: None,
                point: None,
                ..*cited
            };
            Some(match has {
                0 => format!("{whole}不分项，没有{cited}"),
                _ => format!("{whole}只有{}项，没有{cited}", count(has)),
            })
        }
        _ => None,
    }
}
