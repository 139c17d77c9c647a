//! The sheet 填写说明.

use super::column::look;
use crate::domain::form::{AUXILIARY_SHEETS, FormColumn};
use crate::render::table::{Access, Block, Column as TableColumn, Sheet};

/// What holds for the form as a whole.
const GENERAL: [&str; 9] = [
    "一个事项从“事项名称”有字的那一行开始，到下一个“事项名称”的上一行为止。",
    "子项、依据、责任、追责、廉政风险、前置审批、中介服务各自从事项的第一行起往下写，一行一条，互相并排，不必对齐。",
    "一格只写一个值。不要合并单元格，不要改动表头和列的次序。",
    "行不够时，在表格中间插入行；多余的空行不用删。",
    "表格设有保护，没有密码：表头不能改，各行可以填写、插入、删除、调整行高列宽。",
    "有下拉箭头的格子从列表里选；电话、编码前面的 0 照写，不会丢失。",
    "已有的事项编码和子项编码不要改动，系统靠它们认出是哪个事项；新增的事项编码留空。",
    "填好以后把整个文件交回；导入时只改动填过的内容，没有动过的事项保持原样。",
    "“填写说明”和“填写示例”两页不会导入。",
];

/// The sheet.
pub(super) fn sheet(title: String) -> Sheet {
    let [guide, example, _] = AUXILIARY_SHEETS;
    let column = |title, width| TableColumn {
        title,
        width,
        running_text: true,
        identifies: false,
        help: None,
        choices: Vec::new(),
        number: false,
        closed: false,
    };
    let mut rows: Vec<(&str, String, &str)> = (1..)
        .zip(GENERAL)
        .map(|(number, text)| ("怎样填写", format!("{number}."), text))
        .collect();
    rows.push((
        "示例",
        example.to_owned(),
        "一个完整的虚构事项，照它的样子填写。",
    ));
    rows.extend(FormColumn::ALL.map(|(column, _, title)| {
        let look = look(column);
        (look.heading, title.to_owned(), look.help)
    }));
    let mut blocks: Vec<Block> = Vec::new();
    for (part, what, text) in rows {
        let row = vec![String::new(), what, text.to_owned()];
        let whole = Some(part.to_owned());
        match blocks.last_mut() {
            Some(block) if block.whole.first() == Some(&whole) => block.rows.push(row),
            _ => blocks.push(Block {
                whole: vec![whole, None, None],
                rows: vec![row],
            }),
        }
    }
    Sheet {
        name: guide.to_owned(),
        title,
        bands: Vec::new(),
        columns: vec![column("部分", 8), column("列", 10), column("怎么填", 70)],
        blocks,
        foot: None,
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: false,
        access: Access::All,
    }
}
