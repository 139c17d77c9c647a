//! Codes of the national government-service platform: 基本编码 (12 digits) and 实施编码 (31 characters).
//!
//! Layout as found in published data (DOMAIN §1.4): 基本编码 is region 2, type 2, department 2, main 3, sub 3;
//! 实施编码 is 统一社会信用代码 18, level 1, 基本编码 12.

use super::category::PowerKind;
use super::credit_code::{self, CreditCodeFault};

/// A code of the national platform, as far as its layout tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalCode<'a> {
    /// 统一社会信用代码 of the body that exercises the power; only in 实施编码.
    pub body: Option<&'a str>,
    /// 事项类型, two digits, e.g. 01 行政许可.
    pub kind: &'a str,
}

/// Why a text is no such code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NationalCodeFault {
    /// Neither 12 nor 31 characters.
    Length(usize),
    /// Something other than digits where only digits may stand.
    NotDigits,
    /// The 统一社会信用代码 in it is wrong.
    Body(CreditCodeFault),
}

impl<'a> NationalCode<'a> {
    /// Reads a code.
    ///
    /// # Errors
    /// Says what is wrong with the text.
    pub fn parse(text: &'a str) -> Result<Self, NationalCodeFault> {
        let (body, basic) = match text.len() {
            _ if !text.is_ascii() => return Err(NationalCodeFault::NotDigits),
            12 => (None, text),
            31 => (Some(&text[..18]), &text[18..]),
            other => return Err(NationalCodeFault::Length(other)),
        };
        if !basic.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NationalCodeFault::NotDigits);
        }
        if let Some(body) = body {
            credit_code::check(body).map_err(NationalCodeFault::Body)?;
        }
        let basic = &basic[basic.len() - 12..];
        Ok(Self {
            body,
            kind: &basic[2..4],
        })
    }

    /// The kinds of power that the type digits stand for (GB/T 39046-2020 事项类型代码); empty for types that are no
    /// power, such as 20 公共服务. 行政规划 has no type of its own there and goes under 10 其他.
    pub fn kinds(&self) -> &'static [PowerKind] {
        match self.kind {
            "01" => &[PowerKind::Licensing],
            "02" => &[PowerKind::Penalty],
            "03" => &[PowerKind::Coercion],
            "04" => &[PowerKind::Levy],
            "05" => &[PowerKind::Payment],
            "06" => &[PowerKind::Inspection],
            "07" => &[PowerKind::Confirmation],
            "08" => &[PowerKind::Reward],
            "09" => &[PowerKind::Adjudication],
            "10" => &[PowerKind::Other, PowerKind::Planning, PowerKind::Inspection],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_codes_are_read() {
        let basic = NationalCode::parse("000104002000").unwrap();
        assert_eq!((basic.body, basic.kind), (None, "01"));
        let full = NationalCode::parse("11450721MB155808114000104002000").unwrap();
        assert_eq!(full.body, Some("11450721MB15580811"));
        assert_eq!(full.kinds(), [PowerKind::Licensing]);
    }

    #[test]
    fn faults_are_told_apart() {
        use NationalCodeFault as Fault;
        let fault = |text| NationalCode::parse(text).unwrap_err();
        assert_eq!(fault("0001"), Fault::Length(4));
        assert_eq!(fault("00010400200X"), Fault::NotDigits);
        assert_eq!(fault("一二三四"), Fault::NotDigits);
        assert_eq!(
            fault("11450721MB155808124000104002000"),
            Fault::Body(CreditCodeFault::CheckDigit('1'))
        );
    }
}
