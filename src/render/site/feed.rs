//! Changes as an Atom feed (RFC 4287). It says absolute addresses only where the site's own is known.

use std::fmt::Write as _;

use super::edition::Edition;
use super::{Site, changes, names};
use crate::domain::ids::Digest;

/// Most entries; readers have long seen the older ones.
const ENTRIES: usize = 50;

/// The feed.
pub(super) fn write(site: &Site<'_>) -> String {
    let header = &site.release.header;
    let base = site
        .address
        .as_ref()
        .map_or_else(String::new, |a| format!("{a}/"));
    let title = format!("{}权力清单的变更", header.jurisdiction_name);
    let updated = moment(header.published_on);
    let id = urn(Digest::of(
        format!("power-list/{}", header.id.jurisdiction()).as_bytes(),
    ));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n\
         <title>{title}</title>\n<id>{id}</id>\n<updated>{updated}</updated>\n\
         <author><name>{author}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}feed.xml\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}changes/index.html\"/>\n",
        title = escape(&title),
        author = escape(&header.jurisdiction_name),
        base = escape(&base),
    );
    for edition in site.editions.iter().rev().take(ENTRIES) {
        entry(&mut out, edition, &base);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, edition: &Edition, base: &str) {
    let mut said = changes::summary(edition);
    let listed = edition.events.iter().take(20);
    for (code, event) in listed {
        let what = if event.what.is_empty() {
            String::new()
        } else {
            format!("（{}）", event.what)
        };
        let _ = write!(said, "\n{} {code} {}{what}", word(event.kind), event.name);
    }
    if edition.events.len() > 20 {
        let _ = write!(said, "\n……共 {} 项", edition.events.len());
    }
    let day = moment(edition.published_on);
    let _ = write!(
        out,
        "<entry>\n<title>{}公布，共 {} 项</title>\n<id>{}</id>\n<published>{day}</published>\n<updated>{day}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}{}\"/>\n<content type=\"text\">{}</content>\n</entry>\n",
        escape(&edition.edition),
        edition.items,
        urn(edition.digest),
        escape(base),
        names::change(&edition.id),
        escape(&said),
    );
}

fn word(kind: crate::domain::release::ChangeKind) -> &'static str {
    use crate::domain::release::ChangeKind;
    match kind {
        ChangeKind::Created => "新增",
        ChangeKind::Changed => "变更",
        ChangeKind::Removed => "取消",
    }
}

/// The beginning of a day in Chinese offices.
fn moment(day: jiff::civil::Date) -> String {
    format!("{day}T00:00:00+08:00")
}

/// A UUID of version 8 (RFC 9562) out of a digest: the same content has the same name everywhere.
fn urn(digest: Digest) -> String {
    let mut hex: Vec<u8> = digest.to_string().into_bytes();
    hex.truncate(32);
    if let Some(version) = hex.get_mut(12) {
        *version = b'8';
    }
    if let Some(variant) = hex.get_mut(16) {
        *variant = b"89ab"[usize::from(*variant) % 4];
    }
    let text = String::from_utf8_lossy(&hex);
    let part = |from, to| text.get(from..to).unwrap_or("");
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
