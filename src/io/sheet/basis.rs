//! A legal-basis cell, running text of several laws, into one entry per law, or per provision that is quoted.

use std::ops::Range;

use super::cite::{canonical, is_document_number};
use super::text::{key, one_line, paragraphs};
use super::unsaid;
use crate::domain::citation::{Citation, CitedAt, Gap, ParsedCitations};

/// One entry of 法律依据.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisEntry {
    /// The citation in canonical form, or the text that could not be read as one.
    pub cite: String,
    /// Statute text that the cell quotes.
    pub quote: Option<String>,
    /// The level that the cell ascribes to the law (【法律】), without brackets.
    pub tag: Option<String>,
    /// Where the citation stands in the cell.
    pub range: Range<usize>,
    /// Where the quote stands in the cell.
    pub quote_range: Option<Range<usize>>,
}

/// What a cell holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct BasisCell {
    /// Entries in the order of the cell.
    pub entries: Vec<BasisEntry>,
    /// History of laws given in brackets, which the register knows and the entry does not repeat.
    pub history: Vec<String>,
    /// Words within citations that no entry repeats.
    pub unsaid: Vec<String>,
    /// Text that is no citation; it stands among the entries all the same, so that nothing is lost.
    pub not_understood: Vec<Leftover>,
}

/// Text of a cell that is no citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Why it is none.
    pub why: String,
    /// The text, cleaned.
    pub text: String,
    /// Where it stands in the cell.
    pub range: Range<usize>,
}

/// Splits a cell. `parsed` is what the citation parser says of the very `text`.
pub fn split(text: &str, parsed: &ParsedCitations) -> BasisCell {
    let mut out = BasisCell::default();
    if text.trim().is_empty() {
        return out;
    }
    let mut at = 0;
    for citation in &parsed.citations {
        let (start, end) = (citation.span.start.max(at), citation.span.end.max(at));
        if let Some(piece) = leftover(text, at..start, &parsed.gaps) {
            out.keep(piece);
        }
        let inside = between(text, citation, &parsed.gaps);
        let (entries_before, left_before) = (out.entries.len(), out.not_understood.len());
        if let Some(range) = unsaid::before_provisions(text, citation).filter(|r| r.start >= start)
            && let Some(piece) = leftover(text, range, &parsed.gaps)
        {
            out.keep(piece);
        }
        if inside.is_empty() {
            out.entries.extend(entries(text, citation));
        } else {
            // Unread words among the provisions: the whole passage is kept as it stands.
            let passage = header_end(citation)..end;
            out.entries.push(BasisEntry {
                cite: canonical(citation),
                quote: text.get(passage.clone()).map(paragraphs),
                tag: citation.tag.clone(),
                range: start..header_end(citation),
                quote_range: Some(passage),
            });
            out.not_understood.extend(inside);
        }
        let history = citation.remarks.iter().filter(|r| !is_document_number(r));
        let history: Vec<String> = history.map(|r| one_line(r)).collect();
        let said = out.said(entries_before, left_before);
        let said: Vec<&str> = said
            .into_iter()
            .chain(history.iter().map(String::as_str))
            .collect();
        let unsaid = unsaid::words(text, start..end, citation, &said);
        out.unsaid.extend(unsaid.into_iter().map(one_line));
        out.history.extend(history);
        at = end;
    }
    if let Some(piece) = leftover(text, at..text.len(), &parsed.gaps) {
        out.keep(piece);
    }
    out
}

/// Text among the provisions and quotes of a citation that is neither, with the reason.
fn between(text: &str, citation: &Citation, gaps: &[Gap]) -> Vec<Leftover> {
    // Several provisions may share one mark or one quote, so the ranges are put in order first.
    let mut known: Vec<&Range<usize>> = citation
        .provisions
        .iter()
        .flat_map(|p| std::iter::once(&p.span).chain(&p.quote))
        .collect();
    known.sort_by_key(|range| (range.start, range.end));
    let mut out = Vec::new();
    let mut at = header_end(citation);
    for range in known {
        out.extend(leftover(text, at..range.start, gaps));
        at = at.max(range.end);
    }
    out.extend(leftover(text, at..citation.span.end, gaps));
    out
}

/// Where the name of the law with its brackets ends and its provisions begin.
fn header_end(citation: &Citation) -> usize {
    let first = citation.provisions.iter().map(|p| p.span.start).min();
    first.unwrap_or(citation.span.end)
}

/// One entry for each text quoted, with the provisions it is quoted for; what nothing is quoted for stays together.
/// A quote that stands under several articles could neither be compared with the statute nor shown beside its article.
fn entries(text: &str, citation: &Citation) -> Vec<BasisEntry> {
    if citation.provisions.is_empty() {
        return vec![BasisEntry {
            cite: canonical(citation),
            quote: whole_law_quote(text, citation),
            tag: citation.tag.clone(),
            range: citation.span.start..citation.law_span.end,
            quote_range: Some(citation.law_span.end..citation.span.end),
        }];
    }
    let mut groups: Vec<(Vec<CitedAt>, Option<&Range<usize>>)> = Vec::new();
    for part in &citation.provisions {
        let quote = part.quote.as_ref();
        match groups.last_mut() {
            // Text quoted for a list of provisions belongs to the whole list.
            Some((parts, known)) if known.is_none() || *known == quote => {
                parts.push(part.clone());
                *known = quote;
            }
            _ => groups.push((vec![part.clone()], quote)),
        }
    }
    let entry = |(i, (provisions, quote)): (usize, (Vec<CitedAt>, Option<&Range<usize>>))| {
        let start = provisions.iter().map(|p| p.span.start).min();
        let end = provisions.iter().map(|p| p.span.end).max();
        // The first stands right behind the name of the law.
        let start = if i == 0 { None } else { start };
        BasisEntry {
            range: start.unwrap_or(citation.span.start)..end.unwrap_or(citation.span.end),
            quote_range: quote.cloned(),
            tag: citation.tag.clone(),
            cite: canonical(&Citation {
                provisions,
                ..citation.clone()
            }),
            quote: quote
                .and_then(|range| text.get(range.clone()))
                .map(paragraphs)
                .filter(|quote| !quote.is_empty()),
        }
    };
    groups.into_iter().enumerate().map(entry).collect()
}

/// What a citation without provisions quotes: the text between the brackets after the title and its end.
fn whole_law_quote(text: &str, citation: &Citation) -> Option<String> {
    if !citation.provisions.is_empty() {
        return None;
    }
    let mut rest = text
        .get(citation.law_span.end..citation.span.end)?
        .trim_start();
    while rest.starts_with(['（', '(']) {
        rest = rest.get(closing(rest)?..)?.trim_start();
    }
    let rest = rest.trim_start_matches(['：', ':', '，', '。', '；']);
    // A number of the document without brackets is a remark, not a quote.
    let remark = citation.remarks.iter().any(|r| key(r).contains(&key(rest)));
    (says_something(rest) && !remark).then(|| paragraphs(rest))
}

/// Where the bracket at the beginning of a text closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (i, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(i + c.len_utf8());
        }
    }
    None
}

impl BasisCell {
    /// What is said from some entry and some leftover on.
    fn said(&self, entries: usize, leftovers: usize) -> Vec<&str> {
        let entries = self.entries.iter().skip(entries);
        let left = self.not_understood.iter().skip(leftovers);
        entries
            .flat_map(|e| std::iter::once(&e.cite).chain(&e.quote))
            .map(String::as_str)
            .chain(left.map(|l| l.text.as_str()))
            .collect()
    }

    /// Keeps text that no citation covers as an entry of its own, where `validate` will point at it.
    fn keep(&mut self, piece: Leftover) {
        self.entries.push(BasisEntry {
            cite: piece.text.clone(),
            quote: None,
            tag: None,
            range: piece.range.clone(),
            quote_range: None,
        });
        self.not_understood.push(piece);
    }
}

/// Text that no citation covers; `None` where it says nothing.
fn leftover(text: &str, range: Range<usize>, gaps: &[Gap]) -> Option<Leftover> {
    let piece = text.get(range.clone())?;
    if !says_something(piece) {
        return None;
    }
    let gap = gaps
        .iter()
        .find(|g| g.span.start < range.end && range.start < g.span.end);
    let why = gap.map_or("这段文字不是法规引用", |g| g.why.chinese());
    Some(Leftover {
        why: why.to_owned(),
        text: paragraphs(piece),
        range,
    })
}

/// Whether there is more in a text than list marks, joining words and punctuation.
fn says_something(text: &str) -> bool {
    text.lines().any(|line| {
        let body = super::text::marker(line).map_or(line, |(_, rest)| rest);
        let words = body.chars().filter(|c| c.is_alphanumeric()).count();
        words > 2
            || (words > 0
                && !["和", "及", "以及", "与", "至"]
                    .contains(&one_line(body).trim_matches(|c: char| !c.is_alphanumeric())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::citation::{Cited, GapReason, LawReference};
    use crate::domain::provision::{Article, Provision};

    fn find(text: &str, piece: &str) -> Range<usize> {
        let start = text.find(piece).unwrap_or_else(|| panic!("{piece}"));
        start..start + piece.len()
    }

    fn article(text: &str, mark: &str, number: u16, quote: Option<&str>) -> CitedAt {
        CitedAt {
            cited: Cited::Provision(Provision::article(Article::new(number).unwrap())),
            span: find(text, mark),
            quote: quote.map(|q| find(text, q)),
        }
    }

    fn citation(
        text: &str,
        name: &str,
        title: &str,
        remark: &str,
        provisions: Vec<CitedAt>,
    ) -> Citation {
        let law_span = find(text, title);
        let tag = text[..law_span.start].rfind('【');
        let end = provisions
            .last()
            .map_or(law_span.end, |p| p.quote.as_ref().unwrap_or(&p.span).end);
        Citation {
            tag: tag.map(|_| "法律".to_owned()),
            law: LawReference::Named(name.to_owned()),
            span: tag.unwrap_or(law_span.start)..end,
            law_span,
            remarks: vec![remark.to_owned()],
            provisions,
            quote: None,
        }
    }

    #[test]
    fn each_quoted_provision_is_an_entry() {
        let text = "【 法律】《 中华人民共和国甲法》（1983年12月8 日通过）\n  第三十六条：甲甲 ，甲\n甲。\n  第三十八条：乙：\n （ 一）丙；\n【规章】《丁办法》（某政〔2014〕2号）\n第十条：戊己";
        let parsed = ParsedCitations {
            citations: vec![
                citation(
                    text,
                    "中华人民共和国甲法",
                    "《 中华人民共和国甲法》",
                    "1983年12月8 日通过",
                    vec![
                        article(text, "第三十六条", 36, Some("甲甲 ，甲\n甲。")),
                        article(text, "第三十八条", 38, Some("乙：\n （ 一）丙；")),
                    ],
                ),
                citation(
                    text,
                    "丁办法",
                    "《丁办法》",
                    "某政〔2014〕2号",
                    vec![article(text, "第十条", 10, Some("戊己"))],
                ),
            ],
            gaps: Vec::new(),
        };
        let cell = split(text, &parsed);
        let entries: Vec<_> = cell
            .entries
            .iter()
            .map(|e| (e.cite.as_str(), e.quote.as_deref(), e.tag.as_deref()))
            .collect();
        assert_eq!(
            entries,
            [
                ("《甲法》第三十六条", Some("甲甲，甲甲。"), Some("法律")),
                ("《甲法》第三十八条", Some("乙：\n（一）丙；"), Some("法律")),
                (
                    "《丁办法》（某政〔2014〕2号）第十条",
                    Some("戊己"),
                    Some("法律")
                ),
            ]
        );
        let places: Vec<&str> = cell
            .entries
            .iter()
            .map(|e| &text[e.range.clone()])
            .collect();
        assert!(places[0].starts_with("【 法律】") && places[0].ends_with("第三十六条"));
        assert_eq!(places[1], "第三十八条");
        assert_eq!(&text[cell.entries[2].quote_range.clone().unwrap()], "戊己");
        assert_eq!(cell.history, ["1983年12月8日通过"]);
        assert!(cell.not_understood.is_empty(), "{:?}", cell.not_understood);
    }

    #[test]
    fn words_within_a_citation_that_no_entry_repeats_are_told() {
        let text = "《甲法》（2018年通过）违反本法，聘用丙的，处罚。\n第一部分第三条：乙。";
        let parsed = ParsedCitations {
            citations: vec![citation(
                text,
                "甲法",
                "《甲法》",
                "2018年通过",
                vec![article(text, "第一部分第三条", 3, Some("乙。"))],
            )],
            gaps: Vec::new(),
        };
        let cell = split(text, &parsed);
        let cites: Vec<_> = cell.entries.iter().map(|e| e.cite.as_str()).collect();
        assert_eq!(cites, ["违反本法，聘用丙的，处罚", "《甲法》第三条"]);
        assert_eq!(cell.not_understood.len(), 1);
        assert_eq!(cell.unsaid, ["第一部分第三条"]);
        assert_eq!(cell.history, ["2018年通过"]);
    }

    #[test]
    fn what_no_citation_covers_stays_and_is_named() {
        let text = "1.《甲法》第二条；\n2.国务院关于某事的\n通知 ；以及";
        let parsed = ParsedCitations {
            citations: vec![citation(
                text,
                "甲法",
                "《甲法》",
                "",
                vec![article(text, "第二条", 2, None)],
            )],
            gaps: vec![Gap {
                span: find(text, "国务院关于某事的\n通知"),
                why: GapReason::NoTitle,
            }],
        };
        let cell = split(text, &parsed);
        assert_eq!(cell.entries.len(), 2);
        assert_eq!(cell.entries[0].cite, "《甲法》第二条");
        assert!(cell.entries[1].cite.contains("国务院关于某事的通知"));
        assert_eq!(cell.not_understood.len(), 1);
        assert_eq!(cell.not_understood[0].why, GapReason::NoTitle.chinese());
    }

    #[test]
    fn text_quoted_for_a_list_or_for_a_whole_law_stands_once() {
        let text = "《甲法》第二条、第三条：乙丙。\n第五条：丁。\n《某通知》（某政〔2014〕2号）某政令：戊己庚。";
        let mut list = citation(
            text,
            "甲法",
            "《甲法》",
            "",
            vec![
                article(text, "第二条", 2, Some("乙丙。")),
                article(text, "第三条", 3, Some("乙丙。")),
                article(text, "第五条", 5, Some("丁。")),
            ],
        );
        list.tag = None;
        let mut whole = citation(text, "某通知", "《某通知》", "某政〔2014〕2号", Vec::new());
        whole.span.end = text.len();
        let cell = split(
            text,
            &ParsedCitations {
                citations: vec![list, whole],
                gaps: Vec::new(),
            },
        );
        assert!(cell.not_understood.is_empty(), "{:?}", cell.not_understood);
        let entry = |i: usize| {
            (
                cell.entries[i].cite.as_str(),
                cell.entries[i].quote.as_deref(),
            )
        };
        assert_eq!(cell.entries.len(), 3);
        assert_eq!(entry(0), ("《甲法》第二条、第三条", Some("乙丙。")));
        assert_eq!(entry(1), ("《甲法》第五条", Some("丁。")));
        assert_eq!(entry(2).1, Some("某政令：戊己庚。"));
    }

    #[test]
    fn unread_words_inside_a_citation_keep_the_passage() {
        let text = "《甲法》第二条第一、二款：乙\n丙。";
        let citation = citation(
            text,
            "甲法",
            "《甲法》",
            "",
            vec![article(text, "第二条第一", 2, Some("乙\n丙。"))],
        );
        let cell = split(
            text,
            &ParsedCitations {
                citations: vec![citation],
                gaps: Vec::new(),
            },
        );
        assert_eq!(cell.entries.len(), 1);
        assert_eq!(
            cell.entries[0].quote.as_deref(),
            Some("第二条第一、二款：乙丙。")
        );
        assert_eq!(cell.not_understood.len(), 1);
    }

    #[test]
    fn without_any_citation_the_whole_cell_is_kept() {
        let cell = split("依法办\n理", &ParsedCitations::default());
        assert_eq!(cell.entries.len(), 1);
        assert_eq!(cell.entries[0].cite, "依法办理");
        assert_eq!(cell.entries[0].quote, None);
        assert_eq!(cell.not_understood.len(), 1);
        assert_eq!(
            split(" \n", &ParsedCitations::default()),
            BasisCell::default()
        );
    }
}
