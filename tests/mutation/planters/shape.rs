//! Family S: files that cannot be read, or say what no file may say.

use std::rc::Rc;

use super::{Planter, alone, append_step, now, variant};
use crate::city::{City, Item, Place};
use crate::text::{Text, value_of};

pub static PLANTERS: &[Planter] = &[
    now("S001", syntax_error),
    now("S002", not_utf8),
    now("S003", unknown_key),
    alone("S003", unknown_setting),
    now("S004", missing_key),
    alone("S004", unit_without_key),
    now("S005", wrong_type),
    now("S006", duplicate_key),
    now("S007", anchor_or_alias),
    now("S008", invalid_value),
    alone("S008", invalid_setting),
    alone("S008", invalid_unit),
    now("S009", missing_value),
    now("S010", unreadable_file),
    now("S011", misplaced_file),
    now("S012", empty_file),
    now("S013", unexpected_file),
    now("S020", items_not_sorted),
];

/// An item of a unit of which nothing else has to be readable: where its file is not read whole, rules on the list
/// hold back.
fn breakable(c: &mut City, fits: impl Fn(&Item) -> bool) -> Rc<Item> {
    let item = c.item_in(|c, i| c.may_break(&i.unit) && fits(i));
    c.breaks(&item.unit);
    item
}

/// An item file that may become unreadable.
fn breakable_file(c: &mut City) -> String {
    let path = c.file(|_, _| true);
    c.breaks(path.split('/').nth(1).unwrap());
    path
}

fn items_not_sorted(c: &mut City) {
    let path = c.file(|c, path| c.texts[path].blocks.len() > 2);
    let blocks = &mut c.texts.get_mut(&path).unwrap().blocks;
    blocks.swap(1, 2);
    let code = value_of(&blocks[2], "code").unwrap().to_owned();
    c.expect(&Place::entry(&path, 2), &code);
}

fn syntax_error(c: &mut City) {
    let item = breakable(c, |_| true);
    let (line, slice) = variant(
        c,
        [
            ("    remarks: \"没有收尾的引号", "\""),
            ("    remarks: [没有收尾的括号", "["),
            ("\tremarks: 制表符", "\t"),
            ("    remarks: 甲: 乙", ":"),
            ("   remarks: 缩进不齐", "r"),
        ],
    );
    c.lines(&item.place).push(line.to_owned());
    c.lose_item(&item);
    c.expect(&item.place, slice);
}

fn not_utf8(c: &mut City) {
    let path = breakable_file(c);
    let text = c.texts[&path].to_string();
    let bytes = match c.round % 5 {
        0 | 1 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        2 => [
            &[0xff, 0xfe][..],
            &text
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>(),
        ]
        .concat(),
        3 => [text.as_bytes(), &[0xc3, 0x28]].concat(),
        _ => [
            &[0xfe, 0xff][..],
            &text
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect::<Vec<_>>(),
        ]
        .concat(),
    };
    c.spoil(&path, Some(bytes));
    c.expect(&Place::head(&path), "");
}

fn unknown_key(c: &mut City) {
    let item = breakable(c, |i| i.text.contains("fee: { charged: false }"));
    let (from, to, key) = variant(
        c,
        [
            ("", "    officer: 某科", "officer"),
            (
                "fee: { charged: false }",
                "fee: { charged: false, free: true }",
                "free",
            ),
            ("", "    备注: 测试", "备注"),
            ("", "    supervison: { phone: 12345 }", "supervison"),
            (
                "fee: { charged: false }",
                "fee: { charged: false, 标准: 无 }",
                "标准",
            ),
        ],
    );
    match from {
        "" => c.lines(&item.place).push(to.to_owned()),
        _ => c.replace(&item.place, from, to),
    }
    c.expect(&item.place, key);
}

fn unknown_setting(c: &mut City) {
    let (line, key) = variant(
        c,
        [
            ("notices: 测试", "notices"),
            ("切换: 是", "切换"),
            ("ediiton: 2015年版", "ediiton"),
            ("层级: 市级", "层级"),
            ("version: 1", "version"),
        ],
    );
    let place = Place::head("power-list.yaml");
    c.lines(&place).insert(1, line.to_owned());
    c.expect(&place, key);
}

fn missing_key(c: &mut City) {
    if c.round % 5 == 4 {
        let chart = c.chart(|_| true);
        let place = append_step(c, &chart.path, "id: zz-nameless, kind: end");
        return c.expect(&place, "");
    }
    let item = breakable(c, |i| !i.text.contains("sub_items:"));
    let (key, entry) = variant(
        c,
        [
            ("responsibilities", "stage: 公开"),
            (
                "integrity_risks",
                "{ risk: 审查走过场, level: 高, measure: 双人会审 }",
            ),
            ("sub_items", "{ name: 测试子项 }"),
            ("intermediary_services", "{ basis: 《水土保持法》第二条 }"),
            ("", ""),
        ],
    );
    c.push(&item, key, entry);
    c.expect(&item.place, "");
}

fn wrong_type(c: &mut City) {
    let item = breakable(c, |i| {
        i.category != "行政审批" && !i.noted.contains("time_limit")
    });
    let (key, text, slice) = variant(
        c,
        [
            (
                "time_limit",
                "time_limit: { statutory: 二十, unit: 工作日 }",
                "二十",
            ),
            ("fee", "fee: { charged: 不收 }", "不收"),
            (
                "intermediary_services",
                "intermediary_services: 测试报告编制",
                "测试报告编制",
            ),
            ("remarks", "remarks: [甲, 乙]", "[甲, 乙]"),
            ("fee", "fee: 不收费", "不收费"),
        ],
    );
    c.set(&item, key, text);
    c.expect(&item.place, slice);
}

fn duplicate_key(c: &mut City) {
    let item = breakable(c, |_| true);
    let key = variant(c, ["office", "target", "flowchart", "exercised_by", "name"]);
    let line = item
        .text
        .lines()
        .find(|l| l.starts_with(&format!("    {key}:")))
        .unwrap()
        .to_owned();
    c.lines(&item.place).push(line);
    c.expect_last(&item.place, key);
}

fn anchor_or_alias(c: &mut City) {
    let item = breakable(c, |_| true);
    let (text, slice) = variant(
        c,
        [
            ("remarks: &note 测试", "&note"),
            ("remarks: !!str 测试", "!!str"),
            ("remarks: !local 测试", "!local"),
            ("remarks: &a 甲", "&a"),
            ("remarks: &anchor 乙", "&anchor"),
        ],
    );
    c.set(&item, "remarks", text);
    c.expect(&item.place, slice);
}

fn invalid_value(c: &mut City) {
    let item = breakable(c, |i| {
        i.category != "行政审批"
            && !i.noted.contains("time_limit")
            && !i.text.contains("sub_items:")
    });
    let (key, entry, slice) = variant(
        c,
        [
            (
                "time_limit",
                "time_limit: { statutory: 20, unit: 星期 }",
                "星期",
            ),
            (
                "legal_basis",
                "cite: 《水土保持法》第二条\nrole: 参考依据",
                "参考依据",
            ),
            (
                "integrity_risks",
                "{ step: apply, risk: 走过场, level: 特高, measure: 会审 }",
                "特高",
            ),
            (
                "sub_items",
                "{ code: 341100-XX, name: 测试子项 }",
                "341100-XX",
            ),
            (
                "legal_basis",
                "cite: 《水土保持法》第二条\nrole: 设定",
                "设定",
            ),
        ],
    );
    match key {
        "time_limit" => c.set(&item, key, entry),
        _ => c.push(&item, key, entry),
    }
    c.expect(&item.place, slice);
}

fn invalid_setting(c: &mut City) {
    let (from, to, slice) = variant(
        c,
        [
            ("gate: 4", "gate: 5", "5"),
            (
                "categories: anhui-2014",
                "categories: anhui-2024",
                "anhui-2024",
            ),
            ("as_of: 2015-03-01", "as_of: 2015-02-30", "2015-02-30"),
            ("code: 341100", "code: 34110", "34110"),
            ("一上: 2014-08-15", "一上: 2014-13-15", "2014-13-15"),
        ],
    );
    let place = Place::head("power-list.yaml");
    c.replace(&place, from, to);
    c.expect(&place, slice);
}

fn invalid_unit(c: &mut City) {
    let (_, place) = c.unit(|_, _| true);
    let (key, value) = variant(
        c,
        [
            ("kind", "市直单位"),
            ("group", "审核九组"),
            ("id", "HBJ"),
            ("kind", "委办局"),
            ("group", "四组"),
        ],
    );
    Text::set(c.lines(&place), key, &format!("{key}: {value}"));
    c.expect(&place, value);
}

fn unit_without_key(c: &mut City) {
    let (_, place) = c.unit(|_, _| true);
    let key = variant(c, ["kind", "name", "id", "kind", "name"]);
    Text::set(c.lines(&place), key, "");
    c.expect(&place, "");
}

fn missing_value(c: &mut City) {
    // Lists may be left empty; a text may not.
    let item = breakable(c, |i| !i.text.contains("remarks:"));
    let (key, value) = variant(
        c,
        [
            ("national_code", ""),
            ("remarks", " ~"),
            ("national_code", " \" \""),
            ("remarks", ""),
            ("remarks", " null"),
        ],
    );
    c.lines(&item.place).push(format!("    {key}:{value}"));
    c.expect(&item.place, value.trim_start());
}

fn unreadable_file(c: &mut City) {
    let path = breakable_file(c);
    c.spoil(&path, None);
    c.expect(&Place::head(&path), "");
}

fn misplaced_file(c: &mut City) {
    let path = c.file(|_, _| true);
    let (folder, name) = path.rsplit_once('/').unwrap();
    let category = name.trim_end_matches(".yaml");
    let new = variant(c, ["事项", "清单", "2014年", "补充", "新"]);
    let new = format!("{folder}/{new}.yaml");
    c.rename(&path, &new);
    c.expect(&Place::head(&new), category);
}

fn empty_file(c: &mut City) {
    let path = breakable_file(c);
    c.spoil(
        &path,
        Some(
            variant(
                c,
                [&b""[..], b"\n", b"  \n\n", "\u{3000}\n".as_bytes(), b"\r\n"],
            )
            .to_vec(),
        ),
    );
    c.expect(&Place::head(&path), "");
}

fn unexpected_file(c: &mut City) {
    let (unit, _) = c.unit(|_, _| true);
    let name = variant(
        c,
        [
            "行政审批.yaml.bak",
            "权力清单.xlsx",
            "说明.txt",
            "行政处罚.yaml~",
            "行政强制.doc",
        ],
    );
    let path = format!("items/{unit}/{name}");
    c.raw.insert(path.clone(), Some(b"x".to_vec()));
    c.expect(&Place::head(&path), "");
}
