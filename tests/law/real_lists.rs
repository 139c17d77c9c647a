//! The twelve workbooks that real departments published: how much of their 依据 columns is read.
//!
//! Skipped, loudly, where `real-lists` is not at hand (`POWER_LIST_SHARED`, or `../shared`).

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use calamine::{Reader as _, open_workbook_auto_from_rs};

use crate::sample::program::program;

/// At least so much of the cells must be read to the last character.
const SHARE: f64 = 0.98;
/// How many rows from the top the headings are looked for in.
const HEADINGS_IN: usize = 6;
/// No heading is longer; what is longer is a cell that mentions one.
const LONGEST_HEADING: usize = 30;

fn lists() -> Option<Vec<PathBuf>> {
    let shared = std::env::var_os("POWER_LIST_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let folder = shared.join("real-lists");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        // Past the harness, which keeps what a passing test prints to itself.
        let _ = writeln!(
            std::io::stderr(),
            "跳过：找不到 real-lists 文件夹，没有用真实清单核对引用的读法"
        );
        return None;
    };
    let mut files: Vec<PathBuf> = entries
        .map(|e| e.unwrap().path())
        .filter(|p| {
            let name = p.extension().unwrap_or_default().to_string_lossy();
            name.starts_with("xls")
        })
        .collect();
    files.sort();
    Some(files)
}

/// Whether a heading is that of a column of citations.
fn is_basis(heading: &str) -> bool {
    let words = ["实施依据", "设定依据", "收费依据"];
    heading.chars().count() < LONGEST_HEADING
        && (words.iter().any(|w| heading.contains(w))
            || heading
                .split_once("责任事项")
                .is_some_and(|(_, rest)| rest.contains("依据")))
}

/// Every cell under a heading of citations, with its place for people.
fn cells(path: &Path) -> Vec<(String, String)> {
    let bytes = std::fs::read(path).unwrap();
    // By content: what ends in .xls may be either kind.
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let file = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut out = Vec::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).unwrap();
        let rows: Vec<Vec<String>> = range
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect();
        let basis = |row: &Vec<String>| -> Vec<usize> {
            let heading = |cell: &String| cell.split_whitespace().collect::<String>();
            (0..row.len())
                .filter(|&i| is_basis(&heading(&row[i])))
                .collect()
        };
        let Some((head, columns)) = rows
            .iter()
            .take(HEADINGS_IN)
            .map(basis)
            .enumerate()
            .find(|(_, columns)| !columns.is_empty())
        else {
            continue;
        };
        for (i, row) in rows.iter().enumerate().skip(head + 1) {
            for &column in &columns {
                if !row[column].trim().is_empty() {
                    let place = format!("{file} {sheet} 第 {} 行", i + 1);
                    out.push((place, row[column].clone()));
                }
            }
        }
    }
    out
}

#[test]
fn nearly_every_cell_of_the_real_lists_is_read() {
    let Some(files) = lists() else { return };
    assert_eq!(files.len(), 12, "{files:?}");
    let all: Vec<(String, String)> = files.iter().flat_map(|f| cells(f)).collect();
    assert!(all.len() > 3500, "只找到 {} 格依据", all.len());

    let mut child = program(Path::new(env!("CARGO_MANIFEST_DIR")))
        .args(["cite", "--jsonl", "--explain-failures", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input: String = all
        .iter()
        .map(|(_, cell)| format!("{}\n", serde_json::to_string(cell).unwrap()))
        .collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(1));

    let report = String::from_utf8(output.stdout).unwrap();
    let last = report.lines().last().unwrap();
    let (cells, rest) = last.split_once(" 条引文，").unwrap();
    let (understood, _) = rest.split_once(" 条读懂").unwrap();
    let (cells, understood): (usize, usize) = (cells.parse().unwrap(), understood.parse().unwrap());
    assert_eq!(cells, all.len(), "{last}");
    let share = understood as f64 / cells as f64;
    // Line numbers of the report, as places in the workbooks.
    let places: String = report
        .lines()
        .map(|line| {
            let number = line
                .strip_prefix("第 ")
                .and_then(|rest| rest.split_once(' '))
                .and_then(|(n, _)| n.parse::<usize>().ok());
            match number.and_then(|n| all.get(n - 1)) {
                Some((place, _)) => format!("{place}：{line}\n"),
                None => format!("{line}\n"),
            }
        })
        .collect();
    println!("{places}");
    assert!(share >= SHARE, "{places}");
}
