//! The drawing part in which spreadsheets keep the boxes of comments.

use std::collections::BTreeMap;
use std::ops::Range;

use super::layout::Grid;
use super::remark;
use super::xml::Broken;
use crate::domain::cell::CellRef;

/// How many shapes share one block of ids.
const BLOCK: u32 = 1024;

/// A part without shapes.
pub fn empty() -> String {
    concat!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" ",
        "xmlns:x=\"urn:schemas-microsoft-com:office:excel\">",
        "<o:shapelayout v:ext=\"edit\"></o:shapelayout></xml>"
    )
    .to_owned()
}

/// The highest block of ids that a drawing uses.
pub fn highest_block(text: &str) -> u32 {
    let of_shapes = text.split("_x0000_s").skip(1).filter_map(|rest| {
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        Some(digits.parse::<u32>().ok()? / BLOCK)
    });
    let of_map = text.split("idmap").skip(1).flat_map(|rest| {
        let tag = rest.split('>').next().unwrap_or("");
        let data = tag.split("data=").nth(1).unwrap_or("");
        data.split(|c: char| !c.is_ascii_digit())
            .filter_map(|n| n.parse::<u32>().ok())
            .collect::<Vec<_>>()
    });
    of_shapes.chain(of_map).max().unwrap_or(0)
}

/// Draws the boxes of comments: those that are there are made large enough, others are added, those of `gone` go.
/// `block` is the last block of ids that the workbook uses.
pub fn change(
    text: &str,
    comments: &BTreeMap<CellRef, String>,
    gone: &[CellRef],
    grid: &Grid,
    block: &mut u32,
) -> Result<String, Broken> {
    let end = text
        .rfind("</")
        .ok_or_else(|| Broken::new("批注的绘图部件没有写完"))?;
    let mut out = String::with_capacity(text.len() + comments.len() * 800);
    let mut left: BTreeMap<CellRef, &String> = comments.iter().map(|(c, t)| (*c, t)).collect();
    let mut at = 0;
    for shape in shapes(text) {
        let piece = text.get(shape.clone()).unwrap_or("");
        let Some(cell) = note_cell(piece) else {
            continue;
        };
        out.push_str(text.get(at..shape.start).unwrap_or(""));
        at = shape.end;
        if let Some(words) = left.remove(&cell) {
            out.push_str(&resized(piece, &anchor(cell, words, grid)));
        } else if !gone.contains(&cell) {
            out.push_str(piece);
        }
    }
    out.push_str(text.get(at..end).unwrap_or(""));
    let mut blocks = Vec::new();
    if !left.is_empty() && !text.contains("id=\"_x0000_t202\"") {
        out.push_str(&format!(
            "<v:shapetype {NAMES} id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
             <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        ));
    }
    for (i, (cell, words)) in (0_u32..).zip(&left) {
        if i % (BLOCK - 1) == 0 {
            *block += 1;
            blocks.push(*block);
        }
        let id = *block * BLOCK + i % (BLOCK - 1) + 1;
        out.push_str(&shape_of(id, *cell, words, grid));
    }
    out.push_str(text.get(end..).unwrap_or(""));
    Ok(with_blocks(&out, &blocks))
}

/// Declared at each element of ours: a drawing of another program may call the namespaces otherwise.
const NAMES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";

fn shape_of(id: u32, cell: CellRef, words: &str, grid: &Grid) -> String {
    let (width, height) = remark::size(words);
    format!(
        "<v:shape {NAMES} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:0;margin-top:0;width:{}pt;height:{}pt;z-index:{};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
         <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        width * 3 / 4,
        height * 3 / 4,
        id % BLOCK,
        anchor(cell, words, grid),
        cell.row,
        cell.column
    )
}

/// Where a box lies, as spreadsheets count it: column, pixels, row, pixels of both corners.
fn anchor(cell: CellRef, words: &str, grid: &Grid) -> String {
    let (width, height) = remark::size(words);
    let column = cell.column + 1;
    let row = cell.row.saturating_sub(1);
    // A tall row would put the box far above the cell.
    let (row, down) = if grid.height(row) > 60 || cell.row == 0 {
        (cell.row, 2)
    } else {
        (row, 10)
    };
    let (last_column, right) = corner(column, 15 + width, |c| grid.width(c));
    let (last_row, bottom) = corner(row, down + height, |r| grid.height(r));
    format!("{column}, 15, {row}, {down}, {last_column}, {right}, {last_row}, {bottom}")
}

/// The column or row in which a length ends, counted from the start of another, and how far into it.
fn corner(first: u32, length: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    let (mut at, mut rest) = (first, length);
    // Hidden ones have no size; a run of them is not followed for ever.
    for _ in 0..2000 {
        let here = size(at);
        if rest <= here {
            break;
        }
        rest -= here;
        at += 1;
    }
    (at, rest)
}

/// Where the shapes of a drawing are. Drawings are not always well-formed XML, so this is no parser.
fn shapes(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(":shape")) {
        let name_end = at + found + ":shape".len();
        let next = text.as_bytes().get(name_end);
        let start = text.get(..at + found).and_then(|before| before.rfind('<'));
        at = name_end;
        let Some(start) = start.filter(|_| next.is_some_and(u8::is_ascii_whitespace)) else {
            continue;
        };
        let prefix = text.get(start + 1..name_end).unwrap_or("");
        let close = format!("</{prefix}>");
        let Some(length) = text.get(start..).and_then(|rest| rest.find(&close)) else {
            break;
        };
        let end = start + length + close.len();
        out.push(start..end);
        at = end;
    }
    out
}

/// The cell that a shape is the comment of.
fn note_cell(shape: &str) -> Option<CellRef> {
    let kind = shape.split("ObjectType=").nth(1)?;
    if !kind.get(1..)?.starts_with("Note") {
        return None;
    }
    let number = |name: &str| {
        let rest = shape.split(&format!("{name}>")).nth(1)?;
        rest.split('<').next()?.trim().parse::<u32>().ok()
    };
    Some(CellRef::new(number("Row")?, number("Column")?))
}

/// A shape with another anchor.
fn resized(shape: &str, anchor: &str) -> String {
    let place = shape
        .find("Anchor>")
        .map(|at| at + "Anchor>".len())
        .and_then(|start| {
            let length = shape.get(start..)?.find("</")?;
            Some(start..start + length)
        });
    let mut out = shape.to_owned();
    if let Some(place) = place {
        out.replace_range(place, anchor);
    }
    out
}

/// The drawing with more blocks of ids in its list.
fn with_blocks(text: &str, blocks: &[u32]) -> String {
    if blocks.is_empty() {
        return text.to_owned();
    }
    let list = blocks
        .iter()
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join(",");
    if let Some(at) = text.find("idmap")
        && let Some(rest) = text.get(at..)
        && let Some(tag) = rest.find('>').and_then(|end| rest.get(..end))
        && let Some(data) = tag.find("data=")
        && let Some(quote) = tag.get(data + 6..).and_then(|v| v.find(['"', '\'']))
    {
        let mut out = text.to_owned();
        out.insert_str(at + data + 6 + quote, &format!(",{list}"));
        return out;
    }
    match text.find("</o:shapelayout>") {
        Some(at) => {
            let mut out = text.to_owned();
            out.insert_str(at, &format!("<o:idmap v:ext=\"edit\" data=\"{list}\"/>"));
            out
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        super::super::layout::read("<worksheet/>").unwrap().grid
    }

    #[test]
    fn boxes_come_grow_and_go() {
        let (a1, b2) = (CellRef::new(0, 0), CellRef::new(1, 1));
        let two = BTreeMap::from([(a1, "甲".to_owned()), (b2, "乙".to_owned())]);
        let mut block = 0;
        let text = change(&empty(), &two, &[], &grid(), &mut block).unwrap();
        assert_eq!((shapes(&text).len(), block), (2, 1));
        assert!(text.contains("data=\"1\""), "{text}");
        assert_eq!(highest_block(&text), 1);
        let longer = BTreeMap::from([(a1, "甲".repeat(300))]);
        let again = change(&text, &longer, &[b2], &grid(), &mut block).unwrap();
        assert_eq!((shapes(&again).len(), block), (1, 1));
        assert_eq!(note_cell(&again[shapes(&again)[0].clone()]), Some(a1));
        assert_ne!(anchor(a1, "甲", &grid()), anchor(a1, &longer[&a1], &grid()));
    }

    #[test]
    fn other_shapes_and_their_ids_stay() {
        let text = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><o:shapelayout><o:idmap v:ext=\"edit\" data=\"3\"/></o:shapelayout><v:shape id=\"_x0000_s3073\"><br><x:ClientData ObjectType=\"Button\"><x:Row>0</x:Row></x:ClientData></v:shape></xml>";
        let mut block = highest_block(text);
        let one = BTreeMap::from([(CellRef::new(0, 0), "甲".to_owned())]);
        let out = change(text, &one, &[], &grid(), &mut block).unwrap();
        assert!(
            out.contains("data=\"3,4\"") && out.contains("_x0000_s4097"),
            "{out}"
        );
        assert!(out.contains("<br><x:ClientData ObjectType=\"Button\">"));
    }

    #[test]
    fn more_boxes_than_a_block_holds_take_another() {
        let many = (0..2000)
            .map(|r| (CellRef::new(r, 0), "甲".to_owned()))
            .collect();
        let mut block = 0;
        let out = change(&empty(), &many, &[], &grid(), &mut block).unwrap();
        assert_eq!(block, 2);
        let ids: std::collections::HashSet<&str> = out
            .split("id=\"_x0000_s")
            .skip(1)
            .filter_map(|r| r.split('"').next())
            .collect();
        assert_eq!(ids.len(), 2000);
    }
}
