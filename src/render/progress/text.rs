//! Texts and numbers as they stand in the page.

use jiff::civil::{Date, Weekday};

/// A text as it may stand in a page, between tags or in an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No page may hold them.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A number with its thousands apart.
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A day as it is said: 2014年11月20日（星期四）.
pub(super) fn long_day(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    };
    format!(
        "{}年{}月{}日（星期{weekday}）",
        day.year(),
        day.month(),
        day.day()
    )
}

/// A part of a whole in hundredths, e.g. 37.5%; of nothing it is a dash.
pub(super) fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "—".to_owned();
    }
    // Rounded down: all of it is 100%, and nothing less.
    let tenths = part * 1000 / whole;
    match tenths % 10 {
        0 => format!("{}%", tenths / 10),
        rest => format!("{}.{rest}%", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_taken_for_markup() {
        assert_eq!(
            escape("<a b=\"'&'\">"),
            "&lt;a b=&quot;&#39;&amp;&#39;&quot;&gt;"
        );
        assert_eq!(escape("\u{0}\u{1b}\n"), "\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn large_numbers_are_read_at_a_glance() {
        for (n, said) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (13_778, "13,778"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(n), said);
        }
    }

    #[test]
    fn a_part_is_not_said_to_be_the_whole() {
        assert_eq!(percent(999, 1000), "99.9%");
        assert_eq!(percent(9_999, 10_000), "99.9%");
        assert_eq!(percent(3, 3), "100%");
        assert_eq!(percent(1, 2), "50%");
        assert_eq!(percent(0, 0), "—");
    }
}
