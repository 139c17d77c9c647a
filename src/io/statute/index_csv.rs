//! `index.csv` of a statute folder: path, name, level, published, effective, expired, subtitle.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::domain::law::LawLevel;

/// One row; what is empty in the file is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexRow {
    /// Short name.
    pub name: String,
    /// Level of effect.
    pub level: Option<LawLevel>,
    /// Day that names the version.
    pub published: Option<Date>,
    /// First day of effect.
    pub effective: Option<Date>,
    /// Whether the source lists the version as no longer in force.
    pub expired: Option<bool>,
}

/// Why an index cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{file} 第 {line} 行：{what}；应为 path,name,level,published,effective,expired,subtitle，日期写作 2019-04-23"
)]
pub struct IndexError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What was found.
    pub what: String,
}

/// Reads the index; the key is the path as written.
///
/// # Errors
/// At the first row that has the wrong columns, an unknown level or an impossible date.
pub fn read(file: &str, text: &str) -> Result<HashMap<String, IndexRow>, IndexError> {
    let fail = |line: usize, what: String| IndexError {
        file: file.to_owned(),
        line,
        what,
    };
    let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
    let header = lines.next().map(|(_, l)| l.trim_end());
    if !header.is_some_and(|h| h.starts_with("path,name,level,published,effective,expired")) {
        return Err(fail(1, "表头不对".to_owned()));
    }
    let mut rows = HashMap::new();
    for (line, raw) in lines {
        if raw.trim().is_empty() {
            continue;
        }
        let cells = cells(raw).ok_or_else(|| fail(line, "引号没有成对".to_owned()))?;
        let [path, name, level, published, effective, expired, ..] = cells.as_slice() else {
            return Err(fail(line, format!("只有 {} 列", cells.len())));
        };
        let day = |text: &str| match text {
            "" => Ok(None),
            _ => text
                .parse::<Date>()
                .map(Some)
                .map_err(|_| fail(line, format!("“{text}”不是日期"))),
        };
        let level = match level.as_str() {
            "" => None,
            text => Some(
                LawLevel::from_chinese(text)
                    .ok_or_else(|| fail(line, format!("“{text}”不是效力位阶")))?,
            ),
        };
        let expired = match expired.as_str() {
            "" => None,
            "0" => Some(false),
            "1" => Some(true),
            other => {
                return Err(fail(
                    line,
                    format!("expired 只能是 0、1 或空，实为“{other}”"),
                ));
            }
        };
        let row = IndexRow {
            name: name.clone(),
            level,
            published: day(published)?,
            effective: day(effective)?,
            expired,
        };
        if rows.insert(path.clone(), row).is_some() {
            return Err(fail(line, format!("路径“{path}”重复")));
        }
    }
    Ok(rows)
}

/// Cells of one CSV line (RFC 4180, without line breaks in cells); `None` when a quote is left open.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.trim_end_matches('\r').chars().peekable();
    while let Some(c) = chars.next() {
        let cell = out.last_mut()?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => cell.push(c),
        }
    }
    (!quoted).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const HEADER: &str = "path,name,level,published,effective,expired,subtitle\n";

    #[test]
    fn rows_are_read() {
        let text = format!("{HEADER}a/b.md,甲法,法律,2019-04-23,,0,\n\"a,c.md\",乙法,,,,,\n");
        let rows = read("index.csv", &text).unwrap();
        assert_eq!(rows["a/b.md"].published, Some(date(2019, 4, 23)));
        assert_eq!(rows["a/b.md"].expired, Some(false));
        assert_eq!(rows["a,c.md"].level, None);
    }

    #[test]
    fn mistakes_name_their_line() {
        for (bad, what) in [
            ("a.md,甲,法律,2019-13-01,,0,", "日期"),
            ("a.md,甲,法令,,,0,", "位阶"),
            ("a.md,甲,法律,,,9,", "expired"),
            ("a.md,甲", "2 列"),
            ("\"a.md,甲,法律,,,0,", "引号"),
        ] {
            let error = read("index.csv", &format!("{HEADER}{bad}\n")).unwrap_err();
            assert_eq!(error.line, 2, "{bad}");
            assert!(error.to_string().contains(what), "{error}");
        }
        assert!(read("index.csv", "path,name\n").is_err());
    }
}
