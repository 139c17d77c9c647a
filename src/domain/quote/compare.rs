//! From the cheapest question to the dearest: in the cited article, in another one, nearly in one of them.

use std::ops::Range;

use super::align::{Alignment, Edit, align};
use super::fold::{is_mark, printed};
use super::passage::{Excerpt, Passage, Place};
use super::texts::{ArticleText, VersionText};
use super::{Comparison, Difference, Outcome, TOO_SHORT};
use crate::domain::citation::Cited;
use crate::domain::provision::Provision;

/// Share of characters that must agree for a quotation to be called another wording of an article.
const SIMILAR: f64 = 0.6;
/// Another article is the one that was meant when it differs in at most half as many characters as the cited one,
/// and in this many fewer: a law has articles that are much alike, and a typing error must not lead to the other.
const FEWER: usize = 4;
/// Share of pairs of characters that an article must have for it to be aligned at all.
const SHARED_PAIRS: f64 = 0.4;
/// How many articles besides the cited ones are aligned.
const CANDIDATES: usize = 3;
/// How many articles are named that have the same text.
const NAMED: usize = 3;
/// Characters shown on either side of a difference.
const AROUND: usize = 6;
/// Longest difference that is shown whole, in characters.
const LONGEST: usize = 60;
/// Differences with fewer equal characters between them are shown as one.
const CLOSE: usize = 2;

/// Compares a quotation with what is cited of a version. `versions` are all texts at hand of the law; those older than
/// `version` tell where the quotation comes from when it is not found as cited.
///
/// `cited` are the provisions that share the quotation; without any (or with chapters only) the whole law is meant.
pub fn compare(
    quote: &str,
    cited: &[Cited],
    version: &VersionText,
    versions: &[VersionText],
) -> Comparison {
    let excerpt = Excerpt::new(quote);
    let settled = |outcome| Comparison {
        outcome,
        earlier: None,
    };
    if excerpt.words() == 0 {
        return settled(Outcome::TooShort);
    }
    let targets = targets(cited, version);
    let whole = targets.is_empty() && !cited.iter().any(names_article);
    let joined = (whole || targets.len() > 1).then(|| match whole {
        true => Passage::of(&version.articles),
        false => Passage::of(targets.iter().copied()),
    });
    for article in &targets {
        if let Some(found) = article.passage().locate(&excerpt) {
            return settled(part(&excerpt, cited, article, &found));
        }
    }
    if joined
        .as_ref()
        .is_some_and(|p| p.locate(&excerpt).is_some())
    {
        return settled(Outcome::Same);
    }
    if excerpt.words() < TOO_SHORT {
        return settled(Outcome::TooShort);
    }
    let outcome = if whole {
        search(&excerpt, &[], joined.as_ref(), version)
    } else {
        elsewhere(&excerpt, &targets, version)
            .unwrap_or_else(|| search(&excerpt, &targets, joined.as_ref(), version))
    };
    let earlier = match outcome {
        Outcome::Same => None,
        _ => versions
            .iter()
            .rev()
            .filter(|v| v.published < version.published)
            .find(|v| {
                let articles = self::targets(cited, v);
                let mut passages = articles.iter().map(|a| a.passage());
                passages.any(|passage| passage.locate(&excerpt).is_some())
            })
            .map(|v| v.published),
    };
    Comparison { outcome, earlier }
}

fn names_article(cited: &Cited) -> bool {
    matches!(cited, Cited::Provision(_) | Cited::Range { .. })
}

/// The cited articles that the version has.
fn targets<'v>(cited: &[Cited], version: &'v VersionText) -> Vec<&'v ArticleText> {
    let mut out: Vec<&ArticleText> = Vec::new();
    for cited in cited {
        match cited {
            Cited::Provision(p) => out.extend(version.article(p.article)),
            Cited::Range { from, to } => out.extend(
                version
                    .articles
                    .iter()
                    .filter(|a| (from.article..=to.article).contains(&a.article)),
            ),
            Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. } => {}
        }
    }
    out.sort_by_key(|a| a.article);
    out.dedup_by_key(|a| a.article);
    out
}

/// Whether text found in a cited article stands in the cited part of it.
fn part(
    excerpt: &Excerpt,
    cited: &[Cited],
    article: &ArticleText,
    found: &[Range<usize>],
) -> Outcome {
    let of_article = |c: &Cited| match c {
        Cited::Provision(p) if p.article == article.article => Some(*p),
        _ => None,
    };
    let wanted: Vec<Provision> = cited.iter().filter_map(of_article).collect();
    let places = article.passage().places(found);
    let stands = |p: &Provision| {
        let paragraph = |n: u16| p.paragraph.is_none_or(|wanted| wanted.get() == n);
        let item = |n: u16| p.subparagraph.is_none_or(|wanted| wanted.get() == n);
        let only_heads = places.iter().all(|place| place.item == 0);
        let touched = |place: &Place| {
            paragraph(place.paragraph) && (item(place.item) || (only_heads && place.item == 0))
        };
        // What stands twice in the article was found where it stands first.
        places.iter().any(touched)
            || Passage::of_lines(
                article.article,
                article
                    .lines
                    .iter()
                    .filter(|l| paragraph(l.paragraph) && (l.item == 0 || item(l.item))),
            )
            .locate(excerpt)
            .is_some()
    };
    if !article.numbered || wanted.len() < cited.len() || wanted.iter().any(stands) {
        return Outcome::Same;
    }
    let deepest = places.iter().find(|p| p.item > 0).or(places.first());
    deepest.map_or(Outcome::Same, |place| Outcome::OtherPart {
        paragraph: place.paragraph,
        item: (place.item > 0).then_some(place.item),
    })
}

/// Other articles that have the text as it is.
fn elsewhere(
    excerpt: &Excerpt,
    targets: &[&ArticleText],
    version: &VersionText,
) -> Option<Outcome> {
    let cited = |a: &ArticleText| targets.iter().any(|t| t.article == a.article);
    let articles: Vec<_> = version
        .articles
        .iter()
        .filter(|a| !cited(a) && a.passage().locate(excerpt).is_some())
        .map(|a| a.article)
        .take(NAMED)
        .collect();
    (!articles.is_empty()).then_some(Outcome::Elsewhere {
        articles,
        differences: Vec::new(),
    })
}

/// The passage that is most like the excerpt.
fn search(
    excerpt: &Excerpt,
    targets: &[&ArticleText],
    joined: Option<&Passage>,
    version: &VersionText,
) -> Outcome {
    let words = excerpt.words().max(1);
    let score = |passage: &Passage| {
        let alignment = align(excerpt, passage)?;
        let similarity = 1.0 - alignment.words as f64 / words as f64;
        Some((similarity.max(0.0), alignment))
    };
    let here = targets
        .iter()
        .map(|a| a.passage())
        .chain(joined.filter(|_| !targets.is_empty()))
        .filter_map(|passage| score(passage).map(|s| (s, passage)))
        .max_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let there = candidates(excerpt, targets, version)
        .into_iter()
        .filter_map(|article| score(article.passage()).map(|s| (s, article)))
        .max_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let likely = |found: Option<f64>| found.is_some_and(|similarity| similarity >= SIMILAR);
    let meant = match (&here, &there) {
        (Some(((_, here), _)), Some(((_, there), _))) => {
            there.words * 2 <= here.words && there.words + FEWER <= here.words
        }
        _ => true,
    };
    if let Some(((similarity, alignment), article)) = &there
        && likely(Some(*similarity))
        && (meant || !likely(here.as_ref().map(|h| h.0.0)))
    {
        let differences = differences(excerpt, alignment, article.passage());
        // Of the law as a whole no article is the wrong one.
        return if targets.is_empty() && joined.is_some() {
            Outcome::Wording {
                differences,
                similarity: *similarity,
            }
        } else {
            Outcome::Elsewhere {
                articles: vec![article.article],
                differences,
            }
        };
    }
    if let Some(((similarity, alignment), passage)) = &here
        && likely(Some(*similarity))
    {
        let differences = differences(excerpt, alignment, passage);
        return match differences.is_empty() {
            true => Outcome::Same,
            false => Outcome::Wording {
                differences,
                similarity: *similarity,
            },
        };
    }
    let here = here.and_then(|((s, _), passage)| Some((passage.place(0)?.article, s)));
    let there = there.map(|((s, _), article)| (article.article, s));
    let nearest = here.into_iter().chain(there);
    Outcome::NotInLaw {
        nearest: nearest.max_by(|a, b| a.1.total_cmp(&b.1)),
    }
}

/// Articles besides the cited ones that share many pairs of characters with the excerpt, the most like it first.
fn candidates<'v>(
    excerpt: &Excerpt,
    targets: &[&ArticleText],
    version: &'v VersionText,
) -> Vec<&'v ArticleText> {
    let pairs = Pairs::of(excerpt);
    let mut found: Vec<(usize, &ArticleText)> = version
        .articles
        .iter()
        .filter(|a| !targets.iter().any(|t| t.article == a.article))
        .map(|article| (pairs.shared_with(&article.passage().text), article))
        .filter(|(shared, _)| *shared as f64 >= SHARED_PAIRS * pairs.pairs.len() as f64)
        .collect();
    found.sort_by_key(|(shared, article)| (std::cmp::Reverse(*shared), article.article));
    found.truncate(CANDIDATES);
    found.into_iter().map(|(_, article)| article).collect()
}

/// The pairs of neighbouring characters of an excerpt.
struct Pairs {
    /// Sorted, each once.
    pairs: Vec<(char, char)>,
    /// One bit for each bucket that a pair falls into: most pairs of a passage are in none.
    buckets: Vec<u64>,
}

impl Pairs {
    const BUCKETS: usize = 1 << 14;

    fn bucket(a: char, b: char) -> usize {
        (a as usize).wrapping_mul(31).wrapping_add(b as usize) % Self::BUCKETS
    }

    fn of(excerpt: &Excerpt) -> Self {
        let glyphs = &excerpt.folded.glyphs;
        let neighbours = glyphs.iter().zip(glyphs.iter().skip(1));
        let mut pairs: Vec<(char, char)> = neighbours.map(|(a, b)| (a.ch, b.ch)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut buckets = vec![0; Self::BUCKETS / 64];
        for &(a, b) in &pairs {
            let bucket = Self::bucket(a, b);
            buckets[bucket / 64] |= 1 << (bucket % 64);
        }
        Self { pairs, buckets }
    }

    /// How many of the pairs a text has.
    fn shared_with(&self, text: &str) -> usize {
        let mut seen = vec![false; self.pairs.len()];
        let mut before = None;
        for b in text.chars() {
            let Some(a) = before.replace(b) else { continue };
            let bucket = Self::bucket(a, b);
            if self.buckets[bucket / 64] & (1 << (bucket % 64)) != 0
                && let Ok(at) = self.pairs.binary_search(&(a, b))
            {
                seen[at] = true;
            }
        }
        seen.into_iter().filter(|seen| *seen).count()
    }
}

/// What differs, for people, near differences together.
fn differences(excerpt: &Excerpt, alignment: &Alignment, passage: &Passage) -> Vec<Difference> {
    let glyphs = &excerpt.folded.glyphs;
    let mut together: Vec<(Edit, bool)> = Vec::new();
    for edit in &alignment.edits {
        let words = glyphs[edit.quote.clone()].iter().any(|g| !is_mark(g.ch))
            || passage.text[edit.statute.clone()]
                .chars()
                .any(|c| !is_mark(c));
        match together.last_mut() {
            Some((last, has_words))
                if edit.quote.start - last.quote.end <= CLOSE
                    && last.statute.end <= edit.statute.start
                    && edit.statute.start - last.statute.end <= 3 * CLOSE =>
            {
                last.quote.end = edit.quote.end;
                last.statute.end = edit.statute.end;
                *has_words |= words;
            }
            _ => together.push((edit.clone(), words)),
        }
    }
    together
        .into_iter()
        .map(|(edit, words)| {
            let Range { start, end } = edit.quote;
            let at = |i: usize| glyphs.get(i).map(|g| g.start as usize);
            let from = at(start).or_else(|| glyphs.last().map(|g| g.end as usize));
            let from = from.unwrap_or(0);
            let to = match end.checked_sub(1).and_then(|last| glyphs.get(last)) {
                Some(last) if end > start => last.end as usize,
                _ => from,
            };
            let chars: Vec<char> = glyphs.iter().map(|g| g.ch).collect();
            let quoted = shown(&chars, start..end);
            Difference {
                range: from..to,
                quoted,
                statute: around(&passage.text, &edit.statute),
                punctuation: !words,
            }
        })
        .collect()
}

/// A stretch of the passage as [`shown`].
fn around(text: &str, range: &Range<usize>) -> String {
    let before = text[..range.start].chars().count();
    let inside = text[range.clone()].chars().count();
    let chars: Vec<char> = text.chars().collect();
    shown(&chars, before..before + inside)
}

/// A stretch of characters with a few on either side, never part of a number; a long stretch is shortened in the middle.
fn shown(chars: &[char], range: Range<usize>) -> String {
    let is_digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut from = range.start.saturating_sub(AROUND);
    while from > 0 && is_digit(from) && is_digit(from - 1) {
        from -= 1;
    }
    let mut to = (range.end + AROUND).min(chars.len());
    while to > 0 && is_digit(to) && is_digit(to - 1) {
        to += 1;
    }
    let mut out: Vec<char> = chars[from..range.start].to_vec();
    let inside = &chars[range.clone()];
    match inside.len() {
        0..=LONGEST => out.extend(inside),
        length => {
            out.extend(&inside[..LONGEST / 2]);
            out.push('…');
            out.extend(&inside[length - LONGEST / 2..]);
        }
    }
    out.extend(&chars[range.end..to]);
    out.into_iter().map(printed).collect()
}
