// Places of documents in words, the same as verdicts on paper have for them:
// 「表6 303 对个人和家庭的补助 合计」, 「说明二（收入） 单位资金 占比」.
import places from '../build/generated/places.json';
import type { Document } from '../build/generated/yuheng/budget/v1/document_pb';
import { Side, TableKind } from '../build/generated/yuheng/budget/v1/vocabulary_pb';
import type { Account } from '../build/generated/yuheng/ledger/v1/entry_pb';
import {
  type Address,
  columnHeading,
  columnsOf,
  economicName,
  functionName,
  hasLine,
  lineLabel,
  parentLabel,
  parseAddress,
  rowLabel,
  tableOf,
  tableTitle,
} from './form';
import { language, pick, say } from './language';

const words: Readonly<Record<string, { zh: string; en: string }>> = places;

/** A word of verdicts; null where they have none for it. */
export function placeWord(
  id: string,
  given: Readonly<Record<string, string | undefined>> = {},
): string | null {
  const text = words[id];
  if (text === undefined) return null;
  return pick(text).replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '');
}

const joined = (...parts: readonly (string | null)[]) =>
  parts.filter((part) => part !== null && part !== '').join(language.value === 'zh' ? ' ' : ', ');

/** A functional or economic code with its name: by the chart, else as a table prints it. */
function codeName(code: string, document: Document | undefined): string {
  const name = code.startsWith('3') ? economicName(code) : functionName(code);
  if (name !== code) return `${code} ${name}`;
  const rows = document?.tables.flatMap((table) => table.rows) ?? [];
  const row = rows.find((one) => one.code === code && one.name !== '' && one.project === '');
  return row === undefined ? code : `${code} ${row.name}`;
}

function rowName(at: Address | Account, document: Document | undefined): string | null {
  const { table, side, row } = at;
  if (row === 'ALL' && !hasLine(table, side, row)) return placeWord('total_row');
  const [code = '', ...project] = row.split('|');
  if (project.length > 0) return `${codeName(code, document)} ${project.join('|')}`;
  return /^\d+$/.test(code)
    ? codeName(code, document)
    : joined(parentLabel(at), rowLabel(table, side, row));
}

/** "表3 206 科学技术支出 合计" */
export function cellName(at: Address | Account, document?: Document): string {
  const { table, side, column } = at;
  const columns = columnsOf(table, side);
  const found = columns.find((one) => one.key === column);
  return joined(
    say('form.table', { number: tableOf(table)?.number ?? table }),
    side === Side.INCOME ? placeWord('side_income') : null,
    side === Side.EXPENDITURE ? placeWord('side_expenditure') : null,
    rowName(at, document),
    found === undefined || columns.length < 2 ? null : columnHeading(found),
  );
}

/** T6, T6:none, or a row without a column. */
function tablePart(address: string, document: Document | undefined): string | null {
  const [, digits, rest] = /^T(\d+)(?::(.+))?$/.exec(address) ?? [];
  const kind = Number(digits);
  if (digits === undefined || tableOf(kind) === undefined) return null;
  if (rest === undefined) return tableTitle(kind);
  const what = rest === 'none' ? placeWord('nil_statement') : codeName(rest, document);
  return joined(say('form.table', { number: tableOf(kind)!.number }), what);
}

/** P3:total, P3:ind2:target; P for the sheets as a whole. */
function sheetName(address: string, document: Document | undefined): string | null {
  if (address === 'P') return say('document.sheets');
  const [, number, position, field] = /^P(\d+)(?::ind(\d+))?(?::(\w+))?$/.exec(address) ?? [];
  if (number === undefined) return null;
  const sheet = document?.sheets[Number(number) - 1];
  const indicator = sheet?.indicators[Number(position) - 1];
  return joined(
    // Without its document nobody knows the project.
    placeWord('sheet', { number, project: sheet?.project ?? '' })!.replace(/\s*(“”|"")/, ''),
    position === undefined ? null : placeWord('indicator', { name: indicator?.name ?? position }),
    field === undefined ? null : (placeWord(`field_${field}`) ?? field),
  );
}

/** 「说明二（收入）」 for N2; null for what is no section. */
export const sectionName = (key: string): string | null =>
  placeWord(`section_${key.toLowerCase()}`);

const incomeSections = ['N1', 'N2', 'N4', 'N8', 'N9'];

function subjectName(section: string, subject: string, document: Document | undefined): string {
  if (section === 'N10' && hasLine(TableKind.T10, Side.UNSPECIFIED, subject))
    return lineLabel(TableKind.T10, Side.UNSPECIFIED, subject);
  const isSource = hasLine(TableKind.T1, Side.INCOME, subject);
  if (isSource && incomeSections.includes(section))
    return lineLabel(TableKind.T1, Side.INCOME, subject);
  const known = placeWord(`subject_${subject}`);
  if (known !== null) return known;
  if (isSource) return lineLabel(TableKind.T1, Side.INCOME, subject);
  if (/^\d+$/.test(subject)) return codeName(subject, document);
  // ex:gen: the expenditure of a budget.
  const [, side, what] = /^(in|ex):(.+)$/.exec(subject) ?? [];
  if (what !== undefined) {
    const sideName = placeWord(side === 'in' ? 'side_income' : 'side_expenditure');
    return joined(sideName, subjectName(section, what, document));
  }
  const slash = subject.lastIndexOf('/');
  if (slash < 0) return subject;
  const part = subject.slice(slash + 1);
  const column = columnsOf(TableKind.T7, Side.UNSPECIFIED).find(({ key }) => key === part);
  const tail = column === undefined ? subjectName(section, part, document) : columnHeading(column);
  return `${subjectName(section, subject.slice(0, slash), document)} · ${tail}`;
}

/** N2:unit:share. Subjects may hold colons; a last part that is no measure belongs to them. */
function claimName(address: string, document: Document | undefined): string | null {
  const [, key = '', rest = ''] = /^([GN]\w*):?(.*)$/.exec(address) ?? [];
  const section = sectionName(key);
  if (section === null) return null;
  // Heads are counted below G:staff, changes below G:staff/in_post.
  const about = key === 'G' ? rest.replace(/^staff[:/]/, '') : rest;
  const parts = about.split(':');
  const measure = placeWord(`measure_${parts.at(-1)}`);
  const subject = (measure === null ? parts : parts.slice(0, -1)).join(':');
  return joined(section, subject === '' ? null : subjectName(key, subject, document), measure);
}

/** What an address calls a place; with its document also by what is printed there. */
export function placeName(address: string, document?: Document): string {
  if (address === '' || address === 'doc') return placeWord('document')!;
  const cell = parseAddress(address);
  if (cell !== null) return cellName(cell, document);
  return (
    tablePart(address, document) ??
    sheetName(address, document) ??
    claimName(address, document) ??
    address
  );
}
