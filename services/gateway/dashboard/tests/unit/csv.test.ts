import { expect, it, vi } from 'vitest';
import { csv, downloadTable } from '../../src/csv';

const kept: [name: string, content: unknown][] = [];
vi.mock('../../src/download', () => ({
  download: (name: string, content: unknown[]) => kept.push([name, content[0]]),
}));

it('Cells_AreQuotedWhereTheyMustBe', () => {
  expect(csv([['a', 'b,c', 'say "d"', 'e\nf']])).toBe('\uFEFFa,"b,c","say ""d""","e\nf"\r\n');
});

it('Formula_IsTextForTheSpreadsheet', () => {
  expect(csv([['=1+1', '@x', '+x', '-x']])).toBe("\uFEFF'=1+1,'@x,'+x,'-x\r\n");
});

it('FormulaThatBeginsLikeAFigure_IsTextToo', () => {
  const formulas = ["-2+3+cmd|' /C calc'!A0", '+1-A1', '-1%*2', '-12.'];
  expect(csv([formulas])).toBe(`\uFEFF${formulas.map((one) => `'${one}`).join(',')}\r\n`);
});

it('SignedFigure_StaysAFigure', () => {
  expect(csv([['-12.5', '+3', '-0.50%']])).toBe('\uFEFF-12.5,+3,-0.50%\r\n');
  expect(csv([['-1,234.56%']])).toBe('\uFEFF"-1,234.56%"\r\n');
});

it('TableOfThePage_SaysWhoseItIsInItsNameAndInIt', () => {
  downloadTable(['全州', '2023年 批复', '版本号 27'], [['科目'], ['教育支出']]);
  expect(kept).toEqual([
    [
      '全州 2023年 批复 版本号 27.csv',
      '\uFEFF全州 · 2023年 批复 · 版本号 27\r\n科目\r\n教育支出\r\n',
    ],
  ]);
});
