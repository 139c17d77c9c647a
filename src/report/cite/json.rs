//! `cite --jsonl` (DESIGN §6) and `power-list/cite/v1`.

use std::borrow::Cow;
use std::io::{self, Write};
use std::num::NonZeroU16;
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::citation::{Canonical, LawReference};
use crate::domain::law::Standing;
use crate::rules::cite::{CiteStatus, Explained, ExplainedCitation};

use super::Characters;

/// The schema that the output of a text names.
pub const SCHEMA: &str = "power-list/cite/v1";

/// One cell, as `--jsonl` prints it.
#[derive(Serialize)]
struct Cell<'a> {
    citations: Vec<Cited<'a>>,
    not_understood: Vec<NotUnderstood<'a>>,
}

#[derive(Serialize)]
struct Cited<'a> {
    law: Cow<'a, str>,
    law_id: Option<&'a str>,
    article: Option<u16>,
    article_sub: Option<u16>,
    paragraph: Option<u16>,
    subparagraph: Option<u16>,
    point: Option<u16>,
    role: Option<&'static str>,
    quote: Option<&'a str>,
    start: usize,
    end: usize,
    status: &'static str,
}

#[derive(Serialize)]
struct NotUnderstood<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    why: &'static str,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    laws: Vec<CitedLaw<'a>>,
    #[serde(flatten)]
    cell: Cell<'a>,
}

#[derive(Serialize)]
struct CitedLaw<'a> {
    canonical: String,
    law: Cow<'a, str>,
    law_id: Option<&'a str>,
    level: Option<&'static str>,
    tag: Option<&'a str>,
    status: &'static str,
    version: Option<Version<'a>>,
    repealed_on: Option<String>,
    repealed_by: Option<&'a str>,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Version<'a> {
    published: String,
    effective: Option<String>,
    enactment: &'static str,
    source: &'a str,
}

/// Writes one cell as one line.
///
/// # Errors
/// When the writer fails.
pub fn write_line(
    text: &str,
    explained: &Explained<'_>,
    out: &mut dyn Write,
) -> Result<(), io::Error> {
    serde_json::to_writer(&mut *out, &cell(text, explained))?;
    out.write_all(b"\n")
}

/// Writes a text as one JSON document.
///
/// # Errors
/// When the writer fails.
pub fn write(
    text: &str,
    explained: &Explained<'_>,
    as_of: Date,
    out: &mut dyn Write,
) -> Result<(), io::Error> {
    let mut at = Characters::new(text);
    let document = Document {
        schema: SCHEMA,
        as_of: as_of.to_string(),
        laws: explained
            .citations
            .iter()
            .map(|cite| law(cite, &mut at))
            .collect(),
        cell: cell(text, explained),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// The full name where the register has the law, else the name as cited.
fn law_name<'a>(cite: &ExplainedCitation<'a>) -> Cow<'a, str> {
    match (cite.law, cite.name, &cite.citation.law) {
        (Some(law), ..) => Cow::Borrowed(&law.full_name),
        (None, Some(name), _) => Cow::Borrowed(name),
        (None, None, LawReference::Same) => Cow::Borrowed("同法"),
        (None, None, _) => Cow::Borrowed("本法"),
    }
}

fn cell<'a>(text: &'a str, explained: &Explained<'a>) -> Cell<'a> {
    let mut at = Characters::new(text);
    let quoted = |quote: &Option<Range<usize>>| quote.clone().and_then(|q| text.get(q));
    let mut citations = Vec::new();
    for cite in &explained.citations {
        let mut element = |span: &Range<usize>, quote, status: CiteStatus| Cited {
            law: law_name(cite),
            law_id: cite.law.map(|law| law.id.as_str()),
            article: None,
            article_sub: None,
            paragraph: None,
            subparagraph: None,
            point: None,
            role: cite.role.map(|role| role.chinese()),
            quote: quoted(quote),
            start: at.before(span.start),
            end: at.before(span.end),
            status: status.key(),
        };
        if cite.provisions.is_empty() {
            let citation = cite.citation;
            citations.push(element(&citation.law_span, &citation.quote, cite.status));
        }
        for one in &cite.provisions {
            let plain = element(&one.span, &one.quote, one.status);
            let number = |n: Option<NonZeroU16>| n.map(NonZeroU16::get);
            citations.push(match one.provision {
                None => plain,
                Some(p) => Cited {
                    article: Some(p.article.number.get()),
                    article_sub: Some(p.article.sub).filter(|sub| *sub > 0),
                    paragraph: number(p.paragraph),
                    subparagraph: number(p.subparagraph),
                    point: number(p.point),
                    ..plain
                },
            });
        }
    }
    let mut at = Characters::new(text);
    let not_understood = explained
        .gaps
        .iter()
        .map(|gap| NotUnderstood {
            start: at.before(gap.span.start),
            end: at.before(gap.span.end),
            text: text.get(gap.span.clone()).unwrap_or_default(),
            why: gap.why.chinese(),
        })
        .collect();
    Cell {
        citations,
        not_understood,
    }
}

fn law<'a>(cite: &ExplainedCitation<'a>, at: &mut Characters<'_>) -> CitedLaw<'a> {
    let repeal = match cite.standing {
        Some(Standing::Repealed(repeal)) => Some(repeal),
        _ => cite.ended_name,
    };
    CitedLaw {
        canonical: Canonical(cite.citation).to_string(),
        law: law_name(cite),
        law_id: cite.law.map(|law| law.id.as_str()),
        level: cite.law.map(|law| law.level.chinese()),
        tag: cite.citation.tag.as_deref(),
        status: cite.status.key(),
        version: cite.version().map(|version| Version {
            published: version.published.to_string(),
            effective: version.effective.map(|day| day.to_string()),
            enactment: version.enactment.chinese(),
            source: &version.source,
        }),
        repealed_on: repeal.and_then(|r| r.on).map(|day| day.to_string()),
        repealed_by: repeal.and_then(|r| r.by.as_ref()).map(|by| by.as_str()),
        start: at.before(cite.citation.span.start),
        end: at.before(cite.citation.span.end),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::domain::citation::parse;
    use crate::domain::law::Register;
    use crate::rules::cite::explain;

    proptest! {
        /// Offsets lie within the cell, in characters, and the text of a gap is what stands there.
        #[test]
        fn offsets_are_characters_of_the_cell(text in "([《》【】（）“”\\n𠀀a甲、：0]|第三条|第一款|《水法》|同法|附表|至){0,24}") {
            let parsed = parse(&text);
            let register = Register::default();
            let explained = explain(&text, &parsed, &register, date(2020, 1, 1));
            let mut line = Vec::new();
            write_line(&text, &explained, &mut line).unwrap();
            prop_assert_eq!(line.iter().filter(|b| **b == b'\n').count(), 1);
            let answer: Value = serde_json::from_slice(&line).unwrap();
            let letters: Vec<char> = text.chars().collect();
            let place = |node: &Value, key: &str| node[key].as_u64().unwrap() as usize;
            for node in answer["citations"].as_array().unwrap() {
                prop_assert!(place(node, "start") < place(node, "end"));
                prop_assert!(place(node, "end") <= letters.len());
            }
            for node in answer["not_understood"].as_array().unwrap() {
                let there: String = letters[place(node, "start")..place(node, "end")].iter().collect();
                prop_assert_eq!(node["text"].as_str().unwrap(), there);
            }
        }
    }
}
