//! Every chart of the example city.

use std::collections::BTreeSet;
use std::path::Path;

use power_list::domain::catalog::Catalog;
use power_list::io::{project, register};
use power_list::ops::catalog;
use power_list::render::flow::{self, Notes};

use super::geometry;

/// The list of the example city.
pub fn city() -> Catalog {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou");
    let loaded = project::load(&root, None, "", None).unwrap();
    let as_of = loaded.project.settings.as_of;
    catalog::build(
        &loaded.project,
        register::builtin(),
        as_of,
        |_| true,
        |_| true,
    )
}

#[test]
fn nothing_lies_on_anything_in_any_chart() {
    let city = city();
    let mut drawn = 0;
    let mut faults = Vec::new();
    for (chart, notes) in city.charts.iter().zip(Notes::of_catalog(&city)) {
        let layout = flow::layout(chart, notes.day_unit.as_deref(), &notes.risks);
        assert_eq!(layout.nodes.len(), chart.steps.len());
        // Several conditions that lead from one step to the same other one stand at one line.
        let ways = chart.steps.iter().map(|s| {
            let to: BTreeSet<&str> = s.next.iter().map(|n| n.to.as_str()).collect();
            to.len()
        });
        assert_eq!(layout.wires.len(), ways.sum::<usize>(), "{}", chart.id);
        let found = geometry::faults(chart, &layout);
        faults.extend(
            found
                .into_iter()
                .map(|fault| format!("{}：{fault}", chart.id)),
        );
        drawn += 1;
    }
    assert!(drawn > 300, "{drawn}");
    assert!(
        faults.is_empty(),
        "{} 处：\n{}",
        faults.len(),
        faults.join("\n")
    );
}
