//! The printed form of a citation in item files: `《统计法》第四十四条第一款、第四十五条`.

use crate::domain::citation::{Citation, Cited, LawReference, print_cited};

/// A citation in canonical form, its law by short name and with the number of the document where one was given.
pub fn canonical(citation: &Citation) -> String {
    let mut out = match &citation.law {
        LawReference::Named(name) => format!(
            "《{}》",
            name.strip_prefix("中华人民共和国").unwrap_or(name)
        ),
        LawReference::This => "本法".to_owned(),
        LawReference::Same => "同法".to_owned(),
    };
    for remark in citation.remarks.iter().filter(|r| is_document_number(r)) {
        out.push_str(&format!("（{}）", super::text::one_line(remark)));
    }
    let cited: Vec<Cited> = citation.provisions.iter().map(|p| p.cited).collect();
    out.push_str(&print_cited(&cited));
    out
}

/// Whether a remark in brackets only numbers the document (皖政〔2014〕29号) and tells no history.
pub fn is_document_number(remark: &str) -> bool {
    const HISTORY: [&str; 8] = ["通过", "公布", "发布", "修正", "修订", "施行", "修改", "日"];
    remark.trim_end().ends_with('号') && !HISTORY.iter().any(|word| remark.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_documents_stay_in_brackets() {
        assert!(is_document_number("皖政〔2014〕29号"));
        assert!(is_document_number("国务院令第412号"));
        assert!(!is_document_number("2006年8月23日国务院令第473号公布"));
        assert!(!is_document_number("1983年12月8日通过"));
    }
}
