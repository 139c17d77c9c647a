//! Citations of statutes: how people write them, read into provisions with their places.
//!
//! The grammar is that of DESIGN §3. [`parse`] never fails: what it does not understand becomes a
//! [`Gap`] that says where and why, and everything else is still read.

use std::num::NonZeroU16;
use std::ops::Range;

use super::provision::Provision;

mod component;
mod expand;
mod head;
mod ink;
mod kept;
mod marks;
mod mentions;
mod names;
mod parse;
mod plain;
mod print;
mod remark;
mod renumber;
mod scan;
mod target;
mod tidy;
mod title;

pub use kept::{Citations, MOST_KEPT, parse_once};
pub use mentions::Mentions;
pub use names::{find_law, law_names};
pub use parse::parse;
pub use print::{Canonical, print_cited};
pub use renumber::{NotRenumbered, mapped, renumber};
pub use tidy::{Rewrite, rewrite, tidy};

/// What a citation says of its law.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LawReference {
    /// 《name》: the name between the marks, inner marks normalised to 〈〉, brackets to （）, spaces and line breaks removed.
    /// A version in it (水法（2016年修正）) stands in the remarks instead; （试行） stays.
    Named(String),
    /// 本法, 本条例 …: the law that the surrounding text is about.
    This,
    /// 同法: the law of the citation before, kept where there is none.
    Same,
}

/// What is cited of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cited {
    /// One provision.
    Provision(Provision),
    /// 第A条至第B条, both ends included; also 款 and 项 ranges.
    Range {
        /// First provision.
        from: Provision,
        /// Last provision.
        to: Provision,
    },
    /// 第N编, 第N章, 第N节.
    Division(Division),
    /// 第N部分 of a document, or one numbered item of it.
    Part {
        /// 第N部分.
        part: NonZeroU16,
        /// 第（N）项.
        item: Option<NonZeroU16>,
    },
    /// 附件, 附表, 附录, or one item of it, as in 国务院令第412号.
    Annex {
        /// Which word.
        kind: AnnexKind,
        /// 附件N, where numbered.
        number: Option<NonZeroU16>,
        /// 第N项.
        item: Option<NonZeroU16>,
    },
}

/// A division of a statute above the 条. Articles are numbered through all of them, 章 and 节 are not:
/// where a text leaves out the coarser one it is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Division {
    /// 第N编.
    Book(NonZeroU16),
    /// 第N章.
    Chapter {
        /// 编.
        book: Option<NonZeroU16>,
        /// 章.
        chapter: NonZeroU16,
    },
    /// 第N节.
    Section {
        /// 编.
        book: Option<NonZeroU16>,
        /// 章.
        chapter: Option<NonZeroU16>,
        /// 节.
        section: NonZeroU16,
    },
}

/// What stands behind a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnnexKind {
    /// 附件.
    Attachment,
    /// 附表.
    Table,
    /// 附录.
    Appendix,
}

impl AnnexKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Attachment, Self::Table, Self::Appendix];

    /// The word in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Attachment => "附件",
            Self::Table => "附表",
            Self::Appendix => "附录",
        }
    }
}

/// One thing cited, with its place and the statute text quoted for it. Ranges are bytes of the parsed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedAt {
    /// What is cited.
    pub cited: Cited,
    /// Where the mark stands, e.g. the bytes of 第五条第二款. A chapter or annex range (第二章至第四章) is
    /// several things cited by one mark: they carry the same span.
    pub span: Range<usize>,
    /// Where the quoted text stands, without quotation marks; `None` when nothing is quoted.
    /// Text quoted for a list (第三条、第四条：…) belongs to each of the list.
    pub quote: Option<Range<usize>>,
}

/// One law with the provisions cited of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// 【法律】-style marker before the title, without its brackets.
    pub tag: Option<String>,
    /// The law.
    pub law: LawReference,
    /// Where the title stands (with its marks), or the 本法 / 同法.
    pub law_span: Range<usize>,
    /// What stood in brackets after the title: order number, history. Without the brackets.
    /// Also what stood there without brackets (国务院令第514号) and an issuing body before the title.
    pub remarks: Vec<String>,
    /// Provisions in the order they stand; empty when the law is cited as a whole.
    pub provisions: Vec<CitedAt>,
    /// Text quoted of the law without any provision, as from a 规范性文件 that has no articles.
    pub quote: Option<Range<usize>>,
    /// From the tag or title to the last mark or quoted text.
    pub span: Range<usize>,
}

/// A piece of text that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where.
    pub span: Range<usize>,
    /// Why.
    pub why: GapReason,
}

/// Why a piece of text was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GapReason {
    /// No 《 》 title at the beginning: the law has no name here.
    NoTitle,
    /// A 《 without its 》.
    UnclosedTitle,
    /// A bracket without its other half.
    UnclosedBracket,
    /// A number that is no number (第一十百条) or is zero.
    BadNumeral,
    /// Text after the citation that is neither a provision nor quoted text.
    Unexpected,
    /// 前款, 同法 or 本法 with nothing that it could refer to.
    NoAntecedent,
    /// A range whose end is before its beginning.
    BackwardRange,
    /// A number without its 条, 款 or 项 (第二十七第二款).
    MissingUnit,
}

impl GapReason {
    /// What is wrong and what to do, for people.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NoTitle => "没有写明法规名称，应以《》标出",
            Self::UnclosedTitle => "书名号不成对，应补全《》",
            Self::UnclosedBracket => "括号不成对，应补全",
            Self::BadNumeral => "条款编号不是有效数字，应写作“第一百二十三条”",
            Self::Unexpected => "既不是条款项，也不是引文，应改写或删去",
            Self::NoAntecedent => "“前款”“同法”“第几款”等没有可以指代的对象，应写全",
            Self::BackwardRange => "起止颠倒，前面的条款应在后面的之前",
            Self::MissingUnit => "编号后缺少“条”“款”或“项”，应补全",
        }
    }
}

/// The outcome of [`parse`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedCitations {
    /// Citations in the order of the text.
    pub citations: Vec<Citation>,
    /// What was not understood, in the order of the text.
    pub gaps: Vec<Gap>,
}

impl ParsedCitations {
    /// Gives back what room was taken for more than came.
    fn shrink(&mut self) {
        for citation in &mut self.citations {
            citation.provisions.shrink_to_fit();
        }
        self.citations.shrink_to_fit();
        self.gaps.shrink_to_fit();
    }
}
