// The standard form and the charts of accounts that the services are built
// with: what rows and columns are called, and which add up to which.
import namesInEnglish from '../build/generated/account_names_en.json';
import charts from '../build/generated/charts.json';
import form from '../build/generated/form.json';
import forms from '../build/generated/forms.json';
import { type Account } from '../build/generated/yuheng/ledger/v1/entry_pb';
import { Side, TableKind } from '../build/generated/yuheng/budget/v1/vocabulary_pb';
import { language, pick, say } from './language';

/** What people call the form that a document is printed in. */
export function formName(id: string): string {
  const names: Readonly<Record<string, { zh: string; en: string }>> = forms;
  return pick(names[id]) || id;
}

export interface Column {
  readonly key: string;
  readonly heading: string;
  readonly headingEn: string;
  readonly group?: string;
  readonly parts?: readonly string[];
}
export interface Line {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly side?: string;
  readonly parts?: readonly string[];
}
export interface TableShape {
  readonly kind: string;
  readonly number: number;
  readonly title: string;
  readonly titleEn: string;
  readonly rowSpace: string;
  readonly columns: readonly Column[];
  readonly incomeColumns?: readonly Column[];
  readonly lines?: readonly Line[];
}

export const tables: readonly TableShape[] = form.tables;
const functionChart: Readonly<Record<string, string>> = charts.function;
const economicChart: Readonly<Record<string, string>> = charts.economic;

const chinese = () => language.value === 'zh';

export function tableOf(kind: TableKind): TableShape | undefined {
  return tables[kind - 1];
}

export function tableTitle(kind: TableKind): string {
  const table = tableOf(kind);
  if (table === undefined) return '';
  return chinese()
    ? `${say('form.table', { number: table.number })} ${table.title}`
    : `${say('form.table', { number: table.number })} ${table.titleEn}`;
}

export function columnsOf(kind: TableKind, side: Side): readonly Column[] {
  const table = tableOf(kind);
  if (table === undefined) return [];
  return side === Side.INCOME ? (table.incomeColumns ?? []) : table.columns;
}

export function columnHeading(column: Column): string {
  return chinese() ? column.heading : column.headingEn;
}

function lineOf(kind: TableKind, side: Side, key: string): Line | undefined {
  const sideName = side === Side.UNSPECIFIED ? undefined : `SIDE_${Side[side]}`;
  return tableOf(kind)?.lines?.find((line) => line.key === key && line.side === sideName);
}

/** Without what forms print in front and between: "1.", "其中：", blanks. */
export function plainLabel(label: string): string {
  const plain = label
    .replace(/\s+/g, chinese() ? '' : ' ')
    .replace(/^(其中：|of which |[一二三四五六七八九十]+、|[IVX]+\. |\d+\. ?)/, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A name of a chart in the reader's language; the code itself for what is in none. */
function chartName(name: string | undefined, code: string): string {
  if (name === undefined) return code;
  const english: Readonly<Record<string, string>> = namesInEnglish;
  return chinese() ? name : (english[name] ?? name);
}

export function functionName(code: string): string {
  const line = lineOf(TableKind.T1, Side.EXPENDITURE, code);
  if (line !== undefined) return chinese() ? line.label : line.labelEn;
  return chartName(functionChart[code], code);
}

export function economicName(code: string): string {
  const column = tableOf(TableKind.T7)?.columns.find((one) => one.key === `e${code}`);
  if (column !== undefined && !chinese()) return column.headingEn;
  return chartName(economicChart[code], code);
}

/** Whether the form prints this line of a table, and so has words for it. */
export const hasLine = (kind: TableKind, side: Side, key: string): boolean =>
  lineOf(kind, side, key) !== undefined;

export function lineLabel(kind: TableKind, side: Side, key: string): string {
  const line = lineOf(kind, side, key);
  return line === undefined ? key : plainLabel(chinese() ? line.label : line.labelEn);
}

/** What a row of a table is called. */
export function rowLabel(kind: TableKind, side: Side, row: string): string {
  if (row === 'ROUNDING') return say('form.rounding');
  const line = lineOf(kind, side, row);
  if (line !== undefined) return plainLabel(chinese() ? line.label : line.labelEn);
  if (row === 'ALL') return say('common.total');
  const bar = row.indexOf('|');
  if (bar >= 0) return row.slice(bar + 1);
  return tableOf(kind)?.rowSpace === 'ROW_SPACE_ECONOMIC' ? economicName(row) : functionName(row);
}

export interface Address {
  readonly table: TableKind;
  readonly side: Side;
  readonly row: string;
  readonly column: string;
}

/** "T3:206:total", "T1:in:gen": the name of a cell in findings and links. */
export function formatAddress(at: Address | Account): string {
  const side = at.side === Side.INCOME ? 'in:' : at.side === Side.EXPENDITURE ? 'ex:' : '';
  return `T${at.table}:${side}${at.row}${at.column === '' ? '' : `:${at.column}`}`;
}

/** Null for what is no cell of the ten tables. */
export function parseAddress(text: string): Address | null {
  const match = /^T(\d+):(?:(in|ex):)?(.+)$/.exec(text);
  const kind = Number(match?.[1]);
  if (match === null || tableOf(kind) === undefined) return null;
  const side =
    match[2] === 'in' ? Side.INCOME : match[2] === 'ex' ? Side.EXPENDITURE : Side.UNSPECIFIED;
  const rest = match[3]!;
  if (columnsOf(kind, side).length < 2) return { table: kind, side, row: rest, column: '' };
  const colon = rest.lastIndexOf(':');
  if (colon < 1) return null;
  return { table: kind, side, row: rest.slice(0, colon), column: rest.slice(colon + 1) };
}

/** The line that a line is part of, which tells it from one before that is labelled alike. */
export function parentLabel({ table, side, row }: Address | Account): string | null {
  const line = lineOf(table, side, row);
  if (line === undefined) return null;
  const lines = (tableOf(table)?.lines ?? []).filter((one) => one.side === line.side);
  const same = lines.find((one) => plainLabel(one.label) === plainLabel(line.label));
  const parent = lines.find(({ parts }) => parts?.includes(row));
  return same === line || parent === undefined ? null : lineLabel(table, side, parent.key);
}

/** "教育支出 · 合计", "财政拨款结转 · 一般公共预算拨款" */
export function addressLabel(at: Address | Account): string {
  const columns = columnsOf(at.table, at.side);
  const column = columns.find((one) => one.key === at.column);
  const parent = parentLabel(at);
  const own = rowLabel(at.table, at.side, at.row);
  const row = parent === null ? own : `${parent} · ${own}`;
  return column === undefined || columns.length < 2 ? row : `${row} · ${columnHeading(column)}`;
}
