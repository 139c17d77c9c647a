//! Styles and fonts, after GB/T 9704-2012.

use super::measure::{Twips, size, tenths};
use super::xml::Xml;

/// Namespace of WordprocessingML.
pub const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A face, with the names that machines without it may have a like one under; together no longer than a font's name may
/// be, 31 characters, lest a reader that takes them for one name refuse the document.
struct Font {
    name: &'static str,
    others: &'static str,
    family: &'static str,
}

const SONG_TITLE: &str = "方正小标宋简体";
const FANG_SONG: &str = "仿宋_GB2312";
const KAI: &str = "楷体_GB2312";
const HEI: &str = "黑体";
const SONG: &str = "宋体";
/// For what is not Chinese.
const LATIN: &str = "Times New Roman";

const FONTS: [Font; 6] = [
    Font {
        name: SONG_TITLE,
        others: "方正小标宋_GBK,华文中宋,STZhongsong,宋体",
        family: "roman",
    },
    Font {
        name: FANG_SONG,
        others: "仿宋,FangSong,华文仿宋,STFangsong",
        family: "modern",
    },
    Font {
        name: KAI,
        others: "楷体,KaiTi,华文楷体,STKaiti",
        family: "modern",
    },
    Font {
        name: HEI,
        others: "SimHei,华文黑体,STHeiti,微软雅黑",
        family: "swiss",
    },
    Font {
        name: SONG,
        others: "SimSun,华文宋体,STSong",
        family: "roman",
    },
    Font {
        name: LATIN,
        others: "Liberation Serif,Tinos",
        family: "roman",
    },
];

/// How a paragraph stands on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// 两端对齐
    Both,
    /// 居左
    Left,
    /// 居中
    Center,
    /// 居右
    Right,
}

impl Align {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Left => "left",
            Self::Center => "center",
            Self::Right => "right",
        }
    }
}

/// What a paragraph is; the looks follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// 正文: three sizes of it stand 28 on a line, 22 lines on a page.
    Body,
    /// As 正文, but beginning at the edge: 主送机关, 落款, empty lines.
    Flush,
    /// 标题
    Title,
    /// 发文机关标志
    Sender,
    /// 一级标题, in the text of a letter.
    Section,
    /// "附件" above an annex.
    AnnexMark,
    /// Name of a unit in the list; a level of the outline.
    Unit,
    /// Name of a category in the list; a level of the outline.
    Category,
    /// Large lines of a cover.
    Cover,
    /// Lines of a table of contents.
    Contents,
    /// What stands above a table in the text.
    Caption,
    /// Head of a column.
    ColumnHead,
    /// Text in a table.
    Cell,
    /// What stands below something in a table, smaller.
    CellNote,
    /// 页码
    PageNumber,
}

struct Looks {
    style: Style,
    id: &'static str,
    name: &'static str,
    font: &'static str,
    size: i32,
    /// Distance of lines; at least this where `None` would cut off what is higher.
    line: Twips,
    align: Align,
    /// Room below.
    after: Twips,
    indent: bool,
    keep_next: bool,
    outline: Option<u8>,
    red: bool,
}

const PLAIN: Looks = Looks {
    style: Style::Body,
    id: "Normal",
    name: "Normal",
    font: FANG_SONG,
    size: size::THREE,
    line: 579,
    align: Align::Both,
    after: 0,
    indent: true,
    keep_next: false,
    outline: None,
    red: false,
};

const LOOKS: [Looks; 15] = [
    PLAIN,
    Looks {
        style: Style::Flush,
        id: "Flush",
        name: "顶格",
        indent: false,
        ..PLAIN
    },
    Looks {
        style: Style::Title,
        id: "Title",
        name: "Title",
        font: SONG_TITLE,
        size: size::TWO,
        line: 680,
        align: Align::Center,
        indent: false,
        keep_next: true,
        ..PLAIN
    },
    Looks {
        style: Style::Sender,
        id: "Sender",
        name: "发文机关标志",
        font: SONG_TITLE,
        size: size::ONE,
        line: 720,
        align: Align::Center,
        indent: false,
        red: true,
        ..PLAIN
    },
    Looks {
        style: Style::Section,
        id: "Section",
        name: "一级标题",
        font: HEI,
        keep_next: true,
        ..PLAIN
    },
    Looks {
        style: Style::AnnexMark,
        id: "AnnexMark",
        name: "附件",
        font: HEI,
        indent: false,
        keep_next: true,
        ..PLAIN
    },
    Looks {
        style: Style::Unit,
        id: "Heading1",
        name: "heading 1",
        font: HEI,
        size: size::THREE,
        line: 640,
        align: Align::Center,
        indent: false,
        keep_next: true,
        outline: Some(0),
        ..PLAIN
    },
    Looks {
        style: Style::Category,
        id: "Heading2",
        name: "heading 2",
        font: KAI,
        size: size::FOUR,
        line: 560,
        align: Align::Left,
        indent: false,
        keep_next: true,
        outline: Some(1),
        ..PLAIN
    },
    Looks {
        style: Style::Cover,
        id: "Cover",
        name: "封面",
        font: KAI,
        align: Align::Center,
        indent: false,
        ..PLAIN
    },
    Looks {
        style: Style::Contents,
        id: "Contents",
        name: "目录",
        font: FANG_SONG,
        size: size::FOUR,
        line: 500,
        align: Align::Left,
        indent: false,
        ..PLAIN
    },
    Looks {
        style: Style::Caption,
        id: "Caption",
        name: "caption",
        font: HEI,
        size: size::FIVE,
        line: 420,
        align: Align::Center,
        indent: false,
        keep_next: true,
        ..PLAIN
    },
    Looks {
        style: Style::ColumnHead,
        id: "ColumnHead",
        name: "表头",
        font: HEI,
        size: size::FIVE,
        line: 300,
        align: Align::Center,
        indent: false,
        ..PLAIN
    },
    Looks {
        style: Style::Cell,
        id: "Cell",
        name: "表内文字",
        font: SONG,
        size: size::SMALL_FIVE,
        line: 250,
        align: Align::Left,
        indent: false,
        ..PLAIN
    },
    Looks {
        style: Style::CellNote,
        id: "CellNote",
        name: "表内小字",
        font: SONG,
        size: 15,
        line: 220,
        align: Align::Left,
        indent: false,
        ..PLAIN
    },
    Looks {
        style: Style::PageNumber,
        id: "PageNumber",
        name: "页码",
        font: SONG,
        size: size::FOUR,
        line: 280,
        align: Align::Right,
        // The dashes, in the middle of the line, stand 7 mm below the text.
        after: tenths(55),
        indent: false,
        ..PLAIN
    },
];

impl Style {
    /// Its id in the document.
    pub fn id(self) -> &'static str {
        LOOKS
            .iter()
            .find(|l| l.style == self)
            .map_or(PLAIN.id, |l| l.id)
    }
}

/// The part with the styles.
pub fn styles() -> Xml {
    let mut xml = Xml::document();
    xml.open("w:styles", &[("xmlns:w", &MAIN)]);
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    fonts_of_run(&mut xml, FANG_SONG);
    xml.leaf(
        "w:lang",
        &[
            ("w:val", &"en-US"),
            ("w:eastAsia", &"zh-CN"),
            ("w:bidi", &"ar-SA"),
        ],
    );
    for _ in ["w:rPr", "w:rPrDefault", "w:docDefaults"] {
        xml.close();
    }
    for looks in &LOOKS {
        style(&mut xml, looks);
    }
    xml
}

fn fonts_of_run(xml: &mut Xml, font: &str) {
    // Digits of page numbers are 宋体 by the standard.
    let latin = if font == SONG { SONG } else { LATIN };
    xml.leaf(
        "w:rFonts",
        &[
            ("w:ascii", &latin),
            ("w:hAnsi", &latin),
            ("w:eastAsia", &font),
            ("w:cs", &LATIN),
        ],
    );
}

fn style(xml: &mut Xml, looks: &Looks) {
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("w:type", &"paragraph")];
    if looks.style == Style::Body {
        attributes.push(("w:default", &1));
    }
    attributes.push(("w:styleId", &looks.id));
    xml.open("w:style", &attributes);
    xml.property("w:name", &looks.name);
    if looks.style != Style::Body {
        xml.property("w:basedOn", &PLAIN.id);
    }
    xml.leaf("w:qFormat", &[]);
    xml.open("w:pPr", &[]);
    if looks.keep_next {
        xml.leaf("w:keepNext", &[]);
    }
    xml.property("w:widowControl", &0);
    xml.property("w:adjustRightInd", &0);
    xml.property("w:snapToGrid", &0);
    xml.leaf(
        "w:spacing",
        &[
            ("w:before", &0),
            ("w:after", &looks.after),
            ("w:line", &looks.line),
            ("w:lineRule", &"exact"),
        ],
    );
    let (chars, twips) = match looks.indent {
        true => (200, looks.size * 20),
        false => (0, 0),
    };
    xml.leaf(
        "w:ind",
        &[("w:firstLineChars", &chars), ("w:firstLine", &twips)],
    );
    xml.property("w:jc", &looks.align.word());
    if let Some(level) = looks.outline {
        xml.property("w:outlineLvl", &level);
    }
    xml.close();
    xml.open("w:rPr", &[]);
    fonts_of_run(xml, looks.font);
    if looks.red {
        xml.property("w:color", &"FF0000");
    }
    // 28 squares of 三号 are a little wider than 版心; a quarter of a point less for each makes them fit.
    let spacing = if looks.size == size::THREE { -5 } else { 0 };
    xml.property("w:spacing", &spacing);
    xml.property("w:sz", &looks.size);
    xml.property("w:szCs", &looks.size);
    xml.close();
    xml.close();
}

/// The part with the fonts and what may stand in for each.
pub fn fonts() -> Xml {
    let mut xml = Xml::document();
    xml.open("w:fonts", &[("xmlns:w", &MAIN)]);
    for font in &FONTS {
        xml.open("w:font", &[("w:name", &font.name)]);
        xml.property("w:altName", &font.others);
        // 134, the character set GB2312, makes a machine look for a Chinese face where it has none of the names.
        let charset = if font.name == LATIN { "00" } else { "86" };
        xml.property("w:charset", &charset);
        xml.property("w:family", &font.family);
        xml.property("w:pitch", &"variable");
        xml.close();
    }
    xml
}

/// The part with the settings.
pub fn settings() -> Xml {
    let mut xml = Xml::document();
    xml.open("w:settings", &[("xmlns:w", &MAIN)]);
    xml.leaf("w:evenAndOddHeaders", &[]);
    xml.property("w:defaultTabStop", &420);
    xml.property("w:characterSpacingControl", &"compressPunctuation");
    xml.open("w:compat", &[]);
    xml.leaf(
        "w:compatSetting",
        &[
            ("w:name", &"compatibilityMode"),
            ("w:uri", &"http://schemas.microsoft.com/office/word"),
            ("w:val", &15),
        ],
    );
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_has_an_id_of_its_own_and_every_face_is_in_the_table() {
        let mut ids: Vec<&str> = LOOKS.iter().map(|l| l.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), LOOKS.len());
        for looks in &LOOKS {
            assert_eq!(looks.style.id(), looks.id);
            assert!(FONTS.iter().any(|f| f.name == looks.font), "{}", looks.name);
        }
        for font in &FONTS {
            assert!(font.others.chars().count() <= 31, "{}", font.name);
        }
    }
}
