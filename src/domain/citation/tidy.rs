//! Bringing the marks of a citation into canonical form inside the text that people wrote.
//!
//! Only marks of provisions and title marks are touched; tags, remarks and quoted text stay letter for letter. What
//! would be read otherwise afterwards is not proposed.

use std::fmt::{self, Write as _};
use std::ops::Range;

use super::print::print_cited;
use super::{Citation, Cited, CitedAt, LawReference, ParsedCitations, parse};
use crate::domain::provision::Provision;

/// A piece of a text and what should stand instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What should stand there.
    pub new: String,
}

/// What in a text is not written canonically, in the order of the text and without overlaps. Nothing where a part of
/// the text was not understood.
pub fn tidy(text: &str, parsed: &ParsedCitations) -> Vec<Rewrite> {
    if !parsed.gaps.is_empty() {
        return Vec::new();
    }
    let mut candidates: Vec<Rewrite> = Vec::new();
    let others = |c: &&Citation| !is_canonical(text, c);
    for citation in parsed.citations.iter().filter(others) {
        candidates.extend(title(text, citation));
        candidates.extend(blank_after_title(text, citation));
        runs(text, citation, &mut candidates);
    }
    candidates.retain(|c| {
        text.get(c.range.clone())
            .is_some_and(|there| there != c.new)
    });
    if candidates.is_empty() {
        return candidates;
    }
    candidates.sort_by_key(|c| (c.range.start, c.range.end));
    let wanted = meaning(text, parsed);
    let mut kept: Vec<Rewrite> = Vec::new();
    for candidate in candidates {
        if kept
            .last()
            .is_some_and(|k| k.range.end > candidate.range.start)
        {
            continue;
        }
        kept.push(candidate);
        let same = rewrite(text, &kept).is_some_and(|new| {
            let read = parse(&new);
            read.gaps.is_empty() && meaning(&new, &read) == wanted
        });
        if !same {
            kept.pop();
        }
    }
    kept
}

/// The text with the rewrites made; `None` when they overlap or do not fit the text.
pub fn rewrite(text: &str, rewrites: &[Rewrite]) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    for one in rewrites {
        out.push_str(text.get(at..one.range.start)?);
        out.push_str(&one.new);
        at = one.range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

pub(super) type Meaning<'a> = Vec<(
    Option<&'a str>,
    &'a LawReference,
    &'a [String],
    Vec<(Cited, Option<&'a str>)>,
    Option<&'a str>,
)>;

/// What a text says, apart from where it says it.
pub(super) fn meaning<'a>(text: &'a str, parsed: &'a ParsedCitations) -> Meaning<'a> {
    let quoted = |range: &Option<Range<usize>>| range.clone().and_then(|r| text.get(r));
    parsed
        .citations
        .iter()
        .map(|c| {
            let cited = c
                .provisions
                .iter()
                .map(|p| (p.cited, quoted(&p.quote)))
                .collect();
            (
                c.tag.as_deref(),
                &c.law,
                c.remarks.as_slice(),
                cited,
                quoted(&c.quote),
            )
        })
        .collect()
}

/// Whether all of a citation stands in canonical form already, so that nothing would be proposed; told without making
/// that form. `false` also where a longer look is needed to tell.
fn is_canonical(text: &str, citation: &Citation) -> bool {
    let LawReference::Named(name) = &citation.law else {
        return false;
    };
    let title = text.get(citation.law_span.clone());
    let inner = title.and_then(|t| t.strip_prefix('《')?.strip_suffix('》'));
    let mut end = citation.law_span.end;
    let mut first = true;
    inner == Some(name)
        && citation.provisions.iter().all(|at| {
            let between = text.get(end..at.span.start);
            let joined = between == Some("") || (between == Some("、") && !first);
            (end, first) = (at.span.end, false);
            let there = text.get(at.span.clone()).unwrap_or_default();
            joined && matches!(at.cited, Cited::Provision(p) if prints_as(&p, there))
        })
}

/// Whether a value is printed as these words.
fn prints_as(value: &impl fmt::Display, words: &str) -> bool {
    struct Rest<'a>(&'a str);
    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, piece: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(piece).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(words);
    write!(rest, "{value}").is_ok() && rest.0.is_empty()
}

/// The title with 《 》 around it and 〈 〉 in it.
fn title(text: &str, citation: &Citation) -> Option<Rewrite> {
    let LawReference::Named(name) = &citation.law else {
        return None;
    };
    let there = text.get(citation.law_span.clone())?;
    there
        .starts_with(['《', '〈', '‹', '<', '＜', '﹤'])
        .then(|| Rewrite {
            range: citation.law_span.clone(),
            new: format!("《{name}》"),
        })
}

/// Blanks between the title and the first mark.
fn blank_after_title(text: &str, citation: &Citation) -> Option<Rewrite> {
    let range = citation.law_span.end..citation.provisions.first()?.span.start;
    let between = text.get(range.clone())?;
    let blank = !between.is_empty() && between.chars().all(char::is_whitespace);
    // A mark on a line of its own is a matter of layout.
    (blank && !between.contains('\n')).then(|| Rewrite {
        range,
        new: String::new(),
    })
}

/// Marks that stand in one list, rewritten together.
fn runs(text: &str, citation: &Citation, out: &mut Vec<Rewrite>) {
    let mut run: Option<Rewrite> = None;
    let mut before: Option<&CitedAt> = None;
    for at in &citation.provisions {
        let mark = mark(text, at);
        let joint = before.and_then(|b| separator(text.get(b.span.end..at.span.start)?));
        before = Some(at);
        run = match (run, mark, joint) {
            (Some(mut run), Some(mark), Some(joint)) => {
                run.range.end = at.span.end;
                run.new.push_str(&joint);
                run.new.push_str(&mark);
                Some(run)
            }
            (run, mark, _) => {
                out.extend(run);
                mark.map(|new| Rewrite {
                    range: at.span.clone(),
                    new,
                })
            }
        };
    }
    out.extend(run);
}

/// How marks are joined; `None` where they do not stand in one list.
fn separator(between: &str) -> Option<String> {
    match between.trim() {
        "" => Some(String::new()),
        "、" | "," | "，" | "﹑" | "､" => Some("、".to_owned()),
        word @ ("和" | "及" | "以及" | "与" | "或" | "或者") => Some(word.to_owned()),
        _ => None,
    }
}

/// A mark in canonical form, as explicit as it stands; `None` for what is left as it is.
fn mark(text: &str, at: &CitedAt) -> Option<String> {
    as_explicit_as_it_stands(text, at, &at.cited)
}

/// What should stand in the place of a mark to cite something else, as explicit as it stands; `None` as for [`mark`].
pub(super) fn as_explicit_as_it_stands(text: &str, at: &CitedAt, cited: &Cited) -> Option<String> {
    let there = text.get(at.span.clone())?;
    // 前款, 本条第二款, 附件: words and not numbers lead to the place.
    if there.contains(['前', '本', '该', '同', '上', '附', '章', '节', '编', '之'])
        && !inserted(there)
    {
        return None;
    }
    match *cited {
        Cited::Provision(p) => Some(from_unit(&p, there)),
        Cited::Range { from, to } => {
            let both = print_cited(&[Cited::Range { from, to }]);
            let rest = both.strip_prefix(&from.to_string())?;
            Some(format!("{}{rest}", from_unit(&from, there)))
        }
        Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. } => None,
    }
}

/// Whether 之 stands only where it numbers an inserted article.
fn inserted(there: &str) -> bool {
    let other = there.contains(['前', '本', '该', '同', '上', '附', '章', '节', '编']);
    !other && there.contains('之')
}

/// The canonical mark from the first unit that the text itself names.
fn from_unit(provision: &Provision, there: &str) -> String {
    let full = provision.to_string();
    let article = Provision::article(provision.article).to_string();
    let paragraph = Provision {
        subparagraph: None,
        point: None,
        ..*provision
    }
    .to_string();
    let subparagraph = Provision {
        point: None,
        ..*provision
    }
    .to_string();
    let cut = if there.contains('条') {
        ""
    } else if there.contains('款') && provision.paragraph.is_some() {
        &article
    } else if provision.point.is_some() && !there.contains('项') {
        &subparagraph
    } else if provision.subparagraph.is_some() {
        &paragraph
    } else if provision.paragraph.is_some() {
        &article
    } else {
        ""
    };
    full.strip_prefix(cut).unwrap_or(&full).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        rewrite(text, &tidy(text, &parse(text))).unwrap()
    }

    #[test]
    fn marks_become_canonical() {
        for (text, wanted) in [
            ("《水法》第22条第1款", "《水法》第二十二条第一款"),
            ("《水法》 第 22 条", "《水法》第二十二条"),
            ("《水法》第二十二条第(三)项", "《水法》第二十二条第（三）项"),
            (
                "《水法》第二十二条第一款第(三)、(五)项",
                "《水法》第二十二条第一款第（三）项、第（五）项",
            ),
            ("《水法》第3、5条", "《水法》第三条、第五条"),
            ("《水法》第3条和第5条", "《水法》第三条和第五条"),
            ("《水法》第3条至第5条", "《水法》第三条至第五条"),
            ("《水法》第20条之1", "《水法》第二十条之一"),
            (
                "《安徽省实施<水法>办法》第7条",
                "《安徽省实施〈水法〉办法》第七条",
            ),
            (
                "【法律】《水法》(2002年)第7条：“取水的(第3条)”",
                "【法律】《水法》(2002年)第七条：“取水的(第3条)”",
            ),
            ("《水法(2016年修正)》第7条", "《水法(2016年修正)》第七条"),
        ] {
            assert_eq!(tidied(text), wanted, "{text}");
            assert_eq!(tidied(wanted), wanted, "{wanted}");
        }
    }

    #[test]
    fn what_is_canonical_or_not_understood_stays() {
        for text in [
            "《水法》第二十二条第一款、第二款",
            "《水法》第二十二条第一款、第二十二条第二款",
            "《水法》第二章",
            "《水法》",
            "水法第22条乱写",
            "《水法》第22条，《乙法第3条",
        ] {
            assert_eq!(tidied(text), text);
        }
    }

    mod any_text {
        use super::*;
        use proptest::prelude::*;

        fn texts() -> impl Strategy<Value = String> {
            let piece = prop::sample::select(vec![
                "《水法》",
                "<水法>",
                "《安徽省实施<水法>办法》",
                "《水法(2016年修正)》",
                "中华人民共和国水法",
                "本法",
                "同法",
                "【法律】",
                "(2002年)",
                "第",
                "条",
                "款",
                "项",
                "目",
                "之",
                "1",
                "２",
                "三",
                "二十二",
                "(一)",
                "（3）",
                "第3条",
                "第二款",
                "第(四)项",
                "第1目",
                "、",
                "，",
                ",",
                "和",
                "至",
                "-",
                "—",
                " ",
                "\u{3000}",
                "\n",
                "：",
                "“取水”",
                "前款",
                "第二章",
                "附件1第2项",
                "等规定",
                "。",
                "2.",
                "；",
            ]);
            prop::collection::vec(piece, 1..16).prop_map(|pieces| pieces.concat())
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(4096))]

            #[test]
            fn twice_is_once_and_the_meaning_stays(text in texts()) {
                let read = parse(&text);
                let rewrites = tidy(&text, &read);
                let new = rewrite(&text, &rewrites).unwrap();
                let again = parse(&new);
                prop_assert_eq!(meaning(&new, &again), meaning(&text, &read));
                prop_assert_eq!(tidy(&new, &again), Vec::new(), "{} → {}", text, new);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_proposed_for_what_is_canonical(
            text in "《水法》 ?(第[三5]条(第[二2]款)?(第（[一1]）项)?[、和 ]?){1,3}"
        ) {
            let parsed = parse(&text);
            for citation in parsed.citations.iter().filter(|c| is_canonical(&text, c)) {
                let mut all: Vec<Rewrite> = title(&text, citation).into_iter().collect();
                all.extend(blank_after_title(&text, citation));
                runs(&text, citation, &mut all);
                for one in all {
                    proptest::prop_assert_eq!(&text[one.range.clone()], one.new);
                }
            }
        }
    }

    #[test]
    fn the_usual_citation_is_told_to_be_canonical_at_once() {
        let text = "《水法》第三条第二款第（一）项、第五条";
        assert!(is_canonical(text, &parse(text).citations[0]));
        let text = "《水法》第3条";
        assert!(!is_canonical(text, &parse(text).citations[0]));
    }
}
