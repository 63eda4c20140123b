-- What is done with the submissions :first to :last, whose amounts are in: the
-- rules A of table.textproto and those of cross.textproto that have no second
-- convention, posting, and the prefecture's totals.
INSERT INTO step VALUES ('copy', clock_timestamp());

-- Totals of columns: blank or zero without parts, equal to one, and within half
-- a place (50 元) each of several.
INSERT INTO finding
SELECT submission, 'columns', concat_ws(':', tbl, side, code, project, total),
       actual, expected
FROM (
  SELECT c.submission, c.tbl, c.side, c.code, c.project, p.total,
         coalesce(sum(fen) FILTER (WHERE p.whole), 0) AS actual,
         coalesce(sum(fen) FILTER (WHERE NOT p.whole), 0) AS expected,
         count(*) FILTER (WHERE NOT p.whole AND fen <> 0) AS parts
  FROM cell c
  JOIN column_part p ON p.tbl = c.tbl AND p.side = c.side AND p.part = c.col
  WHERE c.submission BETWEEN :first AND :last
  GROUP BY c.submission, c.tbl, c.side, c.code, c.project, p.total) AS sums
WHERE abs(actual - expected) >
      CASE WHEN parts < 2 THEN 0 ELSE (parts + 1) * 5000 END;

INSERT INTO finding
SELECT submission, 'lines', concat_ws(':', tbl, side, total, col), actual,
       expected
FROM (
  SELECT c.submission, c.tbl, c.side, c.col, p.total,
         coalesce(sum(fen) FILTER (WHERE p.whole), 0) AS actual,
         coalesce(sum(fen) FILTER (WHERE NOT p.whole), 0) AS expected,
         count(*) FILTER (WHERE NOT p.whole AND fen <> 0) AS parts
  FROM cell c
  JOIN line_part p ON p.tbl = c.tbl AND p.side = c.side AND p.part = c.code
  WHERE c.submission BETWEEN :first AND :last
  GROUP BY c.submission, c.tbl, c.side, c.col, p.total) AS sums
WHERE abs(actual - expected) >
      CASE WHEN parts < 2 THEN 0 ELSE (parts + 1) * 5000 END;

-- 合计 = the sum of its 类, 类 of its 款, 款 of its 项 (in table 7 of their
-- projects), in every column; 227 has no parts.
INSERT INTO finding
SELECT submission, 'hierarchy', concat_ws(':', tbl, side, code, col), actual,
       expected
FROM (
  SELECT c.submission, c.tbl, c.side, c.col,
         CASE WHEN NOT own.part THEN c.code
              WHEN c.level = 2 THEN 'ALL'
              ELSE left(c.code, -2) END AS code,
         coalesce(sum(fen) FILTER (WHERE NOT own.part), 0) AS actual,
         coalesce(sum(fen) FILTER (WHERE own.part), 0) AS expected,
         count(*) FILTER (WHERE own.part AND fen <> 0) AS parts
  FROM cell c
  CROSS JOIN (VALUES (false), (true)) AS own (part)
  WHERE c.submission BETWEEN :first AND :last
    AND NOT (c.tbl IN (1, 4) AND c.side = 1) AND c.tbl <> 10
    AND CASE WHEN own.part THEN c.level IN (2, 3, 4, 5)
             WHEN c.tbl IN (1, 4) THEN c.level = 1
             ELSE c.level IN (1, 2, 3) AND c.code <> '227' END
  GROUP BY 1, 2, 3, 4, 5) AS sums
WHERE NOT (tbl IN (1, 4) AND code <> 'ALL') AND NOT (tbl = 6 AND length(code) = 5)
  AND abs(actual - expected) >
      CASE WHEN parts < 2 THEN 0 ELSE (parts + 1) * 5000 END;

INSERT INTO finding
SELECT coalesce(a.submission, b.submission), s.rule,
       concat_ws(':', s.tbl, s.side, s.code, s.col), a.fen, b.fen
FROM same_cell s
CROSS JOIN generate_series(:first, :last) AS id
LEFT JOIN cell a ON a.submission = id AND a.tbl = s.tbl AND a.side = s.side
  AND a.code = s.code AND a.col = s.col
LEFT JOIN cell b ON b.submission = id AND b.tbl = s.other_tbl
  AND b.side = s.other_side AND b.code = s.other_code AND b.col = s.other_col
WHERE coalesce(a.fen, 0) <> coalesce(b.fen, 0);

INSERT INTO finding
SELECT coalesce(a.submission, b.submission), coalesce(a.rule, b.rule),
       coalesce(a.code, b.code), a.fen, b.fen
FROM (SELECT s.rule, c.* FROM same_column s JOIN cell c
        ON c.tbl = s.tbl AND c.side = s.side AND c.col = s.col
       AND c.level = ANY (s.levels)
      WHERE c.submission BETWEEN :first AND :last) AS a
FULL JOIN
     (SELECT s.rule, c.* FROM same_column s JOIN cell c
        ON c.tbl = s.other_tbl AND c.side = s.other_side
       AND c.col = s.other_col AND c.level = ANY (s.levels)
      WHERE c.submission BETWEEN :first AND :last) AS b
  ON b.rule = a.rule AND b.submission = a.submission AND b.code = a.code
WHERE coalesce(a.fen, 0) <> coalesce(b.fen, 0);
INSERT INTO step VALUES ('check', clock_timestamp());

-- What has no finding is posted and replaces the department's posting.
INSERT INTO posting
SELECT s.department,
       coalesce((SELECT max(seq) FROM posting p
                 WHERE p.department = s.department), 0) + 1, s.id
FROM submission s
WHERE s.id BETWEEN :first AND :last
  AND NOT EXISTS (SELECT FROM finding f WHERE f.submission = s.id);
INSERT INTO in_force
SELECT department, submission FROM posting
WHERE submission BETWEEN :first AND :last
ON CONFLICT (department) DO UPDATE SET submission = EXCLUDED.submission;
INSERT INTO step VALUES ('post', clock_timestamp());

TRUNCATE total;
INSERT INTO total
SELECT c.tbl, c.side, c.col, left(c.code, 3), left(c.code, 5), c.code,
       sum(c.fen)
FROM cell c
JOIN in_force f ON f.submission = c.submission
WHERE c.level IN (4, 5) OR (c.tbl = 6 AND c.level = 3)
   OR c.level = 6 OR (c.tbl IN (1, 4) AND c.level = 2)
GROUP BY c.tbl, c.side, c.col,
         ROLLUP (left(c.code, 3), left(c.code, 5), c.code);
INSERT INTO step VALUES ('roll up', clock_timestamp());
