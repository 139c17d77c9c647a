//! A provision of a statute: 条 (之N), 款, 项, 目.

use std::fmt;
use std::num::NonZeroU16;

use super::numeral::Chinese;

/// Article (条) number with the suffix of an inserted article: 第二十条之一 is `{ number: 20, sub: 1 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Article {
    /// 第N条, from 1.
    pub number: NonZeroU16,
    /// 之N of an inserted article; 0 for an ordinary one.
    pub sub: u16,
}

impl Article {
    /// 第`number`条; `None` for 0, which no statute has.
    pub fn new(number: u16) -> Option<Self> {
        Some(Self {
            number: NonZeroU16::new(number)?,
            sub: 0,
        })
    }
}

/// One provision as cited. A finer part without the coarser one does not exist:
/// where a text says 第（三）项 of an article, the paragraph is `None` and the item is in its only (or any) paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Provision {
    /// 条.
    pub article: Article,
    /// 款, counted from 1.
    pub paragraph: Option<NonZeroU16>,
    /// 项, counted from 1.
    pub subparagraph: Option<NonZeroU16>,
    /// 目, counted from 1.
    pub point: Option<NonZeroU16>,
}

impl Provision {
    /// A whole article.
    pub const fn article(article: Article) -> Self {
        Self {
            article,
            paragraph: None,
            subparagraph: None,
            point: None,
        }
    }
}

impl fmt::Display for Article {
    /// 第二十二条, 第二十二条之一.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}条", Chinese(self.number.get()))?;
        if self.sub > 0 {
            write!(f, "之{}", Chinese(self.sub))?;
        }
        Ok(())
    }
}

impl fmt::Display for Provision {
    /// 第二十二条之一第一款第（三）项第1目: Chinese numerals, 项 in brackets, 目 in Arabic as statutes number them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.article)?;
        if let Some(paragraph) = self.paragraph {
            write!(f, "第{}款", Chinese(paragraph.get()))?;
        }
        if let Some(item) = self.subparagraph {
            write!(f, "第（{}）项", Chinese(item.get()))?;
        }
        if let Some(point) = self.point {
            write!(f, "第{point}目")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisions_print_as_statutes_do() {
        let n = NonZeroU16::new;
        let article = Article {
            number: NonZeroU16::new(22).unwrap(),
            sub: 1,
        };
        let full = Provision {
            article,
            paragraph: n(1),
            subparagraph: n(3),
            point: n(1),
        };
        assert_eq!(full.to_string(), "第二十二条之一第一款第（三）项第1目");
        let item = Provision {
            paragraph: None,
            point: None,
            ..full
        };
        assert_eq!(item.to_string(), "第二十二条之一第（三）项");
        assert_eq!(Provision::article(article).to_string(), "第二十二条之一");
    }
}
