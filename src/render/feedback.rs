//! The feedback of a leg down as a workbook: the opinions beside the items, with room for the answers.

use jiff::civil::Date;

use super::table::{Access, Block, Book, Column as TableColumn, Sheet};
use crate::domain::form::AUXILIARY_SHEETS;
use crate::domain::ids::Digest;
use crate::domain::people::Body;
use crate::workflow::event::Answer;
use crate::workflow::feedback::{EarlierOpinion, Feedback, FeedbackItem, FeedbackOpinion};
use crate::workflow::paper::{self, Column};

/// The sheet to answer in.
const OPINIONS: &str = "审核意见";
/// The sheet with all items.
const ITEMS: &str = "全部事项";

/// How to fill it in.
const GUIDE: [(&str, &str); 9] = [
    (
        "填写",
        "只填“审核意见”表里底色浅黄的两列：部门答复、答复理由。一行是一条意见，每一条都要答复。",
    ),
    ("填写", "部门答复从下拉列表里选：采纳、部分采纳、不采纳。"),
    (
        "填写",
        "部分采纳和不采纳的，在答复理由里写明哪些没有采纳、为什么；采纳的可以写怎样改的，也可以不写。",
    ),
    (
        "不要改动",
        "表格设有保护，没有密码。其余各列、表头和最后一行的反馈编号不要改：收回时逐格同发出的核对，改动过的不收。",
    ),
    (
        "不要改动",
        "不要删行、加行、复制行，不要改工作表的名称。行高、列宽可以调。",
    ),
    ("不要改动", "对意见本身有不同看法的，写在答复理由里。"),
    (
        "交回",
        "填好以后把整个文件交回，用 Excel、WPS 或 LibreOffice 保存都可以。",
    ),
    (
        "交回",
        "录入：power-list review answer 部门 --from 文件 --as 人员。还有空着的，加 --partial 先收已经写好的。",
    ),
    (
        "修改清单",
        "答复以后照采纳的意见修改清单再上报；没有意见要求的改动，上报时要说明。",
    ),
];

/// What the workbook says beside the feedback itself.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    /// Digest of the feedback, by which the workbook is known again.
    pub digest: Digest,
    /// The day on which the feedback was given.
    pub day: Date,
}

/// The workbook. The same feedback gives the same book.
pub fn book(feedback: &Feedback, beside: &Beside) -> Book {
    let title = format!(
        "{}权力清单{}审核意见（{}）",
        feedback.name,
        feedback.leg(),
        feedback.edition
    );
    Book {
        day: beside.day,
        sheets: vec![
            opinions(feedback, beside, &title),
            items(feedback, &title),
            guide(&title),
        ],
        title,
    }
}

/// A column that is only read.
fn read_only(title: &'static str, width: u16, running_text: bool) -> TableColumn {
    TableColumn {
        title,
        width,
        running_text,
        identifies: false,
        help: None,
        choices: Vec::new(),
        number: false,
        closed: false,
    }
}

fn opinions(feedback: &Feedback, beside: &Beside, title: &str) -> Sheet {
    let has = |column: Column| match column {
        Column::Ruling => feedback
            .asking()
            .any(|(item, _)| !paper::ruling(item).is_empty()),
        Column::Cited => feedback
            .asking()
            .any(|(_, opinion)| !opinion.cited.is_empty()),
        _ => true,
    };
    let columns: Vec<Column> = Column::ALL.into_iter().filter(|c| has(*c)).collect();
    let place = |wanted: Column| columns.iter().position(|column| *column == wanted);
    // What there is more to read leaves less room for the rest: all of it stays on one page across.
    let crowd = columns.len() - Column::ALL.iter().filter(|c| c.is_always_there()).count();
    Sheet {
        name: OPINIONS.to_owned(),
        title: title.to_owned(),
        bands: Vec::new(),
        columns: columns.iter().map(|c| table_column(*c, crowd)).collect(),
        blocks: feedback
            .items
            .iter()
            .filter_map(|item| block(item, &columns))
            .collect(),
        foot: Some(match feedback.to_answer() {
            0 => format!(
                "没有要答复的意见。　{}",
                paper::mark(feedback, beside.digest)
            ),
            _ => paper::mark(feedback, beside.digest),
        }),
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: false,
        access: Access::Columns(
            [Column::Answer, Column::Reason]
                .into_iter()
                .filter_map(place)
                .collect(),
        ),
    }
}

fn table_column(column: Column, crowd: usize) -> TableColumn {
    let (widths, running_text): ([u16; 3], bool) = match column {
        Column::Opinion => ([5, 5, 5], false),
        Column::Code => ([11, 11, 11], false),
        Column::Category => ([5, 5, 5], false),
        Column::Name => ([13, 11, 10], true),
        Column::Body => ([6, 6, 6], false),
        Column::Decision => ([12, 10, 10], true),
        Column::Text => ([20, 18, 15], true),
        Column::Ruling => ([10, 10, 9], true),
        Column::Cited => ([13, 13, 13], true),
        Column::Answer => ([6, 6, 6], false),
        Column::Reason => ([18, 15, 13], true),
    };
    let width = widths.get(crowd).copied().unwrap_or(widths[2]);
    let help = match column {
        Column::Answer => Some("从下拉列表里选：采纳、部分采纳、不采纳。每一条都要答复。"),
        Column::Reason => Some("部分采纳和不采纳必须写明理由；采纳的可以不写。"),
        Column::Opinion => Some("意见的编号，系统靠它认出是哪一条意见，不要改动。"),
        _ => None,
    };
    let asked = column == Column::Answer;
    TableColumn {
        help: help.map(str::to_owned),
        choices: if asked {
            Answer::TERMS.map(str::to_owned).into()
        } else {
            Vec::new()
        },
        number: false,
        closed: asked,
        ..read_only(column.title(), width, running_text)
    }
}

/// The opinions on an item that ask for an answer; `None` where none does.
fn block(item: &FeedbackItem, columns: &[Column]) -> Option<Block> {
    let asking: Vec<&FeedbackOpinion> = item.opinions.iter().filter(|o| o.asks).collect();
    let first = asking.first()?;
    let whole = columns
        .iter()
        .map(|column| column.is_of_item().then(|| column.sent(item, first)))
        .collect();
    let row = |opinion: &FeedbackOpinion| {
        let text = |column: &Column| match column {
            column if column.is_of_item() => String::new(),
            column => column.sent(item, opinion),
        };
        columns.iter().map(text).collect()
    };
    Some(Block {
        whole,
        rows: asking.into_iter().map(row).collect(),
    })
}

fn items(feedback: &Feedback, title: &str) -> Sheet {
    let earlier = feedback.items.iter().any(|item| !item.earlier.is_empty());
    let wide = if earlier { 13 } else { 16 };
    let mut columns = vec![
        read_only("序号", 4, false),
        read_only(Column::Code.title(), 11, false),
        read_only(Column::Category.title(), 5, false),
        read_only(Column::Name.title(), if earlier { 11 } else { 13 }, true),
    ];
    columns.extend(Body::ALL.map(|body| read_only(body.chinese(), wide, true)));
    columns.push(read_only(Column::Ruling.title(), wide - 3, true));
    if earlier {
        columns.push(read_only("上一轮的意见和答复", wide + 3, true));
    }
    let rows = (1..).zip(&feedback.items).map(|(number, item)| {
        let said = |body: Body| {
            let opinion = item.opinions.iter().find(|o| o.body == body);
            opinion.map_or(String::new(), |o| match &o.text {
                Some(text) => format!("{}\n{text}", o.decision),
                None => o.decision.to_string(),
            })
        };
        let mut row = vec![
            format!("{number}"),
            item.code.to_string(),
            item.category.clone(),
            item.name.clone(),
        ];
        row.extend(Body::ALL.map(said));
        row.push(paper::ruling(item));
        if earlier {
            let before: Vec<String> = item.earlier.iter().map(EarlierOpinion::sentence).collect();
            row.push(before.join("\n"));
        }
        Block {
            whole: vec![None; row.len()],
            rows: vec![row.into_iter().map(paper::fit).collect()],
        }
    });
    Sheet {
        name: ITEMS.to_owned(),
        title: title.replace("审核意见", "全部事项审核意见"),
        bands: Vec::new(),
        blocks: rows.collect(),
        columns,
        foot: feedback.legality.as_ref().map(|legality| {
            let text = legality.text.as_ref();
            let text = text.map_or(String::new(), |text| format!("（{text}）"));
            format!("合法性审查：{}{text}", legality.result.chinese())
        }),
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: true,
        access: Access::Columns(Vec::new()),
    }
}

fn guide(title: &str) -> Sheet {
    let mut blocks: Vec<Block> = Vec::new();
    for (part, text) in GUIDE {
        let row = vec![String::new(), text.to_owned()];
        let whole = Some(part.to_owned());
        match blocks.last_mut() {
            Some(block) if block.whole.first() == Some(&whole) => block.rows.push(row),
            _ => blocks.push(Block {
                whole: vec![whole, None],
                rows: vec![row],
            }),
        }
    }
    Sheet {
        name: AUXILIARY_SHEETS[0].to_owned(),
        title: format!("{title}填写说明"),
        bands: Vec::new(),
        columns: vec![read_only("部分", 8, true), read_only("怎么填", 80, true)],
        blocks,
        foot: None,
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: false,
        access: Access::Columns(Vec::new()),
    }
}
