//! The table of units in the page.

use std::fmt::Write as _;

use super::page::open;
use super::text::{escape, thousands};
use super::{Told, leg_cell};
use crate::domain::timetable::LEGS;
use crate::workflow::progress::{LegState, Progress, UnitProgress};

/// The units, one row each.
pub(super) fn units(out: &mut String, told: &Told<'_>, progress: &Progress) {
    open(
        out,
        "各部门",
        "每一步哪天走完，还没有走完的限哪天；剩余是这一步还有几个工作日",
        "long",
    );
    out.push_str("<div class=\"wide\"><table class=\"units\"><thead><tr><th scope=\"col\">部门</th><th scope=\"col\">审核组</th>");
    for leg in LEGS {
        let _ = write!(out, "<th scope=\"col\">{leg}</th>");
    }
    for title in ["剩余", "事项", "已定", "不一致", "待答复"] {
        let _ = write!(out, "<th scope=\"col\" class=\"n\">{title}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for unit in &progress.units {
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td>",
            escape(&(told.name)(&unit.department)),
            escape(&unit.group)
        );
        for (state, plan) in unit.legs.iter().zip(&unit.plans) {
            let cell = leg_cell(*state, plan);
            let (first, rest) = cell.split_once(' ').unwrap_or((&cell, ""));
            // 限 and its day belong together.
            let (first, rest) = match rest.split_once(' ') {
                Some((day, state)) => (format!("{first} {day}"), state),
                None if first == "限" => (cell.clone(), ""),
                None => (first.to_owned(), rest),
            };
            let _ = write!(
                out,
                "<td class=\"leg\"><span style=\"--c:var(--{})\">{}<small>{}</small></span></td>",
                class(*state),
                escape(&first),
                escape(rest)
            );
        }
        let _ = writeln!(out, "{}</tr>", numbers(unit));
    }
    let total = &progress.total;
    let _ = write!(
        out,
        "</tbody><tfoot><tr><th scope=\"row\">合计</th><td>{} 个部门</td>",
        total.units
    );
    for leg in &progress.legs {
        let _ = write!(
            out,
            "<td class=\"leg\">完成 {}</td>",
            leg.in_time + leg.after_time
        );
    }
    out.push_str("<td></td>");
    for count in [total.items, total.decided, total.disputed, total.unanswered] {
        let _ = write!(out, "<td class=\"n\">{}</td>", thousands(count));
    }
    out.push_str("</tr></tfoot></table></div>\n</section>\n");
}

fn numbers(unit: &UnitProgress) -> String {
    let mut out = match unit.days_left {
        Some(left) if left < 0 => format!("<td class=\"n days\">−{}</td>", -left),
        Some(left) => format!("<td class=\"n\">{left}</td>"),
        None => "<td class=\"n\"></td>".to_owned(),
    };
    let of = &unit.figures;
    for count in [of.items, of.decided, of.disputed, of.unanswered] {
        let _ = write!(out, "<td class=\"n\">{}</td>", thousands(count));
    }
    out
}

const fn class(state: LegState) -> &'static str {
    match state {
        LegState::Done { late: false, .. } => "in-time",
        LegState::Done { late: true, .. } => "after-time",
        LegState::Running { late: false } => "running",
        LegState::Running { late: true } => "late",
        LegState::Ahead => "ahead",
    }
}
