import { expect, it } from 'vitest';
import { csv } from '../../src/csv';

it('Cells_AreQuotedWhereTheyMustBe', () => {
  expect(csv([['a', 'b,c', 'say "d"', 'e\nf']])).toBe('\uFEFFa,"b,c","say ""d""","e\nf"\r\n');
});

it('Formula_IsTextForTheSpreadsheet', () => {
  expect(csv([['=1+1', '@x', '+x', '-x']])).toBe("\uFEFF'=1+1,'@x,'+x,'-x\r\n");
});

it('NegativeFigure_StaysAFigure', () => {
  expect(csv([['-12.5', '+3']])).toBe('\uFEFF-12.5,+3\r\n');
});
