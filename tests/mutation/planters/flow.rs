//! Family F, the items' side: charts that are not there, cannot be used, or do not suit the item.

use std::rc::Rc;

use super::{Planter, now, single, steps, take_out, variant};
use crate::city::{City, Item, Place};
use crate::text::Text;

pub static PLANTERS: &[Planter] = &[
    now("F001", no_flowchart),
    now("F002", flowchart_not_found),
    now("F003", flowchart_outside_project),
    now("F004", flowchart_unusable),
    now("F007", path_over_limit),
    now("F012", chart_category_mismatch),
    now("F014", orphan_chart),
    now("F015", unknown_risk_step),
    now("F017", hearing_branch_missing),
    now("F020", demand_notice_missing),
];

/// An item whose chart serves another item, too, and would not be orphaned without it.
fn one_of_several(c: &mut City) -> Rc<Item> {
    let chart = c.chart_in(|c, chart| {
        let users = c.users(chart);
        users.len() > 1
            && users
                .iter()
                .all(|i| i.chart == chart.path && !i.noted.contains("responsibilities"))
    });
    Rc::clone(&c.users(&chart)[0])
}

fn point_to(c: &mut City, item: &Item, path: &str) {
    c.set(item, "flowchart", &format!("flowchart: {path}"));
    c.expect(&item.place, path);
}

fn no_flowchart(c: &mut City) {
    let item = one_of_several(c);
    take_out(c, &item, "flowchart");
}

fn flowchart_not_found(c: &mut City) {
    let item = one_of_several(c);
    let name = variant(
        c,
        [
            "none.yaml",
            "图.png",
            "a/b/c.svg",
            "流程图.pdf",
            "approval.yml",
        ],
    );
    point_to(c, &item, &format!("flowcharts/{}/{name}", item.unit));
}

fn flowchart_outside_project(c: &mut City) {
    let item = one_of_several(c);
    let path = variant(
        c,
        [
            "../secret.png",
            "/etc/hostname",
            "flowcharts/../../x.yaml",
            "C:\\图.png",
            "flowcharts\\..\\..\\x.svg",
        ],
    );
    point_to(c, &item, path);
}

fn flowchart_unusable(c: &mut City) {
    if (c.round % 5).is_multiple_of(2) {
        // The chart that is there goes bad.
        let (chart, item) = single(c, |_, item| !item.noted.contains("responsibilities"));
        let gbk = encoding_rs::GB18030.encode(&chart.text).0.into_owned();
        let content = if c.round == 0 { Vec::new() } else { gbk };
        c.spoil(&chart.path, Some(content));
        c.expect(&item.place, &chart.path);
        return;
    }
    let item = one_of_several(c);
    let (name, content) = variant(
        c,
        [
            ("", ""),
            ("图.png", "\u{feff}不是图"),
            ("", ""),
            ("图.pdf", "<svg></svg>"),
            ("", ""),
        ],
    );
    let path = format!("flowcharts/{}/{name}", item.unit);
    c.raw
        .insert(path.clone(), Some(content.as_bytes().to_vec()));
    point_to(c, &item, &path);
}

fn path_over_limit(c: &mut City) {
    let long = |text: &str| {
        let days = text.split("days: ").skip(1);
        days.filter_map(|d| {
            d.split(|x: char| !x.is_ascii_digit())
                .next()?
                .parse::<u32>()
                .ok()
        })
        .any(|d| d > 1)
    };
    let chart = c.chart(|chart| long(&chart.text));
    let item = Rc::clone(&c.users(&chart)[0]);
    let text = variant(
        c,
        [
            "{ statutory: 20, promised: 1, unit: 工作日 }",
            "{ statutory: 1, unit: 日 }",
            "{ promised: 1, unit: 工作日 }",
            "{ statutory: 15, promised: 1, unit: 日 }",
            "{ statutory: 1, unit: 工作日 }",
        ],
    );
    c.set(&item, "time_limit", &format!("time_limit: {text}"));
    c.expect(&item.place, "1");
}

fn chart_category_mismatch(c: &mut City) {
    if c.round % 5 == 4 {
        // A sub-item's own chart, which is of the wrong category, too.
        let (chart, item) = single(c, |chart, item| {
            !chart.noted && !item.text.contains("sub_items:")
        });
        let path = chart.path.replace(".yaml", "-sub.yaml");
        let other = if chart.category == "行政处罚" {
            "行政奖励"
        } else {
            "行政处罚"
        };
        c.create(
            &path,
            &chart.text.replace(
                &format!("category: {}", chart.category),
                &format!("category: {other}"),
            ),
        );
        c.push(
            &item,
            "sub_items",
            &format!(
                "{{ code: {}-01, name: 测试子项, flowchart: {path} }}",
                item.code
            ),
        );
        return c.expect(&item.place, &path);
    }
    let (chart, item) = single(c, |_, _| true);
    let other = if chart.category == "行政处罚" {
        "行政奖励"
    } else {
        "行政处罚"
    };
    let head = Place::head(&chart.path);
    c.replace(
        &head,
        &format!("category: {}", chart.category),
        &format!("category: {other}"),
    );
    c.expect(&item.place, &chart.path);
}

fn orphan_chart(c: &mut City) {
    let clean = Rc::clone(&c.clean);
    let copy = |unit: &str| clean.charts.iter().find(|x| x.unit == unit && !x.noted);
    let (unit, _) = c.unit(|c, unit| c.is_whole(unit) && copy(unit).is_some());
    c.relies_on(&unit);
    let (name, drawing) = variant(
        c,
        [
            ("unused.yaml", None),
            ("旧图.yaml", None),
            (
                "old.svg",
                Some("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ),
            ("备份.yml", None),
            ("old.pdf", Some("%PDF-1.4\n")),
        ],
    );
    let path = format!("flowcharts/{unit}/{name}");
    c.create(&path, drawing.unwrap_or(&copy(&unit).unwrap().text));
    c.expect(&Place::head(&path), "");
}

fn unknown_risk_step(c: &mut City) {
    let item = c.item(|_| true);
    let step = variant(c, ["nowhere", "shenhe", "step9", "受理", "zz"]);
    c.push(
        &item,
        "integrity_risks",
        &format!("{{ step: {step}, risk: 审查走过场, level: 高, measure: 双人会审 }}"),
    );
    c.expect(&item.place, step);
}

fn hearing_branch_missing(c: &mut City) {
    let (chart, item) = single(c, |chart, item| {
        item.category == "行政处罚"
            && chart.text.contains("听证")
            && !chart.noted
            && item
                .text
                .lines()
                .any(|l| l.contains("duty:") && l.contains("听证"))
            && !item
                .text
                .lines()
                .any(|l| l.contains("stage:") && l.contains("听证"))
    });
    everywhere(c, &chart.path, &[("听证", "申辩")]);
    c.expect(&item.place, &chart.path);
    // A penalty chart without hearings is noted for itself, whatever it serves.
    let title = steps_title(c, &chart.path);
    c.expect_also("F022", &Place::head(&chart.path), &title);
}

fn demand_notice_missing(c: &mut City) {
    let (chart, item) = single(c, |chart, item| {
        item.category == "行政强制" && !chart.text.contains("催告")
    });
    let name = variant(
        c,
        [
            "测试设施代履行",
            "测试款项加处罚款",
            "测试费用加收滞纳金",
            "测试场地清理代履行",
            "测试逾期加处罚款",
        ],
    );
    c.set(&item, "name", &format!("name: {name}"));
    c.expect(&item.place, &chart.path);
}

/// The title of a chart.
pub fn steps_title(c: &City, path: &str) -> String {
    crate::text::value_of(&c.texts[path].blocks[0], "title")
        .unwrap()
        .to_owned()
}

/// Replaces words in all steps of a chart.
pub fn everywhere(c: &mut City, path: &str, words: &[(&str, &str)]) {
    let places: Vec<Place> = steps(c, path, "id")
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    for place in places {
        for line in c.lines(&place) {
            for (from, to) in words {
                *line = line.replace(from, to);
            }
        }
    }
}

/// Writes a key of a step anew, or adds it.
pub fn set_step(c: &mut City, place: &Place, key: &str, value: &str) {
    let old = crate::text::value_of(c.lines(place), key).map(str::to_owned);
    let lines = c.lines(place);
    match (old, lines.as_mut_slice()) {
        (Some(old), [line]) => {
            *line = line.replacen(&format!("{key}: {old}"), &format!("{key}: {value}"), 1)
        }
        (None, [line]) => *line = format!("{}, {key}: {value} }}", line.trim_end_matches(" }")),
        _ => Text::set(lines, key, &format!("{key}: {value}")),
    }
}
