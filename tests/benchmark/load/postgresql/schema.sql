-- Submissions, their amounts, what checking found, postings and totals. Amounts
-- are in 分. A cell that states nothing has no row.
CREATE TABLE submission (
  id         integer PRIMARY KEY,
  department text NOT NULL
);

CREATE TABLE cell (
  submission integer  NOT NULL,
  tbl        smallint NOT NULL,  -- 1 to 10
  side       smallint NOT NULL,  -- 1 income, 2 expenditure, of tables 1 and 4
  level      smallint NOT NULL,  -- 1 total, 2 类, 3 款, 4 项, 5 project, 6 line
  code       text     NOT NULL,
  project    text     NOT NULL,
  col        text     NOT NULL,
  fen        bigint   NOT NULL
);
CREATE INDEX cell_submission ON cell (submission);

CREATE TABLE finding (
  submission integer NOT NULL,
  rule       text    NOT NULL,
  place      text    NOT NULL,
  actual     bigint,
  expected   bigint
);

-- One posting a submission; the newest of a department is in force.
CREATE TABLE posting (
  department text    NOT NULL,
  seq        integer NOT NULL,
  submission integer NOT NULL,
  PRIMARY KEY (department, seq)
);
CREATE TABLE in_force (
  department text PRIMARY KEY,
  submission integer NOT NULL
);
CREATE INDEX in_force_submission ON in_force (submission);

CREATE TABLE total (
  tbl   smallint,
  side  smallint,
  col   text,
  class text,  -- null: of all classes
  grp   text,
  item  text,
  fen   numeric
);

-- When a step of a batch ended.
CREATE TABLE step (name text NOT NULL, ended timestamptz NOT NULL);

-- The form: the total itself (whole) and what it is the sum of.
CREATE TABLE column_part (
  tbl smallint, side smallint, total text, part text, whole boolean);
CREATE TABLE line_part (
  tbl smallint, side smallint, total text, part text, whole boolean);

-- Cells that print one fact: A1-11, A4-05, B-01, B-02, B-12.
CREATE TABLE same_cell (
  rule text, tbl smallint, side smallint, code text, col text,
  other_tbl smallint, other_side smallint, other_code text, other_col text);
INSERT INTO same_cell VALUES
  ('A1-11', 1, 1, 'ALL', 'amount', 1, 2, 'ALL', 'amount'),
  ('A4-05', 4, 1, 'ALL', 'total', 4, 2, 'ALL', 'total'),
  ('B-01', 2, 0, 'ALL', 'total', 1, 1, 'ALL', 'amount'),
  ('B-02', 2, 0, 'ALL', 'gen', 1, 1, 'gen_own', 'amount'),
  ('B-02', 2, 0, 'ALL', 'gen_up', 1, 1, 'gen_up', 'amount'),
  ('B-02', 2, 0, 'ALL', 'fund', 1, 1, 'fund_own', 'amount'),
  ('B-02', 2, 0, 'ALL', 'fund_up', 1, 1, 'fund_up', 'amount'),
  ('B-02', 2, 0, 'ALL', 'soe', 1, 1, 'soe_own', 'amount'),
  ('B-02', 2, 0, 'ALL', 'soe_up', 1, 1, 'soe_up', 'amount'),
  ('B-02', 2, 0, 'ALL', 'special', 1, 1, 'special', 'amount'),
  ('B-02', 2, 0, 'ALL', 'unit', 1, 1, 'unit', 'amount'),
  ('B-02', 2, 0, 'ALL', 'carry_fiscal', 1, 1, 'carry_fiscal', 'amount'),
  ('B-02', 2, 0, 'ALL', 'carry_nonfiscal', 1, 1, 'carry_nonfiscal', 'amount'),
  ('B-12', 3, 0, 'ALL', 'total', 1, 2, 'ALL', 'amount');

-- Columns that print one fact for every code of the levels: B-13, B-14.
CREATE TABLE same_column (
  rule text, levels smallint[], tbl smallint, side smallint, col text,
  other_tbl smallint, other_side smallint, other_col text);
INSERT INTO same_column VALUES
  ('B-13', '{2}', 3, 0, 'total', 1, 2, 'amount'),
  ('B-14', '{2,3,4}', 2, 0, 'total', 3, 0, 'total');
