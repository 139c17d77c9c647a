//! The canonical form: 《name》第二十二条第一款第（三）项、第（五）项、第三十条至第三十五条.

use std::fmt;

use super::{Citation, Cited, LawReference};
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
            Cited::Chapter(chapter) => {
                out.push_str(&format!("第{}章", Chinese(chapter.get())));
                before = None;
            }
            Cited::AnnexItem { annex, item } => {
                let annex = annex.map(|n| n.to_string()).unwrap_or_default();
                out.push_str(&format!("附件{annex}第{item}项"));
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
