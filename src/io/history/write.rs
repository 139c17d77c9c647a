//! Writing a history file, piece by piece, into anything that takes bytes.

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{CONTENT, EVENTS, MANIFEST, Manifest, PEOPLE, People, README, SIGNERS};
use crate::domain::ids::Digest;
use crate::workflow::{Head, Record};

/// How to check the file without this program.
const README_TEXT: &str = include_str!("README.txt");

/// A history file that is being written.
pub struct HistoryWriter<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> HistoryWriter<W> {
    /// Writes what stands before the events.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(
        out: W,
        edition: &str,
        head: Head,
        contents: u64,
        people: &People,
    ) -> io::Result<Self> {
        let signers = people.allowed_signers();
        // Texts, numbers and lists: JSON takes them all.
        let people = pretty(people);
        let manifest = Manifest {
            schema: Manifest::SCHEMA.to_owned(),
            edition: edition.to_owned(),
            events: head.seq,
            head: head.digest,
            contents,
            readme: Digest::of(README_TEXT.as_bytes()),
            people: Digest::of(&people),
            signers: Digest::of(signers.as_bytes()),
        };
        let mut writer = Self {
            zip: ZipWriter::new_stream(out),
        };
        writer.entry(README, README_TEXT.as_bytes())?;
        writer.entry(MANIFEST, &pretty(&manifest))?;
        writer.entry(PEOPLE, &people)?;
        writer.entry(SIGNERS, signers.as_bytes())?;
        writer.zip.start_file(EVENTS, options())?;
        Ok(writer)
    }

    /// Writes the next event.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        let mut line = record.line();
        line.push(b'\n');
        self.zip.write_all(&line)
    }

    /// Writes the next piece of content; after all events, in order of digest.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn content(&mut self, digest: Digest, bytes: &[u8]) -> io::Result<()> {
        self.entry(&format!("{CONTENT}{digest}"), bytes)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.zip.finish()?.into_inner().flush()
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.zip.start_file(name, options())?;
        self.zip.write_all(bytes)
    }
}

/// Nothing that differs from day to day or from machine to machine.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// JSON for people to read as well.
fn pretty<T: serde::Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
