//! Charts as SVG inside a page. Lengths along the page are percentages and letters keep their size, so that a chart is
//! as legible on a phone as on a wall; what they show is said in words beside them.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::text::{escape, thousands};
use crate::workflow::progress::Course;

/// A part of a bar.
pub(super) struct Part {
    /// How much.
    pub count: usize,
    /// Class that colours it.
    pub class: &'static str,
    /// What it is, in words.
    pub what: &'static str,
}

/// A bar with its parts.
pub(super) struct Bar {
    /// What stands above it at the left.
    pub label: String,
    /// And at the right.
    pub value: String,
    /// Its parts from the left.
    pub parts: Vec<Part>,
}

/// Height of a bar with its words, and of the bar itself.
const STEP: usize = 50;
const THICK: usize = 22;

/// Bars below each other. A bar of `full` reaches from edge to edge.
pub(super) fn bars(id: &str, title: &str, bars: &[Bar], full: usize) -> String {
    let full = full.max(1);
    let said: Vec<String> = bars.iter().map(said).collect();
    let mut out = head(id, title, &said.join("；"), bars.len() * STEP);
    for (n, bar) in bars.iter().enumerate() {
        let top = n * STEP;
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{base}\">{}</text><text x=\"100%\" y=\"{base}\" text-anchor=\"end\" class=\"soft\">{}</text>",
            escape(&bar.label),
            escape(&bar.value),
            base = top + 14,
        );
        let mut before = 0;
        for part in bar.parts.iter().filter(|p| p.count > 0) {
            let (x, width) = (hundredths(before, full), hundredths(part.count, full));
            let _ = write!(
                out,
                "<rect x=\"{x}%\" y=\"{}\" width=\"{width}%\" height=\"{THICK}\" class=\"{}\"><title>{}：{} {}</title></rect>",
                top + 20,
                part.class,
                escape(&bar.label),
                escape(part.what),
                thousands(part.count),
            );
            // A number stands where a phone has room for it.
            if part.count * 100 >= full * 5 + full * part.count.to_string().len() * 2 {
                let class = if part.class == "ahead" {
                    "dark"
                } else {
                    "light"
                };
                let _ = write!(
                    out,
                    "<text x=\"{}%\" y=\"{}\" text-anchor=\"middle\" class=\"{class}\">{}</text>",
                    hundredths(before * 2 + part.count, full * 2),
                    top + 36,
                    thousands(part.count),
                );
            }
            before += part.count;
        }
        if before == 0 {
            let _ = write!(
                out,
                "<line x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\" class=\"rule\"/>",
                top + 31
            );
        }
    }
    out.push_str("</svg>");
    out
}

/// A bar in words.
fn said(bar: &Bar) -> String {
    let parts = bar.parts.iter().filter(|p| p.count > 0);
    let parts: Vec<String> = parts
        .map(|p| format!("{} {}", p.what, thousands(p.count)))
        .collect();
    format!("{}：{}", bar.label, parts.join("，"))
}

/// Height of the lines' field, and of the whole with its dates.
const FIELD: usize = 230;
const WHOLE: usize = FIELD + 42;

/// How many legs have ended by which day, beside how many should have.
pub(super) fn course(id: &str, title: &str, said: &str, course: &Course, today: Date) -> String {
    let days = course
        .real
        .iter()
        .chain(&course.planned)
        .map(|(day, _)| *day);
    let days = days.chain([today]);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else {
        return String::new();
    };
    let length = (last - first).get_days().max(1) as usize;
    let across = |day: Date| (day - first).get_days().max(0) as usize;
    let x = |day: Date| hundredths(across(day), length);
    let y = |legs: usize| 100.0 - hundredths(legs, course.all.max(1));
    let mut out = head(id, title, said, WHOLE);
    let height = |quarter: usize| 12 + FIELD - FIELD * quarter / 4;
    for quarter in 1..=4 {
        let _ = write!(
            out,
            "<line x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\" class=\"rule\"/>",
            height(quarter)
        );
    }
    let bottom = 12 + FIELD;
    let _ = write!(
        out,
        "<line x1=\"0\" x2=\"100%\" y1=\"{bottom}\" y2=\"{bottom}\" class=\"rule\"/>\
         <line x1=\"{0}%\" x2=\"{0}%\" y1=\"12\" y2=\"{bottom}\" class=\"today\"/>\
         <svg y=\"12\" width=\"100%\" height=\"{FIELD}\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\">",
        x(today)
    );
    let mut planned = String::new();
    for (day, legs) in &course.planned {
        let _ = write!(planned, "{:.3},{:.3} ", x(*day), y(*legs));
    }
    // What has ended stays ended: steps, up to today.
    let mut real = format!("M{:.3},100", x(first));
    for (day, legs) in &course.real {
        let _ = write!(real, "H{:.3}V{:.3}", x(*day), y(*legs));
    }
    let end = x(today.max(first));
    let _ = write!(real, "H{end:.3}");
    let _ = write!(
        out,
        "<path d=\"{real}V100Z\" class=\"under\"/>\
         <polyline points=\"{}\" class=\"plan\" vector-effect=\"non-scaling-stroke\"/>\
         <path d=\"{real}\" class=\"real\" vector-effect=\"non-scaling-stroke\"/></svg>",
        planned.trim_end(),
    );
    // On top of the lines, which begin where the numbers stand.
    for quarter in 1..=4 {
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{}\" class=\"soft clear\">{}%</text>",
            height(quarter) - 4,
            quarter * 25,
        );
    }
    dates(&mut out, &[first, today, last], &x);
    out.push_str("</svg>");
    out
}

/// Dates under the field, left out where they would run into each other.
fn dates(out: &mut String, days: &[Date; 3], x: &dyn Fn(Date) -> f64) {
    let [first, today, last] = *days;
    let mut mark = |day: Date, anchor: &str, words: String| {
        let _ = write!(
            out,
            "<text x=\"{:.3}%\" y=\"{}\" text-anchor=\"{anchor}\" class=\"soft\">{words}</text>",
            x(day),
            12 + FIELD + 20,
        );
    };
    let name = |day: Date| {
        if day == today {
            format!("{day}（今天）")
        } else {
            day.to_string()
        }
    };
    mark(first, "start", name(first));
    if last != first {
        mark(last, "end", name(last));
    }
    let at = x(today);
    if (35.0..=65.0).contains(&at) {
        mark(today, "middle", "今天".to_owned());
    } else if today != first && today != last {
        let _ = write!(
            out,
            "<text x=\"{at:.3}%\" y=\"24\" dx=\"{}\" text-anchor=\"{}\" class=\"soft\">今天</text>",
            if at < 50.0 { 5 } else { -5 },
            if at < 50.0 { "start" } else { "end" },
        );
    }
}

fn head(id: &str, title: &str, said: &str, height: usize) -> String {
    format!(
        "<svg role=\"img\" aria-labelledby=\"{id}-t {id}-d\" height=\"{height}\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escape(title),
        escape(said),
    )
}

/// A part of a whole in hundredths, to three places.
fn hundredths(part: usize, whole: usize) -> f64 {
    (part as f64 * 100_000.0 / whole as f64).round() / 1000.0
}
