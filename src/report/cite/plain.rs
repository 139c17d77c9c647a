//! For people: each citation with its law, its version and its provisions, then what is wrong.

use std::io::{self, Write};

use jiff::civil::Date;

use crate::domain::citation::{Canonical, LawReference, print_cited};
use crate::domain::law::{Existence, LawVersion, Register};
use crate::domain::provision::Provision;
use crate::report::text::{padded, width, wrap};
use crate::rules::cite::{CiteStatus, Explained, ExplainedCitation, ExplainedProvision};
use crate::rules::cite_problems::{Problem, missing, problems};
use crate::rules::legal::version_name;
use crate::rules::text::date;

use super::marked;

/// Longest piece of a quoted text that is shown, in characters.
const QUOTE: usize = 48;
/// Narrowest column that provisions are set in.
const NARROW: usize = 8;

/// Writes what each citation says and what is wrong with it.
///
/// # Errors
/// When the writer fails.
pub fn write(
    text: &str,
    explained: &Explained<'_>,
    register: &Register,
    as_of: Date,
    columns: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    if explained.citations.is_empty() && explained.gaps.is_empty() {
        return writeln!(out, "这里没有引用任何法律条款");
    }
    for cite in &explained.citations {
        citation(text, cite, as_of, columns, out)?;
    }
    let problems = problems(explained, register, as_of);
    for problem in &problems {
        write_problem(text, problem, out)?;
    }
    let provisions: usize = explained
        .citations
        .iter()
        .map(|c| c.provisions.len().max(1))
        .sum();
    write!(
        out,
        "{} 部法，{provisions} 处引用：",
        explained.citations.len()
    )?;
    match problems.len() {
        0 => writeln!(out, "没有问题"),
        n => writeln!(out, "{n} 个问题"),
    }
}

fn citation(
    text: &str,
    cite: &ExplainedCitation<'_>,
    as_of: Date,
    columns: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in wrap(&canonical(cite), columns) {
        writeln!(out, "{line}")?;
    }
    let mut row = |name: &str, text: &str| -> io::Result<()> {
        let lines = wrap(text, columns.saturating_sub(8).max(20));
        for (i, line) in lines.iter().enumerate() {
            let name = if i == 0 { name } else { "    " };
            writeln!(out, "  {name}  {line}")?;
        }
        Ok(())
    };
    match (cite.law, cite.name) {
        (Some(law), _) => row(
            "法规",
            &format!("{}（{}）", law.full_name, law.level.chinese()),
        )?,
        (None, Some(name)) if cite.ended_name.is_some() => {
            row("法规", &format!("{name}（法规库里只有它的废止日期）"))?;
        }
        (None, Some(name)) => row("法规", &format!("{name}（法规库里没有）"))?,
        (None, None) => row("法规", "不知道是哪一部")?,
    }
    if let Some(version) = cite.version() {
        row("版本", &version_line(version))?;
    }
    row("效力", &standing(cite, as_of))?;
    if let Some(role) = cite.role {
        row("用途", role.chinese())?;
    }
    if let Some(quote) = cite.citation.quote.clone().and_then(|q| text.get(q)) {
        row("引文", &cut(quote))?;
    }
    let marks: Vec<String> = cite.provisions.iter().map(|p| mark(cite, p)).collect();
    let column = marks
        .iter()
        .map(|m| width(m))
        .max()
        .unwrap_or(0)
        .max(NARROW);
    for (mark, provision) in marks.iter().zip(&cite.provisions) {
        let said = judgement(cite, provision);
        writeln!(out, "  {}  {said}", padded(mark, column))?;
    }
    for quote in quotes(text, cite) {
        writeln!(out, "  引文  {quote}")?;
    }
    writeln!(out)
}

/// What was cited, ranges written out by the register's reader and not by us: 第三条至第五条 stays one mark.
pub fn canonical(cite: &ExplainedCitation<'_>) -> String {
    let text = Canonical(cite.citation).to_string();
    match (&cite.citation.law, cite.name) {
        (LawReference::Named(_), _) | (_, None) => text,
        // 本法, 同法: the law that is meant.
        (LawReference::This | LawReference::Same, Some(name)) => {
            let cited: Vec<_> = cite.citation.provisions.iter().map(|p| p.cited).collect();
            format!("《{name}》{}", print_cited(&cited))
        }
    }
}

/// A provision as people write it.
pub fn mark(cite: &ExplainedCitation<'_>, provision: &ExplainedProvision) -> String {
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

/// 2016年7月2日修正，2016年9月1日起施行；第十二届….
pub fn version_line(version: &LawVersion) -> String {
    let effective = match version.effective {
        Some(day) => format!("，{}起施行", date(day)),
        None => String::new(),
    };
    let source = match &*version.source {
        "" => String::new(),
        source => format!("；{source}"),
    };
    format!("{}{effective}{source}", version_name(version))
}

fn standing(cite: &ExplainedCitation<'_>, as_of: Date) -> String {
    let said = match cite.status {
        CiteStatus::Repealed => "已经废止",
        CiteStatus::NotYetInForce => "还没有施行",
        CiteStatus::UnknownLaw => "无从核对",
        CiteStatus::StructureUnknown => "有效，条文无从核对",
        _ => "有效",
    };
    format!("{}{said}", date(as_of))
}

/// Whether a provision is there, and what its article is made of.
pub fn judgement(cite: &ExplainedCitation<'_>, provision: &ExplainedProvision) -> String {
    let Some(cited) = provision.provision else {
        return "法规库不记编、章、节、部分和附件，没有核对".to_owned();
    };
    if let Some(missing) = missing(&cited, provision.status) {
        return format!("不存在：{missing}");
    }
    let structure = cite.version().and_then(|v| v.structure.as_ref());
    let shape = structure.and_then(|s| s.shape(cited.article));
    match (provision.status, shape) {
        (CiteStatus::InForce, Some(shape)) => {
            let items: u32 = shape.items.iter().map(|n| u32::from(*n)).sum();
            let article = Provision::article(cited.article);
            match (shape.items.len(), items) {
                (0, _) => "存在".to_owned(),
                (paragraphs, 0) => format!("存在；{article}有 {paragraphs} 款"),
                (paragraphs, _) => format!("存在；{article}有 {paragraphs} 款 {items} 项"),
            }
        }
        (CiteStatus::StructureUnknown, Some(_)) => {
            let above = Provision {
                point: None,
                ..cited
            };
            let known = structure.is_some_and(|s| s.existence(&above) == Existence::Exists);
            if cited.point.is_some() && known {
                "法规库不记目，只核对到项".to_owned()
            } else {
                "条存在；款项不详，没有核对".to_owned()
            }
        }
        (CiteStatus::StructureUnknown, None) => "条文结构不详，没有核对".to_owned(),
        _ => "没有核对".to_owned(),
    }
}

/// The texts quoted for provisions, each once.
fn quotes(text: &str, cite: &ExplainedCitation<'_>) -> Vec<String> {
    let mut spans: Vec<_> = cite
        .provisions
        .iter()
        .filter_map(|p| p.quote.clone())
        .collect();
    spans.dedup();
    spans
        .into_iter()
        .filter_map(|span| text.get(span))
        .map(cut)
        .collect()
}

/// The beginning of a quoted text on one line.
fn cut(quote: &str) -> String {
    let mut ink = quote
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    let mut out: String = ink.by_ref().take(QUOTE).collect();
    if ink.next().is_some() {
        out.push('…');
    }
    out
}

fn write_problem(text: &str, problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
    let (line, carets) = marked(text, &problem.span);
    writeln!(out, "{}：{}", problem.severity.chinese(), problem.message)?;
    writeln!(out, "  | {line}\n  | {carets}")?;
    writeln!(out, "  = 怎么办: {}\n", problem.help)
}
