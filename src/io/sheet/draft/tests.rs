use super::*;
use crate::domain::place::SourceId;
use crate::io::yaml::categories;

fn listed(draft: &Draft) -> &ListItem {
    match &draft.content {
        Content::List(item) => item,
        Content::Form(_) => panic!("a list was read as a form"),
    }
}

fn draft(rows: &[&[&str]]) -> WorkbookDraft {
    let cells = rows.iter().enumerate().flat_map(|(r, row)| {
        row.iter()
            .enumerate()
            .map(move |(c, text)| (CellRef::new(r as u32, c as u32), (*text).to_owned()))
    });
    let sheet = Sheet::new(
        "表".into(),
        cells.collect::<Vec<_>>(),
        Vec::new(),
        Vec::new(),
    );
    let sets: Vec<CategorySet> = ["anhui-2014", "national-2015"]
        .iter()
        .map(|id| categories::built_in(id).unwrap())
        .collect();
    let words = Words {
        table: HeaderTable::built_in(),
        set: &sets[0],
        sets: &sets,
    };
    read(&[sheet], words, &|_| ParsedCitations::default())
}

#[test]
fn an_item_is_drafted_and_nothing_is_lost() {
    let d = draft(&[
        &[
            "序号",
            "事项名称",
            "权力类型",
            "实施依据",
            "行使主体",
            "法定期限",
            "承诺期限",
            "部门职责",
            "怪列",
            "备注",
            "责任事项依据",
        ],
        &[
            "1",
            "甲的\n许可",
            "行政许可",
            "依\n法",
            "市某\n局",
            "20个工作日",
            "即办",
            "负责甲",
            "怪话",
            "已调整",
            "丙规定",
        ],
        &[
            "2",
            "乙的检查",
            "行政检查",
            "依法",
            "市某局",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
    ]);
    assert_eq!((d.items.len(), d.lost), (1, 1));
    let item = &d.items[0];
    assert_eq!(
        (item.name.value.as_str(), item.category.value.as_str()),
        ("甲的许可", "行政审批")
    );
    assert_eq!(item.unit.as_ref().unwrap().1.value, "市某局");
    assert_eq!(
        listed(item).time_limit,
        Some(DraftLimit {
            statutory: Some(At::new(20, Span::head(SourceId(0)))),
            promised: None,
            unit: DayUnit::WorkingDays
        })
    );
    assert_eq!(listed(item).remarks.as_deref(), Some("已调整"));
    let misfits: Vec<&str> = listed(item)
        .misfits
        .iter()
        .map(|m| m.line.as_str())
        .collect();
    assert_eq!(misfits, ["承诺期限：即办"]);
    let lines: Vec<String> = listed(item).noted.iter().map(Noted::line).collect();
    assert_eq!(lines, ["部门职责：负责甲", "怪列：怪话"]);
    let roles: Vec<_> = listed(item)
        .legal_basis
        .iter()
        .map(|b| (b.role, b.cite.value.as_str()))
        .collect();
    assert_eq!(
        roles,
        [
            (BasisRole::Creates, "依法"),
            (BasisRole::Implements, "丙规定")
        ]
    );
    let cells: Vec<String> = d
        .not_understood
        .iter()
        .map(|t| t.remark.cell.to_string())
        .collect();
    assert_eq!(cells, ["I1", "D2", "K2", "G2", "C3"]);
    assert!(d.notes.iter().any(|n| n.why.contains("行政审批")));
}

#[test]
fn sub_items_keep_their_own_basis() {
    let d = draft(&[
        &["序号", "事项名称", "子项名称", "权力类型", "实施依据"],
        &["1", "结建审批", "1.同步建设", "行政审批", "甲法"],
        &["", "", "2.易地建设", "行政审批", "乙法"],
    ]);
    let item = &d.items[0];
    let subs: Vec<_> = listed(item)
        .sub_items
        .iter()
        .map(|s| (s.name.value.as_str(), s.legal_basis[0].cite.value.as_str()))
        .collect();
    assert_eq!(subs, [("同步建设", "甲法"), ("易地建设", "乙法")]);
    assert_eq!(listed(item).legal_basis.len(), 2);
}

#[test]
fn a_sheet_without_header_is_reported() {
    let d = draft(&[&["随便", "写写"]]);
    assert_eq!(d.not_understood[0].remark.cell.to_string(), "A1");
    assert!(d.items.is_empty());
}

#[test]
fn what_is_no_level_no_number_and_no_second_value_goes_into_the_remarks() {
    let d = draft(&[
        &[
            "序号",
            "事项名称",
            "子项名称",
            "权力类型",
            "行使层级",
            "职权编码",
            "法定期限",
        ],
        &[
            "新增",
            "甲许可",
            "1.设立",
            "行政许可",
            "市级",
            "甲一",
            "20日",
        ],
        &["", "", "设立", "", "负责本市甲的许可。", "甲二", "30日"],
    ]);
    let item = listed(&d.items[0]);
    assert_eq!(item.exercised_by.as_ref().unwrap().value, "市级");
    assert_eq!(item.sub_items.len(), 1);
    let misfits: Vec<&str> = item.misfits.iter().map(|m| m.line.as_str()).collect();
    assert_eq!(
        misfits,
        [
            "另有编码：甲二",
            "原编码：甲一",
            "法定期限：30日",
            "行使权限：负责本市甲的许可。",
            "序号：新增"
        ]
    );
    let why = &d.not_understood[0].remark;
    assert_eq!(why.cell.to_string(), "G3");
    assert!(why.why.contains("两个法定期限"), "{}", why.why);
}

#[test]
fn all_bodies_of_an_item_are_kept() {
    let d = draft(&[
        &["序号", "事项名称", "权力类型", "行使主体", "备注"],
        &["1", "甲费征收", "行政征收", "省某厅", ""],
        &["1", "甲费征收", "行政征收", "市某局", ""],
    ]);
    assert_eq!(d.items.len(), 1);
    assert_eq!(d.items[0].unit.as_ref().unwrap().1.value, "省某厅");
    assert_eq!(d.items[0].more_units[0].value, "市某局");
    assert_eq!((d.sheets[0].rows, d.sheets[0].items), (2, 1));
}
