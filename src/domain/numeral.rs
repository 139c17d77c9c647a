//! Numbers as statutes print them: 第一百二十三条, 第12条, 第１２条.

use std::fmt;
use std::num::NonZeroU16;

/// Why a text is not a number of an article, paragraph or item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumeralError {
    /// Nothing there.
    #[error("此处应有数字")]
    Empty,
    /// Statutes count from one.
    #[error("编号从一开始，不能是零")]
    Zero,
    /// 十百, 一一, 1十: digits and units do not fit.
    #[error("数字写法不对（应如“一百二十三”或“123”）")]
    Malformed,
    /// 二〇, 一二三: digits read one by one. Statutes number that way only years and document numbers;
    /// in an article number 二〇 may stand for 二十 or for a typing error, so it is not guessed at.
    #[error("编号不能逐位书写（“二〇”应写作“二十”）")]
    DigitByDigit,
    /// More than 65535.
    #[error("编号过大")]
    TooLarge,
}

/// Whether a character can be part of a number: Chinese, ASCII or full-width.
pub const fn is_numeral_char(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '０'..='９'
            | '①'..='⑳'
            | '㉑'..='㉟'
            | '㊱'..='㊿'
            | '十'
            | '百'
            | '千'
            | '万'
            | '廿'
            | '卅'
            | '两'
    ) || chinese_digit(c).is_some()
}

fn arabic(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

/// ① to ㊿.
fn circled(c: char) -> Option<u32> {
    let base = match c {
        '①'..='⑳' => u32::from('①') - 1,
        '㉑'..='㉟' => u32::from('㉑') - 21,
        '㊱'..='㊿' => u32::from('㊱') - 36,
        _ => return None,
    };
    Some(u32::from(c) - base)
}

/// The number that one character shows in brackets: ㈢, ⑶.
pub fn bracketed(c: char) -> Option<NonZeroU16> {
    let base = match c {
        '㈠'..='㈩' => u32::from('㈠') - 1,
        '⑴'..='⒇' => u32::from('⑴') - 1,
        _ => return None,
    };
    u16::try_from(u32::from(c) - base)
        .ok()
        .and_then(NonZeroU16::new)
}

const fn chinese_digit(c: char) -> Option<u32> {
    let digit = match c {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(digit)
}

/// Reads a number in Chinese (一百零三, 一百十二, 廿一, 两百), Arabic digits (12, １２) or a circle (③), without spaces.
///
/// # Errors
/// [`NumeralError`], for anything that is not one well-formed number from 1 to 65535.
pub fn parse(text: &str) -> Result<NonZeroU16, NumeralError> {
    let value = if text.is_empty() {
        return Err(NumeralError::Empty);
    } else if text.chars().all(|c| arabic(c).is_some()) {
        text.chars().try_fold(0u32, |sum, c| {
            let sum = sum * 10 + arabic(c).unwrap_or(0);
            (sum <= u32::from(u16::MAX))
                .then_some(sum)
                .ok_or(NumeralError::TooLarge)
        })?
    } else if let Some(value) = text.chars().next().and_then(circled) {
        if text.chars().count() > 1 {
            return Err(NumeralError::Malformed);
        }
        value
    } else {
        chinese_value(text)?
    };
    let value = u16::try_from(value).map_err(|_| NumeralError::TooLarge)?;
    NonZeroU16::new(value).ok_or(NumeralError::Zero)
}

/// Numbers as they are mostly written: 三, 十二, 三十五, 一百零六, 12. What is not read here is left to [`parse`].
pub fn short<const N: usize>(text: [char; N]) -> Option<NonZeroU16> {
    let digit = |c: char| chinese_digit(c).filter(|d| *d > 0);
    let value = match text.as_slice() {
        [one] if arabic(*one).is_none() && *one != '十' => digit(*one)?,
        ['十'] => 10,
        ['十', one] => 10 + digit(*one)?,
        [ten, '十'] => 10 * digit(*ten)?,
        [ten, '十', one] => 10 * digit(*ten)? + digit(*one)?,
        [hundred, '百'] => 100 * digit(*hundred)?,
        [hundred, '百', '零', one] => 100 * digit(*hundred)? + digit(*one)?,
        [hundred, '百', ten, '十'] => 100 * digit(*hundred)? + 10 * digit(*ten)?,
        [hundred, '百', ten, '十', one] => {
            100 * digit(*hundred)? + 10 * digit(*ten)? + digit(*one)?
        }
        figures if N <= 4 => figures
            .iter()
            .try_fold(0, |sum, c| Some(10 * sum + arabic(*c)?))?,
        _ => return None,
    };
    u16::try_from(value).ok().and_then(NonZeroU16::new)
}

fn chinese_value(text: &str) -> Result<u32, NumeralError> {
    let digits = text.chars().filter(|&c| chinese_digit(c).is_some()).count();
    let length = text.chars().count();
    if digits == length && length > 1 {
        return Err(NumeralError::DigitByDigit);
    }
    if digits == length {
        return text
            .chars()
            .next()
            .and_then(chinese_digit)
            .ok_or(NumeralError::Malformed);
    }
    match text.split_once('万') {
        None => below_ten_thousand(text, false),
        Some((head, tail)) => {
            let head = below_ten_thousand(head, false)?;
            let tail = if tail.is_empty() {
                0
            } else {
                below_ten_thousand(tail, true)?
            };
            head.checked_mul(10_000)
                .and_then(|h| h.checked_add(tail))
                .ok_or(NumeralError::TooLarge)
        }
    }
}

/// Reads up to four places. A place left out must be said with 零 (一百三 could be 130 or 103),
/// and 零 may stand nowhere else; `continued` says that a higher place stands before.
fn below_ten_thousand(text: &str, continued: bool) -> Result<u32, NumeralError> {
    use NumeralError::Malformed;
    let mut sum = 0u32;
    let mut place = 10_000;
    let mut started = continued;
    let mut zero = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if chinese_digit(c) == Some(0) {
            if zero || !started {
                return Err(Malformed);
            }
            zero = true;
            continue;
        }
        let (digit, unit) = match c {
            '廿' => (2, 10),
            '卅' => (3, 10),
            '十' => (1, 10),
            _ => {
                let two = c == '两';
                let digit = if two {
                    2
                } else {
                    chinese_digit(c).ok_or(Malformed)?
                };
                let unit = match chars.peek() {
                    Some('千') => 1000,
                    Some('百') => 100,
                    Some('十') => 10,
                    _ => 1,
                };
                if unit > 1 {
                    chars.next();
                }
                if two && unit < 100 {
                    return Err(Malformed);
                }
                (digit, unit)
            }
        };
        let skipped = started && unit * 10 != place;
        if unit >= place || skipped != zero {
            return Err(Malformed);
        }
        sum += digit * unit;
        place = unit;
        started = true;
        zero = false;
    }
    if zero || place == 10_000 {
        return Err(Malformed);
    }
    Ok(sum)
}

/// A number in canonical Chinese: 一, 十, 一百零三, 一百一十二.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chinese(pub u16);

impl fmt::Display for Chinese {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        const PLACES: [(u16, &str); 5] = [
            (10_000, "万"),
            (1000, "千"),
            (100, "百"),
            (10, "十"),
            (1, ""),
        ];
        if self.0 == 0 {
            return f.write_str(DIGITS[0]);
        }
        let mut rest = self.0;
        let mut begun = false;
        let mut gap = false;
        for (size, name) in PLACES {
            let digit = rest / size;
            rest %= size;
            if digit == 0 {
                gap = begun;
                continue;
            }
            if gap {
                f.write_str(DIGITS[0])?;
                gap = false;
            }
            // 十二, not 一十二, but 一百一十二.
            if begun || digit > 1 || size != 10 {
                f.write_str(DIGITS.get(usize::from(digit)).copied().unwrap_or_default())?;
            }
            f.write_str(name)?;
            begun = true;
            if rest == 0 {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Result<u16, NumeralError> {
        parse(text).map(NonZeroU16::get)
    }

    #[test]
    fn all_usual_forms_are_read() {
        for (text, expected) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("一十二", 12),
            ("二十", 20),
            ("廿", 20),
            ("廿一", 21),
            ("卅五", 35),
            ("一百", 100),
            ("一百零三", 103),
            ("一百〇三", 103),
            ("一百○三", 103),
            ("一百一十二", 112),
            ("一百十二", 112),
            ("两百", 200),
            ("一百廿三", 123),
            ("一千零一", 1001),
            ("一千零三十", 1030),
            ("一千二百六十", 1260),
            ("两千一百", 2100),
            ("一万零三", 10_003),
            ("7", 7),
            ("012", 12),
            ("１２", 12),
            ("65535", 65535),
            ("①", 1),
            ("⑳", 20),
            ("㉑", 21),
            ("㊱", 36),
            ("㊿", 50),
        ] {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn one_character_may_hold_a_number_in_brackets() {
        let value = |c| bracketed(c).map(NonZeroU16::get);
        assert_eq!(value('㈠'), Some(1));
        assert_eq!(value('㈩'), Some(10));
        assert_eq!(value('⒇'), Some(20));
        assert_eq!(value('①'), None);
        assert_eq!(value('一'), None);
    }

    #[test]
    fn bad_forms_are_refused_with_the_reason() {
        use NumeralError::*;
        for (text, expected) in [
            ("", Empty),
            ("零", Zero),
            ("0", Zero),
            ("００", Zero),
            ("十百", Malformed),
            ("百", Malformed),
            ("二十十", Malformed),
            ("一百三", Malformed),
            ("一千三十", Malformed),
            ("一百零零三", Malformed),
            ("一百零", Malformed),
            ("零三十", Malformed),
            ("两", Malformed),
            ("二十两", Malformed),
            ("1十", Malformed),
            ("十1", Malformed),
            ("①②", Malformed),
            ("十①", Malformed),
            ("一万三", Malformed),
            ("二〇", DigitByDigit),
            ("一一", DigitByDigit),
            ("一二三", DigitByDigit),
            ("65536", TooLarge),
            ("99999999999999999999", TooLarge),
            ("九万", TooLarge),
        ] {
            assert_eq!(value(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn printing_is_canonical() {
        for (number, text) in [
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (103, "一百零三"),
            (110, "一百一十"),
            (123, "一百二十三"),
            (1001, "一千零一"),
            (1260, "一千二百六十"),
            (9999, "九千九百九十九"),
        ] {
            assert_eq!(Chinese(number).to_string(), text);
        }
    }

    #[test]
    fn every_number_survives_printing() {
        for number in 1..=u16::MAX {
            assert_eq!(value(&Chinese(number).to_string()), Ok(number));
            assert_eq!(value(&number.to_string()), Ok(number));
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[零〇一二两三十百千万廿卅0９]{0,12}") {
            let _ = parse(&text);
        }
    }

    #[test]
    fn short_numbers_are_what_they_are_read_as_at_length() {
        fn check<const N: usize>(text: [char; N]) -> usize {
            let Some(value) = short(text) else { return 0 };
            let text: String = text.iter().collect();
            assert_eq!(parse(&text), Ok(value), "{text}");
            1
        }
        let letters = [
            '零', '〇', '一', '九', '十', '百', '万', '两', '廿', '0', '7', '３', '①', '条',
        ];
        let mut read = 0;
        for a in letters {
            read += check([a]);
            for b in letters {
                read += check([a, b]);
                for c in letters {
                    read += check([a, b, c]);
                    for d in letters {
                        read += check([a, b, c, d]);
                        for e in letters.into_iter().take(7) {
                            read += check([a, b, c, d, e]);
                        }
                    }
                }
            }
        }
        assert!(read > 100, "{read}");
        assert_eq!(
            short(['一', '百', '零', '六']).map(NonZeroU16::get),
            Some(106)
        );
        assert_eq!(short(['三', '〇']), None);
    }
}
