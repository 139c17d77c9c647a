//! The provisions that a free text cites (an opinion, a ground, a reason), and how they stand. Nothing is refused here:
//! an opinion may rightly say that a cited article does not exist.

use std::ops::Range;

use jiff::civil::Date;

use crate::domain::citation::{Citation, LawReference, ParsedCitations, parse, print_cited};
use crate::domain::law::Register;
use crate::domain::provision::Provision;
use crate::rules::cite::{CiteStatus, ExplainedCitation, ExplainedProvision, explain};
use crate::rules::cite_problems::{of_law, of_provision};
use crate::rules::legal::version_name;
use crate::rules::text::date;

/// One thing that a text cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedStanding {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// What is cited: 《水土保持法》第二十五条.
    pub cite: String,
    /// What the register says.
    pub status: CiteStatus,
    /// The same in one phrase.
    pub says: String,
}

impl CitedStanding {
    /// Whether it can be relied on as far as the register reaches.
    pub const fn is_sound(&self) -> bool {
        self.status.is_sound()
    }
}

/// Most articles that are looked for behind one title.
const MOST: usize = 100;

/// What a text cites, in its order, judged by the law of a day. A law that cannot be relied on as a whole is said once.
pub fn cited(text: &str, register: &Register, day: Date) -> Vec<CitedStanding> {
    let mut out: Vec<CitedStanding> = Vec::new();
    for piece in pieces(text) {
        let explained = explain(&piece.text, &piece.parsed, register, day);
        for cite in &explained.citations {
            for said in standings(cite, day) {
                let said = CitedStanding {
                    span: piece.place(&said.span),
                    ..said
                };
                // The articles of a range share one fault, and a law that has ended is one whatever is cited of it.
                if !out.iter().any(|s| s.says == said.says) {
                    out.push(said);
                }
            }
        }
    }
    out
}

/// What a text cites of some laws, in its order: the law, what is cited of it, and how that is written. A law of which
/// no provision is cited is there with none.
pub fn provisions(
    text: &str,
    register: &Register,
    wanted: &impl Fn(&str) -> bool,
) -> Vec<(String, Option<Provision>, String)> {
    let mut out = Vec::new();
    for piece in pieces(text) {
        // The day does not matter: what is asked is what is cited.
        let explained = explain(&piece.text, &piece.parsed, register, Date::MIN);
        for cite in &explained.citations {
            let law = cite.law.map_or(cite.name, |law| Some(law.id.as_str()));
            let Some(law) = law.filter(|law| wanted(law)) else {
                continue;
            };
            if cite.provisions.is_empty() {
                out.push((law.to_owned(), None, named(cite)));
            }
            for provision in &cite.provisions {
                let words = format!("{}{}", named(cite), mark(cite, provision));
                out.push((law.to_owned(), provision.provision, words));
            }
        }
    }
    out
}

/// What is said of one citation, with its places in the piece.
fn standings(cite: &ExplainedCitation<'_>, day: Date) -> Vec<CitedStanding> {
    let law = cite.citation.law_span.clone();
    let fault = of_law(cite, day);
    if fault.is_some() || cite.provisions.is_empty() {
        let name = named(cite);
        return vec![CitedStanding {
            says: fault.unwrap_or_else(|| sound(cite, &name, cite.status, day)),
            span: law,
            cite: name,
            status: cite.status,
        }];
    }
    let each = cite.provisions.iter().map(|provision| {
        let name = format!("{}{}", named(cite), mark(cite, provision));
        let says = of_provision(cite, provision);
        CitedStanding {
            span: provision.span.clone(),
            says: says.unwrap_or_else(|| sound(cite, &name, provision.status, day)),
            cite: name,
            status: provision.status,
        }
    });
    each.collect()
}

/// A piece of a text that is read as citations of one law are written: the text from a title to the next one, or from
/// an article behind it on, with the title put before it again.
struct Piece {
    text: String,
    parsed: ParsedCitations,
    /// Bytes of the title that was put before it.
    before: usize,
    /// Where the rest begins in the whole text.
    start: usize,
}

impl Piece {
    fn new(before: &str, rest: &str, start: usize) -> Self {
        let text = format!("{before}{rest}");
        Self {
            parsed: parse(&text),
            text,
            before: before.len(),
            start,
        }
    }

    /// The place in the whole text.
    fn place(&self, span: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.start + byte.saturating_sub(self.before);
        at(span.start)..at(span.end)
    }

    /// Where in the whole text that which was understood ends.
    fn understood(&self) -> usize {
        let end = |c: &Citation| {
            c.provisions
                .iter()
                .map(|at| at.span.end)
                .max()
                .unwrap_or(c.law_span.end)
        };
        let end = self.parsed.citations.iter().map(end).max().unwrap_or(0);
        self.place(&(end..end)).end
    }
}

/// People write on behind a citation, and what they write would count as quoted from the law.
fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let titles = titles(text);
    let ends = titles.iter().skip(1).copied().chain([text.len()]);
    for (start, end) in titles.iter().copied().zip(ends) {
        let first = Piece::new("", text.get(start..end).unwrap_or_default(), start);
        let name = first.parsed.citations.iter().find_map(|c| match &c.law {
            LawReference::Named(name) => Some(format!("《{name}》")),
            _ => None,
        });
        let mut cursor = first.understood();
        out.push(first);
        let Some(name) = name else { continue };
        for _ in 0..MOST {
            let Some(at) = article(text, cursor..end) else {
                break;
            };
            let piece = Piece::new(&name, text.get(at..end).unwrap_or_default(), at);
            cursor = piece.understood().max(at + '第'.len_utf8());
            out.push(piece);
        }
    }
    out
}

/// Where titles begin that stand in no other title.
fn titles(text: &str) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                if depth == 0 {
                    out.push(at);
                }
                depth += 1;
            }
            '》' => depth = depth.saturating_sub(1),
            // A title that was not closed ends with its sentence.
            '。' | '；' | '\n' => depth = 0,
            _ => {}
        }
    }
    out
}

/// The first article mark (第二十五条) within these bytes.
fn article(text: &str, within: Range<usize>) -> Option<usize> {
    let part = text.get(within.clone())?;
    let is_mark = |at: &usize| {
        let rest = part.get(at + '第'.len_utf8()..).unwrap_or_default();
        let number = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(c);
        let unit = rest.trim_start_matches(number);
        unit.len() < rest.len() && unit.starts_with('条')
    };
    let mut marks = part.match_indices('第').map(|(at, _)| at);
    marks.find(is_mark).map(|at| within.start + at)
}

fn named(cite: &ExplainedCitation<'_>) -> String {
    match (cite.law, cite.name) {
        (Some(law), _) => format!("《{}》", law.id),
        (None, Some(name)) => format!("《{name}》"),
        (None, None) => String::new(),
    }
}

fn mark(cite: &ExplainedCitation<'_>, provision: &ExplainedProvision) -> String {
    match provision.provision {
        Some(provision) => provision.to_string(),
        None => cite
            .citation
            .provisions
            .get(provision.cited)
            .map(|at| print_cited(&[at.cited]))
            .unwrap_or_default(),
    }
}

fn sound(cite: &ExplainedCitation<'_>, name: &str, status: CiteStatus, day: Date) -> String {
    let version = cite.version();
    let version = version.map_or_else(String::new, |v| format!("（{}）", version_name(v)));
    let there = match status {
        CiteStatus::StructureUnknown => "，条款无从核对",
        _ => "",
    };
    format!("{name}：{}有效{version}{there}", date(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::register;

    fn says(text: &str) -> Vec<(bool, String)> {
        cited(text, register::builtin(), jiff::civil::date(2015, 3, 1))
            .into_iter()
            .map(|c| (c.is_sound(), c.says))
            .collect()
    }

    #[test]
    fn an_opinion_is_read_for_what_it_cites() {
        let said = says("依据《水土保持法》第二十五条第一款办理；第九十九条并不存在，请核对。");
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(
            said[0].0
                && said[0]
                    .1
                    .starts_with("《水土保持法》第二十五条第一款：2015年3月1日有效"),
            "{said:?}"
        );
        assert!(
            !said[1].0 && said[1].1.contains("没有第九十九条，最后一条是第六十条"),
            "{said:?}"
        );
    }

    #[test]
    fn laws_that_do_not_hold_are_said_once() {
        let said = says("《城市规划法》第三条、第四条已经废止，也没有《甲乙丙条例》第一条");
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(!said[0].0 && said[0].1.contains("废止"), "{said:?}");
        assert!(
            !said[1].0 && said[1].1.contains("法规库里没有《甲乙丙条例》"),
            "{said:?}"
        );
    }

    #[test]
    fn every_law_of_a_text_is_found_at_its_place() {
        let text =
            "原依据《水法》第四十八条，建议按《水土保持法》第二十六条办理，本法第二十七条一并写明";
        let found = cited(text, register::builtin(), jiff::civil::date(2015, 3, 1));
        let places: Vec<(&str, &str)> = found
            .iter()
            .map(|c| (c.cite.as_str(), &text[c.span.clone()]))
            .collect();
        assert_eq!(
            places,
            [
                ("《水法》第四十八条", "第四十八条"),
                ("《水土保持法》第二十六条", "第二十六条"),
                ("《水土保持法》第二十七条", "第二十七条"),
            ]
        );
    }

    #[test]
    fn what_cites_nothing_has_nothing_to_say() {
        assert_eq!(says("同意保留，建议写明承办科室。"), []);
        assert_eq!(says(""), []);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[《》第条款项二十0-9本法同、至（）。 a]{0,40}") {
            let register = register::builtin();
            for said in cited(&text, register, jiff::civil::date(2015, 3, 1)) {
                proptest::prop_assert!(text.get(said.span).is_some());
                proptest::prop_assert!(!said.says.is_empty());
            }
        }
    }
}
