//! The articles of a statute: how many 款 each 条 has and how many 项 each 款 has.
//!
//! A paragraph (款) is a natural paragraph, that is a line that begins a new sentence. The corpus is
//! typeset text, so a line may also be the rest of a broken line, a formula, a row of a table, the
//! second half of an item or of a heading. What is clear is put right and noted; what is not clear is
//! counted as it stands and listed as doubtful.

use super::problem::{Problem, ProblemKind};
use super::shape::ArticleDraft;
use super::text::{clean, is_numeral, is_point, item_mark, number, old_item_mark, take_numerals};
use crate::domain::law::ArticleShape;
use crate::domain::provision::Article;
use crate::domain::quote::TextLine;

/// Longest line, in characters, that typesetters broke in the middle of a sentence; a longer line
/// without a full stop has lost it.
const BROKEN_LINE: usize = 45;

/// One article with its place and its words, for the closing provisions.
#[derive(Debug)]
pub(super) struct ArticleText {
    /// Line in the file, from 1.
    pub line: u32,
    /// All lines of the article, joined by line breaks, without its number.
    pub text: String,
    /// The lines apart, with the 款 and 项 they belong to.
    pub lines: Vec<TextLine>,
}

/// The articles as read.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub shapes: Vec<ArticleShape>,
    pub texts: Vec<ArticleText>,
    pub problems: Vec<Problem>,
}

/// Reads the lines after the history. `first_line` is the number of the first of them in the file;
/// `part` says that the file is one part (编) of a code, whose articles need not begin with 第一条.
pub(super) fn read(text: &str, first_line: u32, part: bool) -> Body {
    let mut reader = Reader {
        part,
        ..Reader::default()
    };
    for (line, raw) in (first_line..).zip(text.lines()) {
        let cleaned = clean(raw);
        if cleaned.is_empty() || cleaned.starts_with("<!--") {
            continue;
        }
        reader.at = line;
        for piece in reader.pieces(&cleaned) {
            reader.line(&piece);
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    part: bool,
    at: u32,
    /// The article being read and the number of the one before it.
    draft: Option<ArticleDraft>,
    last: Option<Article>,
    after_heading: bool,
    /// Set at an annex, or where the numbering starts again: nothing after it counts.
    ended: Option<&'static str>,
    ignored_articles: u32,
    body: Body,
}

impl Reader {
    fn problem(&mut self, kind: ProblemKind, what: impl Into<String>) {
        self.body.problems.push(Problem {
            line: self.at,
            kind,
            what: what.into(),
        });
    }

    /// A file that lost its line breaks holds whole chapters on one line; the next article's number
    /// behind a space gives it away, and then a space behind a full stop was a line break.
    fn pieces(&mut self, line: &str) -> Vec<String> {
        let mut expected = match article_mark(line) {
            Some((article, _)) => article,
            None => return vec![line.to_owned()],
        };
        let mut found = false;
        for (i, _) in line.match_indices(" 第") {
            if let Some((article, _)) = article_mark(&line[i + 1..])
                && article.sub == 0
                && Some(article.number.get()) == expected.number.get().checked_add(1)
            {
                expected = article;
                found = true;
            }
        }
        if !found {
            return vec![line.to_owned()];
        }
        self.problem(
            ProblemKind::Doubtful,
            "一行里排了多条，换行已丢失：按句末标点后的空格断行计数，请核对款、项数",
        );
        let mut pieces = Vec::new();
        let mut from = 0;
        for (i, _) in line.match_indices(' ') {
            if line[from..i].ends_with(['。', '；', '：', ';', ':']) {
                pieces.push(line[from..i].trim().to_owned());
                from = i + 1;
            }
        }
        pieces.push(line[from..].trim().to_owned());
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    fn line(&mut self, line: &str) {
        if self.ended.is_some() {
            self.ignored_articles += u32::from(article_mark(line).is_some());
            return;
        }
        let started = self.draft.is_some();
        if started && is_annex(line) {
            self.close();
            self.ended = Some("附件");
            return;
        }
        if is_heading(line) {
            self.close();
            self.after_heading = true;
            return;
        }
        if let Some((article, rest)) = self.article(line) {
            self.open(article, rest);
            return;
        }
        if self.after_heading || !started {
            // Before the first article stand a preamble, a table of contents or the rest of a title.
            if started && ends_sentence(line) {
                self.problem(
                    ProblemKind::Doubtful,
                    format!("章节标题之后、条文之前的正文未计入：“{}”", head(line)),
                );
            }
            return;
        }
        let Some(draft) = &mut self.draft else {
            return;
        };
        let (notes, words) = if let Some((n, rest)) = item_mark(line) {
            (draft.item(n, rest), rest)
        } else if is_point(line) {
            (draft.point(line), line)
        } else if let Some((n, rest)) = old_item_mark(line) {
            (draft.old_item(n, rest), rest)
        } else {
            (draft.plain(line, BROKEN_LINE), line)
        };
        draft.keep(words);
        draft.text.push('\n');
        draft.text.push_str(line);
        let article = draft.article;
        for (kind, what) in notes {
            self.problem(kind, format!("{}：{what}", article_name(article)));
        }
    }

    /// The article that a line begins, if it is the one to be expected here or at least looks like one.
    fn article<'a>(&self, line: &'a str) -> Option<(Article, &'a str)> {
        if let Some(found) = article_mark(line) {
            return Some(found);
        }
        // 「第一百二十八 条侦查人员」: the space went astray; the number in sequence proves the article.
        let (article, rest) = article_number(line)?;
        let expected = self.last.is_some_and(|last| follows(last, article));
        (expected && line.contains(' ') && !rest.starts_with(['第', '规', '的', '、']))
            .then_some((article, rest))
    }

    fn open(&mut self, article: Article, rest: &str) {
        match self.last {
            None if article.number.get() != 1 && !self.part => self.problem(
                ProblemKind::Doubtful,
                format!("条文从{}开始，前面的条文不在文件中", article_name(article)),
            ),
            Some(last)
                if article.number.get() == 1 && article.sub == 0 && last.number.get() > 1 =>
            {
                self.problem(
                    ProblemKind::Unread,
                    format!("{}之后重新从第一条编号，其后不计入", article_name(last)),
                );
                self.close();
                self.ended = Some("另一文件");
                return;
            }
            Some(last) if article <= last => {
                self.problem(
                    ProblemKind::Unread,
                    format!(
                        "{}出现在{}之后，编号重复或倒退，未计入",
                        article_name(article),
                        article_name(last)
                    ),
                );
                self.close();
                // What follows belongs to an article that is not counted.
                self.after_heading = true;
                return;
            }
            Some(last) if !follows(last, article) => self.problem(
                ProblemKind::Doubtful,
                format!(
                    "{}之后直接是{}，编号不连续",
                    article_name(last),
                    article_name(article)
                ),
            ),
            _ => {}
        }
        self.close();
        self.after_heading = false;
        self.last = Some(article);
        self.draft = Some(ArticleDraft::new(article, self.at, rest));
    }

    fn close(&mut self) {
        if let Some(draft) = self.draft.take() {
            self.push(draft);
        }
    }

    fn push(&mut self, mut draft: ArticleDraft) {
        if let Some(caption) = draft.drop_caption() {
            let what = format!(
                "{}：末尾的“{}”像标题，不计为款",
                article_name(draft.article),
                head(&caption)
            );
            self.problem(ProblemKind::Note, what);
        }
        self.body.texts.push(ArticleText {
            line: draft.line,
            text: std::mem::take(&mut draft.text),
            lines: std::mem::take(&mut draft.lines),
        });
        self.body.shapes.push(draft.shape());
    }

    fn finish(mut self) -> Body {
        self.close();
        if self.ignored_articles > 0 {
            let what = format!(
                "{}中另有 {} 条，不计入本法规",
                self.ended.unwrap_or("附件"),
                self.ignored_articles
            );
            self.problem(ProblemKind::Note, what);
        }
        self.body
    }
}

/// 第N条 or 第N条之M.
pub(super) fn article_name(article: Article) -> String {
    if article.sub == 0 {
        format!("第{}条", article.number)
    } else {
        format!("第{}条之{}", article.number, article.sub)
    }
}

/// First characters of a line, for messages.
pub(super) fn head(line: &str) -> String {
    let mut out: String = line.chars().take(16).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

fn article_number(line: &str) -> Option<(Article, &str)> {
    let rest = line.strip_prefix('第')?.trim_start_matches(' ');
    let (numerals, rest) = take_numerals(rest);
    let rest = rest.trim_start_matches(' ').strip_prefix('条')?;
    let mut article = Article::new(number(numerals)?)?;
    if let Some(after) = rest.strip_prefix('之')
        && after.starts_with(is_numeral)
    {
        let (numerals, rest) = take_numerals(after);
        article.sub = number(numerals)?;
        return Some((article, rest));
    }
    Some((article, rest))
}

/// A line that begins an article: its number, then a space, a colon or nothing. 「第十二条规定的…」 is not one.
fn article_mark(line: &str) -> Option<(Article, &str)> {
    let (article, rest) = article_number(line)?;
    let separated = rest.is_empty() || rest.starts_with([' ', '：', ':']);
    separated.then(|| (article, rest.trim_start_matches([' ', '：', ':'])))
}

fn follows(last: Article, next: Article) -> bool {
    if next.sub == 0 {
        last.number.get().checked_add(1) == Some(next.number.get())
    } else {
        last.number == next.number && last.sub.checked_add(1) == Some(next.sub)
    }
}

fn is_heading(line: &str) -> bool {
    if line.starts_with('#') {
        return true;
    }
    let bare: String = line.chars().filter(|c| *c != ' ').collect();
    if matches!(bare.as_str(), "附则" | "总则" | "目录") {
        return true;
    }
    // 第七节 监察委员会 without its marks.
    let Some(rest) = line.strip_prefix('第') else {
        return false;
    };
    let (numerals, rest) = take_numerals(rest);
    !numerals.is_empty()
        && rest.starts_with(['章', '节', '编'])
        && line.contains(' ')
        && !ends_sentence(line)
}

/// 附：, 附件, 附件一：…, 附录, 附表二, 附图: headings of what follows the articles. A sentence that begins with 附 is none.
fn is_annex(line: &str) -> bool {
    let line = line.trim_start_matches('#').trim_start();
    let Some(rest) = line.strip_prefix('附') else {
        return false;
    };
    let rest = rest.strip_prefix(['件', '录', '表', '图']).unwrap_or(rest);
    let (numerals, after) = take_numerals(rest);
    if after.is_empty() || after.starts_with(['：', ':']) {
        return true;
    }
    let labelled = !numerals.is_empty() || rest.len() < line.len() - '附'.len_utf8();
    labelled && after.starts_with(' ') && !ends_sentence(after)
}

/// Whether a line ends where a sentence or clause of its own may end.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.ends_with([
        '。', '；', ';', '：', ':', '！', '？', '”', '」', '』', '）', ')', '…',
    ])
}

#[cfg(test)]
mod tests;
