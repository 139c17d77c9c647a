//! Characters that are not what they look like: what is not seen, and what looks like something else.

/// Why a character is out of place in a text that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oddity {
    /// A control character other than a line break or a tab.
    Control,
    /// It turns the direction of writing: a reader sees other words than a program.
    Direction,
    /// It takes no room: two texts that look alike are not.
    ZeroWidth,
    /// Of a private use area (私用区): every machine shows something else, or a box.
    Private,
    /// A radical (部首) instead of the 汉字, as copied out of PDF files.
    Radical,
    /// A compatibility ideograph (兼容汉字) instead of the 汉字.
    Compatibility,
    /// A Greek or Cyrillic letter that looks like a Latin one, within a Latin word; μm is no such word.
    OtherScript,
}

impl Oddity {
    /// What the character is, for people.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Control => "控制字符",
            Self::Direction => "改变书写方向的字符",
            Self::ZeroWidth => "不占位置的字符",
            Self::Private => "私用区字符",
            Self::Radical => "部首，不是汉字",
            Self::Compatibility => "兼容汉字",
            Self::OtherScript => "混在拉丁字母里的希腊或西里尔字母",
        }
    }

    fn of(c: char) -> Option<Self> {
        Some(match c {
            '\n' | '\r' | '\t' => return None,
            c if c.is_control() => Self::Control,
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{206f}' => Self::Direction,
            '\u{ad}'
            | '\u{34f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{2065}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}' => Self::ZeroWidth,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Self::Private,
            '\u{2e80}'..='\u{2fdf}' => Self::Radical,
            // Twelve of the block are 汉字 like any other (Unicode, chapter 18.1).
            '\u{fa0e}'
            | '\u{fa0f}'
            | '\u{fa11}'
            | '\u{fa13}'
            | '\u{fa14}'
            | '\u{fa1f}'
            | '\u{fa21}'
            | '\u{fa23}'
            | '\u{fa24}'
            | '\u{fa27}'..='\u{fa29}' => return None,
            '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => Self::Compatibility,
            _ => return None,
        })
    }
}

/// What is known of the characters of a whole file before its texts are looked at one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// There is nothing odd in any text of it.
    Plain,
    /// There may be.
    Any,
}

impl Letters {
    /// Of the YAML text of a file.
    pub fn of_yaml(text: &str) -> Self {
        // What is written with a backslash is not seen before it is read.
        match is_suspicious::<64>(text) || memchr::memchr(b'\\', text.as_bytes()).is_some() {
            true => Self::Any,
            false => Self::Plain,
        }
    }
}

/// Whether there may be something odd in a text: nearly none has any, and that is told `STEP` bytes at a time.
fn is_suspicious<const STEP: usize>(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Steps of one length, each beside the same one and two bytes on, are what a compiler makes vectors of.
    let from = |at: usize| bytes.get(at..)?.first_chunk::<STEP>();
    let step = |at: usize| Some(are_suspicious(from(at)?, from(at + 1)?, from(at + 2)?));
    let mut at = 0;
    let mut found = false;
    while let Some(odd) = step(at) {
        found |= odd;
        at += STEP;
    }
    // What is left is looked at with some of what went before; the last two bytes are the last of a character, or one
    // each of their own, or one of two bytes.
    found |= match bytes.len().checked_sub(STEP + 2).and_then(step) {
        Some(odd) => odd,
        None => bytes
            .windows(3)
            .any(|three| matches!(three, &[b, n, o] if is_odd(b, n, o) != 0)),
    };
    let last = bytes.last_chunk::<2>().map_or(bytes, <[u8; 2]>::as_slice);
    found || last.iter().any(|&b| is_odd(b, 0, 0) != 0)
}

fn are_suspicious<const STEP: usize>(
    here: &[u8; STEP],
    next: &[u8; STEP],
    over: &[u8; STEP],
) -> bool {
    let mut found = 0;
    for ((&b, &n), &o) in here.iter().zip(next).zip(over) {
        found |= is_odd(b, n, o);
    }
    found != 0
}

/// Whether a byte may begin something odd; `next` and `over` are the two behind it. A number, so that many are one
/// operation.
const fn is_odd(byte: u8, next: u8, over: u8) -> u8 {
    let blank = (byte == b'\n') as u8 | (byte == b'\r') as u8 | (byte == b'\t') as u8;
    let control = (byte < b' ') as u8 & (blank ^ 1) | (byte == 0x7f) as u8;
    // Of two bytes, of private use, of four bytes.
    let lead = (byte & 0xe0 == 0xc0) as u8 | (byte == 0xee) as u8 | (byte >= 0xf0) as u8;
    // General punctuation but for dashes, quotation marks and dots (U+2010–U+2027); radicals.
    let ordinary = (next == 0x80) as u8 & (over >= 0x90) as u8 & (over < 0xa8) as u8;
    let punctuation = (next < 0x82) as u8 & (ordinary ^ 1) | (next >= 0xba) as u8;
    let compatibility = (byte == 0xef) as u8 & (next < 0xbc) as u8;
    control | lead | (byte == 0xe2) as u8 & punctuation | compatibility
}

/// The first character of a text that is out of place, with its place in bytes.
pub fn first_odd(text: &str) -> Option<(usize, char, Oddity)> {
    // Few texts of a list are much longer.
    if !is_suspicious::<16>(text) {
        return None;
    }
    let odd = text
        .char_indices()
        .find_map(|(at, c)| Some((at, c, Oddity::of(c)?)));
    odd.into_iter()
        .chain(other_script(text))
        .min_by_key(|&(at, ..)| at)
}

/// Greek and Cyrillic letters that nobody tells from Latin ones.
const LIKE_LATIN: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕКМНОРСТХаеорсухіјѕ";

/// A letter of another script in a word that has Latin ones.
fn other_script(text: &str) -> Option<(usize, char, Oddity)> {
    let is_other = |c: char| ('\u{370}'..'\u{530}').contains(&c) && LIKE_LATIN.contains(c);
    let words = text.split(|c: char| !(c.is_ascii_alphabetic() || is_other(c)));
    let mut mixed = words
        .filter(|word| word.contains(is_other) && word.contains(|c: char| c.is_ascii_alphabetic()));
    let word = mixed.next()?;
    let (within, c) = word.char_indices().find(|&(_, c)| is_other(c))?;
    // A word is a part of the text: what stands before it is what is not in the text from it on.
    let before = word.as_ptr() as usize - text.as_ptr() as usize;
    Some((before + within, c, Oddity::OtherScript))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_what_it_looks_like_is_found() {
        for (text, at, oddity) in [
            ("水\u{0}", 3, Oddity::Control),
            ("a\u{7f}", 1, Oddity::Control),
            ("水\u{85}土", 3, Oddity::Control),
            ("\u{1b}[2J", 0, Oddity::Control),
            ("许\u{202e}可", 3, Oddity::Direction),
            ("许\u{2066}可", 3, Oddity::Direction),
            ("许\u{200b}可", 3, Oddity::ZeroWidth),
            ("\u{feff}许可", 0, Oddity::ZeroWidth),
            ("许\u{e0041}可", 3, Oddity::ZeroWidth),
            ("\u{e863}", 0, Oddity::Private),
            ("⽔土保持", 0, Oddity::Radical),
            ("不\u{f967}", 3, Oddity::Compatibility),
            ("IС卡", 1, Oddity::OtherScript),
            ("卡、bА", 7, Oddity::OtherScript),
        ] {
            let found = first_odd(text);
            assert_eq!(
                found.map(|(at, _, odd)| (at, odd)),
                Some((at, oddity)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_file_is_plain_only_where_nothing_can_be_odd() {
        let plain = "name: 生产建设项目“水土保持”方案审批——2 项…\r\n\t表\n";
        assert_eq!(Letters::of_yaml(plain), Letters::Plain);
        for odd in [
            "\\u200B", "\u{200b}", "\u{2060}", "⽔", "C\u{421}", "\u{1b}", "\u{f967}", "\u{e000}",
        ] {
            let at_some_place = format!("{plain}{odd}{plain}");
            assert_eq!(Letters::of_yaml(&at_some_place), Letters::Any, "{odd:?}");
            assert_eq!(
                Letters::of_yaml(&format!("{plain}{odd}")),
                Letters::Any,
                "{odd:?}"
            );
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "",
            "生产建设项目水土保持方案审批（含变更）",
            "“一次性”告知——不超过 5 个工作日…",
            "阿卜杜勒·艾合买提",
            "α 射线、Ω、μm",
            "第一行\n第二行\t表",
            "﨎﨏，①②，㎡，×÷",
            "café",
            "𠮷野家",
        ] {
            assert_eq!(first_odd(text), None, "{text:?}");
        }
    }

    proptest! {
        /// What is looked at many bytes at a time misses nothing that is there character by character.
        #[test]
        fn nothing_odd_is_passed_over(text in "[ -~\u{0}-\u{ff}一-龥\u{2000}-\u{206f}\u{2e80}-\u{2fdf}\u{e000}-\u{ffff}]{0,90}") {
            let odd = text.char_indices().find_map(|(at, c)| Some((at, Oddity::of(c)?)));
            let found = first_odd(&text).filter(|(_, _, odd)| *odd != Oddity::OtherScript);
            prop_assert_eq!(found.map(|(at, _, odd)| (at, odd)), odd);
            prop_assert!(odd.is_none() || Letters::of_yaml(&text) == Letters::Any);
        }
    }
}
