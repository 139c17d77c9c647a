//! Tables of the release database (DESIGN §7): a contract with everybody who opens one.

/// `application_id` of a release: the letters `PLrl`.
pub const APPLICATION_ID: i32 = 0x504c_726c;

/// `user_version` of a release: raised when a table or column comes, changes its meaning or goes. Files of all versions
/// from 1 are read.
///
/// | version | |
/// | --- | --- |
/// | 2 | `release.register_digest`; `flowchart.svg` is filled; `flowchart.drawing` and `media_type`; `column_digest`, `row_digest` |
/// | 3 | `release.parent`; `item.adopts`, `item.adopts_as`; `adjustment`; `decision.decision` may be 划转 |
pub const VERSION: i32 = 3;

/// Page size in bytes, fixed so that files are the same everywhere.
pub const PAGE_SIZE: i32 = 4096;

/// Tables, in the order in which they are filled. Foreign keys point upwards only, save in `department`.
pub const TABLES: &str = "
CREATE TABLE release (
  id TEXT PRIMARY KEY NOT NULL,
  jurisdiction TEXT NOT NULL CHECK (jurisdiction GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]'),
  jurisdiction_name TEXT NOT NULL,
  edition TEXT NOT NULL,
  category_set TEXT NOT NULL,
  notice TEXT,
  published_on TEXT NOT NULL CHECK (published_on GLOB '????-??-??'),
  as_of TEXT NOT NULL CHECK (as_of GLOB '????-??-??'),
  digest TEXT NOT NULL CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
  ledger_head TEXT NOT NULL CHECK (length(ledger_head) = 64 AND ledger_head NOT GLOB '*[^0-9a-f]*'),
  register_digest TEXT CHECK (length(register_digest) = 64 AND register_digest NOT GLOB '*[^0-9a-f]*'),
  partial INTEGER NOT NULL CHECK (partial IN (0, 1)),
  previous TEXT,
  parent TEXT,
  tool_version TEXT NOT NULL
) STRICT;
CREATE TABLE department (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('市政府工作部门', '部门管理机构', '派出机构', '直属事业单位', '部门所属事业单位', '其他市直单位')),
  review_group TEXT,
  parent TEXT REFERENCES department (id),
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  position INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE category (
  code TEXT PRIMARY KEY NOT NULL CHECK (code GLOB '[0-9][0-9]'),
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('licensing', 'penalty', 'coercion', 'levy', 'payment', 'inspection', 'confirmation', 'reward', 'adjudication', 'planning', 'other')),
  position INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE law (
  id TEXT PRIMARY KEY NOT NULL,
  full_name TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('宪法', '法律', '行政法规', '地方性法规', '部门规章', '地方政府规章', '规范性文件')),
  standing_on_as_of TEXT NOT NULL CHECK (standing_on_as_of IN ('有效', '尚未施行', '尚未公布', '已废止')),
  repealed_on TEXT CHECK (repealed_on GLOB '????-??-??')
) STRICT;
CREATE TABLE law_version (
  law_id TEXT NOT NULL REFERENCES law (id),
  published TEXT NOT NULL CHECK (published GLOB '????-??-??'),
  effective TEXT CHECK (effective GLOB '????-??-??'),
  enactment TEXT NOT NULL CHECK (enactment IN ('公布', '修正', '修订', '修改')),
  in_force_on_as_of INTEGER NOT NULL CHECK (in_force_on_as_of IN (0, 1)),
  PRIMARY KEY (law_id, published)
) STRICT, WITHOUT ROWID;
-- A structured chart is drawn by the program (svg); a drawing made elsewhere is kept as it is (drawing, media_type).
CREATE TABLE flowchart (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('structured', 'svg', 'png', 'pdf')),
  title TEXT,
  category TEXT,
  svg TEXT,
  media_type TEXT CHECK (media_type IN ('image/svg+xml', 'image/png', 'application/pdf')),
  drawing BLOB,
  CHECK (svg IS NULL OR kind = 'structured'),
  CHECK (drawing IS NULL OR kind <> 'structured'),
  CHECK ((drawing IS NULL) = (media_type IS NULL))
) STRICT;
CREATE TABLE flow_step (
  flowchart_id TEXT NOT NULL REFERENCES flowchart (id),
  step_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('start', 'task', 'decision', 'end')),
  actor TEXT,
  days INTEGER CHECK (days >= 0),
  stage TEXT,
  cite TEXT,
  PRIMARY KEY (flowchart_id, step_id),
  UNIQUE (flowchart_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE flow_edge (
  flowchart_id TEXT NOT NULL,
  from_step TEXT NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  to_step TEXT NOT NULL,
  label TEXT,
  PRIMARY KEY (flowchart_id, from_step, ordinal),
  FOREIGN KEY (flowchart_id, from_step) REFERENCES flow_step (flowchart_id, step_id),
  FOREIGN KEY (flowchart_id, to_step) REFERENCES flow_step (flowchart_id, step_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE item (
  code TEXT PRIMARY KEY NOT NULL CHECK (length(code) >= 17),
  position INTEGER NOT NULL UNIQUE,
  department_id TEXT NOT NULL REFERENCES department (id),
  category_code TEXT NOT NULL REFERENCES category (code),
  name TEXT NOT NULL CHECK (name <> ''),
  exercised_by TEXT,
  office TEXT,
  target TEXT,
  statutory_days INTEGER CHECK (statutory_days >= 0),
  promised_days INTEGER CHECK (promised_days >= 0),
  day_unit TEXT CHECK (day_unit IN ('工作日', '日')),
  fee_charged INTEGER CHECK (fee_charged IN (0, 1)),
  fee_on_enterprises INTEGER CHECK (fee_on_enterprises IN (0, 1)),
  fee_standard TEXT,
  phone TEXT,
  email TEXT,
  national_code TEXT,
  flowchart_id TEXT REFERENCES flowchart (id),
  remarks TEXT,
  adopts TEXT,
  adopts_as TEXT CHECK (adopts_as IN ('承接', '指导目录', '委托')),
  CHECK ((adopts IS NULL) = (adopts_as IS NULL))
) STRICT;
CREATE TABLE sub_item (
  code TEXT PRIMARY KEY NOT NULL,
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  name TEXT NOT NULL,
  flowchart_id TEXT REFERENCES flowchart (id),
  UNIQUE (item_code, ordinal)
) STRICT;
-- One row for each provision that an item cites anywhere; `field` and `entry` say where.
CREATE TABLE item_basis (
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  field TEXT NOT NULL CHECK (field IN ('legal_basis', 'sub_items', 'fee', 'responsibilities', 'accountability', 'prerequisites', 'intermediary_services')),
  entry INTEGER NOT NULL CHECK (entry > 0),
  role TEXT NOT NULL CHECK (role IN ('设定依据', '实施依据', '收费依据', '追责依据')),
  cite TEXT NOT NULL,
  law_id TEXT REFERENCES law (id),
  law_name TEXT,
  article INTEGER CHECK (article > 0),
  article_sub INTEGER CHECK (article_sub >= 0),
  paragraph INTEGER CHECK (paragraph > 0),
  subparagraph INTEGER CHECK (subparagraph > 0),
  point INTEGER CHECK (point > 0),
  quote TEXT,
  PRIMARY KEY (item_code, ordinal),
  CHECK ((article IS NULL) = (article_sub IS NULL)),
  CHECK (article IS NOT NULL OR paragraph IS NULL)
) STRICT, WITHOUT ROWID;
CREATE TABLE responsibility (
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  stage TEXT NOT NULL,
  duty TEXT NOT NULL,
  cite TEXT,
  PRIMARY KEY (item_code, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE accountability (
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  situation TEXT NOT NULL,
  cite TEXT,
  PRIMARY KEY (item_code, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE integrity_risk (
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  step TEXT NOT NULL,
  risk TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('高', '中', '低')),
  measure TEXT NOT NULL,
  PRIMARY KEY (item_code, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE prerequisite (
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  prerequisite TEXT NOT NULL,
  prerequisite_code TEXT REFERENCES item (code),
  handled_by TEXT,
  cite TEXT,
  PRIMARY KEY (item_code, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE intermediary_service (
  item_code TEXT NOT NULL REFERENCES item (code),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  name TEXT NOT NULL,
  cite TEXT,
  chosen_by TEXT CHECK (chosen_by IN ('申请人', '行政机关', '法定机构')),
  paid_by TEXT,
  PRIMARY KEY (item_code, ordinal)
) STRICT, WITHOUT ROWID;
-- Items that left the list: no foreign key, they are not in `item`.
CREATE TABLE decision (
  item_code TEXT PRIMARY KEY NOT NULL,
  name TEXT,
  decision TEXT NOT NULL CHECK (decision IN ('取消', '下放', '转移', '划转', '整合', '冻结')),
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE change (
  item_code TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('created', 'changed', 'removed')),
  what TEXT NOT NULL
) STRICT;
-- Adjustments of the list that came into it with this release: one row for each item.
CREATE TABLE adjustment (
  id TEXT NOT NULL CHECK (id GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9]'),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  item_code TEXT,
  becomes TEXT,
  department_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('新增', '承接', '变更', '取消', '划转', '机构改革')),
  ground TEXT NOT NULL CHECK (ground IN ('法律变化', '上级决定', '机构变化', '要素变化')),
  ground_detail TEXT NOT NULL,
  reason TEXT NOT NULL,
  happened_on TEXT NOT NULL CHECK (happened_on GLOB '????-??-??'),
  effective_on TEXT NOT NULL CHECK (effective_on GLOB '????-??-??'),
  approved_by TEXT,
  urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  PRIMARY KEY (id, ordinal)
) STRICT, WITHOUT ROWID;
-- Where a value was changed: short digests over each column, and over all rows that belong to an item, a law, a chart …
CREATE TABLE column_digest (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 16),
  PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;
CREATE TABLE row_digest (
  table_name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 16),
  PRIMARY KEY (table_name, row_key)
) STRICT, WITHOUT ROWID;
-- rowid is item.position. Filled with pairs of characters made by the program (domain::bigram), so that words of
-- one and two characters are found; the ascii tokenizer leaves every other script as it is.
CREATE VIRTUAL TABLE item_fts USING fts5 (
  name, basis, duties, department,
  content = '', tokenize = 'ascii'
);
";

/// Indexes, made after the tables are filled.
pub const INDEXES: &str = "
CREATE INDEX item_by_department ON item (department_id, category_code);
CREATE INDEX item_by_category ON item (category_code);
CREATE INDEX item_by_flowchart ON item (flowchart_id);
CREATE INDEX item_by_name ON item (name);
CREATE INDEX item_by_national_code ON item (national_code) WHERE national_code IS NOT NULL;
CREATE INDEX item_paid_by_enterprises ON item (position) WHERE fee_on_enterprises = 1;
CREATE INDEX sub_item_by_flowchart ON sub_item (flowchart_id);
CREATE INDEX department_by_parent ON department (parent);
CREATE INDEX intermediary_service_by_name ON intermediary_service (name);
CREATE INDEX item_basis_by_law ON item_basis (law_id, article, article_sub);
CREATE INDEX prerequisite_by_code ON prerequisite (prerequisite_code);
CREATE INDEX change_by_kind ON change (kind);
CREATE INDEX adjustment_by_item ON adjustment (item_code);
";

/// Views for people, without 部门统计, whose columns depend on the category set.
pub const VIEWS: &str = "
CREATE VIEW 权力清单 AS
SELECT i.code AS 事项编码, i.name AS 事项名称, c.name AS 类别, d.name AS 单位,
  (SELECT group_concat(name, '；') FROM
    (SELECT s.name AS name FROM sub_item AS s WHERE s.item_code = i.code ORDER BY s.ordinal)) AS 子项,
  (SELECT group_concat(cite, '；') FROM
    (SELECT b.cite AS cite FROM item_basis AS b WHERE b.item_code = i.code AND b.field = 'legal_basis'
     GROUP BY b.cite ORDER BY min(b.ordinal))) AS 依据,
  i.exercised_by AS 行使层级, i.office AS 承办机构, i.target AS 行政相对人,
  i.statutory_days || i.day_unit AS 法定期限, i.promised_days || i.day_unit AS 承诺期限,
  CASE i.fee_charged WHEN 1 THEN '收费' WHEN 0 THEN '不收费' END AS 收费,
  i.fee_standard AS 收费标准,
  (SELECT group_concat(cite, '；') FROM
    (SELECT b.cite AS cite FROM item_basis AS b WHERE b.item_code = i.code AND b.field = 'fee'
     GROUP BY b.cite ORDER BY min(b.ordinal))) AS 收费依据,
  i.flowchart_id AS 流程图, i.phone AS 监督电话, i.email AS 监督邮箱, i.remarks AS 备注
FROM item AS i
JOIN department AS d ON d.id = i.department_id
JOIN category AS c ON c.code = i.category_code
ORDER BY i.position;
CREATE VIEW 责任清单 AS
SELECT 事项编码, 事项名称, 类别, 单位, 种类, 序号, 阶段, 内容, 依据 FROM (
  SELECT i.position AS position, 1 AS part, i.code AS 事项编码, i.name AS 事项名称, c.name AS 类别, d.name AS 单位,
    '责任事项' AS 种类, r.ordinal AS 序号, r.stage AS 阶段, r.duty AS 内容, r.cite AS 依据
  FROM responsibility AS r JOIN item AS i ON i.code = r.item_code
  JOIN department AS d ON d.id = i.department_id JOIN category AS c ON c.code = i.category_code
  UNION ALL
  SELECT i.position, 2, i.code, i.name, c.name, d.name, '追责情形', a.ordinal, NULL, a.situation, a.cite
  FROM accountability AS a JOIN item AS i ON i.code = a.item_code
  JOIN department AS d ON d.id = i.department_id JOIN category AS c ON c.code = i.category_code
) ORDER BY position, part, 序号;
CREATE VIEW 法律依据统计 AS
SELECT l.full_name AS 法律, l.level AS 效力位阶, l.standing_on_as_of AS 效力状态,
  '第' || b.article || '条' || CASE WHEN b.article_sub > 0 THEN '之' || b.article_sub ELSE '' END AS 条,
  count(DISTINCT b.item_code) AS 事项数,
  count(DISTINCT CASE WHEN b.field = 'legal_basis' THEN b.item_code END) AS 作为法律依据的事项数
FROM item_basis AS b JOIN law AS l ON l.id = b.law_id
WHERE b.article IS NOT NULL
GROUP BY l.id, b.article, b.article_sub
ORDER BY 事项数 DESC, l.id, b.article, b.article_sub;
";

/// Views of the special lists (`domain::special_list`, which says the same): their names and columns are those of the lists.
pub const SPECIAL_LISTS: &str = "
CREATE VIEW 行政审批目录清单 AS
SELECT i.code AS 事项编码, i.name AS 事项名称,
  (SELECT group_concat(name, '；') FROM
    (SELECT s.name AS name FROM sub_item AS s WHERE s.item_code = i.code ORDER BY s.ordinal)) AS 子项,
  d.name AS 实施单位,
  (SELECT group_concat(cite, '；') FROM
    (SELECT b.cite AS cite FROM item_basis AS b
     WHERE b.item_code = i.code AND b.field = 'legal_basis' AND b.role = '设定依据'
     GROUP BY b.cite ORDER BY min(b.ordinal))) AS 设定依据,
  i.target AS 审批对象,
  i.statutory_days || CASE i.day_unit WHEN '日' THEN '日' ELSE '个工作日' END AS 法定期限,
  i.promised_days || CASE i.day_unit WHEN '日' THEN '日' ELSE '个工作日' END AS 承诺期限,
  CASE i.fee_charged WHEN 1 THEN '收费' || coalesce('：' || i.fee_standard, '') WHEN 0 THEN '不收费' END AS 收费
FROM item AS i
JOIN department AS d ON d.id = i.department_id
JOIN category AS c ON c.code = i.category_code
WHERE c.kind = 'licensing'
ORDER BY i.position;
CREATE VIEW 涉企收费目录清单 AS
SELECT i.code AS 事项编码, i.name AS 事项名称, d.name AS 实施单位, i.target AS 缴费对象,
  (SELECT group_concat(cite, '；') FROM
    (SELECT b.cite AS cite FROM item_basis AS b WHERE b.item_code = i.code AND b.field = 'fee'
     GROUP BY b.cite ORDER BY min(b.ordinal))) AS 收费依据,
  i.fee_standard AS 收费标准
FROM item AS i JOIN department AS d ON d.id = i.department_id
WHERE i.fee_charged = 1 AND i.fee_on_enterprises = 1
ORDER BY i.position;
CREATE VIEW 前置审批目录清单 AS
SELECT coalesce(s.name, m.name, p.prerequisite) AS 前置审批, p.prerequisite_code AS 前置审批编码,
  coalesce(p.handled_by, o.name) AS 办理单位, p.cite AS 设定依据,
  i.code AS 事项编码, i.name AS 对应事项, d.name AS 实施单位
FROM prerequisite AS p
JOIN item AS i ON i.code = p.item_code
JOIN department AS d ON d.id = i.department_id
LEFT JOIN item AS m ON m.code = p.prerequisite_code
LEFT JOIN sub_item AS s ON s.item_code = m.code AND p.prerequisite IN (s.code, s.name)
LEFT JOIN department AS o ON o.id = m.department_id
ORDER BY i.position, p.ordinal;
CREATE VIEW 中介服务目录清单 AS
SELECT v.name AS 中介服务, v.cite AS 设定依据, v.chosen_by AS 选择方, v.paid_by AS 付费方,
  i.code AS 事项编码, i.name AS 对应事项, d.name AS 实施单位
FROM intermediary_service AS v
JOIN item AS i ON i.code = v.item_code
JOIN department AS d ON d.id = i.department_id
ORDER BY i.position, v.ordinal;
";

/// The view 部门统计: units in their order, one column for each category in its order, and the sum.
pub fn statistics_view<'a>(categories: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut sql = String::from("CREATE VIEW 部门统计 AS\nSELECT d.name AS 单位");
    for (code, name) in categories {
        let code = code.replace('\'', "''");
        let name = name.replace('"', "\"\"");
        sql.push_str(&format!(
            ",\n  count(CASE WHEN i.category_code = '{code}' THEN 1 END) AS \"{name}\""
        ));
    }
    sql.push_str(
        ",\n  count(i.code) AS 合计\nFROM department AS d LEFT JOIN item AS i ON i.department_id = d.id\n\
         GROUP BY d.id ORDER BY d.position;\n",
    );
    sql
}
