//! From tables of keys to JSON Schemas.

use serde_json::{Value as Json, json};

use super::{File, Key, Shape, Value};

/// Keys and values in this order: a schema is read by people too.
type Object = Vec<(&'static str, Node)>;

enum Node {
    Json(Json),
    Object(Object),
    List(Vec<Node>),
    /// Keys of a table, which are no words of the schema language.
    Keys(Vec<(&'static str, Node)>),
}

/// The JSON Schema of a kind of file, with a line break at the end.
pub fn schema(file: &File) -> String {
    let mut object = vec![
        (
            "$schema",
            text("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("$id", text(file.urn)),
        (
            "$comment",
            text(&format!(
                "由 src/io/yaml/keys/{}.rs 生成，不要手改：UPDATE_DOCS=1 cargo test --test schemas。{}",
                file.name, file.comment
            )),
        ),
    ];
    object.extend(about(file.root));
    object.extend(mapping(file.root));
    let mut shapes = Vec::new();
    let mut scalars = Vec::new();
    collect(file.root, &mut shapes, &mut scalars);
    let mut defs: Vec<(&'static str, Node)> = scalars;
    defs.extend(shapes.into_iter().map(|(shape, or_text)| {
        let mut object = about(shape);
        if or_text {
            let both = vec![reference("text"), Node::Object(mapping(shape))];
            object.push(("anyOf", Node::List(both)));
        } else {
            object.extend(mapping(shape));
        }
        (shape.id, Node::Object(object))
    }));
    object.push(("$defs", Node::Keys(defs)));
    let mut out = String::new();
    write(&Node::Object(object), 0, &mut out);
    out.push('\n');
    out
}

fn text(text: &str) -> Node {
    Node::Json(Json::from(text))
}

fn reference(name: &str) -> Node {
    Node::Json(json!({ "$ref": format!("#/$defs/{name}") }))
}

fn about(shape: &Shape) -> Object {
    shape.about.map_or_else(Vec::new, |(title, description)| {
        vec![("title", text(title)), ("description", text(description))]
    })
}

fn mapping(shape: &Shape) -> Object {
    let mut object = vec![
        ("type", text("object")),
        ("additionalProperties", Node::Json(Json::Bool(false))),
    ];
    let required: Vec<&str> = shape
        .keys
        .iter()
        .filter(|k| k.required)
        .map(|k| k.name)
        .collect();
    if !required.is_empty() {
        object.push(("required", Node::Json(json!(required))));
    }
    let keys = shape.keys.iter().map(|k| (k.name, Node::Object(key(k))));
    object.push(("properties", Node::Keys(keys.collect())));
    object
}

fn key(key: &Key) -> Object {
    let mut object = vec![
        ("title", text(key.title)),
        ("description", text(key.description)),
    ];
    object.extend(value(&key.value));
    object
}

fn value(value: &Value) -> Object {
    let referred = |name: &str| vec![("$ref", text(&format!("#/$defs/{name}")))];
    match value {
        Value::Words(words) => vec![("enum", Node::Json(json!(words())))],
        Value::List(each) => vec![
            ("type", Node::Json(json!(["array", "null"]))),
            ("items", Node::Object(self::value(each))),
        ],
        Value::Map(shape) | Value::TextOr(shape) => referred(shape.id),
        Value::Ways => vec![
            ("type", Node::Json(json!(["array", "object", "null"]))),
            ("items", reference("text")),
            ("additionalProperties", reference("text")),
        ],
        scalar => definition(scalar).map_or_else(Vec::new, |(name, _)| referred(name)),
    }
}

/// Name and definition of a kind of scalar. They say what the reader takes, which counts numbers and truth values as
/// the text they are written as.
fn definition(value: &Value) -> Option<(&'static str, Node)> {
    let node = |object: Object| Node::Object(object);
    let pattern = |pattern: &str| text(pattern);
    Some(match value {
        Value::Text | Value::TextOr(_) | Value::Ways => (
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
        Value::ItemCode => (
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
        Value::Words(_) | Value::List(_) | Value::Map(_) => return None,
    })
}

/// The mappings below a mapping, each once and whether a text may stand instead, and the kinds of scalars.
fn collect(
    shape: &'static Shape,
    shapes: &mut Vec<(&'static Shape, bool)>,
    scalars: &mut Vec<(&'static str, Node)>,
) {
    for key in shape.keys {
        let mut value = &key.value;
        while let Value::List(each) = value {
            value = each;
        }
        if let Some((name, node)) = definition(value)
            && !scalars.iter().any(|(known, _)| *known == name)
        {
            scalars.push((name, node));
        }
        if let Some(inner) = value.shape()
            && !shapes.iter().any(|(known, _)| known.id == inner.id)
        {
            shapes.push((inner, matches!(value, Value::TextOr(_))));
            collect(inner, shapes, scalars);
        }
    }
}

/// Writes a node; what is short and has nothing to read in it stands on one line.
fn write(node: &Node, indent: usize, out: &mut String) {
    let pad = |out: &mut String, n: usize| out.extend(std::iter::repeat_n(' ', n));
    match node {
        Node::Json(json) => line(json, out),
        Node::Object(pairs) | Node::Keys(pairs) => {
            out.push_str("{\n");
            for (i, (key, value)) in pairs.iter().enumerate() {
                pad(out, indent + 2);
                out.push_str(&format!("\"{key}\": "));
                write(value, indent + 2, out);
                out.push_str(if i + 1 < pairs.len() { ",\n" } else { "\n" });
            }
            pad(out, indent);
            out.push('}');
        }
        Node::List(nodes) => {
            out.push_str("[\n");
            for (i, node) in nodes.iter().enumerate() {
                pad(out, indent + 2);
                write(node, indent + 2, out);
                out.push_str(if i + 1 < nodes.len() { ",\n" } else { "\n" });
            }
            pad(out, indent);
            out.push(']');
        }
    }
}

fn line(json: &Json, out: &mut String) {
    match json {
        Json::Array(all) => {
            out.push('[');
            for (i, one) in all.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                line(one, out);
            }
            out.push(']');
        }
        Json::Object(map) => {
            out.push_str("{ ");
            for (i, (key, value)) in map.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                out.push_str(&format!("\"{key}\": "));
                line(value, out);
            }
            out.push_str(" }");
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
