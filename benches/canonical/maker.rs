//! Documents that look canonical, and what becomes of them under a hand that slips. The same seed makes the same ones.

use fastrand::Rng;

/// Words of texts: what is harmless, and what means something at the right place.
const WORDS: [&str; 44] = [
    "甲",
    "乙方",
    "《法》第一条",
    "a",
    "b1",
    "null",
    "~",
    "10",
    "工作日",
    "a:b",
    "甲：乙",
    "a#b",
    "x - y",
    "，",
    "（一）",
    "a, b",
    "[x]",
    "{y}",
    "\u{b7}",
    "￥",
    "\u{3000}",
    "-1",
    "--",
    "---",
    "...",
    ".5",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "&a",
    "*a",
    "!t",
    "%d",
    "@",
    "`",
    "|",
    ">",
    "? ",
    ": ",
    " #",
    "#",
    "😀",
];

/// What a slip puts in.
const PIECES: [&str; 48] = [
    " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", ":", ": ", " :", "#", " #", "# ", "-", "- ",
    "- - ", "'", "\"", "\\", "[", "]", "{", "}", ",", ", ", "|", "|-", "|+", "|2", ">", ">-", "?",
    "? ", "&a ", "*a", "!!str ", "---\n", "...\n", "--- ", "\0", "\u{7f}", "\u{85}", "\u{2028}",
    "\u{feff}", "\u{ffff}", "\u{fffd}", "\u{90}", "：",
];

const KEYS: [&str; 12] = [
    "a",
    "b",
    "name",
    "items",
    "code",
    "键",
    "a b",
    "'k'",
    "\"k\"",
    "x-y",
    "department",
    "-k",
];

/// Makes documents.
pub struct Maker {
    rng: Rng,
    out: String,
}

impl Maker {
    /// One for all documents of a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            out: String::new(),
        }
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(..n) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(..of.len())]
    }

    fn spaces(&mut self, n: usize) {
        for _ in 0..n {
            self.out.push(' ');
        }
    }

    fn line_end(&mut self) {
        match self.rng.u32(..40) {
            0 => self.out.push_str(" # 注"),
            1 => self.out.push_str("  #"),
            2 => self.out.push(' '),
            _ => {}
        }
        self.out.push('\n');
        match self.rng.u32(..60) {
            0 => self.out.push('\n'),
            1 => self.out.push_str("  \n"),
            2 => self.out.push_str("# c\n"),
            3 => self.out.push_str("   # d\n"),
            _ => {}
        }
    }

    fn words(&mut self, plainly: bool) {
        let n = if self.one_in(4) {
            self.rng.usize(1..4)
        } else {
            1
        };
        for i in 0..n {
            if i > 0 {
                self.spaces(1);
            }
            let of = if plainly && !self.one_in(30) {
                &WORDS[..20]
            } else {
                &WORDS[..]
            };
            let of = if plainly && i == 0 && !self.one_in(30) {
                &WORDS[..14]
            } else {
                of
            };
            let word = self.pick(of);
            self.out.push_str(word);
        }
    }

    fn quoted(&mut self) {
        let mark = self.pick(&['\'', '"']);
        self.out.push(mark);
        let from = self.out.len();
        if !self.one_in(8) {
            self.words(false);
        }
        if !self.one_in(20) {
            let inside = self.out.split_off(from);
            if mark == '\'' {
                self.out.push_str(&inside.replace('\'', "''"));
            } else {
                self.out
                    .push_str(&inside.replace('\\', "\\\\").replace('"', "\\\""));
                if self.one_in(4) {
                    let escape = self.pick(&[
                        "\\n", "\\t", "\\u4E00", "\\u00e9", "\\x41", "\\_", "\\ ", "\\uD800",
                        "\\0", "\\u0000", "\\u0085",
                    ]);
                    self.out.push_str(escape);
                }
            }
        }
        self.out.push(mark);
    }

    fn key(&mut self) {
        let of = if self.one_in(10) {
            &KEYS[..]
        } else {
            &KEYS[..6]
        };
        let key = self.pick(of);
        self.out.push_str(key);
    }

    fn flow(&mut self, depth: u32) {
        let is_mapping = self.rng.bool();
        self.out.push(if is_mapping { '{' } else { '[' });
        let pad = self.rng.bool();
        let n = self.rng.usize(..4);
        self.spaces(usize::from(pad));
        for i in 0..n {
            if i > 0 {
                let comma = if self.one_in(10) { "," } else { ", " };
                self.out.push_str(comma);
            }
            if is_mapping {
                self.key();
                let colon = if self.one_in(20) { ":" } else { ": " };
                self.out.push_str(colon);
            }
            match self.rng.u32(..8) {
                0 => self.quoted(),
                1 if depth < 3 => self.flow(depth + 1),
                _ => {
                    let word = self.pick(&WORDS[..14]);
                    self.out.push_str(word);
                }
            }
        }
        self.spaces(usize::from(pad));
        self.out.push(if is_mapping { '}' } else { ']' });
    }

    fn literal(&mut self, parent: i32) {
        let header = if self.one_in(12) {
            self.pick(&["|+", ">", ">-", "|2", "| # c", "|- "])
        } else {
            self.pick(&["|", "|-"])
        };
        self.out.push_str(header);
        self.out.push('\n');
        let indent = (parent + self.rng.i32(1..4)) as usize;
        for _ in 0..self.rng.usize(1..4) {
            if self.one_in(6) {
                let n = self.rng.usize(..indent + 2);
                let n = if self.rng.bool() { 0 } else { n };
                self.spaces(n);
                self.out.push('\n');
                continue;
            }
            let more = if self.one_in(8) { 2 } else { 0 };
            self.spaces(indent + more);
            self.words(false);
            self.out.push('\n');
        }
    }

    /// A value behind a colon or dash of a collection at a column.
    fn value(&mut self, column: i32, depth: u32, in_mapping: bool) {
        let deep = depth < 3;
        match self.rng.u32(..16) {
            0 => self.line_end(),
            1 => {
                self.spaces(1);
                self.quoted();
                self.line_end();
            }
            2 | 3 => {
                self.spaces(1);
                self.flow(0);
                self.line_end();
            }
            4 => {
                self.spaces(1);
                self.literal(column);
            }
            5 | 6 if deep => {
                self.line_end();
                let deeper = column + self.rng.i32(1..4);
                self.mapping(deeper, depth + 1, true);
            }
            8 | 9 if deep => {
                self.line_end();
                let flush = in_mapping && self.rng.bool();
                let deeper = if flush {
                    column
                } else {
                    column + self.rng.i32(1..4)
                };
                self.list(deeper, depth + 1, true);
            }
            _ => {
                let n = if self.one_in(10) { 2 } else { 1 };
                self.spaces(n);
                self.words(true);
                self.line_end();
            }
        }
    }

    fn mapping(&mut self, column: i32, depth: u32, indent_first: bool) {
        for i in 0..self.rng.usize(1..3) {
            if i > 0 || indent_first {
                self.spaces(column as usize);
            }
            self.key();
            self.out.push(':');
            self.value(column, depth, true);
        }
    }

    fn list(&mut self, column: i32, depth: u32, indent_first: bool) {
        for i in 0..self.rng.usize(1..3) {
            if i > 0 || indent_first {
                self.spaces(column as usize);
            }
            self.out.push('-');
            match self.rng.u32(..6) {
                0..=2 if depth < 4 => {
                    let n = if self.one_in(6) { 3 } else { 1 };
                    self.spaces(n);
                    self.mapping(column + 1 + n as i32, depth + 1, false);
                }
                3 if depth < 4 && self.one_in(3) => {
                    self.spaces(1);
                    self.list(column + 2, depth + 1, false);
                }
                _ => self.value(column, depth, false),
            }
        }
    }

    /// A list of items with its header.
    fn items(&mut self) {
        let head = self.pick(&[
            "department: a\ncategory: b\nitems:\n",
            "category: 甲\ndepartment: a\nitems:\n",
            "# c\ndepartment: a\n\ncategory: b\nitems: # d\n",
            "items:\n",
            "items:\n",
            "items:\n",
            "a:\nitems:\n",
        ]);
        self.out.push_str(head);
        let column = self.pick(&[0, 2, 2, 2, 4]);
        self.list(column, 1, true);
        if self.one_in(8) {
            self.mapping(0, 2, true);
        }
    }

    fn slip(&mut self) {
        let len = self.out.len();
        let mut at = self.rng.usize(..len + 1);
        while !self.out.is_char_boundary(at) {
            at -= 1;
        }
        match self.rng.u32(..10) {
            0..=3 => {
                let piece = self.pick(&PIECES);
                self.out.insert_str(at, piece);
            }
            4 => {
                let word = self.pick(&WORDS);
                self.out.insert_str(at, word);
            }
            5 | 6 => {
                if at < len {
                    self.out.remove(at);
                }
            }
            7 => {
                // A line further in or out.
                let line = self.out[..at].rfind('\n').map_or(0, |i| i + 1);
                if self.rng.bool() || !self.out[line..].starts_with(' ') {
                    self.out.insert(line, ' ');
                } else {
                    self.out.remove(line);
                }
            }
            8 => {
                let mut lines: Vec<&str> = self.out.split_inclusive('\n').collect();
                if lines.len() > 1 {
                    let (i, j) = (self.rng.usize(..lines.len()), self.rng.usize(..lines.len()));
                    match self.rng.u32(..3) {
                        0 => lines.swap(i, j),
                        1 => {
                            let line = lines[i];
                            lines.insert(j, line);
                        }
                        _ => {
                            lines.remove(i);
                        }
                    }
                    self.out = lines.concat();
                }
            }
            _ => self.out.truncate(at),
        }
    }

    /// The next document.
    pub fn document(&mut self) -> &str {
        self.out.clear();
        match self.rng.u32(..10) {
            0..=3 => self.items(),
            4 => {
                let column = self.pick(&[0, 0, 2]);
                self.list(column, 0, true);
            }
            5 => {
                // Anything at all.
                for _ in 0..self.rng.usize(..12) {
                    let piece = match self.rng.u32(..3) {
                        0 => self.pick(&PIECES),
                        1 => self.pick(&WORDS),
                        _ => self.pick(&KEYS),
                    };
                    self.out.push_str(piece);
                }
            }
            _ => {
                let column = self.pick(&[0, 0, 0, 2]);
                self.mapping(column, 0, true);
            }
        }
        let slips = self.pick(&[0, 1, 1, 2, 2, 3]);
        for _ in 0..slips {
            self.slip();
        }
        if self.one_in(16) {
            self.out = self.out.replace('\n', "\r\n");
        }
        if self.one_in(16) && self.out.ends_with('\n') {
            self.out.pop();
        }
        &self.out
    }
}
