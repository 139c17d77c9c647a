//! The letter (审核意见函) by which the office gives a unit the opinions on its items at the end of a leg down: 信函格式
//! of GB/T 9704-2012, 10.1, with the opinions as annexes.

mod annex;

use std::io;

use jiff::civil::Date;

use self::annex::{Annex, annexes};
use super::chinese_date;
use super::document::{Document, Edges, Sheet};
use super::measure::{Twips, half_squares, mm, page, size};
use super::style::{Align, Style};
use super::text::Paragraph;
use crate::domain::numeral::Chinese;
use crate::workflow::decision::Decision;
use crate::workflow::feedback::{Feedback, FeedbackItem};
use crate::workflow::stage::{Leg, Round};

/// What the letter says that is not in the feedback. What is not known stays a marked blank.
#[derive(Debug, Clone, Copy, Default)]
pub struct LetterHead<'a> {
    /// 发文机关: who sends and signs it.
    pub sender: Option<&'a str>,
    /// 主送机关: full name of the unit.
    pub addressee: &'a str,
    /// 发文字号, e.g. 滁编办函〔2014〕12号.
    pub number: Option<&'a str>,
    /// 成文日期.
    pub date: Option<Date>,
    /// Day by which the unit has to answer.
    pub answer_by: Option<Date>,
    /// 附注: who to ask, and how.
    pub contact: Option<&'a str>,
}

/// One square of 三号 as the body sets it.
const SQUARE: Twips = size::THREE * 10 - 5;

/// The letter.
///
/// # Errors
/// When the document outgrows what a zip file can hold.
pub fn letter(feedback: &Feedback, head: &LetterHead<'_>) -> io::Result<Vec<u8>> {
    let mut document = Document::new();
    let own = document.own_edges(letterhead(head), vec![lower_line()]);
    let title = title(feedback, head);
    document.push(
        Paragraph::empty(Style::Flush)
            .text_or_blank(head.number, "（发文字号）")
            .align(Align::Right)
            // Seven eighths of a character below the red line.
            .before(size::THREE * 10 * 7 / 8),
    );
    document.skip();
    document.skip();
    document.push(Paragraph::new(Style::Title, broken(&title)));
    document.skip();
    document.push(Paragraph::new(
        Style::Flush,
        format!("{}：", head.addressee),
    ));
    let annexes = annexes(feedback);
    body(&mut document, feedback, head, &annexes);
    signature(&mut document, head);
    let edges = Edges::FirstOwn(own);
    if annexes.is_empty() {
        return document.finish(&title.concat(), Sheet::Portrait, &edges);
    }
    document.end_section(Sheet::Portrait, &edges);
    for (n, annex) in (1..).zip(&annexes) {
        let mark = match annexes.len() {
            1 => "附件".to_owned(),
            _ => format!("附件{n}"),
        };
        let mark = Paragraph::new(Style::AnnexMark, mark);
        document.push(if n > 1 { mark.new_page() } else { mark });
        document.skip();
        document.push(Paragraph::new(Style::Title, annex.title));
        document.skip();
        annex.table(&mut document, feedback);
    }
    document.finish(&title.concat(), Sheet::Landscape, &Edges::Numbered)
}

/// 发文机关标志 with the upper red line, thick above thin, 4 mm below it; the lines are 170 mm long and in the middle of
/// the page.
fn letterhead(head: &LetterHead<'_>) -> Vec<Paragraph> {
    let name = head.sender.unwrap_or("（发文机关名称）");
    // A longer name is set smaller, so that it stays in one line as long as it can be read from afar.
    let fits = page::TEXT_WIDTH / (5 * half_squares(name).max(1));
    vec![
        Paragraph::empty(Style::Sender)
            .text_or_blank(head.sender, name)
            .size(fits.clamp(size::THREE, size::ONE)),
        red_line("bottom", "thickThinSmallGap").line(mm(4)),
    ]
}

fn lower_line() -> Paragraph {
    red_line("bottom", "thinThickSmallGap").line(20)
}

fn red_line(side: &'static str, kind: &'static str) -> Paragraph {
    Paragraph::empty(Style::Flush)
        .red_line(side, kind)
        .indent(mm(20) - page::BINDING, mm(20) - page::OUTER)
}

/// The title in the pieces between which it may be broken.
fn title(feedback: &Feedback, head: &LetterHead<'_>) -> [String; 5] {
    [
        "关于".to_owned(),
        head.addressee.to_owned(),
        "权力清单".to_owned(),
        format!("第{}轮", Chinese(feedback.round.number().into())),
        "审核意见的函".to_owned(),
    ]
}

/// The title in one line, or in two of like length broken where a reader would.
fn broken(pieces: &[String]) -> String {
    let line = page::TEXT_WIDTH / (size::TWO * 5);
    let whole = pieces.concat();
    if half_squares(&whole) <= line {
        return whole;
    }
    (1..pieces.len())
        .filter_map(|at| Some((pieces.get(..at)?.concat(), pieces.get(at..)?.concat())))
        .map(|(above, below)| (half_squares(&above).max(half_squares(&below)), above, below))
        .min_by_key(|(longer, ..)| *longer)
        .filter(|(longer, ..)| *longer <= line)
        .map_or(whole, |(_, above, below)| format!("{above}\n{below}"))
}

fn body(document: &mut Document, feedback: &Feedback, head: &LetterHead<'_>, annexes: &[Annex]) {
    let mut say = |text: String| document.push(Paragraph::new(Style::Body, text));
    say(format!(
        "你单位报送的权力清单（{}）已由{}完成第{}轮审核（{}）。现将审核意见函告如下：",
        feedback.edition,
        feedback.group,
        Chinese(feedback.round.number().into()),
        feedback.round.review()
    ));
    let mut number = 0;
    let mut section = |document: &mut Document, title: &str| {
        number += 1;
        document.push(Paragraph::new(
            Style::Section,
            format!("{}、{title}", Chinese(number)),
        ));
    };
    section(document, "审核情况");
    document.push(Paragraph::new(Style::Body, submitted(feedback)));
    if !feedback.items.is_empty() {
        document.push(Paragraph::new(Style::Body, proposed(feedback)));
    }
    if let Some(legality) = &feedback.legality {
        section(document, "合法性审查结果");
        let mut text = format!("{}。", legality.result.chinese());
        if let Some(detail) = &legality.text {
            text.push_str(&sentence(detail.as_str()));
        }
        document.push(Paragraph::new(Style::Body, text));
    }
    section(document, "需要答复的意见");
    document.push(Paragraph::new(Style::Body, to_answer(feedback, annexes)));
    section(document, "下一步要求");
    let by = head.answer_by.map(chinese_date);
    let next = match feedback.round {
        Round::First => Round::Second,
        Round::Second | Round::Third => Round::Third,
    };
    let again = match next {
        Round::Third => "经单位负责人签署后报送",
        _ => "再次报送",
    };
    let asked = match feedback.to_answer() {
        0 => "修改完善权力清单",
        _ => "逐条答复上述意见，修改完善权力清单",
    };
    document.push(
        Paragraph::new(Style::Body, "请于")
            .text_or_blank(by.as_deref(), "　　　　年　　月　　日")
            .text(format!(
                "前{asked}，{again}（{}）。没有意见要求的改动，报送时请一并说明。",
                next.leg(Leg::Up)
            )),
    );
    document.push(Paragraph::new(Style::Body, "特此函告。"));
    document.skip();
    // 附件说明: two characters in, the names of several under one another.
    for (n, annex) in (1..).zip(annexes) {
        document.push(match (annexes.len(), n) {
            (1, _) => Paragraph::new(Style::Body, format!("附件：{}", annex.title)),
            (_, 1) => Paragraph::new(Style::Body, format!("附件：1．{}", annex.title)),
            _ => {
                Paragraph::new(Style::Flush, format!("{n}．{}", annex.title)).indent(5 * SQUARE, 0)
            }
        });
    }
}

/// A text as a sentence, with its full stop.
fn sentence(text: &str) -> String {
    if text.ends_with(['。', '！', '？', '.']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}

/// How many of each, in order of first mention: 保留 3 项、取消 1 项.
fn counted<'a>(things: impl IntoIterator<Item = &'a str>, measure: &str) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for thing in things {
        match counts.iter_mut().find(|(known, _)| *known == thing) {
            Some((_, count)) => *count += 1,
            None => counts.push((thing, 1)),
        }
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(thing, count)| format!("{thing}{count}{measure}"))
        .collect();
    counts.join("、")
}

/// In the order in which decisions are always named.
fn in_order<'a>(decisions: impl Iterator<Item = &'a Decision>) -> Vec<&'static str> {
    let mut terms: Vec<&'static str> = decisions.map(Decision::chinese).collect();
    terms.sort_by_key(|term| Decision::TERMS.iter().position(|t| t == term));
    terms
}

fn submitted(feedback: &Feedback) -> String {
    let items = feedback.items.len();
    if items == 0 {
        return "你单位本轮报送说明没有行政权力事项。".to_owned();
    }
    let categories = feedback.items.iter().map(|i| i.category.as_str());
    let known: Vec<&str> = categories.filter(|c| !c.is_empty()).collect();
    if known.is_empty() {
        return format!("你单位本轮报送行政权力事项{items}项。");
    }
    format!(
        "你单位本轮报送行政权力事项{items}项：{}。",
        counted(known, "项")
    )
}

/// The one decision on an item: the ruling, or what all agree on.
fn outcome(item: &FeedbackItem) -> Option<&Decision> {
    match &item.ruling {
        Some((decision, _)) => Some(decision),
        None if item.disputed => None,
        None => item.opinions.first().map(|o| &o.decision),
    }
}

fn proposed(feedback: &Feedback) -> String {
    let opinions = feedback.items.iter().flat_map(|i| &i.opinions);
    let terms = in_order(opinions.map(|o| &o.decision));
    let mut text = format!(
        "各审核单位共提出意见{}条，其中{}。",
        terms.len(),
        counted(terms.iter().copied(), "条")
    );
    if terms.is_empty() {
        text = "各审核单位没有提出意见。".to_owned();
    }
    let settled = in_order(feedback.items.iter().filter_map(outcome));
    if !settled.is_empty() {
        text.push_str(&format!("按事项计，{}", counted(settled, "项")));
        let open = feedback
            .items
            .iter()
            .filter(|i| i.disputed && i.ruling.is_none())
            .count();
        if open > 0 {
            text.push_str(&format!("；各审核单位意见不一致{open}项"));
        }
        text.push('。');
    }
    let ruled = feedback.items.iter().filter(|i| i.ruling.is_some()).count();
    if ruled > 0 {
        text.push_str(&format!("意见不一致的事项，综合组已裁定{ruled}项。"));
    }
    text
}

fn to_answer(feedback: &Feedback, annexes: &[Annex]) -> String {
    let count = feedback.to_answer();
    if count == 0 {
        return "本轮没有需要你单位答复的意见。".to_owned();
    }
    let items = feedback.items.iter().filter(|i| asks(i)).count();
    let place = if annexes.len() > 1 {
        "附件1"
    } else {
        "附件"
    };
    format!(
        "共{count}条，涉及{items}项，见{place}。请在“部门答复”栏写明采纳、部分采纳或者不采纳；部分采纳和不采纳的，写明理由。"
    )
}

fn asks(item: &FeedbackItem) -> bool {
    item.opinions.iter().any(|o| o.asks)
}

/// 发文机关署名 and 成文日期 of a letter with a seal, 7.3.5.1: the date four characters from the right edge, the name
/// above it and about the same middle.
fn signature(document: &mut Document, head: &LetterHead<'_>) {
    let date = head.date.map(chinese_date);
    let blank_date = "　　　　年　　月　　日";
    let blank_name = "（发文机关署名）";
    let width = |text: &str| half_squares(text) * SQUARE / 2;
    let of_name = width(head.sender.unwrap_or(blank_name));
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
    document.push(line(head.sender, blank_name));
    document.push(line(date.as_deref(), blank_date));
    document.push(
        Paragraph::new(Style::Body, "（联系人：")
            .text_or_blank(head.contact, "　　　　　　　　")
            .text("）"),
    );
}
