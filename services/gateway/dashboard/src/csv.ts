// Tables as csv that spreadsheets open: RFC 4180, UTF-8 with a byte order mark.
import { button } from './controls';
import { download } from './download';
import { say } from './language';

/** A signed figure that is nothing but one: a sum begins like it, and is a formula. */
const signedFigure = /^[+-]\d[\d,]*(\.\d+)?%?$/;

/** Text that a spreadsheet would take for a formula is told to be text. */
function cell(value: string): string {
  const formula = /^[=@+\-\t\r\n]/.test(value) && !signedFigure.test(value);
  const safe = formula ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** The heading of a column of figures: files are in 万元 whatever the page shows. */
export const wanHeading = (text: string): string => `${text} (${say('unit.wan')})`;

/** The button that keeps a table of the page; several stand on it. */
export const csvButton = (what: string, save: () => void): HTMLButtonElement =>
  button(say('action.csv'), save, { class: 'quiet', label: `${say('action.csv')} ${what}` });

/** A table of the page: its name and its first line say whose it is, of when, and what. */
export function downloadTable(
  about: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  downloadCsv(about.join(' '), [[about.join(' · ')], ...rows]);
}

export function downloadCsv(name: string, rows: readonly (readonly string[])[]): void {
  download(`${name}.csv`, [csv(rows)], 'text/csv;charset=utf-8');
}
