//! The canonical form: 《name》第二十二条第一款第（三）项、第（五）项、第三十条至第三十五条.

use std::fmt;

use super::{Citation, Cited, Division, LawReference};
use crate::domain::numeral::Chinese;
use crate::domain::provision::Provision;

/// Prints a citation canonically, without tag, history and quoted text; [`super::parse`] reads it back unchanged.
#[derive(Debug, Clone, Copy)]
pub struct Canonical<'a>(pub &'a Citation);

impl fmt::Display for Canonical<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.law {
            LawReference::Named(name) => write!(f, "《{name}》")?,
            LawReference::This => f.write_str("本法")?,
            LawReference::Same => f.write_str("同法")?,
        }
        let cited: Vec<Cited> = self.0.provisions.iter().map(|p| p.cited).collect();
        f.write_str(&print_cited(&cited))
    }
}

impl fmt::Display for Division {
    /// 第二编第十六章第一节.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (book, chapter, section) = match *self {
            Self::Book(book) => (Some(book), None, None),
            Self::Chapter { book, chapter } => (book, Some(chapter), None),
            Self::Section {
                book,
                chapter,
                section,
            } => (book, chapter, Some(section)),
        };
        for (number, unit) in [(book, '编'), (chapter, '章'), (section, '节')] {
            if let Some(number) = number {
                write!(f, "第{}{unit}", Chinese(number.get()))?;
            }
        }
        Ok(())
    }
}

/// Prints provisions as a list; where one shares all but its last part with the one before, only that part is printed.
pub fn print_cited(cited: &[Cited]) -> String {
    let mut out = String::new();
    // What a reader of the list has in mind; `None` after a mark that cannot be leaned on.
    let mut before: Option<Provision> = None;
    for (i, one) in cited.iter().enumerate() {
        if i > 0 {
            out.push('、');
        }
        match one {
            Cited::Provision(provision) => {
                out.push_str(&short(before, provision));
                before = Some(*provision);
            }
            Cited::Range { from, to } => {
                out.push_str(&short(before, from));
                out.push('至');
                out.push_str(&short(Some(*from), to));
                before = Some(*to);
            }
            Cited::Division(division) => {
                out.push_str(&division.to_string());
                before = None;
            }
            Cited::Part { part, item } => {
                out.push_str(&format!("第{}部分", Chinese(part.get())));
                if let Some(item) = item {
                    out.push_str(&format!("第（{}）项", Chinese(item.get())));
                }
                before = None;
            }
            Cited::Annex { kind, number, item } => {
                out.push_str(kind.chinese());
                out.push_str(&number.map(|n| n.to_string()).unwrap_or_default());
                if let Some(item) = item {
                    out.push_str(&format!("第{item}项"));
                }
                before = None;
            }
        }
    }
    out
}

/// The part of `provision` that the one before does not say already.
fn short(before: Option<Provision>, provision: &Provision) -> String {
    let Some(before) = before.filter(|b| b.article == provision.article) else {
        return provision.to_string();
    };
    let full = provision.to_string();
    let rest = |prefix: Provision| full.strip_prefix(&prefix.to_string()).map(str::to_owned);
    let article = Provision::article(provision.article);
    let shared = if provision.point.is_some() {
        (before.subparagraph == provision.subparagraph
            && before.paragraph == provision.paragraph
            && before.point.is_some())
        .then_some(Provision {
            point: None,
            ..*provision
        })
    } else if provision.subparagraph.is_some() {
        (before.paragraph == provision.paragraph && before.subparagraph.is_some()).then_some(
            Provision {
                subparagraph: None,
                ..*provision
            },
        )
    } else {
        (provision.paragraph.is_some() && before.paragraph.is_some()).then_some(article)
    };
    shared.and_then(rest).unwrap_or(full)
}
