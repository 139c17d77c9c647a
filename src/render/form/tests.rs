use super::*;
use crate::domain::canonical;

const ITEM: &str = r#"{"code":"341100-hbj-01-0001","department":"hbj","category":"行政审批","name":"甲","sub_items":[{"code":"341100-hbj-01-0001-01","name":"子","legal_basis":[{"cite":"《甲法》第一条","role":"实施依据","quote":" 乙 "}]}],"legal_basis":[{"cite":"《甲法》第二条","role":"设定依据"}],"time_limit":{"promised":0,"unit":"日"},"fee":{"charged":true,"basis":[{"cite":"《甲法》第三条","role":"收费依据"}]},"responsibilities":[{"stage":"受理","duty":"一"},{"stage":"审查","duty":"二"}]}"#;

fn filled(rows: &[Vec<String>], row: usize) -> Vec<(&'static str, &str)> {
    FormColumn::ALL
        .into_iter()
        .map(|(column, _, title)| (title, rows[row][column.index()].as_str()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

#[test]
fn lists_run_side_by_side_from_the_first_row() {
    let item = canonical::read_item(ITEM.as_bytes()).unwrap();
    let rows = rows(&item, "滁州市环境保护局").unwrap();
    assert_eq!(
        filled(&rows, 0),
        [
            ("权力类型", "行政审批"),
            ("事项编码", "341100-hbj-01-0001"),
            ("事项名称", "甲"),
            ("行使主体", "滁州市环境保护局"),
            ("承诺期限", "0"),
            ("期限单位", "日"),
            ("是否收费", "是"),
            ("子项编码", "341100-hbj-01-0001-01"),
            ("子项名称", "子"),
            ("依据条款", "《甲法》第二条"),
            ("依据种类", "设定依据"),
            ("责任环节", "受理"),
            ("责任内容", "一"),
        ]
    );
    assert_eq!(
        filled(&rows, 1),
        [
            ("依据条款", "《甲法》第三条"),
            ("依据种类", "收费依据"),
            ("依据属于", "收费"),
            ("责任环节", "审查"),
            ("责任内容", "二"),
        ]
    );
    assert_eq!(
        filled(&rows, 2),
        [
            ("依据条款", "《甲法》第一条"),
            ("依据种类", "实施依据"),
            ("依据引文", " 乙 "),
            ("依据属于", "341100-hbj-01-0001-01"),
        ]
    );
    assert_eq!(rows.len(), 3);
}

#[test]
fn an_item_that_says_little_has_one_row() {
    let text = r#"{"department":"hbj","category":"行政审批","name":"甲"}"#;
    let item = canonical::read_item(text.as_bytes()).unwrap();
    assert_eq!(rows(&item, "某局").unwrap().len(), 1);
}

#[test]
fn what_no_cell_holds_is_named() {
    let fault = |remarks: &str| {
        let mut item = canonical::read_item(ITEM.as_bytes()).unwrap();
        item.remarks = Some(remarks.to_owned());
        rows(&item, "某局").err().map(|fault| fault.to_string())
    };
    assert_eq!(fault("一\n\t二"), None);
    assert_eq!(fault(&"长".repeat(32_767)), None);
    let long = fault(&"长".repeat(32_768)).unwrap();
    assert!(
        long.contains("341100-hbj-01-0001") && long.contains("备注"),
        "{long}"
    );
    // Outside the basic plane a character counts twice.
    assert!(fault(&"𠀀".repeat(16_384)).is_some());
    let odd = fault("一\r二").unwrap();
    assert!(odd.contains("第 2 个字") && odd.contains("U+000D"), "{odd}");
    assert!(fault("\u{0}").is_some() && fault("\u{ffff}").is_some());
}

#[test]
fn headings_cover_every_column_once() {
    let covered: usize = bands().iter().map(|band| band.columns).sum();
    assert_eq!(covered, FormColumn::ALL.len());
    let titles: Vec<&str> = bands().iter().map(|band| band.title).collect();
    assert_eq!(
        titles,
        [
            "基本信息",
            "期限",
            "收费",
            "其他信息",
            "子项",
            "依据",
            "责任",
            "追责",
            "廉政风险",
            "前置与中介"
        ]
    );
}
