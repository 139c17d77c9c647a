//! What the register knows of the citations of one text, one answer for each provision.
//!
//! The rules of family L judge the citations of a project; this explains those of any text, with the same register,
//! the same antecedents and the same point in time.

use std::ops::Range;

use jiff::civil::Date;

use crate::domain::citation::{Citation, Cited, Gap, ParsedCitations};
use crate::domain::item::BasisRole;
use crate::domain::law::{Existence, Law, LawVersion, Register, Repeal, Standing};
use crate::domain::provision::Provision;

use super::context::{find_law, law_names};

/// Ranges of a text are written out up to so many provisions; beyond, each is its two ends. No list cites so many,
/// and a hostile cell of ranges must not grow without bound.
const MOST_PROVISIONS: usize = 10_000;

/// What the register says of one cited provision, or of a law cited as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiteStatus {
    /// In force on the day, and the provision is there.
    InForce,
    /// In force as far as is known, but the register cannot tell whether the provision is there: the version is known
    /// from history lines only, or a 章, 附件, 目 … is cited, which the register does not hold.
    StructureUnknown,
    /// The law had ended by the day.
    Repealed,
    /// Passed later, or passed and not yet in effect.
    NotYetInForce,
    /// The register has no law of this name.
    UnknownLaw,
    /// No such 条; the number of the last one.
    ArticleNotFound {
        /// Highest ordinary article number.
        last: u16,
    },
    /// The 条 has fewer 款.
    ParagraphNotFound {
        /// How many it has.
        has: u16,
    },
    /// The 款 (or the 条, where no 款 is named) has fewer 项.
    SubparagraphNotFound {
        /// How many it has at most.
        has: u16,
    },
}

impl CiteStatus {
    /// What a whole law may come to, each once.
    const OF_LAWS: [Self; 5] = [
        Self::InForce,
        Self::StructureUnknown,
        Self::Repealed,
        Self::NotYetInForce,
        Self::UnknownLaw,
    ];

    /// The words that [`CiteStatus::key`] has for whole laws.
    pub fn keys_of_laws() -> Vec<&'static str> {
        Self::OF_LAWS.map(Self::key).to_vec()
    }

    /// All words that [`CiteStatus::key`] has.
    pub fn keys() -> Vec<&'static str> {
        let of_provisions = [
            Self::ArticleNotFound { last: 0 },
            Self::ParagraphNotFound { has: 0 },
            Self::SubparagraphNotFound { has: 0 },
        ];
        let mut keys = Self::keys_of_laws();
        keys.extend(of_provisions.map(Self::key));
        keys
    }

    /// The word in machine-readable output; never changed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::StructureUnknown => "structure_unknown",
            Self::Repealed => "repealed",
            Self::NotYetInForce => "not_yet_in_force",
            Self::UnknownLaw => "unknown_law",
            Self::ArticleNotFound { .. } => "article_not_found",
            Self::ParagraphNotFound { .. } => "paragraph_not_found",
            Self::SubparagraphNotFound { .. } => "subparagraph_not_found",
        }
    }

    /// Whether what is cited can be relied on as far as the register reaches.
    pub const fn is_sound(self) -> bool {
        matches!(self, Self::InForce | Self::StructureUnknown)
    }
}

/// The citations of one text.
#[derive(Debug)]
pub struct Explained<'a> {
    /// Citations in the order of the text.
    pub citations: Vec<ExplainedCitation<'a>>,
    /// What was not understood.
    pub gaps: &'a [Gap],
}

impl Explained<'_> {
    /// Whether everything was understood, exists and is in force.
    pub fn is_clean(&self) -> bool {
        self.gaps.is_empty()
            && self
                .citations
                .iter()
                .all(|c| c.status.is_sound() && c.provisions.iter().all(|p| p.status.is_sound()))
    }
}

/// One citation with its law.
#[derive(Debug)]
pub struct ExplainedCitation<'a> {
    /// As read.
    pub citation: &'a Citation,
    /// What it is cited for, where the text says so (设定依据：…). It holds for what follows until another one is named.
    pub role: Option<BasisRole>,
    /// The name as cited, also through 本法 and 同法; `None` when there is none to refer to.
    pub name: Option<&'a str>,
    /// The law, if the register has it.
    pub law: Option<&'a Law>,
    /// Its standing on the day.
    pub standing: Option<Standing<'a>>,
    /// The end of a law of which only the name and the end are known.
    pub ended_name: Option<&'a Repeal>,
    /// What the register says of the law as a whole.
    pub status: CiteStatus,
    /// What is cited of it, ranges written out; empty when it is cited as a whole.
    pub provisions: Vec<ExplainedProvision>,
}

impl<'a> ExplainedCitation<'a> {
    /// The version in force on the day.
    pub fn version(&self) -> Option<&'a LawVersion> {
        match self.standing {
            Some(Standing::InForce(version)) => Some(version),
            _ => None,
        }
    }
}

/// One thing cited.
#[derive(Debug, Clone)]
pub struct ExplainedProvision {
    /// Which of the citation's [`Citation::provisions`] it belongs to.
    pub cited: usize,
    /// The provision; `None` for 章, 附件 and the like.
    pub provision: Option<Provision>,
    /// Where its mark stands; all provisions of a range have that of the range.
    pub span: Range<usize>,
    /// Where the text quoted for it stands.
    pub quote: Option<Range<usize>>,
    /// What the register says.
    pub status: CiteStatus,
}

/// Explains the citations of `text` by the law of the day.
pub fn explain<'a>(
    text: &str,
    parsed: &'a ParsedCitations,
    register: &'a Register,
    as_of: Date,
) -> Explained<'a> {
    let mut role = None;
    let mut end = 0;
    let mut room = MOST_PROVISIONS;
    let citations = parsed
        .citations
        .iter()
        .zip(law_names(&parsed.citations))
        .map(|(citation, name)| {
            let before = text.get(end..citation.span.start).unwrap_or_default();
            end = citation.span.end;
            let tag = citation.tag.as_deref().and_then(BasisRole::from_chinese);
            role = tag.or_else(|| heading_role(before)).or(role);
            let law = name.and_then(|n| find_law(register, n));
            let standing = law.map(|l| l.standing(as_of));
            let ended_name = match (law, name) {
                (None, Some(name)) => register.repealed_name(name),
                _ => None,
            };
            let mut explained = ExplainedCitation {
                citation,
                role,
                name,
                law,
                standing,
                ended_name,
                status: law_status(standing, ended_name, as_of),
                provisions: Vec::new(),
            };
            explained.provisions = provisions(&explained, &mut room);
            explained
        })
        .collect();
    Explained {
        citations,
        gaps: &parsed.gaps,
    }
}

fn law_status(
    standing: Option<Standing<'_>>,
    ended_name: Option<&Repeal>,
    as_of: Date,
) -> CiteStatus {
    match (standing, ended_name) {
        (Some(Standing::InForce(_)), _) => CiteStatus::InForce,
        (Some(Standing::Repealed(_)), _) => CiteStatus::Repealed,
        (Some(Standing::NotYetInForce(_) | Standing::NotYetPassed(_)), _) => {
            CiteStatus::NotYetInForce
        }
        (None, Some(repeal)) => {
            let ended = repeal.on.or(repeal.known_by).is_none_or(|day| day <= as_of);
            if ended {
                CiteStatus::Repealed
            } else {
                CiteStatus::StructureUnknown
            }
        }
        (None, None) => CiteStatus::UnknownLaw,
    }
}

fn provisions(cite: &ExplainedCitation<'_>, room: &mut usize) -> Vec<ExplainedProvision> {
    let mut out = Vec::new();
    for (cited, at) in cite.citation.provisions.iter().enumerate() {
        let mut push = |provision: Option<Provision>| {
            let status = match cite.version() {
                Some(version) => status_in(version, provision),
                None => cite.status,
            };
            out.push(ExplainedProvision {
                cited,
                provision,
                span: at.span.clone(),
                quote: at.quote.clone(),
                status,
            });
        };
        match (at.cited, at.cited.provisions()) {
            (Cited::Range { from, to }, Some(all)) if all.len() > *room => {
                push(Some(from));
                push(Some(to));
            }
            (_, Some(all)) => {
                *room = room.saturating_sub(all.len());
                all.into_iter().for_each(|p| push(Some(p)));
            }
            (_, None) => push(None),
        }
    }
    out
}

fn status_in(version: &LawVersion, provision: Option<Provision>) -> CiteStatus {
    let (Some(structure), Some(provision)) = (&version.structure, provision) else {
        return CiteStatus::StructureUnknown;
    };
    match structure.existence(&provision) {
        Existence::NoArticle { last } => CiteStatus::ArticleNotFound { last },
        Existence::NoParagraph { has } => CiteStatus::ParagraphNotFound { has },
        Existence::NoSubparagraph { has } => CiteStatus::SubparagraphNotFound { has },
        Existence::Exists => {
            let parts = provision.paragraph.is_some() || provision.subparagraph.is_some();
            let bare = structure
                .shape(provision.article)
                .is_some_and(|shape| shape.items.is_empty());
            if provision.point.is_some() || (parts && bare) {
                CiteStatus::StructureUnknown
            } else {
                CiteStatus::InForce
            }
        }
    }
}

/// The role that stands before a citation as a heading: 设定依据：, 【收费依据】.
fn heading_role(before: &str) -> Option<BasisRole> {
    if before.is_empty() {
        return None;
    }
    let ink: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let is_heading = |end: usize| {
        let next = ink.get(end..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| "：:∶】］]〕）)为".contains(c))
    };
    BasisRole::ALL
        .into_iter()
        .filter_map(|role| {
            let at = ink.rfind(role.chinese())?;
            is_heading(at + role.chinese().len()).then_some((at, role))
        })
        .max_by_key(|(at, _)| *at)
        .map(|(_, role)| role)
}

#[cfg(test)]
#[path = "cite_tests.rs"]
mod tests;
