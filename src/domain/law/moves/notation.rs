//! The compact notation of a transition: entries separated by spaces.
//!
//! `72..75>71` four articles one number down, `12~` changed in parts that have entries of their own, `12.1*@93` a
//! paragraph reworded with a confidence of 93 %, `12.1.3>12.1.4` an item moved, `30>` gone, `13>13,14*` split,
//! `>5` new; `20-1` is 第二十条之一.

use std::fmt::Write as _;
use std::num::NonZeroU16;

use super::Confidence;
use super::transition::{Change, Entries, Wording};
use crate::domain::provision::{Article, Provision};

pub(super) fn encode(entries: &Entries) -> String {
    let changes: Vec<&Change> = entries.changes.values().collect();
    let mut out = String::new();
    let mut i = 0;
    while let Some(change) = changes.get(i) {
        let run = changes.get(i..).map_or(1, run_of);
        separate(&mut out);
        key(&mut out, &change.from);
        if run > 1 {
            let last = change.from.article.number.get() - 1 + run;
            let _ = write!(out, "..{last}");
        }
        if change.to != [change.from] {
            out.push('>');
            for (n, to) in change.to.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                key(&mut out, to);
            }
        }
        match change.wording {
            Wording::Same => {}
            Wording::PartsChanged => out.push('~'),
            Wording::Changed => out.push('*'),
        }
        confidence(&mut out, change.confidence);
        i += usize::from(run);
    }
    for (provision, sure) in &entries.new {
        separate(&mut out);
        out.push('>');
        key(&mut out, provision);
        confidence(&mut out, *sure);
    }
    out
}

/// How many ordinary articles, one after the other, went the same way.
fn run_of(changes: &[&Change]) -> u16 {
    let Some((first, others)) = changes.split_first() else {
        return 0;
    };
    let whole = |p: &Provision| p.paragraph.is_none() && p.article.sub == 0;
    let follows = |p: &Provision, first: &Provision, n: u16| {
        whole(p) && p.article.number.get().checked_sub(n) == Some(first.article.number.get())
    };
    let mut run = 1;
    if !whole(&first.from) || !first.to.iter().all(whole) || first.to.len() > 1 {
        return run;
    }
    for other in others {
        let same_way = other.wording == first.wording
            && other.confidence == first.confidence
            && other.to.len() == first.to.len()
            && follows(&other.from, &first.from, run)
            && other
                .to
                .iter()
                .zip(&first.to)
                .all(|(o, f)| follows(o, f, run));
        if !same_way {
            break;
        }
        run += 1;
    }
    run
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
}

fn key(out: &mut String, provision: &Provision) {
    let _ = write!(out, "{}", provision.article.number);
    if provision.article.sub > 0 {
        let _ = write!(out, "-{}", provision.article.sub);
    }
    if let Some(paragraph) = provision.paragraph {
        let _ = write!(out, ".{paragraph}");
        if let Some(item) = provision.subparagraph {
            let _ = write!(out, ".{item}");
        }
    }
}

fn confidence(out: &mut String, sure: Confidence) {
    if sure != Confidence::FULL {
        let _ = write!(out, "@{}", sure.value());
    }
}

pub(super) fn decode(notation: &str) -> Option<Entries> {
    let mut entries = Entries::default();
    for token in notation.split_ascii_whitespace() {
        let (token, sure) = match token.split_once('@') {
            Some((token, sure)) => (token, percent(sure)?),
            None => (token, Confidence::FULL),
        };
        if let Some(new) = token.strip_prefix('>') {
            entries.new.push((read_key(new)?, sure));
            continue;
        }
        let (token, wording) = match token.strip_suffix('*') {
            Some(token) => (token, Wording::Changed),
            None => match token.strip_suffix('~') {
                Some(token) => (token, Wording::PartsChanged),
                None => (token, Wording::Same),
            },
        };
        let (from, to) = match token.split_once('>') {
            Some((from, to)) => (from, Some(to)),
            None => (token, None),
        };
        let (from, last) = match from.split_once("..") {
            Some((from, last)) => (from, Some(last.parse::<u16>().ok()?)),
            None => (from, None),
        };
        let from = read_key(from)?;
        let to = match to {
            None => vec![from],
            Some("") => Vec::new(),
            Some(to) => to.split(',').map(read_key).collect::<Option<_>>()?,
        };
        let run = match last {
            None => 0,
            Some(last) => last.checked_sub(from.article.number.get())?,
        };
        for n in 0..=run {
            let change = Change {
                from: later(from, n)?,
                to: to.iter().map(|to| later(*to, n)).collect::<Option<_>>()?,
                wording,
                confidence: sure,
            };
            // One provision has one fate.
            if entries.changes.insert(change.from, change).is_some() {
                return None;
            }
        }
    }
    Some(entries)
}

fn percent(text: &str) -> Option<Confidence> {
    let percent = text.parse().ok().filter(|p| *p <= 100)?;
    Some(Confidence::percent(percent))
}

/// The provision `n` articles later.
fn later(provision: Provision, n: u16) -> Option<Provision> {
    let number = provision.article.number.checked_add(n)?;
    let article = Article {
        number,
        ..provision.article
    };
    Some(Provision {
        article,
        ..provision
    })
}

fn read_key(text: &str) -> Option<Provision> {
    let mut parts = text.split('.');
    let article = parts.next()?;
    let (number, sub) = match article.split_once('-') {
        Some((number, sub)) => (number, sub.parse().ok().filter(|s| *s > 0)?),
        None => (article, 0),
    };
    let number: NonZeroU16 = number.parse().ok()?;
    let mut part = || match parts.next() {
        None => Some(None),
        Some(text) => text.parse::<NonZeroU16>().ok().map(Some),
    };
    let (paragraph, subparagraph) = (part()?, part()?);
    parts.next().is_none().then_some(Provision {
        article: Article { number, sub },
        paragraph,
        subparagraph,
        point: None,
    })
}
