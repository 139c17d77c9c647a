//! Words of Chinese text for full-text search: what goes into the index and what a query asks of it.
//!
//! Chinese is written without spaces, so the index holds overlapping pairs of characters: 排污许可 becomes
//! `排污 污许 许可 可`. A longer word is the phrase of its pairs, a pair is one token, and a single character is
//! the beginning of some token, because the last character of a run stands alone as well. Letters and digits of
//! other scripts are kept as whole lower-case words, found by their beginning. Full-width forms are folded.

use std::collections::BTreeSet;

use super::width::narrow;

/// Longest word of letters and digits that is told apart, in characters; a database's tokenizer has a limit too.
const MAX_WORD: usize = 64;
/// Most terms a query may have.
pub const MAX_TERMS: usize = 32;

/// A stretch of text between separators.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// Characters of a script that is written without spaces.
    Run(String),
    /// Letters and digits of other scripts, lower-cased.
    Word(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Run,
    Word,
    Separator,
}

fn class(c: char) -> Class {
    // The common case first: unified ideographs, all of them letters without cases.
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        Class::Run
    } else if !c.is_alphanumeric() && c != '々' && c != '〇' {
        Class::Separator
    } else if c >= '\u{2e80}' && !c.is_lowercase() && !c.is_uppercase() {
        Class::Run
    } else {
        Class::Word
    }
}

/// Folded and in lower case.
fn characters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(narrow).flat_map(|c| {
        // Chinese has no cases; the tables need not be asked.
        let caseless = ('\u{3001}'..='\u{9fff}').contains(&c);
        let lower = (!caseless).then(|| c.to_lowercase());
        caseless
            .then_some(c)
            .into_iter()
            .chain(lower.into_iter().flatten())
    })
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut last = Class::Separator;
    for c in characters(text) {
        let class = class(c);
        match (class, out.last_mut()) {
            (Class::Separator, _) => {}
            (Class::Run, Some(Piece::Run(run))) if last == class => run.push(c),
            (Class::Word, Some(Piece::Word(word))) if last == class => word.push(c),
            (Class::Run, _) => out.push(Piece::Run(c.into())),
            (Class::Word, _) => out.push(Piece::Word(c.into())),
        }
        last = class;
    }
    for piece in &mut out {
        if let Piece::Word(word) = piece
            && let Some((end, _)) = word.char_indices().nth(MAX_WORD)
        {
            word.truncate(end);
        }
    }
    out
}

fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let starts = run.char_indices().map(|(i, _)| i);
    let ends = run.char_indices().map(|(i, c)| i + c.len_utf8()).skip(1);
    starts.zip(ends).map(|(start, end)| &run[start..end])
}

/// The tokens of a text, separated by spaces: what is stored in a full-text index whose own tokenizer
/// splits at spaces and nothing else that occurs here.
pub fn index_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    // As `pieces` divides the text, without keeping the pieces: a published list is indexed by millions of pairs.
    let mut last = Class::Separator;
    let mut length = 0;
    for c in characters(text) {
        let class = class(c);
        let goes_on = class == last;
        last = class;
        match class {
            Class::Separator => continue,
            // The second character of a pair, and the first of the next one.
            Class::Run if goes_on => out.push(c),
            Class::Word if goes_on => length += 1,
            Class::Run | Class::Word => length = 1,
        }
        if class == Class::Word && goes_on {
            if length <= MAX_WORD {
                out.push(c);
            }
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Why words cannot be searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing but blanks and marks.
    #[error("要找的词里没有文字")]
    Empty,
    /// More than [`MAX_TERMS`] terms.
    #[error("要找的词太多，最多 {MAX_TERMS} 个")]
    TooMany,
}

/// Terms that must all be found. Blanks and marks separate terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    terms: BTreeSet<Piece>,
}

impl Query {
    /// Reads what somebody typed. Nothing in it has a special meaning.
    ///
    /// # Errors
    /// When there is no term in it, or too many.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let terms: BTreeSet<Piece> = pieces(text).into_iter().collect();
        match terms.len() {
            0 => Err(QueryError::Empty),
            1..=MAX_TERMS => Ok(Self { terms }),
            _ => Err(QueryError::TooMany),
        }
    }

    /// The query in the syntax of FTS5, for a table filled with [`index_text`]. Terms are quoted and consist of
    /// letters and digits only, so that no text can become an operator.
    pub fn fts5(&self) -> String {
        let mut out = String::new();
        for term in &self.terms {
            if !out.is_empty() {
                out.push_str(" AND ");
            }
            match term {
                Piece::Word(word) => out.push_str(&format!("\"{word}\"*")),
                Piece::Run(run) if pairs(run).next().is_none() => {
                    out.push_str(&format!("\"{run}\"*"));
                }
                Piece::Run(run) => {
                    let phrase: Vec<&str> = pairs(run).collect();
                    out.push_str(&format!("\"{}\"", phrase.join(" ")));
                }
            }
        }
        out
    }

    /// Whether every term is found in one of the columns: what the index answers, without an index.
    pub fn matches(&self, columns: &[&str]) -> bool {
        let columns: Vec<Vec<Piece>> = columns.iter().map(|text| pieces(text)).collect();
        self.terms
            .iter()
            .all(|term| columns.iter().any(|column| contains(column, term)))
    }

    /// How many of the terms are found in a text.
    pub fn terms_in(&self, text: &str) -> usize {
        let column = pieces(text);
        self.terms
            .iter()
            .filter(|term| contains(&column, term))
            .count()
    }
}

fn contains(column: &[Piece], term: &Piece) -> bool {
    column.iter().any(|piece| match (piece, term) {
        (Piece::Run(text), Piece::Run(run)) => text.contains(run.as_str()),
        (Piece::Word(text), Piece::Word(word)) => text.starts_with(word.as_str()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_become_pairs_and_the_last_character() {
        assert_eq!(index_text("排污许可"), "排污 污许 许可 可");
        assert_eq!(index_text("水"), "水");
        assert_eq!(
            index_text("ＰＭ２．５监测（第3类）A-b"),
            "pm2 5 监测 测 第 3 类 a b"
        );
        assert_eq!(index_text(" 　，。"), "");
    }

    /// The tokens as the module's documentation defines them, from the pieces.
    fn tokens(text: &str) -> String {
        let mut out: Vec<String> = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Word(word) => out.push(word),
                Piece::Run(run) => {
                    out.extend(pairs(&run).map(str::to_owned));
                    out.extend(run.chars().next_back().map(String::from));
                }
            }
        }
        out.join(" ")
    }

    #[test]
    fn no_text_becomes_an_operator() {
        for text in [
            "\"",
            "甲\" OR \"乙",
            "name:甲*",
            "NEAR(a b)",
            "a AND NOT b",
            "-甲",
            "甲^",
        ] {
            let Ok(query) = Query::parse(text) else {
                continue;
            };
            let fts = query.fts5();
            for (i, part) in fts.split('"').enumerate() {
                if i % 2 == 0 {
                    assert!(["", "*", " AND ", "* AND "].contains(&part), "{fts}");
                } else {
                    assert!(
                        part.chars().all(|c| c.is_alphanumeric() || c == ' '),
                        "{fts}"
                    );
                }
            }
        }
        assert_eq!(Query::parse("《》"), Err(QueryError::Empty));
        let long: String = (0..40).map(|i| format!("w{i} ")).collect();
        assert_eq!(Query::parse(&long), Err(QueryError::TooMany));
    }

    #[test]
    fn all_terms_must_be_there_each_in_some_column() {
        let columns = ["排污许可证核发", "市环境保护局", "LED 灯"];
        let found = |text| Query::parse(text).unwrap().matches(&columns);
        assert!(found("许可 环保局") != found("许可 环境"));
        assert!(found("证"));
        assert!(found("led"));
        assert!(found("Ｌ"));
        assert!(!found("ed"));
        assert!(!found("证市"));
        assert_eq!(Query::parse("许可 环境").unwrap().terms_in(columns[0]), 1);
    }

    proptest! {
        /// Any piece of a name that begins at a character or at the beginning of a word is found.
        #[test]
        fn any_substring_is_found(
            name in "[一-龥〇々𠀀-𪛖ａ-ｚA-C0-9（）、 ]{1,24}",
            from in 0usize..24,
            len in 1usize..24,
        ) {
            let chars: Vec<char> = name.chars().collect();
            let mut from = from % chars.len();
            while from > 0
                && class(narrow(chars[from])) == Class::Word
                && class(narrow(chars[from - 1])) == Class::Word
            {
                from -= 1;
            }
            let part: String = chars[from..].iter().take(len).collect();
            if let Ok(query) = Query::parse(&part) {
                prop_assert!(query.matches(&["", &name]), "{name} {part}");
                prop_assert!(!query.matches(&[""]));
            }
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,60}") {
            let indexed = index_text(&text);
            prop_assert_eq!(&indexed, &tokens(&text));
            prop_assert!(indexed.chars().all(|c| c == ' ' || c.is_alphanumeric() || c == '々' || c == '〇'));
            if let Ok(query) = Query::parse(&text) {
                prop_assert!(query.matches(&[&text]));
            }
        }

        #[test]
        fn the_index_holds_the_pieces(text in "[水土々ａＺA-c0-9ß（ ,]{0,90}") {
            prop_assert_eq!(index_text(&text), tokens(&text));
        }
    }
}
