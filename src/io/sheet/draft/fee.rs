//! 收费依据和标准 in one cell, as the published list prints it.

use super::writer::{Writer, distinct};
use super::{DraftFee, Noted};
use crate::domain::item::BasisRole;
use crate::io::sheet::headers::Field;
use crate::io::sheet::joined::Joined;
use crate::io::sheet::rows::{Piece, RawItem};
use crate::io::sheet::text::{one_line, paragraphs};

impl Writer<'_> {
    /// The fee, where the cell is written as the published list prints it; else the cell is noted under its title.
    pub(super) fn fee(&mut self, item: &RawItem, noted: &mut Vec<Noted>) -> Option<DraftFee> {
        let found = distinct(item, Field::Fee);
        let cell = found.first()?;
        let Some(printed) = Printed::read(&cell.text) else {
            noted.push(Noted {
                title: "收费依据和标准".to_owned(),
                cell: cell.first().cell,
                span: cell.whole(),
                text: paragraphs(&cell.text),
            });
            return None;
        };
        let basis = printed.basis.map_or(Vec::new(), |text| {
            let piece = [Piece {
                text: text.to_owned(),
                ..cell.first().clone()
            }];
            let within = Joined::new(&piece);
            within.map_or(Vec::new(), |text| {
                self.basis_cell(&text, Field::Fee, BasisRole::Charges)
            })
        });
        Some(DraftFee {
            charged: cell.at(printed.charged),
            on_enterprises: printed.on_enterprises,
            basis,
            standard: printed.standard.map(|text| cell.at(text.to_owned())),
        })
    }
}

/// The parts of the cell.
#[derive(Debug, PartialEq, Eq)]
struct Printed<'t> {
    charged: bool,
    on_enterprises: Option<bool>,
    basis: Option<&'t str>,
    standard: Option<&'t str>,
}

impl<'t> Printed<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
        let (charged, on_enterprises) = match one_line(head).as_str() {
            "不收费" => (false, None),
            "收费" => (true, None),
            "收费（涉企收费）" => (true, Some(true)),
            _ => return None,
        };
        let (before, standard) = match rest.split_once("标准：") {
            Some((before, standard)) => (before, Some(standard.trim())),
            None => (rest, None),
        };
        let before = before.trim();
        let basis = before.strip_prefix("依据：").map(str::trim);
        (before.is_empty() || basis.is_some()).then_some(Self {
            charged,
            on_enterprises,
            basis,
            standard,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_list_prints_is_read_and_nothing_else() {
        assert_eq!(
            Printed::read("收费（涉企收费）\n依据：《价格法》第四十七条\n标准：每件 5 元\n每次"),
            Some(Printed {
                charged: true,
                on_enterprises: Some(true),
                basis: Some("《价格法》第四十七条"),
                standard: Some("每件 5 元\n每次"),
            })
        );
        assert_eq!(
            Printed::read("不收费"),
            Some(Printed {
                charged: false,
                on_enterprises: None,
                basis: None,
                standard: None
            })
        );
        for other in ["", "《价格法》第四十七条", "收费\n见附件", "免费"] {
            assert_eq!(Printed::read(other), None, "{other}");
        }
    }
}
