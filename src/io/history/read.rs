//! Reading a history file. Nothing in it is believed: names, sizes, digests, the way that lines are written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _};
use std::path::Path;

use zip::ZipArchive;

use super::super::files::{self, FileError};
use super::directory::repeated;
use super::{CONTENT, EVENTS, HistoryError, MANIFEST, Manifest, PEOPLE, People, README, SIGNERS};
use crate::domain::ids::Digest;
use crate::workflow::Record;

/// Most bytes of a file that stands beside events and content.
const MAX_BESIDE: u64 = 64 << 20;
/// Most bytes of one line of events: the largest names the items of one unit.
const MAX_LINE: u64 = 64 << 20;
/// Most bytes of one piece of content: an item, a flowchart, a feedback.
const MAX_CONTENT: u64 = 256 << 20;

/// A history file that is open.
#[derive(Debug)]
pub struct HistoryFile {
    archive: ZipArchive<BufReader<File>>,
    path: String,
    manifest: Manifest,
    people: People,
    contents: BTreeMap<Digest, usize>,
}

impl HistoryFile {
    /// Opens a file, or what standard input gives for `-`.
    ///
    /// # Errors
    /// When it cannot be read, is something else, or holds what does not belong there.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        if path.as_os_str() == "-" {
            return Self::of(standard_input()?, "-".to_owned());
        }
        let file = File::open(path).map_err(|e| FileError::new("读取", path, e))?;
        if file.metadata().is_ok_and(|meta| meta.is_dir()) {
            let error = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(FileError::new("读取", path, error).into());
        }
        Self::of(file, files::shown(path))
    }

    fn of(file: File, path: String) -> Result<Self, HistoryError> {
        let foreign = |found: &str| HistoryError::Foreign {
            path: path.clone(),
            found: found.to_owned(),
        };
        let apart = file.try_clone();
        let mut archive = ZipArchive::new(BufReader::new(file))
            .map_err(|_| foreign("不是压缩包，或者没有传完"))?;
        if archive.index_for_name(MANIFEST).is_none() || archive.index_for_name(EVENTS).is_none() {
            return Err(foreign(
                "里面没有 manifest.json 和 events.jsonl；要的是 power-list review export 写出的文件",
            ));
        }
        let start = archive.central_directory_start();
        // Whoever reads the archive seeks before, so that both sharing one place in the file is of no matter.
        let repeated = apart.and_then(|file| repeated(&mut BufReader::new(file), start));
        let mut file = Self {
            contents: names(&mut archive, &path)?,
            archive,
            path,
            manifest: Manifest {
                schema: String::new(),
                edition: String::new(),
                events: 0,
                head: Digest::ZERO,
                contents: 0,
                readme: Digest::ZERO,
                people: Digest::ZERO,
                signers: Digest::ZERO,
            },
            people: People {
                schema: String::new(),
                people: Vec::new(),
            },
        };
        match repeated {
            Ok(None) => {}
            Ok(Some(name)) => return Err(file.damaged(format!("里面有两个 {name}"))),
            Err(e) => return Err(file.damaged(format!("读不出来：{}", files::explain(&e)))),
        }
        file.read_beside()?;
        Ok(file)
    }

    /// Reads what stands beside events and content.
    fn read_beside(&mut self) -> Result<(), HistoryError> {
        let manifest = self.beside(MANIFEST)?;
        #[derive(serde::Deserialize)]
        struct Format {
            schema: String,
        }
        let not_json = |e: serde_json::Error| format!("{MANIFEST} 读不懂：{e}");
        let Format { schema } =
            serde_json::from_slice(&manifest).map_err(|e| self.damaged(not_json(e)))?;
        if schema != Manifest::SCHEMA {
            return Err(HistoryError::Newer {
                path: self.path.clone(),
                schema,
            });
        }
        self.manifest = serde_json::from_slice(&manifest).map_err(|e| self.damaged(not_json(e)))?;
        for (name, digest) in [
            (README, self.manifest.readme),
            (PEOPLE, self.manifest.people),
            (SIGNERS, self.manifest.signers),
        ] {
            let bytes = self.beside(name)?;
            if Digest::of(&bytes) != digest {
                return Err(self.damaged(format!("{name} 与 {MANIFEST} 所记的摘要不符")));
            }
            if name == PEOPLE {
                self.people = serde_json::from_slice(&bytes)
                    .map_err(|e| self.damaged(format!("{PEOPLE} 读不懂：{e}")))?;
            }
        }
        let found = self.contents.len() as u64;
        if found != self.manifest.contents {
            return Err(self.damaged(format!(
                "内容应有 {} 个，实有 {found} 个",
                self.manifest.contents
            )));
        }
        Ok(())
    }

    /// What the file says of itself.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Who acted.
    pub const fn people(&self) -> &People {
        &self.people
    }

    /// Digests of the content there is, in order.
    pub fn contents(&self) -> impl Iterator<Item = Digest> {
        self.contents.keys().copied()
    }

    /// Reads the events in pieces of `at_once`; `take` says whether to go on. Gives what is wrong with the first line that
    /// is no event.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn records(
        &mut self,
        at_once: usize,
        mut take: impl FnMut(Vec<Record>) -> bool,
    ) -> Result<Option<String>, HistoryError> {
        let path = self.path.clone();
        let damaged = |why: String| HistoryError::Damaged {
            path: path.clone(),
            why,
        };
        let entry = self
            .archive
            .by_name(EVENTS)
            .map_err(|_| damaged(format!("{EVENTS} 读不出来")))?;
        let mut lines = BufReader::with_capacity(1 << 16, entry);
        let mut records = Vec::with_capacity(at_once);
        let mut line = Vec::new();
        loop {
            line.clear();
            let count = (&mut lines)
                .take(MAX_LINE)
                .read_until(b'\n', &mut line)
                .map_err(|_| damaged(format!("{EVENTS} 解不开")))?;
            if count == 0 {
                take(records);
                return Ok(None);
            }
            match record_of(&line) {
                Ok(record) => records.push(record),
                Err(why) => {
                    take(records);
                    return Ok(Some(why));
                }
            }
            if records.len() == at_once && !take(std::mem::take(&mut records)) {
                return Ok(None);
            }
        }
    }

    /// The content of this digest, where there is one; what is wrong with it where it is not what its digest says.
    ///
    /// # Errors
    /// Never for what the file holds.
    pub fn content(
        &mut self,
        digest: Digest,
    ) -> Result<Result<Option<Vec<u8>>, String>, HistoryError> {
        let Some(index) = self.contents.get(&digest) else {
            return Ok(Ok(None));
        };
        let Ok(entry) = self.archive.by_index(*index) else {
            return Ok(Err(format!("{CONTENT}{digest} 读不出来")));
        };
        Ok(match bounded(entry, MAX_CONTENT) {
            Ok(bytes) if Digest::of(&bytes) == digest => Ok(Some(bytes)),
            Ok(_) => Err(format!("{CONTENT}{digest} 的内容与摘要不符")),
            Err(why) => Err(format!("{CONTENT}{digest} {why}")),
        })
    }

    /// A file that stands beside events and content.
    fn beside(&mut self, name: &str) -> Result<Vec<u8>, HistoryError> {
        let path = self.path.clone();
        let damaged = |why: String| HistoryError::Damaged {
            path: path.clone(),
            why,
        };
        let entry = self
            .archive
            .by_name(name)
            .map_err(|_| damaged(format!("里面没有 {name}，或者读不出来")))?;
        bounded(entry, MAX_BESIDE).map_err(|why| damaged(format!("{name} {why}")))
    }

    /// The error that the file is not what was written.
    pub fn damaged(&self, why: String) -> HistoryError {
        HistoryError::Damaged {
            path: self.path.clone(),
            why,
        }
    }
}

/// Looks at every name; gives the places of content. Nothing is unpacked.
fn names(
    archive: &mut ZipArchive<BufReader<File>>,
    path: &str,
) -> Result<BTreeMap<Digest, usize>, HistoryError> {
    let mut contents = BTreeMap::new();
    for index in 0..archive.len() {
        let damaged = |why: String| HistoryError::Damaged {
            path: path.to_owned(),
            why,
        };
        let entry = archive
            .by_index_raw(index)
            .map_err(|_| damaged("压缩包里有读不出的文件".to_owned()))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if [README, MANIFEST, PEOPLE, SIGNERS, EVENTS].contains(&name.as_str()) && entry.is_file() {
            continue;
        }
        let digest = name.strip_prefix(CONTENT).and_then(|d| d.parse().ok());
        match digest {
            Some(digest) if entry.is_file() => contents.insert(digest, index),
            _ if name.contains("..") || name.starts_with(['/', '\\']) || name.contains(':') => {
                return Err(damaged(format!("里面的“{name}”要写到别的地方去")));
            }
            _ => return Err(damaged(format!("里面有不该有的“{name}”"))),
        };
    }
    Ok(contents)
}

/// The bytes of an entry, not more than it declares and than there may be.
fn bounded<R: io::Read>(entry: zip::read::ZipFile<'_, R>, most: u64) -> Result<Vec<u8>, String> {
    let size = entry.size();
    let huge = || format!("解开后超过 {} MB，不会有这么大", most >> 20);
    if size > most {
        return Err(huge());
    }
    let mut bytes = Vec::new();
    entry
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| "解不开".to_owned())?;
    if bytes.len() as u64 > most {
        return Err(huge());
    }
    Ok(bytes)
}

/// A line as an event.
fn record_of(line: &[u8]) -> Result<Record, String> {
    let Some(line) = line.strip_suffix(b"\n") else {
        return Err("这一行没有完".to_owned());
    };
    let text = std::str::from_utf8(line).map_err(|_| "不是 UTF-8 文字".to_owned())?;
    Record::from_line(text)
}

/// Standard input as a file: an archive is read from its end.
fn standard_input() -> Result<File, HistoryError> {
    let copy = || {
        let mut file = tempfile::tempfile()?;
        io::copy(&mut io::stdin().lock(), &mut file)?;
        file.rewind()?;
        Ok(file)
    };
    copy().map_err(|e: io::Error| FileError::new("读取", Path::new("-"), e).into())
}
