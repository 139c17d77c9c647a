//! What a finding is known by from one run to the next, wherever its line has moved to.

use std::collections::HashMap;

use crate::domain::ids::Digest;
use crate::finding::{Report, Sources};

/// One fingerprint for each finding of the report, in its order: 32 hexadecimal digits from file, rule, unit, item,
/// field and message. No line counts. Findings that agree in all of these are told apart by their order in the file,
/// so no two of a report are the same.
pub fn fingerprints(report: &Report, sources: &Sources) -> Vec<String> {
    let mut seen: HashMap<Digest, u64> = HashMap::new();
    report
        .findings
        .iter()
        .map(|f| {
            let optional = [&f.department, &f.item, &f.field]
                .map(|part| part.as_deref().unwrap_or_default().as_bytes());
            let code = f.code.to_string();
            let parts = [
                sources.get(f.primary.source).name.as_bytes(),
                code.as_bytes(),
                f.message.as_bytes(),
            ];
            let key = Digest::of_parts(parts.into_iter().chain(optional));
            let before = seen.entry(key).or_default();
            let digest = Digest::of_parts([key.to_string().as_bytes(), &before.to_be_bytes()]);
            *before += 1;
            let mut text = digest.to_string();
            text.truncate(32);
            text
        })
        .collect()
}
