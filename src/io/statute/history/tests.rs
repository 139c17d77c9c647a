use super::*;
use jiff::civil::date;

fn days_of(text: &str) -> Vec<(Date, Option<Date>, Enactment)> {
    let history = read(text);
    history
        .versions
        .iter()
        .map(|v| (v.published, v.effective, v.enactment))
        .collect()
}

#[test]
fn passing_publication_and_effect_are_one_version() {
    assert_eq!(
        days_of(
            "# 试验条例\n\n1997年5月8日 中华人民共和国国务院令第216号发布\n\n\
             2017年2月8日 国务院第164次常务会议修订通过\n\n\
             2017年3月16日 中华人民共和国国务院令第677号公布\n\n2017年6月1日 施行\n"
        ),
        [
            (date(1997, 5, 8), None, Enactment::Passed),
            (
                date(2017, 3, 16),
                Some(date(2017, 6, 1)),
                Enactment::Revised
            ),
        ]
    );
}

#[test]
fn a_congress_law_has_the_day_of_its_passing() {
    assert_eq!(
        days_of(
            "# 中华人民共和国试验法\n1979年7月1日 第五届全国人民代表大会第二次会议通过\n1979年7月4日 公布\n\
             1982年12月10日 第五届全国人民代表大会第五次会议《关于修改〈中华人民共和国试验法〉\n\
             〈中华人民共和国另一法〉的决定》第一次修正）\n1980年1月1日 施行"
        ),
        [
            (date(1979, 7, 1), Some(date(1980, 1, 1)), Enactment::Passed),
            (date(1982, 12, 10), None, Enactment::Amended),
        ]
    );
}

#[test]
fn an_effect_line_out_of_order_finds_the_revision() {
    let found = days_of(
        "# 试验法\n1994年10月27日 第八届全国人民代表大会常务委员会第十次会议通过\n\
         2015年4月24日 第十二届全国人民代表大会常务委员会第十四次会议修订\n\
         2018年10月26日 第十三届全国人民代表大会常务委员会第六次会议《关于修改〈试验法〉的决定》修正\n\
         2015年9月1日 施行",
    );
    assert_eq!(found[1].1, Some(date(2015, 9, 1)));
    assert_eq!((found[0].1, found[2].1), (None, None));
}

#[test]
fn odd_lines() {
    assert_eq!(
        days_of("# 试验法\n(2014年11月1日第十二届全国人民代表大会常务委员会第十一次会议通过)"),
        [(date(2014, 11, 1), None, Enactment::Passed)]
    );
    assert_eq!(
        days_of("# 试验规定\n1999年3月10日 海关总署发布 自1999年4月1日施行"),
        [(date(1999, 3, 10), Some(date(1999, 4, 1)), Enactment::Passed)]
    );
    assert_eq!(
        days_of("# 试验规定\n1982年1月7日 国务院\n\n中央军委发布\n"),
        [(date(1982, 1, 7), None, Enactment::Passed)]
    );
    let odd =
        read("# 试验规定\n关于印发《试验规定》的通知\n各省人民政府：\n1994年12月6日 劳动部发布");
    let lines: Vec<_> = odd.problems.iter().map(|p| p.line).collect();
    assert_eq!((lines.as_slice(), odd.versions.len()), (&[2, 3][..], 1));
    assert_eq!(
        days_of("# 试验规定\n1985年9月18日 国务院发布\n\n发布之日施行"),
        [(
            date(1985, 9, 18),
            Some(date(1985, 9, 18)),
            Enactment::Passed
        )]
    );
    let two = days_of(
        "# 试验法\n1988年7月1日 第七届全国人民代表大会常务委员会第二次会议通过根据1994年5月12日第八届全国人民代表大会\
         常务委员会第七次会议《关于修改（试验法）的决定》修正",
    );
    assert_eq!(two.len(), 2);
    assert_eq!(two[1], (date(1994, 5, 12), None, Enactment::Amended));
}

#[test]
fn amending_decisions_tell_the_name_they_amended() {
    assert_eq!(
        amended_name("第八届…第七次会议《关于修改<试验条例>的决定》修正").as_deref(),
        Some("试验条例")
    );
    assert_eq!(
        amended_name("《关于修改〈甲法〉等十二部法律的决定》修正"),
        None
    );
}
