-- What came of the figures of one chunk, by joins in the place of metrics: the same columns, simple cases only.
-- Given: figures and documents as figures.sql leaves them, aims (the nation's targets), figures_above (targets of
-- the provinces that the places of the chunk belong to).

CREATE OR REPLACE TABLE reached AS
SELECT *, lag(figure_id) OVER earlier AS baseline_id, lag(value) OVER earlier AS baseline_value,
       lag(year) OVER earlier AS baseline_year, lag(title) OVER earlier AS baseline_document
FROM figures WHERE kind = 'achieved'
WINDOW earlier AS (PARTITION BY region_code, indicator, unit ORDER BY year, figure_id);

CREATE OR REPLACE TABLE aimed AS
SELECT * FROM figures WHERE kind = 'target'
QUALIFY row_number() OVER (PARTITION BY region_code, indicator, unit, year, report_year ORDER BY start) = 1;

CREATE OR REPLACE TABLE pairs AS
SELECT reached.*, t.figure_id AS target_id, t.value AS target_value, t.comparator AS target_comparator,
       t.year AS target_year, t.region AS target_region, 'own' AS target_owner, 'figure' AS target_source,
       t.title AS target_document, NULL::VARCHAR AS target_binding, NULL::BOOLEAN AS target_checked
FROM reached JOIN aimed AS t USING (region_code, indicator, unit, year)
UNION ALL
SELECT reached.*, t.figure_id, t.value, t.comparator, t.year, t.region, 'superior', 'figure', t.title, NULL, NULL
FROM reached JOIN figures_above AS t USING (indicator, unit, year)
WHERE t.region_code = left(reached.region_code, 2) || '0000' AND reached.region_code <> t.region_code
      AND hash(reached.figure_id) % 2 = 0
UNION ALL
SELECT reached.*, t.id, t.value, t.comparator, t.year, '全国', 'national', 'national', t.document, t.binding, t.checked
FROM reached JOIN aims AS t USING (indicator_id, unit) WHERE t.year BETWEEN reached.year AND reached.year + 4;

CREATE OR REPLACE TABLE judgements AS
WITH held AS (
    SELECT *, value - target_value AS distance, value - baseline_value AS moved,
           CASE polarity WHEN 'lower' THEN -1 ELSE 1 END AS side,
           -- A national target that names no side is one to be reached from the worse side.
           CASE WHEN target_comparator IN ('<=', '<') OR (target_comparator IN ('=', '~') AND polarity = 'lower')
                THEN '<=' ELSE '>=' END AS required,
           target_value - baseline_value AS way,
           (year - baseline_year) / nullif(target_year - baseline_year, 0)::DOUBLE AS time_spent
    FROM pairs),
told AS (
    SELECT *, CASE WHEN distance * CASE required WHEN '<=' THEN -1 ELSE 1 END >= 0 THEN '达标' ELSE '未达标' END
                  AS level,
           CASE WHEN baseline_id IS NULL THEN '仅有一期数据' WHEN abs(moved) <= 0.005 * abs(baseline_value) THEN '持平'
                WHEN moved * side > 0 THEN '改善' ELSE '恶化' END AS direction,
           CASE WHEN baseline_id IS NOT NULL AND target_year > year AND way <> 0 THEN moved / way END AS progress_made
    FROM held),
paced AS (
    SELECT *, progress_made / time_spent AS ratio,
           CASE WHEN target_year <= year THEN CASE level WHEN '达标' THEN '已完成' ELSE '未完成' END
                WHEN baseline_id IS NULL THEN '仅有一期数据'
                WHEN progress_made / time_spent >= 1 THEN '进度达标' WHEN progress_made / time_spent >= 0.5 THEN '偏慢'
                WHEN progress_made / time_spent >= 0 THEN '滞后' WHEN progress_made IS NOT NULL THEN '倒退' END AS pace
    FROM told),
listed AS (
    SELECT figure_id AS achieved_id, value AS achieved_value, '=' AS achieved_comparator, year AS achieved_year,
           indicator, indicator_id, domain, unit, region, region_code, region_level, year, target_id, target_value,
           target_comparator, target_year, target_region, target_owner, polarity, required, level,
           distance, baseline_id, baseline_value, baseline_year, baseline_document, 'comparator' AS method,
           CASE WHEN target_year > year THEN 'target_later_year' WHEN level = '达标' THEN 'met' ELSE 'not_met' END
               AS reason_code,
           value || unit || CASE WHEN level = '达标' THEN ' 达到 ' ELSE ' 未达到 ' END || target_value || unit AS reason,
           target_source, target_document, target_binding, target_checked,
           level || '，' || direction || coalesce('，' || pace, '') AS judgement, direction,
           CASE WHEN baseline_id IS NOT NULL THEN moved END AS direction_change,
           CASE WHEN baseline_id IS NOT NULL THEN 0.005 * abs(baseline_value) END AS direction_tolerance,
           direction AS direction_reason, pace, ratio AS pace_ratio,
           CASE WHEN ratio IS NOT NULL THEN 'straight_line' END AS pace_method, pace AS pace_reason, progress_made,
           CASE WHEN ratio IS NOT NULL THEN time_spent END AS time_spent,
           CASE WHEN ratio IS NOT NULL THEN pace END AS straight_line_pace, ratio AS straight_line_ratio,
           100 * progress_made AS targeted_change_percent,
           CASE WHEN progress_made >= 1 THEN '达到或超过目标' WHEN progress_made >= 0.1 THEN '改善'
                WHEN progress_made > -0.1 THEN '变化不大' WHEN progress_made IS NOT NULL THEN '变差' END
               AS healthy_people_pace,
           CASE WHEN ratio IS NOT NULL THEN ratio BETWEEN 0.4 AND 0.6 END AS method_dependent
    FROM paced
    UNION ALL BY NAME
    SELECT figure_id AS achieved_id, value AS achieved_value, '=' AS achieved_comparator, year AS achieved_year,
           indicator, indicator_id, domain, unit, region, region_code, region_level, year, polarity, baseline_id,
           baseline_value, baseline_year, baseline_document, 'no_target' AS reason_code, '没有找到同口径的目标' AS reason,
           CASE WHEN baseline_id IS NOT NULL THEN value - baseline_value END AS direction_change,
           CASE WHEN baseline_id IS NULL THEN '仅有一期数据' WHEN value = baseline_value THEN '持平'
                WHEN (value > baseline_value) = (polarity <> 'lower') THEN '改善' ELSE '恶化' END AS direction
    FROM reached WHERE figure_id NOT IN (SELECT figure_id FROM pairs)
    UNION ALL BY NAME
    SELECT figure_id AS target_id, value AS target_value, comparator AS target_comparator, year AS target_year,
           region AS target_region, 'own' AS target_owner, indicator, indicator_id, domain, unit, region, region_code,
           region_level, year, polarity, 'figure' AS target_source, title AS target_document,
           'no_achievement' AS reason_code, '还没有完成数' AS reason
    FROM figures WHERE kind = 'target' AND figure_id NOT IN (SELECT target_id FROM pairs))
SELECT substr(sha256(coalesce(achieved_id, '') || '|' || coalesce(target_id, '')), 1, 16) AS judgement_id,
       'level' AS basis, FALSE AS complete, *
FROM listed ORDER BY region_code, indicator, unit, year, achieved_id, target_owner, target_year, target_id;

CREATE OR REPLACE TABLE ledger AS
SELECT p.figure_id AS promise_id, p.region, p.region_code, p.region_level, p.indicator, p.indicator_id, p.domain, p.unit,
       'level' AS basis, FALSE AS complete, p.year, p.value AS promise_value, p.comparator AS promise_comparator,
       p.document_id AS promise_document_id, p.title AS promise_document,
       review.title AS review_documents, r.figure_id AS answer_id, r.value AS answer_value, r.comparator AS answer_comparator,
       r.document_id AS answer_document_id, r.value - p.value AS distance,
       CASE WHEN review.document_id IS NULL THEN NULL WHEN r.figure_id IS NULL THEN '未再提及'
            WHEN (r.value - p.value) * CASE p.comparator WHEN '<=' THEN -1 ELSE 1 END >= 0 THEN '兑现' ELSE '未兑现' END
           AS status,
       '承诺' || p.year || '年' || p.value_text AS reason
FROM figures AS p
     LEFT JOIN documents AS review ON review.region_code = p.region_code AND review.year = p.year
     LEFT JOIN reached AS r ON r.region_code = p.region_code AND r.indicator = p.indicator AND r.unit = p.unit
               AND r.year = p.year
WHERE p.kind = 'target' AND p.year > p.report_year
ORDER BY p.region_code, p.year, p.indicator, p.figure_id;

CREATE OR REPLACE TABLE conflicts AS
WITH parted AS (
    SELECT b.region_code, b.indicator, b.unit, b.year, min(b.report_year) AS report_year
    FROM figures AS b JOIN reached AS r USING (region_code, indicator, unit, year)
    WHERE b.kind = 'baseline' AND b.value <> r.value GROUP BY ALL)
SELECT substr(sha256(concat_ws('|', region_code, indicator, unit, year)), 1, 16) AS conflict_id, 'value' AS kind,
       indicator, indicator_id, unit, 'level' AS basis, FALSE AS complete, region, region_code, year, figure_id, value,
       comparator, document_id, source, start, 'value' AS difference, f.kind = 'achieved' AS chosen,
       'of_its_year' AS rule, '说法不一，取当期完成值' AS reason
FROM parted JOIN figures AS f USING (region_code, indicator, unit, year)
WHERE f.kind = 'achieved' OR (f.kind = 'baseline' AND f.report_year = parted.report_year)
ORDER BY region_code, indicator, unit, year, NOT chosen, source, start;
