//! Family S, on what is allowed: comments, settings, baseline.

use super::{Planter, apart, now, variant};
use crate::city::{City, Place};

pub static PLANTERS: &[Planter] = &[
    now("S014", unknown_rule),
    now("S015", rule_not_allowable),
    now("S016", malformed_comment),
    now("S017", expired_allow),
    apart("S018", unused_allow),
    apart("S019", stale_baseline),
];

/// Writes a comment at the end of an item's line; the rule points at a piece of it.
fn comment(c: &mut City, text: &str, slice: &str) {
    let item = c.item(|_| true);
    let line = item
        .text
        .lines()
        .find(|l| l.starts_with("    office:"))
        .unwrap();
    c.replace(&item.place, line, &format!("{line} # power-list: {text}"));
    c.expect(&item.place, slice);
}

fn unknown_rule(c: &mut City) {
    let rule = variant(c, ["L099", "X999", "no-such-rule", "I099", "Z001"]);
    comment(c, &format!("allow {rule} 省里来函核实中"), rule);
}

fn rule_not_allowable(c: &mut City) {
    let rule = variant(c, ["S001", "S002", "S014", "S018", "S001"]);
    comment(c, &format!("allow {rule} 省里来函核实中"), rule);
}

fn malformed_comment(c: &mut City) {
    let text = variant(
        c,
        [
            "allow L002",
            "allow",
            "allow I012",
            "allow 省里来函核实中",
            "alow L002 核实中",
        ],
    );
    comment(c, text, &format!("# power-list: {text}"));
}

fn unused_allow(c: &mut City) {
    let rule = variant(c, ["L002", "I012", "R001", "X002", "C003"]);
    comment(c, &format!("allow {rule} 省里来函核实中"), rule);
}

fn expired_allow(c: &mut City) {
    let item = c.item(|_| true);
    let until = variant(
        c,
        [
            "2015-02-28",
            "2014-12-31",
            "2015-01-01",
            "2013-05-04",
            "2015-02-01",
        ],
    );
    let place = Place::head("power-list.yaml");
    let lines = c.lines(&place);
    let at = lines.iter().position(|l| l.starts_with("people:")).unwrap();
    let entry = format!(
        "  - {{ rule: I012, item: {}, reason: 正在申请公开电话, until: {until} }}",
        item.code
    );
    lines.splice(at..at, ["allow:".to_owned(), entry]);
    c.expect(&place, until);
}

fn stale_baseline(c: &mut City) {
    let item = c.item(|_| true);
    let rule = variant(c, ["L002", "I012", "R001", "L003", "F001"]);
    let entry = format!(
        "{{ \"file\": \"{}\", \"rule\": \"{rule}\", \"item\": \"{}\", \"count\": 1, \"since\": \"2014-08-15\", \"messages\": [] }}",
        item.place.path, item.code
    );
    let path = "power-list.baseline.json";
    c.create(
        path,
        &format!("{{ \"schema\": \"power-list/baseline/v1\", \"entries\": [{entry}] }}"),
    );
    c.expect(&Place::head(path), &entry);
}
