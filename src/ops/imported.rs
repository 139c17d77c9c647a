//! The items of a project as the working database takes them, read file by file: none of them is kept longer than it takes
//! to write it down.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::contents::ChartDigests;
use super::reread::{AsRead, Place, ReadAgain};
use super::submission;
use crate::domain::gate::Gate;
use crate::domain::ids::Digest;
use crate::domain::item::PowerItem;
use crate::domain::project::Frame;
use crate::finding::{Finding, Severity};
use crate::io::project::ProjectError;
use crate::io::project::outline::{self, Changed, ItemPath, Outline};
use crate::io::store::{ImportedItem, Imports, Mark, Take};
use crate::io::yaml::item_file::Taker;

/// How many parts may wait: whoever is ahead stops.
const WAITING: usize = 2;

/// What of a project goes into the working database.
#[derive(Debug)]
pub struct Imported {
    /// The project without its items.
    pub frame: Frame,
    /// How many items have no code and are left out.
    pub without_code: usize,
    /// How many faults there are in its files, judged as for publication.
    pub errors: usize,
    files: ReadAgain,
    marks: Vec<Mark>,
    places: Vec<Place>,
}

impl Imported {
    /// Reads the project in `root`.
    ///
    /// # Errors
    /// When there is no usable project there.
    pub fn read(root: &Path, prefix: &str) -> Result<Self, ProjectError> {
        let mut outline = outline::outline(root, Some(Gate::Publication), prefix)?;
        let mut all = read(&outline, |_| true);
        // Charts that lie elsewhere are known only now; the items that name them are looked at once more.
        let elsewhere = all.iter().flatten().flat_map(|of_file| &of_file.elsewhere);
        let elsewhere: BTreeSet<String> = elsewhere.cloned().collect();
        if !elsewhere.is_empty() {
            outline.add_charts(elsewhere);
            let again = read(&outline, |at| {
                let of_file = all.get(at).and_then(Option::as_ref);
                of_file.is_some_and(|of_file| !of_file.elsewhere.is_empty())
            });
            for (one, again) in all.iter_mut().zip(again) {
                if again.is_some() {
                    *one = again;
                }
            }
        }
        let Outline {
            loaded, item_files, ..
        } = outline;
        let mut out = Self {
            frame: loaded.project,
            without_code: 0,
            errors: errors(&loaded.findings),
            files: ReadAgain::new(item_files, all.iter().flatten().map(|f| f.read).collect()),
            marks: Vec::new(),
            places: Vec::new(),
        };
        for (number, of_file) in (0..).zip(all.into_iter().flatten()) {
            out.without_code += of_file.read.count - of_file.marks.len();
            out.errors += of_file.errors;
            for (at, mark) in of_file.marks {
                out.places.push((number, at));
                out.marks.push(mark);
            }
        }
        Ok(out)
    }
}

fn errors(findings: &[Finding]) -> usize {
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    errors.count()
}

/// What is known of a file.
struct OfFile {
    read: AsRead,
    errors: usize,
    marks: Vec<(u32, Mark)>,
    /// Charts that were not read with the outline.
    elsewhere: Vec<String>,
}

/// Looks at the item files of these numbers.
fn read(outline: &Outline, wanted: impl Fn(usize) -> bool + Sync) -> Vec<Option<OfFile>> {
    let charts = ChartDigests::of(&outline.loaded.project);
    let files = outline.item_files.par_iter().enumerate();
    files
        .map(|(at, file)| wanted(at).then(|| read_file(outline, file, &charts)))
        .collect()
}

fn read_file(outline: &Outline, file: &ItemPath, charts: &ChartDigests<'_>) -> OfFile {
    let bytes = outline.item_files.bytes(file);
    let mut looking = Looking {
        outline,
        charts,
        count: 0,
        anew: false,
        marks: Vec::new(),
        elsewhere: Vec::new(),
    };
    let read = outline
        .item_files
        .read(file, &bytes.text(file), &mut looking);
    OfFile {
        read: AsRead {
            digest: bytes.digest(),
            count: looking.count,
            anew: looking.anew,
        },
        errors: errors(&read.findings),
        marks: looking.marks,
        elsewhere: looking.elsewhere,
    }
}

/// Looks at items as they come, and lets go of them.
struct Looking<'l> {
    outline: &'l Outline,
    charts: &'l ChartDigests<'l>,
    count: usize,
    anew: bool,
    marks: Vec<(u32, Mark)>,
    elsewhere: Vec<String>,
}

impl Taker for Looking<'_> {
    fn take(&mut self, item: PowerItem) {
        let at = self.count as u32;
        self.count += 1;
        for chart in item.charts() {
            if !self.outline.chart_digests.contains_key(&chart.value) {
                self.elsewhere.push(chart.value.clone());
            }
        }
        if let Some(item) = submission::imported_item(&item, self.charts) {
            let digest = Digest::of(&item.bytes);
            self.marks.push((at, Mark::of(&item, digest)));
        }
    }

    fn start_over(&mut self) {
        self.anew |= self.count > 0;
        self.count = 0;
        self.marks.clear();
        self.elsewhere.clear();
    }
}

impl Imports for Imported {
    fn marks(&self) -> Cow<'_, [Mark]> {
        Cow::Borrowed(&self.marks)
    }

    fn each(&self, numbers: &[u32], take: &mut Take<'_>) -> Result<(), Changed> {
        let places = numbers.iter();
        let places = places.filter_map(|at| self.places.get(*at as usize).copied());
        let order = self.files.order(places.collect());
        let charts = ChartDigests::of(&self.frame);
        std::thread::scope(|scope| {
            let (out, parts) = sync_channel(WAITING);
            let (order, charts) = (&order, &charts);
            let reader = scope.spawn(move || {
                self.files.each(order, &mut |items| {
                    let items = items.par_iter().filter_map(|item| {
                        let item = submission::imported_item(item, charts)?;
                        let digest = Digest::of(&item.bytes);
                        Some((item, digest))
                    });
                    out.send(items.collect::<Vec<_>>()).is_ok()
                })
            });
            for part in parts {
                let part: Vec<(&ImportedItem, Digest)> =
                    part.iter().map(|(item, digest)| (item, *digest)).collect();
                if !take(&part) {
                    break;
                }
            }
            match reader.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}
