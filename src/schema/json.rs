//! From tables of keys to JSON Schemas.

use serde_json::{Value as Json, json};

use super::scalar::definition;
use super::{Condition, File, Key, Root, Shape, Value};

/// Keys and values in this order: a schema is read by people too.
pub(super) type Object = Vec<(&'static str, Node)>;

pub(super) enum Node {
    Json(Json),
    Object(Object),
    List(Vec<Node>),
    /// Keys of a table, which are no words of the schema language.
    Keys(Vec<(&'static str, Node)>),
}

/// The JSON Schema of a kind of file, with a line break at the end.
pub fn schema(file: &File) -> String {
    let comment = format!(
        "由 {} 生成，不要手改：UPDATE_DOCS=1 cargo test --test schemas。{}",
        file.table, file.comment
    );
    let mut object = vec![
        (
            "$schema",
            text("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("$id", text(file.urn)),
        ("$comment", text(&comment)),
    ];
    let mut shapes = Vec::new();
    let mut scalars = Vec::new();
    match &file.root {
        Root::One(shape) => {
            object.extend(about(shape));
            object.extend(mapping(shape));
        }
        Root::Either {
            title,
            description,
            shapes: either,
        } => {
            object.push(("title", text(title)));
            object.push(("description", text(description)));
            let all = either.iter().map(|shape| reference(shape.id)).collect();
            object.push(("oneOf", Node::List(all)));
            shapes.extend(either.iter().map(|shape| (*shape, None)));
        }
    }
    for shape in file.root.shapes() {
        collect(shape, &mut shapes, &mut scalars);
    }
    let mut defs: Vec<(&'static str, Node)> = scalars;
    defs.extend(shapes.into_iter().map(|(shape, or)| {
        let mut object = about(shape);
        if let Some(scalar) = or {
            let both = vec![reference(scalar), Node::Object(mapping(shape))];
            object.push(("anyOf", Node::List(both)));
        } else {
            object.extend(mapping(shape));
        }
        (shape.id, Node::Object(object))
    }));
    if !defs.is_empty() {
        object.push(("$defs", Node::Keys(defs)));
    }
    let mut out = String::new();
    write(&Node::Object(object), 0, &mut out);
    out.push('\n');
    out
}

pub(super) fn text(text: &str) -> Node {
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
    let just_one = shape
        .conditions
        .iter()
        .find_map(|condition| match condition {
            Condition::JustOne(keys) => Some(keys),
            Condition::Where { .. } => None,
        });
    if let Some(keys) = just_one {
        let each = |key: &&str| Node::Json(json!({ "required": [key] }));
        object.push(("oneOf", Node::List(keys.iter().map(each).collect())));
    }
    let where_so: Vec<Node> = shape.conditions.iter().filter_map(condition).collect();
    if !where_so.is_empty() {
        object.push(("allOf", Node::List(where_so)));
    }
    object
}

fn condition(condition: &Condition) -> Option<Node> {
    let Condition::Where {
        key,
        is,
        wants,
        bars,
    } = condition
    else {
        return None;
    };
    let decides = json!({ "required": [key], "properties": { *key: { "enum": is } } });
    let mut then = Vec::new();
    if !wants.is_empty() {
        then.push(("required", Node::Json(json!(wants))));
    }
    if !bars.is_empty() {
        let barred = bars.iter().map(|key| (*key, Node::Json(json!(false))));
        then.push(("properties", Node::Keys(barred.collect())));
    }
    Some(Node::Object(vec![
        ("if", Node::Json(decides)),
        ("then", Node::Object(then)),
    ]))
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
        Value::Array(each) => vec![
            ("type", text("array")),
            ("items", Node::Object(self::value(each))),
        ],
        Value::OrNull(inner) => or_null(self::value(inner)),
        Value::Pairs(pattern, each) => vec![
            ("type", text("object")),
            ("propertyNames", Node::Json(json!({ "pattern": pattern }))),
            ("additionalProperties", Node::Object(self::value(each))),
        ],
        Value::String => vec![("type", text("string"))],
        Value::Filled => vec![
            ("type", text("string")),
            ("minLength", Node::Json(json!(1))),
        ],
        Value::Pattern(pattern) => vec![("type", text("string")), ("pattern", text(pattern))],
        Value::From(least) => vec![
            ("type", text("integer")),
            ("minimum", Node::Json(json!(least))),
        ],
        Value::Whole => vec![("type", text("integer"))],
        Value::Const(word) => vec![("const", text(word))],
        Value::Map(shape)
        | Value::TextOr(shape)
        | Value::PublicKeyOr(shape)
        | Value::ItemCodeOr(shape) => referred(shape.id),
        Value::TextOrTexts => vec![(
            "anyOf",
            Node::List(vec![
                reference("text"),
                Node::Object(vec![
                    ("type", text("array")),
                    ("items", reference("text")),
                    ("minItems", Node::Json(json!(1))),
                ]),
            ]),
        )],
        Value::Ways => vec![
            ("type", Node::Json(json!(["array", "object", "null"]))),
            ("items", reference("text")),
            ("additionalProperties", reference("text")),
        ],
        scalar => definition(scalar).map_or_else(Vec::new, |(name, _)| referred(name)),
    }
}

/// A value or null. Words of the schema language that speak of strings or numbers let null pass of themselves.
fn or_null(mut object: Object) -> Object {
    for (word, node) in &mut object {
        match (*word, node) {
            ("type", Node::Json(kind)) if kind.is_string() => {
                *kind = json!([kind.take(), "null"]);
                return object;
            }
            ("enum", Node::Json(Json::Array(words))) => {
                words.push(Json::Null);
                return object;
            }
            _ => {}
        }
    }
    let null = Node::Json(json!({ "type": "null" }));
    vec![("anyOf", Node::List(vec![null, Node::Object(object)]))]
}

/// The mappings below a mapping, each once and with the scalar that may stand instead, and the kinds of scalars.
fn collect(
    shape: &'static Shape,
    shapes: &mut Vec<(&'static Shape, Option<&'static str>)>,
    scalars: &mut Vec<(&'static str, Node)>,
) {
    for key in shape.keys {
        let value = key.value.innermost();
        if let Some((name, node)) = definition(value)
            && !scalars.iter().any(|(known, _)| *known == name)
        {
            scalars.push((name, node));
        }
        if let Some(inner) = value.shape()
            && !shapes.iter().any(|(known, _)| known.id == inner.id)
        {
            let instead = match value {
                Value::Map(_) => None,
                other => definition(other).map(|(name, _)| name),
            };
            shapes.push((inner, instead));
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
