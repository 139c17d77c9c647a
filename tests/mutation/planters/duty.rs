//! Family R: duties and accountability.

use super::{Planter, now, single, take_out, variant};
use crate::city::{City, Item};

pub static PLANTERS: &[Planter] = &[
    now("R001", no_responsibilities),
    now("R002", no_accountability),
    now("R003", stage_not_covered),
    now("R004", accountability_ungrounded),
    now("R005", duty_stage_not_on_chart),
    now("R006", duplicate_duty),
    now("R007", duplicate_accountability),
];

/// A line of an item that begins so.
fn line<'i>(item: &'i Item, start: &str) -> &'i str {
    item.text
        .lines()
        .find_map(|l| l.trim_start().strip_prefix(start))
        .unwrap()
}

fn no_responsibilities(c: &mut City) {
    let item = c.item(|_| true);
    take_out(c, &item, "responsibilities");
}

fn no_accountability(c: &mut City) {
    let item = c.item(|_| true);
    take_out(c, &item, "accountability");
}

fn stage_not_covered(c: &mut City) {
    // 其他权力 has no usual stages. The first stage of the item is on its chart, or noted as not being there.
    let item = c.item(|i| i.category != "其他权力" && !i.noted.contains("responsibilities"));
    let stage = line(&item, "- stage: ");
    let duty = variant(
        c,
        ["一次告知", "当场登记", "核对材料", "专人办理", "限期办结"],
    );
    c.set(
        &item,
        "responsibilities",
        &format!("responsibilities:\n  - stage: {stage}\n    duty: {duty}。"),
    );
    c.expect(&item.place, stage);
}

fn accountability_ungrounded(c: &mut City) {
    let item = c.item(|_| true);
    let situation = variant(
        c,
        [
            "不依法履行职责的",
            "超期不办的",
            "收受财物的",
            "泄露秘密的",
            "违法收费的",
        ],
    );
    c.set(
        &item,
        "accountability",
        &format!("accountability:\n  - situation: {situation}"),
    );
    c.expect(&item.place, situation);
}

fn duty_stage_not_on_chart(c: &mut City) {
    let stage = variant(c, ["公证", "押运", "翻译", "摇号", "招租"]);
    let (_, item) = single(c, |chart, item| {
        item.category != "其他权力" && !stage.chars().any(|x| chart.text.contains(x))
    });
    c.push(
        &item,
        "responsibilities",
        &format!("stage: {stage}\nduty: 按规定{stage}。"),
    );
    c.expect(&item.place, stage);
}

fn duplicate_duty(c: &mut City) {
    let item = c.item(|_| true);
    let (stage, duty) = (line(&item, "- stage: "), line(&item, "duty: "));
    let again = match c.round % 2 {
        0 => format!("{}；", duty.trim_end_matches('。')),
        _ => format!("（{}）", duty.trim_end_matches('。')),
    };
    c.push(
        &item,
        "responsibilities",
        &format!("stage: {stage}\nduty: {again}"),
    );
    c.expect(&item.place, &again);
}

fn duplicate_accountability(c: &mut City) {
    let item = c.item(|_| true);
    let again = format!("{}；", line(&item, "- situation: "));
    add_situation(c, &item, &again);
}

fn add_situation(c: &mut City, item: &Item, situation: &str) {
    c.push(item, "accountability", &format!("situation: {situation}"));
    c.expect(&item.place, situation);
}
