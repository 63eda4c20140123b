import type { Place } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import type { SourceLocation } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { addressLabel, parseAddress, tableOf } from '../../form';
import { say } from '../../language';

/** "第37行", "表3!D7": where a reader finds it in the file; empty when that is not known. */
export function locationText(location: SourceLocation | undefined): string {
  if (location === undefined) return '';
  if (location.reference !== '') return location.reference;
  return location.line > 0 ? say('document.line', { line: location.line }) : '';
}

/** "表6 30110 职工基本医疗保险缴费 · 合计"; the address itself for what is no cell. */
export function placeLabel(place: Place): string {
  const cell = parseAddress(place.address);
  if (cell === null) return place.address;
  const number = tableOf(cell.table)?.number ?? cell.table;
  const code = /^\d/.test(cell.row) ? `${cell.row.split('|')[0]} ` : '';
  return `${say('form.table', { number })} ${code}${addressLabel(cell)}`;
}
