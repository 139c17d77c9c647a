//! A chart as SVG: one file that needs nothing else, also as a part of a page.

use std::fmt::Write as _;

use super::colour::{self, Paint};
use super::scene::{BEND, Look, Part, Shape};

/// Fonts that a reader may have, the best first.
const FONTS: &str = "'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',sans-serif";

/// The document: what it is called, what is said of it, how large it is, what is painted.
pub fn svg(id: &str, title: &str, said: &str, size: (i32, i32), parts: &[Part]) -> String {
    let (width, height) = size;
    let mut out = String::with_capacity(8 * 1024);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plf\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\" lang=\"zh-CN\">\n\
         <title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n<style>{}</style>\n",
        escape(title),
        escape(said),
        style(),
    );
    for part in parts.iter().filter(|part| !part.shapes.is_empty()) {
        out.push_str("<g>");
        if let Some(title) = &part.title {
            let _ = write!(out, "<title>{}</title>", escape(title));
        }
        for shape in &part.shapes {
            paint(&mut out, shape);
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// Colours as classes, which a screen that is dark sees otherwise. All are kept to these charts.
fn style() -> String {
    let mut light = format!(".plf text{{font-family:{FONTS}}}.plf .b{{font-weight:600}}");
    let mut dark = String::new();
    for (_, class, day, night) in &colour::ALL {
        let _ = write!(light, ".plf .{class}{{{}}}", rule(day));
        if day != night {
            let _ = write!(dark, ".plf .{class}{{{}}}", change(day, night));
        }
    }
    format!("{light}@media screen and (prefers-color-scheme:dark){{{dark}}}")
}

fn rule(paint: &Paint) -> String {
    let mut out = match paint.fill {
        Some(fill) => format!("fill:#{fill:06x}"),
        None => "fill:none".to_owned(),
    };
    if let Some(stroke) = paint.stroke {
        let _ = write!(
            out,
            ";stroke:#{stroke:06x};stroke-width:{}.{}",
            paint.tenths / 10,
            paint.tenths % 10
        );
        if let Some((dash, space)) = paint.dash {
            let _ = write!(out, ";stroke-dasharray:{dash} {space}");
        }
    }
    out
}

fn change(day: &Paint, night: &Paint) -> String {
    let fill = night.fill.filter(|_| day.fill != night.fill);
    let stroke = night.stroke.filter(|_| day.stroke != night.stroke);
    let fill = fill.map(|fill| format!("fill:#{fill:06x}"));
    let stroke = stroke.map(|stroke| format!("stroke:#{stroke:06x}"));
    let both: Vec<String> = fill.into_iter().chain(stroke).collect();
    both.join(";")
}

fn paint(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Box(area, radius, look) => {
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                area.x, area.y, area.w, area.h
            );
            if *radius > 0 {
                let _ = write!(out, " rx=\"{radius}\"");
            }
            let _ = write!(out, " class=\"{}\"/>", colour::class(*look));
        }
        Shape::Polygon(points, look) => {
            out.push_str("<path d=\"");
            for (n, (x, y)) in points.iter().enumerate() {
                let _ = write!(out, "{}{x} {y}", if n == 0 { "M" } else { "L" });
            }
            let _ = write!(out, "Z\" class=\"{}\"/>", colour::class(*look));
        }
        Shape::Line(points, look) => {
            let _ = write!(
                out,
                "<path d=\"{}\" class=\"{}\"/>",
                bent(points, *look),
                colour::class(*look)
            );
        }
        Shape::Words {
            at,
            middle,
            size,
            bold,
            look,
            text,
        } => {
            let anchor = if *middle {
                " text-anchor=\"middle\""
            } else {
                ""
            };
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{size}\"{anchor} class=\"{}{}\">{}</text>",
                at.0,
                at.1,
                colour::class(*look),
                if *bold { " b" } else { "" },
                escape(text),
            );
        }
    }
}

fn bent(points: &[(i32, i32)], look: Look) -> String {
    let mut out = String::new();
    for piece in bends(points, if look == Look::Rule { 0 } else { BEND }) {
        let _ = match piece {
            Piece::Begin((x, y)) => write!(out, "M{x} {y}"),
            Piece::To((x, y)) => write!(out, "L{x} {y}"),
            Piece::Around((cx, cy), (x, y)) => write!(out, "Q{cx} {cy} {x} {y}"),
        };
    }
    out
}

/// A piece of a line.
pub enum Piece {
    /// Where it begins.
    Begin((i32, i32)),
    /// Straight on to a point.
    To((i32, i32)),
    /// Around a corner to a point.
    Around((i32, i32), (i32, i32)),
}

/// A line with its corners made round.
pub fn bends(points: &[(i32, i32)], radius: i32) -> Vec<Piece> {
    let mut out = Vec::with_capacity(points.len() * 2);
    let toward = |from: (i32, i32), to: (i32, i32), by: i32| {
        (
            from.0 + (to.0 - from.0).signum() * by,
            from.1 + (to.1 - from.1).signum() * by,
        )
    };
    let length = |a: (i32, i32), b: (i32, i32)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    for (n, &point) in points.iter().enumerate() {
        let (before, after) = (
            n.checked_sub(1).and_then(|n| points.get(n)),
            points.get(n + 1),
        );
        match (before, after) {
            (None, _) => out.push(Piece::Begin(point)),
            (Some(_), None) => out.push(Piece::To(point)),
            (Some(&before), Some(&after)) => {
                let by = radius
                    .min(length(before, point) / 2)
                    .min(length(point, after) / 2);
                out.push(Piece::To(toward(point, before, by)));
                if by > 0 {
                    out.push(Piece::Around(point, toward(point, after, by)));
                }
            }
        }
    }
    out
}

/// A text as it may stand in XML. What XML may not hold is not there.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
