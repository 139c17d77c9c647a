//! The same faults in other parts of the project: in sub-items, and in the charts' own YAML.

use std::rc::Rc;

use super::flow::set_step;
use super::{Planter, append_step, now, single, steps, variant};
use crate::city::{City, Item, Place};

pub static PLANTERS: &[Planter] = &[
    now("S001", broken_chart),
    now("S003", unknown_key_of_a_step),
    now("S005", wrong_type_in_a_step),
    now("S006", duplicate_key_of_a_step),
    now("S008", invalid_value_in_a_step),
    now("F002", chart_of_a_sub_item_not_found),
    now("F003", chart_of_a_sub_item_outside),
    now("F007", way_of_a_sub_item_over_limit),
    now("C005", penalty_of_a_sub_item),
    now("C006", coercion_of_a_sub_item),
    now("X001", duplicate_code_of_a_sub_item),
];

/// Gives an item that has none a sub-item.
fn sub_item(c: &mut City, fits: impl Fn(&Item) -> bool, rest: &str) -> Rc<Item> {
    let item = c.item(|i| !i.text.contains("sub_items:") && fits(i));
    c.push(
        &item,
        "sub_items",
        &format!("{{ code: {}-01, {rest} }}", item.code),
    );
    item
}

fn broken_chart(c: &mut City) {
    // One broken step does not hide the others.
    let chart = c.chart(|_| true);
    let place = append_step(c, &chart.path, "id: zz-broken, name: \"没有收尾的引号");
    c.expect(&place, "\"");
}

/// A step of a chart with a days key.
fn timed(c: &mut City) -> Place {
    let chart = c.chart(|chart| chart.text.contains("days: "));
    steps(c, &chart.path, "days").remove(0).0
}

fn unknown_key_of_a_step(c: &mut City) {
    let place = timed(c);
    let key = variant(c, ["time", "责任人", "office", "limit", "nexts"]);
    set_step(c, &place, key, "测试");
    c.expect(&place, key);
}

fn wrong_type_in_a_step(c: &mut City) {
    // An item whose limit the step's days keep has nothing else to tell when they are gone.
    let place = timed(c);
    let days = variant(c, ["五", "3天", "[3]", "一周", "2.5"]);
    set_step(c, &place, "days", days);
    c.expect(&place, days);
}

fn duplicate_key_of_a_step(c: &mut City) {
    let short = |line: &str| line.starts_with("  - { ") && line.contains(", actor: ");
    let chart = c.chart(|chart| chart.text.lines().any(short));
    let mut blocks = 1..c.texts[&chart.path].blocks.len();
    let block = blocks.find(|&b| short(&c.texts[&chart.path].blocks[b][0]));
    let place = Place::entry(&chart.path, block.unwrap());
    let line = &mut c.lines(&place)[0];
    *line = format!("{}, actor: 另一个办理者 }}", line.trim_end_matches(" }"));
    c.expect(&place, "actor");
}

fn invalid_value_in_a_step(c: &mut City) {
    // A step of its own: without its kind it is no step, and ways to it would lead nowhere.
    let kind = variant(c, ["finish", "结束", "stop", "END", "process"]);
    let chart = c.chart(|_| true);
    let place = append_step(
        c,
        &chart.path,
        &format!("id: zz-kind, name: 归档, kind: {kind}"),
    );
    c.expect(&place, kind);
}

fn chart_of_a_sub_item_not_found(c: &mut City) {
    let path = "flowcharts/none/none.yaml";
    let item = sub_item(c, |_| true, &format!("name: 测试子项, flowchart: {path}"));
    c.expect(&item.place, path);
}

fn chart_of_a_sub_item_outside(c: &mut City) {
    let path = "../../outside.svg";
    let item = sub_item(c, |_| true, &format!("name: 测试子项, flowchart: {path}"));
    c.expect(&item.place, path);
}

fn way_of_a_sub_item_over_limit(c: &mut City) {
    // Some step that no statute limits.
    let limited = |text: &str| {
        ["受理", "送达", "颁发", "发证"]
            .iter()
            .any(|w| text.contains(w))
    };
    let long = |line: &str| line.starts_with("  - {") && line.contains("days: ") && !limited(line);
    let (chart, item) = single(c, |chart, item| {
        !chart.noted && chart.text.lines().any(long) && !item.text.contains("sub_items:")
    });
    let path = chart.path.replace(".yaml", "-long.yaml");
    c.create(&path, &chart.text);
    let places = steps(c, &path, "days").into_iter().map(|(place, _)| place);
    let place = places
        .into_iter()
        .find(|place| long(&c.lines(place)[0]))
        .unwrap();
    set_step(c, &place, "days", "99");
    c.set(
        &item,
        "time_limit",
        "time_limit: { promised: 98, unit: 日 }",
    );
    let entry = format!(
        "{{ code: {}-01, name: 测试子项, flowchart: {path} }}",
        item.code
    );
    c.push(&item, "sub_items", &entry);
    c.expect(&item.place, "98");
}

fn penalty_of_a_sub_item(c: &mut City) {
    let name = variant(
        c,
        [
            "没收测试器具",
            "暂扣测试许可证",
            "没收测试样品",
            "暂扣测试执照",
            "没收测试收入",
        ],
    );
    let item = sub_item(c, |i| i.category == "行政处罚", &format!("name: {name}"));
    let article = variant(c, ["十一", "十二", "十三", "十四", "十五"]);
    c.set(
        &item,
        "legal_basis",
        &format!("legal_basis:\n  - 《互联网药品信息服务管理办法》第{article}条"),
    );
    c.expect(&item.place, name);
}

fn coercion_of_a_sub_item(c: &mut City) {
    let name = variant(
        c,
        [
            "冻结测试存款",
            "拍卖测试设备",
            "冻结测试汇款",
            "强制隔离测试对象",
            "划拨测试存款",
        ],
    );
    let item = sub_item(c, |i| i.category == "行政强制", &format!("name: {name}"));
    let article = variant(c, ["十一", "十二", "十三", "十四", "十五"]);
    c.set(
        &item,
        "legal_basis",
        &format!("legal_basis:\n  - 《城镇排水与污水处理条例》第{article}条"),
    );
    c.expect(&item.place, name);
}

fn duplicate_code_of_a_sub_item(c: &mut City) {
    let item = sub_item(c, |_| true, "name: 甲类测试子项");
    let code = format!("{}-01", item.code);
    c.push(
        &item,
        "sub_items",
        &format!("{{ code: {code}, name: 乙类测试子项 }}"),
    );
    c.expect_last(&item.place, &code);
}
