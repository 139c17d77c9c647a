//! Lists of provisions: 第二十二条第一款第（三）、（五）项、第三十条至第三十五条和第二章.

use std::num::NonZeroU16;

use super::component::{self, Allow, Component, Number, Read, Unit};
use super::ink::Ink;
use super::target::{Base, Target, spell_out};
use super::{AnnexKind, Cited, Division, GapReason};
use crate::domain::provision::{Article, Provision};

mod words;

/// A list of provisions as read.
#[derive(Debug)]
pub(super) struct Marks {
    /// What is cited, with the glyphs of the mark.
    pub(super) cited: Vec<(Cited, usize, usize)>,
    /// What was not understood.
    pub(super) gaps: Vec<(usize, usize, GapReason)>,
    pub(super) end: usize,
    pub(super) base: Base,
    /// The last unit read.
    pub(super) unit: Unit,
}

/// Reads the list at `start`; `None` when no provision stands there.
pub(super) fn marks(ink: &Ink, start: usize, base: Base, bare: bool) -> Option<Marks> {
    let mut reader = Reader {
        ink,
        pending: None,
        out: Marks {
            cited: Vec::new(),
            gaps: Vec::new(),
            end: start,
            base,
            unit: Unit::Article,
        },
    };
    reader.read(start, bare)?;
    reader.flush();
    Some(reader.out)
}

/// The mark being read: 第五条 may still become 第五条第二款 or 第五条至第七条.
#[derive(Debug, Clone, Copy)]
struct Pending {
    range_from: Option<Target>,
    target: Result<Target, GapReason>,
    unit: Unit,
    from: usize,
    to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// First of the list.
    Start,
    /// Directly after the component before.
    Adjacent,
    /// After 、 和 …
    List,
    /// After 至 —
    Range,
    /// After a blank or nothing, where it cannot be a part of the one before.
    Plain,
}

struct Reader<'a> {
    ink: &'a Ink,
    pending: Option<Pending>,
    out: Marks,
}

impl Reader<'_> {
    fn read(&mut self, start: usize, bare: bool) -> Option<()> {
        let allow = if bare { Allow::Bare } else { Allow::Explicit };
        self.out.end = self.element(start, Link::Start, allow)?;
        loop {
            let end = self.out.end;
            let next = self
                .element(end, Link::Adjacent, Allow::Bracket)
                .or_else(|| {
                    let after = component::range_sign(self.ink, end)?;
                    self.element(after, Link::Range, Allow::Bare)
                })
                .or_else(|| {
                    let end = self.after_heading(end);
                    let after = component::list_sign(self.ink, end)?;
                    // A clause that ended with the line is no list: the next line has its own text.
                    let line =
                        self.ink.starts_line(after) && self.ink.among(end, ['，', ',', '；', ';']);
                    (!line).then(|| self.element(after, Link::List, Allow::Bare))?
                })
                .or_else(|| self.element(end, Link::Plain, Allow::Explicit));
            match next {
                Some(next) => self.out.end = next,
                None => break,
            }
        }
        self.out.end = self.after_heading(self.out.end);
        Some(())
    }

    /// Reads one component, annex or 前款; `None` leaves everything as it was.
    fn element(&mut self, at: usize, link: Link, allow: Allow) -> Option<usize> {
        if link != Link::Adjacent && link != Link::Plain {
            if let Some(end) = self.annex(at, link) {
                return Some(end);
            }
            if let Some(end) = self.relative(at) {
                return Some(end);
            }
            if link == Link::List
                && let Some(end) = self.further_suffix(at)
            {
                return Some(end);
            }
        } else if link == Link::Plain
            && !self.ink.starts_line(at)
            && let Some(end) = self.annex(at, link)
        {
            return Some(end);
        }
        match component::component(self.ink, at, allow) {
            Read::Component(component) => self.admits(&component, at, link).then(|| {
                self.take(&component, at, link);
                component.end
            }),
            Read::MissingUnit(end)
                if link != Link::Adjacent && !(link == Link::Plain && self.ink.starts_line(at)) =>
            {
                self.put(at, end, link, Unit::Part, Err(GapReason::MissingUnit));
                self.out.base = Base {
                    bad: Some(GapReason::MissingUnit),
                    ..Base::default()
                };
                Some(end)
            }
            Read::MissingUnit(_) | Read::Nothing => None,
        }
    }

    fn after_heading(&self, at: usize) -> usize {
        match self.pending_unit() {
            Some(Unit::Part | Unit::Book | Unit::Chapter | Unit::Section) => {
                component::heading_end(self.ink, at)
            }
            _ => at,
        }
    }

    fn pending_unit(&self) -> Option<Unit> {
        self.pending.map(|p| p.unit)
    }

    fn admits(&self, component: &Component, at: usize, link: Link) -> bool {
        match link {
            Link::Start => true,
            Link::Adjacent => self
                .pending_unit()
                .is_some_and(|unit| unit.takes(component.unit)),
            Link::List => component.explicit || component.unit > Unit::Section,
            Link::Range => self.pending.is_some_and(|p| p.range_from.is_none()),
            Link::Plain => component.unit <= Unit::Article && !self.ink.starts_line(at),
        }
    }

    fn take(&mut self, component: &Component, at: usize, link: Link) {
        self.out.unit = component.unit;
        for (k, number) in component.numbers.iter().enumerate() {
            let link = match (k, number.ranged) {
                (0, _) => link,
                (_, true) => Link::Range,
                _ => Link::List,
            };
            let from = if k == 0 { at } else { number.from };
            // 第三条第一、第五条: the first number lacks its 款, it does not share 条.
            let lacking =
                link == Link::Plain && component.numbers.len() > 1 && !self.ink.spaced(at);
            let target = if lacking {
                Err(GapReason::MissingUnit)
            } else {
                self.target(component.unit, number)
            };
            self.put(from, number.to, link, component.unit, target);
        }
    }

    /// What a number of `unit` means after what was read before.
    fn target(&mut self, unit: Unit, number: &Number) -> Result<Target, GapReason> {
        let bad_numeral = |base: &mut Base| {
            if unit == Unit::Article {
                *base = Base {
                    bad: Some(GapReason::BadNumeral),
                    ..Base::default()
                };
            }
            GapReason::BadNumeral
        };
        let (Some(value), Some(sub)) = (number.value, number.sub) else {
            return Err(bad_numeral(&mut self.out.base));
        };
        let base = self.out.base;
        let leaning = || {
            base.provision
                .ok_or(base.bad.unwrap_or(GapReason::NoAntecedent))
        };
        let provision = match unit {
            Unit::Annex => return Err(GapReason::Unexpected),
            Unit::Part => {
                self.out.base = Base {
                    part: Some(value),
                    ..Base::default()
                };
                return Ok(Target::Part(value, None));
            }
            Unit::Book | Unit::Chapter | Unit::Section => return Ok(self.division(unit, value)),
            Unit::Article => Provision::article(Article { number: value, sub }),
            Unit::Paragraph => Provision {
                paragraph: Some(value),
                ..Provision::article(leaning()?.article)
            },
            Unit::Item => {
                if let Some(part) = base.part {
                    return Ok(Target::Part(part, Some(value)));
                }
                if base.provision.is_none() && base.bad.is_none() {
                    // 第86项 of a decision stands in its annex.
                    let (kind, number) = base.annex.unwrap_or((AnnexKind::Attachment, None));
                    self.out.base.annex = Some((kind, number));
                    return Ok(Target::Annex(kind, number, Some(value)));
                }
                let before = leaning()?;
                Provision {
                    paragraph: before.paragraph,
                    subparagraph: Some(value),
                    ..Provision::article(before.article)
                }
            }
            Unit::Point => {
                let before = leaning()?;
                if before.subparagraph.is_none() {
                    return Err(GapReason::NoAntecedent);
                }
                Provision {
                    point: Some(value),
                    ..before
                }
            }
        };
        self.out.base = Base {
            provision: Some(provision),
            ..Base::default()
        };
        Ok(Target::Provision(provision))
    }

    /// A 编, 章 or 节 after the ones before: 第四章第二节、第三节.
    fn division(&mut self, unit: Unit, value: NonZeroU16) -> Target {
        let (book, chapter) = self.out.base.book_and_chapter();
        let division = match unit {
            Unit::Chapter => Division::Chapter {
                book,
                chapter: value,
            },
            Unit::Section => Division::Section {
                book,
                chapter,
                section: value,
            },
            _ => Division::Book(value),
        };
        self.out.base = Base {
            division: Some(division),
            ..Base::default()
        };
        Target::Division(division)
    }

    fn put(
        &mut self,
        from: usize,
        to: usize,
        link: Link,
        unit: Unit,
        target: Result<Target, GapReason>,
    ) {
        match (&mut self.pending, link) {
            (Some(pending), Link::Adjacent)
                if pending.unit != Unit::Part || unit == Unit::Item || pending.target.is_err() =>
            {
                // A part of what was not understood is not understood either. Articles are numbered through
                // all 编 and 章, so their number says enough.
                if pending.target.is_ok() {
                    pending.target = target;
                }
                pending.unit = unit;
                pending.to = to;
            }
            (Some(pending), Link::Range) if pending.range_from.is_none() => {
                let why = match (pending.target, target) {
                    (Ok(first), Ok(last)) => {
                        pending.range_from = Some(first);
                        pending.target = Ok(last);
                        None
                    }
                    (Err(why), _) | (_, Err(why)) => Some(why),
                };
                if let Some(why) = why {
                    pending.target = Err(why);
                }
                pending.unit = unit;
                pending.to = to;
            }
            (before, _) => {
                // 第一部分第六条: whether each 部分 counts its articles anew, nobody can tell.
                if let Some(part) = before.as_mut().filter(|_| link == Link::Adjacent) {
                    part.target = Err(GapReason::Unexpected);
                }
                self.flush();
                self.pending = Some(Pending {
                    range_from: None,
                    target,
                    unit,
                    from,
                    to,
                });
            }
        }
    }

    fn flush(&mut self) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        let Pending {
            range_from,
            target,
            from,
            to,
            ..
        } = pending;
        let range = range_from.and_then(|first| Some((first, target.ok()?)));
        let cited = match (target, range) {
            (Ok(last), None) => {
                self.out.cited.push((last.cited(), from, to));
                return;
            }
            (Ok(_), Some((first, last))) => spell_out(first, last),
            (Err(why), _) => Err(why),
        };
        match cited {
            Ok(cited) => self
                .out
                .cited
                .extend(cited.into_iter().map(|c| (c, from, to))),
            Err(why) => self.out.gaps.push((from, to, why)),
        }
    }
}
