//! Small text helpers that rules and readers share.

use crate::domain::numeral::Chinese;
use crate::domain::width::narrow;

pub use crate::domain::near::{distance, nearest};

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
        // Most of every name, and spared the tables of Unicode.
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            match c {
                '的' | '及' | '和' | '与' | '或' => {}
                '政' if plain.ends_with('行') => {
                    plain.pop();
                }
                _ => plain.push(c),
            }
            continue;
        }
        let c = narrow(c);
        if c.is_ascii() {
            plain.extend(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        } else if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
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
    fn one_thing_written_differently_is_spelled_alike() {
        let one = spelled("对未编报（水土保持）方案的行政处罚");
        assert_eq!(one, spelled("对 未编报水土保持方案的处罚。"));
        assert_eq!(spelled("Ａ类许可"), spelled("a类的许可"));
        assert_ne!(one, spelled("对未编报水土保持方案的强制"));
    }
}
