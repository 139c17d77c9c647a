//! What the schemas say of the scalars that people write.

use serde_json::json;

use super::Value;
use super::json::{Node, Object, text};

/// Name and definition of a kind of scalar. They say what the reader takes, which counts numbers and truth values as
/// the text they are written as.
pub(super) fn definition(value: &Value) -> Option<(&'static str, Node)> {
    let node = |object: Object| Node::Object(object);
    let pattern = |pattern: &str| text(pattern);
    Some(match value {
        Value::Text | Value::TextOr(_) | Value::TextOrTexts | Value::Ways => (
            "text",
            node(vec![
                (
                    "$comment",
                    text(
                        "Any scalar with something in it: numbers and booleans count as the text they are written as.",
                    ),
                ),
                ("type", Node::Json(json!(["string", "number", "boolean"]))),
                ("pattern", pattern("\\S")),
            ]),
        ),
        Value::DepartmentId => (
            "department_id",
            node(vec![
                (
                    "$comment",
                    text(
                        "true and false are read as the text they are written as, which makes an id.",
                    ),
                ),
                ("type", Node::Json(json!(["string", "boolean"]))),
                ("pattern", pattern("^[a-z][a-z0-9]{1,15}$")),
            ]),
        ),
        Value::ItemCode | Value::ItemCodeOr(_) => (
            "item_code",
            node(vec![
                ("type", text("string")),
                (
                    "pattern",
                    pattern(
                        "^[0-9]{6}-[a-z][a-z0-9]{1,15}-[0-9]{2}-(?!0000)[0-9]{4}(-(?!00)[0-9]{2})?$",
                    ),
                ),
            ]),
        ),
        Value::Count => (
            "count",
            node(vec![(
                "anyOf",
                Node::List(vec![
                    node(vec![
                        ("type", text("integer")),
                        ("minimum", Node::Json(json!(0))),
                        ("maximum", Node::Json(json!(u32::MAX))),
                    ]),
                    node(vec![
                        ("type", text("string")),
                        ("pattern", pattern("^\\+?0*[0-9]{1,9}$")),
                    ]),
                ]),
            )]),
        ),
        Value::Flag => (
            "flag",
            node(vec![(
                "anyOf",
                Node::List(vec![
                    node(vec![("type", text("boolean"))]),
                    node(vec![
                        ("type", text("string")),
                        ("pattern", pattern("^(true|True|TRUE|false|False|FALSE)$")),
                    ]),
                ]),
            )]),
        ),
        Value::Jurisdiction => (
            "jurisdiction_code",
            node(vec![(
                "anyOf",
                Node::List(vec![
                    node(vec![
                        ("type", text("integer")),
                        ("minimum", Node::Json(json!(100_000))),
                        ("maximum", Node::Json(json!(999_999))),
                    ]),
                    node(vec![
                        ("type", text("string")),
                        ("pattern", pattern("^[0-9]{6}$")),
                    ]),
                ]),
            )]),
        ),
        Value::ActorId => (
            "actor_id",
            node(vec![
                (
                    "$comment",
                    text(
                        "A number is an id as well; one with a sign or an exponent written unquoted is for the reader to refuse.",
                    ),
                ),
                (
                    "anyOf",
                    Node::List(vec![
                        node(vec![
                            ("type", text("string")),
                            ("pattern", pattern("^[A-Za-z0-9._-]{1,40}$")),
                        ]),
                        node(vec![("type", Node::Json(json!(["number", "boolean"])))]),
                    ]),
                ),
            ]),
        ),
        Value::Gate => (
            "gate",
            node(vec![(
                "anyOf",
                Node::List(vec![
                    node(vec![("enum", Node::Json(json!([1, 2, 3, 4])))]),
                    node(vec![
                        ("type", text("string")),
                        ("pattern", pattern("^\\+?0*[1-4]$")),
                    ]),
                ]),
            )]),
        ),
        Value::PublicKey | Value::PublicKeyOr(_) => (
            "public_key_line",
            node(vec![
                (
                    "$comment",
                    text("Whether the middle part is a key only the reader can see."),
                ),
                ("type", text("string")),
                (
                    "pattern",
                    pattern(
                        "^\\s*(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256) AAAA[A-Za-z0-9+/=]+( .*)?\\s*$",
                    ),
                ),
            ]),
        ),
        Value::Date => (
            "date",
            node(vec![
                ("type", text("string")),
                ("format", text("date")),
                ("pattern", pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
            ]),
        ),
        Value::Days => (
            "days",
            node(vec![(
                "anyOf",
                Node::List(vec![
                    node(vec![
                        ("type", text("string")),
                        ("format", text("date")),
                        ("pattern", pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
                    ]),
                    node(vec![
                        ("type", text("string")),
                        (
                            "pattern",
                            pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2} *至 *[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
                        ),
                    ]),
                ]),
            )]),
        ),
        Value::Term => (
            "term",
            node(vec![(
                "anyOf",
                Node::List(vec![
                    node(vec![
                        ("type", text("integer")),
                        ("minimum", Node::Json(json!(1))),
                        (
                            "maximum",
                            Node::Json(json!(crate::domain::timetable::MOST_DAYS)),
                        ),
                    ]),
                    node(vec![
                        ("type", text("string")),
                        ("pattern", pattern("^([0-9]{1,3} *个?工作日|[0-9]{1,3})$")),
                    ]),
                    node(vec![
                        ("type", text("string")),
                        ("format", text("date")),
                        ("pattern", pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
                    ]),
                ]),
            )]),
        ),
        Value::String
        | Value::Filled
        | Value::Pattern(_)
        | Value::From(_)
        | Value::Whole
        | Value::Const(_)
        | Value::Words(_)
        | Value::List(_)
        | Value::Array(_)
        | Value::OrNull(_)
        | Value::Pairs(..)
        | Value::Map(_) => return None,
    })
}
