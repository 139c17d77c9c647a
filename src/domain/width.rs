//! Full-width and half-width forms: which of them a text should use where there is no doubt.

/// The ASCII form of a full-width character (U+FF01 to U+FF5E, U+3000).
const fn ascii(c: char) -> Option<char> {
    match c {
        '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

/// The half-width form of a character that has one, else the character.
pub fn narrow(c: char) -> char {
    ascii(c).unwrap_or(c)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Letters and digits in half-width, everything else as it is.
fn letters_and_digits(c: char) -> char {
    match ascii(c) {
        Some(half) if half.is_ascii_alphanumeric() => half,
        _ => c,
    }
}

/// Whether nothing in a text could be in the wrong width, whatever it is: told by the bytes with which everything begins
/// that the functions here look at. Most texts are so, and need not be copied to be compared.
pub fn is_beyond_doubt(text: &str) -> bool {
    let doubtful = |b| matches!(b, b'(' | b')' | b',' | b':' | b';' | 0xe2 | 0xe3 | 0xef);
    !text.bytes().any(doubtful)
}

/// Every full-width form as ASCII: codes, numbers, addresses.
pub fn half(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// A code with letters and digits in half-width.
pub fn code(text: &str) -> String {
    half(text)
}

/// A Chinese name: letters and digits half-width; brackets that pair full-width; commas, colons and semicolons
/// between Chinese characters full-width.
pub fn name(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().map(letters_and_digits).collect();
    if chars.iter().copied().any(is_han) {
        brackets(&mut chars);
        marks(&mut chars);
    }
    chars.into_iter().collect()
}

/// Makes round brackets full-width, unless one of them has no other half.
fn brackets(chars: &mut [char]) {
    let mut depth = 0_usize;
    for c in chars.iter() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return,
            },
            _ => {}
        }
    }
    if depth > 0 {
        return;
    }
    for c in chars {
        *c = match *c {
            '(' => '（',
            ')' => '）',
            other => other,
        };
    }
}

/// Makes marks between Chinese characters full-width.
fn marks(chars: &mut [char]) {
    let around = |c: Option<&char>| c.is_some_and(|&c| is_han(c) || "《》〈〉（）“”".contains(c));
    for i in 1..chars.len() {
        let between = around(chars.get(i - 1)) && around(chars.get(i + 1));
        if let Some(c) = chars.get_mut(i).filter(|_| between) {
            *c = match *c {
                ',' => '，',
                ':' => '：',
                ';' => '；',
                other => other,
            };
        }
    }
}

/// A telephone number: digits, brackets, plus and hyphens half-width, and a dash between digits as a hyphen.
pub fn phone(text: &str) -> String {
    let chars: Vec<char> = text
        .chars()
        .map(|c| match ascii(c) {
            Some(half) if half.is_ascii_digit() || "()+-".contains(half) => half,
            _ => c,
        })
        .collect();
    let digit = |i: Option<usize>| {
        i.and_then(|i| chars.get(i))
            .is_some_and(|c| c.is_ascii_digit() || "()".contains(*c))
    };
    chars
        .iter()
        .enumerate()
        .map(|(i, &c)| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}'
                if digit(i.checked_sub(1)) && digit(Some(i + 1)) =>
            {
                '-'
            }
            _ => c,
        })
        .collect()
}

/// An e-mail address in ASCII, where that makes it one.
pub fn email(text: &str) -> String {
    let new = half(text);
    let address = new.is_ascii() && new.matches('@').count() == 1 && !new.contains(' ');
    if address { new } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, wanted) in [
            ("ＩＣ卡核发", "IC卡核发"),
            ("排污许可证核发(含变更)", "排污许可证核发（含变更）"),
            ("排污许可证核发（含变更)", "排污许可证核发（含变更）"),
            ("核发,变更", "核发，变更"),
            ("第１类(甲", "第1类(甲"),
            ("IC (card)", "IC (card)"),
            ("比例1:500地形图审核", "比例1:500地形图审核"),
        ] {
            assert!(text == wanted || !is_beyond_doubt(text), "{text}");
            assert_eq!(name(text), wanted);
            assert_eq!(name(wanted), wanted);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_beyond_doubt_stays(text in "[0-9a-z核发Ａ１（）(),:;：，。—–－　 @.+-]{0,8}") {
            if is_beyond_doubt(&text) {
                for correct in [name, phone, email, half] {
                    proptest::prop_assert_eq!(correct(&text), text.clone());
                }
            }
        }
    }

    #[test]
    fn addresses_and_numbers() {
        assert_eq!(phone("０５５０－３０２００００"), "0550-3020000");
        assert_eq!(phone("（0550）3020000"), "(0550)3020000");
        assert_eq!(phone("0550—3020000转8、9"), "0550-3020000转8、9");
        assert_eq!(phone("0550——3020000"), "0550——3020000");
        assert_eq!(email("ｈｂｊ＠example．invalid"), "hbj@example.invalid");
        assert_eq!(email("没有"), "没有");
        assert_eq!(code("３４１１００－ａ１"), "341100-a1");
    }
}
