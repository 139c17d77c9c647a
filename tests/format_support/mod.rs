//! What the readers of the formats hold a report to.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

/// What the official schema has against a log.
pub fn sarif_objections(log: &Value) -> Vec<String> {
    // One pattern of the standard's own file has a bracket too many, which a strict reader of patterns refuses.
    let schema = include_str!("../standards/sarif-schema-2.1.0.json")
        .replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    validator
        .iter_errors(log)
        .map(|e| format!("{}：{e}", e.instance_path()))
        .collect()
}

fn attributes(element: &BytesStart<'_>) -> BTreeMap<String, String> {
    element
        .attributes()
        .map(|a| {
            let a = a.unwrap();
            let key = a.key.as_ref().to_owned();
            (
                key,
                quick_xml::escape::unescape(&a.value).unwrap().into_owned(),
            )
        })
        .collect()
}

/// Reads a report and checks elements, nesting, attributes and figures as `junit-10.xsd` has them; its suites with
/// the names of their cases, `!` before those that fail.
pub fn suites(xml: &str) -> BTreeMap<String, Vec<String>> {
    // Element, where it stands, attributes it must have, attributes it may have besides.
    const SHAPE: [(&str, &str, &[&str], &[&str]); 5] = [
        (
            "testsuites",
            "",
            &[],
            &["name", "tests", "failures", "errors", "time"],
        ),
        (
            "testsuite",
            "testsuites",
            &["name", "tests", "failures", "errors"],
            &[
                "skipped",
                "time",
                "timestamp",
                "hostname",
                "id",
                "package",
                "file",
            ],
        ),
        (
            "testcase",
            "testsuite",
            &["name"],
            &["classname", "time", "group"],
        ),
        ("failure", "testcase", &[], &["message", "type"]),
        ("system-out", "testcase", &[], &[]),
    ];
    let forbidden = |c: char| {
        (c < ' ' && !['\t', '\n', '\r'].contains(&c)) || ['\u{fffe}', '\u{ffff}'].contains(&c)
    };
    assert!(!xml.contains(forbidden));
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut promised: Vec<(String, usize, usize)> = Vec::new();
    let mut suite = String::new();
    loop {
        let (element, empty) = match reader.read_event().unwrap() {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(_) => {
                open.pop().unwrap();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = element.name().as_ref().to_owned();
        let (_, parent, must, may) = SHAPE.iter().find(|(n, ..)| *n == name).unwrap();
        assert_eq!(open.last().map_or("", String::as_str), *parent);
        let attributes = attributes(&element);
        for key in *must {
            assert!(attributes.contains_key(*key), "{name} {key}");
        }
        for (key, value) in &attributes {
            assert!(
                must.contains(&key.as_str()) || may.contains(&key.as_str()),
                "{name} {key}"
            );
            assert!(!value.contains(forbidden), "{value:?}");
        }
        match name.as_str() {
            "testsuite" => {
                suite.clone_from(&attributes["name"]);
                let figure = |key: &str| attributes[key].parse::<usize>().unwrap();
                promised.push((suite.clone(), figure("tests"), figure("failures")));
                assert!(found.insert(suite.clone(), Vec::new()).is_none(), "{suite}");
            }
            "testcase" => {
                assert!(!attributes["classname"].contains('.'));
                found
                    .get_mut(&suite)
                    .unwrap()
                    .push(attributes["name"].clone());
            }
            "failure" => found
                .get_mut(&suite)
                .unwrap()
                .last_mut()
                .unwrap()
                .insert(0, '!'),
            _ => {}
        }
        if !empty {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for (suite, tests, failures) in promised {
        let cases = &found[&suite];
        assert_eq!(cases.len(), tests, "{suite}");
        assert_eq!(
            cases.iter().filter(|c| c.starts_with('!')).count(),
            failures,
            "{suite}"
        );
    }
    found
}
