//! What differs from the submission before.

use super::{ItemChange, Section, Setter};
use crate::report::changed;
use crate::report::styled::Run;

impl Setter<'_> {
    pub(super) fn changes(&mut self) {
        let view = self.view;
        let (fields, files) = match &view.change {
            ItemChange::First => return,
            ItemChange::Same => return self.begin(Section::Changes, "没有改动"),
            ItemChange::Added => return self.begin(Section::Changes, "新增的事项"),
            ItemChange::Removed => return self.begin(Section::Changes, "这一项已经删去"),
            ItemChange::Changed { fields, files } => (fields, files),
        };
        let note = if view.unprompted {
            "没有意见要求这样改"
        } else {
            ""
        };
        self.begin(Section::Changes, note);
        changed::set(&mut self.paper, fields, self.marks);
        for path in files {
            self.paper
                .text(2, &Run::plain(format!("{path} 换过，步骤没有不同")));
        }
    }
}
