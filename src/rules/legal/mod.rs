//! Family 法律依据 (L).

pub mod ambiguous_subparagraph;
pub mod article_not_found;
pub mod citation_not_canonical;
pub mod citation_not_understood;
pub mod law_not_in_force;
pub mod law_repealed;
pub mod no_provision_cited;
pub mod paragraph_not_found;
pub mod structure_unknown;
pub mod subparagraph_not_found;
pub mod unknown_law;

use std::ops::Range;

use crate::domain::citation::Cited;
use crate::domain::law::{Existence, Law, LawVersion, Standing};
use crate::domain::provision::Provision;

use super::context::CiteContext;
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
        (Some(law), Some(Standing::InForce(version))) => version
            .structure
            .as_ref()
            .map(|structure| (law, version, structure)),
        _ => None,
    };
    let provisions = &c.cite.citation.provisions;
    version
        .into_iter()
        .flat_map(move |(law, version, structure)| {
            provisions.iter().flat_map(move |at| {
                let (first, second) = match at.cited {
                    Cited::Provision(p) => (Some(p), None),
                    Cited::Range { from, to } => (Some(from), Some(to)),
                    Cited::Chapter(_) | Cited::AnnexItem { .. } => (None, None),
                };
                first.into_iter().chain(second).map(move |provision| {
                    let existence = structure.existence(&provision);
                    (provision, &at.span, law, version, existence)
                })
            })
        })
}

/// Another version of the law that has the provision; later ones first.
fn other_version<'l>(
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
        let finding = sink.cite(c.cite, range, message);
        finding.provision = Some(format!("《{}》{provision}", law.id));
        if let Some(other) = elsewhere {
            finding.help = Some(format!(
                "{}有这一处：核对引用的是不是另一个版本",
                version_name(other)
            ));
        }
    }
}
