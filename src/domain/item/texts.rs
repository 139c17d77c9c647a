//! The texts of an item that are for people alone.

use super::PowerItem;
use crate::domain::place::{At, Span};

/// A text with the field it stands in, and its place; that of its entry or of the whole item where it has none of its own.
pub type Said<'a> = (&'static str, &'a str, Span);

impl PowerItem {
    /// Hands over every text of the item, sub-items and entries included; not its citations.
    pub fn each_text<'a>(&'a self, mut take: impl FnMut(Said<'a>)) {
        let mut at = |field, text: &'a At<String>| take((field, text.value.as_str(), text.span));
        at("name", &self.name);
        for sub in &self.sub_items {
            at("sub_items", &sub.name);
        }
        for (field, text) in [
            ("exercised_by", &self.exercised_by),
            ("office", &self.office),
            ("target", &self.target),
            ("national_code", &self.national_code),
        ] {
            text.iter().for_each(|text| at(field, text));
        }
        for entry in &self.responsibilities {
            at("responsibilities", &entry.stage);
            at("responsibilities", &entry.duty);
        }
        for entry in &self.accountability {
            at("accountability", &entry.situation);
        }
        if let Some(supervision) = &self.supervision {
            supervision
                .phone
                .iter()
                .for_each(|text| at("supervision", text));
            supervision
                .email
                .iter()
                .for_each(|text| at("supervision", text));
        }
        for entry in &self.prerequisites {
            at("prerequisites", &entry.item);
            entry
                .handled_by
                .iter()
                .for_each(|text| at("prerequisites", text));
        }
        for entry in &self.intermediary_services {
            at("intermediary_services", &entry.name);
        }
        let standard = self.fee.iter().flat_map(|fee| &fee.standard);
        standard.for_each(|text| at("fee", text));
        let quotes = self.citations_with_quotes();
        for (field, _, _, quote) in quotes {
            quote.into_iter().for_each(|text| at(field, text));
        }
        for entry in &self.integrity_risks {
            let place = entry.step.span;
            take(("integrity_risks", &entry.risk, place));
            take(("integrity_risks", &entry.measure, place));
        }
        for entry in &self.intermediary_services {
            let payer = entry.paid_by.as_deref();
            payer
                .into_iter()
                .for_each(|text| take(("intermediary_services", text, entry.name.span)));
        }
        let remarks = self.remarks.as_deref();
        remarks
            .into_iter()
            .for_each(|text| take(("remarks", text, self.name.span)));
    }
}
