//! Whether an SVG is a picture and nothing else.
//!
//! On a page of the site a drawing is an image and does nothing (HTML, section 4.8.4.3: images run no scripts and load
//! nothing), but it lies on the office's server and can be opened by its own address. There it would act in the office's
//! name. So a drawing that does more than show is not taken, neither from a unit nor out of a release.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Why an SVG is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SvgFault {
    /// It is no well-formed SVG in UTF-8.
    Malformed,
    /// It does more than show a picture; what that is, for people.
    Acts(&'static str),
}

const SCRIPT: SvgFault = SvgFault::Acts("脚本");
const EVENT: SvgFault = SvgFault::Acts("事件属性（onload 之类）");
const FOREIGN: SvgFault = SvgFault::Acts("嵌进来的网页或别的文件");
const LINK: SvgFault = SvgFault::Acts("指向图以外的链接");
const STYLE: SvgFault = SvgFault::Acts("取用外部文件的样式");
const MOTION: SvgFault = SvgFault::Acts("动画");
const ENTITY: SvgFault = SvgFault::Acts("自己定义的实体");

/// What else than a picture an SVG is; `None` where it is nothing else.
pub fn fault(bytes: &[u8]) -> Option<SvgFault> {
    check(bytes).err()
}

fn check(bytes: &[u8]) -> Result<(), SvgFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| SvgFault::Malformed)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    // The local names of the elements that are open.
    let mut open: Vec<String> = Vec::new();
    let mut styles = String::new();
    let mut rooted = false;
    loop {
        match reader.read_event().map_err(|_| SvgFault::Malformed)? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                if open.is_empty() && (rooted || name != "svg") {
                    return Err(SvgFault::Malformed);
                }
                rooted = true;
                element(&name)?;
                attributes(&tag, &name)?;
                open.push(name);
            }
            Event::End(_) => {
                if open.pop().as_deref() == Some("style") {
                    style(&styles)?;
                    styles.clear();
                }
            }
            Event::Text(text) => styled(&open, &mut styles, &text),
            Event::CData(text) => styled(&open, &mut styles, &text),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => styled(&open, &mut styles, c.encode_utf8(&mut [0; 4])),
                Ok(None) => {
                    let text = resolve_predefined_entity(&name).ok_or(ENTITY)?;
                    styled(&open, &mut styles, text);
                }
                Err(_) => return Err(SvgFault::Malformed),
            },
            Event::DocType(kind) if kind.contains(['[', '%']) => return Err(ENTITY),
            Event::PI(_) => return Err(STYLE),
            Event::Eof => {
                let whole = rooted && open.is_empty();
                return whole.then_some(()).ok_or(SvgFault::Malformed);
            }
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) => {}
            Event::Empty(_) => return Err(SvgFault::Malformed),
        }
    }
}

/// Keeps the text of style sheets.
fn styled(open: &[String], styles: &mut String, text: &str) {
    if open.last().is_some_and(|name| name == "style") {
        styles.push_str(text);
    }
}

fn element(name: &str) -> Result<(), SvgFault> {
    match name {
        "script" | "handler" | "listener" => Err(SCRIPT),
        "foreignobject" | "iframe" | "object" | "embed" | "audio" | "video" | "link" | "base"
        | "meta" | "form" | "input" | "button" | "body" | "html" | "canvas" => Err(FOREIGN),
        "set" | "discard" => Err(MOTION),
        _ if name.starts_with("animate") => Err(MOTION),
        _ => Ok(()),
    }
}

fn attributes(tag: &BytesStart<'_>, element: &str) -> Result<(), SvgFault> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| SvgFault::Malformed)?;
        let key = attribute.key.as_ref().to_ascii_lowercase();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|_| SvgFault::Malformed)?;
        let local = key
            .rsplit_once(':')
            .map_or(key.as_str(), |(_, local)| local);
        match local {
            _ if key.starts_with("xmlns") => {}
            _ if local.len() > 2 && local.starts_with("on") => return Err(EVENT),
            "href" | "src" | "action" | "formaction" | "xlink" => link(&value, element)?,
            "base" => return Err(LINK),
            "style" => style(&value)?,
            _ => {
                runs(&value)?;
                if value.to_ascii_lowercase().contains("url") {
                    style(&value)?;
                }
            }
        }
    }
    Ok(())
}

/// A value without what readers of links leave out.
fn bare(value: &str) -> Cow<'_, str> {
    let kept = |c: char| !c.is_control() && !c.is_whitespace();
    if value.chars().all(|c| kept(c) && !c.is_ascii_uppercase()) {
        return Cow::Borrowed(value);
    }
    let kept = value.chars().filter(|&c| kept(c));
    Cow::Owned(kept.map(|c| c.to_ascii_lowercase()).collect())
}

fn runs(value: &str) -> Result<(), SvgFault> {
    let bare = bare(value);
    let runs = ["javascript:", "vbscript:", "data:text", "data:application"];
    if runs.iter().any(|scheme| bare.starts_with(scheme)) {
        return Err(SCRIPT);
    }
    Ok(())
}

/// A link leads to a part of the drawing; a picture may also stand in it.
fn link(value: &str, element: &str) -> Result<(), SvgFault> {
    runs(value)?;
    let bare = bare(value);
    let picture = [
        "data:image/png;",
        "data:image/jpeg;",
        "data:image/gif;",
        "data:image/webp;",
    ];
    let inside = bare.is_empty() || bare.starts_with('#');
    let drawn = ["image", "feimage"].contains(&element)
        && picture.iter().any(|kind| bare.starts_with(kind));
    if inside || drawn { Ok(()) } else { Err(LINK) }
}

/// Styles take nothing from elsewhere.
fn style(text: &str) -> Result<(), SvgFault> {
    let bare = bare(text);
    // An escape can spell any word.
    if bare.contains('\\')
        || [
            "@import",
            "@namespace",
            "expression(",
            "-moz-binding",
            "behavior:",
            "image-set(",
            "src(",
        ]
        .iter()
        .any(|word| bare.contains(word))
    {
        return Err(STYLE);
    }
    let inside = |place: &str| {
        let place = place.trim_start_matches(['"', '\'']);
        place.starts_with('#')
            || place.starts_with("data:image/png;")
            || place.starts_with("data:font/")
    };
    if bare.split("url(").skip(1).all(inside) {
        Ok(())
    } else {
        Err(STYLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>"
        )
    }

    #[test]
    fn a_picture_is_a_picture() {
        for inside in [
            "",
            "<text>上报 on 5 日，javascript: 不算</text>",
            "<defs><linearGradient id=\"a\"/><style>.a { fill: url(#a) } /* 注 */</style></defs><rect fill=\"url(#a)\" style=\"stroke: red\"/>",
            "<use xlink:href=\"#b\"/><a href=\"#c\"><text>甲</text></a>",
            "<image href=\"data:image/png;base64,iVBORw0KGgo=\"/>",
            "<sodipodi:namedview xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" id=\"base\"/>",
            "<text>&lt;script&gt;</text><!-- <script> --><text><![CDATA[<script>]]></text>",
        ] {
            assert_eq!(fault(drawing(inside).as_bytes()), None, "{inside}");
        }
        let old = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>";
        assert_eq!(fault(old.as_bytes()), None);
        assert_eq!(fault("\u{feff}<svg/>".as_bytes()), None);
    }

    #[test]
    fn what_acts_is_told() {
        for (inside, what) in [
            ("<script>x</script>", SCRIPT),
            ("<SCRIPT/>", SCRIPT),
            (
                "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\"/>",
                SCRIPT,
            ),
            ("<rect onload=\"x\"/>", EVENT),
            ("<rect\nonClick\n=\n'x'/>", EVENT),
            ("<foreignObject/>", FOREIGN),
            ("<iframe src=\"x\"/>", FOREIGN),
            ("<a href=\"https://example.invalid\"/>", LINK),
            ("<a xlink:href=\"//example.invalid\"/>", LINK),
            ("<a href=\"JavaScript:x\"/>", SCRIPT),
            ("<a href=\"java&#10;script&#58;x\"/>", SCRIPT),
            ("<a href=\" &#1;javascript:x\"/>", SCRIPT),
            ("<use href=\"other.svg#a\"/>", LINK),
            ("<image href=\"http://example.invalid/a.png\"/>", LINK),
            ("<image href=\"data:image/svg+xml;base64,AA\"/>", LINK),
            ("<a href=\"data:text/html,x\"/>", SCRIPT),
            (
                "<animate attributeName=\"href\" to=\"javascript:x\"/>",
                MOTION,
            ),
            ("<set attributeName=\"onload\" to=\"x\"/>", MOTION),
            ("<style>@import 'x.css';</style>", STYLE),
            ("<style>@\\69mport 'x.css';</style>", STYLE),
            (
                "<style><![CDATA[.a { fill: url(http://example.invalid) }]]></style>",
                STYLE,
            ),
            (
                "<style>.a { fill: &#117;rl( \"http://example.invalid\") }</style>",
                STYLE,
            ),
            ("<rect style=\"fill: URL(http://example.invalid)\"/>", STYLE),
            ("<rect fill=\"url(http://example.invalid#a)\"/>", STYLE),
            ("<rect xml:base=\"http://example.invalid\"/>", LINK),
            ("<text>&eigen;</text>", ENTITY),
            ("<rect", SvgFault::Malformed),
            ("</svg><svg>", SvgFault::Malformed),
            ("<g>", SvgFault::Malformed),
        ] {
            assert_eq!(fault(drawing(inside).as_bytes()), Some(what), "{inside}");
        }
        let with = |before: &str| fault(format!("{before}<svg/>").as_bytes());
        assert_eq!(with("<!DOCTYPE svg [<!ENTITY a \"b\">]>"), Some(ENTITY));
        assert_eq!(with("<?xml-stylesheet href=\"x.css\"?>"), Some(STYLE));
        assert_eq!(fault(b"<html/>"), Some(SvgFault::Malformed));
        assert_eq!(fault(b"<svg>\xff</svg>"), Some(SvgFault::Malformed));
        assert_eq!(fault(b"\x1f\x8b"), Some(SvgFault::Malformed));
    }
}
