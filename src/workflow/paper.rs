//! The feedback as a table to answer in, and what comes of it when it is back: compared with what was sent, row by row.

mod mark;

use std::collections::BTreeMap;

use super::event::Answer;
use super::feedback::{Feedback, FeedbackItem, FeedbackOpinion};
use super::round::RoundState;
use super::words::{Words, WordsError};
use crate::domain::ids::ItemCode;
use crate::domain::near::nearest;

pub use self::mark::{MARK, Mark, mark};

/// A column of the table. The titles are a contract: tables that are in the offices carry them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 编号: number of the opinion.
    Opinion,
    /// 事项编码
    Code,
    /// 类别
    Category,
    /// 事项名称
    Name,
    /// 审核单位
    Body,
    /// 处理意见
    Decision,
    /// 意见说明
    Text,
    /// 综合组裁定
    Ruling,
    /// 引用条款核对: what the register says of what the opinion cites.
    Cited,
    /// 部门答复
    Answer,
    /// 答复理由
    Reason,
}

/// Most characters of a text in a cell: what spreadsheets hold, less what is said where there is more.
const LONGEST: usize = 32_000;

impl Column {
    /// All columns in their order.
    pub const ALL: [Self; 11] = [
        Self::Opinion,
        Self::Code,
        Self::Category,
        Self::Name,
        Self::Body,
        Self::Decision,
        Self::Text,
        Self::Ruling,
        Self::Cited,
        Self::Answer,
        Self::Reason,
    ];

    /// Its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Opinion => "编号",
            Self::Code => "事项编码",
            Self::Category => "类别",
            Self::Name => "事项名称",
            Self::Body => "审核单位",
            Self::Decision => "处理意见",
            Self::Text => "意见说明",
            Self::Ruling => "综合组裁定",
            Self::Cited => "引用条款核对",
            Self::Answer => "部门答复",
            Self::Reason => "答复理由",
        }
    }

    /// Whether it says the same of all opinions on an item.
    pub const fn is_of_item(self) -> bool {
        matches!(
            self,
            Self::Code | Self::Category | Self::Name | Self::Ruling
        )
    }

    /// Whether every table has it.
    pub const fn is_always_there(self) -> bool {
        !matches!(self, Self::Ruling | Self::Cited)
    }

    /// What is sent in it; empty where nothing is said, and in what the unit fills in.
    pub fn sent(self, item: &FeedbackItem, opinion: &FeedbackOpinion) -> String {
        let text = match self {
            Self::Opinion => opinion.seq.to_string(),
            Self::Code => item.code.to_string(),
            Self::Category => item.category.clone(),
            Self::Name => item.name.clone(),
            Self::Body => opinion.body.chinese().to_owned(),
            Self::Decision => opinion.decision.to_string(),
            Self::Text => opinion.text.clone().unwrap_or_default(),
            Self::Ruling => ruling(item),
            Self::Cited => opinion.cited.join("\n"),
            Self::Answer | Self::Reason => String::new(),
        };
        fit(text)
    }
}

/// What 综合组 says of an item.
pub fn ruling(item: &FeedbackItem) -> String {
    match &item.ruling {
        Some((decision, reason)) => format!("{decision}；{reason}"),
        None if item.disputed => "意见不一致，待裁定".to_owned(),
        None => String::new(),
    }
}

/// A text as long as a cell can be.
pub fn fit(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!(
            "{}……（下略，全文见同名的 .yaml 文件）",
            text.get(..end).unwrap_or_default()
        ),
    }
}

/// A text that came back, with its place as people are told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The text.
    pub text: String,
    /// File with line and column, or with sheet and cell.
    pub place: String,
}

/// One opinion on a paper that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the opinion.
    pub opinion: Held,
    /// What stands in the columns that the unit does not fill in, blank cells too.
    pub said: Vec<(Column, Held)>,
    /// The answer; blank where none was given.
    pub answer: Held,
    /// Its reason; blank where none was given.
    pub reason: Held,
}

/// What comes of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What to record, in the order of the opinions.
    pub answers: Vec<(u64, Answer)>,
    /// Of these, the ones that take the place of another answer, with that one.
    pub replaced: Vec<(u64, Answer)>,
    /// How many opinions had this very answer before.
    pub same: usize,
    /// Opinions without an answer, one sentence each.
    pub silent: Vec<String>,
    /// What is wrong with the paper, one sentence each.
    pub faults: Vec<String>,
    /// Answers to what may not be answered, one sentence each.
    pub unknown: Vec<String>,
}

/// Compares the rows that came back with what was sent. `round` is the round that is being answered.
pub fn compare(feedback: &Feedback, round: &RoundState, rows: &[Row]) -> Reply {
    let sent = feedback
        .items
        .iter()
        .flat_map(|item| item.opinions.iter().map(move |o| (o.seq, (item, o))))
        .collect();
    let mut desk = Desk {
        feedback,
        sent,
        seen: BTreeMap::new(),
        answered: BTreeMap::new(),
        blank: BTreeMap::new(),
        above: None,
        reply: Reply::default(),
    };
    for row in rows {
        desk.row(row);
    }
    desk.end(round)
}

struct Desk<'a> {
    feedback: &'a Feedback,
    sent: BTreeMap<u64, (&'a FeedbackItem, &'a FeedbackOpinion)>,
    /// Where each opinion stands.
    seen: BTreeMap<u64, &'a str>,
    answered: BTreeMap<u64, Answer>,
    /// Where an answer is missing.
    blank: BTreeMap<u64, &'a str>,
    /// The item of the row above.
    above: Option<&'a ItemCode>,
    reply: Reply,
}

impl<'a> Desk<'a> {
    fn fault(&mut self, place: &str, why: impl std::fmt::Display) {
        let fault = format!("{place}：{why}");
        // What a text says once of an item holds for every opinion on it.
        if self.reply.faults.last() != Some(&fault) {
            self.reply.faults.push(fault);
        }
    }

    fn row(&mut self, row: &'a Row) {
        let place = row.opinion.place.as_str();
        let number = row.opinion.text.trim();
        let Ok(seq) = number.parse::<u64>() else {
            let why = match number {
                "" => "这一行没有编号，不知道答复的是哪一条意见：照原件补上".to_owned(),
                _ => format!("编号应当是数字，这里是“{}”：照原件改回", short(number)),
            };
            return self.fault(place, why);
        };
        let Some(&(item, opinion)) = self.sent.get(&seq) else {
            let why = self.not_sent(seq, row);
            self.above = None;
            return self.reply.unknown.push(format!("{place}：{why}"));
        };
        if let Some(first) = self.seen.insert(seq, place) {
            let why =
                format!("第 {seq} 号意见在 {first} 已经有一行，一条意见只能答复一次：留下一行");
            return self.fault(place, why);
        }
        let goes_on = self.above.replace(&item.code) == Some(&item.code);
        for (column, held) in &row.said {
            let sent = column.sent(item, opinion);
            let blank_below = goes_on && column.is_of_item() && held.text.trim().is_empty();
            if !alike(&held.text, &sent) && !blank_below {
                let why = format!(
                    "“{}”与发出的不同：发出的是{}，这里是{}；照原件改回，要说的话写在答复理由里",
                    column.title(),
                    quoted(&sent),
                    quoted(&held.text)
                );
                self.fault(&held.place, why);
            }
        }
        self.answer(seq, opinion, row);
    }

    fn answer(&mut self, seq: u64, opinion: &FeedbackOpinion, row: &'a Row) {
        let Row { answer, reason, .. } = row;
        let reason_text = match reason.text.parse::<Words>() {
            Ok(words) => Some(words),
            Err(WordsError::Blank) => None,
            Err(error @ WordsError::Control(_)) => return self.fault(&reason.place, error),
        };
        let word: String = answer.text.split_whitespace().collect();
        if word.is_empty() {
            if reason_text.is_some() {
                let why = format!(
                    "第 {seq} 号意见写了理由（{}），没有写答复：写采纳、部分采纳或不采纳",
                    reason.place
                );
                return self.fault(&answer.place, why);
            }
            if opinion.asks {
                self.blank.insert(seq, &answer.place);
            }
            return;
        }
        if !opinion.asks {
            let why = format!("第 {seq} 号意见是保留，没有要答复的内容");
            return self.reply.unknown.push(format!("{}：{why}", answer.place));
        }
        let Some(term) = Answer::TERMS.into_iter().find(|term| *term == word) else {
            let guess = guess(&word).map_or(String::new(), |term| format!("，是不是“{term}”"));
            let why = format!(
                "第 {seq} 号意见的答复不能是{}{guess}：只能写采纳、部分采纳或不采纳",
                quoted(&answer.text)
            );
            return self.fault(&answer.place, why);
        };
        match Answer::build(term, reason_text) {
            Some(answer) => {
                self.answered.insert(seq, answer);
            }
            None => {
                let why = format!("第 {seq} 号意见答复“{term}”，要写明理由");
                self.fault(&reason.place, why);
            }
        }
    }

    /// Why there is no such opinion.
    fn not_sent(&self, seq: u64, row: &Row) -> String {
        let said = |wanted: Column| {
            let held = row.said.iter().find(|(column, _)| *column == wanted);
            held.map_or("", |(_, held)| held.text.trim())
        };
        let (id, leg) = (&self.feedback.department, self.feedback.leg());
        let code = said(Column::Code);
        let item = self.feedback.items.iter().find(|i| i.code.as_str() == code);
        let Some(item) = item else {
            let item = match code {
                "" => String::new(),
                _ => format!("，{id} 这一轮也没有事项“{}”", short(code)),
            };
            return format!("{leg}没有第 {seq} 号意见{item}");
        };
        let body = said(Column::Body);
        match item.opinions.iter().find(|o| o.body.chinese() == body) {
            Some(valid) => format!(
                "{leg}没有第 {seq} 号意见；{body}对 {code} 的有效意见是第 {} 号（原来的可能已被代替）",
                valid.seq
            ),
            None => format!("{leg}没有第 {seq} 号意见，{code} 上的有效意见见反馈文件"),
        }
    }

    fn end(mut self, round: &RoundState) -> Reply {
        let before: BTreeMap<u64, &Answer> = round
            .asking()
            .filter_map(|(_, _, o)| Some((o.seq, o.answer.as_ref()?)))
            .collect();
        for (item, opinion) in self.feedback.asking() {
            let seq = opinion.seq;
            match (self.answered.remove(&seq), before.get(&seq)) {
                (Some(answer), Some(old)) if answer == **old => self.reply.same += 1,
                (Some(answer), old) => {
                    let old = old.map(|old| (seq, (*old).clone()));
                    self.reply.replaced.extend(old);
                    self.reply.answers.push((seq, answer));
                }
                // Answered before: the paper need not repeat it.
                (None, Some(_)) => {}
                (None, None) => {
                    let place = match (self.blank.get(&seq), self.seen.get(&seq)) {
                        (Some(place), _) => format!("{place} 是空的"),
                        // What is wrong there has been said.
                        (None, Some(_)) => continue,
                        (None, None) => "文件里没有这一行".to_owned(),
                    };
                    self.reply.silent.push(format!(
                        "第 {seq} 号意见（{}，{} {}）：{place}",
                        opinion.body.chinese(),
                        item.code,
                        short(&item.name)
                    ));
                }
            }
        }
        self.reply
    }
}

/// The answer that a word is nearest to, where there is one.
fn guess(word: &str) -> Option<&'static str> {
    let near = |terms: &[&'static str]| nearest(word, terms.iter().copied());
    let first = near(&Answer::TERMS)?;
    let rest: Vec<&str> = Answer::TERMS.into_iter().filter(|t| *t != first).collect();
    let distance = |term: &str| crate::domain::near::distance(word, term);
    // 未采纳 is as near to 采纳 as to 不采纳: no guess is better than the wrong one.
    let unique = rest.iter().all(|term| distance(term) > distance(first));
    unique.then_some(first)
}

/// Whether two texts are the same but for white space, which programs change as they save.
fn alike(a: &str, b: &str) -> bool {
    let shows = |c: &char| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}');
    a.chars().filter(shows).eq(b.chars().filter(shows))
}

/// A text for a message.
fn quoted(text: &str) -> String {
    match text.trim() {
        "" => "空白".to_owned(),
        text => format!("“{}”", short(text)),
    }
}

/// A text short enough for a message, on one line.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    let mut out: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_made_only_where_there_is_one() {
        for (word, meant) in [
            ("不采用", Some("不采纳")),
            ("部份采纳", Some("部分采纳")),
            ("采纳。", Some("采纳")),
            ("未采纳", None),
            ("同意", None),
        ] {
            assert_eq!(guess(word), meant, "{word}");
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_says_where_the_rest_is() {
        assert_eq!(fit("短".to_owned()), "短");
        let long = fit("长".repeat(40_000));
        assert!(long.chars().count() < 32_767 && long.ends_with("见同名的 .yaml 文件）"));
    }

    #[test]
    fn white_space_is_no_difference() {
        assert!(alike("甲\r\n 乙", "甲乙"));
        assert!(!alike("甲乙", "乙甲"));
    }
}
