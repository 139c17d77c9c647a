//! Citations of which only the number changed get the new one; and the project's as-of date goes on to the day whose
//! numbers they now are, so that nobody takes them for the old ones and moves them again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Draft, Fixed, FixedFile, Kind, Left, Plan, targets};
use crate::compare::impact::{
    LawChange, LawEvent, Period, Tracer, What, became_of, changes, only_moved,
};
use crate::domain::citation::{Cited, Rewrite, find_law, law_names, mapped, renumber, rewrite};
use crate::domain::gate::Gate;
use crate::domain::item::CitedText;
use crate::domain::law::{Fate, Law, Register};
use crate::domain::place::SourceId;
use crate::domain::provision::Provision;
use crate::io::project::Loaded;
use crate::io::yaml::edit::{self, NewValue};
use crate::io::yaml::{flowchart, item_file, syntax::with_document};
use crate::ops::codes::line_of;
use crate::ops::planned::PlannedFile;

/// What stands in the place of a rule's code.
pub const MOVE: &str = "条号";

/// What will be done.
#[derive(Debug, Default)]
pub struct Moves {
    /// Files that change, and number changes that were not made, with the reason.
    pub plan: Plan,
    /// Citations with nothing but other changes: words, laws that ended, unknown.
    pub others: usize,
}

/// Works out which citations of a project get other numbers by the law of the last day of a period. Writes nothing.
pub fn plan(loaded: &Loaded, register: &Register, period: Period) -> Moves {
    let changes = changes(register, period);
    let worked: Vec<(Draft, usize)> = targets(loaded)
        .par_bridge()
        .map_init(
            || Tracer::new(register, &changes),
            |tracer, (path, source, kind)| {
                let mut draft = Draft::new(path, &loaded.sources.get(source).text, kind);
                let others = draft.renumber(register, tracer);
                (draft, others)
            },
        )
        .collect();
    let mut moves = Moves::default();
    for (draft, others) in worked {
        moves.others += others;
        let (file, left) = draft.finish();
        moves.plan.files.extend(file);
        moves.plan.left.extend(left);
    }
    moves
        .plan
        .files
        .sort_by(|a, b| a.file.path.cmp(&b.file.path));
    moves
        .plan
        .left
        .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    if !moves.plan.files.is_empty() {
        match new_day(loaded, period) {
            Some(settings) => moves.plan.files.insert(0, settings),
            // Numbers whose day is not written down would be taken for the old ones.
            None => {
                moves.plan.files.clear();
                moves.plan.left.insert(
                    0,
                    Left {
                        file: crate::io::project::SETTINGS.to_owned(),
                        line: None,
                        why: "as_of 改写不了，所以条号也没有改".to_owned(),
                    },
                );
            }
        }
    }
    moves
}

/// The settings with the new as-of date.
fn new_day(loaded: &Loaded, period: Period) -> Option<FixedFile> {
    let settings = &loaded.project.settings;
    let to = period.to?;
    let before = loaded
        .sources
        .get(loaded.project.settings_source)
        .text
        .to_string();
    let span = settings.as_of_span;
    let value = NewValue {
        range: span.start as usize..span.end as usize,
        value: to.to_string(),
        // A date stands as it is.
        number: true,
    };
    let (after, done) = edit::replace(&before, &[value]).ok()?;
    if done.is_empty() {
        return None;
    }
    Some(FixedFile {
        fixed: vec![Fixed {
            rule: "as_of".to_owned(),
            line: line_of(&before, span.start as usize),
            what: format!("基准日 {} 改为 {to}：条号已经是这一天的", settings.as_of),
        }],
        file: PlannedFile {
            path: loaded.path_of(loaded.project.settings_source).to_owned(),
            before: Some(before),
            after,
        },
    })
}

/// The rewrites of one text.
#[derive(Default)]
struct Renumbered {
    rewrites: Vec<Rewrite>,
    /// Place in the text, and why nothing was written there.
    left: Vec<(std::ops::Range<usize>, String)>,
    /// Citations with other changes only.
    others: usize,
}

impl Draft {
    /// Gives the citations of the file their new numbers; the number of those with other changes only.
    fn renumber(&mut self, register: &Register, tracer: &mut Tracer<'_>) -> usize {
        let mut others = 0;
        let mut values: BTreeMap<usize, (NewValue, Vec<Fixed>)> = BTreeMap::new();
        let texts = cited_texts(&self.text, self.kind);
        for cite in &texts {
            let done = of_text(cite, register, tracer);
            others += done.others;
            let line = |range| line_of(&self.text, cite.span_of(range).start as usize);
            let left: Vec<_> = done
                .left
                .iter()
                .map(|(r, why)| (line(r), why.clone()))
                .collect();
            let start = cite.text.span.start as usize;
            if !done.rewrites.is_empty() {
                let there = |r: &Rewrite| cite.text.value.get(r.range.clone()).unwrap_or_default();
                let fixed = done.rewrites.iter().map(|one| Fixed {
                    rule: MOVE.to_owned(),
                    line: line(&one.range),
                    what: format!("“{}”改为“{}”", there(one), one.new),
                });
                let fixed: Vec<Fixed> = fixed.collect();
                match rewrite(&cite.text.value, &done.rewrites) {
                    Some(value) => {
                        let range = start..cite.text.span.end as usize;
                        let value = NewValue {
                            number: false,
                            range,
                            value,
                        };
                        values.insert(start, (value, fixed));
                    }
                    None => self.leave(Some(line(&(0..0))), "几处改动互相重叠"),
                }
            }
            for (line, why) in left {
                self.leave(Some(line), why);
            }
        }
        let wanted: Vec<NewValue> = values.values().map(|(value, _)| value.clone()).collect();
        match edit::replace(&self.text, &wanted) {
            Ok((text, done)) => {
                for (value, fixed) in values.into_values() {
                    if done.contains(&value.range) {
                        self.fixed.extend(fixed);
                    } else {
                        let line = fixed.first().map(|f| f.line);
                        self.leave(line, "这一处在文件里折了行或者用了转义，要手工改条号");
                    }
                }
                self.text = text;
                self.fixed.sort_by_key(|f| f.line);
            }
            Err(_) if wanted.is_empty() => {}
            Err(error) => self.stop(error),
        }
        others
    }
}

/// The texts of a file that cite.
fn cited_texts(text: &str, kind: Kind) -> Vec<CitedText> {
    let (source, gate) = (SourceId(0), Gate::Publication);
    match kind {
        Kind::Items => {
            let ((_, items), _) = item_file::read(text, source, gate, "");
            let all = items.iter().flat_map(|item| item.citations());
            all.map(|(_, _, cite)| cite.clone()).collect()
        }
        Kind::Chart => {
            let (chart, _) = with_document(text, source, gate, |d| flowchart::read(d, ""));
            chart.iter().flat_map(|c| c.citations()).cloned().collect()
        }
    }
}

fn of_text(cite: &CitedText, register: &Register, tracer: &mut Tracer<'_>) -> Renumbered {
    let mut out = Renumbered::default();
    let parsed = &cite.parsed;
    for (i, (citation, name)) in parsed
        .citations
        .iter()
        .zip(law_names(&parsed.citations))
        .enumerate()
    {
        let Some(name) = name else { continue };
        let law = find_law(register, name).map_or(name, |law| law.id.as_str());
        let span = citation.span.clone();
        match of_citation(citation, law, tracer) {
            Fortune::Stays => {}
            Fortune::Other => out.others += 1,
            Fortune::Left(why) => out.left.push((span, format!("《{law}》{why}"))),
            Fortune::Moves(cited) => match renumber(&cite.text.value, parsed, i, &cited) {
                Ok(rewrites) => out.rewrites.extend(rewrites),
                Err(why) => out.left.push((span, format!("《{law}》{}", why.chinese()))),
            },
        }
    }
    out
}

/// What is to be done about one citation.
enum Fortune {
    /// Nothing happened.
    Stays,
    /// Something happened that is no matter of numbers.
    Other,
    /// Numbers changed, and a person has to see to it.
    Left(String),
    /// It gets these.
    Moves(Vec<Cited>),
}

/// All of a citation or nothing: one that is half by the old numbers and half by the new would be right by neither.
fn of_citation(
    citation: &crate::domain::citation::Citation,
    law: &str,
    tracer: &mut Tracer<'_>,
) -> Fortune {
    let (mut moves, mut other) = (false, None);
    let mut after = None;
    let mut new_number = |provision: &Provision| match tracer.what(law, Some(*provision), false) {
        None => Some(*provision),
        Some((change, What::Became(outcome))) if only_moved(&outcome) => {
            moves = true;
            after = Some(change);
            outcome.to.first().copied()
        }
        Some((_, what)) => {
            other.get_or_insert((*provision, what));
            Some(*provision)
        }
    };
    let cited = mapped(&citation.provisions, &mut new_number);
    let Some((provision, what)) = other else {
        return match (cited, moves) {
            (_, false) | (None, _) => Fortune::Stays,
            (Some(Err(why)), true) => Fortune::Left(why.chinese().to_owned()),
            (Some(Ok(cited)), true) => moved(citation, cited, after),
        };
    };
    let renumbered = match what.outcome().map(|o| o.fate) {
        Some(Fate::Moved | Fate::MovedAndChanged) => matches!(what, What::Became(_)),
        _ => false,
    };
    if moves || renumbered {
        Fortune::Left(format!("{provision}{}，要人看", became_of(&what)))
    } else if matches!(&what, What::Became(outcome) if outcome.fate == Fate::Same) {
        Fortune::Stays
    } else {
        Fortune::Other
    }
}

/// A citation all of whose numbers are known, unless something else of it speaks of the version.
fn moved(
    citation: &crate::domain::citation::Citation,
    cited: Vec<Cited>,
    change: Option<LawChange<'_>>,
) -> Fortune {
    let version = citation.remarks.iter().find(|remark| {
        ["年", "令", "修正", "修订", "修改"]
            .iter()
            .any(|word| remark.contains(word))
    });
    if let Some(remark) = version {
        return Fortune::Left(format!("注明了版本（{remark}），改条号要连它一起改"));
    }
    if let Some(LawChange {
        known: Some(law),
        event: LawEvent::Version(after),
        ..
    }) = change
        && cited
            .iter()
            .any(|one| holds_inserted(law, after.published, one))
    {
        return Fortune::Left("引的一段条款里插进了“之一”的条文，要人看".to_owned());
    }
    if citation
        .provisions
        .iter()
        .any(|at| is_no_provision(&at.cited))
    {
        return Fortune::Left("同时引了章、附件等，要人看".to_owned());
    }
    Fortune::Moves(cited)
}

const fn is_no_provision(cited: &Cited) -> bool {
    matches!(
        cited,
        Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. }
    )
}

/// Whether a range of articles takes in one that was inserted between them.
fn holds_inserted(law: &Law, version: jiff::civil::Date, cited: &Cited) -> bool {
    let Cited::Range { from, to } = cited else {
        return false;
    };
    let version = law.versions.iter().find(|v| v.published == version);
    let Some(structure) = version.and_then(|v| v.structure.as_ref()) else {
        return false;
    };
    let articles = structure.articles().iter().map(|shape| shape.article);
    articles
        .filter(|article| article.sub > 0)
        .any(|article| from.article < article && article < to.article)
}
