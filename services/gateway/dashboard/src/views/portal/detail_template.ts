// The list of detail lines that a bureau may send instead of ten tables: the
// services add it up to them.

const headings = [
  '部门名称',
  '预算年度',
  '功能分类科目编码',
  '部门预算经济分类科目编码',
  '资金来源',
  '支出类型',
  '项目名称',
  '金额(万元)',
];

/** With two lines to be replaced, which show what each column takes. */
export function detailTemplate(department: string, fiscalYear: number): string[][] {
  const year = String(fiscalYear);
  return [
    headings,
    [department, year, '2010601', '30101', '一般公共预算', '基本支出', '', '100'],
    [department, year, '2010602', '30299', '一般公共预算', '项目支出', '示例项目', '20'],
  ];
}
