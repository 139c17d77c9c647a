//! A town whose first round is back with its unit, and hands that fill in the papers.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::Workbook;

use crate::sample::program::{Content, content};
use crate::sample::town::{PENALTIES, PERMIT, Town};

/// The workbook to answer in.
pub const TABLE: &str = "feedback/hbj-1.xlsx";
/// The text to answer in.
pub const TEXT: &str = "feedback/hbj-1.yaml";

/// The opinions in the order of the papers: 编办 and 法制办 on the permit, 法制办 and 政务服务中心 on a penalty each.
pub const OPINIONS: [&str; 4] = ["3", "4", "5", "6"];

/// One round up and down: four opinions on three items wait for an answer.
pub fn returned() -> Town {
    static MADE: OnceLock<Content> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let town = Town::new();
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        town.ok(&format!(
            "review opine hbj --item {PERMIT} --decision 下放 --level 县级 --date 2014-09-01 --as bb-1"
        ));
        town.ok(&format!(
            "review opine hbj --item {PERMIT} --decision 优化 --text =缩短承诺期限，补上听证环节 --as fz-1"
        ));
        for (code, who) in PENALTIES.into_iter().zip(["fz-1", "zw-1"]) {
            town.ok(&format!(
                "review opine hbj --item {code} --decision 保留 --text 补充裁量基准 --as {who}"
            ));
        }
        town.review("hbj", 1);
        town.ok("review return hbj --as zh");
        content(town.path())
    });
    Town::again(made)
}

/// The events that answer, as they are recorded, without what differs from one telling to the next.
pub fn answers(town: &Town) -> Vec<serde_json::Value> {
    let events = town.record();
    let answered = events
        .into_iter()
        .filter(|e| e["payload"]["kind"] == "answered");
    answered.map(|mut e| e["payload"].take()).collect()
}

pub fn bytes(town: &Town, path: &str) -> Vec<u8> {
    std::fs::read(town.path().join(path)).unwrap()
}

/// Writes texts into blank cells of the first sheet, as a person does who opens the workbook and saves it; all else
/// stays as it is.
pub fn fill(workbook: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    edit(workbook, "xl/worksheets/sheet1.xml", |sheet| {
        let mut sheet = sheet.to_owned();
        for (cell, text) in cells {
            let start = sheet.find(&format!("<c r=\"{cell}\" ")).expect(cell);
            let end = start + sheet[start..].find("/>").unwrap();
            assert!(!sheet[start..end].contains('>'), "{cell} is not blank");
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let filled = format!(" t=\"inlineStr\"><is><t>{text}</t></is></c>");
            sheet.replace_range(end..end + 2, &filled);
        }
        sheet
    })
}

/// A workbook with one of its parts changed.
pub fn edit(workbook: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut file = old.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            content = change(std::str::from_utf8(&content).unwrap()).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// A table as texts.
pub type Grid = Vec<Vec<String>>;

/// The texts of a sheet from its first cell on.
pub fn grid(workbook: &[u8], sheet: &str) -> Grid {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (height, width) = range.end().map_or((0, 0), |(r, c)| (r + 1, c + 1));
    let cell = |row, column| match range.get_value((row, column)) {
        None | Some(Data::Empty) => String::new(),
        Some(other) => other.to_string(),
    };
    (0..height)
        .map(|row| (0..width).map(|column| cell(row, column)).collect())
        .collect()
}

/// A workbook of one sheet as a program writes it that keeps nothing but the texts.
pub fn plain(grid: &Grid) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("审核意见").unwrap();
    for (row, texts) in (0..).zip(grid) {
        for (column, text) in (0..).zip(texts) {
            if !text.is_empty() {
                sheet.write_string(row, column, text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Column of a title in the row of titles.
pub fn column(grid: &Grid, title: &str) -> usize {
    grid[1].iter().position(|t| t == title).expect(title)
}

/// Puts a file beside the project's own.
pub fn put(town: &Town, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(town.path().join(name), bytes).unwrap();
}

/// Saves a workbook anew with LibreOffice, as a kind of file; `None`, said loudly, where it is not installed.
pub fn saved_by_office(folder: &Path, file: &str, kind: &str) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}/office", folder.display());
    let run = std::process::Command::new("soffice")
        .current_dir(folder)
        .args([
            &profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            "saved",
            file,
        ])
        .output();
    let Ok(output) = run else {
        eprintln!("跳过：没有 soffice，不能试 LibreOffice 另存的文件");
        return None;
    };
    assert!(output.status.success(), "{output:?}");
    Some(())
}
