//! What papers of an office have in common after GB/T 9704-2012: the red head of a letter, a title broken where a reader
//! would, the signature with its date.

use jiff::civil::Date;

use super::chinese_date;
use super::document::Document;
use super::measure::{Twips, half_squares, mm, page, size};
use super::style::{Align, Style};
use super::text::Paragraph;

/// One square of 三号 as the body sets it.
pub(super) const SQUARE: Twips = size::THREE * 10 - 5;

/// 发文机关标志 with the upper red line, thick above thin, 4 mm below it; the lines are 170 mm long and in the middle of
/// the page.
pub(super) fn letterhead(sender: Option<&str>) -> Vec<Paragraph> {
    let name = sender.unwrap_or("（发文机关名称）");
    // A longer name is set smaller, so that it stays in one line as long as it can be read from afar.
    let fits = page::TEXT_WIDTH / (5 * half_squares(name).max(1));
    vec![
        Paragraph::empty(Style::Sender)
            .text_or_blank(sender, name)
            .size(fits.clamp(size::THREE, size::ONE)),
        red_line("bottom", "thickThinSmallGap").line(mm(4)),
    ]
}

/// The lower red line of a letter's first page.
pub(super) fn lower_line() -> Paragraph {
    red_line("bottom", "thinThickSmallGap").line(20)
}

fn red_line(side: &'static str, kind: &'static str) -> Paragraph {
    Paragraph::empty(Style::Flush)
        .red_line(side, kind)
        .indent(mm(20) - page::BINDING, mm(20) - page::OUTER)
}

/// 发文字号 of a letter, at the right below the upper red line.
pub(super) fn number(number: Option<&str>) -> Paragraph {
    Paragraph::empty(Style::Flush)
        .text_or_blank(number, "（发文字号）")
        .align(Align::Right)
        // Seven eighths of a character below the red line.
        .before(size::THREE * 10 * 7 / 8)
}

/// A title in one line, or in two of like length broken between its pieces.
pub(super) fn broken(pieces: &[String]) -> String {
    let line = page::TEXT_WIDTH / (size::TWO * 5);
    let whole = pieces.concat();
    if set_width(&whole) <= line {
        return whole;
    }
    (1..pieces.len())
        .filter_map(|at| Some((pieces.get(..at)?.concat(), pieces.get(at..)?.concat())))
        .map(|(above, below)| (set_width(&above).max(set_width(&below)), above, below))
        .min_by_key(|(longer, ..)| *longer)
        .filter(|(longer, ..)| *longer <= line)
        .map_or(whole, |(_, above, below)| format!("{above}\n{below}"))
}

/// Width of a line in half squares as it is set: between figures and characters a quarter of a square is left free.
fn set_width(text: &str) -> i32 {
    let figures = text.chars().map(|c| c.is_ascii_alphanumeric());
    let gaps = figures.clone().zip(figures.skip(1)).filter(|(a, b)| a != b);
    half_squares(text) + i32::try_from(gaps.count()).unwrap_or(0).div_euclid(2)
}

/// 附件说明: two characters in, the names of several under one another.
pub(super) fn annex_list<'a>(
    document: &mut Document,
    titles: impl ExactSizeIterator<Item = &'a str>,
) {
    let many = titles.len() > 1;
    for (n, title) in (1..).zip(titles) {
        document.push(match (many, n) {
            (false, _) => Paragraph::new(Style::Body, format!("附件：{title}")),
            (true, 1) => Paragraph::new(Style::Body, format!("附件：1．{title}")),
            (true, _) => {
                Paragraph::new(Style::Flush, format!("{n}．{title}")).indent(5 * SQUARE, 0)
            }
        });
    }
}

/// The mark and the title at the head of an annex's first page.
pub(super) fn annex_head(document: &mut Document, number: usize, of: usize, title: &str) {
    let mark = match of {
        1 => "附件".to_owned(),
        _ => format!("附件{number}"),
    };
    let mark = Paragraph::new(Style::AnnexMark, mark);
    document.push(if number > 1 { mark.new_page() } else { mark });
    document.skip();
    document.push(Paragraph::new(Style::Title, title));
    document.skip();
}

/// 发文机关署名 and 成文日期 with room for a seal, 7.3.5.1: the date four characters from the right edge, the name above
/// it and about the same middle.
pub(super) fn signature(document: &mut Document, sender: Option<&str>, date: Option<Date>) {
    let date = date.map(chinese_date);
    let blank_date = "　　　　年　　月　　日";
    let blank_name = "（发文机关署名）";
    let width = |text: &str| half_squares(text) * SQUARE / 2;
    let of_name = width(sender.unwrap_or(blank_name));
    // Between figures and characters there is a quarter of a square more.
    let of_date = width(date.as_deref().unwrap_or(blank_date)) + 5 * SQUARE / 4;
    // Both stand in the middle of the same room, whatever faces they are set in.
    let room = of_name.max(of_date) + 2 * SQUARE;
    let right = (4 * SQUARE + of_date / 2 - room / 2).max(0);
    let left = page::TEXT_WIDTH - right - room;
    let line = |text: Option<&str>, blank: &str| {
        Paragraph::empty(Style::Flush)
            .text_or_blank(text, blank)
            .align(Align::Center)
            .indent(left, right)
    };
    document.skip();
    document.skip();
    document.push(line(sender, blank_name));
    document.push(line(date.as_deref(), blank_date));
}

/// 附注: who to ask.
pub(super) fn contact(document: &mut Document, contact: Option<&str>) {
    document.push(
        Paragraph::new(Style::Body, "（联系人：")
            .text_or_blank(contact, "　　　　　　　　")
            .text("）"),
    );
}

/// A text as a sentence, with its full stop.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['。', '！', '？', '.']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}
