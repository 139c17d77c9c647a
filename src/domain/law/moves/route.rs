//! The way from one version of a law to another, over the versions between.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::num::NonZeroU16;

use super::{Confidence, Evidence, Fate, Outcome, Row, Transition};
use crate::domain::law::{ArticleShape, Structure};
use crate::domain::provision::{Article, Provision};

/// The way from one version of a law to another. Made once, asked for many provisions.
#[derive(Debug, Clone)]
pub struct Route<'r> {
    steps: Vec<Cow<'r, Transition>>,
    before: Option<&'r Structure>,
    after: Option<&'r Structure>,
}

impl<'r> Route<'r> {
    /// A way over steps that follow one another. The structures are those of its ends, where they are known.
    pub(in crate::domain::law) const fn new(
        steps: Vec<Cow<'r, Transition>>,
        before: Option<&'r Structure>,
        after: Option<&'r Structure>,
    ) -> Self {
        Self {
            steps,
            before,
            after,
        }
    }

    /// The single steps, in their order.
    pub fn steps(&self) -> impl Iterator<Item = &Transition> {
        self.steps.iter().map(AsRef::as_ref)
    }

    /// What became of a provision, in the way in which it was cited: where the paragraph was left out because an article
    /// has but one, or items in but one, it is left out again if that still holds.
    pub fn of(&self, provision: &Provision) -> Outcome {
        let mut outcome = self.walk(&complete(self.before, provision));
        let between = self.steps().any(Transition::is_between_laws);
        let to: Vec<Provision> = outcome
            .to
            .iter()
            .map(|to| as_cited((self.before, self.after), provision, to))
            .collect();
        if !to.is_empty() && !between {
            let reworded = matches!(outcome.fate, Fate::Changed | Fate::MovedAndChanged);
            outcome.fate = Fate::of(to != [*provision], reworded);
        }
        outcome.to = to;
        outcome
    }

    fn walk(&self, provision: &Provision) -> Outcome {
        let mut at = Outcome {
            fate: Fate::Same,
            to: vec![*provision],
            confidence: Confidence::FULL,
            evidence: Evidence::Text,
        };
        let mut reworded = false;
        let mut between = false;
        for step in self.steps() {
            between |= step.is_between_laws();
            let mut to = BTreeSet::new();
            let mut sure = None;
            let mut lost = None;
            for provision in &at.to {
                let next = step.of(provision);
                if next.fate == Fate::Gone {
                    lost = Some(next.confidence);
                    continue;
                }
                reworded |= matches!(next.fate, Fate::Changed | Fate::MovedAndChanged);
                sure = Some(sure.map_or(next.confidence, |s: Confidence| s.min(next.confidence)));
                to.extend(next.to);
            }
            at.evidence = at.evidence.min(step.evidence);
            // Of a provision that had been split, a part may be gone while the rest goes on.
            let sure = sure.or(lost).unwrap_or(Confidence::FULL);
            at.confidence = at.confidence.and(sure);
            at.to = to.into_iter().collect();
            if at.to.is_empty() {
                at.fate = Fate::Gone;
                return at;
            }
        }
        at.fate = Fate::of(between || at.to != [*provision], reworded);
        at
    }

    /// The rows of an article and its parts; where they went is gathered as well.
    fn rows_of(
        &self,
        shape: &ArticleShape,
        rows: &mut Vec<Row>,
        reached: &mut BTreeSet<Provision>,
    ) {
        let mut put = |from: Provision, outcome: &Outcome, told: bool| {
            reached.extend(outcome.to.iter().copied());
            if told && outcome.fate != Fate::Same {
                rows.push(Row {
                    from: Some(from),
                    outcome: outcome.clone(),
                });
            }
        };
        let article = Provision::article(shape.article);
        let whole = self.walk(&article);
        put(article, &whole, true);
        for (number, items) in (1u16..).zip(&shape.items) {
            let paragraph = Provision {
                paragraph: NonZeroU16::new(number),
                ..article
            };
            let found = self.walk(&paragraph);
            put(paragraph, &found, !follows(&paragraph, &found, &whole));
            for item in 1..=*items {
                let item = Provision {
                    subparagraph: NonZeroU16::new(item),
                    ..paragraph
                };
                let outcome = self.walk(&item);
                put(item, &outcome, !follows(&item, &outcome, &found));
            }
        }
    }

    /// Everything that is not the same: articles and the parts that did not simply follow theirs; then what is new.
    pub fn rows(&self) -> Vec<Row> {
        if let [step] = self.steps.as_slice() {
            return step.rows().collect();
        }
        let mut rows = Vec::new();
        let mut reached = BTreeSet::new();
        let articles = self.before.map_or(&[][..], Structure::articles);
        for shape in articles {
            self.rows_of(shape, &mut rows, &mut reached);
        }
        let mut new: Vec<(Provision, Confidence)> = Vec::new();
        for (n, step) in self.steps().enumerate() {
            let later = Self {
                steps: self.steps.iter().skip(n + 1).cloned().collect(),
                before: None,
                after: None,
            };
            for row in step.rows().filter(|row| row.from.is_none()) {
                for provision in &row.outcome.to {
                    let outcome = later.walk(provision);
                    let sure = row.outcome.confidence.and(outcome.confidence);
                    new.extend(outcome.to.iter().map(|to| (*to, sure)));
                }
            }
        }
        new.retain(|(provision, _)| !reached.contains(provision));
        new.sort_unstable();
        new.dedup_by_key(|(provision, _)| *provision);
        let evidence = self.steps().map(|step| step.evidence).min();
        let new = new.into_iter().map(|(provision, confidence)| Row {
            from: None,
            outcome: Outcome {
                fate: Fate::New,
                to: vec![provision],
                confidence,
                evidence: evidence.unwrap_or(Evidence::Structure),
            },
        });
        rows.into_iter().chain(new).collect()
    }
}

/// Whether a part stands where it would stand if it had only followed the wider one, and was not reworded.
fn follows(part: &Provision, outcome: &Outcome, wider: &Outcome) -> bool {
    let reworded = matches!(outcome.fate, Fate::Changed | Fate::MovedAndChanged);
    let led: Vec<Provision> = wider
        .to
        .iter()
        .map(|to| Provision {
            paragraph: to.paragraph.or(part.paragraph),
            subparagraph: to.subparagraph.or(part.subparagraph),
            ..*to
        })
        .collect();
    !reworded && outcome.to == led
}

/// The only paragraph of an article that has items, or its only one; `None` where there are several or nothing is known.
fn only(structure: Option<&Structure>, article: Article, items: bool) -> Option<NonZeroU16> {
    let shape = structure?.shape(article)?;
    let mut fitting = (1u16..)
        .zip(&shape.items)
        .filter(|(_, n)| !items || **n > 0)
        .map(|(paragraph, _)| paragraph);
    let first = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    NonZeroU16::new(first)
}

/// An item of which no paragraph is named is in the first that has so many.
fn complete(structure: Option<&Structure>, provision: &Provision) -> Provision {
    let (None, Some(item)) = (provision.paragraph, provision.subparagraph) else {
        return *provision;
    };
    let shape = structure.and_then(|s| s.shape(provision.article));
    let found = shape.and_then(|shape| {
        let at = shape.items.iter().position(|n| *n >= item.get())?;
        NonZeroU16::new(u16::try_from(at + 1).ok()?)
    });
    Provision {
        paragraph: Some(found.unwrap_or(NonZeroU16::MIN)),
        ..*provision
    }
}

/// The provision as somebody would cite it who cited the one before so.
fn as_cited(
    (before, after): (Option<&Structure>, Option<&Structure>),
    cited: &Provision,
    to: &Provision,
) -> Provision {
    let stays = (cited.article, cited.paragraph) == (to.article, to.paragraph);
    let alone = !stays && to.paragraph.is_some() && only(after, to.article, false) == to.paragraph;
    let unneeded = match (cited.paragraph, cited.subparagraph) {
        (None, Some(_)) => only(after, to.article, true) == to.paragraph,
        (None, None) => alone,
        // Who names the only paragraph of an article goes on naming it.
        (Some(_), _) => {
            let shape = before.and_then(|s| s.shape(cited.article));
            alone && shape.is_some_and(|shape| shape.items.len() > 1)
        }
    };
    Provision {
        paragraph: to.paragraph.filter(|_| !unneeded),
        ..*to
    }
}
