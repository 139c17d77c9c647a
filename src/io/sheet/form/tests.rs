use super::*;
use crate::domain::form::FormColumn as C;
use crate::domain::item::{BasisRole, DayUnit};

/// A sheet with the form's titles in row 2 and the given cells below.
fn form(rows: &[&[(C, &str)]]) -> WorkbookDraft {
    let titles = C::ALL
        .iter()
        .map(|(column, _, title)| (CellRef::new(1, column.index() as u32), (*title).to_owned()));
    let cells = rows.iter().enumerate().flat_map(|(r, row)| {
        row.iter().map(move |(column, text)| {
            (
                CellRef::new(r as u32 + 2, column.index() as u32),
                (*text).to_owned(),
            )
        })
    });
    let above = (CellRef::new(0, 0), "某局填报表".to_owned());
    let sheet = Sheet::new(
        "表".into(),
        std::iter::once(above)
            .chain(titles)
            .chain(cells)
            .collect::<Vec<_>>(),
        Vec::new(),
        Vec::new(),
    );
    let header = find(&sheet).unwrap();
    let mut out = WorkbookDraft::default();
    let category = |name: &str| (name == "行政处罚").then(|| name.to_owned());
    read(&sheet, &header, &category, &mut out);
    out
}

fn content(draft: &Draft) -> &FormItem {
    match &draft.content {
        Content::Form(form) => form,
        Content::List(_) => panic!("the form was read as a list"),
    }
}

fn whys(out: &WorkbookDraft) -> Vec<String> {
    out.not_understood
        .iter()
        .map(|t| format!("{} {}", t.remark.cell, t.remark.why))
        .collect()
}

#[test]
fn rows_below_an_item_hold_the_rest_of_its_lists() {
    let out = form(&[
        &[
            (C::Category, "行政处罚"),
            (C::Name, "甲"),
            (C::StatutoryDays, "30"),
            (C::DayUnit, "日"),
            (C::SubItemName, "甲一"),
            (C::BasisCite, "《水法》第七条"),
            (C::BasisQuote, " 一\n=二 "),
            (C::DutyStage, "立案"),
            (C::Duty, "1.写"),
        ],
        &[
            (C::BasisCite, "《水法》第八条"),
            (C::BasisRole, "实施依据"),
            (C::BasisOwner, "甲一"),
            (C::DutyStage, "决定"),
            (C::Duty, "无"),
            (C::DutyBasis, "《水法》第九条"),
        ],
        &[
            (C::BasisCite, "《价格法》第四十七条"),
            (C::BasisRole, "收费依据"),
            (C::BasisOwner, "收费"),
        ],
        &[(C::Category, "行政处罚"), (C::Name, "乙")],
    ]);
    assert_eq!(out.items.len(), 2);
    let item = content(&out.items[0]);
    let quote = item.legal_basis[0].quote.as_ref().unwrap();
    assert_eq!(quote.value, " 一\n=二 ");
    assert_eq!(item.legal_basis.len(), 1);
    assert_eq!(item.sub_items[0].legal_basis[0].role, BasisRole::Implements);
    assert_eq!(item.fee.as_ref().unwrap().basis.len(), 1);
    assert_eq!(item.responsibilities[1].duty.value, "无");
    let limit = item.time_limit.as_ref().unwrap();
    assert_eq!(limit.unit, DayUnit::CalendarDays);
    // The fee is charged, though the form forgot to say so, and that is said.
    assert_eq!(whys(&out).len(), 1, "{:?}", whys(&out));
    assert!(whys(&out)[0].contains("没有写是否收费"));
    assert_eq!(out.notes[0].why, "表题，没有导入");
}

#[test]
fn what_is_half_or_wrong_is_named_with_its_cell() {
    let out = form(&[
        &[(C::Duty, "在前")],
        &[
            (C::Category, "行政处罚"),
            (C::Name, "甲"),
            (C::StatutoryDays, "二十"),
            (C::Duty, "没有环节"),
            (C::BasisOwner, "甲一"),
            (C::RiskStep, "b"),
        ],
        &[
            (C::Office, "一科"),
            (C::BasisCite, "《水法》"),
            (C::BasisRole, "依据"),
        ],
        &[(C::Category, "行政什么"), (C::Name, "乙")],
        &[(C::Name, "丙")],
    ]);
    assert_eq!((out.items.len(), out.lost), (1, 2));
    let said = whys(&out).join("\n");
    for piece in [
        "AA3 这一行不属于任何事项",
        "F5 承办机构要写在事项的第一行",
        "H4 法定期限写的是“二十”，要写天数",
        "没有写责任环节",
        "没有写依据条款",
        "没有写风险点",
        "W5 依据种类写的是“依据”，要写设定依据、实施依据",
        "A6 权力类型“行政什么”不在工程的类别里",
        "C7 事项“丙”没有写权力类型",
    ] {
        assert!(said.contains(piece), "{piece}\n{said}");
    }
}

#[test]
fn a_list_is_no_form() {
    let cells = ["序号", "事项名称", "权力类型", "责任内容", "备注"]
        .into_iter()
        .enumerate()
        .map(|(i, title)| (CellRef::new(0, i as u32), title.to_owned()));
    let sheet = Sheet::new("一".into(), cells, Vec::new(), Vec::new());
    assert!(find(&sheet).is_none());
}
