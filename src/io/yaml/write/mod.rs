//! Writes item files and flowcharts in canonical form: fixed key order, block style, two spaces.
//!
//! Written here and not by serde, because style follows the text: what can stand plain stands plain (so that places
//! inside a citation can still be shown), long texts become block scalars, and nothing is folded.

mod chart;
mod emit;
mod item;
mod scalar;
mod splice;

pub use chart::flowchart;
pub use item::{item_entry, item_file};
pub(super) use scalar::{Style, flow_line, one_line, style};
pub(in crate::io::yaml) use splice::entry_lines;
pub use splice::{Placed, Rewritten, update};
