//! Values of cells as the text that a person reads.

use calamine::ExcelDateTime;

/// Whole numbers from here on have more digits than a spreadsheet keeps.
const FIFTEEN_DIGITS: f64 = 1e15;

/// The first serial day after 9999-12-31.
const LAST_DAY: f64 = 2_958_466.0;

/// What stands where a formula has no result.
pub const NO_RESULT: &str = "公式没有保存计算结果：在 Excel 或 WPS 里打开并重新保存";

/// A number without the noise of its binary form.
///
/// # Errors
/// When its last digits cannot be those that were written.
pub fn number(x: f64) -> Result<String, String> {
    if !x.is_finite() {
        return Err("单元格里的数字不对：重新填写".to_owned());
    }
    if x.abs() >= FIFTEEN_DIGITS {
        return Err(format!(
            "“{x}”存成了数字，表格程序只保留 15 位有效数字，后面的已经丢失：把单元格设为“文本”格式，重新填写完整的编码"
        ));
    }
    if x.fract() == 0.0 {
        // Through an integer, so that minus nought is nought.
        return Ok((x as i64).to_string());
    }
    // Fifteen digits are what a spreadsheet shows: 0.1+0.2 is 0.3 there.
    let rounded: f64 = format!("{x:.14e}").parse().unwrap_or(x);
    Ok(rounded.to_string())
}

/// A serial day as a date, with its time when that is not midnight; a bare time without a date.
pub fn date(moment: ExcelDateTime) -> Result<String, String> {
    let serial = moment.as_f64();
    if moment.is_duration() || !(0.0..LAST_DAY).contains(&serial) {
        return number(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    Ok(if serial < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    })
}

/// Whether a number format shows a day or a time: it has a letter of these outside quotes, brackets and escapes.
pub fn is_date_format(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // Only the first format counts: those after it are for negative numbers, nought and texts.
            ';' => return false,
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => {
                chars.find(|c| *c == '"');
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // [h] counts hours, [Red] and [$-804] do not.
                if inside.starts_with(['h', 'H', 'm', 's', 'S']) && inside.len() <= 2 {
                    return true;
                }
            }
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 'm' | 'M' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

/// `2015-03-01T08:30:00` in the same form.
pub fn iso_date(text: &str) -> String {
    let Some((date, time)) = text.split_once('T') else {
        return text.to_owned();
    };
    let time = time.split(['.', 'Z']).next().unwrap_or(time);
    match time.strip_suffix(":00").unwrap_or(time) {
        "00:00" => date.to_owned(),
        time => format!("{date} {time}"),
    }
}

/// Yes or no.
pub fn truth(value: bool) -> String {
    if value { "是" } else { "否" }.to_owned()
}

/// What spreadsheets show where a formula has no value.
const ERRORS: [&str; 8] = [
    "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!",
];

/// What an error value such as `#N/A` says.
pub fn error(name: &str) -> String {
    format!("单元格是错误值 {name}：改好公式，或者直接填写内容")
}

/// A text with one kind of line break and none of the marks that spreadsheets hide in texts.
///
/// # Errors
/// When the text stands for a picture, or is what a spreadsheet made of a long number, its digits lost.
pub fn string(text: &str) -> Result<String, String> {
    if text.starts_with("=DISPIMG(") {
        return Err("单元格里是图片，读不出来：把图片里的内容填成文字".to_owned());
    }
    // Where a table was saved as text, the values of errors are texts as well.
    if ERRORS.contains(&text.trim()) {
        return Err(error(text.trim()));
    }
    if is_scientific(text.trim()) {
        return Err(format!(
            "“{}”是表格程序写成科学计数法的长数字，原来的各位数字已经丢失：把单元格设为“文本”格式，重新填写完整的编码",
            text.trim()
        ));
    }
    // What is left of a Windows line break that some writer escaped twice.
    const ESCAPED_BREAK: &str = "_x000D_\n";
    const HIDDEN: [char; 5] = ['\r', '\u{b}', '\u{2028}', '\u{feff}', '\u{200b}'];
    if !text.contains(HIDDEN) && !text.contains(ESCAPED_BREAK) {
        return Ok(text.to_owned());
    }
    Ok(text
        .replace(ESCAPED_BREAK, "\n")
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{2028}'], "\n")
        .replace(['\u{feff}', '\u{200b}'], ""))
}

/// `1.23457E+17`: only spreadsheets write long numbers so.
fn is_scientific(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let Some((head, power)) = text.split_once("E+") else {
        return false;
    };
    let (whole, rest) = head.split_once('.').unwrap_or((head, "0"));
    whole.len() == 1 && digits(whole) && digits(rest) && digits(power) && power.len() <= 3
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_what_was_typed() {
        for (x, text) in [
            (2.0, "2"),
            (-2.0, "-2"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (1.5, "1.5"),
            (330_112_001_000.0, "330112001000"),
        ] {
            assert_eq!(number(x).unwrap(), text);
        }
    }

    #[test]
    fn lost_digits_are_told() {
        let why = number(123_457_000_000_000_000.0).unwrap_err();
        assert!(
            why.contains("123457000000000000") && why.contains("文本"),
            "{why}"
        );
        assert!(number(f64::NAN).is_err());
        assert!(string("1.23457E+17").unwrap_err().contains("1.23457E+17"));
        for text in ["E+2", "12E+3", "1.2E+", "A1.2E+11", "1.2E+1a"] {
            assert_eq!(string(text).unwrap(), text);
        }
    }

    #[test]
    fn days_and_times() {
        let day = |x| date(ExcelDateTime::new(x, ExcelDateTimeType::DateTime, false));
        assert_eq!(day(42_064.0).unwrap(), "2015-03-01");
        assert_eq!(day(42_064.354_166_666_664).unwrap(), "2015-03-01 08:30");
        assert_eq!(day(0.5).unwrap(), "12:00");
        assert_eq!(day(-1.0).unwrap(), "-1");
        assert_eq!(iso_date("2015-03-01"), "2015-03-01");
        assert_eq!(iso_date("2015-03-01T00:00:00"), "2015-03-01");
        assert_eq!(iso_date("2015-03-01T08:30:00.000"), "2015-03-01 08:30");
        assert_eq!(iso_date("2015-03-01T08:30:09"), "2015-03-01 08:30:09");
    }

    #[test]
    fn formats_of_days() {
        for code in [
            "yyyy\\-mm\\-dd;@",
            "[$-804]yyyy\"年\"m\"月\"",
            "h:mm",
            "[h]:mm:ss",
            "[Red]m/d/yy",
        ] {
            assert!(is_date_format(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "0\"days\"",
            "#,##0;[Red]-d",
            "[Red]0",
            "0_d",
            "@",
            "\"无",
        ] {
            assert!(!is_date_format(code), "{code}");
        }
    }

    #[test]
    fn hidden_marks_go() {
        assert_eq!(
            string("甲_x000D_\n乙\r\n丙\u{b}丁\u{200b}").unwrap(),
            "甲\n乙\n丙\n丁"
        );
    }
}
