//! Categories that stand elsewhere than beside the item: in a heading row, in the name of the sheet, in all other rows.

use super::grid::CellRef;
use super::headers::Field;
use super::rows::{RawItem, is_nothing};
use super::text::{key, one_line};

/// The name of a category inside a heading such as `二、行政处罚（共 5 项）`.
pub fn category_in(text: &str, is_category: &dyn Fn(&str) -> bool) -> Option<String> {
    let bare = key(text);
    let head = bare.split(['(', '：', ':']).next().unwrap_or("");
    let head = head.rsplit(['、', '.']).next().unwrap_or("");
    is_category(head).then(|| head.to_owned())
}

/// Gives items whose category is blank the one of the heading above, of the sheet's name, or that all others have, and
/// says so at the cell of each. A sheet that contradicts itself gives none.
pub fn fill(
    items: &mut [RawItem],
    sheet: &str,
    is_category: &dyn Fn(&str) -> bool,
) -> Vec<(CellRef, String)> {
    let named = category_in(sheet, is_category);
    let all: Vec<String> = items.iter().filter_map(written).collect();
    let same = all.windows(2).all(|pair| pair.first() == pair.last());
    let (category, why) = match (named, all.first()) {
        (Some(name), None) => (name, "工作表名称"),
        (Some(name), Some(first)) if same && *first == name => (name, "工作表名称"),
        (None, Some(first)) if same && all.len() > 1 => (first.clone(), "同一张表的其他事项"),
        _ => (String::new(), ""),
    };
    let mut out = Vec::new();
    for item in items.iter_mut().filter(|item| written(item).is_none()) {
        let from = match &item.section {
            Some(_) => "上面的分类标题行",
            None if category.is_empty() => continue,
            None => why,
        };
        let section = item.section.get_or_insert_with(|| category.clone());
        let said = format!("权力类型没有填，按{from}作“{section}”");
        out.push((item.cell, said));
    }
    out
}

/// What stands in the item's own cell.
fn written(item: &RawItem) -> Option<String> {
    let cells = item
        .parts
        .iter()
        .find_map(|p| p.cells.get(&Field::Category));
    let text = one_line(&cells?.first()?.text);
    (!is_nothing(&text)).then_some(text)
}
