//! For people at a terminal: each finding with its source line, a caret under it, and what to do.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::domain::place::Span;
use crate::finding::source::Spot;
use crate::finding::{Finding, Report, RuleCode, Severity, Sources, Suppressor};
use crate::report::text::harmless;

/// How the report is to look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// With ANSI colours.
    pub colour: bool,
    /// Notes in full, not only counted.
    pub notes: bool,
    /// With the closing line of figures.
    pub summary: bool,
    /// Width of the terminal in cells.
    pub width: usize,
}

/// Writes the findings, then the figures.
///
/// # Errors
/// When the writer fails.
pub fn write(
    report: &Report,
    sources: &Sources,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let base = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = base.decor_style(DecorStyle::Ascii).term_width(style.width);
    let mut folded: BTreeMap<(RuleCode, &str), usize> = BTreeMap::new();
    for finding in &report.findings {
        if finding.severity == Severity::Note && !style.notes {
            *folded.entry((finding.code, finding.name)).or_default() += 1;
            continue;
        }
        write_finding(finding, sources, &renderer, out)?;
    }
    if !folded.is_empty() && style.summary {
        for ((code, name), count) in &folded {
            let title = crate::rules::find(name).map_or(*name, |rule| rule.title);
            writeln!(out, "提示[{code}]：{title}（{count} 处）")?;
        }
        writeln!(out, "  = 加 --notes 逐条显示提示\n")?;
    }
    if style.summary {
        let counts = report.counts();
        writeln!(
            out,
            "检查了 {} 个文件、{} 项事项：{} 个错误，{} 个警告，{} 个提示",
            report.files.len(),
            report.items,
            counts.errors,
            counts.warnings,
            counts.notes
        )?;
        if let Some(line) = suppressed(report) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// What is not shown, and what of it the gates will show all the same.
fn suppressed(report: &Report) -> Option<String> {
    if report.suppressed.is_empty() {
        return None;
    }
    let counts = [
        ("允许的", report.allowed()),
        ("基线里的", report.baselined()),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what} {count} 个"))
        .collect();
    let at_gates = report.suppressed.iter().filter(|s| {
        s.finding.severity == Severity::Error && !matches!(s.by, Suppressor::Allow { .. })
    });
    let at_gates = match at_gates.count() {
        0 => String::new(),
        count => format!("；其中 {count} 个错误，上报和公布时仍要改好（加 --strict 列出）"),
    };
    Some(format!("不计在内：{}{at_gates}", parts.join("，")))
}

fn write_finding(
    finding: &Finding,
    sources: &Sources,
    renderer: &Renderer,
    out: &mut dyn Write,
) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    let (same_line, elsewhere): (Vec<_>, Vec<_>) = finding
        .related
        .iter()
        .partition(|(span, _)| line_of(sources, *span) == line_of(sources, finding.primary));
    let places: Vec<Place<'_>> = std::iter::once(finding.primary)
        .chain(elsewhere.iter().map(|(span, _)| *span))
        .map(|span| Place::of(sources, span))
        .collect();
    let labels = std::iter::once("").chain(elsewhere.iter().map(|(_, label)| label.as_str()));
    for (i, (place, label)) in places.iter().zip(labels).enumerate() {
        let beside: &[_] = if i == 0 { &same_line } else { &[] };
        elements.push(snippet(place, label, beside, i == 0));
    }
    if let Some(item) = &finding.item {
        elements.push(
            Level::INFO
                .with_name("事项")
                .message(printable(item))
                .into(),
        );
    }
    if let Some(help) = &finding.help {
        elements.push(
            Level::HELP
                .with_name("怎么办")
                .message(printable(help))
                .into(),
        );
    }
    let group: Group<'_> = level
        .with_name(finding.severity.chinese())
        .primary_title(printable(&finding.message))
        .id(finding.code.to_string())
        .elements(elements);
    writeln!(out, "{}\n", renderer.render(&[group]))
}

/// The line a span begins on.
fn line_of(sources: &Sources, span: Span) -> (u32, usize) {
    let position = sources.get(span.source).position(span.start);
    (span.source.0, position.line)
}

/// A span with what is shown of it.
struct Place<'a> {
    /// The line it begins on, with where that begins.
    shown: Option<(usize, &'a str)>,
    span: Span,
    /// File, with sheet and cell of a workbook.
    path: Cow<'a, str>,
    /// Line within the file, or within the cell of a workbook.
    line: usize,
    column: usize,
}

impl<'a> Place<'a> {
    fn of(sources: &'a Sources, span: Span) -> Self {
        let source = sources.get(span.source);
        let (path, line, column) = match source.spot(span.start) {
            Spot::Text(at) => (printable(&source.name), at.line, at.column),
            spot @ Spot::Cell { .. } => {
                let at = source.within_cell(span.start);
                let path = format!("{}{spot}", source.name);
                (
                    Cow::Owned(printable(&path).into_owned()),
                    at.line,
                    at.column,
                )
            }
        };
        Self {
            shown: source.line(span.start),
            span,
            path,
            line,
            column,
        }
    }
}

fn snippet<'a>(
    place: &'a Place<'a>,
    label: &'a str,
    same_line: &[&'a (Span, String)],
    primary: bool,
) -> Element<'a> {
    let Some((line_start, line)) = place.shown else {
        return Origin::path(&*place.path)
            .line(place.line)
            .char_column(place.column)
            .into();
    };
    let clip = |at: u32| (at as usize).clamp(line_start, line_start + line.len()) - line_start;
    let range = |span: Span| clip(span.start)..clip(span.end).max(clip(span.start));
    let kind = if primary {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let mut annotation = kind.span(range(place.span));
    if !label.is_empty() {
        annotation = annotation.label(printable(label));
    }
    Snippet::source(line)
        .path(&*place.path)
        .line_start(place.line)
        .annotation(annotation)
        .annotations(same_line.iter().map(|(span, label)| {
            AnnotationKind::Context
                .span(range(*span))
                .label(printable(label))
        }))
        .into()
}

/// Text from a file on one line, with nothing in it that would steer the terminal.
fn printable(text: &str) -> Cow<'_, str> {
    let shown = |c: char| {
        if c.is_control() {
            Some(char::REPLACEMENT_CHARACTER)
        } else {
            harmless(c)
        }
    };
    if text.chars().all(|c| shown(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(shown).collect())
}
