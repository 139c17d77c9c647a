//! Judges a project file by file: of an item that was judged only its key is held, so that the size of a list is no
//! matter.
//!
//! What a file came to is kept in a cache, and taken from there while nothing that it depends on has changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::cache::{self, Cache};
use super::{Judged, Leniency, Request, read_baseline};
use crate::domain::allow::AllowComment;
use crate::domain::glyph::Letters;
use crate::domain::ids::{Digest, LawId};
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::place::Span;
use crate::domain::project::{Frame, ItemFile, QuoteLines};
use crate::domain::quote::LawTexts;
use crate::finding::{Excerpt, Finding, MOST_OF_A_FILE};
use crate::io::project::outline::{self, ItemBytes, ItemFiles, ItemPath, Outline};
use crate::io::project::{self, ProjectError};
use crate::io::yaml::item_file::Taker;
use crate::ops::contents::{ChartDigests, Content};
use crate::ops::reread::AsRead;
use crate::rules::key::FileKeys;
use crate::rules::{self, Judge, quote, shape};

/// A part of the work, for whoever wants to know where the time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Settings, units, laws, charts, and the list of the item files.
    Frame,
    /// Item files: reading them and judging each item.
    Items,
    /// Charts, and the rules across the list.
    List,
    /// What is allowed, and the baseline.
    Leniency,
}

/// Is told how the work goes on.
pub trait Observer: Sync {
    /// A part begins.
    fn begin(&self, phase: Phase);

    /// So many bytes of the item files are done, of so many.
    fn items(&self, done: u64, of: u64);

    /// How many item files there were, and of how many the outcome was known already.
    fn files(&self, files: usize, known: usize);
}

/// Nobody who wants to know.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Observer for Silent {
    fn begin(&self, _: Phase) {}
    fn items(&self, _: u64, _: u64) {}
    fn files(&self, _: usize, _: usize) {}
}

/// What is left of an item file.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) file: ItemFile,
    /// Of the reader and of the rules that look at one item.
    pub(super) findings: Vec<Finding>,
    pub(super) comments: Vec<AllowComment>,
    pub(super) keys: FileKeys,
    /// The lines that its findings and comments stand in.
    pub(super) excerpt: Excerpt,
}

impl Outcome {
    /// The charts that its items name.
    pub(super) fn charts(&self) -> BTreeSet<&str> {
        self.keys.uses().map(|(chart, _)| chart).collect()
    }
}

/// Judges the project in `root` as [`super::validate`] does, without holding its items. What is known of files from
/// earlier runs is looked up in the folder `cache`, and kept there for later ones.
///
/// # Errors
/// When there is no usable project there.
pub fn survey(
    root: &Path,
    register: &Register,
    request: &Request<'_>,
    cache: Option<&Path>,
    observer: &dyn Observer,
) -> Result<Judged<Frame>, ProjectError> {
    observer.begin(Phase::Frame);
    let outline = outline::outline(root, request.gate, request.prefix)?;
    let surveyed = run(outline, root, register, request, cache, observer, false)?;
    Ok(surveyed.judged)
}

/// A project that was judged file by file, and what is needed to read its items again.
#[derive(Debug)]
pub struct Surveyed {
    /// The project without its items.
    pub judged: Judged<Frame>,
    /// Its item files.
    pub files: ItemFiles,
    /// What was seen in each of them.
    pub seen: Vec<Seen>,
}

/// What was seen in an item file when it was judged.
#[derive(Debug)]
pub struct Seen {
    /// What the file was.
    pub read: AsRead,
    /// What those of its items come to that have a code.
    pub items: Vec<Content>,
}

/// Judges the project of an outline as [`survey`] does, and keeps in mind what was judged. Nothing is taken from earlier
/// runs.
///
/// # Errors
/// As [`survey`].
pub fn survey_outline(
    outline: Outline,
    root: &Path,
    register: &Register,
    request: &Request<'_>,
    observer: &dyn Observer,
) -> Result<Surveyed, ProjectError> {
    run(outline, root, register, request, None, observer, true)
}

fn run(
    mut outline: Outline,
    root: &Path,
    register: &Register,
    request: &Request<'_>,
    cache: Option<&Path>,
    observer: &dyn Observer,
    remembering: bool,
) -> Result<Surveyed, ProjectError> {
    let terms = request.terms();
    let settings = &outline.loaded.project.settings;
    let gate = terms.gate.unwrap_or(settings.gate);
    let as_of = terms.as_of.unwrap_or(settings.as_of);
    // What is found and let pass on the way does not change what the settings say.
    let quoting = request.law_texts.is_some() || settings.law_texts.is_some();
    let texts = if quoting {
        let quoted = quoted(&mut outline, register);
        super::texts_of(
            root,
            &mut outline.loaded,
            register,
            request.law_texts,
            |_| quoted,
        )?
    } else {
        LawTexts::default()
    };
    let options = rules::Options {
        gate,
        as_of,
        texts: &texts,
    };
    // Which texts there are is not among the things that the cache asks for.
    let cache = cache.filter(|_| !quoting);
    let cache = cache.and_then(|base| Cache::open(base, &outline, register, options));
    observer.begin(Phase::Items);
    let how = How {
        options,
        cache: cache.as_ref(),
        remembering,
    };
    let all = outcomes(&mut outline, register, how, observer);
    observer.begin(Phase::List);
    let mut findings = std::mem::take(&mut outline.loaded.findings);
    let frame = &mut outline.loaded.project;
    rules::override_severities(&frame.settings, gate, &mut findings);
    let mut keys = Vec::with_capacity(all.len());
    let mut texts = Vec::with_capacity(all.len());
    let mut seen = Vec::new();
    for (done, file) in all.into_iter().zip(outline.item_files.iter()) {
        let outcome = done.outcome;
        texts.extend(done.text);
        seen.extend(done.seen);
        findings.extend(outcome.findings);
        frame.comments.extend(outcome.comments);
        frame.files.push(outcome.file);
        outline
            .loaded
            .sources
            .set_excerpt(file.source, outcome.excerpt);
        keys.push(outcome.keys);
    }
    // Of every file the digest is known, or of none.
    let kept = cache
        .as_ref()
        .map(|cache| (cache, cache::ground(&outline, &texts)));
    let known = kept.and_then(|(cache, ground)| cache.known_list(&outline, ground));
    findings.extend(known.unwrap_or_else(|| {
        let found = Judge::new(&outline.loaded.project, register, options).list(&keys);
        if let Some((cache, ground)) = kept {
            cache.keep_list(&outline, ground, &found);
        }
        found
    }));
    observer.begin(Phase::Leniency);
    let baseline = match request.leniency {
        Leniency::Baseline { file } => read_baseline(root, file, &mut outline.loaded)?,
        Leniency::Gate | Leniency::Comments => None,
    };
    let mut of_baseline = std::mem::take(&mut outline.loaded.findings);
    rules::override_severities(&outline.loaded.project.settings, gate, &mut of_baseline);
    findings.extend(of_baseline);
    let mut judged = Judged::new(outline.loaded, keys, findings, (gate, as_of));
    judged.let_pass(terms, baseline.as_ref());
    judged.complete_excerpts(root);
    Ok(Surveyed {
        judged,
        files: outline.item_files,
        seen,
    })
}

/// The laws of which something is quoted: what texts are needed has to be known before anything is judged.
fn quoted(outline: &mut Outline, register: &Register) -> BTreeSet<LawId> {
    let of_items = outline.item_files.par_iter().map(|file| {
        let mut quoting = Quoting {
            register,
            laws: BTreeSet::new(),
            charts: BTreeSet::new(),
        };
        let bytes = outline.item_files.bytes(file);
        outline
            .item_files
            .read(file, &bytes.text(file), &mut quoting);
        (quoting.laws, quoting.charts)
    });
    let merge = |mut all: (BTreeSet<_>, BTreeSet<_>), mut some: (BTreeSet<_>, BTreeSet<_>)| {
        all.0.append(&mut some.0);
        all.1.append(&mut some.1);
        all
    };
    let (mut laws, mut charts) = of_items.reduce(Default::default, merge);
    charts.retain(|chart| !outline.chart_digests.contains_key(chart));
    if !charts.is_empty() {
        outline.add_charts(charts);
    }
    laws.extend(quote::quoted_in_charts(&outline.loaded.project, register));
    laws
}

/// Looks only at what items quote.
struct Quoting<'r> {
    register: &'r Register,
    laws: BTreeSet<LawId>,
    charts: BTreeSet<String>,
}

impl Taker for Quoting<'_> {
    fn take(&mut self, item: PowerItem) {
        quote::quoted_in_item(&item, self.register, &mut self.laws);
        for chart in item.charts() {
            if !self.charts.contains(&chart.value) {
                self.charts.insert(chart.value.clone());
            }
        }
    }

    // A text more than is needed does no harm.
    fn start_over(&mut self) {}
}

/// Reads and judges all item files, each on a thread of its own.
fn outcomes(
    outline: &mut Outline,
    register: &Register,
    how: How<'_>,
    observer: &dyn Observer,
) -> Vec<Done> {
    let total = outline.item_files.iter().map(|file| file.size).sum();
    let done = AtomicU64::new(0);
    let run = |outline: &Outline, wanted: &(dyn Fn(usize) -> bool + Sync)| {
        let frame = &outline.loaded.project;
        let judge = Judge::new(frame, register, how.options);
        let charts = how.remembering.then(|| ChartDigests::of(frame));
        let work = Work {
            outline,
            judge: &judge,
            charts: charts.as_ref(),
            how,
        };
        let files = outline.item_files.par_iter().enumerate();
        files
            .map(|(at, file)| {
                wanted(at).then(|| {
                    let came_of_it = work.file(file);
                    let before = done.fetch_add(file.size, Ordering::Relaxed);
                    observer.items((before + file.size).min(total), total);
                    came_of_it
                })
            })
            .collect::<Vec<_>>()
    };
    let mut first = run(outline, &|_| true);
    // Charts that lie elsewhere are known only now; the items that name them are judged once more.
    let named = |outcome: &Outcome| -> Vec<String> {
        let unknown = outcome.charts().into_iter();
        unknown
            .filter(|chart| !outline.chart_digests.contains_key(*chart))
            .map(str::to_owned)
            .collect()
    };
    let unknown: Vec<Vec<String>> = first
        .iter()
        .map(|found| {
            found
                .as_ref()
                .map_or_else(Vec::new, |done| named(&done.outcome))
        })
        .collect();
    let charts: BTreeSet<String> = unknown.iter().flatten().cloned().collect();
    if !charts.is_empty() {
        outline.add_charts(charts);
        let again = run(outline, &|at| {
            unknown.get(at).is_some_and(|u| !u.is_empty())
        });
        for (first, again) in first.iter_mut().zip(again) {
            if again.is_some() {
                *first = again;
            }
        }
    }
    let known = first.iter().flatten().filter(|done| done.known).count();
    observer.files(first.len(), known);
    first.into_iter().flatten().collect()
}

/// How the files are judged.
#[derive(Clone, Copy)]
struct How<'w> {
    options: rules::Options<'w>,
    cache: Option<&'w Cache>,
    /// Whether what is seen is kept in mind.
    remembering: bool,
}

/// What became of a file.
struct Done {
    outcome: Outcome,
    /// Digest of its text, where it was asked for.
    text: Option<Digest>,
    /// Whether that was known already.
    known: bool,
    seen: Option<Seen>,
}

/// What every file is judged with.
struct Work<'w, 'j> {
    outline: &'w Outline,
    judge: &'w Judge<'j>,
    /// There where what is seen is kept in mind.
    charts: Option<&'w ChartDigests<'w>>,
    how: How<'w>,
}

impl Work<'_, '_> {
    /// What becomes of a file.
    fn file(&self, file: &ItemPath) -> Done {
        let bytes = self.outline.item_files.bytes(file);
        let Some(cache) = self.how.cache else {
            return self.judged(file, &bytes);
        };
        let digest = bytes.digest();
        if let Some(outcome) = cache.known(self.outline, file, digest) {
            return Done {
                outcome,
                text: Some(digest),
                known: true,
                seen: None,
            };
        }
        let done = self.judged(file, &bytes);
        drop(bytes);
        cache.keep(self.outline, file, digest, &done.outcome);
        Done {
            text: Some(digest),
            ..done
        }
    }

    fn judged(&self, file: &ItemPath, bytes: &ItemBytes) -> Done {
        let text = &bytes.text(file);
        let mut items = Items {
            judge: self.judge,
            text: text.as_str(),
            letters: Letters::of_yaml(text.as_str()),
            quoting: self.how.options.texts.is_given(),
            findings: Vec::new(),
            keys: FileKeys::of_file(file.source),
            charts: self.charts,
            contents: Vec::new(),
            anew: false,
        };
        let read = self.outline.item_files.read(file, text, &mut items);
        items.contents.shrink_to_fit();
        let seen = self.charts.map(|_| Seen {
            read: AsRead {
                digest: bytes.digest(),
                count: items.keys.len(),
                anew: items.anew,
            },
            items: std::mem::take(&mut items.contents),
        });
        let Items {
            mut findings,
            mut keys,
            ..
        } = items;
        let mut own = read.findings;
        let settings = &self.outline.loaded.project.settings;
        rules::override_severities(settings, self.how.options.gate, &mut own);
        findings.extend(own);
        shape::unreadable_file::bound(&mut findings, file.source);
        keys.shrink();
        let of_file = |span: Span| (span.source == file.source).then_some([span.start, span.end]);
        let words = read.comments.iter().flat_map(|c| &c.rules);
        let spans = findings
            .iter()
            .flat_map(spans_of)
            .chain(words.map(|word| word.span));
        let excerpt = Excerpt::of(text.as_str(), spans.filter_map(of_file).flatten());
        Done {
            outcome: Outcome {
                file: read.file,
                findings,
                comments: read.comments,
                keys,
                excerpt,
            },
            text: None,
            known: false,
            seen,
        }
    }
}

/// All places that a finding shows.
pub(super) fn spans_of(finding: &Finding) -> impl Iterator<Item = Span> {
    std::iter::once(finding.primary).chain(finding.related.iter().map(|(span, _)| *span))
}

/// Judges items as they come, and lets go of them.
struct Items<'w, 'j> {
    judge: &'w Judge<'j>,
    text: &'w str,
    letters: Letters,
    /// Whether quotations are compared, so that their lines are wanted.
    quoting: bool,
    findings: Vec<Finding>,
    keys: FileKeys,
    charts: Option<&'w ChartDigests<'w>>,
    contents: Vec<Content>,
    anew: bool,
}

impl Taker for Items<'_, '_> {
    fn take(&mut self, item: PowerItem) {
        let lines = match self.quoting {
            true => project::quote_lines_of(&item, self.text),
            false => QuoteLines::new(),
        };
        let found = self.judge.item(&item, &lines, self.letters);
        if self.findings.len() <= MOST_OF_A_FILE {
            self.findings.extend(found);
        }
        self.judge.keep(&item, &mut self.keys);
        if let Some(charts) = self.charts {
            self.contents.extend(Content::of(&item, charts));
        }
    }

    fn start_over(&mut self) {
        self.findings.clear();
        self.contents.clear();
        self.anew |= !self.keys.is_empty();
        self.keys = FileKeys::of_file(self.keys.source());
    }
}

/// What has to match for an outcome to be still true.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Ground {
    /// The file's own text.
    pub(super) text: [u8; 32],
    /// The charts that its items name.
    pub(super) charts: Vec<(String, [u8; 32])>,
}

impl Ground {
    /// On what an outcome rests; `None` where a chart that it names was not read.
    pub(super) fn of(outline: &Outline, text: Digest, charts: &BTreeSet<&str>) -> Option<Self> {
        let digest = |chart: &&str| {
            let digest = outline.chart_digests.get(*chart)?;
            Some(((*chart).to_owned(), *digest.as_bytes()))
        };
        Some(Self {
            text: *text.as_bytes(),
            charts: charts.iter().map(digest).collect::<Option<_>>()?,
        })
    }
}
