//! Progress as a page of its own: what the campaign's leader looks at. Everything is in it; it asks nobody for anything.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::chart::{Bar, Part, bars, course};
use super::style::STYLE;
use super::text::{escape, long_day, percent, thousands};
use super::units::units;
use super::{Told, owed};
use crate::domain::timetable::LEGS;
use crate::workflow::Decision;
use crate::workflow::progress::{Figures, Progress};

/// The page.
pub fn page(told: &Told<'_>, progress: &Progress) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let title = escape(&told.title);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header>\n<h1>{title}</h1>\n<p>截至 <time datetime=\"{day}\">{}</time></p>\n<p class=\"lead\">{}</p>\n",
        long_day(told.day),
        escape(&summary(progress)),
        day = told.day,
    );
    if let Some(missing) = progress.missing {
        let _ = writeln!(
            out,
            "<p class=\"note\">{}，有的期限算不出，下面没有算它们。</p>",
            escape(&missing.to_string())
        );
    }
    out.push_str("</header>\n");
    figures(&mut out, progress);
    out.push_str("<div class=\"grid\">\n");
    legs(&mut out, progress);
    burn_up(&mut out, progress);
    decisions(&mut out, progress);
    groups(&mut out, progress);
    out.push_str("</div>\n");
    late(&mut out, told, progress);
    units(&mut out, told, progress);
    let _ = write!(
        out,
        "<footer>由 power-list report progress 按审核记录生成。剩余和逾期的天数是工作日，自次日起算；\
         事项取各部门最近一次上报的，已定是三家意见一致或者已经裁定的。</footer>\n</main>\n</body>\n</html>\n"
    );
    out
}

/// The page's contents in a sentence.
fn summary(progress: &Progress) -> String {
    let total = &progress.total;
    if total.units == 0 {
        return "三上三下还没有启动。".to_owned();
    }
    let mut out = format!(
        "{} 个部门走完了全部步数的 {}，{} 个部门的清单已经确认。",
        total.units,
        percent(total.legs, progress.course.all),
        total.confirmed
    );
    if total.items > 0 {
        let _ = write!(
            out,
            "上报的 {} 项事项中 {} 项已定（{}）",
            thousands(total.items),
            thousands(total.decided),
            percent(total.decided, total.items)
        );
        match total.disputed {
            0 => out.push('。'),
            n => {
                let _ = write!(out, "，{} 项意见不一致、有待裁定。", thousands(n));
            }
        }
    }
    match progress.overdue.len() {
        0 => out.push_str("没有部门逾期。"),
        n => {
            let _ = write!(out, "{n} 个部门逾期");
            if let Some(first) = progress.overdue.first()
                && let Ok(days @ 1..) = first.days_late
            {
                let _ = write!(out, "，最长的逾期 {days} 个工作日");
            }
            out.push('。');
        }
    }
    out
}

fn figures(out: &mut String, progress: &Progress) {
    let total = &progress.total;
    out.push_str("<dl class=\"figures\">\n");
    let mut card = |class: &str, name: &str, value: String, below: String| {
        let _ = writeln!(
            out,
            "<div class=\"{class}\"><dt>{name}</dt><dd><b>{value}</b><small>{}</small></dd></div>",
            escape(&below)
        );
    };
    let alarm = |n: usize| if n > 0 { "alarm" } else { "calm" };
    card(
        "calm",
        "步数完成",
        percent(total.legs, progress.course.all),
        format!("{} / {} 步", total.legs, progress.course.all),
    );
    card(
        "calm",
        "已确认的部门",
        total.confirmed.to_string(),
        format!("共 {} 个部门", total.units),
    );
    card(
        "calm",
        "已定的事项",
        percent(total.decided, total.items),
        format!(
            "{} / {} 项",
            thousands(total.decided),
            thousands(total.items)
        ),
    );
    card(
        alarm(progress.overdue.len()),
        "逾期的部门",
        progress.overdue.len().to_string(),
        match progress.overdue.first().map(|unit| unit.days_late) {
            Some(Ok(days @ 1..)) => format!("最长 {days} 个工作日"),
            Some(_) => "刚过期限".to_owned(),
            None => "都在期限内".to_owned(),
        },
    );
    card(
        alarm(total.disputed),
        "待裁定的不一致",
        thousands(total.disputed),
        format!("待部门答复的意见 {} 条", thousands(total.unanswered)),
    );
    if let Some((day, left)) = progress.publication {
        let (value, below) = match left {
            Some(left @ 0..) => (left.to_string(), format!("个工作日，{day}")),
            Some(late) => (format!("−{}", -late), format!("个工作日，{day}")),
            None => ("—".to_owned(), day.to_string()),
        };
        card("calm", "距计划公布", value, below);
    }
    out.push_str("</dl>\n");
}

/// Beginning of a part of the page.
pub(super) fn open(out: &mut String, title: &str, below: &str, class: &str) {
    let _ = write!(
        out,
        "<section class=\"{class}\">\n<h2>{title}</h2>\n<p class=\"sub\">{below}</p>\n"
    );
}

/// What the colours mean.
fn key(out: &mut String, entries: &[(&str, &str)]) {
    out.push_str("<ul class=\"key\">");
    for (class, what) in entries {
        let _ = write!(out, "<li style=\"--c:var(--{class})\">{what}</li>");
    }
    out.push_str("</ul>\n");
}

/// The figures of a chart as a table.
fn table(out: &mut String, heads: &[&str], rows: &[Vec<String>]) {
    out.push_str("<details><summary>看数字</summary><div class=\"wide\"><table><thead><tr>");
    for (n, head) in heads.iter().enumerate() {
        let class = if n == 0 { "" } else { " class=\"n\"" };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escape(head));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (n, cell) in row.iter().enumerate() {
            let _ = match n {
                0 => write!(out, "<th scope=\"row\">{}</th>", escape(cell)),
                _ => write!(out, "<td class=\"n\">{}</td>", escape(cell)),
            };
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>\n");
}

fn legs(out: &mut String, progress: &Progress) {
    open(
        out,
        "各步进度",
        "每一步有多少个部门走完，多少个在办，多少个还没有到",
        "",
    );
    key(
        out,
        &[
            ("in-time", "按期完成"),
            ("after-time", "逾期完成"),
            ("running", "办理中"),
            ("late", "逾期未完"),
            ("ahead", "未到"),
        ],
    );
    let mut rows = Vec::new();
    let all: Vec<Bar> = LEGS
        .iter()
        .zip(&progress.legs)
        .map(|(name, leg)| {
            let part = |count, class, what| Part { count, class, what };
            let done = leg.in_time + leg.after_time;
            let counts = [
                leg.in_time,
                leg.after_time,
                leg.running,
                leg.late,
                leg.ahead,
            ];
            let mut row = vec![(*name).to_owned()];
            row.extend(counts.map(|n| n.to_string()));
            rows.push(row);
            Bar {
                label: (*name).to_owned(),
                value: format!("完成 {done} / {}", progress.total.units),
                parts: vec![
                    part(leg.in_time, "in-time", "按期完成"),
                    part(leg.after_time, "after-time", "逾期完成"),
                    part(leg.running, "running", "办理中"),
                    part(leg.late, "late", "逾期未完"),
                    part(leg.ahead, "ahead", "未到"),
                ],
            }
        })
        .collect();
    out.push_str(&bars("legs", "各步进度", &all, progress.total.units));
    table(
        out,
        &["步", "按期完成", "逾期完成", "办理中", "逾期未完", "未到"],
        &rows,
    );
    out.push_str("</section>\n");
}

fn burn_up(out: &mut String, progress: &Progress) {
    let line = &progress.course;
    open(
        out,
        "进度和计划",
        "全部部门的六步一共走完了百分之几，计划应当走到哪里",
        "",
    );
    out.push_str(
        "<ul class=\"key\"><li class=\"stroke\" style=\"--c:var(--running);--s:solid\">实际</li>\
         <li class=\"stroke\" style=\"--c:var(--plan);--s:dashed\">计划</li></ul>\n",
    );
    let done = percent(progress.total.legs, line.all);
    let should = line
        .planned
        .iter()
        .rev()
        .find(|(day, _)| *day <= progress.day);
    let should = should.map_or(0, |(_, legs)| *legs);
    let mut said = format!("到 {} 实际走完 {done}", progress.day);
    if !line.planned.is_empty() {
        let _ = write!(said, "，按计划应当至少走完 {}", percent(should, line.all));
    }
    out.push_str(&course("course", "进度和计划", &said, line, progress.day));
    let _ = writeln!(out, "<p class=\"sub\">{}。</p>", escape(&said));
    let mut days: Vec<Date> = line.planned.iter().map(|(day, _)| *day).collect();
    days.push(progress.day);
    days.sort_unstable();
    days.dedup();
    let at = |points: &[(Date, usize)], day: Date| {
        let point = points.iter().rev().find(|(on, _)| *on <= day);
        point.map_or(0, |(_, legs)| *legs)
    };
    let rows: Vec<Vec<String>> = days
        .into_iter()
        .map(|day| {
            let real = if day <= progress.day {
                at(&line.real, day).to_string()
            } else {
                "—".to_owned()
            };
            vec![day.to_string(), at(&line.planned, day).to_string(), real]
        })
        .collect();
    table(out, &["日期", "计划完成步数", "实际完成步数"], &rows);
    out.push_str("</section>\n");
}

fn decisions(out: &mut String, progress: &Progress) {
    let total = &progress.total;
    open(out, "处理意见", "已定的事项各是什么结果", "");
    if total.decided == 0 {
        out.push_str("<p>还没有已定的事项。</p>\n</section>\n");
        return;
    }
    let mut found: Vec<(&str, usize)> = Decision::TERMS
        .into_iter()
        .zip(total.decisions)
        .filter(|(_, count)| *count > 0)
        .collect();
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most = found.first().map_or(1, |(_, count)| *count);
    let all: Vec<Bar> = found
        .iter()
        .map(|(term, count)| Bar {
            label: (*term).to_owned(),
            value: format!(
                "{} 项，{}",
                thousands(*count),
                percent(*count, total.decided)
            ),
            parts: vec![Part {
                count: *count,
                class: "running",
                what: "事项",
            }],
        })
        .collect();
    out.push_str(&bars("decisions", "处理意见", &all, most));
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(term, count)| {
            vec![
                (*term).to_owned(),
                count.to_string(),
                percent(*count, total.decided),
            ]
        })
        .collect();
    table(out, &["处理意见", "事项", "占已定的"], &rows);
    out.push_str("</section>\n");
}

fn groups(out: &mut String, progress: &Progress) {
    open(
        out,
        "各审核组",
        "各组负责的部门上报的事项，已定、不一致、其他未定的各多少",
        "",
    );
    key(
        out,
        &[
            ("in-time", "已定"),
            ("late", "不一致待裁定"),
            ("ahead", "其他未定"),
        ],
    );
    let most = progress
        .groups
        .iter()
        .map(|(_, f)| f.items)
        .max()
        .unwrap_or(0);
    let mut rows = Vec::new();
    let all: Vec<Bar> = progress
        .groups
        .iter()
        .map(|(group, of)| {
            rows.push(group_row(group, of));
            let part = |count, class, what| Part { count, class, what };
            let late = match of.late {
                0 => String::new(),
                n => format!("，逾期 {n}"),
            };
            Bar {
                label: group.clone(),
                value: format!("{} 个部门，确认 {}{late}", of.units, of.confirmed),
                parts: vec![
                    part(of.decided, "in-time", "已定"),
                    part(of.disputed, "late", "不一致待裁定"),
                    part(of.open().saturating_sub(of.disputed), "ahead", "其他未定"),
                ],
            }
        })
        .collect();
    out.push_str(&bars("groups", "各审核组", &all, most));
    table(
        out,
        &[
            "审核组",
            "部门",
            "已确认",
            "逾期",
            "步数完成",
            "事项",
            "已定",
            "不一致",
            "待答复",
        ],
        &rows,
    );
    out.push_str("</section>\n");
}

fn group_row(group: &str, of: &Figures) -> Vec<String> {
    let mut row = vec![group.to_owned()];
    row.extend([of.units, of.confirmed, of.late].map(|n| n.to_string()));
    row.push(percent(of.legs, of.units * LEGS.len()));
    row.extend([of.items, of.decided, of.disputed, of.unanswered].map(|n| n.to_string()));
    row
}

fn late(out: &mut String, told: &Told<'_>, progress: &Progress) {
    open(
        out,
        "逾期",
        "过了最后一天还没有走完这一步的部门，最久的在前；要运行的命令见 power-list review overdue",
        "long",
    );
    if progress.overdue.is_empty() {
        out.push_str("<p class=\"fine\">没有逾期的部门。</p>\n</section>\n");
        return;
    }
    out.push_str(
        "<table class=\"stack\"><thead><tr><th scope=\"col\">部门</th><th scope=\"col\">审核组</th><th scope=\"col\">步</th>\
         <th scope=\"col\">逾期</th><th scope=\"col\">最后一天</th><th scope=\"col\">在等谁</th></tr></thead><tbody>\n",
    );
    for unit in &progress.overdue {
        let days = match unit.days_late {
            Ok(days @ 1..) => format!("{days} 个工作日"),
            _ => "刚过期限".to_owned(),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td data-l=\"审核组\">{}</td><td data-l=\"步\">{}</td><td class=\"days\" data-l=\"逾期\">{days}</td>\
             <td data-l=\"最后一天\">{} <small>{}</small></td><td data-l=\"在等谁\">{}</td></tr>",
            escape(&(told.name)(&unit.department)),
            escape(&unit.group),
            unit.passage.chinese(),
            unit.deadline.day,
            escape(&unit.deadline.explain()),
            escape(&owed(unit)),
        );
    }
    out.push_str("</tbody></table>\n</section>\n");
}
