//! The form that most citations have, read without the grammar: 《name》第二十二条第一款第（三）项、第三十条, and nothing else.
//!
//! What is read here means what the grammar makes of it (a property test asks both); whatever is not this form word for
//! word is left to the grammar.

use std::num::NonZeroU16;
use std::ops::Range;

use super::{Citation, Cited, CitedAt, LawReference, ParsedCitations};
use crate::domain::numeral;
use crate::domain::provision::{Article, Provision};

/// Far below the lengths at which the grammar stops reading a title or a number.
const LONGEST_NAME: usize = 150;
const LONGEST_NUMBER: usize = 15;

/// Reads a text of the plain form; `None` for any other.
pub(super) fn plain(text: &str) -> Option<ParsedCitations> {
    let inner = text.strip_prefix('《')?;
    let (name, marks) = inner.split_once('》')?;
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if name.is_empty() || name.chars().count() > LONGEST_NAME || !name.chars().all(han) {
        return None;
    }
    let mut reader = Reader {
        text,
        at: text.len() - marks.len(),
    };
    let law_span = 0..reader.at;
    let first = reader.mark(None)?;
    let mut before = first.0;
    let mut provisions = vec![cited(first)];
    while reader.take('、') {
        let next = reader.mark(Some(before))?;
        before = next.0;
        provisions.push(cited(next));
    }
    if reader.at < text.len() {
        return None;
    }
    let citation = Citation {
        tag: None,
        law: LawReference::Named(name.to_owned()),
        law_span,
        remarks: Vec::new(),
        provisions,
        quote: None,
        span: 0..text.len(),
    };
    Some(ParsedCitations {
        citations: vec![citation],
        gaps: Vec::new(),
    })
}

fn cited((provision, span): (Provision, Range<usize>)) -> CitedAt {
    CitedAt {
        cited: Cited::Provision(provision),
        span,
        quote: None,
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.rest().starts_with(c);
        self.at += if there { c.len_utf8() } else { 0 };
        there
    }

    fn number(&mut self) -> Option<NonZeroU16> {
        let rest = self.rest();
        let end = rest.find(|c| !numeral::is_numeral_char(c))?;
        let digits = rest.get(..end)?;
        if digits.len() > 3 * LONGEST_NUMBER {
            return None;
        }
        let value = numeral::parse(digits).ok()?;
        self.at += end;
        Some(value)
    }

    /// 第N条, with or without 第N款 and 第（N）项; behind another mark also 第N款 of the same article.
    fn mark(&mut self, before: Option<Provision>) -> Option<(Provision, Range<usize>)> {
        let start = self.at;
        if !self.take('第') {
            return None;
        }
        let number = self.number()?;
        let mut provision = if self.take('条') {
            Provision::article(Article { number, sub: 0 })
        } else if self.take('款') {
            Provision {
                paragraph: Some(number),
                ..Provision::article(before?.article)
            }
        } else {
            return None;
        };
        while self.take('第') {
            if self.take('（') {
                provision.subparagraph = Some(self.number()?);
                if !self.take('）') || !self.take('项') {
                    return None;
                }
                break;
            }
            if provision.paragraph.is_some() {
                return None;
            }
            provision.paragraph = Some(self.number()?);
            if !self.take('款') {
                return None;
            }
        }
        Some((provision, start..self.at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse::by_grammar;
    use super::*;

    #[test]
    fn the_usual_forms_are_plain() {
        for text in [
            "《水法》第三条",
            "《水法》第一百二十三条第二款",
            "《水法》第20条第（三）项",
            "《中华人民共和国水法》第三条第一款第（三）项、第五条",
            "《水法》第三条第一款、第二款第（一）项",
        ] {
            assert_eq!(plain(text), Some(by_grammar(text)), "{text}");
        }
    }

    #[test]
    fn what_the_grammar_has_more_to_say_of_is_left_to_it() {
        for text in [
            "",
            "《水法》",
            "《》第三条",
            "《水法》第三条。",
            "《水法》第三条之一",
            "《水法》第十百条",
            "《水法》第三条例",
            "《水法》第一款",
            "《水法》 第三条",
            "《水法》第三条\n",
            "《水法（试行）》第三条",
            "《水法》第三条：取水的",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]
        #[test]
        fn plain_means_what_the_grammar_reads(
            name in "[一-龥第条款项附前本同令号国务院中华人民共和国修正年]{1,9}",
            marks in proptest::collection::vec("、?第[一二三十百0-9１①]{1,3}条?(第[一二两十3]{1,2}款)?(第（[一二十1]{1,2}）项)?", 1..4),
            end in "[条款项目例件、。之一]{0,1}",
        ) {
            let text = format!("《{name}》{}{end}", marks.concat());
            if let Some(read) = plain(&text) {
                prop_assert_eq!(read, by_grammar(&text), "{}", text);
            }
        }
    }
}
