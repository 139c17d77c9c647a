//! The options that say what is said to an item: free words, or one of the office's stock phrases.

use std::io::Write as _;

use clap::Args;
use power_list::domain::people::{Body, Phrase};
use power_list::ops::review::cited;
use power_list::workflow::{Decision, Words};

use super::{Desk, optional_words};
use crate::cli::context;
use crate::cli::error::usage;

/// Words on the command line.
#[derive(Debug, Args)]
pub struct SaidArgs {
    /// 意见的说明；写了就要部门答复
    #[arg(long, value_name = "说明", conflicts_with = "phrase")]
    text: Option<String>,
    /// 用一条常用意见作说明：写其中几个字，能认出是哪一条就行（见 review phrases）
    #[arg(long, value_name = "字")]
    phrase: Option<String>,
}

impl SaidArgs {
    /// The words.
    pub fn words(&self, desk: &Desk, body: Body) -> anyhow::Result<Option<Words>> {
        let Some(wanted) = &self.phrase else {
            return optional_words("--text", self.text.as_deref());
        };
        let found: Vec<&Phrase> = matching(&desk.context.phrases, Some(body), wanted).collect();
        match found.as_slice() {
            [only] => optional_words("--phrase", Some(&only.text)),
            [] => Err(usage(
                format!("没有带“{wanted}”的常用意见"),
                "power-list review phrases 列出全部；常用意见写在 power-list.yaml 的 phrases 里",
            )),
            // One of them may be just these words and no more.
            several => match several.iter().find(|p| p.text == *wanted) {
                Some(exact) => optional_words("--phrase", Some(&exact.text)),
                None => {
                    let texts: Vec<&str> = several.iter().map(|p| p.text.as_str()).collect();
                    Err(usage(
                        format!("带“{wanted}”的常用意见有 {} 条", several.len()),
                        format!("再写几个字，认出是哪一条：\n{}", texts.join("\n")),
                    ))
                }
            },
        }
    }
}

/// Says on standard error what is doubtful in the provisions that a text cites. Nothing is refused: an opinion may well be
/// about an article that does not exist.
pub fn check_cited(desk: &Desk, decision: &Decision, text: Option<&Words>) -> anyhow::Result<()> {
    let written = format!("{decision}\n{}", text.map_or("", Words::as_str));
    // Without a title nothing is cited, and the laws need not be read.
    if desk.quiet || !written.contains('《') {
        return Ok(());
    }
    let register = context::register(&desk.context.root)?;
    let mut err = crate::cli::screen::stderr();
    for standing in cited(&written, &register, desk.context.as_of) {
        if !standing.is_sound() {
            writeln!(err, "注意：意见里引用的{}", standing.says)?;
        }
    }
    Ok(())
}

/// The phrases that a body uses and that have these characters, in the order of the settings.
pub fn matching<'p>(
    phrases: &'p [Phrase],
    body: Option<Body>,
    wanted: &str,
) -> impl Iterator<Item = &'p Phrase> {
    phrases.iter().filter(move |p| {
        let whose = body.is_none() || p.body.is_none() || p.body == body;
        whose && wanted.split_whitespace().all(|word| p.text.contains(word))
    })
}
