//! Identity codes of organisations: 统一社会信用代码 (GB 32100-2015) and 组织机构代码 (GB 11714-1997).

/// Characters of GB 32100 in the order of their values: no I, O, S, V, Z.
const CHARSET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of GB 32100: 3^(i-1) mod 31.
const UNIFIED: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
/// Weights of GB 11714.
const ORGANISATION: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Why a text is no organisation's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditCodeFault {
    /// Neither 18 nor 9 characters, the hyphen of 组织机构代码 not counted.
    Length(usize),
    /// A character that the standard does not use.
    Character(char),
    /// The last character should be this one.
    CheckDigit(char),
}

/// Checks a 统一社会信用代码 or a 组织机构代码 (with or without its hyphen).
///
/// # Errors
/// Says what is wrong with the text.
///
/// ```
/// use power_list::domain::credit_code::check;
/// assert_eq!(check("11511301008778183N"), Ok(()));
/// assert_eq!(check("00311092-6"), Ok(()));
/// ```
pub fn check(text: &str) -> Result<(), CreditCodeFault> {
    let code: Vec<char> = text.chars().collect();
    let code: Vec<char> = match code.as_slice() {
        [head @ .., '-', last] if head.len() == 8 => head.iter().chain([last]).copied().collect(),
        _ => code,
    };
    match code.len() {
        18 => check_unified(&code),
        9 => check_organisation(&code),
        other => Err(CreditCodeFault::Length(other)),
    }
}

fn check_unified(code: &[char]) -> Result<(), CreditCodeFault> {
    let value = |c: char| {
        CHARSET
            .iter()
            .position(|&b| char::from(b) == c)
            .map(|v| v as u32)
            .ok_or(CreditCodeFault::Character(c))
    };
    let mut sum = 0;
    for (&c, weight) in code.iter().zip(UNIFIED) {
        sum += value(c)? * weight;
    }
    let last = code.last().copied().unwrap_or_default();
    value(last)?;
    let due = char::from(CHARSET[((31 - sum % 31) % 31) as usize]);
    if due == last {
        Ok(())
    } else {
        Err(CreditCodeFault::CheckDigit(due))
    }
}

fn check_organisation(code: &[char]) -> Result<(), CreditCodeFault> {
    let mut sum = 0;
    for (&c, weight) in code.iter().zip(ORGANISATION) {
        let value = match c {
            '0'..='9' | 'A'..='Z' => c.to_digit(36),
            _ => None,
        };
        sum += value.ok_or(CreditCodeFault::Character(c))? * weight;
    }
    let due = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    let last = code.last().copied().unwrap_or_default();
    if due == last {
        Ok(())
    } else {
        Err(CreditCodeFault::CheckDigit(due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_real_bodies_pass() {
        for code in [
            "11450721MB15580811",
            "11440100007482575H",
            "11511301008778183N",
            "003110926",
            "00694038-6",
            "MB2D02159",
        ] {
            assert_eq!(check(code), Ok(()), "{code}");
        }
    }

    #[test]
    fn the_standards_own_example_has_a_wrong_check_digit() {
        assert_eq!(
            check("91350100M000100Y4Z"),
            Err(CreditCodeFault::Character('Z'))
        );
        assert_eq!(
            check("91350100M000100Y44"),
            Err(CreditCodeFault::CheckDigit('3'))
        );
    }

    #[test]
    fn every_single_slip_in_a_unified_code_is_found() {
        let code = "11450721MB15580811";
        for (i, old) in code.chars().enumerate() {
            for new in CHARSET.iter().map(|b| char::from(*b)).filter(|c| *c != old) {
                let spoilt: String = code
                    .chars()
                    .enumerate()
                    .map(|(j, c)| if i == j { new } else { c })
                    .collect();
                assert!(check(&spoilt).is_err(), "{spoilt}");
            }
        }
    }

    #[test]
    fn other_texts_say_why() {
        assert_eq!(check("123"), Err(CreditCodeFault::Length(3)));
        assert_eq!(
            check("11450721MB1558081I"),
            Err(CreditCodeFault::Character('I'))
        );
        assert_eq!(check("00311092é"), Err(CreditCodeFault::CheckDigit('6')));
    }
}
