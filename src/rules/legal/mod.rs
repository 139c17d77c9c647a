//! Family 法律依据 (L).

pub mod ambiguous_subparagraph;
pub mod article_not_found;
pub mod citation_not_canonical;
pub mod citation_not_understood;
pub mod city_law_before_power;
pub mod law_changes_soon;
pub mod law_not_in_force;
pub mod law_repealed;
pub mod level_tag_mismatch;
pub mod no_provision_cited;
pub mod outdated_version_cited;
pub mod paragraph_not_found;
pub mod quote_in_other_article;
pub mod quote_in_other_paragraph;
pub mod quote_not_in_law;
pub mod quote_wording_differs;
pub mod register_out_of_date;
pub mod same_provision_twice;
pub mod statute_text_missing;
pub mod structure_unknown;
pub mod subparagraph_not_found;
pub mod unknown_law;

use std::ops::Range;

use crate::domain::citation::{Citation, Cited};
use crate::domain::law::{Evidence, Existence, Fate, Law, LawVersion, Outcome, Register, Standing};
use crate::domain::provision::Provision;
use crate::domain::quote::Difference;

use super::context::{Asked, CiteContext};
use super::rule::Sink;
use super::text::date;

/// The provisions of a citation that the version in force can be asked about, both ends of ranges included,
/// each with its place, its law and version, and the answer.
pub fn judged<'a>(
    c: &CiteContext<'a>,
) -> impl Iterator<
    Item = (
        Provision,
        &'a Range<usize>,
        &'a Law,
        &'a LawVersion,
        Existence,
    ),
> {
    let version = match (c.cite.law, c.cite.standing) {
        (Some(law), Some(Standing::InForce(version))) => Some((law, version)),
        _ => None,
    };
    let asked = version.map_or(&[][..], |(_, version)| {
        let ask = || asked(c.cite.citation, version);
        c.cite.asked.get_or_init(ask)
    });
    let provisions = &c.cite.citation.provisions;
    version.into_iter().flat_map(move |(law, version)| {
        asked.iter().filter_map(move |&(provision, at, existence)| {
            Some((
                provision,
                &provisions.get(at)?.span,
                law,
                version,
                existence,
            ))
        })
    })
}

/// Asks a version about the provisions of a citation.
fn asked(citation: &Citation, version: &LawVersion) -> Box<[Asked]> {
    let Some(structure) = &version.structure else {
        return Box::default();
    };
    let provisions = citation.provisions.iter().enumerate();
    let provisions = provisions.flat_map(|(at, stated)| {
        let (first, second) = match stated.cited {
            Cited::Provision(p) => (Some(p), None),
            Cited::Range { from, to } => (Some(from), Some(to)),
            Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. } => (None, None),
        };
        let both = first.into_iter().chain(second);
        both.map(move |provision| (provision, at, structure.existence(&provision)))
    });
    provisions.collect()
}

/// Another version of the law that has the provision; later ones first.
pub fn other_version<'l>(
    law: &'l Law,
    version: &LawVersion,
    provision: &Provision,
) -> Option<&'l LawVersion> {
    law.versions.iter().rev().find(|v| {
        v.published != version.published
            && v.structure
                .as_ref()
                .is_some_and(|s| s.existence(provision) == Existence::Exists)
    })
}

/// A version as people name it: 2010年12月25日修订.
pub fn version_name(version: &LawVersion) -> String {
    format!("{}{}", date(version.published), version.enactment.chinese())
}

/// Reports the provisions of a citation that the version in force has not, where `describe` has something to say.
fn missing_provisions(
    c: &CiteContext<'_>,
    sink: &mut Sink<'_>,
    describe: impl Fn(&Provision, Existence) -> Option<String>,
) {
    for (provision, range, law, version, existence) in judged(c) {
        let Some(what) = describe(&provision, existence) else {
            continue;
        };
        let message = format!("《{}》（{}）{what}", law.id, version_name(version));
        let elsewhere = other_version(law, version, &provision);
        let went = went(c.shared.register, law, version, &provision);
        let finding = sink.cite(c.cite, range, message);
        finding.provision = Some(format!("《{}》{provision}", law.id));
        if let Some(went) = went {
            finding.help = Some(went);
        } else if let Some(other) = elsewhere {
            finding.help = Some(format!(
                "{}有这一处：核对引用的是不是另一个版本",
                version_name(other)
            ));
        }
    }
}

/// Where a provision went that an earlier version had, with the citation to write instead; `None` where no earlier
/// version has it, or nobody knows.
fn went(
    register: &Register,
    law: &Law,
    version: &LawVersion,
    provision: &Provision,
) -> Option<String> {
    let earlier = law.versions.iter().rev().find(|v| {
        v.published < version.published
            && v.structure
                .as_ref()
                .is_some_and(|s| s.existence(provision) == Existence::Exists)
    })?;
    let outcome = register.trace(law, earlier.published, version.published, provision)?;
    let instead = instead(law.id.as_str(), &outcome)?;
    Some(format!(
        "{}有{provision}，后来{instead}",
        version_name(earlier)
    ))
}

/// What became of a provision, in words; `None` where nothing did that can be seen.
fn instead(law: &str, outcome: &Outcome) -> Option<String> {
    let to: Vec<String> = outcome.to.iter().map(ToString::to_string).collect();
    let to = to.join("、");
    let what = match outcome.fate {
        Fate::Same | Fate::New => return None,
        Fate::Moved if outcome.evidence == Evidence::Structure => {
            format!("多半改了条号：核对以后改引《{law}》{to}")
        }
        Fate::Moved => format!("改了条号：改引《{law}》{to}"),
        Fate::Changed => "改了文字：核对内容".to_owned(),
        Fate::MovedAndChanged => format!("改了条号和文字：核对以后改引《{law}》{to}"),
        Fate::Gone => "删去了：另找依据；没有的，提出取消这一项".to_owned(),
    };
    let sure = outcome.confidence;
    Some(format!(
        "{what}（按{}对照，把握 {sure}）",
        outcome.evidence.chinese()
    ))
}

/// How many differences are shown before the rest is only counted.
const SHOWN: usize = 3;

/// What differs, side by side: 条文“…”，引文“…”.
fn show_differences(differences: &[Difference]) -> String {
    let shown: Vec<String> = differences
        .iter()
        .take(SHOWN)
        .map(|d| format!("条文“{}”，引文“{}”", d.statute, d.quoted))
        .collect();
    let mut out = shown.join("；");
    if differences.len() > SHOWN {
        out.push_str(&format!("；另有{}处", differences.len() - SHOWN));
    }
    out
}

/// An invented local law with its texts, old and new, for the examples of the rules on quotations.
const DEMO_LAW: [(&str, &str); 4] = [
    (
        "power-list.yaml",
        "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2015-03-01\ngate: 4\nreview_groups: [审核一组]\nlaw: { text_dir: texts }\n",
    ),
    (
        "laws/花木.yaml",
        "name: 滁州市花木登记办法\nlevel: 地方政府规章\nversions:\n  - { published: 2008-05-01, articles: 4 }\n  - { published: 2014-02-01, enactment: 修订, articles: 5 }\n",
    ),
    (
        "texts/地方政府规章/滁州市花木登记办法(2014-02-01).md",
        "# 滁州市花木登记办法\n\n2008年5月1日公布\n2014年2月1日修订\n\n<!-- INFO END -->\n\n第一条 为了管理花木，制定本办法。\n\n第二条 种植花木满十亩的，应当在三十日内向花木主管部门登记。\n\n第三条 有下列情形之一的，不予登记：\n\n（一）面积不足的；\n\n（二）申请材料不实的。\n\n不予登记的，应当书面说明理由。\n\n第四条 不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。\n\n第五条 本办法自公布之日起施行。\n",
    ),
    (
        "texts/地方政府规章/滁州市花木登记办法(2008-05-01).md",
        "# 滁州市花木登记办法\n\n2008年5月1日公布\n\n<!-- INFO END -->\n\n第一条 为了管理花木，制定本办法。\n\n第二条 种植花木满十亩的，应当在二十日内向花木主管部门登记。\n\n第三条 本办法自公布之日起施行。\n",
    ),
];
