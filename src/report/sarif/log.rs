//! The part of the SARIF object model that is written, with the standard's rules for texts and URIs.

use std::collections::BTreeMap;

use serde::Serialize;

/// Name of the base that relative URIs count from; what it is on a machine is for the reader of the log to say.
pub const SRCROOT: &str = "SRCROOT";
/// Language of all messages.
pub const LANGUAGE: &str = "zh-CN";

#[derive(Serialize)]
pub struct Log {
    pub version: &'static str,
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    pub tool: Tool,
    pub language: &'static str,
    pub column_kind: &'static str,
    pub original_uri_base_ids: BTreeMap<&'static str, UriBase>,
    pub artifacts: Vec<Artifact>,
    pub results: Vec<SarifResult>,
}

#[derive(Serialize)]
pub struct Tool {
    pub driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver {
    pub name: &'static str,
    pub version: &'static str,
    pub semantic_version: &'static str,
    pub language: &'static str,
    pub rules: Vec<ReportingDescriptor>,
}

#[derive(Serialize)]
pub struct ReportingDescriptor {
    pub id: String,
    pub name: String,
    #[serde(flatten)]
    pub about: Option<About>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    pub short_description: Message,
    pub full_description: Message,
    pub help: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_configuration: Option<Configuration>,
    pub properties: Properties,
}

#[derive(Serialize)]
pub struct Configuration {
    pub level: &'static str,
}

#[derive(Serialize)]
pub struct Properties {
    pub tags: [&'static str; 1],
}

#[derive(Serialize)]
pub struct UriBase {
    pub description: Message,
}

#[derive(Serialize)]
pub struct Artifact {
    pub location: ArtifactLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SarifResult {
    pub rule_id: String,
    pub rule_index: usize,
    pub level: &'static str,
    pub message: Message,
    pub locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    pub partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    pub physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalLocation {
    pub artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

/// Where in a file, counted from 1, the end one past the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    pub start_line: usize,
    pub start_column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogicalLocation {
    pub name: String,
    pub fully_qualified_name: String,
    pub kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

impl ArtifactLocation {
    /// Where a file is: relative to [`SRCROOT`], or on its own where its path is absolute.
    pub fn of(path: &str, index: Option<usize>) -> Self {
        let absolute = path.starts_with('/');
        let encoded = percent_encoded(path);
        Self {
            uri: if absolute {
                format!("file://{encoded}")
            } else {
                encoded
            },
            uri_base_id: (!absolute).then_some(SRCROOT),
            index,
        }
    }
}

/// A path as part of a URI: everything but unreserved characters and slashes is encoded (RFC 3986, section 2).
fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[derive(Serialize)]
pub struct Message {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

impl Message {
    /// A message without Markdown.
    pub fn plain(text: &str) -> Self {
        Self {
            text: plain_text(text),
            markdown: None,
        }
    }
}

/// Text in which nothing is taken for a placeholder (SARIF 3.11.5) or an embedded link (3.11.6).
pub fn plain_text(text: &str) -> String {
    let text = braces(text);
    // A link is `[…](…)`; the standard asks for backslashes only where brackets could be taken for one.
    if text.contains("](") {
        text.replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]")
    } else {
        text
    }
}

/// Text with literal braces doubled, as plain and Markdown messages want them (SARIF 3.11.5).
pub fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_become_uris() {
        let relative = ArtifactLocation::of("items/甲 1%.yaml", Some(2));
        assert_eq!(relative.uri, "items/%E7%94%B2%201%25.yaml");
        assert_eq!(relative.uri_base_id, Some(SRCROOT));
        let absolute = ArtifactLocation::of("/a/b:c.yaml", None);
        assert_eq!(absolute.uri, "file:///a/b%3Ac.yaml");
        assert_eq!(absolute.uri_base_id, None);
    }

    #[test]
    fn nothing_in_a_text_is_a_placeholder_or_a_link() {
        assert_eq!(plain_text("{0} [甲]"), "{{0}} [甲]");
        assert_eq!(plain_text("[甲](x:y) \\"), "\\[甲\\](x:y) \\\\");
    }

    proptest! {
        #[test]
        fn encoded_paths_are_ascii_and_decode_to_themselves(path in "\\PC{0,40}") {
            let encoded = percent_encoded(&path);
            prop_assert!(encoded.is_ascii());
            let mut bytes = Vec::new();
            let mut rest = encoded.as_bytes();
            while let Some((&first, after)) = rest.split_first() {
                if first == b'%' {
                    let hex = std::str::from_utf8(&after[..2]).unwrap();
                    bytes.push(u8::from_str_radix(hex, 16).unwrap());
                    rest = &after[2..];
                } else {
                    bytes.push(first);
                    rest = after;
                }
            }
            prop_assert_eq!(bytes, path.as_bytes());
        }
    }
}
