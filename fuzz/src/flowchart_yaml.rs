//! A flowchart, as a unit draws it.

use power_list::domain::gate::Gate;
use power_list::domain::place::SourceId;
use power_list::io::yaml::{flowchart, syntax};
use power_list::ops::catalog::chart_row;
use power_list::render::flow::{self, Hearing};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::place;

/// Longer ones are the same again, and take long to lay out.
const LONGEST: usize = 1 << 14;

/// Reads and draws it: the pictures are well-formed and carry nothing that runs.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if text.len() > LONGEST {
        return;
    }
    let path = "flowcharts/hbj/a.yaml";
    let (chart, findings) = syntax::with_document(text, SourceId(0), Gate::Publication, |d| {
        flowchart::read(d, path)
    });
    place::are_in(&findings, text);
    let Some(chart) = chart else { return };
    chart.longest_way();
    let row = chart_row(path, &chart);
    let notes = Hearing::default().notes(&row);
    harmless(&flow::svg(&row, &notes));
    harmless(&flow::bpmn(&row, &notes));
    flow::mermaid(&row, &notes);
    flow::in_words(&row, &notes);
}

fn harmless(xml: &str) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().expect("it is well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.local_name();
                let name = name.as_ref().to_ascii_lowercase();
                assert!(!["script", "foreignobject", "image", "a"].contains(&name.as_str()));
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("an attribute is well-formed");
                    let key = attribute.key.as_ref().to_ascii_lowercase();
                    assert!(!key.starts_with("on") && !key.ends_with("href"), "{key}");
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}
