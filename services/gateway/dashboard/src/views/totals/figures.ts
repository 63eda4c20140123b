// Figures of the dashboard out of the watched totals. Amounts stay in 分.
import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { formatAddress } from '../../form';
import { say } from '../../language';

export type Totals = ReadonlyMap<string, Total>;

/** Table, row, column and side of a total. */
type Cell = [table: TableKind, row: string, column?: string, side?: Side];

function totalOf(totals: Totals, ...cell: Cell): Total | undefined {
  const [table, row, column = '', side = Side.UNSPECIFIED] = cell;
  return totals.get(formatAddress({ table, side, row, column }));
}

export const derived = (totals: Totals, ...cell: Cell): bigint =>
  totalOf(totals, ...cell)?.derivedFen ?? 0n;

/**
 * The most that a printed total differs from its printed parts by rounding: half a last
 * place (50 yuan) of some thirty lines of some sixty departments.
 */
export const roundingMaxFen = 10_000_000n;

export const isRounding = (fen: bigint): boolean => fen <= roundingMaxFen && -fen <= roundingMaxFen;

/**
 * A total as documents print it, which is what people call it by. Its parts are rounded
 * and may add up to a little more or less, which is told beside it. Where it is printed by none, or
 * not by all, it is what its parts add up to.
 */
export function told(totals: Totals, ...cell: Cell): bigint {
  const total = totalOf(totals, ...cell);
  if (total === undefined) return 0n;
  const { derivedFen, printedFen = derivedFen } = total;
  return isRounding(printedFen - derivedFen) ? printedFen : derivedFen;
}

/** 收入总计 and 支出总计: the totals of table 1, the same in every panel. */
export const totalIncome = (totals: Totals): bigint =>
  told(totals, TableKind.T1, 'ALL', '', Side.INCOME);
export const totalSpending = (totals: Totals): bigint =>
  told(totals, TableKind.T1, 'ALL', '', Side.EXPENDITURE);

/** What the total counts twice, by declared transfers between those that it holds. */
export const eliminatedFen = (totals: Totals, table: TableKind, row: string, side: Side): bigint =>
  totalOf(totals, table, row, '', side)?.eliminatedFen ?? 0n;

export const income = (totals: Totals, line: string): bigint =>
  derived(totals, TableKind.T1, line, '', Side.INCOME);

export interface Part {
  readonly key: string;
  readonly fen: bigint;
}

/** The sources of income that stand beside one another in table 1. */
export const sourceLines = ['gen', 'fund', 'soe', 'special', 'unit', 'carry'] as const;
/** What of each source is shown below it. */
export const sourceParts: Readonly<Record<(typeof sourceLines)[number], readonly string[]>> = {
  gen: ['gen_own', 'gen_up'],
  fund: ['fund_own', 'fund_up'],
  soe: ['soe_own', 'soe_up'],
  special: [],
  unit: ['unit_biz', 'unit_upsub', 'unit_aff', 'unit_oper', 'unit_other'],
  carry: ['carry_fiscal', 'carry_nonfiscal'],
};

export interface FunctionRow {
  readonly code: string;
  readonly total: bigint;
  readonly basic: bigint;
  readonly project: bigint;
}

/** Digits of a 类, 款 and 项. */
const codeLengths = [3, 5, 7] as const;

/** Items have nothing below them. */
export const opensFurther = ({ code }: Pick<FunctionRow, 'code'>): boolean =>
  code.length < codeLengths[2];

/** The next level below a code: classes below "", groups below a class, items below a group. */
export function functionRows(totals: Totals, parent: string): FunctionRow[] {
  const length = codeLengths.find((digits) => digits > parent.length);
  const rows: FunctionRow[] = [];
  for (const total of totals.values()) {
    const { table, row, column } = total.account!;
    if (table !== TableKind.T3 || column !== 'total') continue;
    if (row.length !== length || !row.startsWith(parent) || !/^\d+$/.test(row)) continue;
    rows.push({
      code: row,
      total: total.derivedFen,
      basic: derived(totals, TableKind.T3, row, 'basic'),
      project: derived(totals, TableKind.T3, row, 'project'),
    });
  }
  return rows.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Economic classes (3 digits) of the general public budget's basic expenditure, table 6. */
export function basicByEconomicClass(totals: Totals): Part[] {
  return partsOf(totals, TableKind.T6, (row, column) =>
    column === 'total' && /^\d{3}$/.test(row) ? row : null,
  );
}

/** Economic classes of the general public budget's projects, the columns of table 7. */
export function projectsByEconomicClass(totals: Totals): Part[] {
  return partsOf(totals, TableKind.T7, (row, column) =>
    row === 'ALL' && column !== 'total' ? column.slice(1) : null,
  );
}

/** The totals of a table that `keyOf` gives a key, ascending by it. */
function partsOf(
  totals: Totals,
  kind: TableKind,
  keyOf: (row: string, column: string) => string | null,
): Part[] {
  const parts: Part[] = [];
  for (const total of totals.values()) {
    const { table, row, column } = total.account!;
    const key = table === kind ? keyOf(row, column) : null;
    if (key !== null) parts.push({ key, fen: total.derivedFen });
  }
  return parts.sort((a, b) => (a.key < b.key ? -1 : 1));
}

export const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, one) => all + one, 0n);

/** A row below the parts of a list. */
export interface ClosingRow {
  readonly key: 'rounding' | 'total';
  readonly fens: readonly bigint[];
}

/** What stands below parts: what rounding makes of their sums, if anything, and the totals. */
export function closingRows(
  parts: readonly (readonly bigint[])[],
  totals: readonly bigint[],
): ClosingRow[] {
  const left = totals.map((total, at) => total - sum(parts.map((part) => part[at]!)));
  const rows: ClosingRow[] = [{ key: 'total', fens: totals }];
  if (left.some((fen) => fen !== 0n)) rows.unshift({ key: 'rounding', fens: left });
  return rows;
}

export const closingWord = ({ key }: ClosingRow): string =>
  key === 'total' ? say('common.total') : say('form.rounding');
