//! Drawings of charts as files of the site.

use super::names;
use crate::domain::catalog::ChartRow;
use crate::domain::flowchart::DrawingKind;
use crate::domain::release::Drawing;
use crate::domain::svg::{self, SvgFault};

/// A drawing that goes with the site.
#[derive(Debug)]
pub(super) struct Drawn<'a> {
    /// Where it lies.
    pub path: String,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whether a page can show it; a PDF can only be linked.
    pub shown: bool,
    /// Its size on a page, where it says so.
    pub width: Option<u32>,
    /// Its size on a page, where it says so.
    pub height: Option<u32>,
}

/// A drawing of a chart; why it does not go with the site where it is more than a picture: releases of before took any.
pub(super) fn drawn<'a>(chart: &ChartRow, drawing: &'a Drawing) -> Result<Drawn<'a>, SvgFault> {
    let bytes = drawing.bytes.as_slice();
    if drawing.kind == DrawingKind::Svg
        && let Some(fault) = svg::fault(bytes)
    {
        return Err(fault);
    }
    let (ending, shown) = match drawing.kind {
        DrawingKind::Svg => ("svg", true),
        DrawingKind::Png => ("png", true),
        DrawingKind::Pdf => ("pdf", false),
    };
    let size = match drawing.kind {
        DrawingKind::Svg => svg_size(bytes),
        DrawingKind::Png => png_size(bytes),
        DrawingKind::Pdf => None,
    };
    Ok(Drawn {
        path: names::drawing(chart, ending),
        bytes,
        shown,
        width: size.map(|s| s.0),
        height: size.map(|s| s.1),
    })
}

/// Width and height in the head of a PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

/// Width and height that the root of an SVG states, in pixels.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?);
    let root = head.get(head.find("<svg")?..)?;
    let root = root.get(..root.find('>')?)?;
    let number = |name: &str| {
        let value = root
            .split(&format!(" {name}=\""))
            .nth(1)?
            .split('"')
            .next()?;
        let value = value.strip_suffix("px").unwrap_or(value);
        value
            .parse::<f64>()
            .ok()
            .filter(|n| (1.0..100_000.0).contains(n))
            .map(|n| n.round() as u32)
    };
    Some((number("width")?, number("height")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_where_they_are_stated() {
        assert_eq!(
            svg_size(b"<?xml?><svg xmlns=\"x\" width=\"320\" height=\"99.6px\"><g/>"),
            Some((320, 100))
        );
        assert_eq!(svg_size(b"<svg viewBox=\"0 0 1 1\">"), None);
        assert_eq!(svg_size(b"<svg width=\"100%\" height=\"9\">"), None);
        assert_eq!(
            png_size(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x07\0\0\0\x09"),
            Some((7, 9))
        );
    }
}
