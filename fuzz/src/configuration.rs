//! Everything that is set by file: settings, units, titles of columns, baseline, reorganisation, sets of categories.

use power_list::domain::gate::Gate;
use power_list::domain::place::SourceId;
use power_list::io::yaml::{
    baseline, categories, comments, departments, headers, law_settings, local_names,
    reorganization, settings, syntax,
};

use super::place;

/// Reads it; the first byte says as what.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let (source, gate) = (SourceId(0), Gate::Publication);
    let findings = match kind % 8 {
        0 => {
            let sets = categories::built_in_ids();
            let read = syntax::with_document(text, source, gate, |d| {
                settings::read(d, categories::built_in, &sets)
            });
            read.1
        }
        1 => {
            let groups = ["综合组".to_owned(), "审核一组".to_owned()];
            let read = |groups| {
                syntax::with_document(text, source, gate, |d| departments::read(d, groups)).1
            };
            read(None);
            read(Some(&groups[..]))
        }
        2 => headers::read_text(text, source, gate).1,
        3 => syntax::with_document(text, source, gate, baseline::read).1,
        4 => comments::read(text, source, gate, Some("hbj")).1,
        5 => {
            let _ = reorganization::read_text("方案.yaml", text);
            return;
        }
        6 => {
            let _ = categories::read(text);
            return;
        }
        _ => {
            law_settings::read(text);
            for name in local_names::read(text, source) {
                place::is_in(name.span, text);
            }
            return;
        }
    };
    place::are_in(&findings, text);
}
