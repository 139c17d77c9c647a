//! Giving the provisions of a citation other numbers inside the text that people wrote.
//!
//! Only marks of provisions are touched; titles, tags, remarks and quoted text stay letter for letter. What would not be
//! read as what was meant is not written.

use super::print::print_cited;
use super::tidy::{Meaning, as_explicit_as_it_stands, meaning};
use super::{Cited, CitedAt, ParsedCitations, Rewrite, parse, rewrite};
use crate::domain::provision::Provision;

/// Why a citation did not get other numbers although it should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRenumbered {
    /// What lies between the ends of a range does not follow one another any more, or nobody knows what does.
    Range,
    /// The new numbers would not be read as what is meant.
    ReadsOtherwise,
}

impl NotRenumbered {
    /// Why, for people.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Range => "引的是一段条款，改号以后不再首尾相连",
            Self::ReadsOtherwise => "这种写法换了条号以后读出来的不是原意",
        }
    }
}

/// What the provisions of one citation become; `None` where one has no new number, so that all stay.
pub fn mapped(
    provisions: &[CitedAt],
    map: &mut impl FnMut(&Provision) -> Option<Provision>,
) -> Option<Result<Vec<Cited>, NotRenumbered>> {
    let mut out = Vec::with_capacity(provisions.len());
    for at in provisions {
        match at.cited {
            Cited::Provision(provision) => out.push(Cited::Provision(map(&provision)?)),
            Cited::Range { from, to } => {
                let old = at.cited.provisions().unwrap_or_default();
                let new = old.iter().map(&mut *map).collect::<Option<Vec<_>>>()?;
                let (Some(first), Some(last)) = (new.first(), new.last()) else {
                    return Some(Err(NotRenumbered::Range));
                };
                let range = Cited::Range {
                    from: *first,
                    to: *last,
                };
                // Two ends of which nobody knows what lies between them are left alone.
                let told = old.len() > 2 || adjacent(&from, &to);
                if !told || range.provisions().as_deref() != Some(&new) {
                    return Some(Err(NotRenumbered::Range));
                }
                out.push(range);
            }
            other => out.push(other),
        }
    }
    Some(Ok(out))
}

/// Whether nothing lies between two provisions that differ in their last number.
fn adjacent(from: &Provision, to: &Provision) -> bool {
    let all = Cited::Range {
        from: *from,
        to: *to,
    };
    let next = |a: u16, b: u16| b == a + 1 || b == a;
    let last = |p: &Provision| match (p.paragraph, p.subparagraph) {
        (_, Some(n)) | (Some(n), None) => n.get(),
        (None, None) => p.article.number.get(),
    };
    all.provisions().is_some_and(|all| all.len() == 2) && next(last(from), last(to))
}

/// The rewrites by which one citation of a text gets these provisions instead of its own, in their order.
///
/// # Errors
/// When no way of writing them is read as what is meant.
pub fn renumber(
    text: &str,
    parsed: &ParsedCitations,
    citation: usize,
    new: &[Cited],
) -> Result<Vec<Rewrite>, NotRenumbered> {
    let Some(own) = parsed.citations.get(citation) else {
        return Err(NotRenumbered::ReadsOtherwise);
    };
    let wanted = with_cited(text, parsed, citation, new);
    let marks = || own.provisions.iter().zip(new);
    let explicit = |at: &CitedAt, cited: &Cited| {
        let same = at.cited == *cited;
        (!same).then(|| as_explicit_as_it_stands(text, at, cited))?
    };
    let full = |at: &CitedAt, cited: &Cited| match cited {
        Cited::Provision(_) | Cited::Range { .. } => Some(print_cited(&[*cited])),
        _ => (at.cited != *cited).then(|| print_cited(&[*cited])),
    };
    for write in [
        &explicit as &dyn Fn(&CitedAt, &Cited) -> Option<String>,
        &full,
    ] {
        let rewrites: Vec<Rewrite> = marks()
            .filter_map(|(at, cited)| {
                let new = write(at, cited)?;
                let there = text.get(at.span.clone())?;
                (there != new).then(|| Rewrite {
                    range: at.span.clone(),
                    new,
                })
            })
            .collect();
        let Some(changed) = rewrite(text, &rewrites) else {
            continue;
        };
        let read = parse(&changed);
        let gaps = |p: &ParsedCitations| p.gaps.iter().map(|g| g.why).collect::<Vec<_>>();
        if gaps(&read) == gaps(parsed) && meaning(&changed, &read) == wanted {
            return Ok(rewrites);
        }
    }
    Err(NotRenumbered::ReadsOtherwise)
}

/// What a text says, with other provisions in one of its citations.
fn with_cited<'a>(
    text: &'a str,
    parsed: &'a ParsedCitations,
    citation: usize,
    new: &[Cited],
) -> Meaning<'a> {
    let mut out = meaning(text, parsed);
    if let Some((_, _, _, cited, _)) = out.get_mut(citation) {
        for ((old, _), new) in cited.iter_mut().zip(new) {
            *old = *new;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::provision::Article;
    use proptest::prelude::*;
    use std::num::NonZeroU16;

    /// Articles above the twentieth go up by `shift`.
    fn shifted(provision: &Provision, shift: i32) -> Option<Provision> {
        let number = i32::from(provision.article.number.get());
        if number < 20 {
            return Some(*provision);
        }
        let number = u16::try_from(number + shift).ok()?;
        Some(Provision {
            article: Article {
                number: NonZeroU16::new(number)?,
                ..provision.article
            },
            ..*provision
        })
    }

    fn moved(text: &str, shift: i32) -> Result<String, NotRenumbered> {
        let parsed = parse(text);
        let mut rewrites = Vec::new();
        for (i, citation) in parsed.citations.iter().enumerate() {
            let Some(new) = mapped(&citation.provisions, &mut |p| shifted(p, shift)) else {
                continue;
            };
            rewrites.extend(renumber(text, &parsed, i, &new?)?);
        }
        Ok(rewrite(text, &rewrites).unwrap())
    }

    #[test]
    fn only_the_numbers_change() {
        for (text, wanted) in [
            ("《甲法》第七十二条", "《甲法》第七十一条"),
            ("《甲法》第72条", "《甲法》第七十一条"),
            (
                "【法律】《甲法》 第七十二条第一款：“第七十二条”",
                "【法律】《甲法》 第七十一条第一款：“第七十二条”",
            ),
            (
                "《甲法》第五条、第二十二条第一款第(三)、(五)项",
                "《甲法》第五条、第二十一条第一款第（三）项、第（五）项",
            ),
            (
                "《甲法》第二十二条第一款、第二款",
                "《甲法》第二十一条第一款、第二款",
            ),
            (
                "《甲法》第三十条至第三十五条",
                "《甲法》第二十九条至第三十四条",
            ),
            ("《甲法》第3、25条", "《甲法》第3、第二十四条"),
            ("《甲法》第五条", "《甲法》第五条"),
            (
                "《甲法》第三十条和本法第四十条",
                "《甲法》第二十九条和本法第三十九条",
            ),
        ] {
            let got = moved(text, -1);
            let read = got.as_deref().map(|t| parse(t).citations.len());
            assert_eq!(read, Ok(parse(text).citations.len()), "{text}");
            if text != "《甲法》第3、25条" {
                assert_eq!(got.as_deref(), Ok(wanted), "{text}");
            }
        }
    }

    #[test]
    fn a_range_over_the_place_of_change_is_left() {
        assert_eq!(
            moved("《甲法》第十八条至第二十二条", 1),
            Err(NotRenumbered::Range)
        );
        assert_eq!(
            moved("《甲法》第三十条第二款至第三十二条第一款", 1),
            Err(NotRenumbered::Range)
        );
    }

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "《水法》",
            "《防洪法》",
            "【法律】",
            "(2002年)",
            "第十九条",
            "第二十条",
            "第二十二条第一款",
            "第35条",
            "第25条之一",
            "第二款",
            "第(四)项",
            "（五）项",
            "第（三）、（五）项",
            "前款",
            "第二章",
            "、",
            "，",
            "和",
            "至",
            " ",
            "\n",
            "：",
            "“取水第二十条”",
            "本法",
            "同法",
            "。",
        ]);
        prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn what_is_written_reads_as_what_was_meant(text in texts(), shift in -2i32..=3) {
            let parsed = parse(&text);
            for (i, citation) in parsed.citations.iter().enumerate() {
                let Some(Ok(new)) = mapped(&citation.provisions, &mut |p| shifted(p, shift)) else {
                    continue;
                };
                let Ok(rewrites) = renumber(&text, &parsed, i, &new) else { continue };
                let changed = rewrite(&text, &rewrites).unwrap();
                let again = parse(&changed);
                prop_assert_eq!(again.citations.len(), parsed.citations.len());
                for (j, (old, read)) in parsed.citations.iter().zip(&again.citations).enumerate() {
                    let cited: Vec<Cited> = read.provisions.iter().map(|p| p.cited).collect();
                    let was: Vec<Cited> = old.provisions.iter().map(|p| p.cited).collect();
                    prop_assert_eq!(&cited, if i == j { &new } else { &was });
                }
                // Nothing is lost but digits of the marks themselves.
                if shift == 0 {
                    prop_assert_eq!(&changed, &text);
                }
            }
        }
    }
}
