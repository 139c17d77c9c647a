//! The comments part of a sheet: our comments are added, those of others stay.

use std::collections::BTreeMap;

use super::layout;
use super::xml::{self, Broken, Edits, Kind, Scanner};
use crate::domain::cell::CellRef;

/// Who our comments are by.
pub const AUTHOR: &str = "power-list";

/// Begins our words, in a comment of our own and behind those of others: a cell can have only one comment, and not every
/// program keeps the author.
const SEAM: &str = "—— power-list 检查结果 ——";

/// The part before and after the change.
#[derive(Debug, Default)]
pub struct Changed {
    /// The new part.
    pub text: String,
    /// Cells that have a comment now, with its whole text, if we wrote or lengthened it.
    pub ours: BTreeMap<CellRef, String>,
    /// Cells that had a comment of ours which is gone.
    pub gone: Vec<CellRef>,
    /// Cells with threaded comments, which cannot take another.
    pub refused: Vec<CellRef>,
}

/// A part without comments.
pub fn empty(namespace: &str) -> String {
    format!(
        "{}<comments xmlns=\"{namespace}\"><authors/><commentList/></comments>",
        xml::DECLARATION
    )
}

/// A comment of somebody, for workbooks that are built anew.
#[derive(Debug, Clone)]
pub struct Comment {
    /// The cell.
    pub cell: CellRef,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
}

/// A part with comments of others.
pub fn of(namespace: &str, comments: &[Comment]) -> String {
    let mut out = format!(
        "{}<comments xmlns=\"{namespace}\"><authors>",
        xml::DECLARATION
    );
    for comment in comments {
        out.push_str(&format!(
            "<author>{}</author>",
            xml::escape(&comment.author)
        ));
    }
    out.push_str("</authors><commentList>");
    for (i, comment) in comments.iter().enumerate() {
        out.push_str(&format!(
            "<comment ref=\"{}\" authorId=\"{i}\"><text>{}</text></comment>",
            comment.cell,
            run("", &comment.text)
        ));
    }
    out.push_str("</commentList></comments>");
    out
}

/// Puts comments into a part, after taking away what an earlier run put there.
pub fn change(text: &str, wanted: &BTreeMap<CellRef, String>) -> Result<Changed, Broken> {
    let mut scanner = Scanner::new(text);
    let prefix = scanner.root("comments")?.prefix.to_owned();
    let mut out = Changed::default();
    let mut left = wanted.clone();
    let mut edits = Edits::default();
    let mut authors: Vec<String> = Vec::new();
    let (mut authors_place, mut list_place) = (None, None);
    while let Some(tag) = scanner.next()? {
        if tag.begins("authors") {
            authors_place = Some(tag.clone());
        } else if tag.begins("author") {
            let end = scanner.element_end(&tag)?;
            let name = text.get(tag.span.end..end.start).unwrap_or("");
            authors.push(xml::plain(name).into_owned());
        } else if tag.begins("commentList") {
            list_place = Some(tag.clone());
        } else if tag.begins("comment") {
            let end = scanner.element_end(&tag)?;
            let whole = tag.span.start..end.end;
            let body = text.get(tag.span.end..end.start).unwrap_or("");
            let Some(cell) = tag.get("ref").and_then(|r| layout::parse(&r)) else {
                continue;
            };
            let author = tag
                .parsed::<usize>("authorId")
                .and_then(|id| authors.get(id))
                .map_or("", String::as_str);
            if author == AUTHOR || xml::texts_of(body, "t")?.trim_start().starts_with(SEAM) {
                edits.replace(whole, "");
                if !left.contains_key(&cell) {
                    out.gone.push(cell);
                }
            } else if author.starts_with("tc={") {
                if left.remove(&cell).is_some() {
                    out.refused.push(cell);
                }
            } else {
                let ours = left.remove(&cell);
                if ours.is_none() && !body.contains(SEAM) {
                    continue;
                }
                let (runs, words) = lengthened(body, &prefix, ours.as_deref())?;
                edits.replace(tag.span.end..end.start, runs);
                out.ours.insert(cell, words);
            }
        }
    }
    let known = authors.iter().position(|a| a == AUTHOR);
    let id = known.unwrap_or(authors.len());
    if known.is_none() && !left.is_empty() {
        let author = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
        let place = authors_place.ok_or_else(|| Broken::new("批注部件里没有作者"))?;
        append(text, &mut edits, &place, &author, &prefix)?;
    }
    let place = list_place.ok_or_else(|| Broken::new("批注部件里没有批注列表"))?;
    for words in left.values_mut() {
        *words = format!("{SEAM}\n{words}");
    }
    let added: String = left
        .iter()
        .map(|(cell, words)| {
            format!(
                "<{prefix}comment ref=\"{cell}\" authorId=\"{id}\"><{prefix}text>{}</{prefix}text></{prefix}comment>",
                run(&prefix, words)
            )
        })
        .collect();
    append(text, &mut edits, &place, &added, &prefix)?;
    out.ours.append(&mut left);
    out.text = edits.apply(text);
    Ok(out)
}

/// Adds children at the end of an element.
fn append(
    text: &str,
    edits: &mut Edits,
    place: &xml::Tag<'_>,
    children: &str,
    prefix: &str,
) -> Result<(), Broken> {
    if place.kind == Kind::Empty {
        if !children.is_empty() {
            let head = place.text.trim_end_matches('>').trim_end_matches('/');
            edits.replace(
                place.span.clone(),
                format!("{head}>{children}</{prefix}{}>", place.name),
            );
        }
        return Ok(());
    }
    let close = format!("</{prefix}{}", place.name);
    let at = text
        .get(place.span.end..)
        .and_then(|rest| rest.find(&close))
        .ok_or_else(|| Broken::new("批注部件没有写完"))?;
    edits.insert(place.span.end + at, children);
    Ok(())
}

/// The body of somebody's comment with our words behind, or, without any, as it was before we added to it. The second
/// part is what it says as a whole.
fn lengthened(body: &str, prefix: &str, ours: Option<&str>) -> Result<(String, String), Broken> {
    let mut scanner = Scanner::new(body);
    let (mut open, mut close) = (format!("<{prefix}text>"), format!("</{prefix}text>"));
    let (mut runs, mut after) = (String::new(), String::new());
    let mut words = String::new();
    let mut cut = false;
    while let Some(tag) = scanner.next()? {
        if tag.depth == 0 && tag.begins("text") {
            open = tag.text.to_owned();
            if tag.kind == Kind::Empty {
                open = open.replace("/>", ">");
            } else {
                continue;
            }
        } else if tag.depth == 0 && tag.ends("text") {
            close = tag.text.to_owned();
            after = body.get(tag.span.end..).unwrap_or("").to_owned();
        } else if tag.depth == 1 && (tag.begins("r") || tag.begins("t")) {
            let end = scanner.element_end(&tag)?;
            let piece = body.get(tag.span.start..end.end).unwrap_or("");
            let said = xml::texts_of(piece, "t")?;
            if cut {
                continue;
            }
            if let Some(seam) = said.find(SEAM) {
                cut = true;
                let before = said.get(..seam).unwrap_or("").trim_end_matches('\n');
                if !before.is_empty() {
                    runs.push_str(&shortened(piece, prefix, before)?);
                    words.push_str(before);
                }
                continue;
            }
            // A bare text beside runs is written as a run itself.
            if tag.name == "t" {
                runs.push_str(&format!("<{prefix}r>{piece}</{prefix}r>"));
            } else {
                runs.push_str(piece);
            }
            words.push_str(&said);
        }
    }
    if let Some(ours) = ours {
        let line_break = if words.is_empty() { "" } else { "\n" };
        let added = format!("{line_break}{SEAM}\n{ours}");
        runs.push_str(&run(prefix, &added));
        words.push_str(&added);
    }
    Ok((format!("{open}{runs}{close}{after}"), words))
}

/// A run with other words.
fn shortened(piece: &str, prefix: &str, words: &str) -> Result<String, Broken> {
    let mut scanner = Scanner::new(piece);
    let mut format = "";
    while let Some(tag) = scanner.next()? {
        if tag.begins("rPr") {
            let end = scanner.element_end(&tag)?;
            format = piece.get(tag.span.start..end.end).unwrap_or("");
        }
    }
    Ok(format!(
        "<{prefix}r>{format}<{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
        xml::escape(words)
    ))
}

/// A run of our own.
fn run(prefix: &str, words: &str) -> String {
    format!(
        "<{prefix}r><{prefix}rPr><{prefix}sz val=\"9\"/><{prefix}color indexed=\"81\"/><{prefix}rFont val=\"宋体\"/>\
         <{prefix}charset val=\"134\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
        xml::escape(words)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(cells: &[(&str, &str)]) -> BTreeMap<CellRef, String> {
        cells
            .iter()
            .map(|(cell, text)| (layout::parse(cell).unwrap(), (*text).to_owned()))
            .collect()
    }

    const OTHERS: &str = concat!(
        "<x:comments xmlns:x=\"m\"><x:authors><x:author>张</x:author><x:author>tc={1}</x:author></x:authors><x:commentList>",
        "<x:comment ref=\"A1\" authorId=\"0\"><x:text><x:t>请核对</x:t></x:text></x:comment>",
        "<x:comment ref=\"B1\" authorId=\"1\"><x:text><x:t>会话</x:t></x:text></x:comment>",
        "</x:commentList></x:comments>"
    );

    #[test]
    fn comments_of_others_stay_and_ours_come_and_go() {
        let first = change(OTHERS, &wanted(&[("A1", "甲"), ("B1", "乙"), ("C1", "丙")])).unwrap();
        assert_eq!(first.refused, [CellRef::new(0, 1)]);
        assert_eq!(
            first.ours[&CellRef::new(0, 0)],
            format!("请核对\n{SEAM}\n甲")
        );
        assert!(first.text.contains("<x:author>power-list</x:author>"));
        let second = change(&first.text, &wanted(&[("A1", "丁")])).unwrap();
        assert_eq!(second.gone, [CellRef::new(0, 2)]);
        assert!(!second.text.contains('甲') && !second.text.contains('丙'));
        assert_eq!(second.text.matches("power-list</x:author>").count(), 1);
        let third = change(&second.text, &BTreeMap::new()).unwrap();
        assert!(!third.text.contains(SEAM), "{}", third.text);
        for words in ["请核对", "会话"] {
            assert_eq!(third.text.matches(words).count(), 1, "{}", third.text);
        }
    }

    #[test]
    fn an_empty_part_takes_comments() {
        let made = change(&empty("m"), &wanted(&[("A1", "甲<")])).unwrap();
        assert!(made.text.contains("<author>power-list</author>"));
        assert!(made.text.contains("甲&lt;"));
        let gone = change(&made.text, &BTreeMap::new()).unwrap();
        assert!(!gone.text.contains("<comment "));
    }
}
