//! A project as it was published once, without a review.

use std::path::Path;

use power_list::domain::ids::Digest;
use power_list::io::{project, register};
use power_list::ops::publish::{self, PublishInput};

/// Publishes the project in a folder as of its own day.
pub fn publish(root: &Path) {
    let project = project::load(root, None, "", None).unwrap().project;
    let input = PublishInput {
        project: &project,
        root,
        register: register::builtin(),
        date: project.settings.as_of,
        partial: false,
        number: 1,
        confirmed: project
            .departments
            .iter()
            .map(|d| d.id.value.clone())
            .collect(),
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        gate_errors: 0,
    };
    publish::publish(&input, &root.join("releases")).unwrap();
}
