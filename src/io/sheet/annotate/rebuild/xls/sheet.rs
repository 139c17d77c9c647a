//! One sheet of an Excel 97 workbook: cells, sizes, view and printing.

use std::collections::BTreeMap;

use super::super::super::comments::Comment;
use super::super::super::xml::Broken;
use super::super::{Columns, RowLook, Sheet, Value};
use super::records::{Record, Records};
use super::{Shared, font_place};
use crate::domain::cell::CellRef;
use crate::io::sheet::grid::Area;
use crate::io::sheet::workbook::biff::{f64_at, u16_at, u32_at};

/// Reads the sheet that begins at a place of the stream; what it has and we do not carry over goes to `lost`.
pub fn read(
    stream: &[u8],
    at: usize,
    name: &str,
    shared: &Shared,
    lost: &mut Vec<String>,
) -> Result<Sheet, Broken> {
    let mut reader = Reader {
        sheet: Sheet::new(name),
        shared,
        frozen: false,
        top: CellRef::new(0, 0),
        fits: false,
        formula: None,
        object: 0,
        words: BTreeMap::new(),
        notes: Vec::new(),
        objects: BTreeMap::new(),
        protected: false,
        password: 0,
    };
    let cut = || Broken::new(format!("工作表“{name}”的数据在中间断了"));
    let mut records = Records::new(stream, at).map_err(|_| cut())?;
    let (mut depth, mut whole) = (0, false);
    while let Some(record) = records.next().map_err(|_| cut())? {
        match record.kind {
            // Charts are streams of their own within the sheet.
            0x809 => depth += 1,
            0x0a => {
                depth -= 1;
                if depth <= 0 {
                    whole = true;
                    break;
                }
            }
            _ if depth == 1 => {
                if reader.cell(&record).is_none() {
                    let row = u16_at(record.data, 0).map_or(0, |r| u32::from(r) + 1);
                    return Err(Broken::new(format!(
                        "工作表“{name}”第 {row} 行有读不出的格"
                    )));
                }
                reader.size(&record);
                reader.view(&record);
                reader.print(&record);
                reader.object(&record);
            }
            _ => {}
        }
    }
    if !whole {
        return Err(cut());
    }
    for (what, count) in &reader.objects {
        lost.push(format!("工作表“{name}”的{what}（{count} 个）"));
    }
    Ok(reader.finish())
}

struct Reader<'s> {
    sheet: Sheet,
    shared: &'s Shared,
    frozen: bool,
    top: CellRef,
    fits: bool,
    /// A formula whose text comes in the next record.
    formula: Option<(u32, u32, usize)>,
    /// The object that a text belongs to.
    object: u16,
    words: BTreeMap<u16, String>,
    notes: Vec<(CellRef, u16, String)>,
    objects: BTreeMap<&'static str, usize>,
    protected: bool,
    password: u16,
}

impl Reader<'_> {
    fn cell(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data;
        let place = || Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)));
        let look = |at| u16_at(data, at).map(usize::from);
        match record.kind {
            0xfd => {
                let (row, column) = place()?;
                let (text, fonts) = self.shared.strings.get(u32_at(data, 6)? as usize)?;
                let fonts = fonts.iter().map(|&(at, f)| (at, font_place(f))).collect();
                self.sheet
                    .put(row, column, look(4)?, Value::Text(text.clone(), fonts));
            }
            0x204 | 0xd6 => {
                let (row, column) = place()?;
                let text = record.string(6)?;
                self.sheet
                    .put(row, column, look(4)?, Value::Text(text, Vec::new()));
            }
            0x203 => {
                let (row, column) = place()?;
                self.sheet
                    .put(row, column, look(4)?, Value::Number(f64_at(data, 6)?));
            }
            0x27e => {
                let (row, column) = place()?;
                self.sheet.put(
                    row,
                    column,
                    look(4)?,
                    Value::Number(packed(u32_at(data, 6)?)),
                );
            }
            0xbd => {
                let (row, first) = place()?;
                let pairs = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
                for (column, pair) in (first..).zip(pairs) {
                    let number = packed(u32_at(pair, 2)?);
                    self.sheet
                        .put(row, column, u16_at(pair, 0)?.into(), Value::Number(number));
                }
            }
            0x201 => {
                let (row, column) = place()?;
                self.sheet.put(row, column, look(4)?, Value::Blank);
            }
            0xbe => {
                let (row, first) = place()?;
                let looks = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(2);
                for (column, pair) in (first..).zip(looks) {
                    self.sheet
                        .put(row, column, u16_at(pair, 0)?.into(), Value::Blank);
                }
            }
            0x205 => {
                let (row, column) = place()?;
                let (code, is_error) = (*data.get(6)?, *data.get(7)? == 1);
                let value = if is_error {
                    Value::Error(error(code))
                } else {
                    Value::Bool(code != 0)
                };
                self.sheet.put(row, column, look(4)?, value);
            }
            0x06 => {
                let (row, column) = place()?;
                let look = look(4)?;
                let value = if u16_at(data, 12)? == 0xffff {
                    match *data.get(6)? {
                        0 => {
                            self.formula = Some((row, column, look));
                            Value::Blank
                        }
                        1 => Value::Bool(*data.get(8)? != 0),
                        2 => Value::Error(error(*data.get(8)?)),
                        _ => Value::Blank,
                    }
                } else {
                    Value::Number(f64_at(data, 6)?)
                };
                *self.objects.entry(FORMULAS).or_default() += 1;
                self.sheet.put(row, column, look, value);
            }
            0x207 => {
                let Some((row, column, look)) = self.formula.take() else {
                    return Some(());
                };
                let text = record.string(0)?;
                self.sheet
                    .put(row, column, look, Value::Text(text, Vec::new()));
            }
            _ => {}
        }
        Some(())
    }

    fn size(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data;
        match record.kind {
            0x208 => {
                let (height, flags) = (u16_at(data, 6)?, u32_at(data, 12)?);
                let row = RowLook {
                    height: (height & 0x8000 == 0).then_some(height),
                    fixed: flags & 0x40 != 0,
                    hidden: flags & 0x20 != 0,
                    // Three bits, and twelve.
                    level: (flags & 7) as u8,
                    look: (flags & 0x80 != 0).then_some((flags >> 16 & 0xfff) as usize),
                };
                self.sheet.rows.insert(u16_at(data, 0)?.into(), row);
            }
            0x7d => {
                let flags = u16_at(data, 8)?;
                let (first, last) = (u16_at(data, 0)?, u16_at(data, 2)?.min(255));
                if first <= last {
                    self.sheet.columns.push(Columns {
                        first: first.into(),
                        last: last.into(),
                        width: u16_at(data, 4)?,
                        look: u16_at(data, 6)?.into(),
                        hidden: flags & 1 != 0,
                        level: (flags >> 8 & 7) as u8,
                    });
                }
            }
            0x55 => self.sheet.usual_width.0 = u16_at(data, 0),
            0x99 => self.sheet.usual_width.1 = u16_at(data, 0),
            0x225 => {
                let flags = u16_at(data, 0)?;
                self.sheet.usual_height = Some((u16_at(data, 2)?, flags & 1 != 0, flags & 2 != 0));
            }
            0xe5 => {
                for area in data.get(2..)?.chunks_exact(8) {
                    let n = |at| u16_at(area, at).map(u32::from);
                    let area = Area {
                        first: CellRef::new(n(0)?, n(4)?),
                        last: CellRef::new(n(2)?, n(6)?),
                    };
                    if area.first.row <= area.last.row && area.first.column <= area.last.column {
                        self.sheet.merged.push(area);
                    }
                }
            }
            _ => {}
        }
        Some(())
    }

    fn view(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data;
        match record.kind {
            0x23e => {
                let flags = u16_at(data, 0)?;
                self.sheet.shows = [flags & 2 != 0, flags & 4 != 0, flags & 0x10 != 0];
                self.frozen = flags & 8 != 0;
                self.sheet.selected = flags & 0x200 != 0;
                self.sheet.as_pages = flags & 0x800 != 0;
                self.top = CellRef::new(u16_at(data, 2)?.into(), u16_at(data, 4)?.into());
            }
            0x41 if self.frozen => {
                let below = CellRef::new(u16_at(data, 4)?.into(), u16_at(data, 6)?.into());
                self.sheet.frozen = Some((u16_at(data, 0)?, u16_at(data, 2)?, below));
            }
            0xa0 => {
                let (of, by) = (u16_at(data, 0)?, u16_at(data, 2)?);
                self.sheet.zoom = u32::from(of)
                    .checked_mul(100)?
                    .checked_div(by.into())
                    .and_then(|zoom| u16::try_from(zoom.clamp(10, 400)).ok());
            }
            0x12 => self.protected = u16_at(data, 0)? == 1,
            0x13 => self.password = u16_at(data, 0)?,
            _ => {}
        }
        Some(())
    }

    fn print(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data;
        let print = &mut self.sheet.print;
        match record.kind {
            kind @ 0x26..=0x29 => {
                *print.margins.get_mut(usize::from(kind - 0x26))? = f64_at(data, 0);
            }
            0x81 => self.fits = u16_at(data, 0)? & 0x100 != 0,
            0x83 => print.centred.0 = u16_at(data, 0)? == 1,
            0x84 => print.centred.1 = u16_at(data, 0)? == 1,
            0x2b => print.grid = u16_at(data, 0)? == 1,
            0x14 => print.header = record.string(0)?,
            0x15 => print.footer = record.string(0)?,
            0x1b | 0x1a => {
                let breaks = data.get(2..)?.chunks_exact(6);
                let breaks = breaks
                    .filter_map(|b| u16_at(b, 0))
                    .filter(|b| *b > 0)
                    .collect();
                if record.kind == 0x1b {
                    print.row_breaks = breaks;
                } else {
                    print.column_breaks = breaks;
                }
            }
            0xa1 => {
                let flags = u16_at(data, 10)?;
                print.over_then_down = flags & 1 != 0;
                // Without a printer the paper means nothing.
                if flags & 4 == 0 {
                    print.paper = u16_at(data, 0);
                    print.scale = u16_at(data, 2).filter(|s| (10..=400).contains(s));
                    print.landscape = (flags & 0x40 == 0).then_some(flags & 2 == 0);
                }
                print.fit = Some((u16_at(data, 6)?, u16_at(data, 8)?));
                print.margins[4] = f64_at(data, 16);
                print.margins[5] = f64_at(data, 24);
            }
            _ => {}
        }
        Some(())
    }

    fn object(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data;
        let mut count = |what| *self.objects.entry(what).or_default() += 1;
        match record.kind {
            0x5d => {
                self.object = u16_at(data, 6)?;
                match u16_at(data, 4)? {
                    0x05 => count("图表"),
                    0x08 => count("图片或嵌入对象"),
                    // Comments are carried over; arrows of a filter come by themselves.
                    0x19 | 0x14 => {}
                    0x07 | 0x0b..=0x13 => count("控件"),
                    _ => count("图形"),
                }
            }
            0x1b6 => {
                let length = usize::from(u16_at(data, 10)?);
                if length > 0 {
                    let text = record.pieces(data.len()).characters(length).ok()?;
                    self.words.insert(self.object, text);
                }
            }
            0x1c => {
                let cell = CellRef::new(u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
                let author = record.string(8).unwrap_or_default();
                self.notes.push((cell, u16_at(data, 6)?, author));
            }
            0x1be => count("数据有效性（下拉框等）"),
            0x1b0 => count("条件格式"),
            0x1b8 => count("超链接"),
            _ => {}
        }
        Some(())
    }

    fn finish(mut self) -> Sheet {
        if !self.fits {
            self.sheet.print.fit = None;
        }
        self.sheet.protection = self.protected.then_some(self.password);
        for (cell, object, author) in self.notes {
            if let Some(text) = self.words.get(&object) {
                self.sheet.comments.push(Comment {
                    cell,
                    author,
                    text: text.clone(),
                });
            }
        }
        self.sheet
    }
}

/// How formulas are called among what is not carried over.
const FORMULAS: &str = "公式（保留了计算结果）";

/// A number packed in four bytes.
fn packed(raw: u32) -> f64 {
    let number = if raw & 2 != 0 {
        // The upper thirty bits with their sign.
        f64::from(raw.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(raw & !3) << 32)
    };
    if raw & 1 != 0 { number / 100.0 } else { number }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn packed_numbers_are_whole_or_halved_doubles() {
        assert_eq!(packed(5 << 2 | 2), 5.0);
        assert_eq!(packed(((-7_i32) << 2 | 2).cast_unsigned()), -7.0);
        assert_eq!(packed(12345 << 2 | 3), 123.45);
        assert_eq!(packed(0x3ff0_0000), 1.0);
    }
}
