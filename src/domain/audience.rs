//! Who an item is for (我是谁): what the words of its 行政相对人 come to.

/// A kind of people or bodies that look for their items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// 企业 and others who trade.
    Business,
    /// 个人.
    Person,
    /// 农户 and those who farm, fish, or raise animals.
    Farmer,
    /// 事业单位、社会组织.
    Organisation,
    /// 机关: offices themselves.
    Authority,
}

impl Audience {
    /// All, in the order in which people are asked.
    pub const ALL: [Self; 5] = [
        Self::Person,
        Self::Business,
        Self::Farmer,
        Self::Organisation,
        Self::Authority,
    ];

    /// Stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Person => "person",
            Self::Farmer => "farmer",
            Self::Organisation => "organisation",
            Self::Authority => "authority",
        }
    }

    /// Its name.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Business => "企业和经营者",
            Self::Person => "个人",
            Self::Farmer => "农户和农业经营者",
            Self::Organisation => "事业单位和社会组织",
            Self::Authority => "机关",
        }
    }

    /// Words that name it.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Business => &[
                "企业",
                "公司",
                "法人",
                "事务所",
                "代销",
                "专利",
                "经营",
                "个体工商户",
                "生产者",
                "生产单位",
                "销售",
                "厂",
                "店",
                "宾馆",
                "饭店",
                "商场",
                "商品",
                "供应商",
                "采购代理",
                "代理机构",
                "代理人",
                "建设单位",
                "施工单位",
                "施工",
                "安装",
                "运输单位",
                "运输者",
                "承运",
                "托运人",
                "船舶",
                "矿权人",
                "采矿",
                "排水户",
                "排污",
                "纳税人",
                "扣缴义务人",
                "旅行社",
                "景区",
                "律师事务所",
                "承包",
                "投标人",
                "招标人",
                "特许人",
                "放映",
                "电影院",
                "服务提供者",
                "服务商",
                "广告",
                "金融机构",
                "银行",
                "管道",
                "供电",
                "电网",
                "供水",
                "用电单位",
                "特种设备",
                "爆破",
                "开发",
                "用人单位",
                "劳务派遣",
                "中介机构",
                "职业中介",
                "外国投资者",
                "出资权益",
                "合伙人",
                "物业",
                "收购",
                "屠宰",
                "码头",
                "危险化学品",
                "核技术",
                "责任单位",
                "作业单位",
                "合作社",
                "供销社",
                "养殖场",
                "市场主体",
                "复制",
                "使用者",
                "设置人",
                "维修",
                "受让方",
                "兼并方",
                "运营单位",
                "门店",
                "征地单位",
                "用地单位",
                "贮存单位",
                "取用",
                "义务人",
                "设计单位",
            ],
            Self::Person => &[
                "个人",
                "公民",
                "专利权人",
                "利害关系人",
                "自然人",
                "人员",
                "居民",
                "村民",
                "市民",
                "职工",
                "劳动者",
                "学生",
                "考生",
                "教师",
                "医师",
                "护士",
                "律师",
                "公证员",
                "导游",
                "驾驶人",
                "司机",
                "操作人员",
                "当事人",
                "举报人",
                "申请人",
                "被征收人",
                "被申请人",
                "外国人",
                "记者",
                "归侨",
                "侨眷",
                "华侨",
                "退役",
                "士兵",
                "军人",
                "失业",
                "遗属",
                "家庭",
                "流浪",
                "吸毒",
                "传承人",
                "传承群体",
                "受术者",
                "近亲属",
                "评审专家",
                "权利人",
                "房屋",
                "所有人",
                "使用人",
                "承租人",
                "会计",
                "旅游者",
                "消费者",
                "用户",
                "公众",
                "患者",
                "医患",
                "受援人",
                "捐建者",
                "捐献者",
                "举办者",
                "发起人",
                "校医",
                "承办者",
                "检举",
                "未成年",
                "老年",
                "残疾",
                "董事",
                "监事",
                "工作者",
                "组织者",
                "承典人",
                "代管人",
                "行为人",
                "嫌疑人",
            ],
            Self::Farmer => &[
                "农民",
                "农户",
                "农业",
                "农村",
                "农机",
                "农产品",
                "渔",
                "捕捞",
                "养殖",
                "畜",
                "禽",
                "拖拉机",
                "联合收割机",
                "种苗",
                "林木",
                "林地",
                "森林",
                "林场",
                "农药",
                "种子",
                "奶",
                "生鲜乳",
                "粮食",
                "水生",
                "屠宰",
                "涉农",
                "耕地",
                "承包经营",
                "采伐",
                "种畜",
                "兽",
            ],
            Self::Organisation => &[
                "事业",
                "社会团体",
                "社会组织",
                "民办非企业",
                "基金会",
                "其他组织",
                "组织和",
                "和组织",
                "、组织",
                "法人",
                "学校",
                "幼儿园",
                "教育机构",
                "医疗",
                "卫生机构",
                "卫生保健",
                "保健机构",
                "医院",
                "服务机构",
                "科研",
                "科普",
                "图书馆",
                "文化馆",
                "美术馆",
                "场馆",
                "设施管理",
                "公共体育",
                "公共文化",
                "行业协会",
                "协会",
                "宗教",
                "寺",
                "村镇",
                "检定机构",
                "殡葬",
                "台站",
                "林场",
                "监测",
                "法律援助机构",
                "公证机构",
                "培训机构",
                "办学",
                "推广机构",
                "受赠",
                "承编",
            ],
            Self::Authority => &[
                "机关",
                "政府",
                "部门",
                "行政主管",
                "市直",
                "下级",
                "预算单位",
                "采购人",
                "集中采购机构",
                "管理机构",
                "行政机构",
                "开发区管委会",
                "乡镇人民",
                "复议机构",
                "统计机构",
                "普查机构",
                "行政区域",
            ],
        }
    }
}

/// Words in which another word stands that means something else there.
const MISLEADING: [&str; 8] = [
    "民办非企业",
    "律师事务所",
    "会计师事务所",
    "政府采购",
    "政府投资",
    "政府安排",
    "政府承贷",
    "行政许可实施机关",
];

/// Whom the words name, in the order of [`Audience::ALL`]; none where they name nobody.
pub fn audiences(target: &str) -> Vec<Audience> {
    // What a misleading word says by itself is put in its place.
    let mut text = target.to_owned();
    for word in MISLEADING {
        let instead = match word {
            "民办非企业" => "社会组织",
            "律师事务所" | "会计师事务所" => "事务所",
            "行政许可实施机关" => "机关",
            _ => "",
        };
        if text.contains(word) {
            text = text.replace(word, instead);
        }
    }
    let named = |audience: &Audience| audience.words().iter().any(|word| text.contains(word));
    let mut out: Vec<Audience> = Audience::ALL.into_iter().filter(named).collect();
    // 单位 alone are bodies of any kind, unless a word has said already of which.
    let of_any_kind = out
        .iter()
        .all(|a| matches!(a, Audience::Person | Audience::Farmer));
    if of_any_kind && text.contains("单位") {
        out.extend([Audience::Business, Audience::Organisation]);
        out.sort_by_key(|audience| Audience::ALL.iter().position(|a| a == audience));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(target: &str) -> String {
        let named = audiences(target);
        let keys: Vec<&str> = named.iter().map(|a| a.key()).collect();
        keys.join(" ")
    }

    #[test]
    fn the_words_of_a_city_name_their_people() {
        // As they stand in the worked example.
        for (target, expected) in [
            ("单位和个人", "person business organisation"),
            ("建设单位", "business"),
            ("采矿权人", "business"),
            ("被征收人", "person"),
            ("举报人", "person"),
            ("企业、事业单位、其他组织", "business organisation"),
            ("企业事业单位和个体工商户", "business organisation"),
            ("公民、法人和其他组织", "person business organisation"),
            ("医疗机构", "organisation"),
            ("民办非企业单位", "organisation"),
            ("民办非企业单位举办者", "person organisation"),
            ("律师", "person"),
            ("律师事务所", "business"),
            ("为被审计单位出具审计报告的会计师事务所", "business"),
            ("县（市、区）人民政府", "authority"),
            (
                "县（市、区）人民政府、有关部门、重点企业",
                "business authority",
            ),
            ("市级集中采购机构", "authority"),
            ("参加政府采购活动的供应商", "business"),
            ("政府采购评审专家", "person"),
            ("由人民政府安排工作的退役士兵", "person"),
            (
                "农民、农产品经营者、农民专业合作经济组织",
                "business farmer",
            ),
            ("畜禽养殖场、养殖小区", "business farmer"),
            (
                "采伐林木的单位和个人",
                "person business farmer organisation",
            ),
            ("拖拉机、联合收割机的所有人和操作人员", "person farmer"),
            ("工伤职工、用人单位", "person business"),
            ("需要进行无障碍设施改造的贫困家庭", "person"),
            (
                "机关、社会团体、企业事业单位、其他组织和个人",
                "person business organisation authority",
            ),
            ("", ""),
            ("—", ""),
        ] {
            assert_eq!(keys(target), expected, "{target}");
        }
    }

    proptest! {
        #[test]
        fn nobody_is_named_twice_and_always_in_order(target in "[企业个人单位农民机关政府采购民办非律师事务所和、]{0,20}") {
            let named = audiences(&target);
            let places: Vec<usize> = named.iter().filter_map(|a| Audience::ALL.iter().position(|b| a == b)).collect();
            prop_assert!(places.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
