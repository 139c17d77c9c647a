//! Feedback that comes back with answers. Every value keeps its place, so that whatever is wrong can be pointed at.

use std::sync::Arc;

use crate::domain::gate::Gate;
use crate::domain::place::{SourceId, Span};
use crate::finding::Finding;
use crate::finding::source::SourceText;
use crate::io::feedback::Returned;
use crate::rules::shape;
use crate::workflow::feedback::Feedback;
use crate::workflow::paper::{Column, Held, Mark, Row};

use super::decode::{Decoder, Fields, is_null};
use super::keys::feedback as keys;
use super::syntax::with_document;
use super::tree::{Kind, NodeId};

/// What a text that came back says; `name` is what messages call it.
///
/// # Errors
/// When it does not say which feedback it is; one sentence for each place.
pub fn read_text(name: &str, text: Arc<str>) -> Result<Returned, Vec<String>> {
    let source = SourceText::new(name.to_owned(), Arc::clone(&text));
    let place = |span: Span| format!("{name}{}", source.spot(span.start));
    let (read, findings) = with_document(&text, SourceId(0), Gate::Publication, |d| {
        Reader { d, place: &place }.file()
    });
    let faults = findings.iter().map(|f| sentence(f, &place)).collect();
    match read {
        Some((mark, rows)) => Ok(Returned { mark, rows, faults }),
        None => Err(faults),
    }
}

fn sentence(finding: &Finding, place: &dyn Fn(Span) -> String) -> String {
    let help = finding.help.as_deref();
    let help = help.map_or(String::new(), |help| format!("：{help}"));
    format!("{}：{}{help}", place(finding.primary), finding.message)
}

struct Reader<'r, 't, 'a> {
    d: &'r mut Decoder<'t, 'a>,
    place: &'r dyn Fn(Span) -> String,
}

impl<'t> Reader<'_, 't, '_> {
    fn file(&mut self) -> Option<(Mark, Vec<Row>)> {
        let Some(root) = self.d.tree.root() else {
            let span = Span::head(self.d.source);
            self.d
                .report(&shape::empty_file::RULE, span, "反馈文件是空的");
            return None;
        };
        let mut f = self.d.shaped(root, &keys::ROOT)?;
        if let Some(n) = f.take("schema") {
            let parse = |text: &str| (text == Feedback::SCHEMA).then_some(());
            self.d
                .choice(n, "schema（格式）", parse, &[Feedback::SCHEMA]);
        }
        let department = self.filled(&mut f, "department");
        let edition = self.filled(&mut f, "edition");
        let round = self.filled(&mut f, "round");
        for read_only in ["name", "leg", "group", "to_answer", "legality"] {
            f.take(read_only);
        }
        let mut rows = Vec::new();
        if let Some(n) = f.take("items") {
            for item in self.d.sequence(n, "items（事项）") {
                self.item(item, &mut rows);
            }
        }
        self.d.done(f);
        let mark = Mark {
            department: department?,
            round: round?,
            edition: edition?,
            digest: None,
        };
        Some((mark, rows))
    }

    fn item(&mut self, id: NodeId, rows: &mut Vec<Row>) {
        let Some(mut f) = self.d.shaped(id, &keys::ITEM) else {
            return;
        };
        let said = [
            (Column::Code, "code"),
            (Column::Category, "category"),
            (Column::Name, "name"),
        ];
        let said: Vec<(Column, Held)> = said
            .into_iter()
            .filter_map(|(column, key)| Some((column, self.text(&mut f, key)?)))
            .collect();
        for read_only in ["disputed", "ruling", "last_round"] {
            f.take(read_only);
        }
        if let Some(n) = f.take("opinions") {
            for opinion in self.d.sequence(n, "opinions（意见）") {
                self.opinion(opinion, &said, rows);
            }
        }
        self.d.done(f);
    }

    fn opinion(&mut self, id: NodeId, of_item: &[(Column, Held)], rows: &mut Vec<Row>) {
        let Some(mut f) = self.d.shaped(id, &keys::OPINION) else {
            return;
        };
        let number = self.text(&mut f, "opinion");
        let mut said = of_item.to_vec();
        for (column, key) in [
            (Column::Body, "body"),
            (Column::Decision, "decision"),
            (Column::Text, "text"),
        ] {
            said.extend(self.text(&mut f, key).map(|held| (column, held)));
        }
        let blank = Held {
            text: String::new(),
            place: (self.place)(f.span),
        };
        let answer = self.text(&mut f, "answer");
        let reason = self.text(&mut f, "reason");
        self.d.done(f);
        // Without its number the opinion has been reported as lacking a key.
        if let Some(opinion) = number {
            rows.push(Row {
                opinion,
                said,
                answer: answer.unwrap_or_else(|| blank.clone()),
                reason: reason.unwrap_or(blank),
            });
        }
    }

    /// The text of a key, blank or not; anything else is reported.
    fn text(&mut self, fields: &mut Fields<'t>, key: &'static str) -> Option<Held> {
        let node = fields.take(key)?;
        let place = (self.place)(self.d.span(node));
        match self.d.tree.node(node).kind {
            Kind::Scalar { text, plain, .. } => Some(Held {
                text: match plain && is_null(text) {
                    true => String::new(),
                    false => text.to_owned(),
                },
                place,
            }),
            Kind::Sequence | Kind::Mapping => {
                self.d.text(node, key);
                None
            }
        }
    }

    /// The text of a key that must not be blank; what is blank is reported.
    fn filled(&mut self, fields: &mut Fields<'t>, key: &'static str) -> Option<Held> {
        let node = fields.take(key)?;
        let text = self.d.text(node, key)?;
        Some(Held {
            place: (self.place)(text.span),
            text: text.value,
        })
    }
}
