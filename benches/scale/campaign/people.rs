//! Who takes part in the generated campaign, and how far each unit has come.

use std::fmt::Write as _;

use super::super::generate::DEPARTMENTS;

const GROUPS: [&str; 3] = ["审核一组", "审核二组", "审核三组"];
const BODIES: [(&str, &str); 3] = [("bb", "编办"), ("fz", "法制办"), ("zw", "政务服务中心")];

/// How many steps (DESIGN §5: 0 自查 to 7 公布) a unit has taken: some units at every step, most of them near the end.
pub fn steps(unit: usize) -> u8 {
    match unit {
        0..6 => 7,
        6 => 0,
        7..9 => 1,
        9 => 2,
        10..12 => 3,
        12..14 => 4,
        14..28 => 5,
        _ => 6,
    }
}

/// Whether the bodies have all signed a review that is not closed yet: 综合组 has to rule.
pub fn waits_for_a_ruling(unit: usize) -> bool {
    matches!(unit, 11 | 20 | 23)
}

/// Number of the group of a unit, from 1.
pub fn group_of(unit: usize) -> usize {
    unit % GROUPS.len() + 1
}

/// Settings with everybody who acts.
pub fn settings() -> String {
    let mut out = String::from(
        "jurisdiction: { code: 341100, name: 滁州市 }
edition: 基准
categories: anhui-2014
as_of: 2015-03-01
gate: 3
timetable:
  start: 2014-06-17
  一上: 2014-08-15
  一下: 2014-09-30
  二上: 2014-10-31
  二下: 2014-11-30
  三上: 2014-12-31
  三下: 2015-02-10
  publication: 2015-03-01
review_groups: [综合组, 审核一组, 审核二组, 审核三组]
people:
  - { id: zh, name: 综合组组长, role: 综合组 }
  - { id: gb, name: 清单公布人, role: 公布人 }
",
    );
    for (i, group) in GROUPS.iter().enumerate() {
        for (short, body) in BODIES {
            let n = i + 1;
            let _ = writeln!(
                out,
                "  - {{ id: {short}-{n}, name: {group}{body}审核员, role: 审核人, body: {body}, group: {group} }}"
            );
        }
    }
    for d in 0..DEPARTMENTS {
        for (suffix, role) in [("", "填报人"), ("-head", "负责人")] {
            let _ = writeln!(
                out,
                "  - {{ id: d{d:02}{suffix}, name: 第{d}单位{role}, role: {role}, department: d{d:02} }}"
            );
        }
    }
    out
}

/// As [`settings`], with so many reviewers of each body, each for all groups.
pub fn settings_for(each: usize) -> String {
    let usual = settings();
    let others = usual.lines().filter(|line| !line.contains("role: 审核人"));
    let mut out: String = others.flat_map(|line| [line, "\n"]).collect();
    for n in 1..=each {
        for (short, body) in BODIES {
            let groups = GROUPS.join(", ");
            let _ = writeln!(
                out,
                "  - {{ id: {short}-{n}, name: {body}第{n}审核员, role: 审核人, body: {body}, group: [{groups}] }}"
            );
        }
    }
    out
}

/// The units in their groups.
pub fn departments() -> String {
    let mut out = String::from("departments:\n");
    for d in 0..DEPARTMENTS {
        let group = GROUPS[group_of(d) - 1];
        let _ = writeln!(
            out,
            "  - {{ id: d{d:02}, name: 第{d}单位, kind: 市政府工作部门, group: {group}, offices: [业务科, 法规科] }}"
        );
    }
    out
}
