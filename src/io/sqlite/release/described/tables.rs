//! The tables.

use super::Described;

/// In the order of the schema.
pub(super) const TABLES: &[Described] = &[
    Described::new(
        "release",
        "发布",
        "这一次发布自己的情况，只有一行",
        &[
            ("id", "发布编号：区划代码-公布日，部分公布的加 -partial，同一天再次公布的加 .2、.3"),
            ("jurisdiction", "区划代码，6 位"),
            ("jurisdiction_name", "区划名称"),
            ("edition", "版本"),
            ("category_set", "所用的权力类别划分"),
            ("notice", "随清单公布的说明"),
            ("published_on", "公布日"),
            ("as_of", "基准日：法律依据的效力以这一天为准"),
            ("digest", "内容摘要：全部内容的 SHA-256"),
            ("ledger_head", "公布时审核记录的链尾摘要"),
            ("register_digest", "所依据的法规库的摘要"),
            ("partial", "1 表示部分公布：还有单位没有确认，不在其中"),
            ("previous", "上一次发布的编号；第一次发布为空"),
            ("parent", "承接的上级发布的编号；不承接上级清单的为空"),
            ("tool_version", "写出这个文件的程序版本"),
        ],
    ),
    Described::new(
        "department",
        "单位",
        "全部单位，按公布的次序",
        &[
            ("id", "单位代号"),
            ("name", "全称"),
            ("short_name", "简称"),
            ("kind", "单位类型"),
            ("review_group", "审核组"),
            ("parent", "所属单位的代号"),
            ("confirmed", "1 表示清单已经确认；0 只出现在部分公布里，该单位没有事项"),
            ("position", "次序"),
        ],
    )
    .label("name")
    .facets(&["kind", "review_group"])
    .sort("position"),
    Described::new(
        "category",
        "权力类别",
        "全部类别，包括没有事项的",
        &[
            ("code", "类别代码，2 位"),
            ("name", "名称"),
            ("kind", "权力种类的英文代号，各种类别划分通用"),
            ("position", "次序"),
        ],
    )
    .label("name")
    .sort("position"),
    Described::new(
        "law",
        "法律法规",
        "事项和流程图引用的法律、法规、规章",
        &[
            ("id", "简称，也是编号"),
            ("full_name", "全称"),
            ("level", "效力位阶"),
            ("standing_on_as_of", "在基准日的效力：有效、尚未施行、尚未公布、已废止"),
            ("repealed_on", "废止之日"),
        ],
    )
    .label("full_name")
    .facets(&["level", "standing_on_as_of"]),
    Described::new(
        "law_version",
        "法律版本",
        "各部法律的历次公布、修正、修订",
        &[
            ("law_id", "法律"),
            ("published", "公布日或通过日"),
            ("effective", "施行日"),
            ("enactment", "公布、修正、修订或修改"),
            ("in_force_on_as_of", "1 表示基准日有效的就是这一版"),
        ],
    )
    .facets(&["enactment", "in_force_on_as_of"]),
    Described::new(
        "flowchart",
        "流程图",
        "事项使用的权力运行流程图",
        &[
            ("id", "编号：流程图在工程里的路径"),
            ("kind", "structured 表示步骤在 flow_step 表里；svg、png、pdf 表示别处画好的图"),
            ("title", "标题"),
            ("category", "适用的权力类别"),
            ("svg", "按步骤画出的图（SVG）"),
            ("media_type", "别处画好的图的格式"),
            ("drawing", "别处画好的图，原样"),
        ],
    )
    .label("title")
    .facets(&["kind", "category"]),
    Described::new(
        "flow_step",
        "流程步骤",
        "流程图的各个步骤",
        &[
            ("flowchart_id", "流程图"),
            ("step_id", "步骤代号"),
            ("ordinal", "次序"),
            ("name", "名称"),
            ("kind", "start 开始、task 办理、decision 判断、end 结束"),
            ("actor", "办理人"),
            ("days", "时限（天；工作日还是自然日看使用它的事项的 day_unit）"),
            ("stage", "所属阶段"),
            ("cite", "依据，原文"),
        ],
    )
    .facets(&["kind", "actor"]),
    Described::new(
        "flow_edge",
        "流程走向",
        "流程图里从一步到下一步",
        &[
            ("flowchart_id", "流程图"),
            ("from_step", "从哪一步"),
            ("ordinal", "次序"),
            ("to_step", "到哪一步"),
            ("label", "条件"),
        ],
    ),
    Described::new(
        "item",
        "权力事项",
        "一行一个事项，按公布的次序：单位、类别、编码",
        &[
            ("code", "事项编码：区划 6 位-单位-类别 2 位-序号 4 位，终身不变，不再分给别的事项"),
            ("position", "次序"),
            ("department_id", "行使权力的单位"),
            ("category_code", "权力类别"),
            ("name", "事项名称"),
            ("exercised_by", "行使层级"),
            ("office", "承办机构"),
            ("target", "行政相对人"),
            ("statutory_days", "法定期限（天，单位看 day_unit）"),
            ("promised_days", "承诺期限（天，单位看 day_unit）"),
            ("day_unit", "期限的单位：工作日或日"),
            ("fee_charged", "1 收费，0 不收费，空为没有写明"),
            ("fee_on_enterprises", "1 向企业收费"),
            ("fee_standard", "收费标准"),
            ("phone", "监督电话"),
            ("email", "监督邮箱"),
            ("national_code", "国家的基本编码（12 位）或实施编码（31 位）"),
            ("flowchart_id", "流程图"),
            ("remarks", "备注"),
            ("adopts", "承接的上级事项的编码"),
            ("adopts_as", "怎样承接：承接（上级下放）、指导目录、委托"),
        ],
    )
    .label("name")
    .facets(&["department_id", "category_code", "exercised_by", "fee_charged", "fee_on_enterprises"])
    .sort("position"),
    Described::new(
        "sub_item",
        "子项",
        "事项的子项",
        &[
            ("code", "子项编码"),
            ("item_code", "所属事项"),
            ("ordinal", "次序"),
            ("name", "名称"),
            ("flowchart_id", "子项自己的流程图"),
        ],
    )
    .label("name"),
    Described::new(
        "item_basis",
        "事项的依据",
        "事项各个栏目引用的法律条款，一行一条；一句引用里有几条就是几行，原文相同",
        &[
            ("item_code", "事项"),
            ("ordinal", "次序"),
            ("field", "写在哪个栏目：legal_basis 法律依据、sub_items 子项、fee 收费、responsibilities 责任事项、accountability 追责情形、prerequisites 前置审批、intermediary_services 中介服务"),
            ("entry", "该栏目的第几条"),
            ("role", "设定依据、实施依据、收费依据或追责依据"),
            ("cite", "引用的原文"),
            ("law_id", "法律；法规库里没有的为空"),
            ("law_name", "引用时写的法律名称"),
            ("article", "条"),
            ("article_sub", "之几；不是“之几”条的为 0"),
            ("paragraph", "款"),
            ("subparagraph", "项"),
            ("point", "目"),
            ("quote", "引用的条文"),
        ],
    )
    .facets(&["law_id", "field", "role"]),
    Described::new(
        "responsibility",
        "责任事项",
        "与权力对应的责任",
        &[
            ("item_code", "事项"),
            ("ordinal", "次序"),
            ("stage", "阶段"),
            ("duty", "责任"),
            ("cite", "依据，原文"),
        ],
    )
    .facets(&["stage"]),
    Described::new(
        "accountability",
        "追责情形",
        "应当追究责任的情形",
        &[
            ("item_code", "事项"),
            ("ordinal", "次序"),
            ("situation", "情形"),
            ("cite", "依据，原文"),
        ],
    ),
    Described::new(
        "integrity_risk",
        "廉政风险点",
        "流程各步的廉政风险和防控措施",
        &[
            ("item_code", "事项"),
            ("ordinal", "次序"),
            ("step", "流程图的步骤代号"),
            ("risk", "风险"),
            ("level", "等级：高、中、低"),
            ("measure", "防控措施"),
        ],
    )
    .facets(&["level"]),
    Described::new(
        "prerequisite",
        "前置审批",
        "办理之前先要办的事项",
        &[
            ("item_code", "事项"),
            ("ordinal", "次序"),
            ("prerequisite", "前置事项，原文"),
            ("handled_by", "由哪个机关办理"),
            ("prerequisite_code", "前置事项的编码；不在本清单里的为空"),
            ("cite", "依据，原文"),
        ],
    ),
    Described::new(
        "intermediary_service",
        "中介服务",
        "办理中要用的中介服务",
        &[
            ("item_code", "事项"),
            ("ordinal", "次序"),
            ("name", "服务名称"),
            ("cite", "依据，原文"),
            ("chosen_by", "谁选择服务机构：申请人、行政机关或法定机构"),
            ("paid_by", "谁付费"),
        ],
    )
    .facets(&["chosen_by", "paid_by"]),
    Described::new(
        "decision",
        "退出的事项",
        "审核和以后的调整中决定不再列入清单的事项",
        &[
            ("item_code", "事项编码"),
            ("name", "事项名称"),
            ("decision", "取消、下放、转移、划转、整合或冻结"),
            ("reason", "依据、承接的层级或单位、并入的事项"),
        ],
    )
    .facets(&["decision"]),
    Described::new(
        "change",
        "与上一次相比",
        "与上一次发布不同的事项",
        &[
            ("item_code", "事项编码"),
            ("kind", "created 新增、changed 变更、removed 取消"),
            ("what", "新增、取消的写名称，变更的写改了哪些栏目"),
        ],
    )
    .facets(&["kind"]),
    Described::new(
        "adjustment",
        "动态调整",
        "上一次发布以后、这一次列入的调整，一个事项一行",
        &[
            ("id", "调整编号"),
            ("ordinal", "次序"),
            ("item_code", "事项编码；划转的是原编码；只改单位名称的为空"),
            ("becomes", "划转以后的编码"),
            ("department_id", "申请的单位"),
            ("kind", "新增、承接、变更、取消、划转或机构改革"),
            ("ground", "事由：法律变化、上级决定、机构变化或要素变化"),
            ("ground_detail", "法律的名称和版本，或者文号"),
            ("reason", "理由"),
            ("happened_on", "事由发生的日期"),
            ("effective_on", "自哪一天起施行"),
            ("approved_by", "政府批准的文号；紧急公布的是下令的文号"),
            ("urgent", "是否紧急公布、还在补办意见"),
        ],
    )
    .facets(&["kind", "ground"]),
    Described::new(
        "column_digest",
        "各列的摘要",
        "核验用：哪一列被改动过",
        &[
            ("table_name", "表"),
            ("column_name", "列"),
            ("digest", "该列全部内容的 SHA-256 的前 16 位"),
        ],
    )
    .hidden(),
    Described::new(
        "row_digest",
        "各行的摘要",
        "核验用：哪一个事项、哪一部法律、哪一张流程图被改动过",
        &[
            ("table_name", "表"),
            ("row_key", "编码或代号"),
            ("digest", "属于它的全部内容的 SHA-256 的前 16 位"),
        ],
    )
    .hidden(),
    Described::new(
        "item_fts",
        "全文索引",
        "查词用：存的是相邻两个字，rowid 就是 item 的 position。两个字的词直接查，更长的写成两字两字的短语，一个字的加星号；查询“查事项”会替人拆好",
        &[
            ("name", "事项和子项的名称"),
            ("basis", "引用的法律"),
            ("duties", "责任事项和追责情形"),
            ("department", "单位"),
        ],
    )
    .hidden(),
];
