//! From text to tree, with syntax errors explained and confined to the entry they stand in.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::domain::gate::Gate;
use crate::domain::place::{SourceId, Span};
use crate::finding::MOST_OF_A_FILE;
use crate::rules::shape;

use super::decode::Decoder;
use super::tree::{Refused, SyntaxError, Tree};

/// Lists whose entries are read one by one when the file as a whole cannot be.
const LISTS: [&str; 4] = ["items:", "steps:", "departments:", "people:"];

/// Reads a document and hands a decoder at its root to `read`.
///
/// A syntax error is reported with its place and cause; then every entry of the file's list that is sound
/// by itself is still read, so that one slip does not hide the faults of the rest.
pub fn with_document<R>(
    text: &str,
    source: SourceId,
    gate: Gate,
    read: impl FnOnce(&mut Decoder<'_, '_>) -> R,
) -> (R, Vec<crate::finding::Finding>) {
    match Tree::parse(text) {
        Ok(tree) => {
            let mut decoder = Decoder::new(&tree, source, gate);
            report_refused(&mut decoder);
            let value = read(&mut decoder);
            (value, decoder.told())
        }
        Err(error) => {
            let (broken, rest) = confine(text, error);
            let tree = Tree::parse(&rest).unwrap_or_default();
            let mut decoder = Decoder::new(&tree, source, gate);
            for (error, within) in broken {
                let (range, message, help) = explain(text, &error, within);
                let span = Span {
                    source,
                    start: range.start as u32,
                    end: range.end as u32,
                };
                decoder.report_with_help(&shape::syntax_error::RULE, span, message, help);
            }
            report_refused(&mut decoder);
            let value = read(&mut decoder);
            (value, decoder.told())
        }
    }
}

/// Whether a key of a file names its list of entries.
pub fn is_list(key: &str) -> bool {
    LISTS.iter().any(|list| list.strip_suffix(':') == Some(key))
}

/// A broken text with what is broken blanked out, byte for byte; empty where nothing of it can be saved.
pub fn sound_part(text: &str) -> String {
    match Tree::parse(text) {
        Ok(_) => text.to_owned(),
        Err(error) => confine(text, error).1,
    }
}

fn report_refused(decoder: &mut Decoder<'_, '_>) {
    for &(start, end, what) in &decoder.tree.refused {
        let message = match what {
            Refused::Anchor => "这里定义了 YAML 锚点（&）",
            Refused::Alias => "这里用了 YAML 别名（*）",
            Refused::Tag => "这里用了 YAML 标签（!）",
        };
        let span = Span {
            source: decoder.source,
            start,
            end,
        };
        decoder.report(&shape::anchor_or_alias::RULE, span, message);
    }
    if let Some(start) = decoder.tree.second_document {
        let span = Span {
            source: decoder.source,
            start,
            end: start,
        };
        decoder.report_with_help(
            &shape::syntax_error::RULE,
            span,
            "一个文件里有两份 YAML 文档",
            "删去“---”分隔线，或者拆成两个文件",
        );
    }
}

/// The errors of a broken text, each with the entry it stands in, and the text with those entries blanked out.
fn confine(text: &str, first: SyntaxError) -> (Vec<(SyntaxError, Range<usize>)>, String) {
    let mut broken = Vec::new();
    let mut rest = text.to_owned().into_bytes();
    for entry in entries(text) {
        if let Err(error) = Tree::parse(&text[entry.clone()]) {
            for byte in &mut rest[entry.clone()] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
            let error = SyntaxError {
                offset: error.offset + entry.start as u32,
                ..error
            };
            broken.push((error, entry));
            if broken.len() > MOST_OF_A_FILE {
                break;
            }
        }
    }
    // Blanking whole lines byte by byte leaves valid UTF-8; an empty text stands in should that ever fail.
    let mut rest = String::from_utf8(rest).unwrap_or_default();
    if broken.is_empty() {
        let start = text[..first.offset as usize]
            .rfind('\n')
            .map_or(0, |i| i + 1);
        broken.push((first, start..text.len()));
        rest.clear();
    } else if let Err(error) = Tree::parse(&rest) {
        broken.push((error, 0..text.len()));
        rest.clear();
    }
    (broken, rest)
}

/// Byte ranges of the entries of the file's list, found by indentation alone.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut indent = None;
    let mut in_list = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = line.trim_end();
        if LISTS.contains(&body) {
            in_list = true;
            continue;
        }
        if !in_list || body.is_empty() {
            continue;
        }
        let width = body.len() - body.trim_start_matches(' ').len();
        let is_entry = body[width..].starts_with("- ") || &body[width..] == "-";
        match indent {
            None if is_entry => {
                indent = Some(width);
                out.push(start..at);
            }
            Some(w) if is_entry && width == w => out.push(start..at),
            Some(_) => {
                let outside = width == 0 && !body.starts_with(['#', '-', '\t', '\u{3000}', ' ']);
                if outside {
                    in_list = false;
                } else if let Some(last) = out.last_mut() {
                    last.end = at;
                }
            }
            None => {}
        }
    }
    out
}

/// Where the cause of a syntax error stands, what it is, and what to do.
fn explain(
    text: &str,
    error: &SyntaxError,
    within: Range<usize>,
) -> (Range<usize>, String, String) {
    let at = (error.offset as usize).min(text.len());
    // The parser notices many slips a line or two late: the cause is looked for backwards from there.
    let line_end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    let head = &text[within.start.min(line_end)..line_end];
    let mut end = line_end;
    for line in head.rsplit('\n').take(4) {
        let start = end - line.len();
        if let Some((range, message, help)) = suspicious(line) {
            return (start + range.start..start + range.end, message, help);
        }
        end = start.saturating_sub(1);
    }
    // A tab after a plain value is noticed at the value.
    let mut start = line_end + 1;
    for line in text
        .get(start..within.end)
        .unwrap_or("")
        .split('\n')
        .take(2)
    {
        if let Some((range, message, help)) = suspicious(line) {
            return (start + range.start..start + range.end, message, help);
        }
        start += line.len() + 1;
    }
    let (message, help) = reason(&error.kind);
    let char_end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    (at..char_end, message.to_owned(), help.to_owned())
}

/// What in a line is known to go wrong with Chinese input methods and office software.
fn suspicious(line: &str) -> Option<(Range<usize>, String, String)> {
    let blank = line.len()
        - line
            .trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}'])
            .len();
    for (i, c) in line[..blank].char_indices() {
        let range = i..i + c.len_utf8();
        match c {
            '\t' => {
                return Some((
                    range,
                    "缩进里用了制表符（Tab）".to_owned(),
                    "YAML 的缩进只能用半角空格：把制表符换成空格".to_owned(),
                ));
            }
            '\u{3000}' => {
                return Some((
                    range,
                    "缩进里用了全角空格".to_owned(),
                    "把全角空格换成两个半角空格".to_owned(),
                ));
            }
            '\u{a0}' => {
                return Some((
                    range,
                    "缩进里用了不间断空格（多半是从网页或 Word 粘贴来的）".to_owned(),
                    "换成普通的半角空格".to_owned(),
                ));
            }
            _ => {}
        }
    }
    let rest = line[blank..].trim_start_matches("- ");
    let offset = line.len() - rest.len();
    let key_len = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    if key_len > 0 && rest[key_len..].starts_with('：') {
        let key = &rest[..key_len];
        let start = offset + key_len;
        return Some((
            start..start + '：'.len_utf8(),
            format!("键“{key}”后面用了全角冒号“：”"),
            format!("改成半角冒号加空格：“{key}: …”"),
        ));
    }
    None
}

/// The parser's reason in Chinese, with advice.
fn reason(kind: &ErrorKind) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::UnexpectedEof => {
            ("引号没有收尾", "补上收尾的引号，或者去掉开头的引号")
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping => ("括号没有收尾", "补上收尾的 } 或 ]"),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "花括号或方括号里缺少半角逗号",
            "各项之间用半角逗号加空格分开（不是全角逗号“，”）",
        ),
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            ("括号不配对", "检查 { } 和 [ ] 是否成对")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => (
            "这里用了制表符（Tab）",
            "YAML 的缩进只能用半角空格：把制表符换成空格",
        ),
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidQuotedScalarIndent => (
            "这一行的缩进或位置不对",
            "同一层的键要左对齐；列表的每一项以“- ”开头",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "这里应当是“键: 值”，却没有找到半角冒号加空格",
            "检查这一行和上一行：冒号要用半角，后面要有空格；值里有半角冒号加空格时，整个值加上引号",
        ),
        ErrorKind::RecursionLimitExceeded => ("嵌套太深", "清单文件最多几层，检查缩进和括号"),
        ErrorKind::UnknownQuotedScalarEscape => (
            "双引号里有不认识的转义",
            "反斜杠要写成两个（\\\\），或者改用单引号",
        ),
        ErrorKind::UnexpectedCharacter { .. } => (
            "这里出现了不能用在此处的字符",
            "以 @ ` % & * ! | > 等符号开头的值要加引号",
        ),
        ErrorKind::UnknownAnchor => ("这里用了 YAML 别名（*）", "把被引用的内容直接写出来"),
        ErrorKind::BomInsideDocument => ("文件中间有 BOM 标记", "删去它"),
        _ => (
            "YAML 语法错误",
            "检查这一行和上一行的缩进、冒号、引号和括号",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<(String, String)> {
        let ((), findings) = with_document(text, SourceId(0), Gate::Publication, |_| ());
        findings
            .into_iter()
            .map(|f| {
                let at = text[f.primary.start as usize..].chars().take(1).collect();
                (f.message, at)
            })
            .collect()
    }

    #[test]
    fn known_slips_are_named_where_they_stand() {
        let full_width = "items:\n  - code: a\n    name：b\n    office: c\n";
        assert_eq!(
            findings(full_width),
            [("键“name”后面用了全角冒号“：”".to_owned(), "：".to_owned())]
        );
        let tab = "items:\n  - code: a\n\tname: b\n";
        assert_eq!(findings(tab)[0].0, "缩进里用了制表符（Tab）");
        let wide_space = "items:\n  - code: a\n    b: 1\n    \u{3000}name: b\n    c: [\n";
        assert_eq!(findings(wide_space)[0].0, "缩进里用了全角空格");
    }

    #[test]
    fn what_is_refused_is_pointed_at_itself() {
        let at = |text| findings(text).remove(0).1;
        assert_eq!(at("a: !!str b\n"), "!");
        assert_eq!(at("a: &x b\n"), "&");
        assert_eq!(at("a: *x\n"), "*");
    }

    #[test]
    fn one_broken_entry_does_not_hide_another() {
        let text = "items:\n  - name: \"a\n  - name: b\n  - name: [c\n  - name: d\n";
        let (count, findings) = with_document(text, SourceId(0), Gate::First, |d| {
            let root = d.tree.root().unwrap();
            let mut fields = d.mapping(root, "文件").unwrap();
            let items = fields.take("items").unwrap();
            d.sequence(items, "items").len()
        });
        assert_eq!(count, 2);
        assert_eq!(findings.len(), 2, "{findings:?}");
    }

    #[test]
    fn nesting_ends_in_a_finding() {
        let deep = format!("a: {}", "[".repeat(200_000));
        assert_eq!(findings(&deep).len(), 1);
    }
}
