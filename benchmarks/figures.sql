-- Reports of the places of one chunk: their sentences, their texts, and the figures in them.
-- Given: places (code, name, level, parent), items (item, name, id, domain, unit, polarity, low, high, decimals)
-- and fillers (filler, words). Every draw is a hash of what it is for, so that the same command makes the same tables.

CREATE OR REPLACE MACRO draw(seed) AS (hash(seed) % 1000003) / 1000003.0;

-- A value of an item at a place in a year: between the item's bounds, drifting to its better side.
CREATE OR REPLACE MACRO level(code, item, year, low, high, polarity, decimals) AS round(
    low + (high - low) * greatest(0.01, least(0.99,
        0.2 + 0.5 * draw([code, item::VARCHAR]) + 0.08 * (draw([code, item::VARCHAR, year::VARCHAR]) - 0.5)
        + (year - 2012) * 0.015 * CASE polarity WHEN 'higher' THEN 1 WHEN 'lower' THEN -1 ELSE 0 END)), decimals::INTEGER);

CREATE OR REPLACE MACRO quoted(number, decimals, unit) AS
    CASE decimals WHEN 0 THEN printf('%d', number::BIGINT) ELSE printf('%.2f', number) END || unit;

CREATE OR REPLACE TABLE reports AS
SELECT code, name AS region, level AS region_level, parent, year, code || '-' || year AS report,
       name || '卫生健康委员会' AS issuer,
       name || year || '年卫生健康工作总结和' || (year + 1) || '年工作计划' AS title
FROM places, range(2012, 2026) AS years(year);

-- What a report speaks of: the same known indicators year after year, most years, and names of its own.
CREATE OR REPLACE TABLE spoken AS
SELECT reports.*, item FROM reports, items
WHERE id IS NOT NULL AND draw([code, item::VARCHAR, 'has']) < 0.38 AND draw([report, item::VARCHAR, 'says']) < 0.75
UNION
SELECT reports.*, 1000 + hash([code, slot::VARCHAR, (year // 4)::VARCHAR]) % (SELECT count(*) FROM items WHERE id IS NULL)
FROM reports, range(68) AS slots(slot);

CREATE OR REPLACE TABLE said AS
WITH drawn AS (
    SELECT spoken.*, items.name AS indicator, id, domain, unit, polarity, decimals,
           level(code, item, year, low, high, polarity, decimals) AS a,
           CASE WHEN draw([report, item::VARCHAR, 'base']) < 0.5 THEN year - 1 ELSE year - 5 END AS base_year,
           id IS NOT NULL AND draw([report, item::VARCHAR, 'from']) < 0.28 AS has_base,
           draw([report, item::VARCHAR, 'own']) < 0.12 AS has_own,
           draw([report, item::VARCHAR, 'next']) < 0.25 AS has_next,
           CASE WHEN draw([report, item::VARCHAR, 'due']) < 0.7 THEN year + 1 ELSE (year // 5 + 1) * 5 END AS due,
           CASE polarity WHEN 'lower' THEN -1 ELSE 1 END AS side,
           words AS filler, low, high
    FROM spoken JOIN items USING (item)
         JOIN fillers ON filler = hash([report, item::VARCHAR, 'words']) % (SELECT count(*) FROM fillers)),
numbers AS (
    SELECT *,
           -- One report in twelve recalls an earlier value other than it was stated then.
           round(level(code, item, base_year, low, high, polarity, decimals)
                 * CASE WHEN draw([report, item::VARCHAR, 'other']) < 0.08 THEN 1.05 ELSE 1 END, decimals::INTEGER) AS b,
           round(a * (1 + side * 0.08 * (draw([report, item::VARCHAR, 'goal']) - 0.75)), decimals::INTEGER) AS t,
           round(a * (1 + side * 0.03 * (due - year)), decimals::INTEGER) AS n
    FROM drawn),
worded AS (
    SELECT *, quoted(a, decimals, unit) AS a_text, quoted(b, decimals, unit) AS b_text,
           quoted(t, decimals, unit) AS t_text, quoted(n, decimals, unit) AS n_text,
           filler || indicator || CASE WHEN has_base THEN '由' || base_year || '年的' ELSE '达到' END AS lead,
           CASE WHEN a >= b THEN '提高到' ELSE '下降到' END AS turn,
           CASE side WHEN 1 THEN '以上' ELSE '以内' END AS bound
    FROM numbers),
sentences AS (
    SELECT *,
           lead || CASE WHEN has_base THEN b_text || turn ELSE '' END || a_text
                || CASE WHEN has_own THEN '，目标为' || t_text || bound ELSE '' END || '。' AS first,
           CASE WHEN has_next THEN due || '年，力争' || indicator || CASE side WHEN 1 THEN '达到' ELSE '控制在' END
                || n_text || bound || '。' ELSE '' END AS second
    FROM worded)
SELECT *, length(title) + 1 + coalesce(sum(length(first) + length(second) + 1) OVER (
               PARTITION BY report ORDER BY domain, item ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::INTEGER
          AS begin
FROM sentences;

CREATE OR REPLACE TABLE documents AS
WITH texts AS (
    SELECT report, any_value(title) || chr(10) || string_agg(first || second || chr(10), '' ORDER BY domain, item) AS text
    FROM said GROUP BY report)
SELECT substr(sha256(text), 1, 12) AS document_id, report || '.txt' AS source, sha256(text) AS sha256, title, issuer,
       region, code AS region_code, make_date(year + 1, 1, 15) AS published, year::SMALLINT AS year, text
FROM reports JOIN texts USING (report) ORDER BY source;

CREATE OR REPLACE TABLE figures AS
WITH marks AS (
    SELECT *, 'achieved' AS kind, a AS value, a_text AS value_text, '=' AS comparator, year AS of_year, first AS quote,
           begin AS quote_start, begin + length(lead) + CASE WHEN has_base THEN length(b_text || turn) ELSE 0 END AS start
    FROM said
    UNION ALL
    SELECT *, 'baseline', b, b_text, '=', base_year, first, begin, begin + length(lead) FROM said WHERE has_base
    UNION ALL
    SELECT *, 'target', t, t_text, CASE side WHEN 1 THEN '>=' ELSE '<=' END, year, first, begin,
           begin + length(first) - length(t_text || bound) - 1 FROM said WHERE has_own
    UNION ALL
    SELECT *, 'target', n, n_text, CASE side WHEN 1 THEN '>=' ELSE '<=' END, due, second, begin + length(first),
           begin + length(first || second) - length(n_text || bound) - 1 FROM said WHERE has_next)
SELECT substr(sha256(document_id || '|' || start || '|' || (start + length(value_text)) || '|' || indicator), 1, 16)
           AS figure_id,
       document_id, source, documents.title, documents.issuer, published,
       '二、主要指标完成情况 / ' || domain AS section, quote, quote_start, start::INTEGER AS start,
       (start + length(value_text))::INTEGER AS "end", value_text, value, unit, indicator, id AS indicator_id,
       indicator AS indicator_text, domain, kind, comparator, 'level' AS basis, FALSE AS complete,
       of_year::SMALLINT AS year, marks.region, code AS region_code, region_level,
       'number-unit+name-before+' || CASE kind WHEN 'target' THEN 'plan-part' ELSE 'review-part' END || '+place-report'
           AS rule,
       CASE WHEN draw([report, item::VARCHAR, kind]) < 0.01 THEN 'checked'
            WHEN draw([report, item::VARCHAR, kind]) < 0.2 THEN 'unsure' ELSE 'sure' END AS confidence,
       polarity, parent, marks.year AS report_year
FROM marks JOIN documents ON source = report || '.txt'
ORDER BY source, start;
