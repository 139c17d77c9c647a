//! One article while its lines come in: paragraphs, items, points and broken lines.

use super::body::{ends_sentence, head};
use super::problem::ProblemKind;
use crate::domain::law::ArticleShape;
use crate::domain::provision::Article;
use crate::domain::quote::TextLine;

type Notes = Vec<(ProblemKind, String)>;

/// How the items of a paragraph are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// （一）
    Bracketed,
    /// 一、: older statutes.
    Plain,
}

#[derive(Debug)]
struct Paragraph {
    items: u16,
    marks: Option<Marks>,
    /// The line that ended last; decides whether the next one goes on.
    last: String,
    /// Whether the last line belongs to an item or a point.
    inside_item: bool,
    /// Whether the last line is a formula or a row of a table.
    formula: bool,
    /// Whether an enumeration without numbers is going on.
    enumeration: bool,
    /// Whether Arabic numbers stand directly below it, which may be 项 or 目.
    unclear: bool,
}

impl Paragraph {
    fn new(line: &str) -> Self {
        Self {
            items: 0,
            marks: None,
            last: line.to_owned(),
            inside_item: false,
            formula: false,
            enumeration: false,
            unclear: false,
        }
    }
}

#[derive(Debug)]
pub(super) struct ArticleDraft {
    pub article: Article,
    pub line: u32,
    pub text: String,
    paragraphs: Vec<Paragraph>,
    told_points: bool,
    /// Every line without its mark, with the 款 and 项 it belongs to.
    pub lines: Vec<TextLine>,
}

/// A number of 款 or 项; no statute has more than fit.
fn small(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

impl ArticleDraft {
    pub fn new(article: Article, line: u32, rest: &str) -> Self {
        Self {
            article,
            line,
            text: rest.to_owned(),
            paragraphs: vec![Paragraph::new(rest)],
            told_points: false,
            lines: vec![TextLine {
                paragraph: 1,
                item: 0,
                text: rest.into(),
            }],
        }
    }

    /// Keeps the words of a line that was just counted.
    pub fn keep(&mut self, words: &str) {
        let current = self.current();
        let item = if current.inside_item {
            current.items
        } else {
            0
        };
        self.lines.push(TextLine {
            paragraph: small(self.paragraphs.len()),
            item,
            text: words.into(),
        });
    }

    fn current(&mut self) -> &mut Paragraph {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::new(""));
        }
        let last = self.paragraphs.len() - 1;
        &mut self.paragraphs[last]
    }

    /// Lines that stood between item n and item n+1 belong to item n: they are no paragraphs.
    fn reopen(&mut self, marks: Marks, n: u16) -> Option<usize> {
        if n < 2 || self.paragraphs.last().is_some_and(|p| p.items > 0) {
            return None;
        }
        let owner = self.paragraphs.iter().rposition(|p| p.items > 0)?;
        let fits = self.paragraphs[owner].marks == Some(marks)
            && self.paragraphs[owner].items.checked_add(1) == Some(n);
        if !fits {
            return None;
        }
        let dropped = self.paragraphs.len() - owner - 1;
        self.paragraphs.truncate(owner + 1);
        let owner = small(owner + 1);
        for line in self.lines.iter_mut().filter(|line| line.paragraph > owner) {
            line.paragraph = owner;
            line.item = n - 1;
        }
        Some(dropped)
    }

    fn numbered(&mut self, marks: Marks, n: u16, rest: &str) -> Notes {
        let mut notes = Notes::new();
        if let Some(lines) = self.reopen(marks, n) {
            notes.push((
                ProblemKind::Note,
                format!(
                    "第{}项与第{n}项之间的 {lines} 行属于前一项，不计为款",
                    n - 1
                ),
            ));
        }
        let paragraph = self.current();
        let expected = paragraph.items.saturating_add(1);
        if n != expected {
            notes.push((
                ProblemKind::Doubtful,
                format!("项的编号应为第{expected}项，实为第{n}项：“{}”", head(rest)),
            ));
        }
        // A citation of the highest number printed must not be called wrong.
        paragraph.items = paragraph.items.max(n);
        paragraph.marks = Some(marks);
        paragraph.inside_item = true;
        paragraph.formula = false;
        rest.clone_into(&mut paragraph.last);
        notes
    }

    /// A line that begins （N）.
    pub fn item(&mut self, n: u16, rest: &str) -> Notes {
        let paragraph = self.current();
        if paragraph.marks == Some(Marks::Plain) {
            // Below 一、 the bracketed numbers are 目.
            paragraph.inside_item = true;
            rest.clone_into(&mut paragraph.last);
            return Notes::new();
        }
        self.numbered(Marks::Bracketed, n, rest)
    }

    /// A line that begins N、, the way older statutes number items.
    pub fn old_item(&mut self, n: u16, rest: &str) -> Notes {
        let paragraph = self.current();
        if paragraph.marks == Some(Marks::Bracketed) {
            paragraph.inside_item = true;
            rest.clone_into(&mut paragraph.last);
            return vec![(
                ProblemKind::Doubtful,
                format!("（一）项之下又有“{n}、”，按目处理，不计"),
            )];
        }
        self.numbered(Marks::Plain, n, rest)
    }

    /// A line that begins like a 目.
    pub fn point(&mut self, line: &str) -> Notes {
        let told = self.told_points;
        let paragraph = self.current();
        // ① marks a note, not a part.
        let direct = paragraph.items == 0 && !line.starts_with('①');
        paragraph.inside_item = true;
        paragraph.unclear |= direct;
        line.clone_into(&mut paragraph.last);
        if direct && !told {
            self.told_points = true;
            return vec![(
                ProblemKind::Doubtful,
                format!(
                    "款下直接用阿拉伯数字编号，是项是目不明；其后没有项接续的，本条只记存在，不记款项：“{}”",
                    head(line)
                ),
            )];
        }
        Notes::new()
    }

    /// Any other line: a new paragraph, or the rest of the line before.
    pub fn plain(&mut self, line: &str, broken_line: usize) -> Notes {
        let formula = is_formula(line);
        let ended = ends_sentence(line);
        let paragraph = self.current();
        let before = paragraph.last.clone();
        let short = before.chars().count() <= broken_line;
        let mut notes = Notes::new();
        let goes_on = if before.is_empty() {
            true
        } else if formula || (paragraph.formula && !ended && !line.contains('：')) {
            notes.push((
                ProblemKind::Note,
                format!("公式或者表格行不计为款：“{}”", head(line)),
            ));
            true
        } else if paragraph.formula {
            false
        } else if before.ends_with(['；', ';']) {
            // Items and enumerations are one sentence; a bare paragraph may end so and still be one.
            let same = paragraph.inside_item || paragraph.enumeration;
            let what = if same {
                "上一行以分号结尾，本行视为同一句"
            } else {
                "上一行以分号结尾，仍计为两款"
            };
            notes.push((ProblemKind::Doubtful, format!("{what}：“{}”", head(line))));
            same
        } else if before.ends_with(['：', ':']) {
            // An enumeration without numbers is one sentence; a list of definitions is a row of paragraphs.
            let enumeration = line.ends_with(['；', ';', '，']) || paragraph.inside_item;
            if enumeration {
                paragraph.enumeration = true;
                notes.push((
                    ProblemKind::Doubtful,
                    format!("冒号之后的无编号列举视为同一款：“{}”", head(line)),
                ));
            }
            enumeration
        } else if ends_sentence(&before) {
            false
        } else {
            let kind = if short {
                ProblemKind::Note
            } else {
                ProblemKind::Doubtful
            };
            let what = if short {
                "断行，已与上一行相连"
            } else {
                "上一行没有句末标点，仍计为两款"
            };
            notes.push((kind, format!("{what}：“{}”", head(line))));
            short
        };
        if goes_on {
            let paragraph = self.current();
            paragraph.formula = formula || (paragraph.formula && !ended);
            line.clone_into(&mut paragraph.last);
        } else {
            let mut paragraph = Paragraph::new(line);
            paragraph.formula = line.contains('＝') && !ended;
            self.paragraphs.push(paragraph);
        }
        notes
    }

    /// Takes off a last line that is a heading without marks: short, without any stop at its end.
    pub fn drop_caption(&mut self) -> Option<String> {
        let last = self.paragraphs.last()?;
        let caption = self.paragraphs.len() > 1
            && last.items == 0
            && !last.formula
            && !ends_sentence(&last.last)
            && last.last.chars().count() <= 30;
        if caption {
            let caption = self.paragraphs.pop().map(|p| p.last);
            let last = small(self.paragraphs.len());
            self.lines.retain(|line| line.paragraph <= last);
            return caption;
        }
        None
    }

    pub fn shape(&self) -> ArticleShape {
        ArticleShape {
            article: self.article,
            items: if self.paragraphs.iter().any(|p| p.unclear) {
                Vec::new()
            } else {
                self.paragraphs.iter().map(|p| p.items).collect()
            },
        }
    }
}

/// A formula or a row of a table: no sentence, but an equation or columns.
fn is_formula(line: &str) -> bool {
    // 「进口税的计算公式为：…＝…」 is a sentence of its own.
    if line.contains(['：', ':']) {
        return false;
    }
    let equation = line.contains(['＝', '=', '×', '÷']);
    let columns = line.contains(' ') && line.contains(|c: char| c.is_ascii_digit());
    (equation && (!ends_sentence(line) || line.contains(['＝', '='])))
        || (columns && !ends_sentence(line))
}
