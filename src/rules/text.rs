//! Small text helpers that rules and readers share.

use crate::domain::numeral::Chinese;
use crate::domain::width::narrow;

/// Edit distance (insert, delete, replace, each 1) between two short texts, counted in characters.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replace = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

/// The candidate nearest to a text, if any is near enough to be a slip.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + text.chars().count() / 4;
    candidates
        .into_iter()
        .map(|c| (distance(text, c), c))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// A number of things as Chinese counts them: 两款, not 二款.
pub fn count(number: u16) -> String {
    if number == 2 {
        "两".to_owned()
    } else {
        Chinese(number).to_string()
    }
}

/// A name with everything left out in which people write one thing differently: spaces, punctuation, width,
/// and the words 的, 行政, 和 and the like.
pub fn spelled(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match narrow(c) {
            '的' | '及' | '和' | '与' | '或' => {}
            '政' if plain.ends_with('行') => {
                plain.pop();
            }
            c if c.is_ascii() => {
                plain.extend(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()))
            }
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    plain
}

/// A date as Chinese documents write it: 2015年3月1日.
pub fn date(date: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("office", "offices"), 1);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("行政许可", "行政审批"), 2);
        assert_eq!(nearest("flowchrt", ["flowchart", "fee"]), Some("flowchart"));
        assert_eq!(nearest("xyz", ["flowchart", "fee"]), None);
    }

    #[test]
    fn one_thing_written_differently_is_spelled_alike() {
        let one = spelled("对未编报（水土保持）方案的行政处罚");
        assert_eq!(one, spelled("对 未编报水土保持方案的处罚。"));
        assert_eq!(spelled("Ａ类许可"), spelled("a类的许可"));
        assert_ne!(one, spelled("对未编报水土保持方案的强制"));
    }
}
