//! The styles of a workbook: fills for findings beside the cell's own font, border, alignment and number format.

mod part;

use std::collections::HashMap;

use super::xml::{self, Broken, Kind, Scanner, with_attribute};
use crate::finding::Severity;
use part::Part;

pub use part::minimal;

/// Most cell formats that a workbook may have.
const MAX_FORMATS: usize = 64_000;

/// Fill of a finding. The shades are our own, so that they are known again; those of [`OVER`] lie over a fill that
/// the cell had before, which is kept as the (invisible) second colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ink {
    /// Under dark text.
    Dark,
    /// Under light text.
    Light,
}

/// Shades under dark text; the graver the darker, also without colour.
const PALE: [(Severity, &str, &str); 3] = [
    (Severity::Error, "FFFFC4CB", "FFFFC4CC"),
    (Severity::Warning, "FFFFE998", "FFFFE999"),
    (Severity::Note, "FFDCEBFA", "FFDCEBFB"),
];
/// Shades under light text.
const DEEP: [(Severity, &str, &str); 3] = [
    (Severity::Error, "FFA6121F", "FFA61220"),
    (Severity::Warning, "FF7A5200", "FF7A5201"),
    (Severity::Note, "FF1F4E86", "FF1F4E87"),
];

/// The shade for a severity: the first where the cell had no fill, the second over one.
fn shade(severity: Severity, ink: Ink, over: bool) -> &'static str {
    let table = match ink {
        Ink::Dark => &PALE,
        Ink::Light => &DEEP,
    };
    table
        .iter()
        .find(|(s, ..)| *s == severity)
        .map_or("", |(_, none, covered)| if over { covered } else { none })
}

/// Whether a shade is ours, and whether it lies over another fill.
fn ours(colour: &str) -> Option<bool> {
    let same = |c: &str| {
        // Some programs write another transparency.
        c.len() == colour.len() && c.get(2..).is_some_and(|rgb| colour.get(2..) == Some(rgb))
    };
    PALE.iter().chain(&DEEP).find_map(|(_, none, covered)| {
        if same(none) {
            Some(false)
        } else {
            same(covered).then_some(true)
        }
    })
}

/// The styles part, open for cell formats of ours.
pub struct Styles {
    part: Part,
    tinted: HashMap<(usize, Severity), usize>,
}

impl Styles {
    /// Reads a styles part, and gives the cells that an earlier run coloured their own fills back.
    pub fn read(text: String) -> Result<Self, Broken> {
        let mut styles = Self {
            part: Part::read(text)?,
            tinted: HashMap::new(),
        };
        styles.restore()?;
        Ok(styles)
    }

    /// Takes the fills of an earlier run away.
    fn restore(&mut self) -> Result<(), Broken> {
        let mut before: HashMap<usize, usize> = HashMap::new();
        for id in 0..self.part.count("fills") {
            let fill = self.part.entry("fills", id).to_owned();
            let mut scanner = Scanner::new(&fill);
            let (mut covers, mut kept) = (None, None);
            while let Some(tag) = scanner.next()? {
                if tag.begins("fgColor") {
                    covers = tag.get("rgb").and_then(|rgb| ours(&rgb));
                } else if tag.kind == Kind::Empty && tag.name == "bgColor" {
                    kept = tag
                        .text
                        .find("bgColor")
                        .and_then(|at| tag.text.get(at + 2..));
                }
            }
            let (Some(covers), kept) = (covers, kept.map(str::to_owned)) else {
                continue;
            };
            let old = match kept {
                Some(colour) if covers => self.part.add(
                    "fills",
                    &format!(
                        "fill><@patternFill patternType=\"solid\"><@fg{colour}<@bgColor indexed=\"64\"/></@patternFill></@fill>"
                    ),
                ),
                _ => 0,
            };
            before.insert(id, old);
        }
        for id in 0..self.part.count("cellXfs") {
            let xf = self.part.entry("cellXfs", id).to_owned();
            if let Some(old) = fill_of(&xf).and_then(|fill| before.get(&fill)) {
                let xf = with_fill(&xf, *old);
                self.part.alter("cellXfs", id, xf);
            }
        }
        Ok(())
    }

    /// A cell format with the fill of a severity instead of its own. `format` is that of the cell.
    pub fn tinted(&mut self, format: usize, severity: Severity) -> usize {
        if let Some(&known) = self.tinted.get(&(format, severity)) {
            return known;
        }
        let xf = match self.part.entry("cellXfs", format) {
            "" => self.part.entry("cellXfs", 0).to_owned(),
            xf => xf.to_owned(),
        };
        if self.part.count("cellXfs") >= MAX_FORMATS {
            return format;
        }
        let ink = if number_of(&xf, "fontId").is_some_and(|id| self.is_light(id)) {
            Ink::Light
        } else {
            Ink::Dark
        };
        let old = self.colour_of_fill(fill_of(&xf).unwrap_or(0));
        let colour = shade(severity, ink, old.is_some());
        let kept = old.unwrap_or_else(|| "Color indexed=\"64\"/>".to_owned());
        let fill = self.part.add(
            "fills",
            &format!(
                "fill><@patternFill patternType=\"solid\"><@fgColor rgb=\"{colour}\"/><@bg{kept}</@patternFill></@fill>"
            ),
        );
        let id = self.part.put("cellXfs", with_fill(&xf, fill));
        self.tinted.insert((format, severity), id);
        id
    }

    /// The colour of a fill, from `Color` on, if it has one that is seen.
    fn colour_of_fill(&self, id: usize) -> Option<String> {
        let fill = self.part.entry("fills", id);
        let mut scanner = Scanner::new(fill);
        let mut seen = false;
        while let Ok(Some(tag)) = scanner.next() {
            if tag.begins("patternFill") {
                seen = tag.get("patternType").is_some_and(|t| t != "none");
            } else if seen && tag.kind == Kind::Empty && tag.name == "fgColor" {
                return tag
                    .text
                    .find("Color")
                    .and_then(|at| tag.text.get(at..))
                    .map(str::to_owned);
            }
        }
        None
    }

    /// Whether a font is so light that it is made for a dark ground.
    fn is_light(&self, font: usize) -> bool {
        let mut scanner = Scanner::new(self.part.entry("fonts", font));
        while let Ok(Some(tag)) = scanner.next() {
            if !tag.begins("color") {
                continue;
            }
            if let Some(rgb) = tag.get("rgb") {
                let part = |at: usize| {
                    rgb.get(at..at + 2)
                        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                };
                let (Some(r), Some(g), Some(b)) = (part(2), part(4), part(6)) else {
                    return false;
                };
                return (r * 299 + g * 587 + b * 114) / 1000 > 170;
            }
            // The window's own colour: white.
            return tag.get("theme").is_some_and(|t| t == "0")
                || tag.get("indexed").is_some_and(|i| i == "1" || i == "9");
        }
        false
    }

    /// The formats of the findings sheet.
    pub fn findings(&mut self) -> FindingStyles {
        let font = |bold: &str, size: &str, colour: &str| {
            format!(
                "font>{bold}<@sz val=\"{size}\"/>{colour}<@name val=\"宋体\"/><@charset val=\"134\"/></@font>"
            )
        };
        let plain = self.part.add("fonts", &font("", "10", ""));
        let bold = self.part.add("fonts", &font("<@b/>", "10", ""));
        let title = self.part.add("fonts", &font("<@b/>", "16", ""));
        let link = self
            .part
            .add("fonts", &font("<@u/>", "10", "<@color rgb=\"FF0563C1\"/>"));
        let grey = self.part.add(
            "fills",
            "fill><@patternFill patternType=\"solid\"><@fgColor rgb=\"FFE7E6E6\"/><@bgColor indexed=\"64\"/></@patternFill></@fill>",
        );
        let side = |name: &str| format!("<@{name} style=\"thin\"><@color auto=\"1\"/></@{name}>");
        let border = self.part.add(
            "borders",
            &format!(
                "border>{}{}{}{}<@diagonal/></@border>",
                side("left"),
                side("right"),
                side("top"),
                side("bottom")
            ),
        );
        let mut format = |font: usize, fill: usize, border: usize, more: &str, align: &str| {
            self.part.add(
                "cellXfs",
                &format!(
                    "xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\"{more} applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><@alignment {align}/></@xf>"
                ),
            )
        };
        let middle = "horizontal=\"center\" vertical=\"center\" wrapText=\"1\"";
        let left = "horizontal=\"left\" vertical=\"center\" wrapText=\"1\"";
        let mut found = FindingStyles {
            title: format(title, 0, 0, "", "horizontal=\"center\" vertical=\"center\""),
            remark: format(plain, 0, 0, "", left),
            head: format(bold, grey, border, "", middle),
            text: format(plain, 0, border, "", left),
            // What begins like a formula stays text, even when someone edits the cell.
            guarded: format(plain, 0, border, " quotePrefix=\"1\"", left),
            middle: format(plain, 0, border, "", middle),
            link: format(link, 0, border, "", middle),
            severity: [0; 3],
        };
        for (place, severity) in Severity::ALL.into_iter().enumerate() {
            found.severity[place] = self.tinted(found.middle, severity);
        }
        found
    }

    /// The changed part; `None` when nothing changed.
    pub fn finish(self) -> Option<String> {
        self.part.finish()
    }
}

fn number_of(xf: &str, name: &str) -> Option<usize> {
    let tag = xf.get(..xf.find('>')? + 1)?;
    xml::attributes(tag)
        .find(|a| a.name == name)?
        .value
        .trim()
        .parse()
        .ok()
}

fn fill_of(xf: &str) -> Option<usize> {
    number_of(xf, "fillId")
}

/// A cell format with another fill.
fn with_fill(xf: &str, fill: usize) -> String {
    let end = xf.find('>').map_or(xf.len(), |at| at + 1);
    let (tag, rest) = xf.split_at(end);
    let tag = with_attribute(tag, "fillId", Some(&fill.to_string()));
    let tag = with_attribute(&tag, "applyFill", Some("1"));
    format!("{tag}{rest}")
}

/// Formats of the findings sheet.
#[derive(Debug, Clone, Copy)]
pub struct FindingStyles {
    /// The title.
    pub title: usize,
    /// Lines below the title.
    pub remark: usize,
    /// Header row.
    pub head: usize,
    /// Text.
    pub text: usize,
    /// Text that begins like a formula.
    pub guarded: usize,
    /// Short words.
    pub middle: usize,
    /// Links.
    pub link: usize,
    /// Severities, in the order of [`Severity::ALL`].
    pub severity: [usize; 3],
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = concat!(
        "<x:styleSheet xmlns:x=\"m\"><x:fonts count=\"2\"><x:font/><x:font><x:color rgb=\"FFFFFFFF\"/></x:font></x:fonts>",
        "<x:fills count=\"3\"><x:fill><x:patternFill patternType=\"none\"/></x:fill>",
        "<x:fill><x:patternFill patternType=\"gray125\"/></x:fill>",
        "<x:fill><x:patternFill patternType=\"solid\"><x:fgColor theme=\"4\" tint=\"0.5\"/></x:patternFill></x:fill></x:fills>",
        "<x:cellXfs count=\"2\"><x:xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\"><x:alignment wrapText=\"1\"/></x:xf>",
        "<x:xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\"/></x:cellXfs><x:dxfs/></x:styleSheet>"
    );

    #[test]
    fn only_the_fill_of_a_format_changes() {
        let mut styles = Styles::read(PART.to_owned()).unwrap();
        let error = styles.tinted(0, Severity::Error);
        assert_eq!(styles.tinted(0, Severity::Error), error);
        assert_eq!(
            styles.part.entry("cellXfs", error),
            "<x:xf numFmtId=\"14\" fontId=\"0\" fillId=\"3\" borderId=\"0\" applyFill=\"1\"><x:alignment wrapText=\"1\"/></x:xf>"
        );
        let text = styles.finish().unwrap();
        assert!(text.contains("<x:cellXfs count=\"3\">"), "{text}");
        assert!(text.contains("</x:fills><x:borders count=\"1\">"), "{text}");
        assert!(text.contains("rgb=\"FFFFC4CB\""), "{text}");
    }

    #[test]
    fn an_earlier_run_is_undone() {
        let mut styles = Styles::read(PART.to_owned()).unwrap();
        let (plain, filled) = (
            styles.tinted(0, Severity::Warning),
            styles.tinted(1, Severity::Note),
        );
        let text = styles.finish().unwrap();
        assert!(
            text.contains("FF1F4E87"),
            "white text wants a dark ground: {text}"
        );
        let mut again = Styles::read(text).unwrap();
        assert_eq!(fill_of(again.part.entry("cellXfs", plain)), Some(0));
        assert_ne!(again.tinted(0, Severity::Warning), plain);
        let fill = fill_of(again.part.entry("cellXfs", filled)).unwrap();
        assert!(
            again
                .part
                .entry("fills", fill)
                .contains("<x:fgColor theme=\"4\" tint=\"0.5\"/>")
        );
    }

    #[test]
    fn a_part_without_lists_gets_them_in_order() {
        let mut styles = Styles::read("<styleSheet xmlns=\"m\"/>".to_owned()).unwrap();
        styles.findings();
        let text = styles.finish().unwrap();
        let place = |name: &str| text.find(&format!("<{name} ")).unwrap();
        assert!(place("fonts") < place("fills") && place("fills") < place("borders"));
        assert!(place("borders") < place("cellXfs"), "{text}");
        Styles::read(text).unwrap();
    }
}
