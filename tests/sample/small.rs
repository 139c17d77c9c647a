//! A small project to try commands on: 2 units, 3 items, 2 charts, with the two laws that it cites.

use std::path::Path;

use power_list::domain::law::{Enactment, Law, LawLevel, LawVersion, Register, Structure};

/// Code of the item with the most in it.
pub const LICENCE: &str = "341100-slj-01-0001";

const SETTINGS: &str = "\
jurisdiction: { code: 341100, name: 滁州市 }
edition: 2015年版
notice: 测试用的清单
categories: anhui-2014
as_of: 2015-03-01
timetable: { start: 2014-06-17, publication: 2015-03-01 }
";

const DEPARTMENTS: &str = "\
departments:
  - { id: slj, name: 滁州市水利局, short_name: 市水利局, kind: 市政府工作部门, offices: [水政科] }
  - { id: sljd, name: 滁州市水政监察支队, short_name: 水政支队, kind: 部门所属事业单位, parent: slj, offices: [大队] }
";

const LICENCES: &str = "\
department: slj
category: 行政审批
items:
  - code: 341100-slj-01-0001
    name: 取水许可证核发
    sub_items:
      - { code: 341100-slj-01-0001-01, name: 首次申请 }
    legal_basis:
      - 《水法》第七条
      - 《水法》第四十八条第一款
      - cite: 《行政许可法》第十二条至第十四条
        role: 实施依据
    exercised_by: 市级
    office: 水政科
    target: 企业、个人
    flowchart: flowcharts/slj/licence.yaml
    time_limit: { statutory: 45, promised: 20, unit: 日 }
    fee: { charged: true, on_enterprises: true, standard: 每立方米 0.08 元, basis: [ 《水法》第四十八条第一款 ] }
    responsibilities:
      - { stage: 受理, duty: 核对材料，缺漏的五日内一次告知。, basis: 《行政许可法》第三十二条 }
      - { stage: 审查, duty: 现场查看取水口和计量设施ＩＣ卡。, basis: 《行政许可法》第三十四条 }
    accountability:
      - { situation: 对不符合条件的申请人准予许可的, basis: 《行政许可法》第七十四条 }
    integrity_risks:
      - { step: review, risk: 降低标准, level: 高, measure: 双人审查 }
    supervision: { phone: 0550-0000001, email: slj@example.invalid }
    prerequisites:
      - { item: 河道管理范围内建设项目审批 }
      - { item: 压覆重要矿产资源审批, handled_by: 省国土资源厅, basis: 《水法》第七条 }
    intermediary_services:
      - { name: 水资源论证, basis: 《水法》第七条, chosen_by: 申请人, paid_by: 申请人 }
    remarks: 测试
  - code: 341100-slj-01-0002
    name: 河道管理范围内建设项目审批
    legal_basis: [ 《水法》第三十八条第一款 ]
    exercised_by: 市级
    office: 水政科
    target: 企业
    flowchart: flowcharts/slj/licence.yaml
    time_limit: { statutory: 20, promised: 10, unit: 工作日 }
    fee: { charged: false }
    responsibilities:
      - { stage: 受理, duty: 核对材料。, basis: 《行政许可法》第三十二条 }
    accountability:
      - { situation: 违法许可的, basis: 《行政许可法》第七十四条 }
    supervision: { phone: 0550-0000001 }
";

const PENALTIES: &str = "\
department: sljd
category: 行政处罚
items:
  - code: 341100-sljd-02-0001
    name: 对未经批准擅自取水行为的处罚
    legal_basis: [ 《水法》第六十九条 ]
    exercised_by: 市级
    office: 大队
    target: 企业、个人
    flowchart: flowcharts/sljd/penalty.yaml
    fee: { charged: false }
    responsibilities:
      - { stage: 立案, duty: 发现线索及时立案。 }
    accountability:
      - { situation: 不依法立案的 }
    supervision: { phone: 0550-0000002 }
";

const LICENCE_CHART: &str = "\
title: 水行政许可流程图
category: 行政审批
steps:
  - { id: apply, name: 申请, kind: start, actor: 申请人, next: [accept] }
  - id: accept
    name: 受理
    kind: decision
    actor: 水政科
    days: 5
    next: { 符合条件: review, 不符合: refuse }
  - { id: review, name: 审查, kind: task, actor: 水政科, days: 10, next: [done] }
  - { id: refuse, name: 不予受理, kind: end }
  - { id: done, name: 决定并送达, kind: end, days: 5 }
";

const PENALTY_CHART: &str = "\
title: 水行政处罚流程图
steps:
  - { id: open, name: 立案, kind: start, next: [end] }
  - { id: end, name: 结案, kind: end }
";

/// Writes the project into a folder.
pub fn small_project(root: &Path) {
    for (path, text) in [
        ("power-list.yaml", SETTINGS),
        ("departments.yaml", DEPARTMENTS),
        ("items/slj/行政审批.yaml", LICENCES),
        ("items/sljd/行政处罚.yaml", PENALTIES),
        ("flowcharts/slj/licence.yaml", LICENCE_CHART),
        ("flowcharts/sljd/penalty.yaml", PENALTY_CHART),
    ] {
        super::put(root, path, text);
    }
}

/// The two laws that the small project cites.
pub fn register() -> Register {
    let law = |id: &str, published: &str, effective: &str, shape: &str| Law {
        id: id.parse().unwrap(),
        full_name: format!("中华人民共和国{id}").into(),
        level: LawLevel::Law,
        former_names: Vec::new(),
        versions: vec![LawVersion {
            published: published.parse().unwrap(),
            effective: Some(effective.parse().unwrap()),
            enactment: Enactment::Passed,
            source: "".into(),
            structure: Some(Structure::from_notation(shape)),
        }],
        repeal: None,
    };
    Register::new([
        law("水法", "2002-08-29", "2002-10-01", "0.0x82"),
        law("行政许可法", "2003-08-27", "2004-07-01", "0.0x83"),
    ])
}
