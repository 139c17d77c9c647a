use super::*;
use crate::io::sheet::grid::Area;

fn sheet(rows: &[&[&str]], merged: &[(u32, u32, u32, u32)]) -> Sheet {
    let cells = rows.iter().enumerate().flat_map(|(r, row)| {
        row.iter()
            .enumerate()
            .map(move |(c, text)| (CellRef::new(r as u32, c as u32), (*text).to_owned()))
    });
    let areas = merged
        .iter()
        .map(|&(r1, c1, r2, c2)| Area {
            first: CellRef::new(r1, c1),
            last: CellRef::new(r2, c2),
        })
        .collect();
    Sheet::new("表".into(), cells.collect::<Vec<_>>(), areas, Vec::new())
}

fn table(sheet: &Sheet) -> Table {
    read(sheet, HeaderTable::built_in(), &|name| {
        name == "行政处罚" || name == "行政检查"
    })
    .unwrap()
}

fn text(part: &Part, field: Field) -> Vec<&str> {
    part.cells
        .get(&field)
        .into_iter()
        .flatten()
        .map(|p| p.text.as_str())
        .collect()
}

const HEADER: &[&str] = &[
    "序号",
    "事项名称",
    "子项名称",
    "权力类型",
    "实施依据",
    "备注",
];

#[test]
fn page_broken_rows_are_one_item() {
    let t = table(&sheet(
        &[
            &["某局清单"],
            HEADER,
            &["1", "对拒绝", "", "行政处罚", "《统计法》第四十四条："],
            &["", "检查的处罚", "", "", "拒绝提供的，处罚"],
            &["", "", "", "", "款。"],
            &[
                "2",
                "对迟报的处罚",
                "无",
                "行政处罚",
                "《统计法》第四十五条",
            ],
        ],
        &[(0, 0, 0, 5)],
    ));
    let names: Vec<&str> = t.items.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["对拒绝检查的处罚", "对迟报的处罚"]);
    assert_eq!(text(&t.items[0].parts[0], Field::LegalBasis).len(), 3);
    assert!(t.unread.is_empty());
    assert_eq!(t.skipped.len(), 1);
    assert_eq!(t.skipped[0].what, "表题");
}

#[test]
fn merged_cells_and_sub_items_belong_to_their_item() {
    let t = table(&sheet(
        &[
            HEADER,
            &["1", "结建审批", "1.同步建设", "行政处罚", "甲法"],
            &["", "", "", "", "第二条"],
            &["", "", "2.易地建设", "行政处罚", "乙法"],
            &["2", "拆除审批", "无", "行政处罚", "丙法"],
        ],
        &[(1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 2, 2)],
    ));
    assert_eq!(t.items.len(), 2);
    let parts = &t.items[0].parts;
    let subs: Vec<_> = parts
        .iter()
        .map(|p| p.sub_item.as_ref().unwrap().text.as_str())
        .collect();
    assert_eq!(subs, ["1.同步建设", "2.易地建设"]);
    assert_eq!(text(&parts[0], Field::LegalBasis), ["甲法", "第二条"]);
    assert_eq!(text(&parts[1], Field::LegalBasis), ["乙法"]);
    assert!(t.items[1].parts[0].sub_item.is_none());
}

#[test]
fn notes_headings_and_repeated_headers_are_listed() {
    let t = table(&sheet(
        &[
            &["序号", "事项名称", "实施依据", "行使主体", "备注"],
            &["一、行政处罚（共2项）"],
            &["1", "甲的处罚", "《甲法》"],
            &["序号", "事项名称", "实施依据", "行使主体", "备注"],
            &["2", "乙的处罚", "《乙法》"],
            &["二、行政检查（共1项）"],
            &["3", "丙的检查", "《丙法》"],
            &["注：本表一式两份。"],
            &["本清单自印发之日起施行，由市统计局负责解释。"],
        ],
        &[(1, 0, 1, 4), (8, 0, 8, 4)],
    ));
    let found: Vec<_> = t
        .items
        .iter()
        .map(|i| (i.name.as_str(), i.section.as_deref().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("甲的处罚", "行政处罚"),
            ("乙的处罚", "行政处罚"),
            ("丙的检查", "行政检查")
        ]
    );
    let what: Vec<_> = t
        .skipped
        .iter()
        .map(|s| (s.cell.to_string(), s.what))
        .collect();
    assert_eq!(
        what,
        [
            ("A2".to_owned(), "分类标题行"),
            ("A4".to_owned(), "重复的表头"),
            ("A6".to_owned(), "分类标题行"),
            ("A8".to_owned(), "说明行"),
            ("A9".to_owned(), "说明行"),
        ]
    );
}

#[test]
fn what_belongs_nowhere_is_named_with_its_cell() {
    let t = table(&sheet(
        &[
            &["序号", "事项名称", "权力类型", "怪列"],
            &["", "", "行政处罚", ""],
            &["1", "甲", "行政处罚", "怪话"],
            &["2", "", "行政处罚", ""],
        ],
        &[],
    ));
    let cells: Vec<_> = t.unread.iter().map(|u| u.cell.to_string()).collect();
    assert_eq!(cells, ["D1", "C2", "A4", "C4"]);
    assert_eq!(t.items.len(), 1);
    assert_eq!(t.items[0].parts[0].noted[0].0, "怪列");
}

#[test]
fn what_no_title_stands_over_belongs_to_no_item() {
    let t = table(&sheet(
        &[
            &["序号", "事项名称", "权力类型", "备注"],
            &["1", "甲", "行政处罚", "", "", "行政检查"],
            &["", "", "", "", "", "行政处罚"],
            &["2", "乙", "行政检查", "好"],
        ],
        &[],
    ));
    let unread: Vec<_> = t
        .unread
        .iter()
        .map(|u| (u.cell.to_string(), u.text.as_str()))
        .collect();
    assert_eq!(
        unread,
        [("F2".to_owned(), "行政检查"), ("F3".to_owned(), "行政处罚")]
    );
    assert!(t.unread[0].why.starts_with("F列"));
    assert_eq!(t.items.len(), 2);
    assert!(t.items[0].parts[0].noted.is_empty());
    assert!(t.skipped.is_empty());
    assert_eq!((t.rows, t.header_row), (3, 1));
}

#[test]
fn what_a_merged_cell_covers_is_named() {
    let t = table(&sheet(
        &[
            &["序号", "事项名称", "权力类型", "备注", "实施依据"],
            &["1", "甲", "行政处罚", "明处", "甲法"],
            &["", "", "", "暗处", "甲法"],
        ],
        &[(1, 3, 2, 3), (1, 4, 2, 4)],
    ));
    assert_eq!(t.unread.len(), 1);
    assert_eq!(
        (
            t.unread[0].cell.to_string().as_str(),
            t.unread[0].text.as_str()
        ),
        ("D3", "暗处")
    );
    assert_eq!(text(&t.items[0].parts[0], Field::Remarks), ["明处"]);
    assert_eq!(text(&t.items[0].parts[0], Field::LegalBasis), ["甲法"]);
}

#[test]
fn a_blank_category_is_worked_out_of_the_sheet_or_stays_blank() {
    let rows: &[&[&str]] = &[
        &["序号", "事项名称", "权力类型", "备注"],
        &["1", "甲", "行政处罚"],
        &["2", "乙", ""],
        &["3", "丙", "行政处罚"],
    ];
    let section = |sheet: &Sheet| {
        let t = table(sheet);
        (t.items[1].section.clone(), t.notes.len())
    };
    let found = (Some("行政处罚".to_owned()), 1);
    assert_eq!(section(&sheet(rows, &[])), found);
    let named = |name: &str, rows: &[&[&str]]| {
        let mut sheet = sheet(rows, &[]);
        sheet.name = name.to_owned();
        sheet
    };
    assert_eq!(section(&named("行政处罚（3项）", &rows[..3])), found);
    // One other item is no evidence, and a sheet may contradict its name.
    assert_eq!(section(&sheet(&rows[..3], &[])), (None, 0));
    assert_eq!(section(&named("行政检查", rows)), (None, 0));
    let mixed: &[&[&str]] = &[rows[0], rows[1], rows[2], &["3", "丙", "行政检查"]];
    assert_eq!(section(&sheet(mixed, &[])), (None, 0));
    let headed: &[&[&str]] = &[rows[0], &["一、行政检查"], rows[1], rows[2], rows[3]];
    assert_eq!(
        section(&sheet(headed, &[])),
        (Some("行政检查".to_owned()), 1)
    );
}

#[test]
fn a_sheet_without_header_is_none() {
    assert!(
        read(
            &sheet(&[&["甲", "乙"]], &[]),
            HeaderTable::built_in(),
            &|_| false
        )
        .is_none()
    );
}

#[test]
fn rows_for_several_bodies_are_one_item_and_stay_apart() {
    let t = table(&sheet(
        &[
            &["序号", "事项名称", "权力类型", "行使主体", "备注"],
            &["1", "甲费的征收", "行政处罚", "省某厅", "省管"],
            &["", "", "", "县某局", "县管"],
            &["1", "甲费的征收", "行政处罚", "市某局", "市管"],
            &["2", "乙的检查", "行政检查", "市某", ""],
            &["", "", "", "局", "长"],
        ],
        &[(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)],
    ));
    assert_eq!(t.items.len(), 2);
    let bodies: Vec<_> = t.items[0]
        .parts
        .iter()
        .map(|p| text(p, Field::Department).join(""))
        .collect();
    assert_eq!(bodies, ["省某厅", "县某局", "市某局"]);
    assert_eq!(
        text(&t.items[1].parts[0], Field::Department),
        ["市某", "局"]
    );
}
