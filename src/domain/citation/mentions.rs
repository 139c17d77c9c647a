//! Where a text may name a law, seen without reading what it cites.
//!
//! However people spell the name of a law, its letters stand in the text in their order, and nothing between them but
//! blanks, brackets and marks: [`parse`](super::parse) drops the blanks, and spells the rest as it likes. So the rarest
//! letter of a name is looked for, and the others around it. What is found need not be a citation; what is not found is none.

use aho_corasick::AhoCorasick;

/// Some names, to be looked for in many texts.
#[derive(Debug, Clone)]
pub struct Mentions {
    finder: AhoCorasick,
    /// What has to stand around each thing that is looked for; one of these is enough.
    around: Vec<Vec<Around>>,
}

/// The letters on both sides of one, the nearest first.
#[derive(Debug, Clone)]
struct Around {
    before: Vec<char>,
    after: Vec<char>,
}

/// What half of the letters of such lists are, the most frequent last.
const FREQUENT: &str = "价格环境护保资建设生产业工程企水土地农药林矿卫食品质量标准税收财政务院令部省市县区人民共和国中华\
    全安实施与关于理管条例规定办法责任事项行为政的在";

impl Mentions {
    /// Of names, spelt in whatever way, and of words that are never spelt in another; `None` where a name has no letters,
    /// so that it could be anywhere.
    pub fn of<'n>(
        names: impl IntoIterator<Item = &'n str>,
        words: impl IntoIterator<Item = &'n str>,
    ) -> Option<Self> {
        let mut sought: Vec<String> = Vec::new();
        let mut around: Vec<Vec<Around>> = Vec::new();
        for name in names {
            let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
            let rarest = (0..letters.len()).min_by_key(|&i| frequency(letters[i]))?;
            let one = Around {
                before: letters[..rarest].iter().rev().copied().collect(),
                after: letters[rarest + 1..].to_vec(),
            };
            let letter = letters[rarest].to_string();
            match sought.iter().position(|known| *known == letter) {
                Some(i) => around[i].push(one),
                None => {
                    sought.push(letter);
                    around.push(vec![one]);
                }
            }
        }
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            sought.push(word.to_owned());
            around.push(Vec::new());
        }
        // Too many to be looked for at once are as good as anywhere.
        let finder = AhoCorasick::new(&sought).ok()?;
        Some(Self { finder, around })
    }

    /// Where one of the names may stand in a text: a byte of each such place, in ascending order.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let found = self.finder.find_iter(text);
        found.filter_map(|found| {
            let around = self.around.get(found.pattern().as_usize())?;
            let (before, after) = (text.get(..found.start())?, text.get(found.end()..)?);
            let is_there = around.is_empty()
                || around.iter().any(|one| {
                    begins(before.chars().rev(), &one.before) && begins(after.chars(), &one.after)
                });
            is_there.then_some(found.start())
        })
    }

    /// Whether one of the names may stand in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.places(text).next().is_some()
    }
}

fn frequency(letter: char) -> usize {
    let known = FREQUENT.chars().position(|c| c == letter);
    match known {
        Some(i) => i + 1,
        // Figures and the letters of codes stand everywhere.
        None if letter.is_ascii() => usize::MAX,
        None => 0,
    }
}

/// Whether these letters come first, whatever else stands between them.
fn begins(text: impl Iterator<Item = char>, letters: &[char]) -> bool {
    let mut found = text.filter(|c| c.is_alphanumeric());
    letters.iter().all(|&letter| found.next() == Some(letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{find_law, law_names, parse};
    use super::*;
    use crate::domain::law::{Law, LawLevel, Register};

    fn in_text(names: &[&str], text: &str) -> Vec<usize> {
        let mentions = Mentions::of(names.iter().copied(), []).unwrap();
        mentions.places(text).collect()
    }

    #[test]
    fn a_name_is_seen_in_any_spelling() {
        for text in [
            "《安徽省实施〈水法〉办法》",
            "《安徽省实施<水法>办法》第三条",
            "《安徽省 实施《水\u{3000}法》\n      办法(2005年修正)》",
            "安徽省实施\u{200b}水法办法",
        ] {
            assert_eq!(
                in_text(&["安徽省实施《水法》办法"], text).len(),
                1,
                "{text}"
            );
        }
        for text in ["", "《安徽省实施〈水土保持法〉办法》", "安徽省实施水法"]
        {
            assert!(
                in_text(&["安徽省实施《水法》办法"], text).is_empty(),
                "{text}"
            );
        }
    }

    #[test]
    fn of_many_names_each_is_seen() {
        let text = "《农药管理条例》、《水法》和《兽药管理条例》";
        assert_eq!(in_text(&["兽药管理条例", "农药管理条例"], text).len(), 2);
        assert!(Mentions::of(["水法", "《》"], []).is_none());
        let codes = Mentions::of([], ["a-1", "a-1-01"]).unwrap();
        assert!(codes.are_in("code: a-1-01") && !codes.are_in("code: a-2"));
        assert!(!Mentions::of([], []).unwrap().are_in("《水法》"));
    }

    fn register() -> Register {
        let law = |id: &str, full: &str| Law {
            id: id.parse().unwrap(),
            full_name: full.into(),
            level: LawLevel::Law,
            former_names: vec![format!("旧{id}").into()],
            versions: Vec::new(),
            repeal: None,
        };
        Register::new([
            law("水法", "中华人民共和国水法"),
            law("甲省实施《水法》办法", "甲省实施《中华人民共和国水法》办法"),
            law("渔业条例（试行）", "中华人民共和国渔业条例（试行）"),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]
        #[test]
        fn whatever_a_text_cites_is_seen_in_it(
            parts in proptest::collection::vec(
                "[《〈<（【“]?[》〉>）】” \n　\u{200b}]?\
                (水法|水 法|渔业\n  条例|旧水法|甲省实施|办法|（试行）|\\(试行\\)|（2016年修正）|中华人民共和国|第三条|本法第一条|同法|法律：)\
                [《〈<（]?[》〉>）、： \n]?",
                1..8,
            ),
        ) {
            let text = parts.concat();
            let register = register();
            let parsed = parse(&text);
            for name in law_names(&parsed.citations).flatten() {
                let law = find_law(&register, name).map(|law| law.id.as_str());
                let spellings: Vec<&str> = match law {
                    Some(law) => register.spellings(|id| id == law).collect(),
                    None if name.chars().any(char::is_alphanumeric) => vec![name],
                    None => continue,
                };
                let mentions = Mentions::of(spellings, []).unwrap();
                prop_assert!(mentions.are_in(&text), "{name} {text}");
            }
        }
    }
}
