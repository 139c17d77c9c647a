//! Figures as bars beside their numbers: a table that everybody can read, whose last column is the picture of it.

use maud::{Markup, html};

use super::parts::thousands;

/// A line of the chart.
pub(super) struct Bar {
    /// What is counted.
    pub label: String,
    /// Page that the label leads to.
    pub path: String,
    /// How many.
    pub count: usize,
}

/// The chart; `head` says what is counted and in what.
pub(super) fn bars(root: &str, caption: &str, head: [&str; 2], rows: &[Bar]) -> Markup {
    let most = rows.iter().map(|r| r.count).max().unwrap_or(0).max(1);
    html! {
        table.bars {
            caption { (caption) }
            thead {
                tr {
                    th scope="col" { (head[0]) }
                    th.n scope="col" { (head[1]) }
                    td aria-hidden="true" {}
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" {
                            @if row.path.is_empty() { (row.label) } @else { a href={ (root) (row.path) } { (row.label) } }
                        }
                        td.n { (thousands(row.count)) }
                        td.picture aria-hidden="true" {
                            svg width="100%" height="14" focusable="false" {
                                rect.all width="100%" height="14" rx="2" {}
                                rect.share width={ (tenths(row.count, most)) "%" } height="14" rx="2" {}
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A part of a whole in hundredths to one place, at least so much that it can be seen.
fn tenths(part: usize, whole: usize) -> String {
    let tenths = if part == 0 {
        0
    } else {
        (part * 1000 / whole).max(8)
    };
    format!("{}.{}", tenths / 10, tenths % 10)
}
