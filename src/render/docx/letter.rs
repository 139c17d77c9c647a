//! The letter (审核意见函) by which the office gives a unit the opinions on its items at the end of a leg down: 信函格式
//! of GB/T 9704-2012, 10.1, with the opinions as annexes.

mod annex;

use std::io;

use jiff::civil::Date;

use self::annex::{Annex, annexes};
use super::chinese_date;
use super::document::{Document, Edges, Sheet};
use super::official::{
    annex_head, annex_list, broken, contact, letterhead, lower_line, number, sentence, signature,
};
use super::style::Style;
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

/// The letter.
///
/// # Errors
/// When the document outgrows what a zip file can hold.
pub fn letter(feedback: &Feedback, head: &LetterHead<'_>) -> io::Result<Vec<u8>> {
    let mut document = Document::new();
    let own = document.own_edges(letterhead(head.sender), vec![lower_line()]);
    let title = title(feedback, head);
    document.push(number(head.number));
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
    signature(&mut document, head.sender, head.date);
    contact(&mut document, head.contact);
    let edges = Edges::FirstOwn(own);
    if annexes.is_empty() {
        return document.finish(&title.concat(), Sheet::Portrait, &edges);
    }
    document.end_section(Sheet::Portrait, &edges);
    for (n, annex) in (1..).zip(&annexes) {
        annex_head(&mut document, n, annexes.len(), annex.title);
        annex.table(&mut document, feedback);
    }
    document.finish(&title.concat(), Sheet::Landscape, &Edges::Numbered)
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
    annex_list(document, annexes.iter().map(|annex| annex.title));
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
