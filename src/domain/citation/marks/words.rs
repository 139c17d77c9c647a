//! Marks that begin with a word and not with a number: 附件2第3项, 前款, 本条第二款, 之二.

use std::num::NonZeroU16;

use super::super::component::{self, Allow, Number, Read, Unit};
use super::super::scan::{self, After};
use super::super::target::{Base, Target};
use super::super::{AnnexKind, GapReason, ink, title};
use super::{Link, Reader};
use crate::domain::provision::Provision;

impl Reader<'_> {
    /// 附件, 附表2, 附件1《…目录》, with or without 第N项.
    pub(super) fn annex(&mut self, at: usize, link: Link) -> Option<usize> {
        if !self.ink.is(at, '附') {
            return None;
        }
        let (kind, mut end) = AnnexKind::ALL
            .into_iter()
            .find_map(|kind| Some((kind, self.ink.word(at, kind.chinese())?)))?;
        let mut number = None;
        if let Some((after, value, _)) = self.ink.bracketed_number(end) {
            number = Some(value?);
            end = after;
        }
        if let Some(after) = title::closed(self.ink, end) {
            end = after;
        }
        let item_at = if self.ink.among(end, ink::COLONS) {
            end + 1
        } else {
            end
        };
        let base = Base {
            annex: Some((kind, number)),
            ..Base::default()
        };
        // 附件 goes on with its own 项; whatever else stands there is no part of it.
        let link = if link == Link::Plain {
            Link::List
        } else {
            link
        };
        if let Read::Component(component) = component::component(self.ink, item_at, Allow::Bare)
            && component.unit == Unit::Item
        {
            self.out.base = base;
            self.take(&component, at, link);
            return Some(component.end);
        }
        let whole = component::list_sign(self.ink, end).is_some()
            || component::range_sign(self.ink, end).is_some()
            || self.ink.among(end, ink::OPENING)
            || matches!(
                scan::after(self.ink, end).0,
                After::End | After::Line | After::Colon | After::Stop | After::Quote
            );
        if !whole {
            return None;
        }
        self.out.base = base;
        self.out.unit = Unit::Annex;
        self.put(
            at,
            end,
            link,
            Unit::Annex,
            Ok(Target::Annex(kind, number, None)),
        );
        Some(end)
    }

    /// 前款, 本条第二款, 同条第三款.
    pub(super) fn relative(&mut self, at: usize) -> Option<usize> {
        if !self.ink.among(at, ['前', '本', '同', '该']) {
            return None;
        }
        if let Some(end) = self.ink.word(at, "前款") {
            let before = self.out.base.provision;
            let target = before
                .and_then(|b| {
                    let paragraph = NonZeroU16::new(b.paragraph?.get() - 1)?;
                    Some(Provision {
                        paragraph: Some(paragraph),
                        ..Provision::article(b.article)
                    })
                })
                .ok_or(GapReason::NoAntecedent);
            if let Ok(provision) = target {
                self.out.base.provision = Some(provision);
            }
            self.out.unit = Unit::Paragraph;
            self.put(
                at,
                end,
                Link::List,
                Unit::Paragraph,
                target.map(Target::Provision),
            );
            return Some(end);
        }
        let end = self.ink.one_of(at, &["本条", "同条", "该条"])?;
        let Read::Component(component) = component::component(self.ink, end, Allow::Explicit)
        else {
            return None;
        };
        if component.unit <= Unit::Article {
            return None;
        }
        if let Some(provision) = self.out.base.provision {
            self.out.base.provision = Some(Provision::article(provision.article));
        }
        self.take(&component, at, Link::List);
        Some(component.end)
    }

    /// 、之二 after 第二十条之一.
    pub(super) fn further_suffix(&mut self, at: usize) -> Option<usize> {
        let before = self.out.base.provision.filter(|b| b.article.sub > 0)?;
        let (end, sub) = component::suffix(self.ink, at)?;
        let number = Number {
            value: Some(before.article.number),
            sub,
            from: at,
            to: end,
            ranged: false,
        };
        let target = self.target(Unit::Article, &number);
        self.put(at, end, Link::List, Unit::Article, target);
        Some(end)
    }
}
