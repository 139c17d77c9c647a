//! A chart as PNG.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash,
    Transform,
};
use ttf_parser::OutlineBuilder;

use super::colour;
use super::font::Font;
use super::scene::{BEND, Look, Part, Shape};
use super::shape::Rect;
use super::svg::{Piece, bends};

/// The picture, `scale` times as large; `None` where it is too large for any picture.
pub fn png(size: (i32, i32), scale: f32, parts: &[Part], font: &Font<'_>) -> Option<Vec<u8>> {
    let pixels = |n: i32| (n as f32 * scale).ceil() as u32;
    let mut sheet = Sheet {
        pixmap: Pixmap::new(pixels(size.0), pixels(size.1))?,
        at: Transform::from_scale(scale, scale),
    };
    for shape in parts.iter().flat_map(|part| &part.shapes) {
        sheet.paint(shape, font);
    }
    sheet.pixmap.encode_png().ok()
}

struct Sheet {
    pixmap: Pixmap,
    at: Transform,
}

impl Sheet {
    fn paint(&mut self, shape: &Shape, font: &Font<'_>) {
        match shape {
            Shape::Box(area, radius, look) => self.draw(round(area, *radius), *look),
            Shape::Polygon(points, look) => {
                let mut path = PathBuilder::new();
                for (n, (x, y)) in points.iter().enumerate() {
                    match n {
                        0 => path.move_to(*x as f32, *y as f32),
                        _ => path.line_to(*x as f32, *y as f32),
                    }
                }
                path.close();
                self.draw(path.finish(), *look);
            }
            Shape::Line(points, look) => {
                let mut path = PathBuilder::new();
                let radius = if *look == Look::Rule { 0 } else { BEND };
                for piece in bends(points, radius) {
                    match piece {
                        Piece::Begin((x, y)) => path.move_to(x as f32, y as f32),
                        Piece::To((x, y)) => path.line_to(x as f32, y as f32),
                        Piece::Around((cx, cy), (x, y)) => {
                            path.quad_to(cx as f32, cy as f32, x as f32, y as f32);
                        }
                    }
                }
                self.draw(path.finish(), *look);
            }
            Shape::Words {
                at,
                middle,
                size,
                bold,
                look,
                text,
            } => {
                let size = *size as f32;
                let scale = size / font.em();
                let mut x = at.0 as f32;
                if *middle {
                    x -= font.width(text, size) / 2.0;
                }
                let mut letters = Letters {
                    path: PathBuilder::new(),
                    x,
                    y: at.1 as f32,
                    scale,
                };
                for c in text.chars() {
                    let glyph = font.glyph(c);
                    font.outline(glyph, &mut letters);
                    letters.x += font.advance(glyph) * scale;
                }
                let Some(path) = letters.path.finish() else {
                    return;
                };
                let paint = ink(colour::paint(*look).fill.unwrap_or(0));
                self.pixmap
                    .fill_path(&path, &paint, FillRule::Winding, self.at, None);
                if *bold {
                    let stroke = Stroke {
                        width: size / 32.0,
                        line_join: LineJoin::Round,
                        ..Stroke::default()
                    };
                    self.pixmap
                        .stroke_path(&path, &paint, &stroke, self.at, None);
                }
            }
        }
    }

    fn draw(&mut self, path: Option<Path>, look: Look) {
        let Some(path) = path else {
            return;
        };
        let paint = colour::paint(look);
        if let Some(fill) = paint.fill {
            self.pixmap
                .fill_path(&path, &ink(fill), FillRule::Winding, self.at, None);
        }
        if let Some(colour) = paint.stroke {
            let dash = paint
                .dash
                .and_then(|(dash, space)| StrokeDash::new(vec![dash as f32, space as f32], 0.0));
            let stroke = Stroke {
                width: paint.tenths as f32 / 10.0,
                line_cap: LineCap::Butt,
                dash,
                ..Stroke::default()
            };
            self.pixmap
                .stroke_path(&path, &ink(colour), &stroke, self.at, None);
        }
    }
}

fn ink(colour: u32) -> Paint<'static> {
    let [_, red, green, blue] = colour.to_be_bytes();
    let mut paint = Paint::default();
    paint.set_color(Color::from_rgba8(red, green, blue, 255));
    paint.anti_alias = true;
    paint
}

/// A rectangle with round corners.
fn round(area: &Rect, radius: i32) -> Option<Path> {
    let (left, top) = (area.x as f32, area.y as f32);
    let (right, bottom) = (area.right() as f32, area.bottom() as f32);
    let r = radius.min(area.w / 2).min(area.h / 2) as f32;
    // How far the handles of a quarter of a circle reach.
    let k = r * 0.447_715;
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - k, top, right, top + k, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + k, left + k, top, left + r, top);
    path.close();
    path.finish()
}

/// Outlines of letters beside each other.
struct Letters {
    path: PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Letters {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Letters {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
