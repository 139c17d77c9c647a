//! How wide the columns of a sheet are: together always as wide as a landscape page, shared out by what stands in them.

use super::Column;
use crate::render::table::Block;
use crate::render::wrap::width;

/// Chinese characters on a line of an A4 page in landscape, over all columns.
const PAGE: u16 = 103;

/// Whether a column holds running text, which takes what room there is.
pub(super) const fn is_running_text(column: Column) -> bool {
    matches!(
        column,
        Column::Name
            | Column::SubItem
            | Column::LegalBasis
            | Column::Fee
            | Column::Responsibilities
            | Column::Accountability
            | Column::Risks
            | Column::Remarks
    )
}

/// Width of a column that holds only short texts, or the least of one that holds running text.
const fn least(column: Column) -> u16 {
    match column {
        Column::Serial | Column::Category | Column::Level => 2,
        Column::StatutoryDays | Column::PromisedDays => 3,
        Column::Department | Column::Office | Column::Target | Column::Phone => 4,
        Column::Code | Column::Name | Column::SubItem => 6,
        Column::Fee | Column::Remarks => 4,
        Column::LegalBasis | Column::Risks => 8,
        Column::Responsibilities | Column::Accountability => 9,
    }
}

/// Width of a column in which nothing stands.
const EMPTY: u16 = 2;

/// Widths of all columns in Chinese characters.
pub(super) fn of(blocks: &[Block]) -> Vec<u16> {
    let amounts: Vec<usize> = (0..Column::ALL.len()).map(|i| amount(blocks, i)).collect();
    let mut widths: Vec<u16> = Column::ALL
        .into_iter()
        .zip(&amounts)
        .map(|(column, &amount)| if amount == 0 { EMPTY } else { least(column) })
        .collect();
    let room = PAGE.saturating_sub(widths.iter().sum());
    let running: Vec<usize> = Column::ALL
        .into_iter()
        .enumerate()
        .filter(|(_, column)| is_running_text(*column))
        .map(|(i, _)| i)
        .collect();
    // Each running text is given lines as long as its share of all running text.
    let page: usize = running
        .iter()
        .map(|&i| usize::from(widths.get(i).copied().unwrap_or(0)))
        .sum();
    let page = page + usize::from(room);
    let all: usize = running.iter().filter_map(|&i| amounts.get(i)).sum();
    let mut wishes: Vec<(usize, usize)> = running
        .iter()
        .map(|&i| {
            let share = amounts.get(i).copied().unwrap_or(0) * page / all.max(1);
            (
                i,
                share.saturating_sub(usize::from(widths.get(i).copied().unwrap_or(0))),
            )
        })
        .collect();
    let wished: usize = wishes.iter().map(|(_, wish)| wish).sum();
    if wished == 0 {
        return widths;
    }
    let mut left = room;
    wishes.sort_by_key(|&(i, wish)| (wish, i));
    let count = wishes.len();
    for (n, (i, wish)) in wishes.into_iter().enumerate() {
        let share = u16::try_from(wish * usize::from(room) / wished).unwrap_or(room);
        // The widest takes what rounding leaves.
        let more = if n + 1 == count {
            left
        } else {
            share.min(left)
        };
        if let Some(width) = widths.get_mut(i) {
            *width += more;
        }
        left -= more;
    }
    widths
}

/// How much text stands in a column.
fn amount(blocks: &[Block], column: usize) -> usize {
    let texts = |block: &Block| match block.whole.get(column) {
        Some(Some(text)) => width(text),
        _ => block
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|text| width(text))
            .sum(),
    };
    blocks.iter().map(texts).sum()
}
