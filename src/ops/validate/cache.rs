//! What became of files in earlier runs, as long as nothing that it depends on is another.
//!
//! A folder of the cache is for one program, one set of settings, units, laws and one gate: its name is their digest. In it
//! lies an entry for each item file, with the digests of the file's text and of the charts that it names. So nothing
//! has to be thrown away when something changes, and whatever is wrong with an entry, the file is judged again.

use std::collections::BTreeSet;
use std::path::Path;

use super::packed;
use super::survey::{Ground, Outcome};
use crate::domain::ids::Digest;
use crate::domain::law::Register;
use crate::finding::Finding;
use crate::io::cache::CacheFolder;
use crate::io::project::outline::{ItemPath, Outline};
use crate::io::register;
use crate::rules::Options;

/// To be raised when what is kept, or how, changes without the program having another version.
const FORMAT: &[u8] = b"validate 2";

/// Name of the entry for the list as a whole. Those of files are digests.
const LIST: &str = "list";

/// The outcomes that are known.
pub(super) struct Cache(CacheFolder);

impl Cache {
    /// The outcomes for these settings and laws; `None` where nothing can be kept: the folder `base` cannot be
    /// written in, or this program cannot be told from another one.
    pub(super) fn open(
        base: &Path,
        outline: &Outline,
        register: &Register,
        options: Options<'_>,
    ) -> Option<Self> {
        let program = crate::io::cache::program()?;
        // The built-in register is part of the program.
        let law = if std::ptr::eq(register, register::builtin()) {
            Digest::ZERO
        } else {
            register::digest(register)
        };
        let parent = format!("{:?}", outline.loaded.project.parent);
        let judged_as = format!("{} {}", options.gate.number(), options.as_of);
        let frame = outline.frame_bytes().ok()?;
        let mut parts: Vec<&[u8]> = vec![
            FORMAT,
            program.as_bytes(),
            law.as_bytes(),
            parent.as_bytes(),
            judged_as.as_bytes(),
        ];
        for (path, bytes) in &frame {
            parts.extend([path.as_bytes(), bytes]);
        }
        let name = Digest::of_parts(parts).to_string();
        CacheFolder::open(base, outline.canonical(), &name).map(Self)
    }

    /// What is known to become of a file with this text. Charts that have not been read yet are not asked for.
    pub(super) fn known(
        &self,
        outline: &Outline,
        file: &ItemPath,
        text: Digest,
    ) -> Option<Outcome> {
        let bytes = self.read(&entry(file))?;
        packed::unpack(outline, file, &bytes, |ground| {
            let same = |(chart, digest): &(String, [u8; 32])| {
                let now = outline.chart_digests.get(chart);
                now.is_none_or(|now| now.as_bytes() == digest)
            };
            ground.text == *text.as_bytes() && ground.charts.iter().all(same)
        })
    }

    /// Keeps what became of a file. Where that fails, it is judged again the next time.
    pub(super) fn keep(&self, outline: &Outline, file: &ItemPath, text: Digest, outcome: &Outcome) {
        let charts: BTreeSet<&str> = outcome.charts();
        let Some(ground) = Ground::of(outline, text, &charts) else {
            return;
        };
        if let Some(packed) = packed::pack(outline, file, ground, outcome) {
            self.write(&entry(file), &packed);
        }
    }

    /// What the rules across the list are known to find in a list that comes to `ground` ([`ground`]).
    pub(super) fn known_list(&self, outline: &Outline, ground: Digest) -> Option<Vec<Finding>> {
        packed::unpack_list(outline, &self.read(LIST)?, ground)
    }

    /// Keeps what the rules across the list found.
    pub(super) fn keep_list(&self, outline: &Outline, ground: Digest, findings: &[Finding]) {
        if let Some(packed) = packed::pack_list(outline, ground, findings) {
            self.write(LIST, &packed);
        }
    }

    fn read(&self, entry: &str) -> Option<Vec<u8>> {
        let mut bytes = self.0.read(entry)?;
        let (sum, packed) = bytes.split_at_checked(SUM)?;
        if Digest::of(packed).as_bytes() != sum {
            return None;
        }
        bytes.drain(..SUM);
        Some(bytes)
    }

    fn write(&self, entry: &str, packed: &[u8]) {
        let sum = Digest::of(packed);
        self.0.write(entry, &[sum.as_bytes(), packed]);
    }
}

/// Bytes of the digest before each entry.
const SUM: usize = 32;

/// What the rules across the list look at, beside what the folder of the cache stands for: item files by their digests,
/// charts, and what was published before.
pub(super) fn ground(outline: &Outline, texts: &[Digest]) -> Digest {
    let files = outline.item_files.iter().zip(texts);
    let files = files.map(|(file, digest)| [file.path.as_bytes(), digest.as_bytes()]);
    let charts = outline.chart_digests.iter();
    let charts = charts.map(|(path, digest)| [path.as_bytes(), digest.as_bytes()]);
    let frame = &outline.loaded.project;
    // A chart that an item names lies where its path says; one that nobody names does so only if its file is there.
    let lying = frame
        .chart_sources
        .keys()
        .chain(frame.drawing_sources.keys());
    let lying = lying.map(|path| [&b"lies"[..], path.as_bytes()]);
    let published = frame.published.digest();
    let published = published
        .iter()
        .map(|all| [&b"published"[..], all.as_bytes()]);
    let parts = files.chain(charts).chain(lying).chain(published);
    Digest::of_parts(parts.flatten())
}

/// Name of a file's entry.
fn entry(file: &ItemPath) -> String {
    Digest::of(file.path.as_bytes()).to_string()
}
