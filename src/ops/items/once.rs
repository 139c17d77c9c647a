//! Item files read one by one, for what is to be known of their items; the items are let go of.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use crate::domain::item::PowerItem;
use crate::domain::project::Frame;
use crate::finding::{Excerpt, Finding};
use crate::io::project::Loaded;
use crate::io::project::outline::{ItemFiles, ItemPath, Outline, ReadFile};
use crate::io::yaml::item_file::Taker;
use crate::ops::reread::AsRead;

/// Reads an item file for whoever takes its items.
pub type Reading<'r> = &'r mut dyn FnMut(&mut dyn Taker);

/// A project whose item files were read once.
#[derive(Debug)]
pub struct ReadOnce<R> {
    /// The project as [`crate::io::project::load`] has it, but for the items; of their files only the places of what is
    /// wrong in them are known.
    pub loaded: Loaded<Frame>,
    /// What came of each file.
    pub came: Vec<R>,
}

/// Reads the item files of a project, each on a thread of its own. What is wanted of a file is up to `of_file`, which
/// has it read by the [`Reading`] that it is given.
pub fn read_once<R: Send>(
    outline: Outline,
    of_file: impl Fn(&Frame, Reading<'_>) -> R + Sync,
) -> ReadOnce<R> {
    run(outline, false, of_file).0
}

/// As [`read_once`], with what it takes to read the files again.
pub(super) fn read_first<R: Send>(
    outline: Outline,
    of_file: impl Fn(&Frame, Reading<'_>) -> R + Sync,
) -> (ReadOnce<R>, ItemFiles, Vec<AsRead>) {
    run(outline, true, of_file)
}

/// What was seen of a file.
struct Seen {
    read: ReadFile,
    excerpt: Excerpt,
    charts: HashSet<String>,
    as_read: Option<AsRead>,
}

fn run<R: Send>(
    mut outline: Outline,
    remembering: bool,
    of_file: impl Fn(&Frame, Reading<'_>) -> R + Sync,
) -> (ReadOnce<R>, ItemFiles, Vec<AsRead>) {
    let (seen, came): (Vec<Seen>, Vec<R>) = outline
        .item_files
        .par_iter()
        .map(|file| see(&outline, file, remembering, &of_file))
        .unzip();
    let mut findings = Vec::new();
    let mut charts = BTreeSet::new();
    let mut as_read = Vec::new();
    for (file, seen) in outline.item_files.iter().zip(seen) {
        let loaded = &mut outline.loaded;
        loaded.sources.set_excerpt(file.source, seen.excerpt);
        loaded.project.files.push(seen.read.file);
        loaded.project.comments.extend(seen.read.comments);
        findings.extend(seen.read.findings);
        charts.extend(seen.charts);
        as_read.extend(seen.as_read);
    }
    if !charts.is_empty() {
        outline.add_charts(charts);
    }
    put_in_order(&mut outline.loaded, findings);
    let once = ReadOnce {
        loaded: outline.loaded,
        came,
    };
    (once, outline.item_files, as_read)
}

fn see<R>(
    outline: &Outline,
    file: &ItemPath,
    remembering: bool,
    of_file: impl Fn(&Frame, Reading<'_>) -> R,
) -> (Seen, R) {
    let bytes = outline.item_files.bytes(file);
    let text = bytes.text(file);
    let mut read = None;
    let (mut charts, mut count, mut anew) = (HashSet::new(), 0, false);
    let came = of_file(&outline.loaded.project, &mut |taker| {
        let mut watching = Watching {
            outline,
            taker,
            charts: HashSet::new(),
            count: 0,
            anew: false,
        };
        read = Some(outline.item_files.read(file, &text, &mut watching));
        (charts, count, anew) = (watching.charts, watching.count, watching.anew);
    });
    // Who wants nothing of the items still wants to know what is wrong with them.
    let read = read.unwrap_or_else(|| outline.item_files.read(file, &text, &mut Vec::new()));
    let starts = read.findings.iter().map(|finding| finding.primary);
    let starts = starts.filter(|span| span.source == file.source);
    let seen = Seen {
        excerpt: Excerpt::of(text.as_str(), starts.map(|span| span.start)),
        charts,
        as_read: remembering.then(|| AsRead {
            digest: bytes.digest(),
            count,
            anew,
        }),
        read,
    };
    (seen, came)
}

/// Puts what is wrong with the items before what is wrong with the charts, these by their paths: the order in which a
/// whole project is read.
fn put_in_order(loaded: &mut Loaded<Frame>, of_items: Vec<Finding>) {
    let charts: HashSet<_> = loaded.project.chart_sources.values().copied().collect();
    let all = std::mem::take(&mut loaded.findings).into_iter();
    let (mut of_charts, mut findings): (Vec<Finding>, Vec<Finding>) =
        all.partition(|finding| charts.contains(&finding.primary.source));
    of_charts.sort_by_key(|finding| loaded.path_of(finding.primary.source).to_owned());
    findings.extend(of_items);
    findings.extend(of_charts);
    loaded.findings = findings;
}

/// Hands items on, with an eye on the charts that they name.
struct Watching<'w> {
    outline: &'w Outline,
    taker: &'w mut dyn Taker,
    /// Those that were not read yet.
    charts: HashSet<String>,
    count: usize,
    anew: bool,
}

impl Taker for Watching<'_> {
    fn take(&mut self, item: PowerItem) {
        for chart in item.charts() {
            let path = &chart.value;
            if !self.outline.chart_digests.contains_key(path) && !self.charts.contains(path) {
                self.charts.insert(path.clone());
            }
        }
        self.count += 1;
        self.taker.take(item);
    }

    fn start_over(&mut self) {
        self.charts.clear();
        self.anew |= self.count > 0;
        self.count = 0;
        self.taker.start_over();
    }
}
