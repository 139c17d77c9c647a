//! Values laid out as block YAML.

use std::borrow::Cow;

use super::scalar::{Style, one_line, style};

/// What is written.
pub enum Value {
    /// A text; long ones become block scalars.
    Text(String),
    /// A text that stays on its line, so that places in it can be shown.
    Line(String),
    /// A number or truth value, as it is.
    Word(String),
    /// A list.
    List(Vec<Value>),
    /// Keys and values in this order.
    Map(Vec<(Cow<'static, str>, Value)>),
}

/// Keys in their fixed order; what is absent is not written.
#[derive(Default)]
pub struct Keys(Vec<(Cow<'static, str>, Value)>);

impl Keys {
    /// A value that is there.
    pub fn put(&mut self, key: &'static str, value: Value) {
        self.0.push((Cow::Borrowed(key), value));
    }

    /// A value that may be there.
    pub fn maybe(&mut self, key: &'static str, value: Option<Value>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// A list, left out when empty.
    pub fn list(&mut self, key: &'static str, values: Vec<Value>) {
        if !values.is_empty() {
            self.put(key, Value::List(values));
        }
    }

    /// The mapping.
    pub fn done(self) -> Value {
        Value::Map(self.0)
    }
}

/// Writes the keys of a mapping, each on a line of its own at this indentation.
pub fn map(out: &mut String, entries: &[(Cow<'static, str>, Value)], indent: usize) {
    for (key, value) in entries {
        spaces(out, indent);
        pair(out, key, value, indent);
    }
}

/// Writes the entries of a list, each beginning with `- ` at this indentation.
pub fn list(out: &mut String, values: &[Value], indent: usize) {
    for value in values {
        spaces(out, indent);
        out.push_str("- ");
        match value {
            Value::Map(entries) => match entries.split_first() {
                Some(((key, first), rest)) => {
                    pair(out, key, first, indent + 2);
                    map(out, rest, indent + 2);
                }
                None => out.push_str("{}\n"),
            },
            // A list in a list does not occur in our files; flow style would still be right.
            Value::List(inner) if inner.is_empty() => out.push_str("[]\n"),
            Value::List(inner) => {
                out.push('\n');
                list(out, inner, indent + 2);
            }
            scalar => self::scalar(out, scalar, indent),
        }
    }
}

fn pair(out: &mut String, key: &str, value: &Value, indent: usize) {
    out.push_str(&one_line(key));
    out.push(':');
    match value {
        Value::List(values) if values.is_empty() => out.push_str(" []\n"),
        Value::List(values) => {
            out.push('\n');
            list(out, values, indent + 2);
        }
        Value::Map(entries) if entries.is_empty() => out.push_str(" {}\n"),
        Value::Map(entries) => {
            out.push('\n');
            map(out, entries, indent + 2);
        }
        scalar => {
            out.push(' ');
            self::scalar(out, scalar, indent);
        }
    }
}

fn scalar(out: &mut String, value: &Value, indent: usize) {
    let styled = match value {
        Value::Text(text) => style(text, false),
        Value::Line(text) => style(text, true),
        Value::Word(word) => Style::Inline(word.clone()),
        Value::List(_) | Value::Map(_) => return,
    };
    match styled {
        Style::Inline(text) => {
            out.push_str(&text);
            out.push('\n');
        }
        Style::Block(lines) => {
            out.push_str("|-\n");
            for line in lines {
                if !line.is_empty() {
                    spaces(out, indent + 2);
                    out.push_str(&line);
                }
                out.push('\n');
            }
        }
    }
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
