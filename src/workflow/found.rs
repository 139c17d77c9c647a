//! What the gate's rules found in a unit when it submitted: kept beside the snapshot, because later rules, later law and
//! later settings would find something else.

use crate::domain::ids::ItemCode;
use crate::finding::{RuleCode, Severity};

/// One finding as it was at the submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which rule.
    pub code: RuleCode,
    /// How severe at the gate of the round.
    pub severity: Severity,
    /// The item concerned; `None` for what concerns the unit as a whole. What is wrong with a flowchart is there once for
    /// each item that uses it.
    pub item: Option<ItemCode>,
    /// Field of the item file.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Found {
    /// Name and version of the format.
    pub const SCHEMA: &'static str = "power-list/found/v1";

    /// Whether it concerns this item.
    pub fn concerns(&self, item: &ItemCode) -> bool {
        self.item.as_ref() == Some(item)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    findings: Vec<Row>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    severity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// The bytes of findings, in their order: JSON with fixed field order.
pub fn bytes(findings: &[Found]) -> Vec<u8> {
    let row = |found: &Found| Row {
        code: found.code.to_string(),
        severity: found.severity.key().to_owned(),
        item: found.item.clone(),
        field: found.field.clone(),
        message: found.message.clone(),
        help: found.help.clone(),
    };
    let document = Document {
        schema: Found::SCHEMA.to_owned(),
        findings: findings.iter().map(row).collect(),
    };
    // Only texts, lists and objects: JSON takes them all.
    serde_json::to_vec(&document).unwrap_or_default()
}

/// Reads findings.
///
/// # Errors
/// A Chinese sentence when the bytes are not findings of this version.
pub fn read(bytes: &[u8]) -> Result<Vec<Found>, String> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        schema: String,
    }
    let unreadable = |e: serde_json::Error| format!("校验发现读不懂：{e}");
    // The version first: what a later one looks like is not known here.
    let Versioned { schema } = serde_json::from_slice(bytes).map_err(unreadable)?;
    if schema != Found::SCHEMA {
        return Err(format!(
            "校验发现的格式是 {schema}，本程序只认 {}",
            Found::SCHEMA
        ));
    }
    let document: Document = serde_json::from_slice(bytes).map_err(unreadable)?;
    document.findings.into_iter().map(found).collect()
}

fn found(row: Row) -> Result<Found, String> {
    let code = row
        .code
        .parse()
        .map_err(|()| format!("校验发现里的“{}”不是规则编号", row.code))?;
    let severity = Severity::from_key(&row.severity)
        .ok_or_else(|| format!("校验发现里的“{}”不是程度", row.severity))?;
    Ok(Found {
        code,
        severity,
        item: row.item,
        field: row.field,
        message: row.message,
        help: row.help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Found> {
        vec![
            Found {
                code: "L002".parse().unwrap(),
                severity: Severity::Warning,
                item: Some("341100-hbj-01-0003".parse().unwrap()),
                field: Some("legal_basis".to_owned()),
                message: "《水法》没有第九十九条".to_owned(),
                help: Some("查对条号".to_owned()),
            },
            Found {
                code: "X001".parse().unwrap(),
                severity: Severity::Note,
                item: None,
                field: None,
                message: "两项同名".to_owned(),
                help: None,
            },
        ]
    }

    #[test]
    fn findings_survive_being_kept() {
        for findings in [Vec::new(), sample()] {
            assert_eq!(read(&bytes(&findings)), Ok(findings));
        }
        // Kept for good by its digest: the form is written down once.
        assert_eq!(
            String::from_utf8(bytes(&sample()[1..])).unwrap(),
            r#"{"schema":"power-list/found/v1","findings":[{"code":"X001","severity":"note","message":"两项同名"}]}"#
        );
    }

    #[test]
    fn what_is_not_of_this_version_is_refused() {
        let cases = [
            ("[]", "读不懂"),
            (
                r#"{"schema":"power-list/found/v2","rows":[]}"#,
                "power-list/found/v2，本程序只认 power-list/found/v1",
            ),
            (r#"{"schema":"power-list/found/v1"}"#, "missing field"),
            (
                r#"{"schema":"power-list/found/v1","findings":[{"code":"L2","severity":"note","message":"m"}]}"#,
                "“L2”不是规则编号",
            ),
            (
                r#"{"schema":"power-list/found/v1","findings":[{"code":"L002","severity":"bad","message":"m"}]}"#,
                "“bad”不是程度",
            ),
        ];
        for (text, expected) in cases {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
