//! A chart as PDF: one sheet of A4 paper, with the letters that it needs of one font.

use std::collections::BTreeMap;

use pdf_writer::types::{
    CidFontType, FontFlags, LineCapStyle, SystemInfo, TextRenderingMode, UnicodeCmap,
};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect as Area, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use super::colour;
use super::font::{Font, texts};
use super::scene::{BEND, Look, Part, Shape};
use super::shape::Rect;
use super::svg::{Piece, bends};

/// A4 in points, and its margin.
const PAPER: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 34.0;
/// Points for a pixel, where the sheet has room for it.
const USUAL: f32 = 0.85;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const CONTENT: Ref = Ref::new(4);
const FONT: Ref = Ref::new(5);
const CID_FONT: Ref = Ref::new(6);
const DESCRIPTOR: Ref = Ref::new(7);
const FILE: Ref = Ref::new(8);
const UNICODE: Ref = Ref::new(9);
const INFO: Ref = Ref::new(10);

const SYSTEM: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// The document; `None` where the font does not let itself be cut.
pub fn pdf(title: &str, size: (i32, i32), parts: &[Part], font: &Font<'_>) -> Option<Vec<u8>> {
    let (width, height) = (size.0 as f32, size.1 as f32);
    // The longer side of the paper for the longer side of the chart.
    let paper = if width > height {
        (PAPER.1, PAPER.0)
    } else {
        PAPER
    };
    let room = (paper.0 - 2.0 * MARGIN, paper.1 - 2.0 * MARGIN);
    let scale = USUAL.min(room.0 / width).min(room.1 / height);
    let mut letters = Letters::new(font, parts);
    let mut content = Content::new();
    let left = (paper.0 - width * scale) / 2.0;
    content.transform([scale, 0.0, 0.0, -scale, left, paper.1 - MARGIN]);
    for shape in parts.iter().flat_map(|part| &part.shapes) {
        paint(&mut content, shape, font, &letters);
    }
    let mut pdf = Pdf::new();
    pdf.catalog(CATALOG).pages(PAGES).lang(TextStr("zh-CN"));
    pdf.pages(PAGES).kids([PAGE]).count(1);
    let mut page = pdf.page(PAGE);
    page.media_box(Area::new(0.0, 0.0, paper.0, paper.1));
    page.parent(PAGES).contents(CONTENT);
    page.resources().fonts().pair(Name(b"F"), FONT);
    page.finish();
    pdf.stream(CONTENT, &content.finish());
    letters.embed(&mut pdf, font)?;
    pdf.document_info(INFO)
        .title(TextStr(title))
        .producer(TextStr("power-list"));
    Some(pdf.finish())
}

/// The glyphs in use and the characters they stand for.
struct Letters {
    glyphs: GlyphRemapper,
    said: BTreeMap<u16, char>,
}

impl Letters {
    fn new(font: &Font<'_>, parts: &[Part]) -> Self {
        let mut letters = Self {
            glyphs: GlyphRemapper::new(),
            said: BTreeMap::new(),
        };
        for c in texts(parts).flat_map(str::chars) {
            let new = letters.glyphs.remap(font.glyph(c).0);
            letters.said.entry(new).or_insert(c);
        }
        letters
    }

    fn encode(&self, text: &str, font: &Font<'_>) -> Vec<u8> {
        let glyph = |c: char| self.glyphs.get(font.glyph(c).0).unwrap_or(0);
        text.chars().flat_map(|c| glyph(c).to_be_bytes()).collect()
    }

    fn embed(&mut self, pdf: &mut Pdf, font: &Font<'_>) -> Option<()> {
        let cut = subsetter::subset(font.data, font.index, &self.glyphs).ok()?;
        let cff = ttf_parser::RawFace::parse(&cut, 0)
            .ok()?
            .table(ttf_parser::Tag::from_bytes(b"CFF "))
            .map(<[u8]>::to_vec);
        let name = Name(b"PLFLOW+Chinese");
        let mut root = pdf.type0_font(FONT);
        root.base_font(name)
            .encoding_predefined(Name(b"Identity-H"));
        root.descendant_font(CID_FONT).to_unicode(UNICODE);
        root.finish();
        let mut cid = pdf.cid_font(CID_FONT);
        cid.subtype(if cff.is_some() {
            CidFontType::Type0
        } else {
            CidFontType::Type2
        });
        cid.base_font(name)
            .system_info(SYSTEM)
            .font_descriptor(DESCRIPTOR);
        cid.default_width(1000.0);
        if cff.is_none() {
            cid.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        let em = font.em();
        let advance = |c: char| font.advance(font.glyph(c)) * 1000.0 / em;
        let mut widths = cid.widths();
        for (glyph, c) in &self.said {
            widths.consecutive(*glyph, [advance(*c)]);
        }
        widths.finish();
        cid.finish();
        let unit = |n: i16| f32::from(n) * 1000.0 / em;
        let bounds = font.face.global_bounding_box();
        let mut descriptor = pdf.font_descriptor(DESCRIPTOR);
        descriptor.name(name).flags(FontFlags::SYMBOLIC);
        descriptor.bbox(Area::new(
            unit(bounds.x_min),
            unit(bounds.y_min),
            unit(bounds.x_max),
            unit(bounds.y_max),
        ));
        descriptor
            .italic_angle(0.0)
            .ascent(unit(font.face.ascender()))
            .descent(unit(font.face.descender()))
            .cap_height(unit(
                font.face.capital_height().unwrap_or(font.face.ascender()),
            ))
            .stem_v(80.0);
        if cff.is_some() {
            descriptor.font_file3(FILE);
        } else {
            descriptor.font_file2(FILE);
        }
        descriptor.finish();
        match cff {
            Some(cff) => {
                pdf.stream(FILE, &cff)
                    .pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
            }
            None => {
                pdf.stream(FILE, &cut)
                    .pair(Name(b"Length1"), cut.len() as i32);
            }
        }
        let mut unicode = UnicodeCmap::new(Name(b"Chinese"), SYSTEM);
        for (glyph, c) in &self.said {
            unicode.pair(*glyph, *c);
        }
        pdf.cmap(UNICODE, &unicode.finish());
        Some(())
    }
}

fn paint(content: &mut Content, shape: &Shape, font: &Font<'_>, letters: &Letters) {
    match shape {
        Shape::Box(area, radius, look) => {
            draw(content, *look, |content| round(content, area, *radius))
        }
        Shape::Polygon(points, look) => draw(content, *look, |content| {
            for (n, (x, y)) in points.iter().enumerate() {
                match n {
                    0 => content.move_to(*x as f32, *y as f32),
                    _ => content.line_to(*x as f32, *y as f32),
                };
            }
            content.close_path();
        }),
        Shape::Line(points, look) => draw(content, *look, |content| {
            let radius = if *look == Look::Rule { 0 } else { BEND };
            let mut here = (0.0, 0.0);
            for piece in bends(points, radius) {
                let to = |(x, y): (i32, i32)| (x as f32, y as f32);
                here = match piece {
                    Piece::Begin(at) => {
                        content.move_to(to(at).0, to(at).1);
                        to(at)
                    }
                    Piece::To(at) => {
                        content.line_to(to(at).0, to(at).1);
                        to(at)
                    }
                    Piece::Around(corner, at) => {
                        let (corner, at) = (to(corner), to(at));
                        let toward = |from: (f32, f32)| {
                            let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                            (third(from.0, corner.0), third(from.1, corner.1))
                        };
                        let (a, b) = (toward(here), toward(at));
                        content.cubic_to(a.0, a.1, b.0, b.1, at.0, at.1);
                        at
                    }
                };
            }
        }),
        Shape::Words {
            at,
            middle,
            size,
            bold,
            look,
            text,
        } => {
            let size = *size as f32;
            let mut x = at.0 as f32;
            if *middle {
                x -= font.width(text, size) / 2.0;
            }
            let ink = rgb(colour::paint(*look).fill.unwrap_or(0));
            content.save_state();
            content.set_fill_rgb(ink[0], ink[1], ink[2]);
            content.begin_text();
            content.set_font(Name(b"F"), size);
            if *bold {
                content.set_stroke_rgb(ink[0], ink[1], ink[2]);
                content.set_line_width(size / 32.0);
                content.set_text_rendering_mode(TextRenderingMode::FillStroke);
            }
            content.set_text_matrix([1.0, 0.0, 0.0, -1.0, x, at.1 as f32]);
            content.show(Str(&letters.encode(text, font)));
            content.end_text();
            content.restore_state();
        }
    }
}

fn draw(content: &mut Content, look: Look, path: impl Fn(&mut Content)) {
    let paint = colour::paint(look);
    content.save_state();
    if let Some(fill) = paint.fill {
        let [red, green, blue] = rgb(fill);
        content.set_fill_rgb(red, green, blue);
    }
    if let Some(stroke) = paint.stroke {
        let [red, green, blue] = rgb(stroke);
        content.set_stroke_rgb(red, green, blue);
        content.set_line_width(paint.tenths as f32 / 10.0);
        content.set_line_cap(LineCapStyle::ButtCap);
        if let Some((dash, space)) = paint.dash {
            content.set_dash_pattern([dash as f32, space as f32], 0.0);
        }
    }
    path(content);
    match (paint.fill, paint.stroke) {
        (Some(_), Some(_)) => content.fill_nonzero_and_stroke(),
        (None, Some(_)) => content.stroke(),
        _ => content.fill_nonzero(),
    };
    content.restore_state();
}

fn rgb(colour: u32) -> [f32; 3] {
    let [_, red, green, blue] = colour.to_be_bytes();
    [red, green, blue].map(|part| f32::from(part) / 255.0)
}

/// A rectangle with round corners.
fn round(content: &mut Content, area: &Rect, radius: i32) {
    let (left, top) = (area.x as f32, area.y as f32);
    let (right, bottom) = (area.right() as f32, area.bottom() as f32);
    let r = radius.min(area.w / 2).min(area.h / 2) as f32;
    // How far the handles of a quarter of a circle reach.
    let k = r * 0.447_715;
    content.move_to(left + r, top);
    content.line_to(right - r, top);
    content.cubic_to(right - k, top, right, top + k, right, top + r);
    content.line_to(right, bottom - r);
    content.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    content.line_to(left + r, bottom);
    content.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    content.line_to(left, top + r);
    content.cubic_to(left, top + k, left + k, top, left + r, top);
    content.close_path();
}
