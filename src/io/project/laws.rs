//! Which laws a project brings along.

use super::Reader;
use crate::domain::gate::Gate;
use crate::domain::place::At;
use crate::io::files::{self, FileError};
use crate::io::yaml;

impl Reader<'_> {
    /// The names of the laws in `laws/*.yaml`, in the order of the files.
    pub(super) fn local_laws(&mut self, gate: Gate) -> Result<Vec<At<String>>, FileError> {
        let dir = self.root.join("laws");
        if !dir.is_dir() {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for path in files::walk(&dir)?.iter().filter(|p| super::is_yaml(p)) {
            let (source, text) = self.text(&super::relative(self.root, path), gate);
            names.extend(yaml::local_names::read(&text, source));
        }
        Ok(names)
    }
}
