//! A font whose letters are drawn into pictures and put into PDF files.

use std::collections::BTreeSet;

use ttf_parser::{Face, GlyphId, OutlineBuilder, name_id};

use super::scene::{Part, Shape};

/// A font.
pub struct Font<'f> {
    pub(super) data: &'f [u8],
    pub(super) index: u32,
    pub(super) face: Face<'f>,
}

impl<'f> Font<'f> {
    /// The font in a file; of a collection the one for simplified Chinese, else the first.
    pub fn new(data: &'f [u8]) -> Option<Self> {
        let count = ttf_parser::fonts_in_collection(data).unwrap_or(1);
        let open = |index: u32| Face::parse(data, index).ok().map(|face| (index, face));
        let mut faces = (0..count).filter_map(open);
        let first = faces.next()?;
        let simplified = |face: &Face<'_>| {
            let mut names = face.names().into_iter();
            names.any(|name| {
                let family = [
                    name_id::FAMILY,
                    name_id::FULL_NAME,
                    name_id::TYPOGRAPHIC_FAMILY,
                ];
                family.contains(&name.name_id)
                    && name.to_string().is_some_and(|text| {
                        text.split([' ', '-'])
                            .any(|word| matches!(word, "SC" | "CN" | "GB"))
                    })
            })
        };
        let (index, face) = if simplified(&first.1) {
            first
        } else {
            faces.find(|(_, face)| simplified(face)).unwrap_or(first)
        };
        Some(Self { data, index, face })
    }

    /// Characters of a text that the font does not have.
    pub fn lacks(&self, text: &str) -> BTreeSet<char> {
        let shown = |c: &char| !c.is_whitespace() && !c.is_control();
        text.chars()
            .filter(shown)
            .filter(|c| self.face.glyph_index(*c).is_none_or(|glyph| glyph.0 == 0))
            .collect()
    }

    /// The name by which people know it.
    pub fn name(&self) -> String {
        let names = self.face.names().into_iter();
        let mut full = names.filter(|name| name.name_id == name_id::FULL_NAME);
        full.find_map(|name| name.to_string()).unwrap_or_default()
    }

    pub(super) fn glyph(&self, c: char) -> GlyphId {
        self.face.glyph_index(c).unwrap_or_default()
    }

    pub(super) fn advance(&self, glyph: GlyphId) -> f32 {
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0))
    }

    pub(super) fn em(&self) -> f32 {
        f32::from(self.face.units_per_em())
    }

    /// Width of a text in letters of this size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text.chars().map(|c| self.advance(self.glyph(c))).sum();
        units * size / self.em()
    }

    pub(super) fn outline(&self, glyph: GlyphId, builder: &mut dyn OutlineBuilder) {
        // A glyph without an outline is a blank.
        let _ = self.face.outline_glyph(glyph, builder);
    }
}

/// All texts of a scene.
pub(super) fn texts(parts: &[Part]) -> impl Iterator<Item = &str> {
    let shapes = parts.iter().flat_map(|part| &part.shapes);
    shapes.filter_map(|shape| match shape {
        Shape::Words { text, .. } => Some(text.as_str()),
        _ => None,
    })
}
