//! Views for the questions that people ask of a release; those that are lists by themselves are in [`super::schema`].

/// The views, in the order in which they are made.
pub(super) const VIEWS: &str = "
CREATE VIEW 法律依据 AS
SELECT l.full_name AS 法律, b.law_id AS 法律简称, b.article AS 条, b.article_sub AS 之, b.paragraph AS 款,
  b.subparagraph AS 项, b.point AS 目, i.code AS 事项编码, i.name AS 事项名称, d.name AS 单位,
  CASE b.field WHEN 'legal_basis' THEN '法律依据' WHEN 'sub_items' THEN '子项依据' WHEN 'fee' THEN '收费依据'
    WHEN 'responsibilities' THEN '责任事项' WHEN 'accountability' THEN '追责情形'
    WHEN 'prerequisites' THEN '前置审批' WHEN 'intermediary_services' THEN '中介服务' END AS 所在栏目,
  b.role AS 性质, b.cite AS 原文, b.quote AS 引文
FROM item_basis AS b JOIN item AS i ON i.code = b.item_code
JOIN department AS d ON d.id = i.department_id
LEFT JOIN law AS l ON l.id = b.law_id;
CREATE VIEW 办理流程 AS
SELECT i.code AS 事项编码, i.name AS 事项名称, f.title AS 流程图, s.ordinal AS 序号, s.name AS 步骤,
  CASE s.kind WHEN 'start' THEN '开始' WHEN 'task' THEN '办理' WHEN 'decision' THEN '判断' WHEN 'end' THEN '结束' END AS 种类,
  s.actor AS 办理人, s.days || coalesce(i.day_unit, '日') AS 时限, s.stage AS 阶段, s.cite AS 依据,
  (SELECT group_concat(way, '；') FROM (SELECT coalesce(e.label || '：', '') || t.name AS way FROM flow_edge AS e
    JOIN flow_step AS t ON t.flowchart_id = e.flowchart_id AND t.step_id = e.to_step
    WHERE e.flowchart_id = s.flowchart_id AND e.from_step = s.step_id ORDER BY e.ordinal)) AS 下一步,
  (SELECT group_concat(risk, '；') FROM (SELECT r.risk || '（' || r.level || '）' AS risk FROM integrity_risk AS r
    WHERE r.item_code = i.code AND r.step = s.step_id ORDER BY r.ordinal)) AS 廉政风险点
FROM item AS i JOIN flowchart AS f ON f.id = i.flowchart_id
JOIN flow_step AS s ON s.flowchart_id = f.id;
CREATE VIEW 变更情况 AS
SELECT c.item_code AS 事项编码, coalesce(i.name, d.name) AS 事项名称,
  CASE c.kind WHEN 'created' THEN '新增' WHEN 'changed' THEN '变更' WHEN 'removed' THEN '取消' END AS 变更,
  c.what AS 内容, d.decision AS 审核决定, d.reason AS 理由
FROM change AS c LEFT JOIN item AS i ON i.code = c.item_code
LEFT JOIN decision AS d ON d.item_code = c.item_code;
";
