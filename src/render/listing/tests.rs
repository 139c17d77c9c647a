use super::*;
use crate::domain::catalog::{
    BasisField, BasisRow, CategoryRow, DepartmentRow, ResponsibilityRow, SubItemRow,
};

fn item() -> ItemRow {
    ItemRow {
        code: "341100-tjj-02-0001".to_owned(),
        department: "tjj".to_owned(),
        category: "02".to_owned(),
        name: "处罚".to_owned(),
        exercised_by: None,
        office: None,
        target: None,
        statutory_days: None,
        promised_days: None,
        day_unit: None,
        fee_charged: None,
        fee_on_enterprises: None,
        fee_standard: None,
        phone: None,
        email: None,
        national_code: None,
        adopts: None,
        flowchart: None,
        remarks: None,
        sub_items: Vec::new(),
        basis: Vec::new(),
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
    }
}

fn catalog(items: Vec<ItemRow>) -> Catalog {
    Catalog {
        as_of: jiff::civil::date(2015, 3, 1),
        departments: vec![DepartmentRow {
            id: "tjj".to_owned(),
            name: "滁州市统计局".to_owned(),
            short_name: "市统计局".to_owned(),
            kind: "市政府工作部门".to_owned(),
            review_group: None,
            parent: None,
            confirmed: true,
        }],
        categories: vec![CategoryRow {
            code: "02".to_owned(),
            name: "行政处罚".to_owned(),
            kind: "penalty".to_owned(),
        }],
        laws: Vec::new(),
        charts: Vec::new(),
        items,
    }
}

fn basis(field: BasisField, entry: u32, role: &str, cite: &str, quote: Option<&str>) -> BasisRow {
    BasisRow {
        field,
        entry,
        role: role.to_owned(),
        cite: cite.to_owned(),
        law_id: None,
        law_name: None,
        article: None,
        article_sub: None,
        paragraph: None,
        subparagraph: None,
        point: None,
        quote: quote.map(str::to_owned),
    }
}

#[test]
fn a_citation_of_several_provisions_is_one_entry() {
    use BasisField::LegalBasis;
    let mut item = item();
    let two = "《甲法》第一条、第二条";
    item.basis = vec![
        basis(LegalBasis, 1, "设定依据", two, Some("一：乙。")),
        basis(LegalBasis, 1, "设定依据", two, None),
        basis(LegalBasis, 2, "实施依据", "《丙法》第三条", None),
        basis(
            BasisField::Responsibilities,
            1,
            "实施依据",
            "《丁法》第四条",
            None,
        ),
    ];
    let catalog = catalog(vec![item.clone()]);
    assert_eq!(
        cell(&catalog, &item, Column::LegalBasis),
        "1.《甲法》第一条、第二条：\n一：乙。\n2.【实施依据】《丙法》第三条"
    );
}

#[test]
fn what_a_citation_quotes_itself_is_not_said_twice() {
    let mut item = item();
    let cite = "《甲法》第一条：“乙。”";
    item.basis = vec![basis(
        BasisField::LegalBasis,
        1,
        "设定依据",
        cite,
        Some("乙。"),
    )];
    assert_eq!(cell(&catalog(Vec::new()), &item, Column::LegalBasis), cite);
}

#[test]
fn bases_of_sub_items_are_told_apart() {
    let mut item = item();
    for name in ["子一", "子二"] {
        item.sub_items.push(SubItemRow {
            code: String::new(),
            name: name.to_owned(),
            flowchart: None,
        });
    }
    item.basis = vec![
        basis(BasisField::SubItems, 2, "设定依据", "《甲法》第一条", None),
        basis(BasisField::SubItems, 2, "设定依据", "《甲法》第二条", None),
    ];
    assert_eq!(sub_item_cell(&item, 0, Column::LegalBasis), "");
    assert_eq!(
        sub_item_cell(&item, 1, Column::LegalBasis),
        "1.《甲法》第一条\n2.《甲法》第二条"
    );
    assert_eq!(sub_item_cell(&item, 1, Column::SubItem), "子二");
    assert_eq!(sub_item_cell(&item, 9, Column::SubItem), "");
}

#[test]
fn limits_fees_and_duties_are_said_as_offices_say_them() {
    let mut item = item();
    let catalog = catalog(Vec::new());
    let mut is = |change: &dyn Fn(&mut ItemRow), column, wanted: &str| {
        change(&mut item);
        assert_eq!(cell(&catalog, &item, column), wanted);
    };
    is(
        &|i| i.statutory_days = Some(20),
        Column::StatutoryDays,
        "20个工作日",
    );
    is(
        &|i| i.day_unit = Some("日".into()),
        Column::StatutoryDays,
        "20日",
    );
    is(&|_| {}, Column::PromisedDays, "");
    is(&|_| {}, Column::Fee, "");
    is(&|i| i.fee_charged = Some(false), Column::Fee, "不收费");
    is(
        &|i| {
            i.fee_charged = Some(true);
            i.fee_on_enterprises = Some(true);
            i.fee_standard = Some("十元".into());
            i.basis = vec![basis(
                BasisField::Fee,
                1,
                "收费依据",
                "《甲法》第一条",
                None,
            )];
        },
        Column::Fee,
        "收费（涉企收费）\n依据：《甲法》第一条\n标准：十元",
    );
    let duty = |stage: &str, cite: Option<&str>| ResponsibilityRow {
        stage: stage.to_owned(),
        duty: "甲。".to_owned(),
        cite: cite.map(str::to_owned),
    };
    is(
        &|i| i.responsibilities = vec![duty("立案", None)],
        Column::Responsibilities,
        "立案责任：甲。",
    );
    is(
        &|i| i.responsibilities = vec![duty("责任事项", None), duty("直接责任", Some("《甲法》"))],
        Column::Responsibilities,
        "1.甲。\n2.直接责任：甲。（依据：《甲法》）",
    );
}

#[test]
fn what_the_list_does_not_know_has_a_sheet_at_the_end() {
    let mut stray = item();
    stray.department = "xxx".to_owned();
    let heading = Heading {
        jurisdiction: "滁州市".to_owned(),
        edition: "测试版".to_owned(),
        notice: Some("示例".to_owned()),
    };
    let book = book(&catalog(vec![stray, item()]), &heading, By::Department);
    let names: Vec<&str> = book.sheets.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["市统计局", "xxx"]);
    assert_eq!(book.sheets[0].title, "滁州市统计局权力清单（测试版）");
    assert_eq!(book.sheets[0].foot.as_deref(), Some("说明：示例"));
    let widths: u16 = book.sheets[0].columns.iter().map(|c| c.width).sum();
    assert!((90..=110).contains(&widths), "{widths}");
}
