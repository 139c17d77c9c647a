//! The styles part of a workbook in our shape: its fonts, fills, borders and cell formats.

use super::super::super::xml::{DECLARATION, escape};
use super::super::{Book, Colour, Font, Look};
use super::{MAIN, push};

fn colour(name: &str, colour: Colour) -> String {
    colour
        .map(|c| format!("<{name} indexed=\"{c}\"/>"))
        .unwrap_or_default()
}

/// What a font is, inside its element; `name` is that of the element that holds its name.
pub fn font(font: &Font, name: &str) -> String {
    let mut out = String::new();
    for (on, tag) in [
        (font.bold, "<b/>"),
        (font.italic, "<i/>"),
        (font.strike, "<strike/>"),
    ] {
        if on {
            out.push_str(tag);
        }
    }
    if let Some(kind) = font.underline {
        push(&mut out, format_args!("<u val=\"{kind}\"/>"));
    }
    if let Some(kind) = font.shift {
        push(&mut out, format_args!("<vertAlign val=\"{kind}\"/>"));
    }
    push(
        &mut out,
        format_args!("<sz val=\"{}\"/>", f64::from(font.size) / 20.0),
    );
    out.push_str(&colour("color", font.colour));
    let words = if font.name.is_empty() {
        "宋体"
    } else {
        &font.name
    };
    push(
        &mut out,
        format_args!("<{name} val=\"{}\"/>", escape(words)),
    );
    if font.family > 0 && font.family < 15 {
        push(&mut out, format_args!("<family val=\"{}\"/>", font.family));
    }
    push(
        &mut out,
        format_args!("<charset val=\"{}\"/>", font.charset),
    );
    out
}

const BORDERS: [&str; 14] = [
    "none",
    "thin",
    "medium",
    "dashed",
    "dotted",
    "thick",
    "double",
    "hair",
    "mediumDashed",
    "dashDot",
    "mediumDashDot",
    "dashDotDot",
    "mediumDashDotDot",
    "slantDashDot",
];

const PATTERNS: [&str; 19] = [
    "none",
    "solid",
    "mediumGray",
    "darkGray",
    "lightGray",
    "darkHorizontal",
    "darkVertical",
    "darkDown",
    "darkUp",
    "darkGrid",
    "darkTrellis",
    "lightHorizontal",
    "lightVertical",
    "lightDown",
    "lightUp",
    "lightGrid",
    "lightTrellis",
    "gray125",
    "gray0625",
];

fn border(look: &Look) -> String {
    let side = |name: &str, (style, tint): (u8, Colour)| match BORDERS.get(usize::from(style)) {
        Some(kind) if style > 0 => {
            let tint = if tint.is_some() {
                colour("color", tint)
            } else {
                "<color auto=\"1\"/>".to_owned()
            };
            format!("<{name} style=\"{kind}\">{tint}</{name}>")
        }
        _ => format!("<{name}/>"),
    };
    let (style, tint, down, up) = look.diagonal;
    let [left, right, top, bottom] = look.borders;
    format!(
        "<border{}{}>{}{}{}{}{}</border>",
        if up { " diagonalUp=\"1\"" } else { "" },
        if down { " diagonalDown=\"1\"" } else { "" },
        side("left", left),
        side("right", right),
        side("top", top),
        side("bottom", bottom),
        side("diagonal", (style, tint))
    )
}

fn fill(look: &Look) -> String {
    let (pattern, front, back) = look.fill;
    let kind = PATTERNS.get(usize::from(pattern)).unwrap_or(&"none");
    let back = if back.is_some() {
        colour("bgColor", back)
    } else {
        "<bgColor indexed=\"65\"/>".to_owned()
    };
    let front = if front.is_some() {
        colour("fgColor", front)
    } else {
        "<fgColor indexed=\"64\"/>".to_owned()
    };
    if pattern == 0 {
        return "<fill><patternFill patternType=\"none\"/></fill>".to_owned();
    }
    format!("<fill><patternFill patternType=\"{kind}\">{front}{back}</patternFill></fill>")
}

/// The place of an entry in a list, where it is put if it is new.
fn place(list: &mut Vec<String>, entry: String) -> usize {
    list.iter().position(|e| *e == entry).unwrap_or_else(|| {
        list.push(entry);
        list.len() - 1
    })
}

/// The part.
pub fn part(book: &Book) -> String {
    let mut out = format!("{DECLARATION}<styleSheet xmlns=\"{MAIN}\">");
    if !book.formats.is_empty() {
        push(
            &mut out,
            format_args!("<numFmts count=\"{}\">", book.formats.len()),
        );
        for (number, code) in &book.formats {
            push(
                &mut out,
                format_args!(
                    "<numFmt numFmtId=\"{number}\" formatCode=\"{}\"/>",
                    escape(code)
                ),
            );
        }
        out.push_str("</numFmts>");
    }
    push(
        &mut out,
        format_args!("<fonts count=\"{}\">", book.fonts.len()),
    );
    for one in &book.fonts {
        push(&mut out, format_args!("<font>{}</font>", font(one, "name")));
    }
    let none = Look::default();
    let mut fills = vec![
        fill(&none),
        "<fill><patternFill patternType=\"gray125\"/></fill>".to_owned(),
    ];
    let mut borders = vec![border(&none)];
    let looks: String = book
        .looks
        .iter()
        .map(|look| xf(book, look, &mut fills, &mut borders))
        .collect();
    push(
        &mut out,
        format_args!(
            "</fonts><fills count=\"{}\">{}</fills>",
            fills.len(),
            fills.concat()
        ),
    );
    push(
        &mut out,
        format_args!(
            "<borders count=\"{}\">{}</borders>",
            borders.len(),
            borders.concat()
        ),
    );
    push(
        &mut out,
        format_args!(
            "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{}\">{looks}</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>",
            book.looks.len()
        ),
    );
    if !book.palette.is_empty() {
        // The first eight are always the same.
        out.push_str("<colors><indexedColors>");
        let fixed = [
            [0; 3],
            [255; 3],
            [255, 0, 0],
            [0, 255, 0],
            [0, 0, 255],
            [255, 255, 0],
            [255, 0, 255],
            [0, 255, 255],
        ];
        for [r, g, b] in fixed.iter().chain(&book.palette) {
            push(
                &mut out,
                format_args!("<rgbColor rgb=\"00{r:02X}{g:02X}{b:02X}\"/>"),
            );
        }
        out.push_str("</indexedColors></colors>");
    }
    out.push_str("</styleSheet>");
    out
}

fn xf(book: &Book, look: &Look, fills: &mut Vec<String>, borders: &mut Vec<String>) -> String {
    let font = if look.font < book.fonts.len() {
        look.font
    } else {
        0
    };
    let mut align = String::new();
    if let Some(kind) = look.horizontal {
        push(&mut align, format_args!(" horizontal=\"{kind}\""));
    }
    if let Some(kind) = look.vertical {
        push(&mut align, format_args!(" vertical=\"{kind}\""));
    }
    if look.rotation != 0 {
        push(
            &mut align,
            format_args!(" textRotation=\"{}\"", look.rotation),
        );
    }
    if look.wrap {
        align.push_str(" wrapText=\"1\"");
    }
    if look.indent != 0 {
        push(&mut align, format_args!(" indent=\"{}\"", look.indent));
    }
    if look.shrink {
        align.push_str(" shrinkToFit=\"1\"");
    }
    let flag = |on: bool| u8::from(on);
    format!(
        "<xf numFmtId=\"{}\" fontId=\"{font}\" fillId=\"{}\" borderId=\"{}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\" applyProtection=\"1\">\
         <alignment{align}/><protection locked=\"{}\" hidden=\"{}\"/></xf>",
        look.format,
        place(fills, fill(look)),
        place(borders, border(look)),
        flag(look.locked),
        flag(look.hidden)
    )
}
