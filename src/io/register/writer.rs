//! A register as text, one line per version.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{FILES, HEADER, file_of, key};
use crate::domain::ids::Digest;
use crate::domain::law::{COUNTRY, Law, Register, Repeal};

/// The files of a register in the order of [`FILES`]: the same register gives the same bytes.
///
/// Laws stand by level and name, versions by day, whatever their order in memory.
pub fn write(register: &Register) -> [(&'static str, String); 6] {
    let mut out = FILES.map(|file| (file, format!("{HEADER}\n")));
    let mut laws: Vec<&Law> = register.laws().iter().collect();
    laws.sort_by(|a, b| (a.level, &a.id).cmp(&(b.level, &b.id)));
    for law in laws {
        let file = file_of(law.level);
        if let Some((_, text)) = out.iter_mut().find(|(name, _)| *name == file) {
            push_law(text, law);
        }
    }
    let (_, names) = &mut out[3];
    for (name, repeal) in register.repealed_names() {
        push(
            names,
            &[
                key::REPEALED_NAME,
                name,
                &day(repeal.on),
                by(repeal),
                &day(repeal.known_by),
            ],
        );
    }
    let (_, moves) = &mut out[4];
    for transition in register.transitions() {
        let to = if transition.is_between_laws() {
            transition.to.law.as_str()
        } else {
            key::NONE
        };
        push(
            moves,
            &[
                key::MOVES,
                transition.from.law.as_str(),
                &transition.from.published.to_string(),
                to,
                &transition.to.published.to_string(),
                transition.evidence.chinese(),
                transition.notation(),
            ],
        );
    }
    let lines: Vec<_> = out[..5]
        .iter()
        .map(|(file, text)| (*file, text.lines().count().to_string()))
        .collect();
    let (_, source) = &mut out[5];
    if let Some(day) = register.snapshot() {
        push(source, &[key::SNAPSHOT, &day.to_string()]);
    }
    for (file, lines) in lines {
        push(source, &[key::LINES, file, &lines]);
    }
    out
}

/// SHA-256 over the files of a register one after the other: `cat laws.txt regulations.txt rules.txt
/// repealed-names.txt moves.txt source.txt | sha256sum` of what [`super::save`] writes.
pub fn digest(register: &Register) -> Digest {
    let files = write(register).map(|(_, text)| text);
    Digest::of(files.concat().as_bytes())
}

fn push_law(text: &mut String, law: &Law) {
    text.push('\n');
    let id = law.id.as_str();
    let full = match law.full_name.strip_prefix(COUNTRY) {
        Some(short) if short == id => key::COUNTRY,
        _ if &*law.full_name == id => key::NONE,
        _ => &law.full_name,
    };
    push(text, &[key::LAW, id, full, law.level.chinese()]);
    for name in &law.former_names {
        push(text, &[key::FORMER, name]);
    }
    for version in &law.versions {
        let structure = version
            .structure
            .as_ref()
            .map_or(key::NONE, |s| s.notation());
        let source = if version.source.is_empty() {
            key::NONE
        } else {
            &version.source
        };
        push(
            text,
            &[
                key::VERSION,
                &version.published.to_string(),
                &day(version.effective),
                version.enactment.chinese(),
                source,
                structure,
            ],
        );
    }
    if let Some(repeal) = &law.repeal {
        push(
            text,
            &[
                key::REPEAL,
                &day(repeal.on),
                by(repeal),
                &day(repeal.known_by),
            ],
        );
    }
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(|| key::NONE.to_owned(), |d| d.to_string())
}

fn by(repeal: &Repeal) -> &str {
    repeal.by.as_ref().map_or(key::NONE, |by| by.as_str())
}

fn push(text: &mut String, cells: &[&str]) {
    for (i, cell) in cells.iter().enumerate() {
        let end = if i + 1 == cells.len() { '\n' } else { '\t' };
        // Names come from titles, where a tab or a line break can only be a slip of typesetting.
        let _ = write!(text, "{}{end}", cell.replace(['\t', '\n', '\r'], " "));
    }
}
