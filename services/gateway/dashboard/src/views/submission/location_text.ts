// Where a reader finds something in a file, in the words that verdicts have for it.
import type { SourceLocation } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { placeWord } from '../../place_name';

/** A place that has no name of its own, in its file where there are several. */
const numbered =
  /^(?:(?<file>.+)!)?(?:paragraph\[(?<paragraph>\d+)\]|table\[(?<table>\d+)\]\/row\[(?<row>\d+)\](?:\/cell\[(?<cell>\d+)\])?)/;

function referenceText(reference: string): string {
  const found = numbered.exec(reference)?.groups;
  if (found === undefined) return reference;
  const { file, ...steps } = found;
  const word =
    steps['paragraph'] !== undefined
      ? 'at_paragraph'
      : steps['cell'] !== undefined
        ? 'at_table_cell'
        : 'at_table_row';
  const place = placeWord(word, steps) ?? reference;
  return file === undefined ? place : `${file} ${place}`;
}

/** "第37行", "表3!D7", "第6张表第13行第4格"; empty when that is not known. */
export function locationText(location: SourceLocation | undefined): string {
  if (location === undefined) return '';
  const { reference, line } = location;
  if (reference !== '') return referenceText(reference);
  return line > 0 ? placeWord('at_line', { line: String(line) })! : '';
}
