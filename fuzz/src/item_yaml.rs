//! An item file, as a unit hands it in.

use power_list::domain::canonical;
use power_list::domain::gate::Gate;
use power_list::domain::item::PowerItem;
use power_list::domain::place::SourceId;
use power_list::io::project::item_file;
use power_list::io::yaml::layout::layout;

use super::place;

/// Reads it; what was read survives being kept, and house layout is stable.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut items: Vec<PowerItem> = Vec::new();
    let path = "items/hbj/行政处罚.yaml";
    let read = item_file::read_text(text, SourceId(0), Gate::Publication, path, &mut items);
    place::are_in(&read.findings, text);
    for item in &items {
        place::is_in(item.span, text);
        for (_, _, cited) in item.citations() {
            place::is_in(cited.text.span, text);
        }
        let kept = canonical::item(item, |_| None);
        let again = canonical::read_item(&kept).expect("what was written can be read");
        assert_eq!(canonical::item(&again, |_| None), kept);
    }
    if let Ok(made) = layout(text) {
        let again = layout(&made.text).expect("house layout can be laid out");
        assert_eq!(again.text, made.text);
    }
}
