//! Statute texts read a second time, by simpler means than the register's: lines of an article are counted, nothing
//! is put right. What both readings agree on is very likely so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

/// A row of `index.csv`.
#[derive(Debug, Clone)]
pub struct Row {
    pub path: String,
    pub published: Option<Date>,
    pub effective: Option<Date>,
    pub expired: bool,
}

/// The corpus by the names in `index.csv`.
pub struct Statutes {
    root: PathBuf,
    rows: BTreeMap<String, Vec<Row>>,
}

/// One article as its lines tell it: for each line that is no item, how many items stand under it.
#[derive(Debug, PartialEq, Eq)]
pub struct Lines(pub Vec<u16>);

impl Statutes {
    pub fn open(root: &Path) -> Self {
        let index = fs::read_to_string(root.join("index.csv")).unwrap();
        let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for line in index.lines().skip(1) {
            assert!(!line.contains('"'), "带引号的行没有遇到过：{line}");
            let cells: Vec<&str> = line.split(',').collect();
            rows.entry(cells[1].to_owned()).or_default().push(Row {
                path: cells[0].to_owned(),
                published: cells[3].parse().ok(),
                effective: cells[4].parse().ok(),
                expired: cells[5] == "1",
            });
        }
        for versions in rows.values_mut() {
            versions.sort_by_key(|row| row.published);
        }
        let root = root.to_owned();
        Self { root, rows }
    }

    /// All files of a law, oldest first.
    pub fn versions(&self, name: &str) -> &[Row] {
        self.rows.get(name).map_or(&[], Vec::as_slice)
    }

    /// The file of the newest version that has effect on a day.
    pub fn on(&self, name: &str, day: Date) -> Option<&Row> {
        let by_then = |row: &&Row| {
            row.published.is_none_or(|p| p <= day) && self.starts(row).is_none_or(|s| s <= day)
        };
        self.versions(name).iter().rev().find(by_then)
    }

    /// First day of effect, by the index or by the last 自…起施行 of the text.
    fn starts(&self, row: &Row) -> Option<Date> {
        row.effective.or_else(|| {
            let text = self.text(row);
            let (before, _) = text.rsplit_once("日起施行")?;
            let numbers: Vec<i16> = before
                .rsplit('自')
                .next()?
                .split(['年', '月'])
                .map(|n| n.trim().parse().ok())
                .collect::<Option<_>>()?;
            let [year, month, day] = numbers.try_into().ok()?;
            Date::new(year, month as i8, day as i8).ok()
        })
    }

    pub fn text(&self, row: &Row) -> String {
        fs::read_to_string(self.root.join(&row.path)).unwrap()
    }

    /// The article of a file; `None` where no line begins with its number.
    pub fn article(&self, row: &Row, number: u16, sub: u16) -> Option<Lines> {
        let mark = match sub {
            0 => format!("第{}条", words(number)),
            sub => format!("第{}条之{}", words(number), words(sub)),
        };
        let text = self.text(row);
        let body = text.split_once("<!-- INFO END -->").unwrap().1;
        let mut lines = body
            .lines()
            .map(str::trim)
            .skip_while(|line| begins(line).as_deref() != Some(&mark));
        lines.next()?;
        let mut out = vec![0];
        for line in lines.filter(|line| !line.is_empty()) {
            if line.starts_with('#') || begins(line).is_some() {
                break;
            }
            match item(line) {
                Some(n) => *out.last_mut().unwrap() = n,
                None => out.push(0),
            }
        }
        Some(Lines(out))
    }

    /// The lines of a file that tell the end of a statute: «《name》…废止».
    pub fn repeals(&self, row: &Row, name: &str) -> Vec<String> {
        let titles = [format!("《{name}》"), format!("《中华人民共和国{name}》")];
        self.text(row)
            .lines()
            .map(|line| line.split_whitespace().collect::<String>())
            .filter(|line| line.contains("废止") && titles.iter().any(|t| line.contains(t)))
            .collect()
    }
}

impl Lines {
    /// How a finding says the number of paragraphs.
    pub fn paragraphs(&self) -> String {
        match self.0.len() {
            2 => "只有两款".to_owned(),
            n => format!("只有{}款", words(n as u16)),
        }
    }

    pub fn has(&self, paragraph: Option<u16>, subparagraph: Option<u16>) -> bool {
        let parts = match paragraph {
            Some(n) => self.0.get(usize::from(n) - 1..usize::from(n)),
            None => Some(self.0.as_slice()),
        };
        let enough = |items: &u16| subparagraph.is_none_or(|n| *items >= n);
        parts.is_some_and(|parts| parts.iter().any(enough))
    }
}

/// 第N条 or 第N条之M at the beginning of a line, with a space or nothing behind it.
fn begins(line: &str) -> Option<String> {
    let first = line.split_whitespace().next()?;
    let (number, rest) = first.strip_prefix('第')?.split_once('条')?;
    let numeral = |text: &str| {
        text.chars()
            .all(|c| "一二三四五六七八九十百千零".contains(c))
    };
    let whole = rest.strip_prefix('之').unwrap_or(rest);
    (!number.is_empty() && numeral(number) && numeral(whole)).then(|| first.to_owned())
}

/// The number of an item （一）, (一).
fn item(line: &str) -> Option<u16> {
    let inner = line.strip_prefix(['（', '('])?.split(['）', ')']).next()?;
    let inner: String = inner.split_whitespace().collect();
    (1..100).find(|n| words(*n) == inner)
}

/// A number as statutes write it.
pub fn words(n: u16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS[usize::from(n)];
    match n {
        0..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n - 10)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n % 10)),
        _ => {
            let rest = match n % 100 {
                0 => String::new(),
                rest @ 1..=9 => format!("零{}", digit(rest)),
                rest @ 10..=19 => format!("一十{}", digit(rest - 10)),
                rest => words(rest),
            };
            format!("{}百{rest}", digit(n / 100))
        }
    }
}
