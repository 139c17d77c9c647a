//! Family F, the charts' side: their steps.

use super::flow::{everywhere, set_step, steps_title};
use super::{Planter, append_step, now, steps, variant};
use crate::city::{Chart, City, Place};

pub static PLANTERS: &[Planter] = &[
    now("F005", unreachable_step),
    now("F006", no_way_to_end),
    now("F008", dangling_step),
    now("F009", duplicate_step),
    now("F010", start_count),
    now("F011", statutory_step_missing),
    now("F013", branch_count),
    now("F016", customary_step_missing),
    now("F018", acceptance_over_five_days),
    now("F019", delivery_over_limit),
    now("F021", no_way_for_incomplete_papers),
    now("F022", hearing_not_shown),
    now("F023", step_without_actor),
];

fn expect_title(c: &mut City, chart: &Chart) {
    let title = steps_title(c, &chart.path);
    c.expect(&Place::head(&chart.path), &title);
}

/// The first step of which a key says something that fits.
fn step(c: &City, chart: &Chart, key: &str, fits: impl Fn(&str) -> bool) -> (Place, String) {
    steps(c, &chart.path, key)
        .into_iter()
        .find(|(_, value)| fits(value))
        .unwrap()
}

fn unreachable_step(c: &mut City) {
    let chart = c.chart(|_| true);
    let id = variant(
        c,
        [
            "zz-archive",
            "zz-file",
            "zz-report",
            "zz-notice",
            "zz-close",
        ],
    );
    let place = append_step(
        c,
        &chart.path,
        &format!("id: {id}, name: 归档, kind: end, actor: 办公室"),
    );
    c.expect(&place, id);
}

fn no_way_to_end(c: &mut City) {
    let chart = c.chart(|chart| chart.text.contains("next: { "));
    let (decision, next) = step(c, &chart, "next", |next| next.starts_with("{ "));
    set_step(
        c,
        &decision,
        "next",
        &next.replacen("{ ", "{ 另行等待: zz-wait, ", 1),
    );
    let place = append_step(
        c,
        &chart.path,
        "id: zz-wait, name: 等待, kind: task, actor: 办公室, next: [zz-wait]",
    );
    c.expect(&place, "zz-wait");
}

fn dangling_step(c: &mut City) {
    let chart = c.chart(|chart| chart.text.contains("next: ["));
    let (place, next) = step(c, &chart, "next", |next| next.starts_with('['));
    let id = variant(c, ["zz-none", "zz-9", "完结", "zz_end", "zz-review"]);
    set_step(
        c,
        &place,
        "next",
        &next.replacen(']', &format!(", {id}]"), 1),
    );
    c.expect(&place, id);
}

fn duplicate_step(c: &mut City) {
    let chart = c.chart(|_| true);
    let ids = steps(c, &chart.path, "id");
    let id = &ids[c.round % ids.len()].1;
    let place = append_step(
        c,
        &chart.path,
        &format!("id: {id}, name: 另行归档, kind: end, actor: 办公室"),
    );
    c.expect(&place, id);
}

fn start_count(c: &mut City) {
    let chart = c.chart(|_| true);
    let (place, _) = step(c, &chart, "kind", |kind| kind == "start");
    if c.round.is_multiple_of(2) {
        set_step(c, &place, "kind", "task");
        return expect_title(c, &chart);
    }
    let (_, id) = steps(c, &chart.path, "id").remove(1);
    let second =
        format!("id: zz-start, name: 依职权发起, kind: start, actor: 办公室, next: [{id}]");
    let place = append_step(c, &chart.path, &second);
    c.expect(&place, "start");
}

/// What 受理 may be called: the steps are missed then, but the duties still find their stage on the chart.
const UNACCEPTED: [(&str, &str); 1] = [("受理", "收件")];

fn unaccepted(chart: &Chart) -> bool {
    let words = ["补正", "补齐", "补充", "不齐", "不全", "不符合"];
    chart.text.contains("受理")
        && (chart.category != "行政审批" || words.iter().any(|w| chart.text.contains(w)))
}

fn statutory_step_missing(c: &mut City) {
    let chart = c.chart(|chart| chart.category == "行政审批" && unaccepted(chart));
    everywhere(c, &chart.path, &UNACCEPTED);
    expect_title(c, &chart);
}

fn customary_step_missing(c: &mut City) {
    let category = variant(
        c,
        ["行政给付", "行政确认", "行政裁决", "行政确认", "行政给付"],
    );
    let chart = c.chart(|chart| chart.category == category && unaccepted(chart));
    everywhere(c, &chart.path, &UNACCEPTED);
    expect_title(c, &chart);
}

fn branch_count(c: &mut City) {
    if c.round.is_multiple_of(2) {
        let chart = c.chart(|chart| chart.text.contains("kind: task"));
        let (place, _) = step(c, &chart, "kind", |kind| kind == "task");
        set_step(c, &place, "kind", "decision");
        return c.expect(&place, "decision");
    }
    let chart = c.chart(|_| true);
    let (place, _) = step(c, &chart, "kind", |kind| kind == "end");
    let id = crate::text::value_of(c.lines(&place), "id")
        .unwrap()
        .to_owned();
    set_step(c, &place, "next", &format!("[{id}]"));
    c.expect(&place, "end");
}

/// Gives a step of a chart more days than it may take. The users' own limits go, which the chart would break as well.
fn overlong(c: &mut City, category: &str, word: &str, days: &str) {
    let chart = c.chart(|chart| {
        chart.category == category
            && chart
                .text
                .lines()
                .any(|l| l.contains("name:") && l.contains(word))
    });
    let (place, _) = step(c, &chart, "name", |name| name.contains(word));
    set_step(c, &place, "days", days);
    for item in c.users(&chart) {
        c.set(&item, "time_limit", "");
        if item.category == "行政审批" {
            // Its limit is missed in turn.
            c.expect_also("C018", &item.place, &item.name);
        }
    }
    c.expect(&place, days);
}

fn acceptance_over_five_days(c: &mut City) {
    let days = variant(c, ["6", "7", "10", "15", "30"]);
    overlong(c, "行政审批", "受理", days);
}

fn delivery_over_limit(c: &mut City) {
    let (category, days) = variant(
        c,
        [
            ("行政审批", "11"),
            ("行政处罚", "8"),
            ("行政审批", "15"),
            ("行政处罚", "10"),
            ("行政审批", "20"),
        ],
    );
    overlong(c, category, "送达", days);
}

fn no_way_for_incomplete_papers(c: &mut City) {
    let chart = c.chart(|chart| chart.category == "行政审批" && !chart.noted);
    let words = [
        ("补正", "改正"),
        ("补齐", "备齐"),
        ("补充", "添加"),
        ("不齐", "有缺"),
        ("不全", "有缺漏"),
        ("不予受理", "退回申请"),
        ("不受理", "退件"),
        ("不符合", "有违"),
    ];
    everywhere(c, &chart.path, &words);
    expect_title(c, &chart);
}

fn hearing_not_shown(c: &mut City) {
    let chart = c.chart_in(|c, chart| {
        let quiet = c
            .users(chart)
            .iter()
            .all(|i| !i.text.contains("听证") && i.name.starts_with('对'));
        chart.category == "行政处罚" && chart.text.contains("听证") && !chart.noted && quiet
    });
    everywhere(c, &chart.path, &[("听证", "申辩")]);
    expect_title(c, &chart);
}

fn step_without_actor(c: &mut City) {
    let chart = c.chart(|_| true);
    let all = steps(c, &chart.path, "actor");
    let (place, actor) = all[c.round % all.len()].clone();
    let name = crate::text::value_of(c.lines(&place), "name")
        .unwrap()
        .to_owned();
    match c.lines(&place).as_mut_slice() {
        [line] => *line = line.replacen(&format!(", actor: {actor}"), "", 1),
        _ => crate::text::Text::set(c.lines(&place), "actor", ""),
    }
    c.expect(&place, &name);
}
