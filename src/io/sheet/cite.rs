//! The printed form of a citation in item files: `《统计法》第四十四条第一款、第四十五条`.
//!
//! Only [`canonical`] is used elsewhere; the list of provisions is the citation printer's business as soon as there
//! is one in `domain::citation`.

use crate::domain::citation::{Citation, Cited, LawReference};
use crate::domain::provision::Provision;

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
    let provisions: Vec<String> = citation
        .provisions
        .iter()
        .map(|p| cited(&p.cited))
        .collect();
    out.push_str(&provisions.join("、"));
    out
}

/// Whether a remark in brackets only numbers the document (皖政〔2014〕29号) and tells no history.
pub fn is_document_number(remark: &str) -> bool {
    const HISTORY: [&str; 8] = ["通过", "公布", "发布", "修正", "修订", "施行", "修改", "日"];
    remark.trim_end().ends_with('号') && !HISTORY.iter().any(|word| remark.contains(word))
}

fn cited(cited: &Cited) -> String {
    match cited {
        Cited::Provision(p) => provision(p),
        Cited::Range { from, to } => format!("{}至{}", provision(from), provision(to)),
        Cited::Chapter(n) => format!("第{}章", numeral(n.get())),
        Cited::AnnexItem { annex, item } => {
            let annex = annex.map_or_else(String::new, |n| numeral(n.get()));
            format!("附件{annex}第{}项", numeral(item.get()))
        }
    }
}

fn provision(p: &Provision) -> String {
    let mut out = format!("第{}条", numeral(p.article.number.get()));
    if p.article.sub > 0 {
        out.push_str(&format!("之{}", numeral(p.article.sub)));
    }
    for (part, unit) in [(p.paragraph, "款"), (p.subparagraph, "项"), (p.point, "目")] {
        if let Some(n) = part {
            out.push_str(&format!("第{}{unit}", numeral(n.get())));
        }
    }
    out
}

/// A number as statutes write it.
fn numeral(n: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const UNITS: [(u16, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    if n >= 10_000 {
        return n.to_string();
    }
    let (mut out, mut rest, mut gap) = (String::new(), n, false);
    for (unit, name) in UNITS {
        let digit = rest / unit;
        rest %= unit;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        // 十二, but 一百一十二.
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push_str(DIGITS.get(usize::from(digit)).copied().unwrap_or_default());
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_statutes() {
        for (n, text) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (112, "一百一十二"),
            (1260, "一千二百六十"),
            (1005, "一千零五"),
        ] {
            assert_eq!(numeral(n), text);
        }
    }

    #[test]
    fn only_numbers_of_documents_stay_in_brackets() {
        assert!(is_document_number("皖政〔2014〕29号"));
        assert!(is_document_number("国务院令第412号"));
        assert!(!is_document_number("2006年8月23日国务院令第473号公布"));
        assert!(!is_document_number("1983年12月8日通过"));
    }
}
