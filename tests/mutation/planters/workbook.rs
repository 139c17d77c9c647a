//! Faults in tables that are handed in with the city. None of them holds an item, so that the city stays as it is.

use super::{Planter, When};
use crate::city::{City, Place};

pub static PLANTERS: &[Planter] = &[
    handed_in("S021", no_table_header),
    handed_in("S022", unreadable_cell),
    handed_in("S023", unknown_column),
    handed_in("S024", stray_cell),
];

const fn handed_in(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::HandedIn,
        plant,
    }
}

const TITLES: [&str; 5] = ["序号", "事项名称", "权力类型", "实施依据", "行使主体"];

/// Writes a table of its own for the rule and the round; the rule points at a cell of it, counted from 0.
fn table(c: &mut City, rows: &[Vec<&str>], (row, column): (usize, usize)) {
    let path = format!("报送/{}-{}.csv", c.rule, c.round + 1);
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    c.raw.insert(
        path.clone(),
        Some(format!("{}\n", lines.join("\n")).into_bytes()),
    );
    let name = power_list::domain::cell::CellRef::new(row as u32, column as u32).to_string();
    c.expect_in_row(&Place::head(&path), &name, row);
}

/// The header at another height in each round, with as many titles above it as are needed for that.
fn below(c: &City, mut rows: Vec<Vec<&'static str>>) -> Vec<Vec<&'static str>> {
    let above = (0..c.round).map(|_| vec!["滁州市某局权力清单", "", "", "", ""]);
    let mut all: Vec<_> = above.collect();
    all.append(&mut rows);
    all
}

fn no_table_header(c: &mut City) {
    let mut rows = vec![vec!["甲", "乙", "丙"]; c.round + 2];
    rows[0][0] = "清单";
    table(c, &rows, (0, 0));
}

fn unreadable_cell(c: &mut City) {
    let word = ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!"][c.round];
    let mut row = vec![""; 5];
    row[c.round] = word;
    let rows = below(c, vec![TITLES.to_vec(), row]);
    table(c, &rows, (c.round + 1, c.round));
}

fn unknown_column(c: &mut City) {
    let mut titles = TITLES.to_vec();
    titles.insert(c.round, ["星座", "心情", "天气", "颜色", "口味"][c.round]);
    let rows = below(c, vec![titles]);
    table(c, &rows, (c.round, c.round));
}

fn stray_cell(c: &mut City) {
    let mut row = vec![""; 5];
    // Only what is no name is stray.
    let column = [0, 2, 3, 4, 2][c.round];
    row[column] = "无主的字";
    let rows = below(c, vec![TITLES.to_vec(), row]);
    table(c, &rows, (c.round + 1, column));
}
