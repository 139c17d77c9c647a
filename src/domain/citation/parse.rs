//! The reader of a whole cell: heads, their provisions, the text quoted for them.

use super::head::{self, Head};
use super::ink::{COLONS, Ink, OPENING};
use super::marks::{Marks, marks};
use super::plain::plain;
use super::scan::{self, After};
use super::target::Base;
use super::{Citation, CitedAt, Gap, GapReason, ParsedCitations, component, remark, title};

/// Reads the citations of a cell or a line (DESIGN §3).
///
/// Understood are 【法律】 tags, titles with history and order numbers, lists and ranges of provisions with
/// shared prefixes, chapters, annex items, and the statute text quoted after `：`, a blank or quotation marks
/// until the next mark at a line start. Never fails and never panics; time grows linearly with the text.
/// All spans are bytes of `text` on character boundaries, in ascending order.
pub fn parse(text: &str) -> ParsedCitations {
    plain(text).unwrap_or_else(|| by_grammar(text))
}

/// [`parse`] by the whole grammar.
pub(super) fn by_grammar(text: &str) -> ParsedCitations {
    let mut reader = Reader {
        ink: &Ink::new(text),
        out: ParsedCitations::default(),
        base: Base::default(),
        at: 0,
        refining: false,
        lawless: true,
        head_end: 0,
        ahead: None,
    };
    reader.read();
    let mut out = reader.out;
    out.gaps.sort_by_key(|gap| (gap.span.start, gap.span.end));
    out
}

struct Reader<'a> {
    ink: &'a Ink,
    out: ParsedCitations,
    base: Base,
    at: usize,
    /// Text may follow the mark at hand without a separator: 第一条：第（七）项…, 第一条【目的】…
    refining: bool,
    /// The last head had no name that could be read, so what follows belongs to no law known here.
    lawless: bool,
    /// Where the last head ended: right behind it 48条 needs no 第.
    head_end: usize,
    /// The provisions that were seen to stand right behind the last head.
    ahead: Option<Marks>,
}

impl Reader<'_> {
    fn read(&mut self) {
        loop {
            let at = head::lead(self.ink, self.at);
            if at >= self.ink.len() {
                return;
            }
            if at > self.at {
                self.at = at;
                continue;
            }
            let before = self.out.citations.last().map(|c| &c.law);
            if let Some(head) = head::head(self.ink, at, before) {
                self.take_head(head);
                continue;
            }
            let bare = self.ink.starts_line(at) || at == self.head_end;
            let ahead = self.ahead.take().filter(|_| at == self.head_end);
            if let Some(found) = ahead.or_else(|| marks(self.ink, at, self.base, bare)) {
                self.take_marks(found);
            } else {
                self.refuse(at);
            }
        }
    }

    fn take_head(&mut self, head: Head) {
        let ink = self.ink;
        for (from, to, why) in head.gaps {
            self.gap(from, to, why);
        }
        self.out.citations.push(Citation {
            tag: head.tag,
            law: head.law,
            law_span: ink.bytes(head.law_at.0, head.law_at.1),
            remarks: head.remarks,
            provisions: Vec::new(),
            quote: None,
            span: ink.bytes(head.from, head.end),
        });
        self.base = Base::default();
        self.lawless = false;
        self.at = head.end;
        let mut at = head.end;
        while ink.among(at, COLONS) || ink.among(at, ['。', '；', ';']) {
            at += 1;
        }
        let mark = title::quoted_mark(ink, at);
        self.ahead = marks(ink, mark, self.base, true);
        if self.ahead.is_some() {
            self.at = mark;
            self.head_end = mark;
        } else if let Some(end) = whole_law(ink, at) {
            self.at = end;
        } else if ink.starts_line(at) {
            self.quote_whole(at);
        }
    }

    /// Text on the line after a head that names no provision, as of a document without articles.
    fn quote_whole(&mut self, at: usize) {
        let before = self.out.citations.last().map(|c| &c.law);
        if head::head(self.ink, head::lead(self.ink, at), before).is_some() {
            return;
        }
        let limit = scan::next_start(self.ink, at, self.base);
        if let Some((from, to)) = scan::quoted(self.ink, at, limit)
            && let Some(citation) = self.out.citations.last_mut()
        {
            let quote = self.ink.bytes(from, to);
            citation.span.end = quote.end;
            citation.quote = Some(quote);
        }
        self.at = limit;
    }

    fn take_marks(&mut self, found: Marks) {
        let ink = self.ink;
        let start = self.at;
        self.base = found.base;
        self.at = found.end;
        if self.lawless {
            // One gap for what lacks its law, with the text quoted for it left alone.
            self.gap(start, found.end, GapReason::NoTitle);
        } else {
            for &(from, to, why) in &found.gaps {
                self.gap(from, to, why);
            }
        }
        let (quote, end) = self.quote_after(start, &found);
        let quote = quote.map(|(from, to)| ink.bytes(from, to));
        let marks_end = ink.bytes(start, found.end).end;
        if !self.lawless
            && let Some(citation) = self.out.citations.last_mut()
        {
            citation.span.end = quote.as_ref().map_or(marks_end, |q| q.end);
            for (cited, from, to) in found.cited {
                citation.provisions.push(CitedAt {
                    cited,
                    span: ink.bytes(from, to),
                    quote: quote.clone(),
                });
            }
        }
        self.at = end.max(found.end);
    }

    /// The text quoted after a list of provisions and the position where reading goes on.
    fn quote_after(&mut self, start: usize, found: &Marks) -> (Option<(usize, usize)>, usize) {
        let ink = self.ink;
        let (mut what, mut at) = scan::after(ink, found.end);
        // 第十条（取水许可）：… says what the article is about.
        if ink.among(at, OPENING) && !component::is_item_bracket(ink, at) && !ink.starts_line(at) {
            let (said, end, lost) = remark::remarks(ink, at);
            if lost.is_none() && end < at + 60 {
                if let Some(citation) = self.out.citations.last_mut() {
                    citation.remarks.extend(said);
                }
                (what, at) = scan::after(ink, end);
            }
        } else if let Some(end) = remark::article_heading(ink, at) {
            (what, at) = scan::after(ink, end);
            self.refining = true;
        }
        let own_line = ink.starts_line(start) || std::mem::take(&mut self.refining);
        let text = match what {
            After::End => return (None, at),
            After::Colon => at + 1,
            After::Quote | After::Space => at,
            After::Line => {
                if self.begins_here(at) {
                    return (None, at);
                }
                at
            }
            After::Stop if own_line && !self.list_goes_on(at) => at + 1,
            After::Stop => return (None, at),
            After::Running | After::Text if own_line => at,
            After::Running | After::Text => return (None, at),
        };
        // 第一条：第（七）项… names the part after the colon.
        if what == After::Colon && !ink.starts_line(text) && self.refines(text) {
            self.refining = true;
            return (None, text);
        }
        let listed = what == After::Space && scan::listed_title(ink, text);
        if text >= ink.len() || listed || self.begins_here(text) {
            return (None, text);
        }
        let limit = scan::next_start(ink, text, self.base);
        (scan::quoted(ink, text, limit), limit)
    }

    /// Whether a citation or provision begins at `at`, so that nothing is quoted before it.
    fn begins_here(&self, at: usize) -> bool {
        if self.ink.starts_line(at) {
            scan::starts_after_mark(self.ink, at, self.base)
        } else {
            head::tag(self.ink, at).is_some()
        }
    }

    fn list_goes_on(&self, at: usize) -> bool {
        let next = head::lead(self.ink, at);
        next >= self.ink.len()
            || self.ink.among(next, ['《', '【'])
            || self.ink.starts_line(next)
            || title::is_mark(self.ink, next)
    }

    fn refines(&self, at: usize) -> bool {
        self.ink.is(at, '第')
            && marks(self.ink, at, self.base, false).is_some_and(|found| {
                found.unit > component::Unit::Article
                    && found.base.is_open()
                    && scan::after(self.ink, found.end).0 != After::Running
            })
    }

    /// Text that is nothing of the grammar: a gap up to where reading can go on.
    fn refuse(&mut self, at: usize) {
        let ink = self.ink;
        let end = scan::next_start_or(ink, at + 1, self.base, |i| {
            ink.is(i, '《') && !ink.starts_line(i) && follows_separator(ink, i)
        });
        let why = match title::title(ink, at) {
            Some(title::Title::Unclosed(..)) => GapReason::UnclosedTitle,
            _ if self.lawless || head::tag(ink, at).is_some() || ink.among(at, ['《', '〈']) => {
                GapReason::NoTitle
            }
            _ => GapReason::Unexpected,
        };
        // Better no law than the one before: 【法律】 without a name begins a new one.
        self.lawless |= why != GapReason::Unexpected;
        let mut to = end;
        while to > at + 1
            && ink
                .before(to)
                .is_some_and(|c| ['、', '，', ',', '。', '；', ';', '和', '及'].contains(&c))
        {
            to -= 1;
        }
        self.gap(at, to, why);
        self.at = end;
    }

    fn gap(&mut self, from: usize, to: usize, why: GapReason) {
        let span = self.ink.bytes(from, to.max(from + 1));
        self.out.gaps.push(Gap { span, why });
    }
}

/// Words behind a title that say that all of it is cited: 全文, 的有关规定处罚.
fn whole_law(ink: &Ink, at: usize) -> Option<usize> {
    if let Some(end) = ink.one_of(at, &["全文适用", "全文", "整部法律"]) {
        return Some(end);
    }
    let end = ink.one_of(
        at,
        &[
            "的有关规定",
            "的相关规定",
            "有关规定",
            "相关规定",
            "的规定",
            "规定",
        ],
    )?;
    let end = ink
        .one_of(end, &["处罚", "处理", "执行", "办理", "实施"])
        .unwrap_or(end);
    (end >= ink.len() || ink.starts_line(end) || ink.among(end, ['。', '；', ';', '，', ',', '、']))
        .then_some(end)
}

/// Whether a title in running text may be cited again: after a comma or 根据.
fn follows_separator(ink: &Ink, at: usize) -> bool {
    ink.before(at).is_some_and(|c| {
        [
            '、', '，', ',', '；', ';', '。', '：', ':', '和', '及', '与', '或',
        ]
        .contains(&c)
    }) || ink.ends_with(at, &["根据", "依据", "依照", "按照", "参照"])
}
