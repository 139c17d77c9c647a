//! Which law a citation means.

use super::{Citation, LawReference};
use crate::domain::law::{Law, Register};

/// The name that each citation of a text means, 本法 and 同法 by the title before them; `None` where there is none.
pub fn law_names(citations: &[Citation]) -> impl Iterator<Item = Option<&str>> {
    let mut antecedent: Option<&str> = None;
    citations.iter().map(move |citation| {
        if let LawReference::Named(name) = &citation.law {
            antecedent = Some(name);
        }
        antecedent
    })
}

/// Finds a law by the name in a citation; a note on the version in brackets at the end of the name
/// （2019年修正） does not hide it, 试行 and 暂行 are part of the name.
pub fn find_law<'r>(register: &'r Register, name: &str) -> Option<&'r Law> {
    register.find(name).or_else(|| {
        let open = name.rfind(['（', '('])?;
        let note = &name[open..];
        let of_version = ["修正", "修订", "年"].iter().any(|w| note.contains(w));
        of_version.then(|| register.find(name[..open].trim_end()))?
    })
}
